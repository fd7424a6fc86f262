"""Own words only: no sentence of the ledger of evidence or of another dataset stands in ours.

Pages themselves cannot be kept beside the project, so this compares with the text that is at hand in ../shared: what
was read for the coding, and the datasets that we compare with. French has nothing to be compared with there.
"""

import csv
import re
from pathlib import Path

import pytest

RUN = 8  # as many words alike, one after the other, are a copied phrase and not chance
COLUMNS = ("summary_en", "summary_fr", "note", "why", "how", "condition", "text_en", "text_fr")
NAMES = {"the supreme council of fezzan tribes and towns": "what that council is called"}


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def copied(ours: dict[str, str], theirs) -> dict[str, set[str]]:
    """The runs of at least RUN words that a text of ours shares with theirs, by the key of ours."""
    mine = {key: words(text) for key, text in ours.items()}
    grams = {tuple(said[at : at + RUN]) for said in mine.values() for at in range(len(said) - RUN + 1)}
    shared = set()
    for said in map(words, theirs):
        shared.update(grams.intersection(zip(*(said[at:] for at in range(RUN)), strict=False)))
    found = {}
    for key, said in mine.items():
        start = end = 0
        for at in range(len(said) - RUN + 1):
            if tuple(said[at : at + RUN]) in shared:
                start, end = (start if at < end else at), at + RUN
                found.setdefault(key, {})[start] = " ".join(said[start:end])
    return {key: set(runs.values()) for key, runs in found.items()}


def cells(path: Path, skip: tuple[str, ...] = ()):
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield from ((row, column, text) for column, text in row.items() if column not in skip and text)


@pytest.fixture(scope="module")
def ours(root) -> dict[str, str]:
    return {
        f"{next(iter(row.values()))} {column} ({path.stem}, cell {number})": text
        for path in sorted((root / "data").glob("*.csv"))
        for number, (row, column, text) in enumerate(cells(path))
        if column in COLUMNS
    }


@pytest.fixture(scope="module")
def theirs(root) -> set[str]:
    shared = Path(root).parent / "shared"
    files = [*shared.glob("evidence/*.csv"), *shared.glob("reference/*.csv")]
    if not files:
        pytest.skip("the ledger of evidence and the reference files are not at hand in ../shared")
    # A file with too many cells in a row gives a list, a row with too few gives nothing.
    return {
        text for path in files for _, _, text in cells(path, ("source_urls",)) if isinstance(text, str) and " " in text
    }


def test_no_summary_and_no_note_repeats_what_was_read(ours, theirs):
    found = copied(ours, theirs)
    runs = set().union(*found.values())
    assert runs == set(NAMES), {key: run for key, run in found.items() if run - set(NAMES)}


def test_a_copied_sentence_is_found(ours, theirs):
    sentence = next(text for text in sorted(theirs) if len(words(text)) == 2 * RUN)
    planted = ours | {"planted": f"In short: {sentence.upper()}!"}
    assert " ".join(words(sentence)) in copied(planted, theirs)["planted"]


def test_what_counts_as_copied():
    page = ["Both sides agreed to stop fighting, at the airport, and to hand it to a neutral force."]
    assert copied({"a": "Both sides agreed to stop fighting at the gate"}, page) == {
        "a": {"both sides agreed to stop fighting at the"}
    }
    assert not copied({"a": "Both sides agreed to stop fighting at once"}, page), "seven words alike may be chance"
    assert copied({"a": "They agreed to stop fighting at the Airport; and to hand it over"}, page) == {
        "a": {"agreed to stop fighting at the airport and to hand it"}
    }


def test_no_two_records_share_a_summary(root):
    for table in ("ceasefires", "mediations", "events"):
        for language in ("summary_en", "summary_fr"):
            said = [text for _, column, text in cells(root / "data" / f"{table}.csv") if column == language]
            assert len(said) == len(set(said)), f"{table}: {language}"


def test_french_texts_have_french_spacing_and_one_name_for_each_government(root):
    said = {
        f"{path.stem} {next(iter(row.values()))} {column}": text
        for path in sorted((root / "data").glob("*.csv"))
        for row, column, text in cells(path)
        if column.endswith("_fr")
    }
    assert [key for key, text in said.items() if re.search(r" [;:!?»]|« |\bGUN\b", text)] == []
