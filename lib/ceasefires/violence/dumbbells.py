"""Deaths before and after each truce: the figure and the sentence."""

import textwrap

import numpy as np
import pandas as pd

from .. import style, words
from ..words import Sentence, _, say
from .page import head, sheet

SIDES = {"before": (style.RED, 0.17), "after": (style.BLUE, -0.17)}
KINDS = ("fell", "rose", "unclear", "no_deaths", "not_counted")
TICKS = (0, 10, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000)


def around_sentence(table: pd.DataFrame) -> Sentence:
    """How many truces had surely fewer deaths after than before, surely more, or neither, in a sentence."""
    if table.empty:
        return say(_("There is no truce that took effect in this part of the data."))
    kinds = table["change"].value_counts().reindex(KINDS, fill_value=0)
    counted = len(table) - kinds["not_counted"]
    truces = words.count(len(table), "truce", "truces")
    if not counted:
        return say(
            _("Deaths are not counted for {window} on both sides of any of the {truces} in this part of the data."),
            truces=truces,
            window=table["window"].iloc[0],
        )
    return say(
        _(
            "Of {truces} (overlapping declarations of an episode counted once), {counted} began where deaths are "
            "counted for {window} on both sides. However the dates are read, deaths were fewer after {fell} of "
            "these {counted} and more after {rose}; for {unclear} it depends on the reading, and {quiet} had no death "
            "on either side."
        ),
        truces=truces,
        counted=counted,
        window=table["window"].iloc[0],
        fell=kinds["fell"],
        rose=kinds["rose"],
        unclear=kinds["unclear"],
        quiet=kinds["no_deaths"],
    )


def sides(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``around`` as a reader writes them: truce, began, deaths before, after, and what became of them."""
    return pd.DataFrame(
        {
            _("truce"): table["name"],
            _("began"): list(map(words.days, table["start_earliest"], table["start_latest"])),
            _("declarations"): table.get("declarations", 1),
            _("deaths before"): _spans(table, "before"),
            _("deaths after"): _spans(table, "after"),
            _("however the dates are read"): table["change"].map(words.label).astype("str"),
        },
        index=table.index,
    )


def around_figure(table: pd.DataFrame):
    """Draw each truce as two bars from low to high: deaths before it began (above) and after (below)."""
    rows = table[table["change"] != "not_counted"].iloc[::-1]
    if rows.empty:
        return style.nothing(around_sentence(table))
    top = max(rows[["before_high", "after_high"]].to_numpy(float).max(), 10)
    context, picture = sheet(1.3 + 0.56 * len(rows))
    with context:
        axis = picture.subplots()
        for side, (colour, lift) in SIDES.items():
            _bars(axis, rows, side, colour, lift)
        axis.set_xscale("function", functions=(lambda x: np.sqrt(np.maximum(x, 0)), np.square))
        axis.set_xticks(_ticks(top))
        letters = max(len(span) for side in SIDES for span in _spans(rows, side))
        axis.set_xlim(0, top / (1 - 0.055 - 0.022 * letters) ** 2)
        when = map(words.days, rows["start_earliest"], rows["start_latest"])
        axis.set_yticks(range(len(rows)), [f"{_short(name)}\n{day}" for name, day in zip(rows["name"], when)])
        axis.tick_params(axis="y", length=0, pad=45)
        axis.set_ylim(-0.6, len(rows) - 0.4)
        axis.grid(axis="y", visible=False)
        axis.set_xlabel(_("deaths, on a square-root scale"))
        window = rows["window"].iloc[0]
        head(picture, _("Deaths within {window} before and after each truce began, low to high").format(window=window))
    picture.alt = _("Two bars per truce, deaths before and after, low to high. {what}").format(
        what=around_sentence(table)
    )
    return picture


def _bars(axis, rows: pd.DataFrame, side: str, colour: str, lift: float) -> None:
    low, high = (rows[f"{side}_{bound}"].to_numpy(float) for bound in ("low", "high"))
    heights = np.arange(len(rows)) + lift
    axis.hlines(heights, low, high, color=colour, lw=5, alpha=0.35, zorder=2)
    for bound in (low, high):
        axis.plot(bound, heights, "o", color=colour, ms=4.5, ls="", zorder=3, clip_on=False)
    for y, b, text in zip(heights, high, _spans(rows, side)):
        place = {"textcoords": "offset points", "va": "center", "color": colour}
        axis.annotate(text, (b, y), xytext=(7, 0), **place)
        axis.annotate(_("before") if side == "before" else _("after"), (0, y), xytext=(-6, 0), ha="right", **place)


def _spans(rows: pd.DataFrame, side: str) -> list[str]:
    """The deaths of one side as a reader writes them: one number, 'low–high', or nothing where they are not counted."""
    pairs = zip(rows[f"{side}_low"], rows[f"{side}_high"])
    return ["" if pd.isna(low) else f"{low}" if low == high else f"{low}–{high}" for low, high in pairs]


def _short(name: str) -> str:
    """A name in at most two lines of a label."""
    return textwrap.fill(textwrap.shorten(name, 46, placeholder="…"), 25)


def _ticks(top: float) -> list[int]:
    """Round numbers of deaths that do not crowd each other on a square-root scale."""
    kept = [0]
    for tick in TICKS[1:]:
        if tick <= top and np.sqrt(tick) - np.sqrt(kept[-1]) > 0.13 * np.sqrt(top):
            kept.append(tick)
    return kept
