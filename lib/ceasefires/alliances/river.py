"""Who stood in which camp, from one phase of the war to the next."""

from typing import NamedTuple

import networkx as nx
import pandas as pd

from .. import asked, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from . import optima
from .network import ATTRIBUTIONS, OUTSIDE, attributed, backed, bounded, patrons, short

FORCE = ("air_strikes", "troops", "drones")


class Phase(NamedTuple):
    """One phase of the war, from its first to its last day."""

    name: str
    since: pd.Timestamp
    until: pd.Timestamp


def phases(data: Dataset) -> list[Phase]:
    """The phases of the data in order; where none is coded, each conflict from its start to its cut-off."""
    frame = data.phases if len(data.phases) else data.conflicts.assign(since=data.conflicts["start"])
    name = f"name_{words.language()}"
    if len(data.phases):
        found = zip(frame[name], frame["since_earliest"], frame["until_latest"].fillna(pd.Timestamp(data.cut_off)))
    else:
        found = zip(frame[name], frame["start_earliest"], frame["conflict_id"].map(data.cut_offs))
    return sorted((Phase(*row) for row in found), key=lambda phase: (phase.since, phase.name))


def river_table(
    data: Dataset,
    *,
    who: str = "outside",
    without: tuple[str, ...] = ("recognition",),
    attribution: tuple[str, ...] = ATTRIBUTIONS[:3],
) -> pd.DataFrame:
    """One row per phase and backer: the camp it stood with, in what forms, how well attributed, on which records.

    The camps of a phase grow around its two *poles*: of two in the war that oppose each other in the phase, those of
    which the lesser has most backers. To a camp belong those in the war who stand with its pole in every best division
    of the ties among them and are joined to it by support, and their parts and parents that have no ties of their own.
    Where nobody opposes anybody there is one camp, around the best backed. A backer supports one of a camp; a state
    also stands with a camp when its own forces strike the other. ``camp`` is blank where it stands with both. ``who``
    is ``outside`` (states and organisations; a state and its instruments are one) or ``inside``. ``stream`` is the
    same number for camps of successive phases that share members.
    """
    asked.one_of(who, ("outside", "inside"), "side of the war")
    attribution, without = attributed(attribution), backed(without)
    fold = patrons(data)
    frame = bounded(data)
    frame = frame[
        frame["attribution"].isin(attribution) & ~frame["form"].isin(without) & (frame["stance"] != "engages")
    ]
    frame = frame.assign(**{side: frame[side].replace(fold) for side in ("actor_id", "target_id")})
    frame = frame[frame["actor_id"] != frame["target_id"]].sort_values("alignment_id")
    kinds = dict(zip(data.actors["actor_id"], data.actors["kind"]))
    outside = {actor for actor, kind in kinds.items() if kind in OUTSIDE}
    parents = {actor: parent for actor, parent in zip(data.actors["actor_id"], data.actors["parent_id"]) if parent}
    rows, streams = [], Streams()
    for phase in phases(data):
        some = frame[(frame["began_low"] <= phase.until) & (frame["ended_high"] >= phase.since)]
        ties = list(some.itertuples())
        camps = _camps(ties, outside, parents)
        flows = streams.follow(camps)
        names = {pole: data.name(pole, language=words.language()) for pole in camps}
        stands = [tie for tie in ties if (tie.actor_id in outside) == (who == "outside")]
        for actor in sorted({tie.actor_id for tie in stands} - set(camps)):
            sides = _sides([tie for tie in stands if tie.actor_id == actor], camps, kinds[actor])
            held = [tie for ties in sides.values() for tie in ties]
            if held:
                one = next(iter(sides)) if len(sides) == 1 else None
                rows.append(
                    {
                        "phase": phase.name,
                        "since": phase.since,
                        "until": phase.until,
                        "camp": names.get(one, ""),
                        "backer": short(data, actor),
                        "forms": ", ".join(sorted({words.label(tie.form) for tie in held})),
                        "attribution": min((tie.attribution for tie in held), key=ATTRIBUTIONS.index),
                        "records": tuple(tie.alignment_id for tie in held),
                        "stream": dict(zip(camps, flows)).get(one, -1),
                        "camps": tuple(zip(flows, names.values())),
                    }
                )
    columns = ["phase", "since", "until", "camp", "backer", "forms", "attribution", "records", "stream", "camps"]
    table = pd.DataFrame(rows, columns=columns)
    table.attrs = {"who": who}
    return table


class Streams:
    """Numbers for the camps of successive phases: even ones flow above, odd ones below."""

    def __init__(self):
        self.last: dict[int, tuple[str, set[str]]] = {}
        self.next = 0

    def follow(self, camps: dict[str, set[str]]) -> list[int]:
        """The number of each camp: that of the last camp with its pole, else with most of its members, or a new one."""
        found: dict[str, int] = {}
        likeness = sorted(
            (-(pole in old) - (before in camp), -len(camp & old), pole, number)
            for pole, camp in camps.items()
            for number, (before, old) in self.last.items()
        )
        for poles, members, pole, number in likeness:
            if (poles or members) and pole not in found and number not in found.values():
                found[pole] = number
        for pole in camps:
            if pole not in found:
                taken = {number % 2 for number in found.values()}
                found[pole] = self.next + (self.next % 2 in taken)
            self.next = max(self.next, found[pole] + 1)
        self.last = {found[pole]: (pole, camp) for pole, camp in camps.items()} or self.last
        return [found[pole] for pole in camps]


