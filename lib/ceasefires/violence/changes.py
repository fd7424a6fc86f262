"""Change-points: where the level of violence shifted, and whether truces stand there more often than chance would.

The segmentation is exact (optimal partitioning, Jackson et al. 2005) with a negative-binomial cost. The penalty is the
one that one in a hundred made-up series without a change, as dispersed and persistent, would exceed; since the noise is
itself estimated, somewhat more of them do. With many
truces a wide interval holds one by chance, so hits are compared with truce dates rotated along the series.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from .. import asked
from ..words import _
from .around import starts_of
from .grid import Grid, cell, events, first_day
from .simulated import counts

SHORTEST = 4  # cells in a segment
BLOCK = 26  # cells
ROUNDS, MATCHED = 8, 20


class Noise(NamedTuple):
    """How counts scatter about a constant level."""

    mean: float
    dispersion: float
    persistence: float


def noise(values: np.ndarray) -> Noise:
    """The noise whose made-up series scatter and persist within blocks of half a year as this series does.

    Within blocks, so that a shift of level does not pass for noise; by simulation (indirect inference, Gourieroux,
    Monfort and Renault 1993), since plain estimates from short blocks are far too small.
    """
    seen = _within_blocks(values)
    mean = float(values.mean())
    excess, persistence = seen
    for _round in range(ROUNDS):
        made = Noise(mean, 1 / excess, persistence)
        shown = np.mean(
            [
                _within_blocks(counts(len(values), **made._asdict(), rng=np.random.default_rng(seed)))
                for seed in range(MATCHED)
            ],
            axis=0,
        )
        excess = float(np.clip(excess * seen[0] / shown[0], 1e-3, 20))
        persistence = float(np.clip(persistence + seen[1] - shown[1], 0, 0.97))
    return Noise(mean, 1 / excess, persistence)


def _within_blocks(values: np.ndarray) -> tuple[float, float]:
    """Variance beyond chance as a share of the squared mean, and lag-one correlation of log(1 + count), in blocks."""
    blocks = [block for block in np.array_split(values, max(len(values) // BLOCK, 1)) if block.any()]
    if not blocks:
        return 1e-3, 0.0
    excess = sum(block.var(ddof=1) - block.mean() for block in blocks) / sum(block.mean() ** 2 for block in blocks)
    scores = [np.log1p(block) - np.log1p(block).mean() for block in blocks]
    together = sum((score[1:] * score[:-1]).sum() for score in scores)
    return max(excess, 1e-3), together / max(sum((score**2).sum() for score in scores), 1e-9)


def costs(values: np.ndarray, dispersion: float) -> np.ndarray:
    """The cost of each segment [i, j): minus its log-likelihood at its own mean, up to what all segmentations share."""
    total = np.concatenate([[0], np.cumsum(values)])
    size = np.arange(len(total))[None, :] - np.arange(len(total))[:, None]
    deaths = total[None, :] - total[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = deaths + size * dispersion
        some = np.where(deaths > 0, deaths * np.log(deaths / whole), 0)
        cost = -some - size * dispersion * np.log(size * dispersion / whole)
    return np.where(size >= SHORTEST, cost, np.inf)


def partition(cost: np.ndarray, penalty: float) -> list[int]:
    """The change-points of the segmentation with the least cost plus penalty per change."""
    size = len(cost)
    best, last = np.full(size, np.inf), np.zeros(size, int)
    best[0] = 0
    for end in range(1, size):
        whole = best[:end] + cost[:end, end] + penalty
        last[end] = np.argmin(whole)
        best[end] = whole[last[end]]
    found, end = [], size - 1
    while last[end] > 0:
        end = int(last[end])
        found.append(end)
    return found[::-1]


def least_penalty(cost: np.ndarray) -> float:
    """The penalty above which no change is found (Dinkelbach's method: raised until none is)."""
    one_split = cost[0, -1] - (cost[0, :-1] + cost[:-1, -1])[1:]
    penalty = max(float(one_split.max(initial=0)), 1e-6)
    while found := partition(cost, penalty):
        edges = [0, *found, len(cost) - 1]
        gain = cost[0, -1] - sum(cost[a, b] for a, b in zip(edges[:-1], edges[1:]))
        if gain / len(found) <= penalty * (1 + 1e-9):
            break
        penalty = gain / len(found)
    return penalty


def calibrate(scatter: Noise, size: int, *, seeds: int) -> float:
    """The penalty that one in a hundred made-up series without a change exceeds."""
    least = [
        least_penalty(costs(counts(size, **scatter._asdict(), rng=np.random.default_rng(seed)), scatter.dispersion))
        for seed in range(seeds)
    ]
    return float(np.quantile(least, 0.99, method="higher"))


def changes_table(
    data,
    *,
    deaths: pd.DataFrame,
    grain: str = "week",
    tolerance: int = 2,
    seeds: int = 99,
    since: str | None = None,
    until: str | None = None,
) -> pd.DataFrame:
    """One row per change-point: the first day of the new level, deaths per week (or month) before and after.

    ``nearest`` names the nearest truce, ``apart`` is how many weeks lie between (0 within the days on which it can
    have begun), ``hit`` says whether that is within the tolerance. ``data`` is a dataset or a table of starts.
    """
    asked.whole(tolerance, "tolerance")
    asked.whole(seeds, "seeds", least=1)
    rows, grid, values = series(data, deaths, grain=grain, since=since, until=until)
    scatter = noise(values)
    found = partition(costs(values, scatter.dispersion), calibrate(scatter, len(values), seeds=seeds))
    edges = [0, *found, len(values)]
    levels = [values[a:b].mean() for a, b in zip(edges[:-1], edges[1:])]
    first, last = places(rows, grid)
    apart = [np.maximum(np.maximum(first - at, at - last), 0) for at in found]
    near = [int(gap.argmin()) if len(gap) else -1 for gap in apart]
    return pd.DataFrame(
        {
            "before": levels[:-1],
            "after": levels[1:],
            "change": pd.array(["fell" if b < a else "rose" for a, b in zip(levels[:-1], levels[1:])], dtype="str"),
            "nearest": pd.array([rows["name"].iloc[n] if n >= 0 else "" for n in near], dtype="str"),
            "apart": pd.array([int(gap[n]) if n >= 0 else None for n, gap in zip(near, apart)], dtype="Int64"),
            "hit": [bool(n >= 0 and gap[n] <= tolerance) for n, gap in zip(near, apart)],
        },
        index=pd.Index(first_day(grid.first + np.array(found, int), grain), name="from"),
    )


def series(data, deaths: pd.DataFrame, *, grain: str, since: str | None, until: str | None):
    """The starts, the grid and the counts per cell; a sentence as ValueError where no level could change."""
    if grain == "day":
        raise ValueError(_("change-points are sought by week or month; by day each single fight is a level of its own"))
    grid = Grid(events(deaths), grain=grain, since=since, until=until)
    values = grid.series()
    if len(values) < 2 * SHORTEST or not values.any():
        raise ValueError(_("there are too few deaths or too few weeks to look for a change of level"))
    return starts_of(data), grid, values


def places(rows: pd.DataFrame, grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """First and last cell in which each truce can have begun, counted from the first cell of the series."""
    first, last = (cell(rows[f"start_{side}"].to_numpy("datetime64[D]"), grid.grain) for side in ("earliest", "latest"))
    return first - grid.first, last - grid.first


def rotations_table(
    data,
    *,
    changes: pd.DataFrame,
    deaths: pd.DataFrame,
    grain: str = "week",
    tolerance: int = 2,
    since: str | None = None,
    until: str | None = None,
) -> pd.DataFrame:
    """One row per rotation of the truce dates along the series, by so many weeks (or months): change-points hit.

    ``changes`` is the table from ``changes_table``; a change-point is hit if a truce can have begun within the
    tolerance. The row 0 is what happened; truces outside the count are left out; what leaves at the end comes in at
    the beginning, so that the truces keep their distances.
    """
    asked.whole(tolerance, "tolerance")
    rows, grid, values = series(data, deaths, grain=grain, since=since, until=until)
    first, last = places(rows, grid)
    inside = (first >= 0) & (last < len(values))
    first, last = first[inside], last[inside]
    at = cell(changes.index.to_numpy("datetime64[D]"), grain) - grid.first
    size, hits = len(values), []
    for offset in range(size):
        covered = np.zeros(size, bool)
        for begin, end in zip(first + offset, last + offset):
            covered[np.arange(begin - tolerance, end + tolerance + 1) % size] = True
        hits.append(int(covered[at].sum()))
    return pd.DataFrame({"hits": hits}, index=pd.RangeIndex(size, name="rotated_by")).assign(
        changes=len(at), truces=len(first)
    )
