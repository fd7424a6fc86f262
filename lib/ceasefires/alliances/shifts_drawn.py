"""The shifts on paper: one row a shift, its interval on the axis of the war, and in words what it was."""

import textwrap

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.lines import Line2D

from .. import style
from ..words import _
from .shifts import shifts_sentence

ROW = 0.22  # inches
LOOKS = {
    "turn": (style.BLUE, "o"),
    "switch": (style.RED, "s"),
    "both": (style.PURPLE, "D"),
    "reversal": (style.GREEN, "^"),
    "handover": (style.SOFT, ">"),
    "succession": ("#9aa5b1", "."),
}


def shifts_figure(rows: pd.DataFrame):
    """Draw the shifts of ``shifts_table``: beside each move, a bar over the days on which it can have happened."""
    drawn = _joined(rows)
    context, picture = style.drawing(width=10, height=max(len(drawn), 1) * ROW + 1.3)
    with context:
        axis = picture.subplots()
        left, right = _limits(drawn)
        for y, row in enumerate(drawn.itertuples()):
            colour, mark = LOOKS[row.kind]
            axis.plot([row.low, row.high], [y, y], color=colour, lw=3, alpha=0.55, solid_capstyle="butt")
            axis.plot([row.low, row.high], [y, y], ls="", marker=mark, ms=5, color=colour)
        labels = [f"{who.partition(' (')[0]}: {move}" for who, move in zip(drawn["who"], drawn["move"])]
        axis.set_yticks(
            range(len(drawn)), [textwrap.shorten(label, 92, placeholder="…") for label in labels], fontsize=8
        )
        axis.set_ylim(max(len(drawn), 1) - 0.4, -0.6)
        axis.set_xlim(left, right)
        axis.tick_params(axis="y", length=0)
        axis.grid(axis="y", alpha=0.6)
        locator = mdates.AutoDateLocator(minticks=3, maxticks=9)
        axis.xaxis.set_major_locator(locator)
        axis.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator, show_offset=False))
        picture.suptitle(
            _("Who moved, from whom to whom: a bar spans the days on which the move can have happened"),
            x=0.01, ha="left", fontsize=10, fontweight="bold",
        )  # fmt: skip
        names = {
            "turn": _("another stance"), "switch": _("over to a rival"), "both": _("on both sides"),
            "reversal": _("the backed backs"), "handover": _("handover"), "succession": _("to a successor"),
        }  # fmt: skip
        handles = [
            Line2D([], [], color=colour, marker=mark, ms=5, lw=3, label=names[kind])
            for kind, (colour, mark) in LOOKS.items()
            if kind in set(drawn["kind"])
        ]
        if handles:
            picture.legend(handles=handles, loc="outside lower left", ncols=len(handles), fontsize=8)
        else:
            axis.text(0.5, 0.5, _("no shift on record"), transform=axis.transAxes, ha="center", color=style.SOFT)
    picture.alt = _("A bar per shift on a time axis. {what}").format(what=shifts_sentence(rows))
    return picture


def _joined(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, with a turn that two made towards each other in the same days as one."""
    kept: list[dict] = []
    for row in rows.to_dict("records"):
        for held in kept if row["kind"] == "turn" else ():
            same = all(row[column] == held[column] for column in ("kind", "low", "high"))
            if same and row["from"].endswith(f" {held['who']}") and held["from"].endswith(f" {row['who']}"):
                own = row["who"].partition(" (")[0]
                held["who"] = _("{one} and {other}").format(one=held["who"], other=row["who"])
                held["move"] = held["move"].removesuffix(f" {own}") + " " + _("each other")
                break
        else:
            kept.append(row)
    return pd.DataFrame(kept, columns=rows.columns)


def _limits(rows: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    days = pd.concat([rows["low"], rows["high"]]).dropna()
    first, last = (days.min(), days.max()) if len(days) else (pd.Timestamp("2000-01-01"), pd.Timestamp("2000-12-31"))
    return pd.Timestamp(first.year, 1, 1), pd.Timestamp(last.year, 12, 31)