def _sides(ties: list, camps: dict[str, set[str]], kind: str) -> dict[str, list]:
    """The ties of one actor by the pole of the camp that each speaks for."""
    sides: dict[str, list] = {}
    for pole, camp in camps.items():
        rivals = set().union(*(other for name, other in camps.items() if name != pole))
        for tie in ties:
            strikes = tie.stance == "opposes" and tie.form in FORCE and tie.target_id in rivals and kind in OUTSIDE
            if strikes or (tie.stance == "supports" and tie.target_id in camp):
                sides.setdefault(pole, []).append(tie)
    return sides


def _camps(ties: list, outside: set[str], parents: dict[str, str]) -> dict[str, set[str]]:
    """The poles of a phase, each with those who stand with it; no more than two, the better backed first."""
    backers: dict[str, set[str]] = {}
    signs: dict[tuple[str, str], set[int]] = {}
    for tie in ties:
        if tie.stance == "supports" and tie.target_id not in outside:
            backers.setdefault(tie.target_id, set()).add(tie.actor_id)
        if tie.actor_id not in outside and tie.target_id not in outside:
            pair = min(tie.actor_id, tie.target_id), max(tie.actor_id, tie.target_id)
            signs.setdefault(pair, set()).add(1 if tie.stance == "supports" else -1)
    poles = _poles(backers, [pair for pair, held in signs.items() if -1 in held])
    graph = nx.Graph()
    for (one, other), held in sorted(signs.items()):
        if len(held) == 1:
            graph.add_edge(one, other, sign=min(held))
    groups = [group for part in optima.optima(graph) for group in part.classes]
    places = {actor: (number, side) for number, group in enumerate(groups) for actor, side in group.items()}
    friends = nx.Graph([pair for *pair, sign in graph.edges(data="sign") if sign > 0])
    camps = {pole: _friends(friends, pole, {actor for actor in places if places[actor] == places.get(pole)})
             for pole in poles}  # fmt: skip
    if len(camps) == 2 and set.intersection(*camps.values()):
        camps = {pole: {pole} for pole in poles}
    tied = {actor for pair in signs for actor in pair}
    for pole, camp in camps.items():
        kin = {parents.get(actor) for actor in camp} | {actor for actor, parent in parents.items() if parent in camp}
        camps[pole] = camp | (kin - tied - set(poles) - {None} - outside)
    return camps


def _friends(friends: nx.Graph, pole: str, some: set[str]) -> set[str]:
    """Those of some who are tied to the pole by support, or by the support of others of them."""
    near = friends.subgraph(some | {pole})
    return {pole} | (set(nx.node_connected_component(near, pole)) if pole in near else set())


def _poles(backers: dict[str, set[str]], hostile: list[tuple[str, str]]) -> list[str]:
    def count(actor: str) -> int:
        return len(backers.get(actor, ()))

    if hostile:
        poles = min(hostile, key=lambda pair: (-min(map(count, pair)), -max(map(count, pair)), pair))
    else:
        poles = sorted(backers, key=lambda actor: (-count(actor), actor))[:1]
    return sorted(poles, key=lambda actor: (-count(actor), actor))


def river_sentence(rows: pd.DataFrame) -> Sentence:
    """How many backers each camp had in the last phase with two camps, who stood on both sides, who crossed over."""
    if rows.empty:
        return say(_("Nobody backs anybody in this part of the data."))
    two = rows[[len(camps) == 2 for camps in rows["camps"]]]
    if two.empty:
        return say(
            _("There are no two camps in this part of the data: {n} of {camp}."),
            n=words.count(rows["backer"].nunique(), "backer", "backers"),
            camp=rows["camps"].iloc[-1][0][1],
        )
    last = two[two["since"] == two["since"].max()]
    firm = last["attribution"] == "established"
    counts = [
        f"{camp} {_range((firm & (last['stream'] == stream)).sum(), (last['stream'] == stream).sum())}"
        for stream, camp in last["camps"].iloc[0]
    ]
    both = sorted(last.loc[last["stream"] < 0, "backer"])
    often = {backer: some for backer, some in two.groupby("backer") if len(some) > 1}
    moved = sorted(backer for backer, some in often.items() if _moved(some))
    standing = say(
        _(
            "Two camps face each other in {n} of {all} phases. "
            "Backers in the last of these, “{phase}”, from those established to all reported: {counts}, both {both}."
        ),
        n=two["since"].nunique(),
        all=rows["since"].nunique(),
        phase=last["phase"].iloc[0],
        counts=words.listed(counts),
        both=f"{len(both)} ({words.listed(both)})" if both else 0,
    )
    crossing = say(
        _(
            "Of {often} that back in several phases, {moved} stood with both at once "
            "or passed from one to the other{who}."
        ),
        often=len(often),
        moved=len(moved),
        who=f" ({words.listed(moved)})" if moved else "",
    )
    return Sentence(f"{standing} {crossing}") if often else standing


def _range(low: int, high: int) -> str:
    return f"{high}" if low == high else _("{low} to {high}").format(low=low, high=high)


def _moved(some: pd.DataFrame) -> bool:
    """Whether a backer stood with both camps in one phase, or with one and later with the other of the same two."""
    stood: dict[frozenset[int], set[int]] = {}
    for camps, stream in zip(some["camps"], some["stream"]):
        stood.setdefault(frozenset(number for number, _camp in camps), set()).add(stream)
    return any(-1 in streams or len(streams) > 1 for streams in stood.values())
