"""The timeline on paper: matplotlib, one row per truce, one per track, deaths below."""

import textwrap

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import blended_transform_factory

from .. import asked, style, words
from ..words import _
from .tables import sentence

ROW = 0.235  # inches
FADE = 30  # days over which a bar without a known end fades out
MARKS = {
    "ceasefire": ("o", style.GREEN, style.GREEN),
    "partial_text": ("s", style.GREEN, style.PAPER),
    "political_text": ("s", style.BLUE, style.PAPER),
    "statement_only": ("o", style.SOFT, style.PAPER),
    "no_result": ("o", style.ORANGE, style.PAPER),
    "refused": ("X", style.RED, style.RED),
    "cancelled": ("x", style.RED, style.RED),
    "postponed": ("x", style.ORANGE, style.ORANGE),
    "ongoing": (">", style.BLUE, style.PAPER),
    "unknown": (".", style.SOFT, style.SOFT),
}
TURNS = {
    "offensive": {"color": style.RED, "lw": 1.1, "alpha": 0.9},
    "control_change": {"color": style.INK, "lw": 0.7, "alpha": 0.55},
    "breach": {"color": style.ORANGE, "lw": 0.7, "alpha": 0.6, "ls": (0, (2, 2))},
}


def figure(rows: pd.DataFrame, *, since: str | None = None, until: str | None = None):
    """Draw the timeline of a table from ``timelines.table`` between two days (by default, all that starts in it)."""
    left, right = limits(rows, since, until)
    truces = rows[(rows["lane"] == "ceasefires") & (rows["start_earliest"] <= right)].iloc[::-1]
    tries = rows[rows["lane"] == "mediations"]
    tries = tries[tries["start_earliest"].between(left, right)]
    tracks = list(tries.groupby("group", sort=False)["start_earliest"].min().sort_values(kind="stable").index)[::-1]
    deaths = rows[rows["lane"] == "deaths"]
    heights = [max(len(truces), 1) * ROW, max(len(tracks), 1) * ROW, 1.0, 0.9]
    context, picture = style.drawing(width=10, height=sum(heights) + 1.6)
    with context:
        *axes, below = picture.subplots(4, 1, height_ratios=heights)
        _truces(axes[0], truces, left, right)
        _tries(axes[1], tries, tracks)
        _deaths(axes[2], deaths)
        for axis in axes:
            axis.set_xlim(left, right)
            _turns(axis, rows, left, right)
            locator = mdates.AutoDateLocator(minticks=5, maxticks=12)
            axis.xaxis.set_major_locator(locator)
            axis.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
        for axis in axes[:2]:
            axis.tick_params(axis="x", labelbottom=False, length=0)
        _legend(picture, below, truces, tries, rows)
    picture.alt = _(
        "Timeline from {left} to {right}: a bar per truce, a mark per mediation attempt, deaths per month. {what}"
    ).format(left=words.day(left), right=words.day(right), what=sentence(rows))
    return picture


