"""How does this dataset compare with another one of the same ceasefires?"""

import pandas as pd

from .. import asked, style, words
from ..dataset import Dataset
from ..words import Sentence, _, say


def crosswalk_table(data: Dataset, *, dataset: str) -> pd.DataFrame:
    """One row per tie to another dataset: their id, our record, how the two relate, and why."""
    frame = _of(data, "crosswalk", dataset)
    names = [data.name(key, language=words.language()) if key else "–" for key in frame["record_id"]]
    return pd.DataFrame(
        {
            _("their id"): frame["their_id"],
            _("ours"): names,
            _("relation"): frame["relation"].map(words.label),
            _("why"): frame["why"],
        }
    ).set_index(_("their id"))


def comparison_table(data: Dataset, *, dataset: str) -> pd.DataFrame:
    """One row per field that both datasets code: pairs compared, coded alike, alpha and its bootstrap interval.

    The rows are aggregates kept in the table of comparisons; a test makes them again where the other file is at hand.
    """
    return _of(data, "comparisons", dataset).reset_index(drop=True)


def _of(data: Dataset, table: str, dataset: str) -> pd.DataFrame:
    """The rows about one other dataset; raise KeyError with the nearest spelling where only others are known."""
    if ids := sorted({*data.crosswalk["dataset"], *data.comparisons["dataset"]}):
        asked.known(dataset, ids, "dataset")
    frame = getattr(data, table)
    return frame[frame["dataset"] == dataset]


def comparison_figure(rows: pd.DataFrame):
    """Draw alpha and its interval per field that both datasets code."""
    if rows.empty:
        return style.nothing(comparison_sentence(rows))
    context, picture = style.drawing(width=8, height=0.3 * len(rows) + 1.2)
    with context:
        axis = picture.subplots()
        some = rows.sort_values("alpha", kind="stable", na_position="first").reset_index(drop=True)
        for y, row in some.iterrows():
            axis.plot([row["low"], row["high"]], [y, y], color=style.BLUE, lw=2, alpha=0.5)
            axis.plot(row["alpha"], y, "o", color=style.BLUE, ms=5)
            axis.text(1.07, y, _("{k} of {n}").format(k=row["agree"], n=row["n"]), fontsize=8, va="center")
        axis.set_yticks(range(len(some)), some["field"])
        axis.set_xlim(min(-0.1, some["low"].min()), 1.05)
        axis.set_xlabel(_("Krippendorff’s alpha, our coding against theirs; at the right, pairs coded alike"))
        axis.tick_params(length=0)
    picture.alt = comparison_sentence(rows)
    return picture


def comparison_sentence(rows: pd.DataFrame) -> Sentence:
    """In how many fields the two datasets agree, and where least, in one sentence."""
    known = rows.dropna(subset="alpha")
    if known.empty:
        return say(_("The two datasets have no field to compare."))
    worst = known.loc[known["alpha"].idxmin()]
    return say(
        _(
            "Of {n} that both code, {half} are coded alike in at least four pairs of five; least alike is {field} "
            "({k} of {m})."
        ),
        n=words.count(len(known), "field", "fields"),
        half=(known["agree"] >= 0.8 * known["n"]).sum(),
        field=worst["field"],
        k=worst["agree"],
        m=worst["n"],
    )


def crosswalk_sentence(data: Dataset, *, dataset: str) -> Sentence:
    """How many of their ceasefires are the same as ours, split, merged or left out."""
    frame = _of(data, "crosswalk", dataset)
    if frame.empty:
        return say(_("No tie to {dataset} is on record in this part of the data."), dataset=dataset)
    theirs = frame.drop_duplicates("their_id")["relation"].value_counts()
    parts = [f"{number} {words.label(relation)}" for relation, number in theirs.items()]
    return say(
        _("Of {n} there, {parts}."),
        n=words.count(frame["their_id"].nunique(), "ceasefire", "ceasefires"),
        parts=words.listed(parts),
    )
