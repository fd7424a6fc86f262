"""The verdicts as a picture, then and now; and who stood where."""

import textwrap

import pandas as pd

from .. import style, words
from ..words import _
from .bearing import ABSENT, CONTRADICTED, PARTLY, SUPPORTED
from .pages import sentence

LOOK = {
    SUPPORTED: (style.BLUE, "●"),
    PARTLY: (style.SKY, "◐"),
    ABSENT: ("#9aa5b1", "○"),
    CONTRADICTED: (style.RED, "✕"),
}
STANCES = {"supports": (style.BLUE, "+"), "opposes": (style.RED, "–"), "engages": (style.ORANGE, "~")}


def figure(then: pd.DataFrame, now: pd.DataFrame):
    """Draw each claim with its verdict as known on the day and as known today; two tables from ``news.table``."""
    height = 0.38 * len(now) + 1
    context, picture = style.drawing(width=10, height=height)
    with context:
        axis = picture.subplots()
        axis.set_axis_off()
        axis.set_xlim(0, 10)
        axis.set_ylim(len(now) - 0.4, -1.3)
        for x, title in ((5.7, _("as known that day")), (7.75, _("as known today"))):
            axis.text(x, -0.85, title, weight="bold", va="center")
        previous = None
        for y, (key, row) in enumerate(now.iterrows()):
            told = row["layer"] == "told"
            if row["order"] != previous:
                axis.axhline(y - 0.5, color=style.GRID, lw=0.8)
                axis.text(0, y, row["order"], weight="bold", va="center")
            previous = row["order"]
            text = textwrap.fill(row["claim"], 80)
            if text.count("\n") > 1:
                text = textwrap.fill(textwrap.shorten(row["claim"], 150, placeholder="…"), 80)
            colour = style.INK if told else style.SOFT
            axis.text(0.3, y, text, va="center", fontsize=8, style="normal" if told else "italic", color=colour)
            for x, verdict in ((5.7, then["verdict"].get(key, ABSENT)), (7.75, row["verdict"])):
                colour, mark = LOOK[verdict]
                axis.text(x, y, mark, color=colour, fontsize=12, va="center")
                axis.text(x + 0.25, y, words.label(verdict), color=style.INK, fontsize=8, va="center")
    picture.alt = _(
        "Each claim of the item with its verdict as known that day and as known today. That day: {then} Today: {now}"
    ).format(then=sentence(then), now=sentence(now))
    return picture


def stands_figure(rows: pd.DataFrame):
    """Draw who backed (+), opposed (–) or dealt with (~) whom, from ``news.stands``; faint where dates leave doubt."""
    actors, targets = list(dict.fromkeys(rows["actor"])), list(dict.fromkeys(rows["target"]))
    context, picture = style.drawing(width=9, height=0.42 * len(actors) + 1.6)
    with context:
        axis = picture.subplots()
        for row in rows.itertuples():
            same = rows[(rows["actor"] == row.actor) & (rows["target"] == row.target)]
            shift = (list(same["stance"]).index(row.stance) - (len(same) - 1) / 2) * 0.28
            colour, mark = STANCES[row.stance]
            x, y = targets.index(row.target) + shift, actors.index(row.actor)
            axis.scatter(x, y, s=190, color=colour, alpha=1 if row.sure else 0.4, zorder=3)
            axis.text(x, y, mark, color="white", weight="bold", ha="center", va="center", zorder=4)
            axis.text(x, y + 0.36, len(row.records), fontsize=7, color=style.SOFT, ha="center", va="center")
        axis.set_xticks(range(len(targets)), [textwrap.fill(target, 14) for target in targets])
        axis.xaxis.tick_top()
        axis.set_yticks(range(len(actors)), actors)
        axis.set_ylim(len(actors) - 0.4, -0.6)
        axis.set_xlim(-0.6, len(targets) - 0.4)
        axis.tick_params(length=0)
        axis.spines[:].set_visible(False)
        key = _("+ backs   – opposes   ~ deals with; small figure: forms it took; faint: the dates leave doubt")
        axis.set_xlabel(key)
    pairs = [f"{row.actor} {words.label(row.stance)} {row.target}" for row in rows.itertuples()]
    picture.alt = _("Who stood where that day: {pairs}.").format(pairs="; ".join(pairs))
    return picture
