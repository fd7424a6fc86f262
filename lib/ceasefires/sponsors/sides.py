"""Between which sides was an attempt made, and which of them did each third party back?"""

from functools import lru_cache
from itertools import product

import numpy as np
import pandas as pd

from .. import words
from ..dataset import Dataset
from ..mediation.attempts import each
from ..words import Sentence, _, say
from .backing import FORMS, Spells, chosen, roots

COUNTED = ("mediator", "sponsor", "guarantor")
SIDES = ("party", "declarer", "addressee")
ABROAD = ("state", "organization")  # who can be no go-between of backing: arming an ally is not arming its client


def rule() -> Sentence:
    """What a side is, and what backing it means, in sentences for a notebook to print."""
    return say(
        _(
            "Persons, forces and governments count as the actor that they belong to (Haftar as the LNA, Wagner as "
            "Russia), unless that leaves an attempt with one side. The sides of an attempt are its parties and "
            "addressees; one that supports exactly one of the others, and is not at odds with it, is on its side. "
            "A national attempt that names fewer than two sides is read against the camps of the day: all in the "
            "country who were at odds with one another. A third party backs a side if it supports, on that day, one "
            "of the side or a group in the country that supports it. Recognition counts only where a third party "
            "gives nobody more than that. Two third parties are opposed if each backs a side and they have none in "
            "common. Only mediators, sponsors and guarantors count."
        )
    )


