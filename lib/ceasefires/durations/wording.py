"""Numbers, units and lengths as a reader writes them."""

import numpy as np
import pandas as pd

from .. import words
from ..words import _


def unit_of(rows: pd.DataFrame) -> str:
    """The column name under which tables made from these rows count them: declarations or episodes."""
    return "episodes" if "episodes" in rows or rows.index.name == "episode_id" else "declarations"


def number(count: int, unit: str) -> str:
    """How many, in their unit: '3 declarations' or '3 episodes'."""
    if unit == "episodes":
        return words.count(int(count), "episode", "episodes")
    return words.count(int(count), "declaration", "declarations")


def between(low, high) -> str:
    """One number where both are the same, else both: '3' or '3 to 5'."""
    return str(low) if low == high else _("{low} to {high}").format(low=low, high=high)


def percent(low: float, high: float) -> str:
    """A share, or the range of one: '33%' or '33% to 67%'."""
    return between(f"{low:.0%}", f"{high:.0%}")


def span(low: float, high: float) -> str:
    """A length as a reader writes it: '12 hours', '3 days', '2 to 10 days', '5 days or more', 'not reached'."""
    if pd.isna(low):
        return "–"
    if np.isinf(low):
        return _("not reached")
    if np.isinf(high):
        return _("{low} or more").format(low=_length(low))
    if high == 0:
        return _("same day")
    if _plain(low) == _plain(high):
        return _length(high)
    if low == 0 or high > 1:
        return _("{low} to {high}").format(low=_plain(low), high=_length(high))
    return _("{low} to {high}").format(low=_length(low), high=_length(high))


def _plain(days: float) -> str:
    return f"{days:.0f}" if days >= 3 or days == round(days) else f"{days:.1f}"


def _length(days: float) -> str:
    if 0 < days < 1:
        return words.count(max(round(days * 24), 1), "hour", "hours")
    if days == 1:
        return words.count(1, "day", "days")
    return f"{_plain(days)} {_('days')}"
