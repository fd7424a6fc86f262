"""The estimators behind durations: each checked against R's survival and against closed forms.

Kaplan–Meier is scipy's and Aalen–Johansen statsmodels'. Turnbull's is written here. lifelines does not run with
pandas 3; surpyval gives the right answer under one of its options and another one by default, and asks for a dozen
more packages; R's ``survfit`` stops iterating at about three right places. What is written here stops when its own
certificate says that no other curve is likelier, and the solver in it is scipy's.
"""

import numpy as np
import pandas as pd
from scipy.optimize import nnls
from scipy.stats import CensoredData, ecdf
from statsmodels.duration.survfunc import CumIncidenceRight

CLOSE = 1e-9  # by how much, relative to n, a gradient may exceed that of the maximum
NEAR = 1e-6  # gain in log-likelihood below which a Newton step is taken whole: its change is lost in rounding


def kaplan_meier(days, ended) -> pd.Series:
    """The share not yet over after each day on which one ended or was lost from sight (Kaplan and Meier 1958)."""
    days, ended = np.asarray(days, float), np.asarray(ended, bool)
    if not len(days):
        return pd.Series(dtype=float)
    curve = ecdf(CensoredData(uncensored=days[ended], right=days[~ended])).sf
    return pd.Series(curve.probabilities, index=curve.quantiles)


def median(curve: pd.Series) -> float:
    """The first day by which half were over; infinite where that is not reached, NaN for an empty curve."""
    if curve.empty:
        return np.nan
    return float(min(curve.index[curve <= 0.5 + 1e-12], default=np.inf))


def aalen_johansen(days, causes, *, kinds: int) -> pd.DataFrame:
    """One row per day: the share ended by then from each cause 1 to ``kinds``, where cause 0 means not seen to end.

    Ties are counted together and the columns add to one minus Kaplan–Meier (Aalen and Johansen 1978).
    """
    days, causes = np.asarray(days, float), np.asarray(causes, int)
    shares = np.zeros((len(np.unique(days)), kinds))
    if causes.any():
        with np.errstate(divide="ignore", invalid="ignore"):  # its variances, which are not used here
            fit = CumIncidenceRight(days, causes)
        shares[:, : len(fit.cinc)] = np.column_stack(fit.cinc)
    return pd.DataFrame(shares, index=np.unique(days), columns=range(1, kinds + 1))


def turnbull(low, high) -> pd.DataFrame:
    """The likeliest distribution of lengths known only to lie in [low, high] days, or above low where high is inf.

    One row per interval that holds weight: ``left``, ``right``, ``open`` (whether left itself is out) and ``mass``.
    Where inside an interval its mass lies, the data do not say (Turnbull 1976). Found by Wang's (2007)
    constrained Newton steps; raises RuntimeError if the certificate of the maximum is not met.
    """
    low, high = np.asarray(low, float), np.asarray(high, float)
    if not len(low):
        return pd.DataFrame({"left": [], "right": [], "open": [], "mass": []})
    pairs, weight = np.unique(np.column_stack([low, high]), axis=0, return_counts=True)
    low, high, open_left = pairs[:, 0], pairs[:, 1], np.isinf(pairs[:, 1])
    left, right = _innermost(low, high, open_left)
    starts, ends = low + 1j * (2 * open_left), high + 1j
    covers = (_at_least(left[None, :], starts[:, None])) & (_at_least(ends[:, None], right[None, :]))
    mass = _likeliest(covers.astype(float), weight.astype(float))
    found = pd.DataFrame({"left": left.real, "right": right.real, "open": left.imag > 1, "mass": mass})
    return found[found["mass"] > 1e-12].reset_index(drop=True)


def _innermost(low, high, open_left):
    """The intervals from a left end to the next right end; at one point [ comes before ] and ] before (."""
    ends = np.unique(np.r_[low + 1j * (2 * open_left), high + 1j])  # complex numbers sort by day, then by kind of end
    pair = (ends.imag[:-1] != 1) & (ends.imag[1:] == 1)
    return ends[:-1][pair], ends[1:][pair]


def _at_least(a, b):
    return (a.real > b.real) | ((a.real == b.real) & (a.imag >= b.imag))


