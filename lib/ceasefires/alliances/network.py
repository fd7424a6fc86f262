"""The signed network of a day: which spells of alignment run, and what ties they make."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

import networkx as nx
import numpy as np
import pandas as pd

from .. import asked, words
from ..dataset import Dataset, moment
from ..words import _

WINDOW = 180  # days
STANCES = {"supports": 1, "opposes": -1, "engages": 0}
ATTRIBUTIONS = ("established", "claimed", "alleged", "denied")  # best first
OUTSIDE = ("state", "organization", "private_military", "mercenaries")
INSTRUMENTS = ("state_force", "private_military", "mercenaries")
DAY = pd.Timedelta(days=1)
COLUMNS = ("alignment_id", "actor_id", "target_id", "stance", "form", "attribution", "since_earliest")
TIE = [*COLUMNS, "began_high", "sure"]  # what an edge tells of a spell


def running(data: Dataset, *, day: str | date, window: int = WINDOW) -> pd.DataFrame:
    """The spells of alignment that are evidenced on a day or in the ``window`` days before it.

    A spell is evidence from its start to its end; without a coded end, to the day it was last seen; with ``..``, to
    the cut-off. ``last`` is the last day of evidence by then. ``sure`` says that the dates leave no doubt: begun at
    the latest by the day, and seen at the earliest in the window. A spell that is over gives way to one of another
    stance, between the same two in the same direction, that began no earlier than it ended. Actors dissolved before
    the day, or founded after it, have no ties. With ``window=0``, only what runs on the day itself.
    """
    asked.whole(window, "window")
    at = pd.Timestamp(moment(day))
    frame = bounded(data)
    frame = frame[(frame["began_low"] <= at) & (frame["ended_high"] >= at - window * DAY)]
    absent = data.absent(at)
    frame = frame[~frame["actor_id"].isin(absent) & ~frame["target_id"].isin(absent)]
    last = frame["ended_high"].clip(upper=at)
    sure = (frame["began_high"] <= at) & (frame["ended_low"] >= at - window * DAY)
    frame = frame.assign(last=last, sure=sure)
    return frame[~_overtaken(frame, at)].sort_values(["actor_id", "target_id", "alignment_id"], ignore_index=True)


@lru_cache(maxsize=32)
def _spells(data: Dataset, at: pd.Timestamp, window: int) -> tuple:
    return tuple(running(data, day=at, window=window)[TIE].itertuples())


@lru_cache(maxsize=8)
def bounded(data: Dataset) -> pd.DataFrame:
    """All spells, with the first and last day on which each can have begun, and can have ended.

    All stop at what is evidenced: a start without a lower bound (``open_start``) counts from the day the spell was
    first seen, an end that nobody coded (``open_end``) is the day it was last seen, and one still ``running`` ends at
    the cut-off.
    """
    frame = data.alignments
    cut_off = pd.to_datetime(frame["conflict_id"].map(data.cut_offs)).dt.normalize()
    first, last = frame["first_seen_latest"], frame["last_seen_latest"]
    began_high = frame["since_latest"].fillna(first).fillna(last).fillna(cut_off)
    began_low = frame["since_earliest"].fillna(frame["first_seen_earliest"]).fillna(began_high)
    seen = last.fillna(began_high)
    ended_high = (
        frame["until_latest"].fillna(frame["until_earliest"]).fillna(seen).mask(frame["until"] == "..", cut_off)
    )
    ended_low = frame["until_earliest"].fillna(frame["last_seen_earliest"]).fillna(began_high)
    return frame[list(COLUMNS)].assign(
        began_low=began_low.dt.floor("D"),
        began_high=began_high.dt.floor("D"),
        ended_low=ended_low.mask(frame["until"] == "..", cut_off).dt.floor("D"),
        ended_high=ended_high.dt.floor("D"),
        open_start=frame["since_earliest"].isna(),
        open_end=frame["until_latest"].isna() & (frame["until"] != ".."),
        running=frame["until"] == "..",
    )


def _overtaken(frame: pd.DataFrame, at: pd.Timestamp) -> np.ndarray:
    columns = ("actor_id", "target_id", "stance", "began_high", "ended_high")
    rows = list(zip(*(frame[column].tolist() for column in columns)))
    pairs: dict[tuple[str, str], list] = {}
    for row in rows:
        pairs.setdefault(row[:2], []).append(row)
    return np.array(
        [
            ended < at and any(other[2] != stance and other[3] >= ended for other in pairs[actor, target])
            for actor, target, stance, _began, ended in rows
        ],
        dtype=bool,
    )


@lru_cache(maxsize=8)
def patrons(data: Dataset) -> dict[str, str]:
    """The instruments of a state (its forces, military companies, mercenaries) and the state whose they are."""
    kinds = dict(zip(data.actors["actor_id"], data.actors["kind"]))
    return {
        actor: parent
        for actor, kind, parent in zip(data.actors["actor_id"], data.actors["kind"], data.actors["parent_id"])
        if kind in INSTRUMENTS and kinds.get(parent) == "state"
    }


def backed(forms) -> tuple[str, ...]:
    """Forms of alignment as a tuple; raise ValueError with the nearest spelling for an unknown one."""
    return asked.some_of(forms, asked.coded("alignments", "form"), "form of backing")


def attributed(attribution) -> tuple[str, ...]:
    """Attributions as a tuple; raise ValueError with the nearest spelling for an unknown one."""
    return asked.some_of(attribution, ATTRIBUTIONS, "attribution")


def evidence(windows) -> tuple[int, ...]:
    """Windows of evidence in days, each once; raise ValueError if there is none, or one that is no number of days."""
    return tuple(asked.whole(window, "window") for window in asked.at_least_one(windows, "window"))


def each_day(dates, by_default: Callable[[], list[date]]) -> list[date]:
    """The days asked for, each once, or those by default; raise ValueError if there is none among those asked for."""
    return by_default() if dates is None else list(dict.fromkeys(map(moment, asked.at_least_one(dates, "date"))))


def network(
    data: Dataset,
    *,
    day: str | date,
    window: int = WINDOW,
    forms: tuple[str, ...] | None = None,
    without: tuple[str, ...] = (),
    attribution: tuple[str, ...] = ATTRIBUTIONS[:3],
    sure: bool = False,
    fold: bool = False,
) -> nx.MultiDiGraph:
    """The signed network of a day, from backer to backed: one edge per pair and stance, keyed by the stance.

    Edges carry ``stance``, ``forms``, ``since`` (first and last day on which it can have begun), ``attribution`` (the
    best of its records), ``records`` and ``sure``; actors carry ``name``, ``kind``, ``outside`` and ``patron``. Keep
    some ``forms`` (None: all, an empty tuple: none) or leave some out (``without``); ``sure=True`` keeps what the dates
    leave no doubt about; ``fold=True`` counts a state's military companies, mercenaries and forces as the state, so
    that the two are not added up.
    """
    kept = None if forms is None else backed(forms)
    without, attribution = backed(without), attributed(attribution)
    asked.whole(window, "window")
    patron = patrons(data)
    ties: dict[tuple[str, str, str], list] = {}
    for row in _spells(data, pd.Timestamp(moment(day)), window):
        wanted = row.attribution in attribution and row.form not in without and (kept is None or row.form in kept)
        pair = [patron.get(one, one) if fold else one for one in (row.actor_id, row.target_id)]
        if wanted and (row.sure or not sure) and (not fold or pair[0] != pair[1]):
            ties.setdefault((*pair, row.stance), []).append(row)
    graph = nx.MultiDiGraph(day=moment(day), window=window)
    known = _known(data, words.language())
    for key in sorted({one for tie in ties for one in tie[:2]}):
        kind, name = known[key]
        graph.add_node(key, name=name, kind=kind, outside=kind in OUTSIDE or key in patron, patron=patron.get(key))
    for (actor, target, stance), rows in sorted(ties.items()):
        first = [row.since_earliest for row in rows]
        graph.add_edge(
            actor,
            target,
            key=stance,
            stance=stance,
            forms=tuple(sorted({row.form for row in rows})),
            since=(pd.NaT if any(map(pd.isna, first)) else min(first), min(row.began_high for row in rows)),
            attribution=min((row.attribution for row in rows), key=ATTRIBUTIONS.index),
            records=tuple(sorted(row.alignment_id for row in rows)),
            sure=any(row.sure for row in rows),
        )
    return graph


def signed(graph: nx.MultiDiGraph, *, opposed: str = "leave_out") -> nx.Graph:
    """The network without directions: one tie per pair, ``sign`` 1 where they support and -1 where they oppose.

    Dealing with each other is no sign. Where a pair has both signs, be it that one supports and the other opposes or
    that one does both, the tie is left out and listed in ``graph.graph['opposed']`` (``opposed="leave_out"``), or
    counts as hostile (``"opposes"``) or as friendly (``"supports"``). Raises ValueError for another rule.
    """
    asked.one_of(opposed, ("leave_out", "opposes", "supports"), "rule for ties that oppose each other")
    pairs: dict[tuple[str, str], dict] = {}
    for one, other, tie in graph.edges(data=True):
        if STANCES[tie["stance"]]:
            pair = pairs.setdefault((min(one, other), max(one, other)), {"stances": set(), "records": []})
            pair["stances"].add(tie["stance"])
            pair["records"] += tie["records"]
    plain = nx.Graph(
        **graph.graph, opposed=tuple(pair for pair, tie in sorted(pairs.items()) if len(tie["stances"]) > 1)
    )
    for (one, other), tie in sorted(pairs.items()):
        both = len(tie["stances"]) > 1
        if not both or opposed != "leave_out":
            stance = opposed if both else min(tie["stances"])
            plain.add_edge(one, other, sign=STANCES[stance], records=tuple(sorted(tie["records"])))
    for node in plain:
        plain.nodes[node].update(graph.nodes[node])
    return plain


@lru_cache(maxsize=8)
def _known(data: Dataset, language: str) -> dict[str, tuple[str, str]]:
    """Kind and name of every actor."""
    return dict(zip(data.actors["actor_id"], zip(data.actors["kind"], data.actors[f"name_{language}"])))


def find(data: Dataset, actor: str) -> str:
    """The id of an actor given by id or by name; raises KeyError with the nearest spelling when there is none."""
    ids, names = list(data.actors["actor_id"]), list(data.actors[f"name_{words.language()}"])
    asked.known(actor, [*ids, *names], "actor")
    return actor if actor in ids else ids[names.index(actor)]


def short(data: Dataset, actor: str) -> str:
    """A name as short as it can be: the initials where they make the id, as in LNA and HoR, else without brackets."""
    name = _known(data, words.language())[actor][1].partition(" (")[0]
    initials = "".join(word[0] for word in name.split())
    capitals = "".join(letter for letter in initials if letter.isupper())
    return next((some for some in (capitals, initials) if len(some) > 1 and some.lower() == actor), name)


def clipped(name: str, length: int) -> str:
    """A name in at most so many letters: without what follows 'and', else cut after a whole word where there is one."""
    if len(name) <= length:
        return name
    first = name.partition(_(" and "))[0]
    if len(first) <= length:
        return first
    whole = first[:length].rpartition(" ")[0]
    return f"{whole if len(whole) > length // 2 else first[: length - 1].rstrip()}…"
