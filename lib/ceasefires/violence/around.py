"""Deaths before and after each truce, as [low, high]."""

import numpy as np
import pandas as pd

from .. import asked, words
from ..dataset import Dataset
from ..rules import hint
from ..words import _
from .grid import Grid, cell, counts_months, events, first_day, months, reach

LEFT_OUT = ("safe_exit", "surrender", "ultimatum", "economic")
SCOPES = ("national", "regional", "local")
SIDES = ["before_low", "before_high", "after_low", "after_high"]
UNITS = {"day": ("day", "days"), "week": ("week", "weeks"), "month": ("month", "months")}


def starts(data: Dataset, *, left_out: tuple[str, ...] = LEFT_OUT) -> pd.DataFrame:
    """One row per truce that took effect: overlapping truces of one episode are one, from the first start of them.

    ``declarations`` says how many ``ceasefires`` make the row, ``scope`` and ``theatres`` where they were to hold (the
    widest scope), ``start_earliest`` and ``start_latest`` when the first of them can have begun. Left out are the
    classes in ``left_out`` (by default those that are no truce between fighters: safe exits, surrenders, ultimatums,
    economic ones) and truces whose start has no bound.
    """
    asked.some_of(left_out, asked.coded("ceasefires", "ceasefire_class"), "class of ceasefires")
    frame = data.ceasefires
    frame = frame[~frame["ceasefire_class"].isin(left_out) & (frame["end_kind"] != "never_effective")]
    frame = frame.dropna(subset=["effective_earliest", "effective_latest"])
    frame = frame.assign(
        group=frame["episode_id"].fillna("").mask(lambda ids: ids == "", frame["ceasefire_id"]),
        reach=frame["ended_latest"].fillna(pd.Timestamp(data.cut_off)),
    ).sort_values(["group", "effective_earliest", "effective_latest", "ceasefire_id"], kind="stable")
    before = frame.groupby("group")["reach"].cummax().groupby(frame["group"]).shift()
    run = (before.isna() | (frame["effective_earliest"] > before)).cumsum()
    named = f"name_{words.language()}"
    episodes = data.episodes.set_index("episode_id")[named]
    rows = frame.groupby(run).agg(
        id=("ceasefire_id", "first"),
        group=("group", "first"),
        name=(named, "first"),
        declarations=("ceasefire_id", "size"),
        ceasefires=("ceasefire_id", tuple),
        scope=("scope", lambda scopes: min(scopes, key=SCOPES.index)),
        theatres=("theatre_id", lambda ids: tuple(sorted(set(ids)))),
        start_earliest=("effective_earliest", "min"),
        start_latest=("effective_latest", "min"),
    )
    several = rows["declarations"] > 1
    rows["name"] = rows["name"].mask(several, rows["group"].map(episodes).fillna(rows["name"]))
    for side in ("start_earliest", "start_latest"):
        rows[side] = rows[side].dt.normalize()
    rows = rows.drop(columns="group").sort_values(["start_earliest", "start_latest", "id"], kind="stable")
    return rows.set_index("id")


def starts_of(data) -> pd.DataFrame:
    """The starts in a dataset, or a table of starts as it is; a table needs a name and two bounds for each start."""
    if isinstance(data, Dataset):
        return starts(data)
    frame = data.copy()
    if "start_earliest" not in frame:
        raise ValueError(_("a table of starts needs the column 'start_earliest'") + hint("start_earliest", list(frame)))
    if "start_latest" not in frame:
        frame["start_latest"] = frame["start_earliest"]
    if "name" not in frame:
        frame["name"] = frame.index.astype("str")
    return frame.sort_values(["start_earliest", "start_latest", "name"], kind="stable")


