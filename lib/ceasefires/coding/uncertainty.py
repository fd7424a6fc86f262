"""How surely: the width of the interval that the sources leave for each date."""

import pandas as pd

from .. import style
from ..dataset import Dataset
from ..words import Sentence, _, say

WIDTHS = {"the day": 0, "within a week": 7, "within a month": 31, "within a year": 366, "wider": None, "open": None}
SHADES = ("#08519c", "#3182bd", "#6baed6", "#9ecae1", "#c6dbef", "#f0f0f0")


def uncertainty_table(data: Dataset) -> pd.DataFrame:
    """One row per date of a ceasefire (declared, effective, ended): how many are known how closely.

    Of the ends only those of truces that took effect and are over count; *open* ends have no upper bound.
    """
    frame = data.ceasefires
    took = frame["end_kind"] != "never_effective"
    over = took & (frame["end_kind"] != "holding")
    rows = {}
    for column, some in (("declared", frame), ("effective", frame[took]), ("ended", frame[over])):
        width = (some[f"{column}_latest"] - some[f"{column}_earliest"]).dt.total_seconds() / 86400
        rows[column] = [
            (width < 1).sum(),
            ((width >= 1) & (width <= 7)).sum(),
            ((width > 7) & (width <= 31)).sum(),
            ((width > 31) & (width <= 366)).sum(),
            (width > 366).sum(),
            width.isna().sum(),
        ]
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(WIDTHS)).rename_axis("date")


def uncertainty_figure(rows: pd.DataFrame):
    """Draw the counts of ``uncertainty_table`` as one bar per date, from known to the day to open."""
    context, picture = style.drawing(width=9, height=2.3)
    with context:
        axis = picture.subplots()
        for y, (_date, row) in enumerate(rows.iterrows()):
            left = 0
            for number, shade in zip(row, SHADES):
                axis.barh(y, number, left=left, color=shade, edgecolor=style.PAPER, height=0.62)
                if number > 0.04 * row.sum():
                    dark = shade in SHADES[:3]
                    axis.text(
                        left + number / 2, y, number, ha="center", va="center", fontsize=8,
                        color="white" if dark else style.INK,
                    )  # fmt: skip
                left += number
        axis.set_yticks(range(len(rows)), [_(date) for date in rows.index])
        axis.invert_yaxis()
        handles = [axis.barh(0, 0, color=shade, label=_(width)) for width, shade in zip(rows.columns, SHADES)]
        picture.legend(handles=handles, loc="outside lower center", ncols=len(handles), fontsize=8)
        axis.grid(visible=False)
        axis.spines[:].set_visible(False)
        axis.set_xticks([])
        axis.tick_params(length=0)
    picture.alt = _("How closely dates are known. {what}").format(what=uncertainty_sentence(rows))
    return picture


def uncertainty_sentence(rows: pd.DataFrame) -> Sentence:
    """Of each date, how many are known to the day or within a month."""
    if not rows.to_numpy().any():
        return say(_("There is no ceasefire in this part of the data."))
    parts = [
        _("{date}: {day} to the day and {month} within a month, of {n}").format(
            date=_(date),
            day=row["the day"],
            month=row[["the day", "within a week", "within a month"]].sum(),
            n=row.sum(),
        )
        for date, row in rows.iterrows()
    ]
    return say(_("Known, {parts}."), parts="; ".join(parts))
