"""All the best divisions of a signed graph, and what every one of them has in common.

The programme of ``programme.py`` says how good the best are; dynamic programming lists and counts them.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import networkx as nx
import numpy as np

from .programme import Weights, add, least, weights

WIDEST = 20  # actors in one table of the elimination: eight megabytes; wider graphs get L and the classes only
TOGETHER = 1 << 20  # cells of a table of the elimination that shuffled graphs share


class Optima(NamedTuple):
    """The best divisions into two camps of one component, the first actor always in camp 0.

    ``number`` counts them all (None where that is out of reach) and ``divisions`` lists the first of them;
    ``classes`` are sets of actors whose places relative to each other are the same in every one, as actor to 0 or 1:
    those of one number stand together, the others against them.
    """

    frustration: int
    number: int | None
    divisions: list[dict[str, int]]
    classes: list[dict[str, int]]


def optima(graph: nx.Graph, *, cap: int = 1000) -> list[Optima]:
    """Every best division of each component with a tie, up to ``cap`` a component, and what holds in all of them."""
    return [
        _optima(graph.subgraph(part), cap)
        for part in sorted(map(sorted, nx.connected_components(graph)))
        if len(part) > 1
    ]


def division(graph: nx.Graph) -> dict[str, int]:
    """One best division, the same on every run; camp 0 holds each component's first actor.

    In a graph too wide to list divisions of, only the largest class of forced places is kept apart.
    """
    camps = dict.fromkeys(graph, 0)
    for part in optima(graph, cap=20):
        camps |= part.divisions[0] if part.divisions else part.classes[0]
    return camps


def permuted(graph: nx.Graph, *, draws: int, seed: int) -> np.ndarray:
    """L of the same graph with its signs shuffled among its ties, once per draw."""
    ties = sorted((*sorted(pair[:2]), pair[2]) for pair in graph.edges(data="sign"))
    pairs = [pair[:2] for pair in ties]
    random = np.random.default_rng(seed)
    drawn = [random.permutation(np.array([pair[2] for pair in ties], int)) for _draw in range(draws)]
    signs = np.array(drawn, int).reshape(draws, len(ties))
    order = _order(pairs)
    if order is None:
        return np.array([_least_of(pairs, row.tolist()) for row in signs], int)
    at_once = max(1, TOGETHER >> max((len(scope) for _node, scope in order), default=0))
    parts = [_leasts(pairs, order, signs[first : first + at_once]) for first in range(0, draws, at_once)]
    return np.concatenate([np.zeros(0, int), *parts])


def _least_of(pairs: list[tuple[str, str]], signs: list[int]) -> int:
    adjacent: Weights = {node: {} for node in sorted({node for pair in pairs for node in pair})}
    for (one, other), sign in zip(pairs, signs):
        adjacent[one][other] = adjacent[other][one] = sign
    return least(adjacent)


def _leasts(pairs: list[tuple[str, str]], order: list[tuple[str, tuple[str, ...]]], signs: np.ndarray) -> np.ndarray:
    """The least cost under each row of signs: one elimination, with the rows as the first axis of its tables."""
    friendly = (signs > 0)[:, :, None, None] == np.eye(2, dtype=bool)
    cost = [(pair, np.where(friendly[:, number], 0, 1)) for number, pair in enumerate(pairs)]
    found = np.zeros(len(signs), int)
    for node, scope in order:
        axes = {name: axis for axis, name in enumerate((node, *scope))}
        table = np.zeros((len(signs), *(2,) * len(axes)), int)
        for names, pays in (entry for entry in cost if node in entry[0]):
            shape = [2 if name in names else 1 for name in axes]
            turned = sorted(range(len(names)), key=lambda axis: axes[names[axis]])
            table += pays.transpose(0, *(axis + 1 for axis in turned)).reshape(len(signs), *shape)
        cost = [entry for entry in cost if node not in entry[0]]
        if scope:
            cost.append((scope, table.min(axis=1)))
        else:
            found += table.min(axis=1)
    return found


def _optima(graph: nx.Graph, cap: int) -> Optima:
    adjacent = weights(graph)
    tables = _eliminate(adjacent)
    if tables is None:
        best = least(adjacent)
        return Optima(best, None, [], _proven(dict.fromkeys(adjacent), adjacent, best))
    first = min(adjacent)
    camps = islice(_divisions(tables), min(cap, tables.number))
    found = [{node: camp[node] ^ camp[first] for node in adjacent} for camp in camps]
    classes = _classes(found, adjacent)
    if len(found) < tables.number:
        classes = [part for group in classes for part in _proven(group, adjacent, tables.least)]
    return Optima(tables.least, tables.number, found, classes)


class Eliminated(NamedTuple):
    """What dynamic programming leaves: the least cost, the number of divisions that have it, and how to walk them."""

    least: int
    number: int
    steps: list[tuple[str, tuple[str, ...], np.ndarray]]


def _eliminate(adjacent: Weights) -> Eliminated | None:
    """Take the actors out one by one, the one with the fewest neighbours first (bucket elimination, Dechter 1999).

    Each leaves a table: what it costs in either camp, for every place of those it touched. None beyond ``WIDEST``.
    """
    pairs = [(one, other) for one, ties in adjacent.items() for other in ties if one < other]
    order = _order(pairs, adjacent)
    if order is None:
        return None
    cost: list[tuple[tuple[str, ...], np.ndarray, np.ndarray]] = []
    for one, ties in adjacent.items():
        for other, weight in ties.items():
            if one < other:
                pays = np.array([[0, 1], [1, 0]] if weight > 0 else [[1, 0], [0, 1]])
                cost.append(((one, other), pays * abs(weight), np.ones((2, 2), np.int64)))
    steps, least, number = [], 0, 1
    for node, scope in order:
        table, ways = np.zeros((2,) * (len(scope) + 1), int), np.ones((2,) * (len(scope) + 1), np.int64)
        axes = {name: axis for axis, name in enumerate((node, *scope))}
        for names, pays, times in (entry for entry in cost if node in entry[0]):
            shape = [2 if name in names else 1 for name in axes]
            turned = sorted(range(len(names)), key=lambda axis: axes[names[axis]])
            table = table + pays.transpose(turned).reshape(shape)
            ways = ways * times.transpose(turned).reshape(shape)
        cost = [entry for entry in cost if node not in entry[0]]
        best = table.min(axis=0)
        ways = np.where(table == best, ways, 0).sum(axis=0)
        steps.append((node, scope, table))
        if scope:
            cost.append((scope, best, ways))
        else:
            least, number = least + int(best), number * int(ways) // 2
    return Eliminated(least, number, steps[::-1])


def _order(pairs: list[tuple[str, str]], nodes: Iterable[str] = ()) -> list[tuple[str, tuple[str, ...]]] | None:
    """Who is taken out when, each with those it then touches; None if somebody touches more than ``WIDEST``."""
    near: dict[str, set[str]] = {node: set() for node in nodes}
    for one, other in pairs:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    order = []
    while near:
        node = min(near, key=lambda node: (len(near[node]), node))
        scope = tuple(sorted(near.pop(node)))
        if len(scope) > WIDEST:
            return None
        for other in scope:
            near[other] |= set(scope) - {other}
            near[other].discard(node)
        order.append((node, scope))
    return order


def _divisions(tables: Eliminated) -> Iterator[dict[str, int]]:
    """Every division of least cost, walking back through the tables: no step of it leads nowhere."""

    def place(depth: int, camp: dict[str, int]) -> Iterator[dict[str, int]]:
        if depth == len(tables.steps):
            yield dict(camp)
            return
        node, scope, table = tables.steps[depth]
        pays = table[(slice(None), *(camp[other] for other in scope))]
        for side in np.flatnonzero(pays == pays.min())[: 1 if depth == 0 else 2]:
            yield from place(depth + 1, camp | {node: int(side)})

    return place(0, {})


def _classes(found: list[dict[str, int]], adjacent: Weights) -> list[dict[str, int]]:
    """Actors whose places relative to each other are the same in all the divisions found, larger groups first."""
    groups: dict[tuple, dict[str, int]] = {}
    for node in adjacent:
        places = tuple(division[node] for division in found)
        side = places[0] if places else 0
        groups.setdefault(tuple(place ^ side for place in places), {})[node] = side
    return sorted(groups.values(), key=lambda group: (-len(group), min(group)))


def _proven(group: dict[str, int | None], adjacent: Weights, best: int) -> list[dict[str, int]]:
    """Split a group where a division as good, that the cut list lacks, would part it.

    An actor stands in a place for good if the other place costs more; where no place is known, both are tried.
    """
    parts: list[dict[str, int]] = []
    for node, known in group.items():
        places = ((part, side) for part in parts for side in ((0, 1) if known is None else (known,)))
        for part, side in places:
            first = next(iter(part))
            if _least_with(adjacent, first, node, -1 if side == part[first] else 1) > best:
                part[node] = side
                break
        else:
            parts.append({node: known or 0})
    return parts


def _least_with(adjacent: Weights, one: str, other: str, sign: int) -> int:
    """The least cost where two are held together (1) or apart (-1), at a price that no division would pay."""
    rest = {node: dict(ties) for node, ties in adjacent.items()}
    price = sum(abs(weight) for ties in rest.values() for weight in ties.values()) + 1
    paid = add(rest, one, other, sign * price)
    tables = _eliminate(rest)
    return paid + (tables.least if tables else least(rest))
