"""The picture of the comparisons: two medians per rule, joined, so that a change of sign shows as a crossing."""

import numpy as np
import pandas as pd

from .. import style, words
from ..words import _
from .axes import days_axis, say_so
from .comparisons import RULES, comparisons_sentence, groups

LOOKS = {"first": (style.BLUE, "o"), "second": (style.RED, "s")}


def comparisons_figure(table: pd.DataFrame):
    """Draw the medians of open-ended truces from ``comparisons_table``: a pair of marks per comparison and rule."""
    part = table[table.index.get_level_values("term") == "open"].droplevel("term")
    part = part[part.groupby("comparison")[["n_first", "n_second"]].transform("sum").sum(axis=1) > 0]
    asked = list(part.index.unique("comparison"))
    ends = part[["first_high", "second_high"]].to_numpy(float)
    right = max(ends[np.isfinite(ends)].max(initial=10) * 1.6, 10)
    context, picture = style.drawing(width=9.5, height=0.88 * max(len(asked), 1) + 1.1)
    with context:
        axis = picture.subplots()
        days_axis(axis, right)
        if not asked:
            say_so(axis, comparisons_sentence(table))
        ticks: dict[float, str] = {}
        for block, covariate in enumerate(asked):
            top = block * 5.4
            _heading(axis, top, covariate, part.loc[covariate])
            for place, rule in enumerate(RULES):
                ticks[top + place + 1] = words.label(rule)
                _pair(axis, top + place + 1, part.loc[(covariate, rule)], right)
        axis.set_yticks(list(ticks), list(ticks.values()), fontsize=8)
        axis.set_ylim(max(len(asked), 1) * 5.4 - 0.6, -0.9)
        axis.tick_params(axis="y", length=0)
        axis.grid(axis="y", visible=False)
        axis.set_title(_("First day by which half were over, under each rule for the ends"), pad=8)
    picture.alt = _("Pairs of median lengths of open-ended truces, per comparison and rule. {what}").format(
        what=comparisons_sentence(table)
    )
    return picture


def _heading(axis, y: float, covariate: str, rows: pd.DataFrame) -> None:
    _question, *names = groups(rows["unit"].iloc[0])[covariate]
    flag = _("the sign changes with the rule") if rows["flips"].any() else ""
    across = axis.get_yaxis_transform()
    texts = [
        (f"● {names[0]} ({rows.loc['worst', 'n_first']})", LOOKS["first"][0]),
        (f"■ {names[1]} ({rows.loc['worst', 'n_second']})", LOOKS["second"][0]),
        (flag, style.INK),
    ]
    axis.axhspan(y - 0.55, y + 0.5, color=style.GRID, alpha=0.6, lw=0, zorder=0)
    for x, (text, colour) in zip((0.01, 0.32, 0.62), texts):
        axis.text(x, y, text, transform=across, color=colour, fontsize=8.5, fontweight="bold", va="center")


def _pair(axis, y: float, row: pd.Series, right: float) -> None:
    edge = axis.get_xlim()[1]
    spots = {side: (row[f"{side}_low"], row[f"{side}_high"]) for side in LOOKS}
    if not any(np.isnan(low) for low, _high in spots.values()):
        ends = [min(low, edge) for low, _high in spots.values()]
        axis.plot(ends, [y, y], color=style.SOFT, lw=1, alpha=0.6, zorder=2)
    for side, (low, high) in spots.items():
        colour, mark = LOOKS[side]
        if np.isnan(low):
            continue
        if np.isinf(low):
            axis.plot(edge, y, ">", ms=7, color=colour, clip_on=False, zorder=4)
            continue
        if high > low:
            axis.plot([low, min(high, edge)], [y, y], color=colour, lw=3.5, solid_capstyle="butt", zorder=3)
        axis.plot(low, y, mark, ms=6, color=colour, mec=style.PAPER, mew=0.6, clip_on=False, zorder=4)
