"""Frustration of a signed graph, exactly: the fewest ties that no division into two camps can satisfy.

The graphs are undirected ``networkx`` graphs whose ties carry ``sign`` 1 or -1. Nothing here knows about actors.
"""

import networkx as nx
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

Weights = dict[str, dict[str, int]]


def cycle_rank(graph: nx.Graph) -> int:
    """The number of independent cycles; at 0 the graph is a forest, and any signs on it are balanced."""
    return graph.number_of_edges() - graph.number_of_nodes() + nx.number_connected_components(graph)


def triangles(graph: nx.Graph) -> tuple[int, int]:
    """How many triangles are balanced (an even number of hostile ties), and how many there are (Heider 1946)."""
    signs = [
        graph[a][b]["sign"] * graph[b][c]["sign"] * graph[a][c]["sign"]
        for a, b, c in (clique for clique in nx.enumerate_all_cliques(graph) if len(clique) == 3)
    ]
    return sum(sign > 0 for sign in signs), len(signs)


def frustration(graph: nx.Graph) -> int:
    """The line index of balance L (Harary 1959), by the XOR programme of Aref, Mason and Wilson (2020) in HiGHS.

    Ends of chains are taken off first and actors with two ties folded into one tie, which changes no optimum's cost.
    """
    return least(weights(graph))


def weights(graph: nx.Graph) -> Weights:
    """The ties as signed whole numbers, both ways round, in the order of the names."""
    adjacent: Weights = {node: {} for node in sorted(graph)}
    for one, other, sign in sorted((*sorted(pair[:2]), pair[2]) for pair in graph.edges(data="sign")):
        adjacent[one][other] = adjacent[other][one] = int(sign)
    return adjacent


def least(adjacent: Weights) -> int:
    """The least cost of a division."""
    rest = {node: dict(ties) for node, ties in adjacent.items()}
    paid = shrink(rest)
    return paid + (solve(rest) if rest else 0)


def shrink(rest: Weights) -> int:
    """Take off, in place, actors with at most two ties; return what this costs whatever the division."""
    paid, small = 0, [node for node, ties in rest.items() if len(ties) < 3]
    while small:
        node = small.pop()
        if node not in rest or len(rest[node]) > 2:
            continue
        ties = rest.pop(node)
        for other in ties:
            del rest[other][node]
        if len(ties) == 2:
            (one, a), (other, b) = ties.items()
            paid += add(rest, one, other, min(abs(a), abs(b)) * (1 if a * b > 0 else -1))
        small += [other for other in ties if len(rest[other]) < 3]
    return paid


def add(rest: Weights, one: str, other: str, weight: int) -> int:
    """Lay a tie beside the one there is; of two that contradict each other the weaker is always paid."""
    there = rest[one].get(other, 0)
    if there + weight:
        rest[one][other] = rest[other][one] = there + weight
    else:
        rest[one].pop(other, None)
        rest[other].pop(one, None)
    return min(abs(there), abs(weight)) if there * weight < 0 else 0


def solve(rest: Weights) -> int:
    """The least cost of a division, by the XOR programme; the best-tied actor of each component is held in camp 0."""
    nodes = {node: number for number, node in enumerate(rest)}
    ties = [(nodes[a], nodes[b], w) for a, others in rest.items() for b, w in others.items() if nodes[a] < nodes[b]]
    one, other, weight = np.array(ties).T
    n, m = len(nodes), len(ties)
    tie = np.arange(m)
    friendly = weight > 0
    # f >= |x - y| for a friendly tie and f >= |x + y - 1| for a hostile one
    rows = np.concatenate([tie, tie, tie, tie + m, tie + m, tie + m])
    columns = np.concatenate([one, other, n + tie] * 2)
    second = np.where(friendly, -1, 1)
    values = np.concatenate([np.ones(m), second, -np.ones(m), -np.ones(m), -second, -np.ones(m)])
    shift = np.where(friendly, 0, 1)
    upper = np.concatenate([shift, -shift])
    ceiling = np.ones(n + m)
    for part in nx.connected_components(nx.Graph([(a, b) for a, b, _ in ties])):
        ceiling[max(sorted(part), key=lambda node: int(((one == node) | (other == node)).sum()))] = 0
    done = milp(
        np.concatenate([np.zeros(n), np.abs(weight)]),
        integrality=np.concatenate([np.ones(n), np.zeros(m)]),
        bounds=Bounds(0, ceiling),
        constraints=LinearConstraint(coo_array((values, (rows, columns)), shape=(2 * m, n + m)).tocsr(), ub=upper),
        options={"mip_rel_gap": 0},
    )
    if not done.success:
        raise RuntimeError(f"the programme found no best division: {done.message}")
    return round(done.fun)