def limits(rows: pd.DataFrame, since: str | None, until: str | None) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and last day to show: as asked, or from the first start to the last with a little room."""
    dated = rows[rows["lane"] != "deaths"]["start_earliest"].dropna()
    first, last = asked.period(since, until)
    left = pd.Timestamp(first) if first else dated.min()
    right = pd.Timestamp(last) if last else dated.max() + pd.Timedelta(days=30)
    if pd.isna(left) or pd.isna(right):
        raise ValueError(_("there is nothing dated in this table; give since and until, or another part of the data"))
    if left > right:
        raise ValueError(
            _("nothing in this table starts between {left} and {right}; ask for other days").format(
                left=words.day(left), right=words.day(right)
            )
        )
    return left, right


def _truces(axis, truces: pd.DataFrame, left, right) -> None:
    axis.set_title(_("Truces, by the way they ended (hollow: never took effect)"))
    for y, (_id, row) in enumerate(truces.iterrows()):
        _bar(axis, y, row, left, right)
    axis.set_yticks(range(len(truces)), [textwrap.shorten(name, 44, placeholder="…") for name in truces["name"]])
    axis.set_ylim(-0.7, max(len(truces), 1) - 0.3)
    axis.grid(axis="y", visible=False)
    axis.tick_params(axis="y", length=0)


def _bar(axis, y: int, row: pd.Series, left, right) -> None:
    colour = style.ENDS[row["how"]]
    start = row["start_latest"]
    if row["how"] == "never_effective":
        axis.plot([row["start_earliest"], start], [y, y], color=style.INK, lw=0.8, zorder=3)
        axis.plot(row["start_earliest"], y, "D", ms=6, mfc=style.PAPER, mec=style.INK, mew=1, clip_on=True, zorder=4)
        return
    sure = row["end_earliest"]
    last = row["end_latest"]
    open_end = pd.isna(last)
    if row["how"] == "holding":
        sure = last = right
    elif open_end:
        last = sure + pd.Timedelta(days=FADE)
    _span(axis, y, row["start_earliest"], start, colour, 0.3)
    _span(axis, y, start, max(sure, start), colour, 1)
    steps = pd.date_range(max(sure, start), max(last, start), periods=7)
    for number, (a, b) in enumerate(zip(steps[:-1], steps[1:])):
        _span(axis, y, a, b, colour, 0.75 - 0.11 * number)
    axis.plot(start, y, "|", ms=9, mew=1.4, color=colour if colour != style.PAPER else style.INK, zorder=4)
    if row["how"] == "holding":
        axis.plot(right, y, ">", ms=6, color=colour, clip_on=False, zorder=4)
    elif not open_end and left <= last <= right:
        axis.plot(last, y, "|", ms=9, mew=1.4, color=colour, zorder=4)


def _span(axis, y: int, start, end, colour: str, alpha: float) -> None:
    if end > start:
        axis.barh(y, end - start, left=start, height=0.56, color=colour, alpha=alpha, lw=0, zorder=3)


def _tries(axis, tries: pd.DataFrame, tracks: list[str]) -> None:
    axis.set_title(_("Mediation attempts, by track and by what came of them"))
    height = {track: y for y, track in enumerate(tracks)}
    for how, (mark, edge, face) in MARKS.items():
        some = tries[tries["how"] == how]
        y = some["group"].map(height)
        for at, first, last in zip(y, some["start_earliest"], some["end_latest"]):
            if last > first:
                axis.plot([first, last], [at, at], color=edge, lw=1.4, alpha=0.5, zorder=2)
        axis.plot(some["start_earliest"], y, mark, color=edge, mfc=face, mec=edge, ms=6, ls="", zorder=4)
    axis.set_yticks(range(len(tracks)), [textwrap.shorten(track, 44, placeholder="…") for track in tracks])
    axis.set_ylim(-0.7, max(len(tracks), 1) - 0.3)
    axis.tick_params(axis="y", length=0)


def _deaths(axis, deaths: pd.DataFrame) -> None:
    credit = deaths["group"].iloc[0] if len(deaths) else ""
    axis.set_title(_("Deaths in organised violence per month ({credit})").format(credit=credit or _("no data")))
    width = deaths["end_latest"] - deaths["start_earliest"] + np.timedelta64(1, "D")
    axis.bar(
        deaths["start_earliest"], deaths["deaths"].astype(float), width=width, align="edge",
        color="#9aa5b1", edgecolor=style.PAPER, lw=0.8,
    )  # fmt: skip
    axis.grid(axis="x", visible=False)


def _turns(axis, rows: pd.DataFrame, left, right) -> None:
    turns = rows[(rows["lane"] == "events") & rows["start_earliest"].between(left, right)]
    for how, look in TURNS.items():
        for moment in turns.loc[turns["how"] == how, "start_earliest"].drop_duplicates():
            axis.axvline(moment, zorder=1, **look)


def _legend(picture, axis, truces: pd.DataFrame, tries: pd.DataFrame, rows: pd.DataFrame) -> None:
    axis.set_axis_off()
    across = blended_transform_factory(picture.transFigure, axis.transAxes)
    ends = [
        Patch(fc=colour, ec=style.INK if colour == style.PAPER else colour, label=words.label(kind))
        for kind, colour in style.ENDS.items()
        if kind in set(truces["how"])
    ]
    marks = [
        Line2D([], [], marker=mark, color=edge, mfc=face, mec=edge, ls="", label=words.label(how))
        for how, (mark, edge, face) in MARKS.items()
        if how in set(tries["how"])
    ]
    lines = [
        Line2D([], [], label=words.label(how), **look)
        for how, look in TURNS.items()
        if how in set(rows.loc[rows["lane"] == "events", "how"])
    ]
    for x, title, handles in (
        (0.005, _("How truces ended"), ends),
        (0.44, _("Attempts"), marks),
        (0.83, _("Lines"), lines),
    ):
        if handles:
            box = axis.legend(
                handles=handles, title=title, loc="upper left", bbox_to_anchor=(x, 1.1), bbox_transform=across,
                ncols=1 + (len(handles) > 4),
                alignment="left", fontsize=8, title_fontproperties={"weight": "bold", "size": 8}, columnspacing=1,
            )  # fmt: skip
            box.set_in_layout(False)
            axis.add_artist(box)
