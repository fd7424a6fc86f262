import itertools
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import ceasefires
import made
from ceasefires import sponsors
from ceasefires.dataset import Dataset
from ceasefires.news import standing
from ceasefires.schema import tables
from ceasefires.shares import jeffreys
from ceasefires.sponsors.backing import Spells, roots
from ceasefires.sponsors.curveball import curveball, null, pairings, together
from ceasefires.sponsors.sides import Camps, grade, reachable

STATES = ("northland", "southland", "eastland", "westland", "farland", "midland")


def extended(data, **more):
    """The data with rows added to some tables; blanks are filled as in the made war."""
    text = {name: {column: list(cells) for column, cells in columns.items()} for name, columns in data._text.items()}
    for name, rows in more.items():
        for row in rows:
            for column in tables()[name].columns:
                text[name][column].append(row.get(column, made.DEFAULTS.get(column, "")))
    return Dataset(text)


def turned(data):
    """The same data with every table upside down."""
    return Dataset({name: {c: v[::-1] for c, v in columns.items()} for name, columns in data._text.items()})


def backing(actor, target, form="arms", *, stance="supports", since="2019", until="..", attribution="established"):
    key = f"ZZZ-A-{actor}-{target}-{stance}-{form}-{since}"
    spell = {"alignment_id": key, "actor_id": actor, "target_id": target, "form": form, "stance": stance}
    return {**spell, "since": since, "until": until, "attribution": attribution, "sources": "wire-jan"}


def attempt(key, thirds, sides=("reds", "blues"), *, day="2020-05-03", track="ZZZ-north", role="mediator", **more):
    """The rows of one attempt: mediation and roles."""
    record = {"mediation_id": key, "track_id": track, "theatre_id": "ZZZ-national", "name_en": key, "name_fr": key}
    record |= {"started": day, "ended": day, "known_since": day, "sources": "wire-may", "outcome": "no_result"} | more
    roles = [(third, role) for third in thirds] + [(side, "party") for side in sides]
    return record, [{"record_id": key, "actor_id": who, "role": what, "sources": "wire-may"} for who, what in roles]


