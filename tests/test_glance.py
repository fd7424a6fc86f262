import pandas as pd
import pytest

from ceasefires import glance, words


def test_the_table_counts_every_table(data):
    rows = glance.table(data)["rows"]
    assert rows["ceasefires"] == 5 and rows["corrections"] == 0 and len(rows) == 21


def test_months_count_what_began_in_them(data):
    months = glance.months_table(data)
    assert months.loc[pd.Period("2020-01", "M")].to_dict() == {
        "ceasefires": 2,
        "mediations": 1,
        "events": 0,
        "positions": 1,
    }
    assert months.loc[pd.Period("2020-03", "M")].sum() == 0
    assert "ceasefires in Jan 2020 (2)" in glance.months_sentence(months)


def test_the_lines_are_labelled_directly_and_the_alt_text_says_what_they_show(data):
    picture = glance.figure(glance.months_table(data))
    assert {text.get_text() for text in picture.axes[0].texts} == set(glance.LINES)
    assert "ceasefires in Jan 2020" in picture.alt


def test_a_row_is_explained_column_by_column(data):
    card = glance.read_row(data, "ZZZ-C-may")
    assert card.loc["term_end", "what it means"] == "4 May 2020"
    assert card.loc["ceasefire_class", "what it means"] == "Humanitarian or holiday pause"
    with pytest.raises(KeyError, match="did you mean 'ZZZ-C-may'"):
        glance.read_row(data, "ZZZ-C-mayy")


def test_the_sources_of_a_row_are_listed_with_their_day(data):
    assert glance.sources_table(data, "ZZZ-C-january-reds")["published"].tolist() == ["10 Jan 2020", "20 Feb 2020"]


def test_words_follow_the_language(data):
    try:
        words.speak("fr")
        assert glance.table(data).iloc[0, 1].startswith("Une ligne est une guerre")
    finally:
        words.speak("en")
