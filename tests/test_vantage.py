import pytest

import ceasefires
import made
from ceasefires.check import keys, references


@pytest.fixture
def load(tmp_path):
    return lambda changes=None: ceasefires.load(made.write(tmp_path, changes))


def everything(data):
    return "\n".join(str(column) for columns in data._text.values() for column in columns.values())


def test_what_was_not_public_is_gone_and_ids_still_hold(load):
    then = load().as_of("2020-05-03")
    assert set(then.ceasefires["ceasefire_id"]) == {"ZZZ-C-january-reds", "ZZZ-C-january-blues", "ZZZ-C-may"}
    assert "latecomer" not in set(then.actors["actor_id"]) and "ZZZ-two" not in set(then.phases["phase_id"])
    assert list(keys(then._text)) == [] and list(references(then._text)) == []


def test_an_end_is_known_only_from_its_own_sources(load):
    then = load().as_of("2020-01-31")
    reds = then.record("ZZZ-C-january-reds")
    assert (reds["end_kind"], reds["observance"], reds["end_sources"]) == ("holding", "unknown", ())
    assert "ZZZ-C-january-blues" not in set(then.ceasefires["ceasefire_id"])
    assert load().as_of("2020-02-20").record("ZZZ-C-january-reds")["end_kind"] == "broken"


def test_a_stated_term_is_known_from_the_start(load):
    assert load().as_of("2020-05-02").record("ZZZ-C-may")["ended_latest"].day == 4


PLANTED = {
    ("ceasefires", "ZZZ-C-january-reds", "fighting_resumed"): "2020-02-19",
    ("ceasefires", "ZZZ-C-january-reds", "summary_en"): "FUTURE summary",
    ("ceasefires", "ZZZ-C-january-reds", "note"): "FUTURE note",
    ("sources", "wire-feb", "title_short"): "FUTURE source",
    ("mediations", "ZZZ-M-january", "outcome"): "refused",
    ("mediations", "ZZZ-M-january", "sources"): "wire-jan;wire-feb",
    ("mediations", "ZZZ-M-january", "outcome_sources"): "wire-feb",
    ("alignments", "ZZZ-A-northland-reds", "until"): "2020-02-19",
    ("episodes", "ZZZ-EP-january", "note"): "FUTURE episode",
    ("positions", "ZZZ-P-january-southland", "condition"): "FUTURE condition",
    ("positions", "ZZZ-P-january-southland", "sources"): "wire-jan;wire-feb",
    ("conflicts", "ZZZ", "cut_off"): "2020-02-19",
    ("tracks", "ZZZ-north", "closed"): "2020-02-19",
    ("variants", "ZZZ-C-january-reds", "why"): "FUTURE variant",
}


def test_nothing_planted_from_after_the_day_can_be_read(load):
    then = load(PLANTED).as_of("2020-01-20")
    seen = everything(then)
    assert "FUTURE" not in seen and "2020-02" not in seen and "wire-feb" not in seen and "refused" not in seen
    assert then.record("ZZZ-M-january")["outcome"] == "unknown"
    assert then.record("ZZZ-A-northland-reds")["until"] == ".."
    assert "FUTURE" in everything(load(PLANTED))


def test_a_source_without_a_day_never_counts_as_published_and_that_is_counted(load):
    then = load().as_of("2020-12-31")
    assert "ZZZ-C-offer" not in set(then.ceasefires["ceasefire_id"])
    assert then.hidden.set_index("table").loc["ceasefires", "no_publication_date"] == 1


def test_an_attempt_under_way_is_still_going_on_and_one_to_come_is_only_planned(load):
    source = {("sources", "wire-oct", "published"): "2020-09-28"}
    assert load(source).as_of("2020-09-29").record("ZZZ-M-october")["outcome"] == "ongoing"
    told = {
        ("sources", "wire-oct", "published"): "2020-09-20",
        ("mediations", "ZZZ-M-october", "known_since"): "2020-09-20",
    }
    ahead = load(told).as_of("2020-09-21").record("ZZZ-M-october")
    assert (ahead["started"], ahead["outcome"]) == ("", "unknown")


def test_a_day_must_be_one_day(load):
    with pytest.raises(ValueError, match="not one day"):
        load().as_of("2020-06")
    with pytest.raises(ValueError, match="year first"):
        load().as_of("15/06/2020")
    with pytest.raises(ValueError, match="as known on 2020-06-15; ask the whole dataset"):
        load().as_of("2020-06-15").as_of("2020-06-16")
    assert load().as_of("2020-06-15").as_of("2020-03-01").day.isoformat() == "2020-03-01"


def test_a_date_that_may_lie_after_the_day_is_cut_at_the_day(load):
    changes = {("ceasefires", "ZZZ-C-january-reds", "declared"): "2020-01-10/2020-01-31"}
    assert load(changes).as_of("2020-01-20").record("ZZZ-C-january-reds")["declared"] == "2020-01-10/2020-01-20"


def test_a_value_that_only_later_pages_report_gives_way_to_the_one_then_reported(load):
    moved = {("variants", "ZZZ-C-january-reds", "status"): "adopted"}
    assert load(moved).as_of("2020-01-31").record("ZZZ-C-january-reds")["effective"] == ""
    assert load(moved).as_of("2020-02-20").record("ZZZ-C-january-reds")["effective"] == "2020-01-12"