def with_attempts(data, *attempts, **more):
    records, roles = zip(*attempts)
    return extended(data, mediations=list(records), roles=list(itertools.chain(*roles)), **more)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The made war without its alignments, with more states and some groups."""
    war = ceasefires.load(made.write(tmp_path_factory.mktemp("made")))
    war = Dataset({**war._text, "alignments": {column: [] for column in war._text["alignments"]}})
    names = [(state, "state", "") for state in STATES[2:]] + [
        ("company", "private_military", "northland"), ("general", "person", "reds"), ("militia", "armed_group", ""),
        ("town", "armed_group", ""), ("upper-town", "armed_group", "town"), ("lower-town", "armed_group", "town"),
        ("mayor", "person", "blues"),
    ]  # fmt: skip
    rows = [{"actor_id": a, "name_en": a.title(), "name_fr": a.title(), "kind": k, "parent_id": p} for a, k, p in names]
    return extended(war, actors=rows)


def kinds(data, key="M", **more):
    row = sponsors.table(data, **more).loc[key]
    return row["kind_low"], row["kind_high"]


# Whom an actor backed on a day


def _in(frame, pairs):
    columns = ["actor_id", "target_id"]
    return pd.MultiIndex.from_frame(frame[columns]).isin(pd.MultiIndex.from_frame(pairs[columns]))


def test_a_spell_runs_by_the_same_rule_as_in_the_news(real):
    head = {actor: actor for actor in real.actors["actor_id"]}
    spells = Spells(real.alignments, head)
    pairs = real.alignments[["actor_id", "target_id"]].drop_duplicates()
    pairs = pairs.sort_values(["actor_id", "target_id"]).iloc[::3]
    for day in pd.to_datetime(["2014-10-15", "2016-09-22", "2020-06-15", "2021-03-15"]):
        perhaps, surely = spells.running(day, day)
        ours = spells.frame.assign(sure=surely)[perhaps].set_index("alignment_id")["sure"]
        found = [standing.spells(real, one, other, day) for one, other in pairs.itertuples(index=False)]
        theirs = pd.concat(found).set_index("alignment_id")
        firm = theirs["sure"] & theirs["attribution"].isin(["established", "claimed"])
        assert ours.reindex(firm.index).to_dict() == firm.astype(bool).to_dict() and len(firm) > 5
        assert ours.index.difference(firm.index).isin(spells.frame[~_in(spells.frame, pairs)]["alignment_id"]).all()


def test_an_uncertain_day_makes_backing_perhaps(data):
    war = extended(data, alignments=[backing("northland", "reds", since="2020-03", until="2020-08")])
    spells = Spells(war.alignments, roots(war))
    running = {span: [bool(mask[0]) for mask in spells.running(*map(pd.Timestamp, span))] for span in [
        ("2020-02-29", "2020-02-29"), ("2020-03-15", "2020-03-15"), ("2020-04-01", "2020-07-31"),
        ("2020-02-01", "2020-05-01"), ("2020-08-15", "2020-08-15"), ("2020-09-01", "2020-09-02"),
    ]}  # fmt: skip
    assert list(running.values()) == [
        [False, False], [True, False], [True, True], [True, False], [True, False], [False, False],
    ]  # fmt: skip


def test_whom_an_actor_backed_is_a_table_and_a_sentence_also_where_there_is_nothing(data):
    war = extended(
        data,
        alignments=[
            backing("company", "general", "troops", since="2020-01-10"),
            backing("northland", "blues", "recognition", attribution="alleged"),
        ],
    )
    rows = sponsors.backing_table(war, actor="northland", day="2020-05-03")
    assert list(rows.index) == ["general", "blues"] and list(rows["surely"]) == [True, False]
    assert list(rows["belongs_to"]) == ["Reds", "Blues"]
    assert rows.loc["general", "since"] == "10 Jan 2020"
    said = sponsors.backing_sentence(rows)
    assert said == "On 3 May 2020, Northland backed General (troops) and Blues (recognition), perhaps."
    for day in ("1800-01-01", "2099-01-01"):
        assert sponsors.backing_table(war, actor="northland", day=day).empty, "nothing is known of that day"
    nothing = sponsors.backing_table(war, actor="eastland", day="2020-05-03")
    assert sponsors.backing_sentence(nothing) == "No support by Eastland is coded for 3 May 2020."
    with pytest.raises(KeyError, match="did you mean 'northland'"):
        sponsors.backing_table(war, actor="nortland", day="2020-05-03")
    with pytest.raises(ValueError, match="did you mean 'drones'"):
        sponsors.backing_table(war, actor="northland", day="2020-05-03", forms=["drone"])


# The kind of an attempt


def test_an_attempt_is_of_the_kind_that_its_backers_make_it(data):
    both = [backing("northland", "reds"), backing("southland", "blues"), backing("farland", "reds", "finance")]
    even = [backing("eastland", "reds"), backing("eastland", "blues")]
    war = extended(data, alignments=both + even)
    for thirds, kind in {
        ("westland",): "no_backing", ("northland",): "one_sided", ("northland", "farland"): "one_sided",
        ("eastland",): "shared", ("eastland", "northland"): "shared", ("northland", "southland"): "opposed",
        ("eastland", "northland", "southland"): "opposed", ("westland", "southland"): "one_sided",
    }.items():  # fmt: skip
        assert kinds(with_attempts(war, attempt("M", thirds))) == (kind, kind), thirds


def test_only_mediators_sponsors_and_guarantors_count(data):
    war = extended(data, alignments=[backing("northland", "reds"), backing("southland", "blues")])
    for role in ("sponsor", "guarantor"):
        assert kinds(with_attempts(war, attempt("M", ["northland", "southland"], role=role)))[0] == "opposed"
    for role in ("host", "facilitator", "witness", "proposer"):
        rows = sponsors.table(with_attempts(war, attempt("M", ["northland", "southland"], role=role)))
        assert "M" not in rows.index


def test_uncertain_spells_give_the_least_and_the_most(data):
    sure = backing("northland", "reds")
    for spell, low in [
        (backing("southland", "blues", attribution="alleged"), "one_sided"),
        (backing("southland", "blues", since="2020-05"), "one_sided"),
        (backing("southland", "blues", since="2020-05-01", until="2020-05"), "one_sided"),
        (backing("southland", "blues", since="2020-05-01", attribution="claimed"), "opposed"),
    ]:
        war = with_attempts(extended(data, alignments=[sure, spell]), attempt("M", ["northland", "southland"]))
        assert kinds(war) == (low, "opposed")
        assert sponsors.table(war).loc["M", "kind"] == ("opposed" if low == "opposed" else "uncertain")
    vague = attempt("M", ["northland", "southland"], day="2020-03/2020-05")
    late = backing("southland", "blues", since="2020-04-15")
    assert kinds(with_attempts(extended(data, alignments=[sure, late]), vague)) == ("one_sided", "opposed")
    perhaps_both = [sure, backing("northland", "blues", attribution="alleged"), backing("southland", "blues")]
    war = with_attempts(extended(data, alignments=perhaps_both), attempt("M", ["northland", "southland"]))
    assert kinds(war) == ("shared", "opposed"), "what a third party perhaps also backs can make two less opposed"


def test_an_open_date_is_read_from_the_opening_of_the_track_to_publication(data):
    war = extended(data, alignments=[backing("northland", "reds", since="2020-02-01", until="2020-03-01")])
    some = attempt("M", ["northland"], day="../2020-02-15")
    assert kinds(with_attempts(war, some)) == ("no_backing", "one_sided")
    before_its_track = attempt("M", ["northland"], day="../2020-02-15", track="ZZZ-south")
    assert kinds(with_attempts(war, before_its_track)) == ("one_sided", "one_sided")
    planned = attempt("M", ["northland"], started="", ended="", planned="2020-02-10/..", known_since="2020-02-12")
    assert kinds(with_attempts(war, planned)) == ("one_sided", "one_sided")


def test_recognition_counts_only_where_nothing_stronger_was_given_and_can_be_left_out(data):
    spells = [
        backing("northland", "reds"), backing("northland", "blues", "recognition"),
        backing("southland", "blues", "recognition"),
    ]  # fmt: skip
    war = with_attempts(extended(data, alignments=spells), attempt("M", ["northland", "southland"]))
    assert kinds(war) == ("opposed", "opposed")
    assert kinds(war, forms=sponsors.WITHOUT_RECOGNITION) == ("one_sided", "one_sided")
    assert kinds(war, forms="recognition") == ("one_sided", "one_sided")


def test_patrons_and_persons_roll_up(data):
    war = extended(data, alignments=[backing("company", "general"), backing("southland", "blues")])
    assert kinds(with_attempts(war, attempt("M", ["northland", "southland"]))) == ("opposed", "opposed")
    split = attempt("M", ["northland", "southland"], sides=["general", "mayor"])
    assert kinds(with_attempts(war, split)) == ("opposed", "opposed")
    camps = Camps(with_attempts(war, attempt("M", ["company"], sides=["reds", "general", "blues"])))
    assert camps.third["M"] == ["northland"]
    assert [who for who, _family in camps.of("M").partitions[0]] == [("blues",), ("reds",)]


def test_two_groups_of_one_town_stay_two_sides(data):
    war = extended(data, alignments=[backing("northland", "upper-town"), backing("southland", "lower-town")])
    feud = attempt("M", ["northland", "southland"], sides=["upper-town", "lower-town"])
    assert kinds(with_attempts(war, feud)) == ("opposed", "opposed")
    war = extended(data, alignments=[backing("northland", "town")])
    assert kinds(with_attempts(war, feud)) == ("shared", "shared")


def test_who_supports_one_of_the_sides_is_on_its_side(data):
    spells = [backing("militia", "reds", "troops"), backing("northland", "militia"), backing("southland", "reds")]
    three = attempt("M", ["northland", "southland"], sides=["reds", "militia", "blues"])
    assert kinds(with_attempts(extended(data, alignments=spells), three)) == ("one_sided", "one_sided")
    odds = backing("reds", "militia", "troops", stance="opposes")
    assert kinds(with_attempts(extended(data, alignments=[*spells, odds]), three))[0] == "shared"
    # who supports two of them joins neither
    spells += [backing("militia", "blues", "troops"), backing("eastland", "blues")]
    four = attempt("M", ["southland", "eastland"], sides=["reds", "militia", "blues"])
    war = with_attempts(extended(data, alignments=spells), four)
    assert kinds(war) == ("opposed", "opposed")
    sides = [[who for who, _family in sides] for sides in Camps(war).of("M").partitions]
    assert sides == [[("blues",), ("militia",), ("reds",)]] * 2


def test_backing_passes_through_a_group_in_the_country_but_not_through_a_state(data):
    for between, kind in (("militia", "opposed"), ("westland", "one_sided")):
        spells = [backing("northland", between), backing(between, "reds"), backing("southland", "blues")]
        war = extended(data, alignments=spells)
        assert kinds(with_attempts(war, attempt("M", ["northland", "southland"]))) == (kind, kind), between
    spells = [backing("northland", "militia"), backing("militia", "reds", "recognition")]
    assert kinds(with_attempts(extended(data, alignments=spells), attempt("M", ["northland"])))[1] == "no_backing"


def test_an_attempt_without_two_sides_is_read_against_the_camps_of_the_day(data):
    spells = [backing("northland", "reds"), backing("southland", "blues")]
    odds = backing("reds", "blues", "troops", stance="opposes", since="2020-02-01", until="2020-06-01")
    war = extended(data, alignments=[*spells, odds])
    for sides in ((), ("reds",), ("general", "reds")):
        bare = attempt("M", ["northland", "southland"], sides=sides)
        assert kinds(with_attempts(war, bare)) == ("opposed", "opposed")
        assert sponsors.table(with_attempts(war, bare)).loc["M", "completed"]
    local = attempt("M", ["northland", "southland"], sides=(), theatre_id="ZZZ-port")
    assert kinds(with_attempts(war, local)) == ("no_backing", "no_backing")
    after = attempt("M", ["northland", "southland"], sides=(), day="2020-07-01")
    assert kinds(with_attempts(war, after)) == ("no_backing", "no_backing")


def test_the_least_and_the_most_are_those_of_every_combination():
    rng = np.random.default_rng(1)
    for _case in range(300):
        options = [frozenset(rng.choice(8, size=rng.integers(1, 4))) for _third in range(rng.integers(1, 4))]
        expected = {grade(frozenset(masks) - {0}) for masks in itertools.product(*options)}
        assert {grade(state) for state in reachable(options)} == expected
    assert [grade(frozenset(masks)) for masks in ((), (1,), (1, 3), (3,), (1, 2), (1, 2, 3))] == [0, 1, 2, 2, 3, 3]


@pytest.fixture(scope="module")
def story(data):
    """Six attempts with all kinds, of which two in the denominator led to a truce."""
    spells = [
        backing("northland", "reds"), backing("southland", "blues"), backing("eastland", "reds"),
        backing("eastland", "blues"), backing("farland", "blues", attribution="alleged"),
    ]  # fmt: skip
    war = with_attempts(
        extended(data, alignments=spells),
        attempt("M1", ["northland", "southland"], outcome="ceasefire"),
        attempt("M2", ["northland", "southland"], day="2020-05-04"),
        attempt("M3", ["northland", "southland"], day="2020-05-05", format="sponsors_contact"),
        attempt("M4", ["northland"], day="2020-08-06", track="ZZZ-south", outcome="unknown"),
        attempt("M5", ["eastland"], day="2020-08-07", track="ZZZ-south"),
        attempt("M6", ["northland", "farland"], day="2020-05-08", track="ZZZ-south"),
    )
    produced = {"from_id": "M1", "to_id": "ZZZ-C-january-reds", "relation": "produced", "sources": "wire-jan"}
    return extended(war, links=[produced])


def test_the_sentence_and_the_figure_say_what_the_table_holds(story):
    rows = sponsors.table(story)
    assert rows["kind"].to_dict() == {
        "ZZZ-M-january": "no_backing", "ZZZ-M-may": "no_backing", "M1": "opposed", "M2": "opposed", "M3": "opposed",
        "M6": "uncertain", "M4": "one_sided", "M5": "shared",
    }  # fmt: skip
    said = sponsors.sentence(rows)
    assert said.startswith("Of 8 mediation attempts with a mediator, sponsor or guarantor, 3 to 4 had opposed b")
    assert "in 1 both sides were backed but nobody was opposed, in 1 to 2 one side, and in 2 no backing" in said
    assert said.endswith("The two who were opposed most often are Northland – Southland, in 3 attempts.")
    assert rows.loc["M6", "backing"] == "Farland → Blues?; Northland → Reds"
    assert rows.loc["M6", "perhaps_pairs"] == ("Farland – Northland",)
    assert set(rows.loc["M6", "alignments"]) == {
        "ZZZ-A-northland-reds-supports-arms-2019",
        "ZZZ-A-farland-blues-supports-arms-2019",
    }
    assert list(sponsors.opposed(rows)["opposed"]) == ["surely", "surely", "surely", "perhaps"]
    counts = sponsors.periods(rows)
    assert counts.to_numpy().sum() == 8 and counts.index.freqstr == "M" and len(counts) == 8
    picture = sponsors.figure(rows)
    above, below = picture.axes
    assert sum(bar.get_height() for bar in above.patches) == 8
    assert [tick.get_text() for tick in below.get_yticklabels()] == ["Northland – Southland", "Farland – Northland"]
    marks = [len(line.get_xdata()) for line in below.get_lines()]
    assert marks == [3, 0, 0, 1] and said in picture.alt


def test_the_same_calls_work_for_one_actor_and_for_nothing(story, data):
    rows = sponsors.table(story, actor="southland")
    assert list(rows.index) == ["M1", "ZZZ-M-may", "M2", "M3"] and set(rows["kind"]) == {"opposed", "no_backing"}
    assert "M1" in sponsors.table(story, actor="company").index
    with pytest.raises(KeyError, match="did you mean 'southland'"):
        sponsors.table(story, actor="southlnd")
    for empty in (sponsors.table(story, actor="latecomer"), sponsors.table(data.only(theatre="ZZZ-hills"))):
        assert empty.empty and sponsors.sentence(empty).startswith("No attempt in this part of the data")
        assert sponsors.figure(empty).alt == sponsors.sentence(empty)
        assert sponsors.periods(empty).empty and sponsors.opposed(empty).empty
        followed = sponsors.followed_table(empty)
        assert sponsors.followed_figure(followed).alt == sponsors.followed_sentence(followed)
        assert sponsors.permuted_sentence(sponsors.permuted_table(empty)).startswith("No phase has")
    with pytest.raises(ValueError, match="did you mean 'phase_id'"):
        sponsors.pairs_table(story, within=("phase",))
    none = sponsors.pairs_table(data.only(theatre="ZZZ-hills"), draws=9)
    assert none.empty and sponsors.pairs_figure(none).alt == sponsors.pairs_sentence(none)
    assert sponsors.pairs_sentence(none).startswith("No two third parties")


# What followed


def test_what_followed_is_k_of_n_with_its_interval(story):
    table = sponsors.followed_table(sponsors.table(story)).set_index(["success", "kind"])
    row = table.loc["effective", "opposed"]
    assert (row["k_low"], row["k_high"], row["n"], row["outside"]) == (1, 1, 2, 1)
    assert (row["low"], row["high"]) == jeffreys(1, 2)
    row = table.loc["effective", "one_sided"]
    assert (row["k_low"], row["k_high"], row["n"]) == (0, 1, 1), "an unknown outcome is in the upper count"
    assert (row["low"], row["high"]) == (jeffreys(0, 1)[0], jeffreys(1, 1)[1])
    assert table.loc["held 30", "opposed"]["k_low"] == 1 and table.loc["held 90", "opposed"]["k_high"] == 0
    said = sponsors.followed_sentence(table.reset_index())
    assert "opposed backers: 1 of 2" in said and "Left out: 1 appeal or sponsors’ contact, 1 of them" in said
    assert sponsors.followed_table(sponsors.table(story), level="local")["n"].sum() == 4 * 4
    picture = sponsors.followed_figure(table.reset_index())
    assert len(picture.axes) == 4 and "1 of 2" in [text.get_text() for text in picture.axes[1].texts]


def phases(successes, opposed, *, attempts=2):
    """A table as ``table`` makes it, of one phase, with so many attempts per track, some tracks opposed."""
    cells = [
        ("one", f"T{track}", "opposed" if track in opposed else "no_backing", 2 * (number < won), True, "national")
        for track, won in enumerate(successes)
        for number in range(attempts)
    ]
    return pd.DataFrame(cells, columns=["phase_id", "track_id", "kind_low", "effective", "counted", "level"])


def test_the_permutation_knows_every_arrangement_and_the_smallest_p():
    row = sponsors.permuted_table(phases([2, 0, 0, 0], {0})).iloc[0]
    assert (row["k"], row["n"], row["other_k"], row["other_n"]) == (2, 2, 0, 6)
    assert (row["arrangements"], row["difference"], row["p"], row["smallest"]) == (4, 1.0, 0.25, 0.25)
    row = sponsors.permuted_table(phases([0, 2, 0, 0], {0})).iloc[0]
    assert row["p"] == 1 and row["smallest"] == 0.25
    two = pd.concat([phases([2, 0, 0], {0}), phases([2, 0, 0], {0}).assign(phase_id="two")])
    row = sponsors.permuted_table(two).iloc[0]
    assert (row["arrangements"], row["phases"], row["track_phases"]) == (9, 2, 6)
    assert row["p"] == row["smallest"] == pytest.approx(1 / 9)
    said = sponsors.permuted_sentence(sponsors.permuted_table(two))
    assert "Success (a truce took effect) came after 4 of 4 attempts (56% to 100%) in 2 track-phases with" in said
    assert "opposed backers, after 0 of 8 (0% to 26%) in the 4 others of the same 2 phases" in said
    assert "the smallest attainable p, over 9 arrangements, is 0.11: no arrangement could have been" in said


def test_a_phase_without_both_kinds_and_the_other_level_do_not_enter():
    lone = pd.concat([phases([2, 0, 0], {0}), phases([2, 2, 2], set()).assign(phase_id="two")])
    assert sponsors.permuted_table(lone).iloc[0]["track_phases"] == 3
    assert sponsors.permuted_table(lone, level="local").iloc[0]["track_phases"] == 0


def test_a_track_phase_is_opposed_from_half_of_its_attempts_on_those_outside_the_denominator_too():
    rows = phases([2, 0, 0], {0}, attempts=1)
    calls = rows.iloc[[0]].assign(kind_low="one_sided", counted=False)
    assert sponsors.permuted_table(pd.concat([rows, calls])).iloc[0]["opposed"] == 1
    assert sponsors.permuted_table(pd.concat([rows, calls, calls])).iloc[0]["track_phases"] == 0


def test_a_difference_that_is_there_is_found_in_drawn_arrangements_and_a_few_only_describe():
    rows = phases([2] * 10 + [0] * 10, set(range(10)))
    table = sponsors.permuted_table(rows)
    assert not table["exact"].iloc[0] and table["p"].iloc[0] < 0.001
    assert sponsors.permuted_sentence(table).endswith("below the usual level.")
    few = sponsors.permuted_table(phases([2] + [0] * 39, {0}))
    assert few["p"].iloc[0] == 1 / 40 and sponsors.permuted_sentence(few).endswith("so few track-phases only describe.")


def test_the_permutation_keeps_its_size():
    rng = np.random.default_rng(7)
    hits = sum(
        sponsors.permuted_table(phases(rng.integers(0, 3, 9), set(rng.choice(9, 3, replace=False))))["p"].iloc[0]
        <= 0.05
        for _seed in range(100)
    )
    assert hits <= stats.binom.ppf(0.995, 100, 0.05)


# The pair measure


def test_every_swap_keeps_both_margins_also_beyond_one_machine_word():
    rng = np.random.default_rng(3)
    for attempts, thirds in ((2, 2), (7, 5), (12, 70), (5, 130), (1, 4), (4, 1)):
        observed = rng.random((attempts, thirds)) < 0.3
        rows = np.repeat(observed[None], 50, axis=0)
        for _round in range(4):
            rows = curveball(rows, orders=pairings(attempts, rounds=1, rng=rng), rng=rng)
            assert (rows.sum(axis=1) == observed.sum(axis=0)).all()
            assert (rows.sum(axis=2) == observed.sum(axis=1)).all()
        assert attempts < 5 or (rows != observed).any()


def test_every_table_with_these_margins_is_as_likely_as_every_other():
    """All 3 × 3 tables with margins 2, 1, 1 and 2, 1, 1 are listed; chi-square over their frequencies."""
    observed = np.array([[1, 1, 0], [1, 0, 0], [0, 0, 1]], bool)
    every = [np.array(cells, bool).reshape(3, 3) for cells in itertools.product((0, 1), repeat=9)]
    same = [
        table.tobytes() for table in every
        if (table.sum(0) == observed.sum(0)).all() and (table.sum(1) == observed.sum(1)).all()
    ]  # fmt: skip
    drawn = null(observed, draws=8000, rng=np.random.default_rng(5))
    counts = pd.Series([table.tobytes() for table in drawn]).value_counts()
    assert set(counts.index) == set(same) and len(same) == 5
    assert stats.chisquare(counts.to_numpy()).pvalue > 0.001


def largest(rows, opposed, pairs):
    return together(rows, opposed, pairs).max(axis=1)


def test_exchangeable_data_give_uniform_p():
    """Tables dealt at random: the rank of the largest count, ties broken at random, is uniform; size is kept."""
    pairs = np.array(list(itertools.combinations(range(6), 2)))
    base = np.zeros((10, 6), bool)
    for row, places in enumerate(itertools.islice(itertools.combinations(range(6), 2), 10)):
        base[row, list(places)] = True
    ranks, plain = [], []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        opposed = np.tile(rng.random(len(pairs)) < 0.4, (10, 1))
        observed = curveball(base[None], orders=pairings(len(base), rounds=30, rng=rng), rng=rng)
        seen = largest(observed, opposed, pairs)[0]
        drawn = largest(null(observed[0], draws=99, rng=rng, rounds=6), opposed, pairs)
        plain.append((1 + (drawn >= seen).sum()) / 100)
        ranks.append(((drawn > seen).sum() + rng.random() * (1 + (drawn == seen).sum())) / 100)
    assert stats.kstest(ranks, "uniform").pvalue > 0.01
    assert np.sum(np.array(plain) <= 0.05) <= stats.binom.ppf(0.995, 150, 0.05)


def many(data, rng, *, planted, number=40, attribution="established"):
    """A war in which six states mediate in pairs at random; the planted pair, who are opposed, more often."""
    spells = [backing(state, side) for state, side in zip(STATES[:2], ["reds", "blues"])]
    spells += [backing(state, side, attribution=attribution) for state, side in zip(STATES[2:], ["reds", "blues"] * 2)]
    attempts = []
    for count in range(number):
        pair = planted if planted and count % 3 == 0 else tuple(rng.choice(STATES, 2, replace=False))
        day = f"2020-{1 + count % 12:02d}-{1 + count % 28:02d}"
        form = "summit" if rng.random() < 0.5 else "shuttle"
        attempts.append(attempt(f"M{count:02d}", pair, day=day, format=form))
    return with_attempts(extended(data, alignments=spells), *attempts)


def test_a_planted_pair_is_found_and_random_pairs_are_not(data):
    war = many(data, np.random.default_rng(11), planted=("farland", "midland"))
    rows = sponsors.pairs_table(war, draws=400)
    assert (rows.loc[1, "first"], rows.loc[1, "second"]) == ("Farland", "Midland")
    assert rows.loc[1, "p_family"] <= 0.01 and rows.loc[1, "opposed"] > rows.loc[1, "chance_high"]
    assert (rows.loc[2:, "p_family"] > 0.05).all() and rows["opposed"].is_monotonic_decreasing
    assert "Farland – Midland did so most often" in sponsors.pairs_sentence(rows)
    assert "more than their numbers of attempts explain" in sponsors.pairs_sentence(rows).replace("no more", "-")
    found = [
        sponsors.pairs_table(many(data, np.random.default_rng(seed), planted=None), draws=99).loc[1, "p_family"]
        for seed in range(12)
    ]
    assert np.sum(np.array(found) <= 0.05) <= stats.binom.ppf(0.995, 12, 0.05)


def test_the_verdict_says_where_the_draws_are_too_few(data):
    rows = sponsors.pairs_table(many(data, np.random.default_rng(11), planted=("farland", "midland")), draws=200)
    assert (rows["p_family_low"] <= rows["p_family"]).all() and (rows["p_family"] <= rows["p_family_high"]).all()
    for low, high, verdict in (
        (0.01, 0.03, ": more than"),
        (0.04, 0.06, ": too near to 5 %"),
        (0.06, 0.08, ": no more"),
    ):
        assert verdict in sponsors.pairs_sentence(rows.assign(p_family_low=low, p_family_high=high))


def test_a_pair_on_one_side_is_no_finding_however_often_it_meets(data):
    war = many(data, np.random.default_rng(11), planted=("northland", "eastland"))
    rows = sponsors.pairs_table(war, draws=200)
    pair = rows[(rows["first_id"] == "eastland") & (rows["second_id"] == "northland")].iloc[0]
    assert pair["together"] >= 14 and pair["opposed"] == pair["perhaps"] == 0 and pair["p"] == 1


def test_what_is_only_alleged_counts_neither_as_seen_nor_by_chance(data):
    war = many(data, np.random.default_rng(11), planted=("farland", "midland"), attribution="alleged")
    rows = sponsors.pairs_table(war, draws=50)
    sure = (rows["first_id"] == "northland") & (rows["second_id"] == "southland")
    assert rows.loc[sure, "expected"].item() > 0
    assert not rows.loc[~sure, "opposed"].any() and not rows.loc[~sure, "expected"].any()
    assert rows.loc[~sure, "perhaps"].max() >= 14
    alone = sponsors.pairs_table(war.only(actors="midland"), draws=9)
    assert "none surely backed opposite sides" in sponsors.pairs_sentence(alone)


def test_the_ranked_pairs_are_drawn_with_what_chance_gives(data):
    rows = sponsors.pairs_table(many(data, np.random.default_rng(11), planted=("farland", "midland")), draws=200)
    picture = sponsors.pairs_figure(rows, most=5)
    (axis,) = picture.axes
    seen = [line.get_xdata()[0] for line in axis.get_lines() if line.get_marker() == "D"]
    assert seen == list(rows["opposed"].head(5)) and len(axis.get_yticklabels()) == 5
    assert sponsors.pairs_sentence(rows) in picture.alt
    assert [sum(shares) for shares in rows["null"]] == pytest.approx([1] * len(rows))
    means = [np.dot(range(len(shares)), shares) for shares in rows["null"]]
    assert means == pytest.approx(list(rows["expected"]))


def test_the_order_of_rows_and_the_run_do_not_matter(data, story):
    war = many(data, np.random.default_rng(2), planted=("farland", "midland"))
    for some in (war, story):
        pd.testing.assert_frame_equal(
            sponsors.pairs_table(some, draws=50), sponsors.pairs_table(turned(some), draws=50)
        )
        pd.testing.assert_frame_equal(sponsors.table(some), sponsors.table(turned(some)))
        rows = sponsors.table(some)
        pd.testing.assert_frame_equal(sponsors.permuted_table(rows), sponsors.permuted_table(rows.iloc[::-1]))


def test_the_hash_seed_does_not_matter(real):
    script = (
        "import ceasefires; from ceasefires import sponsors; data = ceasefires.load(); "
        "print(sponsors.table(data).to_csv() + sponsors.pairs_table(data, draws=20).to_csv())"
    )
    env = {**os.environ, "PYTHONHASHSEED": "1"}
    other = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True).stdout
    ours = sponsors.table(real).to_csv() + sponsors.pairs_table(real, draws=20).to_csv()
    assert other.strip() == ours.strip() and len(ours) > 1000


# The real data: what must hold whatever is coded


def test_on_the_real_data_bounds_hold_and_recognition_only_adds_opposed_attempts(real):
    rows, less = sponsors.table(real), sponsors.table(real, forms=sponsors.WITHOUT_RECOGNITION)
    order = {kind: number for number, kind in enumerate(("no_backing", "one_sided", "shared", "opposed"))}
    assert (rows["kind_low"].map(order) <= rows["kind_high"].map(order)).all()
    assert set(less.index[less["kind_low"] == "opposed"]) <= set(rows.index[rows["kind_high"] == "opposed"])
    assert ((rows["kind_low"] == "opposed") <= (rows["pairs"].map(len) > 0)).all()
    assert (rows.loc[rows["kind_high"] == "no_backing", "backing"] == "").all()
    known = set(real.alignments["alignment_id"])
    assert all(known.issuperset(ids) for ids in rows["alignments"])
    roles = real.roles[real.roles["role"].isin(["mediator", "sponsor", "guarantor"])]
    assert set(rows.index) == set(real.mediations["mediation_id"]) & set(roles["record_id"])


def test_on_the_real_data_every_pair_is_counted_as_its_attempts_say(real):
    some = real.only(since="2020-01-01", until="2020-10-23")
    rows, pairs = sponsors.table(some), sponsors.pairs_table(some, draws=20)
    told = rows["pairs"].explode().dropna().value_counts()
    counted = {f"{row.first} – {row.second}": row.opposed for row in pairs.itertuples() if row.opposed}
    swapped = {" – ".join(reversed(pair.split(" – "))): n for pair, n in counted.items()}
    assert all(told[pair] == (counted | swapped)[pair] for pair in told.index) and len(told) == len(counted)
    assert (pairs["together"] >= pairs["perhaps"]).all() and (pairs["perhaps"] >= pairs["opposed"]).all()
