"""The axis of days that the figures on durations share: even up to one day, logarithmic beyond."""

import numpy as np

from ..words import _

TICKS = (0, 1, 3, 7, 30, 90, 365, 1095, 3650)


def names() -> dict[int, str]:
    """The ticks of the axis, in words."""
    return dict(
        zip(
            TICKS,
            (
                _("same day"), _("1 day"), _("3"), _("1 week"), _("1 month"), _("3 months"), _("1 year"), _("3 years"),
                _("10 years"),
            ),
        )
    )  # fmt: skip


def days_axis(axis, right: float, *, sparse: bool = False) -> None:
    """Lay out the x axis in days since the start, up to ``right``; ``sparse`` for narrow panels."""
    axis.set_xscale("symlog", linthresh=1, linscale=0.6)
    axis.set_xlim(0, max(right, 10))
    shown = {day: name for day, name in names().items() if day <= max(right, 10)}
    if sparse:
        shown = {day: name if day else "0" for day, name in shown.items() if day in (0, 7, 365)}
    axis.set_xticks(list(shown), list(shown.values()))
    axis.set_xticks([], minor=True)


def say_so(axis, text: str) -> None:
    """Write a sentence where there is nothing to draw."""
    axis.set_axis_off()
    axis.text(0, 0.5, text, transform=axis.transAxes, va="center", fontsize=9)


def spread(heights: list[float], gap: float, *, low: float = -np.inf) -> list[float]:
    """Heights in rising order moved up just far enough that labels do not overlap."""
    placed: list[float] = []
    for height in heights:
        placed.append(max([height, low, *(last + gap for last in placed[-1:])]))
    return placed
