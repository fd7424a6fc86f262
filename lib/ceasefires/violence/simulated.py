"""Made-up wars whose truth is known, to see what a method says when nothing, or something, happened."""

from functools import cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import betainc, ndtr

from .. import asked
from ..words import _

CHOICES = ("random", "spike", "lull")
FIRST = np.datetime64("2018-01-01", "D")


class War(NamedTuple):
    """A made-up war: a table of ``starts`` of truces, and an event table of its ``deaths``, one row per day."""

    starts: pd.DataFrame
    deaths: pd.DataFrame


def counts(size: int, *, mean: float, dispersion: float, persistence: float, rng: np.random.Generator) -> np.ndarray:
    """Negative-binomial counts with a constant mean, variance mean + mean² / dispersion, and persistence from one to
    the next (the correlation of the underlying normal scores: a Gaussian copula of an AR(1) process)."""
    shocks = rng.standard_normal(size)
    shocks[1:] *= np.sqrt(1 - persistence**2)
    scores = list(accumulate(shocks.tolist(), lambda score, shock: persistence * score + shock))
    return np.searchsorted(_cdf(mean, dispersion), ndtr(scores)).astype(float)


@cache
def _cdf(mean: float, dispersion: float) -> np.ndarray:
    """The negative-binomial distribution function, at 0, 1, 2 and so on to where next to nothing is left."""
    share, most = dispersion / (dispersion + mean), 64
    while betainc(dispersion, most, share) < 1 - 1e-9:
        most *= 2
    return betainc(dispersion, np.arange(1, most + 1), share)


def war(
    seed: int = 0,
    *,
    days: int = 2557,
    mean: float = 10,
    dispersion: float = 0.5,
    persistence: float = 0.95,
    truces: int = 1,
    when: str = "spike",
    fall: float = 0.0,
    window: int = 14,
    last_holds: bool = False,
) -> War:
    """Make up a war of so many days in which each truce lowers deaths by the share ``fall`` for one window.

    ``when`` says on which days truces begin: at random, after one of the deadliest weeks in twenty (``spike``), or
    after one of the quietest in ten (``lull``). By default nothing happens: ``fall`` is 0. The mean is deaths a day.
    With ``last_holds`` the last truce lowers them to the end.
    """
    asked.one_of(when, CHOICES, "choice of days")
    asked.share(persistence, "persistence")
    asked.whole(window, "window", least=1)
    asked.whole(truces, "truces")
    asked.whole(days, "days", least=4 * window + 1)
    rng = np.random.default_rng(seed)
    deaths = counts(days, mean=mean, dispersion=dispersion, persistence=persistence, rng=rng)
    total = np.concatenate([[0], np.cumsum(deaths)])
    open_days = np.arange(2 * window, days - 2 * window)
    week = total[open_days] - total[open_days - 7]
    edge = {"random": week >= 0, "spike": week >= np.quantile(week, 0.95), "lull": week <= np.quantile(week, 0.1)}
    chosen: list[int] = []
    for day in rng.permutation(open_days[edge[when]]):
        if len(chosen) < truces and all(abs(day - other) >= 4 * window for other in chosen):
            chosen.append(int(day))
    for day in chosen:
        after = slice(day, None if last_holds and day == max(chosen) else day + window)
        deaths[after] = rng.binomial(deaths[after].astype(int), 1 - fall)
    begun = FIRST + np.array(sorted(chosen), dtype=int)
    starts = pd.DataFrame(
        {
            "name": [_("Truce {n}").format(n=n) for n in range(1, len(begun) + 1)],
            "start_earliest": begun,
            "start_latest": begun,
        },
        index=pd.Index([f"T{n}" for n in range(1, len(begun) + 1)], name="id"),
    )
    return War(starts, pd.DataFrame({"date": FIRST + np.arange(days), "best": deaths}))
