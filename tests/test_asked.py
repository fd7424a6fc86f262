"""What is asked in more than one spelling is answered alike; what can't be meant is refused in a sentence."""

from datetime import date

import pandas as pd
import pytest

from ceasefires import alliances, asked, coding, durations, mediation, news, sponsors, timelines, violence

DAYS = ("2020-05-03", date(2020, 5, 3), pd.Timestamp("2020-05-03 14:00"))


@pytest.fixture(scope="module")
def empty(data):
    """Parts of the made war without any record."""
    return [data.only(until="1990"), data.as_of("1990-01-01")]


@pytest.mark.parametrize("day", DAYS)
def test_a_day_is_read_alike_as_text_date_or_timestamp(data, day):
    assert asked.day(day) == date(2020, 5, 3)
    assert data.as_of(day).day == date(2020, 5, 3)
    assert list(data.only(since=day, until=day).mediations["mediation_id"]) == ["ZZZ-M-may"]
    assert timelines.in_force(data, day).equals(timelines.in_force(data, "2020-05-03"))
    assert alliances.network(data, day=day).graph["day"] == date(2020, 5, 3)
    assert set(alliances.steps_table(data, dates=day)["day"]) == {pd.Timestamp("2020-05-03")}
    assert set(mediation.rivals_table(data, windows=day)["window"]) == {"2020-05-03"}
    left, right = timelines.printed.limits(timelines.table(data), day, day)
    assert left == right == pd.Timestamp("2020-05-03")
    assert list(violence.months.between(violence.months_table(data), day, day).index) in ([], [pd.Period("2020-05")])


def test_a_year_is_read_alike_as_number_and_text(data):
    assert asked.period(2020, 2020) == asked.period("2020", "2020")
    assert len(data.only(since=2020, until=2020).ceasefires) == len(data.ceasefires)
    assert len(data.only(since=2021).mediations) == 0
    limits = timelines.printed.limits(timelines.table(data), 2020, 2020)
    assert limits == (pd.Timestamp("2020-01-01"), pd.Timestamp("2020-12-31"))


@pytest.mark.parametrize("value", [None, pd.NaT, 2020, "2020", "2020-06", "2020-02-31", "Jun-20", 2020.5, True])
def test_what_is_not_one_day_is_refused(data, value):
    for ask in (data.as_of, lambda day: timelines.in_force(data, day), lambda day: alliances.network(data, day=day)):
        with pytest.raises(ValueError, match="is not one day|is not a date|is impossible|is ambiguous"):
            ask(value)


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        ("2021", "2020", "since 2021 comes after until 2020"),
        (date(2020, 5, 4), 2019, "since 2020-05-04 comes after until 2019"),
        ("Jun-20", None, "'Jun-20' is ambiguous"),
        (None, "31/02/2020", "31/02/2020"),
        (pd.NaT, None, "NaT is not a date"),
    ],
)
def test_a_bad_period_is_refused_everywhere(data, since, until, sentence):
    rows, deaths = timelines.table(data), pd.DataFrame({"date": ["2020-05-01", "2020-12-01"], "best": [3, 4]})
    for ask in (
        lambda **period: data.only(**period),
        lambda **period: timelines.figure(rows, **period),
        lambda **period: timelines.interactive(rows, **period),
        lambda **period: violence.around(data, deaths=deaths, **period),
        lambda **period: violence.hac_table(data, **period),
        lambda **period: violence.room_sentence(data, **period),
        lambda **period: violence.effects_table(data, deaths=deaths, **period),
    ):
        with pytest.raises(ValueError, match=sentence):
            ask(since=since, until=until)


def test_days_beyond_what_there_is_are_named(data):
    deaths = pd.DataFrame({"date": ["2020-05-01", "2020-12-01"], "best": [3, 4]})
    with pytest.raises(ValueError, match="the deaths are counted from 1 May 2020 to 1 Dec 2020"):
        violence.around(data, deaths=deaths, until="1990")
    with pytest.raises(ValueError, match="nothing in this table starts between"):
        timelines.interactive(timelines.table(data), until="1990")


MISSPELT = {
    "unit of coverage": (lambda data: coding.coverage_table(data, unit="episode"), "episodes"),
    "unit of durations": (lambda data: durations.table(data, unit="episodes"), "episode"),
    "class": (lambda data: durations.table(data, also="ultimatm"), "ultimatum"),
    "covariate": (lambda data: durations.terms_table(durations.table(data), by="writen"), "written"),
    "period": (lambda data: mediation.attempts_table(data, per="years"), "year"),
    "groups": (lambda data: mediation.attempts_table(data, by="tracks"), "track"),
    "role": (lambda data: mediation.attempts_table(data, roles=("medator",)), "mediator"),
    "author": (lambda data: mediation.acceptance.authors(data, roles=("propser",)), "proposer"),
    "class of truces": (lambda data: mediation.success_table(data, classes=("paus",)), "pause"),
    "level": (lambda data: mediation.rivals_table(data, windows=("2020",), level="natonal"), "national"),
    "forms of the battlefield": (lambda data: mediation.battlefield_table(data, forms=("arm",)), "arms"),
    "forms of pairs": (lambda data: sponsors.pairs_table(data, forms="arm"), "arms"),
    "blocks of chance": (lambda data: sponsors.pairs_table(data, within="phase", draws=5), "phase_id"),
    "level of what followed": (lambda data: sponsors.followed_table(sponsors.table(data), level="locl"), "local"),
    "success": (lambda data: sponsors.permuted_table(sponsors.table(data), success="efective"), "effective"),
    "forms left out": (lambda data: alliances.network(data, day=DAYS[0], without=("recogn",)), "recognition"),
    "attribution": (lambda data: alliances.network(data, day=DAYS[0], attribution=("claim",)), "claimed"),
    "rule": (lambda data: alliances.graph_of(data, day=DAYS[0], opposed="oppose"), "opposes"),
    "side": (lambda data: alliances.river_table(data, who="insid"), "inside"),
    "shift": (lambda data: alliances.shifts_table(data, kinds=("swich",)), "switch"),
    "grain": (lambda data: violence.around(data, grain="mont"), "month"),
    "classes left out": (lambda data: violence.starts(data, left_out="ultimatm"), "ultimatum"),
    "days of truces": (lambda data: violence.war(when="spikes"), "spike"),
}


