"""The dataset: ``load()`` reads it, typed and checked, with uncertain dates kept uncertain."""

from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from . import asked, ends
from .check import read_all
from .dates import widen
from .rules import Columns, hint
from .schema import DATA, Table, tables

RECORDS = ("episodes", "ceasefires", "mediations", "events")


class DataError(ValueError):
    """The tables hold something that cannot be read; the message has one sentence per problem."""


class Dataset:
    """All tables of the collection as DataFrames, one attribute per table.

    A date column ``x`` stays as text and is joined by ``x_earliest`` and ``x_latest`` (NaT where a side is open or
    the cell is blank); lists are tuples; ``ceasefires`` gains ``ended_earliest``, ``ended_latest`` and ``end_kind``.
    Tables are for reading: results remember what they worked out, so change a copy of the folder and load that.
    """

    conflicts: pd.DataFrame
    theatres: pd.DataFrame
    phases: pd.DataFrame
    actors: pd.DataFrame
    tracks: pd.DataFrame
    episodes: pd.DataFrame
    ceasefires: pd.DataFrame
    mediations: pd.DataFrame
    events: pd.DataFrame
    roles: pd.DataFrame
    positions: pd.DataFrame
    alignments: pd.DataFrame
    links: pd.DataFrame
    violence: pd.DataFrame
    claims: pd.DataFrame
    variants: pd.DataFrame
    codings: pd.DataFrame
    sources: pd.DataFrame
    crosswalk: pd.DataFrame
    comparisons: pd.DataFrame
    corrections: pd.DataFrame

    def __init__(
        self,
        text: dict[str, Columns],
        *,
        day: date | None = None,
        hidden: pd.DataFrame | None = None,
        coded: datetime | None = None,
    ):
        self._text = text
        self.day = day
        self.hidden = hidden
        self.coded = coded

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in tables():
            raise AttributeError(f"a dataset has no table {name!r}{hint(name, tables())}")
        frame = typed(tables()[name], self._text[name])
        if name == "ceasefires":
            frame = ends.derive(frame, self.cut_offs)
        setattr(self, name, frame)
        return frame

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(getattr(self, name))} {name}" for name in RECORDS if self._text[name])
        seen = f", as known on {self.day:%d %B %Y}" if self.day else ""
        return f"<Dataset of {', '.join(self.conflicts['name_en']) or 'no conflict'}{seen}: {counts}>"

    @cached_property
    def cut_offs(self) -> dict[str, datetime]:
        """The last day coded, by conflict."""
        conflicts = self._text["conflicts"]
        return {key: widen(day).latest for key, day in zip(conflicts["conflict_id"], conflicts["cut_off"])}

    @property
    def cut_off(self) -> datetime:
        """The last day coded in any conflict of the dataset; in a part without a conflict, in those of the whole."""
        last = max(self.cut_offs.values(), default=self.coded)
        if last is None:
            raise ValueError("the dataset has no conflict, so that nothing says up to which day it was coded")
        return last

    def only(
        self,
        *,
        conflict: str | None = None,
        theatre: str | None = None,
        since: str | date | int | None = None,
        until: str | date | int | None = None,
        actors: str | list[str] | None = None,
        track: str | None = None,
    ) -> "Dataset":
        """Keep what meets the period, theatre (with its parts), actors or track, and all that hangs on it.

        A date is text such as 2020-06, a date or a year. Raises KeyError with the nearest spelling when an id is not
        known, ValueError when a date can't be read or the period is reversed.
        """
        from .selection import only

        return only(self, conflict=conflict, theatre=theatre, since=since, until=until, actors=actors, track=track)

    def as_of(self, day: str | date) -> "Dataset":
        """The dataset as a reader of that day could have known it; ``.hidden`` counts what is not shown, and why.

        Raises ValueError for a day later than that of a dataset which is already as known on some day.
        """
        from .vantage import as_of

        return as_of(self, moment(day))

    def absent(self, day: str | date) -> set[str]:
        """The ids of actors founded after a day or dissolved before it."""
        at, actors = pd.Timestamp(moment(day)), self.actors
        gone = (actors["active_until_latest"] < at) | (actors["active_since_earliest"] > at)
        return set(actors.loc[gone, "actor_id"])

    def record(self, key: str) -> pd.Series:
        """One record of any table by its id; raises KeyError with the nearest spelling when there is none."""
        for name, table in tables().items():
            if len(table.key) == 1 and key in self._text[name][table.key[0]]:
                return getattr(self, name).iloc[self._text[name][table.key[0]].index(key)]
        keys = [k for name, table in tables().items() for k in self._text[name][table.key[0]]]
        raise KeyError(f"there is no record {key!r}{hint(key, keys)}")

    def name(self, key: str, *, language: str = "en") -> str:
        """The name of an actor or record in English or French; the id itself where there is none."""
        try:
            return self.record(key).get(f"name_{language}", key)
        except KeyError:
            return key


def typed(table: Table, text: Columns) -> pd.DataFrame:
    """Turn the text of one table into a DataFrame: numbers, tuples for lists, and bounds beside each date."""
    columns: dict = {}
    for field in table.fields:
        values = text[field.name]
        if field.edtf:
            bounds = [widen("" if value == ".." else value) for value in values]
            columns[field.name] = pd.array(values, dtype="str")
            columns[f"{field.name}_earliest"] = np.array([b.earliest for b in bounds], "datetime64[s]")
            columns[f"{field.name}_latest"] = np.array([b.latest for b in bounds], "datetime64[s]")
        elif field.is_list:
            cells = np.empty(len(values), object)
            cells[:] = [tuple(value.split(";")) if value else () for value in values]
            columns[field.name] = cells
        elif field.type == "integer":
            columns[field.name] = pd.array([int(v) if v else None for v in values], dtype="Int64")
        elif field.type == "number":
            columns[field.name] = np.array([float(v) if v else np.nan for v in values], float)
        else:
            columns[field.name] = pd.array(values, dtype="str")
    return pd.DataFrame(columns)


def load(path: str | Path | None = None) -> Dataset:
    """Load the dataset, or another folder of the same shape; raises DataError with a sentence for every error in it."""
    text, problems = read_all(DATA if path is None else Path(path))
    errors = [str(problem) for problem in problems if problem.level == "error"]
    if errors:
        shown = "\n".join(errors[:20])
        more = f"\n… and {len(errors) - 20} more; run: ceasefires check" if len(errors) > 20 else ""
        raise DataError(f"{len(errors)} problem(s), nothing was loaded:\n{shown}{more}")
    return Dataset(text)


def moment(day: str | date) -> date:
    """Read a day given as a date or as text such as 2020-06-15; raise ValueError if it is not one day."""
    return asked.day(day)