def when(data: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    """The first and last possible day of each attempt; an open side is the opening of its track, or its publication."""
    tracks = data.tracks.set_index("track_id")["opened_earliest"]
    starts = data.conflicts.set_index("conflict_id")["start_earliest"]
    frame = data.mediations.set_index("mediation_id").reindex(rows.index)
    last = rows["start_latest"].fillna(frame["known_since_latest"]).fillna(rows["start_earliest"])
    first = rows["start_earliest"]
    for bounds, column in ((tracks, rows["track_id"]), (starts, frame["conflict_id"])):
        first = first.fillna(pd.Series(bounds.reindex(column).to_numpy("datetime64[s]"), index=rows.index))
    return pd.DataFrame({"first": first.mask(first > last, last).fillna(last), "last": last})


def camps_of(data: Dataset, forms=FORMS) -> "Camps":
    """The camps for some forms of backing, worked out once for each dataset; raise ValueError for an unknown form."""
    return _camps(data, chosen(forms), words.language())


@lru_cache(maxsize=8)
def _camps(data: Dataset, forms: tuple[str, ...], _language: str) -> "Camps":
    return Camps(data, forms)


class Camps:
    """Sides and backing of every attempt of a dataset, for some forms of backing."""

    def __init__(self, data: Dataset, forms=FORMS):
        self.head = head = roots(data)
        kind = dict(zip(data.actors["actor_id"], data.actors["kind"]))
        self.person = {actor for actor in head if kind[actor] == "person"}
        self.abroad = {actor for actor in head if kind[head[actor]] in ABROAD}
        self.parent = dict(zip(data.actors["actor_id"], data.actors["parent_id"]))
        self.forms = chosen(forms)
        stance = data.alignments["stance"]
        self.support = Spells(data.alignments[stance == "supports"], head)
        self.odds = Spells(data.alignments[stance == "opposes"], head)
        self.attempts = each(data, roles=COUNTED)
        self.days = when(data, self.attempts)
        self.third = {key: sorted({head[a] for a in ids}) for key, ids in self.attempts["third_parties"].items()}
        roles = data.roles[data.roles["role"].isin(SIDES)]
        self.named = roles.groupby("record_id")["actor_id"].agg(lambda ids: sorted(set(ids))).to_dict()
        frame = data.mediations.set_index("mediation_id")
        top = data.theatres.set_index("theatre_id")["parent_id"]
        self.national = (frame["theatre_id"].map(top).fillna("") == "").to_dict()
        self.conflict = frame["conflict_id"].to_dict()
        self._days: dict[str, Day] = {}

    def of(self, key: str) -> "Day":
        """Sides and backing of one attempt."""
        if key not in self._days:
            self._days[key] = Day(self, key)
        return self._days[key]

    def lineage(self, actor: str) -> frozenset[str]:
        """The actor, those that it belongs to, and those that belong to it."""
        up = [actor]
        while self.parent.get(up[-1]) and self.parent[up[-1]] not in up:
            up.append(self.parent[up[-1]])
        down = {actor}
        while more := {a for a, parent in self.parent.items() if parent in down} - down:
            down |= more
        return frozenset(up) | frozenset(down)

    def groups(self, actors) -> dict[str, frozenset[str]]:
        """Actors by the head of each with all that belong to it; one by one if that would leave a single group."""
        heads = sorted({self.head[actor] for actor in actors})
        if len(heads) == 1:
            lowest = {self.parent[actor] if actor in self.person else actor for actor in actors} - {""}
            apart = sorted(a for a in lowest if not any(a != b and a in self.lineage(b) for b in lowest))
            if len(apart) > 1:
                return {actor: self.lineage(actor) for actor in apart}
        family: dict[str, set] = {top: set() for top in heads}
        for actor, top in self.head.items():
            if top in family:
                family[top].add(actor)
        return {top: frozenset(family[top]) for top in heads}


class Day:
    """Sides and backing of one attempt on its day, which may be uncertain."""

    def __init__(self, camps: Camps, key: str):
        self.camps, self.third = camps, camps.third[key]
        conflict, days = camps.conflict[key], camps.days.loc[key]
        perhaps, surely = camps.support.running(*days)
        self.spells = [
            (*row, sure)
            for row, ran, sure in zip(camps.support.rows, perhaps, surely)
            if ran and row[1] == conflict and row[5] != row[6]
        ]
        odds = camps.odds.running(*days)[0]
        at_odds = [row for row, ran in zip(camps.odds.rows, odds) if ran and row[1] == conflict and row[5] != row[6]]
        self.odds = {pair for row in at_odds for pair in ((row[5], row[6]), (row[6], row[5]))}
        named = camps.groups(camps.named.get(key, ()))
        self.completed = len(self.sides(named, True)) < 2 and camps.national[key]
        if self.completed:
            inside = sorted({a for pair in self.odds if not camps.abroad & set(pair) for a in pair} | set(named))
            named = camps.groups(inside)
        self.partitions = [self.sides(named, loose) for loose in (True, False)]
        loose, strict = self.partitions
        self._masks = [self._of(loose)]
        self._masks += self._masks if loose == strict else [self._of(strict)]
        self.backers = set(self._masks[0]) | set(self._masks[1])

    def sides(self, groups: dict[str, frozenset[str]], loose: bool) -> list[tuple[tuple[str, ...], frozenset[str]]]:
        """The sides that groups make: who, and all that belong to them; ``loose`` lets a perhaps-running spell join."""
        joined = {name: name for name in groups}
        for name in groups:
            backed = {
                other
                for other in groups
                for row in self.spells
                if other != name and row[2] in groups[name] and row[3] in groups[other]
                if row[4] != "recognition" and (loose or row[7])
            }
            if len(backed) == 1 and (name, *backed) not in self.odds:
                ours, theirs = joined[name], joined[backed.pop()]
                joined = {key: theirs if value == ours else value for key, value in joined.items()}
        heads = list(dict.fromkeys(joined.values()))
        members = [tuple(name for name in groups if joined[name] == top) for top in heads]
        return [(who, frozenset().union(*(groups[name] for name in who))) for who in sorted(members)]

    def _of(self, partition) -> dict[str, dict[tuple[int, bool], int]]:
        """By third party: side and whether by recognition alone, with 2 for surely and 1 for perhaps."""
        inside: dict[str, list[int]] = {}
        for number, (_who, family) in enumerate(partition):
            for actor in family:
                inside.setdefault(actor, []).append(number)
        between: dict[str, dict[int, int]] = {}
        for row in self.spells:
            if row[4] != "recognition" and row[5] not in self.camps.abroad:
                for number in inside.get(row[3], ()):
                    known = between.setdefault(row[5], {})
                    known[number] = max(known.get(number, 0), 1 + row[7])
        cells: dict[str, dict[tuple[int, bool], int]] = {}
        for row in self.spells:
            reached = {} if row[3] in self.camps.abroad else dict(between.get(row[6], {}))
            reached |= dict.fromkeys(inside.get(row[3], ()), 2)
            if reached and row[4] in self.camps.forms:
                cell, weak = cells.setdefault(row[5], {}), row[4] == "recognition"
                for number, sure in reached.items():
                    cell[number, weak] = max(cell.get((number, weak), 0), min(sure, 1 + row[7]))
        return cells

    def options(self, third: str, *, loose: bool) -> frozenset[int]:
        """The sets of sides that a third party can have backed, each as a bit mask."""
        cells = self._masks[not loose].get(third, {})
        found = set()
        for mask in _subsets(cells, weak=False):
            found |= {mask} if mask else _subsets(cells, weak=True)
        return frozenset(found)

    def opposed(self, one: str, other: str) -> tuple[bool, bool]:
        """Whether two third parties were on opposite sides: surely, and perhaps."""
        found = [
            a != 0 and b != 0 and not a & b
            for loose in (True, False)
            for a, b in product(self.options(one, loose=loose), self.options(other, loose=loose))
        ]
        return all(found), any(found)

    def evidence(self) -> tuple[str, ...]:
        """The alignments by which the counted third parties backed anybody that day, in the forms asked for."""
        return tuple(row[0] for row in self.spells if row[5] in self.third and row[4] in self.camps.forms)


def _subsets(cells: dict[tuple[int, bool], int], *, weak: bool) -> set[int]:
    """Every set of sides that sure and perhaps-running spells allow, as bit masks."""
    masks = {sum(1 << side for (side, how), sure in cells.items() if how == weak and sure == 2)}
    for (side, how), sure in cells.items():
        if how == weak and sure == 1:
            masks |= {mask | 1 << side for mask in masks}
    return masks


def reachable(options: list[frozenset[int]]) -> set[frozenset[int]]:
    """All combinations of what several third parties can have backed, each as the set of their masks."""
    states = {frozenset()}
    for masks in options:
        states = {state | {mask} if mask else state for state in states for mask in masks}
    return states


def grade(masks: frozenset[int]) -> int:
    """The kind of one combination: 0 no backing, 1 one-sided, 2 both sides but nobody opposed, 3 opposed backers."""
    if any(a & b == 0 for a in masks for b in masks if a != b):
        return 3
    both = int(np.bitwise_or.reduce(list(masks))) if masks else 0
    return 0 if not masks else 1 if both.bit_count() == 1 else 2
