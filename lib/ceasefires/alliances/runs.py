"""Runs: spells of one stance of one actor towards one target that follow each other."""

from typing import NamedTuple

import pandas as pd

from ..dataset import Dataset
from .network import ATTRIBUTIONS, DAY, bounded

SAME_RUN = 366 * DAY  # two spells of one stance this close are one run


class Run(NamedTuple):
    """Spells of one stance of one actor towards one target that follow each other without a gap of more than a year."""

    actor: str
    target: str
    stance: str
    forms: frozenset[str]
    began_low: pd.Timestamp
    began_high: pd.Timestamp
    ended_low: pd.Timestamp
    ended_high: pd.Timestamp
    open_start: bool
    open_end: bool
    running: bool
    attribution: str
    records: tuple[str, ...]


def begin(run: Run) -> tuple:
    """What runs are ordered by: the latest day they can have begun, then what makes them different."""
    return run.began_high, run.target, run.records


def end(run: Run) -> tuple:
    """The latest day a run can have ended, then what makes it different."""
    return run.ended_high, run.records


def gives_way(old: Run, new: Run) -> bool:
    """The old run is over, began first, and the new one goes on after it."""
    return (
        not old.running
        and old.began_low < new.began_high
        and old.ended_low <= new.began_high + SAME_RUN
        and (old.ended_high < new.ended_high or new.running)
        and not (old.open_end and old.ended_low > new.began_high)
    )


def dated(old: Run, new: Run) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and last day of a move: from the first on which it can have left or joined, to the last.

    An old stance without a coded end counts from the day it was last seen.
    """
    return min(old.ended_low, new.began_low), max(old.ended_high, new.began_high)


def runs(data: Dataset, *, fold: dict[str, str] | None = None, backing: bool = False) -> list[Run]:
    """All runs in the order of their start, or only those of ``backing``: support in more than recognition.

    ``fold`` names actors to be counted as others.
    """
    fold = fold or {}
    groups: dict[tuple[str, str, str], list] = {}
    frame = bounded(data)
    frame = frame[(frame["stance"] == "supports") & (frame["form"] != "recognition")] if backing else frame
    for row in frame.sort_values(["began_low", "alignment_id"]).itertuples():
        actor, target = fold.get(row.actor_id, row.actor_id), fold.get(row.target_id, row.target_id)
        if actor != target and row.attribution != "denied":
            groups.setdefault((actor, target, row.stance), []).append(row)
    found = []
    for (actor, target, held), rows in sorted(groups.items()):
        parts: list[list] = []
        for row in rows:
            if parts and row.began_low <= max(one.ended_high for one in parts[-1]) + SAME_RUN:
                parts[-1].append(row)
            else:
                parts.append([row])
        found += [_run(actor, target, held, part) for part in parts]
    return sorted(found, key=lambda run: (run.began_low, run.records))


def _run(actor: str, target: str, held: str, rows: list) -> Run:
    last = max(row.ended_high for row in rows)
    closing = [row for row in rows if row.ended_high == last]
    return Run(
        actor,
        target,
        held,
        frozenset(row.form for row in rows),
        rows[0].began_low,
        min(row.began_high for row in rows),
        max(row.ended_low for row in closing),
        last,
        rows[0].open_start,
        any(row.open_end for row in closing) and not any(row.running for row in rows),
        any(row.running for row in rows),
        min((row.attribution for row in rows), key=ATTRIBUTIONS.index),
        tuple(sorted(row.alignment_id for row in rows)),
    )