def _likeliest(covers: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Maximise the sum of weight × log(covers · mass) over the simplex."""
    count = weight.sum()
    mass = np.full(covers.shape[1], 1 / covers.shape[1])
    value = _value(covers, weight, mass)
    for _step in range(500):
        slope = covers / (covers @ mass)[:, None]
        if (weight @ slope).max() <= count * (1 + CLOSE):
            return mass
        # The quadratic model's best point on the simplex, as one non-negative least-squares problem (Dax 1990).
        root = np.sqrt(weight)[:, None]
        aim, _rest = nnls(np.vstack([root * (slope - 2), np.ones(len(mass))]), np.r_[np.zeros(len(covers)), 1.0])
        step, towards = 1.0, aim / aim.sum() - mass
        gain = weight @ slope @ towards
        while gain > NEAR and _value(covers, weight, mass + step * towards) < value + step * gain / 3:
            step /= 2
        mass = np.maximum(mass + step * towards, 0)
        mass, value = mass / mass.sum(), _value(covers, weight, mass / mass.sum())
    raise RuntimeError("the likeliest curve was not found; please report the data that led here")


def _value(covers: np.ndarray, weight: np.ndarray, mass: np.ndarray) -> float:
    with np.errstate(divide="ignore"):
        return float(weight @ np.log(np.maximum(covers @ mass, 0)))


def beyond(masses: pd.DataFrame, days) -> tuple[np.ndarray, np.ndarray]:
    """The least and the greatest share still not over after each day that the masses of ``turnbull`` allow."""
    days = np.asarray(days, float)[:, None]
    left, right, mass = (masses[column].to_numpy() for column in ("left", "right", "mass"))
    after = (left > days) | ((left == days) & masses["open"].to_numpy(bool))
    return (after * mass).sum(1), ((right > days) * mass).sum(1)


def turnbull_median(masses: pd.DataFrame) -> tuple[float, float]:
    """The first and last day that the median of ``turnbull`` can be; infinite where it is not reached."""
    if masses.empty:
        return np.nan, np.nan
    place = int(np.argmax(np.cumsum(masses["mass"].to_numpy()) >= 0.5 - 1e-9))
    return float(masses["left"][place]), float(masses["right"][place])


def scores(low, high) -> np.ndarray:
    """What each length adds to the log-rank statistic for intervals: above zero it outlasts the pooled curve.

    The derivative of the grouped proportional-hazards likelihood at no difference (Finkelstein 1986), with Turnbull's
    curve of all lengths together; for exact lengths it is the log-rank score.
    """
    low, high = np.asarray(low, float), np.asarray(high, float)
    masses = turnbull(low, high)
    before, after = shares_around(masses, low, high)
    return (_entropy(after) - _entropy(before)) / (before - after)


def shares_around(masses: pd.DataFrame, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The share of ``masses`` not over just before each low (beyond it, where high is inf), and beyond each high."""
    left, right, mass = (masses[column].to_numpy() for column in ("left", "right", "mass"))
    at = (left == low[:, None]) & (masses["open"].to_numpy(bool) | ~np.isinf(high)[:, None])
    return ((left > low[:, None]) | at) @ mass, (right > high[:, None]) @ mass


def _entropy(share: np.ndarray) -> np.ndarray:
    return np.where(share > 0, share * np.log(np.where(share > 0, share, 1)), 0)


def permuted_p(values, first, *, seed: int, times: int = 4999) -> float:
    """How often a random relabelling moves the mean of the first group as far as was seen; NaN below two per group."""
    values, first = np.asarray(values, float), np.asarray(first, bool)
    size = int(first.sum())
    if min(size, len(first) - size) < 2:
        return np.nan
    order = np.lexsort([first, values])  # so that the order of rows does not matter
    ranked = values[order] - values.mean()
    seen = abs(ranked[first[order]].sum())
    shuffled = np.random.default_rng(seed).permuted(np.tile(ranked, (times, 1)), axis=1)[:, :size]
    return float((1 + (np.abs(shuffled.sum(1)) >= seen - 1e-9).sum()) / (1 + times))
