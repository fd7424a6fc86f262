"""Where and when: ceasefires by year and theatre."""

import numpy as np
import pandas as pd

from .. import asked, style, words
from ..dataset import Dataset
from ..words import Sentence, _, say


def coverage_table(data: Dataset, *, unit: str = "ceasefires") -> pd.DataFrame:
    """One row per theatre, one column per year: ceasefires declared there (or episodes, by their first declaration)."""
    asked.one_of(unit, ("ceasefires", "episodes"), "unit")
    frame = data.ceasefires
    if unit == "episodes":
        frame = frame.sort_values("declared_earliest").drop_duplicates("episode_id")
    names = data.theatres.set_index("theatre_id")[f"name_{words.language()}"]
    if frame.empty:
        return pd.DataFrame()
    year = frame["declared_earliest"].fillna(frame["declared_latest"]).dt.year
    years = range(int(year.min()), data.cut_off.year + 1)
    counts = pd.crosstab(frame["theatre_id"], year)
    counts = counts.reindex(columns=years, fill_value=0)
    counts = counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    return counts.rename(index=names).rename_axis(index="theatre", columns="year")


def coverage_figure(counts: pd.DataFrame):
    """Draw the counts of ``coverage_table`` as squares, larger and darker for more, each with its number."""
    context, picture = style.drawing(width=10, height=0.3 * len(counts) + 1.2)
    with context:
        axis = picture.subplots()
        top = max(int(counts.to_numpy().max(initial=1)), 1)
        for (y, x), number in np.ndenumerate(counts.to_numpy()):
            if number:
                axis.scatter(
                    x, y, s=60 + 260 * number / top, marker="s", color=style.BLUE, alpha=0.35 + 0.65 * number / top
                )
                dark = number / top > 0.4
                axis.text(x, y, number, ha="center", va="center", fontsize=8, color="white" if dark else style.INK)
        axis.set_xticks(range(counts.shape[1]), counts.columns)
        axis.set_yticks(range(len(counts)), counts.index)
        axis.set_ylim(len(counts) - 0.5, -0.6)
        axis.tick_params(length=0)
        axis.grid(alpha=0.5)
    picture.alt = _("Ceasefires by theatre and year. {what}").format(what=coverage_sentence(counts))
    return picture


def coverage_sentence(counts: pd.DataFrame) -> Sentence:
    """How many there are, in which year and theatre most, and in which years none."""
    if counts.empty or not counts.to_numpy().sum():
        return say(_("There is no ceasefire in this part of the data."))
    by_year, by_place = counts.sum(), counts.sum(axis=1)
    empty = [str(year) for year in by_year.index[by_year == 0]]
    return say(
        _("{n} in all; most in {year} ({most}) and in {place} ({there}); {none}."),
        n=words.count(int(by_year.sum()), "ceasefire", "ceasefires"),
        year=by_year.idxmax(),
        most=by_year.max(),
        place=by_place.idxmax(),
        there=by_place.max(),
        none=_("none in {years}").format(years=words.listed(empty)) if empty else _("no year without one"),
    )
