"""Change-points: the figures and the sentences."""

import numpy as np
import pandas as pd
from matplotlib.dates import ConciseDateFormatter, date2num

from .. import style, words
from ..words import Sentence, _, say
from .changes import places, series
from .grid import cell, first_day
from .page import head, sheet

ROOM = 0.34  # of the width that the label of a change-point takes


def changes_sentence(changes: pd.DataFrame) -> Sentence:
    """How many times the level shifted, which way, and how many of the shifts have a truce near by."""
    if changes.empty:
        return say(_("The level of violence did not shift anywhere in this series."))
    return say(
        _("The level of violence shifted {n} ({falls} down, {rises} up), {hits} of them near the start of a truce."),
        n=words.count(len(changes), "time", "times"),
        falls=(changes["change"] == "fell").sum(),
        rises=(changes["change"] == "rose").sum(),
        hits=int(changes["hit"].sum()),
    )


def rotations_sentence(rotations: pd.DataFrame) -> Sentence:
    """How many change-points truces hit, and how often rotated truce dates hit as many."""
    row, hits = rotations.iloc[0], rotations["hits"]
    if not row["changes"] or not row["truces"]:
        return say(_("Without a change-point and a truce there is nothing to compare."))
    return say(
        _(
            "Of {changes}, {hits} stood near the start of a truce. With the dates of {truces} rotated along the "
            "series, {mean:.1f} did on average, and at least as many in {many} of {n} rotations (p = {p:.2g})."
        ),
        hits=row["hits"],
        changes=words.count(row["changes"], "change-point", "change-points"),
        truces=words.count(row["truces"], "truce", "truces"),
        mean=hits.iloc[1:].mean(),
        many=int((hits.iloc[1:] >= row["hits"]).sum()),
        n=len(hits) - 1,
        p=(hits >= row["hits"]).mean(),
    )


def changes_figure(
    data,
    *,
    changes: pd.DataFrame,
    deaths: pd.DataFrame,
    grain: str = "week",
    since: str | None = None,
    until: str | None = None,
):
    """Draw deaths per week (or month), the levels between change-points, and a mark where each truce began."""
    rows, grid, values = series(data, deaths, grain=grain, since=since, until=until)
    first, _last = places(rows, grid)
    found = cell(changes.index.to_numpy("datetime64[D]"), grain) - grid.first
    edges = [0, *found, len(values)]
    days = first_day(grid.first + np.arange(len(values) + 1), grain)
    context, picture = sheet(3.8)
    with context:
        axis = picture.subplots()
        axis.stairs(values, date2num(days), fill=True, color="#b8c1cb")
        top = max(values.max(), 1)
        for a, b in zip(edges[:-1], edges[1:]):
            axis.plot([days[a], days[b]], [values[a:b].mean()] * 2, color=style.RED, lw=2.5, solid_capstyle="butt")
        inside = first[(first >= 0) & (first < len(values))]
        axis.plot(days[inside], np.full(len(inside), top * 1.08), "v", color=style.BLUE, ms=6)
        axis.text(0.01, top * 1.26, _("truces that began"), color=style.BLUE, weight="bold", va="center",
                  transform=axis.get_yaxis_transform())  # fmt: skip
        for at, row in _labelled(found, changes, len(values)):
            late = at > len(values) / 2
            axis.annotate(
                _("{day}: from {a:.0f} to {b:.0f}").format(day=words.day(row.Index), a=row.before, b=row.after),
                (days[at], max(row.before, row.after)), xytext=(-4 if late else 4, 4), textcoords="offset points",
                ha="right" if late else "left", va="bottom", color=style.RED, weight="bold",
                bbox={"fc": style.PAPER, "ec": "none", "pad": 1},
            )  # fmt: skip
        axis.set_xlim(days[0], days[-1])
        axis.xaxis_date()
        axis.xaxis.set_major_formatter(ConciseDateFormatter(axis.xaxis.get_major_locator()))
        axis.set_ylim(0, top * 1.36)
        axis.set_yticks([tick for tick in axis.get_yticks() if tick <= top * 1.05])
        axis.set_ylabel(_("deaths per week") if grain == "week" else _("deaths per month"))
        head(picture, _("Deaths (grey) and their level between change-points (line)"))
    picture.alt = _("Bars: deaths; lines: levels; marks: truces. {what}").format(what=changes_sentence(changes))
    return picture


def _labelled(found: np.ndarray, changes: pd.DataFrame, size: int) -> list:
    """The change-points whose labels do not run into each other, the largest first."""
    pairs = sorted(zip(found, changes.itertuples()), key=lambda pair: -abs(pair[1].after - pair[1].before))
    kept = []
    for at, row in pairs:
        late = at > size / 2
        room = (at - ROOM * size, at) if late else (at, at + ROOM * size)
        if all(room[1] <= begin or end <= room[0] for begin, end, *_rest in kept):
            kept.append((*room, at, row))
    return [(at, row) for _begin, _end, at, row in kept]


def rotations_figure(rotations: pd.DataFrame):
    """Draw how many rotations hit how many change-points, with what happened as a line."""
    own, rest = rotations["hits"].iloc[0], rotations["hits"].iloc[1:]
    found = rest.value_counts().reindex(range(rotations["changes"].iloc[0] + 1), fill_value=0)
    context, picture = sheet(3.2)
    with context:
        axis = picture.subplots()
        axis.bar(found.index, found, width=0.9, color=["#9aa5b1" if n != own else style.BLUE for n in found.index])
        for n, number in found.items():
            axis.annotate(str(number), (n, number), xytext=(0, 2), textcoords="offset points", ha="center")
        axis.annotate(
            _("what happened"), (own, found[own]), xytext=(0, 16), textcoords="offset points", ha="center",
            color=style.BLUE, weight="bold",
        )  # fmt: skip
        axis.set_xticks(found.index)
        axis.set_ylim(0, max(found.max(), 1) * 1.3)
        axis.grid(axis="x", visible=False)
        axis.set_xlabel(_("change-points with a truce near by"))
        axis.set_ylabel(_("rotations"))
        head(picture, _("How many change-points truces hit when their dates are rotated"))
    picture.alt = _("Bars: how many rotations hit how many change-points. {what}").format(
        what=rotations_sentence(rotations)
    )
    return picture