def around(
    data,
    *,
    deaths: pd.DataFrame | None = None,
    window: int = 3,
    grain: str = "month",
    since: str | None = None,
    until: str | None = None,
) -> pd.DataFrame:
    """One row per truce: deaths in so many days, weeks or months before and after its start, as [low, high].

    ``data`` is a dataset or a table of starts; ``deaths`` an event table (date and best, optionally date_end, low,
    high, and place as a theatre id), by default the dataset's months. An uncertain start takes the lowest and highest
    sum over its days, an event that spans several cells counts as low where it surely and as high where it possibly
    lies within. A start inside a week or month leaves that cell's deaths to either side. Sums are blank where the
    count does not reach; ``change`` says whether deaths surely fell or rose.
    """
    asked.whole(window, "window", least=1)
    asked.one_of(grain, UNITS, "grain")
    asked.period(since, until)
    rows = starts_of(data)
    if deaths is None:
        if grain in ("day", "week"):
            raise ValueError(_("the dataset counts deaths by month; for days or weeks give a table with deaths=…"))
        if not isinstance(data, Dataset):
            raise ValueError(_("a table of starts needs deaths=…"))
        if not counts_months(data):
            return _columns(rows, pd.DataFrame(index=rows.index, columns=SIDES, dtype=float), window, grain)
        deaths = months(data)
    deaths = events(deaths)
    since, until = reach(deaths, since, until)
    sides = pd.DataFrame(index=rows.index, columns=SIDES, dtype=float)
    for theatres, some in _by_place(data, rows, deaths):
        here = deaths[deaths["place"].isin(theatres)] if theatres is not None else deaths
        if len(some):
            sides.loc[some.index] = _sums(Grid(here, grain=grain, since=since, until=until), some, window)
    return _columns(rows, sides, window, grain)


def _columns(rows: pd.DataFrame, sides: pd.DataFrame, window: int, grain: str) -> pd.DataFrame:
    sides = sides.round().astype("Int64")
    return pd.concat([rows.drop(columns=["theatres", "ceasefires"], errors="ignore"), sides], axis=1).assign(
        change=_change(sides), window=words.count(window, *UNITS[grain])
    )


def _by_place(data, rows: pd.DataFrame, deaths: pd.DataFrame):
    """The starts in groups that count the same places: all of them, or each theatre with its parts."""
    if (deaths["place"] == "").all() or "theatres" not in rows or not isinstance(data, Dataset):
        yield None, rows
        return
    parents = data.theatres.set_index("theatre_id")["parent_id"].to_dict()
    if strange := sorted(set(deaths["place"]) - {"", *parents}):
        raise ValueError(
            _("{place!r} is no theatre of the dataset{hint}; drop the column place to count everything").format(
                place=strange[0], hint=hint(strange[0], parents)
            )
        )
    for theatres, some in rows.groupby("theatres"):
        whole = any(not parents.get(theatre) for theatre in theatres)
        yield None if whole else [place for place in parents if _within(place, theatres, parents)], some


def _within(place: str, theatres: tuple[str, ...], parents: dict) -> bool:
    while place and place not in theatres:
        place = parents.get(place) or ""
    return bool(place)


def _sums(grid: Grid, rows: pd.DataFrame, window: int) -> np.ndarray:
    """Low and high sums before and after each start, over every cell in which it can lie."""
    earliest, latest = (rows[side].to_numpy("datetime64[D]") for side in ("start_earliest", "start_latest"))
    first, last = cell(earliest, grid.grain), cell(latest, grid.grain)
    row = np.repeat(np.arange(len(rows)), last - first + 1)
    at = np.concatenate([np.arange(a, b + 1) for a, b in zip(first, last)])
    opening = first_day(at, grid.grain)
    split = (np.minimum(latest[row], first_day(at + 1, grid.grain) - 1) > opening).astype(int)
    found = np.column_stack(
        [
            np.where(grid.covers(at - window, at - 1 + split), grid.low(at - window, window), np.nan),
            np.where(grid.covers(at - window, at - 1 + split), _high(grid, at - window, window, split), np.nan),
            np.where(grid.covers(at, at + window - 1 + split), grid.low(at + split, window), np.nan),
            np.where(grid.covers(at, at + window - 1 + split), _high(grid, at, window, split), np.nan),
        ]
    )
    edges = np.searchsorted(row, np.arange(len(rows)))
    pick = (np.minimum, np.maximum, np.minimum, np.maximum)
    return np.column_stack([choose.reduceat(found[:, j], edges) for j, choose in enumerate(pick)])


def _high(grid: Grid, start: np.ndarray, window: int, split: np.ndarray) -> np.ndarray:
    """The high sum over the window, and over one cell more where the start lies inside a cell."""
    return np.where(split, grid.high(start, window + 1), grid.high(start, window))


def _change(sides: pd.DataFrame) -> list[str]:
    kinds = []
    for before_low, before_high, after_low, after_high in sides.itertuples(index=False):
        if pd.isna(before_low) or pd.isna(after_low):
            kinds.append("not_counted")
        elif before_high == after_high == 0:
            kinds.append("no_deaths")
        else:
            kinds.append("fell" if after_high < before_low else "rose" if after_low > before_high else "unclear")
    return kinds
