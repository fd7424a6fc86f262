"""What is here: how many rows of what, when, and how to read one of them."""

import pandas as pd

from . import schema, style, words
from .dataset import RECORDS, Dataset
from .dates import widen
from .words import Sentence, _, say

LINES = {"ceasefires": style.BLUE, "mediations": style.GREEN, "events": style.RED, "positions": style.ORANGE}
DAYS = {"ceasefires": "declared", "mediations": "known_since", "events": "started", "positions": "on"}


def table(data: Dataset) -> pd.DataFrame:
    """One row per table of the dataset: how many rows it has and what one row is."""
    said = "description" if words.language() == "en" else "description_fr"
    rows = {raw["name"]: (len(getattr(data, raw["name"])), raw[said]) for raw in schema.package()["resources"]}
    return pd.DataFrame.from_dict(rows, orient="index", columns=[_("rows"), _("what a row is")]).rename_axis(_("table"))


def months_table(data: Dataset, *, since: str | None = None, until: str | None = None) -> pd.DataFrame:
    """One row per month: ceasefires declared, mediation attempts made public, events begun, positions taken."""
    counts = {}
    for name, column in DAYS.items():
        months = getattr(data, name)[f"{column}_earliest"].dropna().dt.to_period("M")
        counts[name] = months.value_counts()
    rows = pd.DataFrame(counts)
    first = pd.Period(since or min(rows.index, default=pd.Period(data.cut_off, "M")), "M")
    last = pd.Period(until or max(rows.index, default=first), "M")
    rows = rows.reindex(pd.period_range(first, last, freq="M"), fill_value=0).fillna(0).astype(int)
    return rows.rename_axis("month")


def figure(months: pd.DataFrame):
    """Draw the months of ``months_table`` as one line per kind of record, each labelled where it ends."""
    context, picture = style.drawing(width=9, height=3.6)
    with context:
        axis = picture.subplots()
        days = months.index.to_timestamp()
        for name, column in months.items():
            axis.plot(days, column, color=LINES[name], lw=1.8, marker="o" if len(months) < 30 else None, ms=4)
        taken: list[float] = []
        for name in months.iloc[-1].sort_values(kind="stable").index:
            y = max([months[name].iloc[-1], *(height + months.to_numpy().max() / 14 for height in taken[-1:])])
            taken.append(y)
            axis.annotate(_(name), (1.01, y), xycoords=("axes fraction", "data"), color=LINES[name], va="center")
        axis.set_ylim(bottom=0)
        axis.set_title(_("New records per month"))
    picture.alt = _("Lines: new records per month. {what}").format(what=months_sentence(months))
    return picture


def months_sentence(months: pd.DataFrame) -> Sentence:
    """In which month most happened, by kind of record, in one sentence."""
    if not months.to_numpy().any():
        return say(_("Nothing is dated in this part of the data."))
    peaks = [
        _("{name} in {month} ({n})").format(
            name=_(name), month=words.day(column.idxmax().to_timestamp())[2:], n=column.max()
        )
        for name, column in months.items()
    ]
    return say(_("Most came: {peaks}."), peaks=words.listed(peaks))


def sentence(data: Dataset) -> Sentence:
    """The dataset in one sentence: how many records of what, on how many sources, how many of those dated."""
    kinds = [
        words.count(len(getattr(data, name)), name[:-1], name) for name in (*RECORDS[1:], "positions", "alignments")
    ]
    dated = data.sources["published_latest"].notna().sum()
    return say(
        _("The data hold {kinds}, resting on {sources}, of which {dated} have a known day of publication."),
        kinds=words.listed(kinds),
        sources=words.count(len(data.sources), "source", "sources"),
        dated=dated,
    )


def read_row(data: Dataset, key: str) -> pd.DataFrame:
    """One record turned on its side: each column with its value and what the value means, as the codebook has it."""
    name = next(
        (
            name
            for name, raw in schema.tables().items()
            if len(raw.key) == 1 and key in set(getattr(data, name)[raw.key[0]])
        ),
        None,
    )
    if name is None:
        data.record(key)  # raises the error that names the nearest id
    resource = next(raw for raw in schema.package()["resources"] if raw["name"] == name)
    language = words.language()
    record, rows = data.record(key), []
    for field in resource["schema"]["fields"]:
        value = record[field["name"]]
        text = "; ".join(value) if isinstance(value, tuple) else "" if pd.isna(value) else str(value)
        rows.append((field["name"], text, _meaning(field, text, language)))
    return pd.DataFrame(rows, columns=[_("column"), _("value"), _("what it means")]).set_index(_("column"))


def _meaning(field: dict, text: str, language: str) -> str:
    if field.get("meanings") and text:
        colon = " : " if language == "fr" else ": "  # a label, then in longer meanings the rule for choosing it
        return "; ".join(field["meanings"][value][language].partition(colon)[0] for value in text.split("; "))
    if field.get("edtf") and text and text != "..":
        bounds = widen(text)
        return words.days(bounds.earliest, bounds.latest)
    return field["title" if language == "en" else "title_fr"]


def sources_table(data: Dataset, key: str) -> pd.DataFrame:
    """The sources of one record: who published what, when, in which language, for which side, and where."""
    cited = data.sources.set_index("source_id").loc[list(data.record(key)["sources"])]
    return pd.DataFrame(
        {
            _("publisher"): cited["publisher"],
            _("about"): cited["title_short"],
            _("published"): list(map(words.days, cited["published_earliest"], cited["published_latest"])),
            _("language"): cited["language"],
            _("speaks for"): [data.name(key, language=words.language()) for key in cited["partisan_to"]],
            _("address"): cited["url"],
        }
    )
