"""Swimmer plot: one bar per truce in days since its start, thinning out where its end is uncertain, a mark for it."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D

from .. import style, words
from ..words import _
from .axes import days_axis, say_so
from .tables import sentence
from .wording import number, unit_of

ROW = 0.145  # inches
MOST_IN_ONE_COLUMN = 45
MARKS = {"broken": "X", "renounced": "v", "replaced": "s", "moot": "P", "lapsed": "d", "expired": "o", "holding": ">"}
THIN = 0.2  # half the height at which an uncertain end begins to taper off


def figure(rows: pd.DataFrame):
    """Draw a bar per truce of ``durations.table``, shortest first: open-ended ones, then those with a stated term."""
    lines = _lines(rows)
    columns = 1 if len(lines) <= MOST_IN_ONE_COLUMN else 2
    deep = -(-len(lines) // columns)
    shown = rows[rows["left_out"] != "after_cut_off"]
    lengths = shown[["low", "high"]].to_numpy()
    right = lengths[np.isfinite(lengths)].max(initial=10) * 1.15
    context, picture = style.drawing(width=10, height=max(deep, 3) * ROW + 1.35)
    with context:
        axes = picture.subplots(1, columns, squeeze=False)[0]
        if not lines:
            say_so(axes[0], sentence(rows))
        for place, axis in enumerate(axes):
            _column(axis, lines[place * deep : (place + 1) * deep], deep, right, 34 if columns > 1 else 54, columns > 1)
        picture.suptitle(
            _("How long each truce held, in days since its start ({n})").format(n=number(len(shown), unit_of(rows))),
            x=0.01, ha="left", fontsize=10, fontweight="bold",
        )  # fmt: skip
        _legend(picture, shown)
    picture.alt = _("Swimmer plot: a bar per truce, thinning out where its end is uncertain. {what}").format(
        what=sentence(rows)
    )
    return picture


def _lines(rows: pd.DataFrame) -> list:
    """Rows and headings from top to bottom."""
    shown = rows[rows["left_out"] != "after_cut_off"].sort_values(["low", "high"], kind="stable")
    blocks = {
        _("Without a term"): shown[~shown["fixed"]],
        _("With a term stated in advance"): shown[shown["fixed"]],
    }
    lines: list = []
    for heading, block in blocks.items():
        if len(block):
            lines += [heading, *(row for _key, row in block.iterrows())]
    return lines


def _column(axis, lines: list, deep: int, right: float, wide: int, sparse: bool) -> None:
    days_axis(axis, right, sparse=sparse)
    names = [line if isinstance(line, str) else textwrap.shorten(line["name"], wide, placeholder="…") for line in lines]
    axis.set_yticks(range(len(lines)), names, fontsize=8)
    for label, line in zip(axis.get_yticklabels(), lines):
        if isinstance(line, str):
            label.set_fontweight("bold")
    axis.set_ylim(max(deep, 3) - 0.4, -0.6)
    axis.tick_params(axis="y", length=0)
    axis.grid(axis="y", visible=False)
    for y, line in enumerate(lines):
        if not isinstance(line, str):
            _bar(axis, y, line, axis.get_xlim()[1])


def _bar(axis, y: int, row: pd.Series, right: float) -> None:
    colour = style.ENDS[row["end_kind"]] if row["end_kind"] != "unknown" else style.SOFT
    low, high = row["low"], min(row["high"], right)
    holding = row["known"] == "holding"
    axis.barh(y, low, height=0.62, color=colour, lw=0, zorder=3)
    if high > low and not holding:
        axis.fill([low, high, low], [y - THIN, y, y + THIN], color=colour, lw=0, zorder=3)
    if row["end_kind"] in MARKS:
        at = low if holding else high
        axis.plot(at, y, MARKS[row["end_kind"]], ms=5, color=colour, mec=style.PAPER, mew=0.5, clip_on=False, zorder=5)
    else:
        axis.plot(low, y, "|", ms=6, mew=1.2, color=colour, clip_on=False, zorder=5)


def _legend(picture, rows: pd.DataFrame) -> None:
    look = {"ls": "", "ms": 6}
    handles = [
        Line2D([], [], marker=mark, color=style.ENDS[kind], mec=style.PAPER, mew=0.5, label=words.label(kind), **look)
        for kind, mark in MARKS.items()
        if kind in set(rows["end_kind"])
    ]
    if "unknown" in set(rows["end_kind"]):
        handles.append(Line2D([], [], marker="|", color=style.SOFT, label=_("last known to hold"), **look))
    if handles:
        place = {"loc": "outside lower left", "ncols": 4, "columnspacing": 1.6, "handletextpad": 0.3}
        picture.legend(handles=handles, fontsize=8.5, **place)
