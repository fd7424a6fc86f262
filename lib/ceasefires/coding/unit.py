"""Declaration or episode: what the unit does to the share of unilateral truces."""

import pandas as pd

from .. import style, words
from ..dataset import Dataset
from ..shares import jeffreys
from ..words import Sentence, _, say

KINDS = {
    "unilateral": style.ORANGE,
    "answered": style.SKY,
    "bilateral": style.BLUE,
    "multilateral": style.GREEN,
    "other": "#9aa5b1",
}


def unit_table(data: Dataset) -> pd.DataFrame:
    """One row per unit and arrangement: how many, of how many, the share and its Jeffreys interval.

    An episode is *answered* when two declarers bound themselves one by one; it counts as unilateral only when nobody
    answered. Proposals that never took effect are left out.
    """
    frame = data.ceasefires[data.ceasefires["end_kind"] != "never_effective"]
    declarations = frame["arrangement"].where(frame["arrangement"].isin(list(KINDS)), "other")
    episodes = frame.groupby("episode_id")["arrangement"].agg(_of_episode)
    rows = []
    for unit, kinds in (("declaration", declarations), ("episode", episodes)):
        for kind in KINDS:
            k, n = int((kinds == kind).sum()), len(kinds)
            rows.append((unit, kind, k, n, k / n if n else float("nan"), *jeffreys(k, n)))
    return pd.DataFrame(rows, columns=["unit", "arrangement", "k", "n", "share", "low", "high"])


def _of_episode(arrangements: pd.Series) -> str:
    kinds = set(arrangements)
    for kind in ("multilateral", "bilateral"):
        if kind in kinds:
            return kind
    if kinds == {"unilateral"}:
        return "answered" if len(arrangements) > 1 else "unilateral"
    return "other"


def unit_figure(rows: pd.DataFrame):
    """Draw the shares of ``unit_table`` as one bar per unit."""
    context, picture = style.drawing(width=9, height=2.1)
    with context:
        axis = picture.subplots()
        units = list(dict.fromkeys(rows["unit"]))
        for y, unit in enumerate(units):
            left = 0
            for row in rows[rows["unit"] == unit].itertuples():
                axis.barh(
                    y, row.k / max(row.n, 1), left=left, color=KINDS[row.arrangement], edgecolor=style.PAPER, height=0.6
                )
                if row.k / max(row.n, 1) > 0.06:
                    wide = row.k / row.n > 0.09
                    text = f"{_(row.arrangement)}\n{row.k}" if wide else row.k
                    dark = row.arrangement in ("bilateral", "multilateral")
                    axis.text(
                        left + row.k / row.n / 2,
                        y,
                        text,
                        ha="center",
                        va="center",
                        fontsize=8,
                        color="white" if dark else style.INK,
                    )
                left += row.k / max(row.n, 1)
        axis.set_yticks(range(len(units)), [_("by {unit}").format(unit=_(unit)) for unit in units])
        axis.invert_yaxis()
        axis.set_xticks([])
        axis.tick_params(length=0)
        axis.grid(visible=False)
        axis.spines[:].set_visible(False)
    picture.alt = unit_sentence(rows)
    return picture


def unit_sentence(rows: pd.DataFrame) -> Sentence:
    """The share of unilateral truces in both units, as k of n."""
    if not rows["n"].any():
        return say(_("No ceasefire took effect in this part of the data."))
    alone = rows[rows["arrangement"] == "unilateral"].set_index("unit")
    answered = rows[(rows["unit"] == "episode") & (rows["arrangement"] == "answered")]["k"].sum()
    one, other = alone.loc["declaration"], alone.loc["episode"]
    return say(
        _(
            "Counted by declaration {k} of {n} truces are unilateral; counted by episode {j} of {m}, since {answered} "
            "were declarations that another side answered."
        ),
        k=one["k"], n=one["n"], j=other["k"], m=other["n"], answered=words.count(int(answered), "episode", "episodes"),
    )  # fmt: skip