@pytest.mark.parametrize("what", MISSPELT)
def test_an_unknown_word_gets_the_nearest_spelling(data, what):
    ask, near = MISSPELT[what]
    with pytest.raises(ValueError, match=f"is no .*; use .*; did you mean '{near}'"):
        ask(data)


UNKNOWN = {
    "track": (lambda data: mediation.rivals_table(data, windows=("2020",), track="ZZZ-nort"), "'ZZZ-north'"),
    "phase": (lambda data: mediation.network_table(data, phase="ZZZ-on"), "'ZZZ-one'"),
    "actor": (lambda data: sponsors.backing_table(data, actor="northlan", day=DAYS[0]), "'northland'"),
    "ally": (lambda data: alliances.ties_table(data, day=DAYS[0], actor="Northlan"), "'Northland'"),
    "truce": (lambda data: violence.lull_table(data, truce="ZZZ-C-octobr"), "'ZZZ-C-october'"),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_an_unknown_id_gets_the_nearest_spelling(data, what):
    ask, near = UNKNOWN[what]
    with pytest.raises(KeyError, match=near):
        ask(data)


def test_an_unknown_dataset_is_refused_and_a_part_without_any_is_not(real, empty):
    for ask in (coding.comparison_table, coding.crosswalk_table, coding.crosswalk_sentence):
        with pytest.raises(KeyError, match="there is no dataset 'CFX'; there is ETH/PRIO CF, PA-X"):
            ask(real, dataset="CFX")
    assert coding.comparison_table(real, dataset="PA-X").empty
    assert coding.crosswalk_sentence(empty[1], dataset="PA-X").startswith("No tie to PA-X is on record")


NUMBERS = {
    "draws": lambda data: sponsors.pairs_table(data, draws=0),
    "draws ": lambda data: alliances.balance_table(data, day=DAYS[0], draws=-1),
    "draws  ": lambda data: durations.ends_table(data, draws=0),
    "window": lambda data: violence.around(data, window=3.5),
    "window ": lambda data: alliances.network(data, day=DAYS[0], window=3.5),
    "window  ": lambda data: violence.room_sentence(data, window=0),
    "most": lambda data: mediation.attempts_table(data, most=-1),
    "most ": lambda data: mediation.walk_table(data, start="ZZZ-M-january", most=-1),
    "persistence": lambda data: violence.hac_table(data, persistence=-1),
    "seeds": lambda data: violence.hac_table(data, seeds=0),
    "seeds ": lambda data: violence.size_table(seeds=-1),
    "at_least": lambda data: mediation.success_table(data, at_least=-1),
    "days": lambda data: mediation.success_table(data, days=-3),
    "within": lambda data: alliances.shifts_table(data, within=-1),
    "widest_start": lambda data: durations.table(data, widest_start=-1),
}


@pytest.mark.parametrize("what", NUMBERS)
def test_a_number_that_makes_no_sense_is_refused(data, what):
    with pytest.raises(ValueError, match=f"^{what.strip()} is .*; give a (whole )?number"):
        NUMBERS[what](data)


def test_one_text_is_one_value_and_not_its_letters(data):
    assert durations.table(data, also="ultimatum").equals(durations.table(data, also=("ultimatum",)))
    for options in ({"forms": "arms"}, {"without": "arms"}):
        as_list = {name: (value,) for name, value in options.items()}
        one, several = (alliances.network(data, day=DAYS[0], **some) for some in (options, as_list))
        assert list(one.edges) == list(several.edges)
    assert len(alliances.balance_table(data, day=DAYS[0], windows=180, draws=0)) == 1


def test_an_empty_part_is_answered_in_a_sentence(empty):
    for part in empty:
        assert "of no conflict" in repr(part)
        assert len(violence.starts(part)) == len(violence.around(part)) == 0
        assert alliances.steps_table(part).empty and alliances.course_table(part).empty
        assert alliances.steps_sentence(alliances.steps_table(part)) == "No tie is on record in this part of the data."
        assert coding.unit_sentence(coding.unit_table(part)).startswith("No ceasefire took effect")
        assert coding.uncertainty_sentence(coding.uncertainty_table(part)).startswith("There is no ceasefire")
    assert [f"{part.cut_off:%Y-%m-%d}" for part in empty] == ["2020-12-31", "1990-01-01"]
    assert empty[0].only(until="1980").cut_off == empty[0].cut_off


def test_the_claims_of_an_item_are_not_in_an_empty_part(real):
    claims = news.claims(real)
    for part in (real.only(until="1990"), real.as_of("1990-01-01")):
        assert set(news.table(part, claims=claims)["verdict"]) == {"not_in_the_data"}
