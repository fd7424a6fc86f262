"""On what sources: their kind, language and side, and how many independent ones a record has."""

import pandas as pd

from .. import style, words
from ..dataset import Dataset
from ..words import Sentence, _, say

RECORDS = {"ceasefires": "ceasefire_id", "mediations": "mediation_id", "events": "event_id"}


def evidence_table(data: Dataset) -> pd.DataFrame:
    """One row per kind, language, side or day known of the sources: how many, and their share."""
    frame = data.sources
    sides = frame["partisan_to"].map(lambda key: data.name(key) if key else _("no side"))
    known = frame["published_latest"].notna().map({True: _("known"), False: _("not known")})
    kinds = frame["kind"].map(words.label)
    rows = pd.concat(
        {
            _("kind"): kinds.value_counts(),
            _("language"): frame["language"].value_counts(),
            _("speaks for"): sides.value_counts(),
            _("day of publication"): known.value_counts(),
        },
        names=["of", "value"],
    ).rename("sources")
    rows = rows.reset_index().sort_values(["of", "sources", "value"], ascending=[True, False, True], kind="stable")
    return rows.assign(share=(rows["sources"] / len(frame)).round(3)).reset_index(drop=True)


def independent(data: Dataset) -> pd.DataFrame:
    """One row per record table: records, and those that rest on at least two different publishers."""
    publisher = data.sources.set_index("source_id")["publisher"].to_dict()
    rows = {}
    for name in RECORDS:
        publishers = getattr(data, name)["sources"].map(lambda cited: len({publisher[key] for key in cited}))
        rows[name] = (len(publishers), int((publishers >= 2).sum()))
    return pd.DataFrame.from_dict(rows, orient="index", columns=["records", "two publishers or more"])


def evidence_figure(rows: pd.DataFrame, *, most: int = 8):
    """Draw the shares of ``evidence_table`` as bars, one panel per property, the commonest values first."""
    groups = [group for group in dict.fromkeys(rows["of"]) if group != _("day of publication")]
    context, picture = style.drawing(width=10, height=3.4)
    with context:
        for axis, group in zip(picture.subplots(1, max(len(groups), 1), squeeze=False)[0], groups):
            some = rows[rows["of"] == group].head(most).iloc[::-1]
            axis.barh(some["value"], some["sources"], color=style.BLUE, height=0.65)
            for y, number in enumerate(some["sources"]):
                axis.text(number, y, f" {number}", va="center", fontsize=8)
            axis.set_title(group)
            axis.set_xlim(right=some["sources"].max() * 1.3)
            axis.set_xticks([])
            axis.tick_params(length=0, labelsize=8)
            axis.grid(visible=False)
            axis.spines[:].set_visible(False)
    picture.alt = _("Sources by kind, language, side and day of publication: {bars}.").format(
        bars="; ".join(f"{row.of} {row.value} {row.sources}" for row in rows.groupby("of").head(3).itertuples())
    )
    return picture


def evidence_sentence(data: Dataset) -> Sentence:
    """How many sources, how many dated, and how many records rest on two publishers."""
    frame, two = data.sources, independent(data).sum()
    return say(
        _(
            "{n} in {languages}; the day of publication is known of {dated}, and {two} of {records} records "
            "rest on two publishers or more."
        ),
        n=words.count(len(frame), "source", "sources"),
        languages=words.count(frame["language"].nunique(), "language", "languages"),
        dated=frame["published_latest"].notna().sum(),
        two=two["two publishers or more"],
        records=two["records"],
    )
