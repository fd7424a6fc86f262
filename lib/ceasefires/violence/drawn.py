"""The placebo distribution of one truce, and all truces beside theirs."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from .. import style, words
from ..words import _
from .effects import effects_sentence
from .page import head, sheet, why_empty
from .placebos import judge, placebos_sentence

DRAWN = ["effect_low", "effect_high", "usual_low", "usual_high"]
RATIOS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)


def ratio_axis(axis, values) -> None:
    """A logarithmic axis of ratios that holds the values, with 1 on it."""
    values = np.asarray(values, float).ravel()
    values = np.clip(values[np.isfinite(values)], 0.003, 300)
    axis.set_xscale("log")
    axis.set_xlim(min(values.min() / 1.5, 0.3), max(values.max() * 1.5, 3))
    low, high = axis.get_xlim()
    axis.set_xticks([ratio for ratio in RATIOS if low <= ratio <= high])
    axis.xaxis.set_minor_locator(NullLocator())
    axis.xaxis.set_major_formatter(FuncFormatter(lambda ratio, _place: f"×{ratio:g}"))


def placebos_figure(table: pd.DataFrame):
    """Draw the effects at the placebo dates as a histogram, and that of the truce as a line through it."""
    if table.empty:
        return style.nothing(why_empty(table))
    truce = (table["kind"] == "truce").to_numpy()
    effects, own = table["effect"].to_numpy()[~truce], table["effect"].to_numpy()[truce][0]
    context, picture = sheet(3.5)
    with context:
        axis = picture.subplots()
        ratio_axis(axis, table["effect"])
        low, high = axis.get_xlim()
        found, _edges, _bars = axis.hist(
            np.clip(effects, low, high), np.geomspace(low, high, 30), color="#9aa5b1", edgecolor=style.PAPER
        )
        axis.axvline(np.clip(own, low, high), color=style.BLUE, lw=2.5)
        axis.axvline(1, color=style.INK, lw=1, ls=(0, (4, 3)))
        place = np.log(np.clip(own, low, high) / low) / np.log(high / low)
        left = place > 0.75 or (own < 1 and place > 0.3)
        axis.annotate(
            _("×{own:.2g}, p = {p:.2g}").format(own=own, p=judge(table).p),
            (np.clip(own, low, high), found.max() * 1.14), xytext=(-6 if left else 6, 0), textcoords="offset points",
            ha="right" if left else "left", va="center", color=style.BLUE, weight="bold",
            bbox={"fc": style.PAPER, "ec": "none", "pad": 1},
        )  # fmt: skip
        axis.set_ylim(0, max(found.max(), 1) * 1.25)
        axis.yaxis.set_major_locator(MaxNLocator(integer=True))
        axis.grid(axis="x", visible=False)
        axis.set_xlabel(_("deaths after ÷ what followed comparable days (dashed: no effect)"))
        axis.set_ylabel(_("placebo dates"))
        head(picture, _("{name} (line) among its {n} placebo dates (bars)").format(
            name=table["name"].iloc[0], n=len(effects)
        ))  # fmt: skip
    picture.alt = _("Histogram of effects at placebo dates, with the truce as a line. {what}").format(
        what=placebos_sentence(table)
    )
    return picture


def effects_figure(table: pd.DataFrame):
    """Draw each truce's effect as a mark on a grey bar that holds the middle 95 % of its placebos."""
    rows = table[table["why"] == ""].iloc[::-1]
    if rows.empty:
        return style.nothing(effects_sentence(table))
    context, picture = sheet(1.35 + 0.44 * len(rows))
    with context:
        axis = picture.subplots()
        ratio_axis(axis, rows[DRAWN])
        left, right = axis.get_xlim()
        clip = {column: rows[column].astype(float).clip(left, right) for column in DRAWN}
        y = np.arange(len(rows))
        axis.hlines(y, clip["usual_low"], clip["usual_high"], color="#cbd2d9", lw=9, zorder=1)
        axis.hlines(y, clip["effect_low"], clip["effect_high"], color=style.BLUE, lw=3, zorder=3)
        axis.plot(np.sqrt(clip["effect_low"] * clip["effect_high"]), y, "D", color=style.BLUE, ms=6, ls="", zorder=4)
        axis.axvline(1, color=style.SOFT, lw=1, ls=(0, (4, 3)), zorder=2)
        for height, p in zip(y, rows["p_high"]):
            axis.text(1.01, height, f"p = {p:.2g}", transform=axis.get_yaxis_transform(), va="center")
        when = map(words.days, rows["start_earliest"], rows["start_latest"])
        names = [f"{textwrap.shorten(name, 30, placeholder='…')}\n{day}" for name, day in zip(rows["name"], when)]
        axis.set_yticks(y, names)
        axis.set_ylim(-0.6, len(rows) - 0.4)
        axis.grid(axis="y", visible=False)
        axis.tick_params(axis="y", length=0)
        axis.set_xlabel(_("deaths after ÷ what followed comparable days (dashed: no effect)"))
        head(picture, _("Each truce (blue) against the middle 95 % of its placebo dates (grey)"))
    picture.alt = _("A mark per truce on the range of its placebo dates. {what}").format(what=effects_sentence(table))
    return picture
