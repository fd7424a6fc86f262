import hashlib
import os
import subprocess
import sys
import time
from datetime import date
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import ceasefires
import made
from ceasefires import alliances, style
from ceasefires.alliances import optima, programme
from ceasefires.alliances.network import bounded, clipped
from ceasefires.alliances.runs import runs
from ceasefires.dataset import Dataset
from ceasefires.news.standing import spells

DAY = "2020-06-01"

# Read (1954), Cultures of the central highlands, New Guinea: rova (alliance) and hina (enmity), 16 Gahuku-Gama tribes.
ROVA = """Gavev-Kotun Gavev-Nagad Gavev-Gama Kotun-Nagad Kotun-Gama Ove-Alika Ove-Gahuk Ove-Masil Ove-Ukudz Alika-Ukudz
Nagam-Masil Nagam-Notoh Nagam-Seuve Gahuk-Masil Gahuk-Ukudz Gahuk-Geham Gahuk-Asaro Masil-Ukudz Masil-Geham Masil-Asaro
Masil-Uheto Ukudz-Geham Ukudz-Asaro Notoh-Kohik Notoh-Uheto Kohik-Uheto Geham-Asaro Uheto-Seuve Nagad-Gama"""
HINA = """Gavev-Ove Gavev-Alika Gavev-Nagam Gavev-Gahuk Gavev-Asaro Kotun-Ove Kotun-Nagam Kotun-Gahuk Kotun-Notoh
Kotun-Kohik Nagam-Nagad Nagam-Gama Gahuk-Notoh Gahuk-Uheto Gahuk-Gama Ukudz-Seuve Notoh-Geham Notoh-Nagad Kohik-Geham
Kohik-Nagad Geham-Uheto Geham-Nagad Geham-Gama Asaro-Seuve Asaro-Nagad Asaro-Gama Uheto-Nagad Uheto-Gama Seuve-Gama"""


def graph(friendly="", hostile=""):
    """A signed graph of ties written as one-other."""
    made_of = nx.Graph()
    for text, sign in ((friendly, 1), (hostile, -1)):
        made_of.add_edges_from((*tie.split("-"), {"sign": sign}) for tie in text.split())
    return made_of


def chance(nodes, ties, random):
    """A random signed graph of that size."""
    drawn = nx.gnm_random_graph(nodes, ties, seed=int(random.integers(1 << 30)))
    drawn = nx.relabel_nodes(drawn, {node: f"n{node:02d}" for node in drawn})
    nx.set_edge_attributes(drawn, {tie: int(random.choice([-1, 1])) for tie in drawn.edges}, "sign")
    return drawn


def by_hand(drawn):
    """Every division of a small graph, and what each costs."""
    names = sorted(drawn)
    place = {name: number for number, name in enumerate(names)}
    camps = (np.arange(1 << (len(names) - 1))[:, None] >> np.arange(len(names))) & 1
    cost = sum((camps[:, place[a]] == camps[:, place[b]]) != (sign > 0) for a, b, sign in drawn.edges(data="sign"))
    return names, camps, cost + np.zeros(len(camps), int)


@pytest.fixture
def war(monkeypatch, tmp_path):
    """The made war with alignments of one's own: actor, stance, target, form, since, until, last_seen, attribution."""

    def write(*rows, actors=(), phases=None):
        keys = ("actor_id", "stance", "target_id", "form", "since", "until", "last_seen", "attribution")
        lines = []
        for number, row in enumerate(rows):
            line = dict(zip(keys, (*row, *[""] * (len(keys) - len(row)))))
            line["attribution"] = line["attribution"] or "established"
            lines.append({"alignment_id": f"ZZZ-A-{number:02d}", "sources": "wire-jan", **line})
        people = [dict(zip(("actor_id", "kind", "parent_id", "active_until"), actor)) for actor in actors]
        people = [{"name_en": one["actor_id"].title(), "name_fr": one["actor_id"], **one} for one in people]
        monkeypatch.setitem(made.ROWS, "alignments", lines)
        monkeypatch.setitem(made.ROWS, "claims", [])
        monkeypatch.setitem(made.ROWS, "actors", [*made.ROWS["actors"], *people])
        if phases is not None:
            monkeypatch.setitem(made.ROWS, "phases", phases)
        return ceasefires.load(made.write(tmp_path / f"war{len(list(tmp_path.iterdir()))}"))

    return write


# ---- frustration


def test_the_highland_tribes_give_the_published_figures():
    tribes = graph(ROVA, HINA)
    assert (len(tribes), tribes.number_of_edges(), len(HINA.split())) == (16, 58, 29)
    assert programme.frustration(tribes) == 7
    assert programme.triangles(tribes) == (59, 68)
    (part,) = optima.optima(tribes)
    assert (part.frustration, part.number, len(part.divisions)) == (7, 1, 1)


def test_frustration_and_what_it_forces_agree_with_trying_everything():
    random = np.random.default_rng(11)
    for _draw in range(200):
        size = int(random.integers(2, 13))
        drawn = chance(size, int(random.integers(1, size * (size - 1) // 2 + 1)), random)
        names, camps, cost = by_hand(drawn)
        best = camps[cost == cost.min()]
        parts = optima.optima(drawn)
        assert programme.frustration(drawn) == cost.min() == sum(part.frustration for part in parts)
        count = np.prod([part.number for part in parts]) * 2 ** (nx.number_connected_components(drawn) - 1)
        assert count == len(best)
        for found in (parts, optima.optima(drawn, cap=1)):
            place = {a: (n, k, s) for n, part in enumerate(found) for k, group in enumerate(part.classes) for a, s in group.items()}  # fmt: skip  # noqa: E501
            for one, other in combinations(names, 2):
                same = best[:, names.index(one)] == best[:, names.index(other)]
                forced = 1 if same.all() else -1 if not same.any() else 0
                told = 0
                if one in place and other in place and place[one][:2] == place[other][:2]:
                    told = 1 if place[one][2] == place[other][2] else -1
                assert told == forced, (one, other)


def test_every_listed_division_is_best_and_none_is_listed_twice():
    drawn = chance(12, 30, np.random.default_rng(3))
    (part,) = optima.optima(drawn)
    costs = [sum((camp[a] == camp[b]) != (s > 0) for a, b, s in drawn.edges(data="sign")) for camp in part.divisions]
    assert set(costs) == {part.frustration} and len(part.divisions) == part.number
    assert len({tuple(camp.values()) for camp in part.divisions}) == part.number
    assert all(camp[min(camp)] == 0 for camp in part.divisions)


def test_sixty_actors_at_the_density_of_the_real_network_take_less_than_a_second(real):
    here = alliances.graph_of(real, day="2020-06-15", window=365)
    random = np.random.default_rng(60)
    spent = []
    for _draw in range(3):
        drawn = chance(60, round(60 * here.number_of_edges() / len(here)), random)
        start = time.perf_counter()
        exact = programme.frustration(drawn)
        spent.append(time.perf_counter() - start)
        assert exact == sum(part.frustration for part in optima.optima(drawn)), "two exact methods"
    assert min(spent) < 1, spent


def test_closed_forms():
    for size in range(3, 9):
        enemies = nx.complete_graph([f"n{node}" for node in range(size)])
        nx.set_edge_attributes(enemies, -1, "sign")
        assert programme.frustration(enemies) == size * (size - 1) // 2 - size * size // 4
    ring = graph("a-b b-c c-d d-e", "e-a")
    assert programme.frustration(ring) == 1 and programme.cycle_rank(ring) == 1
    assert optima.optima(ring)[0].number == 5, "any one of the five ties can be the one that does not fit"
    assert programme.frustration(graph("a-b b-c", "c-d")) == 0


def test_shuffled_signs_are_the_same_on_every_run_and_keep_their_number():
    tribes = graph(ROVA, HINA)
    first, second = (optima.permuted(tribes, draws=20, seed=1) for _run in range(2))
    assert (first == second).all() and first.min() > 7
    assert set(optima.permuted(graph("a-b b-c", "c-a"), draws=9, seed=1)) == {1}
    assert set(optima.permuted(graph("a-b b-c c-a"), draws=9, seed=1)) == {0}


@pytest.mark.parametrize("together", [1, 1 << 20])
def test_shuffled_graphs_taken_together_cost_what_each_costs_alone(monkeypatch, together):
    random = np.random.default_rng(5)
    monkeypatch.setattr(optima, "TOGETHER", together)
    for _draw in range(10):
        drawn = chance(int(random.integers(2, 14)), int(random.integers(1, 14)), random)
        ties = sorted((*sorted(pair[:2]), pair[2]) for pair in drawn.edges(data="sign"))
        signs, alone = np.random.default_rng(2), []
        for _shuffle in range(7):
            other = nx.Graph()
            drawn_signs = signs.permutation(np.array([tie[2] for tie in ties], int)).tolist()
            other.add_edges_from((a, b, {"sign": s}) for (a, b, _old), s in zip(ties, drawn_signs))
            alone.append(programme.frustration(other))
        assert list(optima.permuted(drawn, draws=7, seed=2)) == alone


def test_names_are_cut_after_a_whole_word():
    assert clipped("Tuareg armed groups and elders", 19) == "Tuareg armed groups"
    assert clipped("Tuareg armed groups and elders", 17) == "Tuareg armed…" and clipped("Zway", 4) == "Zway"
    assert len(clipped("Thirdforcewithoutspaces", 12)) == 12


def test_a_graph_too_wide_for_tables_gets_its_classes_from_the_programme(monkeypatch):
    tribes, ring = graph(ROVA, HINA), graph("a-b b-c c-d d-a b-d", "a-c")
    told = [[part.classes for part in optima.optima(one)] for one in (tribes, ring)]
    monkeypatch.setattr(optima, "WIDEST", 1)
    again = [optima.optima(one) for one in (tribes, ring)]
    assert [[part.number for part in parts] for parts in again] == [[None], [None]]
    pairs = [[set(map(frozenset, part)) for part in one] for one in told]
    assert [[set(map(frozenset, part.classes)) for part in parts] for parts in again] == pairs


# ---- the network


def test_what_runs_on_a_day_is_what_the_news_pages_say(real):
    table, day = bounded(real), pd.Timestamp("2020-06-15")
    actors = real.actors.set_index("actor_id")
    gone = actors.index[(actors["active_until_latest"] < day) | (actors["active_since_earliest"] > day)]
    ours = alliances.running(real, day=day, window=0)
    for actor, target in sorted(set(zip(table["actor_id"], table["target_id"]))):
        theirs = spells(real, actor, target, day)
        mine = set(ours.loc[(ours["actor_id"] == actor) & (ours["target_id"] == target), "alignment_id"])
        assert mine <= set(theirs["alignment_id"])
        if not {actor, target} & set(gone):
            assert set(theirs.loc[theirs["since_earliest"].notna(), "alignment_id"]) <= mine


def test_evidence_lasts_for_the_window_and_a_new_stance_ends_an_old_one(war):
    data = war(
        ("northland", "supports", "reds", "arms", "2020-01-10", "", "2020-02-01"),
        ("southland", "opposes", "reds", "diplomacy", "2020-01-01", "2020-03-01"),
        ("southland", "supports", "reds", "arms", "2020-03-01", ".."),
        ("northland", "supports", "blues", "arms", "2020-04/2020-06", ".."),
    )

    def ties(day, window, **choice):
        return set(alliances.network(data, day=day, window=window, **choice).edges(keys=True))

    one, hostile = ("northland", "reds", "supports"), ("southland", "reds", "opposes")
    assert ties("2020-02-01", 0) == {one, hostile}
    assert ties("2020-02-20", 0) == {hostile} and one in ties("2020-02-20", 30)
    friend = ("southland", "reds", "supports")
    assert ties("2020-03-10", 0) == ties("2020-03-10", 30) == {friend}
    unsure = ("northland", "blues", "supports")
    assert unsure in ties("2020-05-01", 0) and unsure not in ties("2020-05-01", 0, sure=True)
    assert unsure in ties("2020-07-01", 0, sure=True)
    assert ties("2019-12-31", 90) == set()


def test_edges_carry_what_the_records_say(war):
    data = war(
        ("northland", "supports", "reds", "arms", "2020-01/2020-02", "..", "", "alleged"),
        ("northland", "supports", "reds", "finance", "2020-03-01", ".."),
    )
    (edge,) = alliances.network(data, day="2020-06-01").edges(data=True)
    assert edge[:2] == ("northland", "reds")
    assert edge[2] == {
        "stance": "supports",
        "forms": ("arms", "finance"),
        "since": (pd.Timestamp("2020-01-01"), pd.Timestamp("2020-02-29")),
        "attribution": "established",
        "records": ("ZZZ-A-00", "ZZZ-A-01"),
        "sure": True,
    }
    table = alliances.ties_table(data, day="2020-06-01", actor="Reds")
    assert table["since"][0] == "1 Jan 2020 – 29 Feb 2020" and len(table) == 1
    assert alliances.ties_table(data, day="2020-06-01", actor="blues").empty


def test_a_patron_and_its_instrument_are_not_added_up(war):
    data = war(
        ("company", "supports", "reds", "troops", "2020-01-01", ".."),
        ("northland", "supports", "reds", "mercenaries", "2020-01-01", ".."),
        ("militia", "supports", "reds", "troops", "2020-01-01", ".."),
        ("southland", "supports", "blues", "arms", "2020-01-01", ".."),
        ("reds", "opposes", "blues", "troops", "2020-01-01", ".."),
        ("company", "supports", "northland", "training", "2020-01-01", ".."),
        actors=[("company", "private_military", "northland"), ("militia", "armed_group", "northland")],
    )
    apart = alliances.network(data, day="2020-06-01")
    assert {one for one, other in apart.edges() if other == "reds"} == {"company", "northland", "militia"}
    assert apart.nodes["company"]["patron"] == "northland" and apart.nodes["militia"]["patron"] is None
    folded = alliances.network(data, day="2020-06-01", fold=True)
    assert {one for one, other in folded.edges() if other == "reds"} == {"northland", "militia"}
    assert not list(nx.selfloop_edges(folded)) and "company" not in alliances.graph_of(data, day="2020-06-01")
    assert folded["northland"]["reds"]["supports"]["records"] == ("ZZZ-A-00", "ZZZ-A-01")
    river = alliances.river_table(data)
    assert sorted(zip(river["backer"], river["camp"]))[::2] == [("Northland", "Reds"), ("Southland", "Blues")]


def test_real_patrons_and_proxies_are_one_tie(real):
    for day in ("2020-06-15", "2024-06-01"):
        apart = alliances.network(real, day=day)
        used = [one for one, other in apart.edges() if other == "lna" and apart.nodes[one]["patron"] == "russia"]
        assert used, "the case exists"
        folded = alliances.network(real, day=day, fold=True)
        assert not set(used) & set(folded) and folded.has_edge("russia", "lna", "supports")


@pytest.mark.parametrize(("rule", "sign"), [("leave_out", None), ("opposes", -1), ("supports", 1)])
def test_ties_that_oppose_each_other_follow_the_stated_rule(war, rule, sign):
    data = war(
        ("northland", "supports", "reds", "arms", "2020-01-01", ".."),
        ("reds", "opposes", "northland", "diplomacy", "2020-01-01", ".."),
        ("southland", "engages", "reds", "diplomacy", "2020-01-01", ".."),
    )
    plain = alliances.signed(alliances.network(data, day="2020-06-01"), opposed=rule)
    assert plain.graph["opposed"] == (("northland", "reds"),)
    assert [s for *_pair, s in plain.edges(data="sign")] == ([] if sign is None else [sign])
    with pytest.raises(ValueError, match="did you mean 'opposes'"):
        alliances.signed(alliances.network(data, day="2020-06-01"), opposed="oppose")


def test_those_dissolved_or_not_yet_founded_have_no_ties(war):
    data = war(
        ("northland", "supports", "old", "arms", "2020-01-01", "2020-03-31"),
        ("latecomer", "supports", "reds", "arms", "2020-01-01", ".."),
        actors=[("old", "armed_group", "", "2020-03-31")],
    )
    assert set(alliances.network(data, day="2020-03-31")) == {"northland", "old"}
    assert set(alliances.network(data, day="2020-04-01", window=365)) == set()
    assert set(alliances.network(data, day="2020-08-31")) == set()
    assert set(alliances.network(data, day="2020-09-01")) == {"latecomer", "reds"}, "on the day of its foundation"


def test_no_form_is_none_and_none_named_is_every_form(war):
    data = war(
        ("northland", "supports", "reds", "arms", "2020-01-01", ".."),
        ("southland", "supports", "reds", "finance", "2020-01-01", ".."),
    )
    ties = {forms: set(alliances.network(data, day=DAY, forms=forms)) for forms in (None, (), ("arms",))}
    assert ties == {None: {"northland", "southland", "reds"}, (): set(), ("arms",): {"northland", "reds"}}
    assert alliances.ties_table(data, day=DAY, forms=()).empty


def test_windows_and_dates_count_once(war):
    data = war(("northland", "supports", "reds", "arms", "2020-01-01", ".."))
    thrice = (DAY, date(2020, 6, 1), pd.Timestamp(DAY))
    assert len(alliances.steps_table(data, dates=thrice)) == 1
    course = alliances.course_table(data, dates=thrice, windows=(90, 90), draws=0)
    assert len(course) == 1 and course.attrs["windows"] == (90,)
    assert list(alliances.balance_table(data, day=DAY, windows=(90, 90), draws=0).index) == [90]
    assert list(alliances.camps_table(data, day=DAY, windows=(90, 90)).columns) == [90, "all"]


@pytest.mark.parametrize("nothing", [tuple, list, lambda: iter(())])
def test_no_window_and_no_date_are_refused(war, nothing):
    data = war(("northland", "supports", "reds", "arms", "2020-01-01", ".."))
    for ask in (alliances.balance_table, alliances.camps_table):
        with pytest.raises(ValueError, match="there is no window among what was given"):
            ask(data, day=DAY, windows=nothing())
    with pytest.raises(ValueError, match="there is no window among what was given"):
        alliances.course_table(data, windows=nothing())
    for ask in (alliances.steps_table, alliances.course_table):
        with pytest.raises(ValueError, match="there is no date among what was given"):
            ask(data, dates=nothing())


@pytest.mark.parametrize("endless", [10**9, "180", -1])
def test_a_window_that_no_war_fills_is_refused(war, endless):
    data = war(("northland", "supports", "reds", "arms", "2020-01-01", ".."))
    for ask in (alliances.running, alliances.network, alliances.ties_table, alliances.graph_of):
        with pytest.raises(ValueError, match="window is .*; give a whole number"):
            ask(data, day=DAY, window=endless)
    for ask in (alliances.balance_table, alliances.camps_table):
        with pytest.raises(ValueError, match="window is .*; give a whole number"):
            ask(data, day=DAY, windows=(90, endless))
    with pytest.raises(ValueError, match="window is .*; give a whole number"):
        alliances.course_table(data, windows=(90, endless))
    with pytest.raises(ValueError, match="within is .*; give a whole number"):
        alliances.shifts_table(data, within=endless)


# ---- shifts


def only(table, **wanted):
    for column, value in wanted.items():
        table = table[table[column] == value]
    assert len(table) == 1, table
    return table.iloc[0]


def test_a_side_switch_is_dated_inside_the_interval_of_its_evidence(war):
    random = np.random.default_rng(7)
    day = pd.Timestamp("2020-02-01")
    for draw in range(12):
        moved = day + pd.Timedelta(days=int(random.integers(30, 200)))
        before, after = (pd.Timedelta(days=int(gap)) for gap in random.integers(0, 25, 2))
        last, first = moved - before, moved + after
        old_end = [(f"{last:%F}", ""), (f"{last:%F}/{moved:%F}", ""), ("", f"{last:%F}")][draw % 3]
        new_start = [f"{first:%F}", f"{moved:%F}/{first:%F}", f"../{first:%F}"][draw // 4]
        data = war(
            ("northland", "supports", "reds", "arms", "2020-01-01", *old_end),
            ("northland", "supports", "blues", "arms", new_start, ".."),
            ("reds", "opposes", "blues", "troops", "2020-01-01", ".."),
        )
        row = only(alliances.shifts_table(data), who="Northland")
        assert row["kind"] == "switch" and (row["from"], row["to"]) == ("supports Reds", "supports Blues")
        assert row["low"] <= moved <= row["high"], "the true day is in the interval"
        assert last <= row["low"] and row["high"] <= first, "and the interval in the evidence"
        assert row["records"] == ("ZZZ-A-00", "ZZZ-A-01")


def test_each_kind_of_shift_is_told_from_the_others(war):
    data = war(
        ("northland", "opposes", "southland", "diplomacy", "2020-01", "2020-05-01"),
        ("northland", "engages", "southland", "diplomacy", "2020-05-03", ".."),
        ("reds", "opposes", "blues", "troops", "2020-01-01", ".."),
        ("town", "supports", "reds", "troops", "2020-01-01", "2020-08-01"),
        ("town", "supports", "blues", "troops", "2020-03-01", "2020-04-01"),
        ("first", "supports", "reds", "troops", "2020-01-01", "2020-06-01"),
        ("second", "supports", "reds", "troops", "2020-05", ".."),
        ("band", "supports", "reds", "troops", "2020-01-01", "2020-02-01"),
        ("reds", "supports", "band", "arms", "2020-07-01", ".."),
        ("southland", "supports", "old", "arms", "2020-01-01", "2020-04-01"),
        ("southland", "supports", "heir", "arms", "2020-04-01", ".."),
        actors=[
            ("town", "armed_group"), ("band", "armed_group"), ("first", "private_military", "northland"),
            ("second", "state_force", "northland"), ("old", "government", "", "2020-04-01"), ("heir", "government"),
        ],
    )  # fmt: skip
    table = alliances.shifts_table(data)
    assert sorted(table["kind"]) == ["both", "handover", "reversal", "turn"]
    turn = only(table, kind="turn")
    assert (turn["who"], turn["low"], turn["high"]) == (
        "Northland",
        pd.Timestamp("2020-05-01"),
        pd.Timestamp("2020-05-03"),
    )
    assert "opposes Southland (diplomacy) until 1 May 2020; deals with Southland" in turn["evidence"]
    assert only(table, kind="both")["who"] == "Town"
    assert only(table, kind="reversal")["who"] == "Reds"
    over = only(table, kind="handover")
    assert over["who"] == "Northland" and over["from"].startswith("First") and over["to"].startswith("Second")
    assert (over["low"], over["high"]) == (pd.Timestamp("2020-05-01"), pd.Timestamp("2020-06-01"))
    every = alliances.shifts_table(data, kinds=("succession",))
    assert only(every, kind="succession")["to"] == "supports Heir"
    assert list(alliances.shifts_table(data, within=2)["kind"]) == ["both", "turn"]
    assert set(alliances.shifts_table(data, actor="town")["who"]) == {"Town"}


@pytest.mark.parametrize(("begun", "joined"), [("2020-04-01", True), ("2020-04-02", False)])
def test_what_begins_within_a_month_is_one_move(war, begun, joined):
    data = war(
        ("northland", "supports", "reds", "arms", "2020-01-01", "2020-03-01"),
        ("northland", "supports", "blues", "arms", "2020-03-01", ".."),
        ("northland", "supports", "town", "arms", begun, ".."),
        ("reds", "opposes", "blues", "troops", "2020-01-01", ".."),
        ("reds", "opposes", "town", "troops", "2020-01-01", ".."),
        actors=[("town", "armed_group")],
    )
    to = only(alliances.shifts_table(data), who="Northland")["to"]
    assert to == ("supports Blues and supports Town" if joined else "supports Blues")


@pytest.mark.parametrize(("again", "number"), [("2020-01-02", 1), ("2020-01-03", 2)])
def test_spells_a_year_apart_are_one_run(war, again, number):
    data = war(
        ("northland", "supports", "reds", "arms", "2018-06-01", "2019-01-01"),
        ("northland", "supports", "reds", "arms", again, ".."),
    )
    assert len(runs(data)) == number


def test_recognition_alone_and_friends_of_both_are_no_switch(war):
    data = war(
        ("northland", "supports", "reds", "recognition", "2020-01-01", "2020-03-01"),
        ("northland", "supports", "blues", "arms", "2020-03-01", ".."),
        ("reds", "opposes", "blues", "troops", "2020-01-01", ".."),
        ("southland", "supports", "reds", "arms", "2020-01-01", "2020-03-01"),
        ("southland", "supports", "town", "arms", "2020-03-01", ".."),
        actors=[("town", "armed_group")],
    )
    assert alliances.shifts_table(data).empty
    assert alliances.shifts_sentence(alliances.shifts_table(data)) == "No shift is on record in this part of the data."


def test_a_stance_still_running_is_not_left(war):
    data = war(
        ("northland", "supports", "reds", "arms", "2020-01-01", ".."),
        ("northland", "engages", "reds", "diplomacy", "2020-03-01", ".."),
    )
    assert alliances.shifts_table(data).empty


STORIES = {
    "Egypt and Turkey": ("egypt", "turn", "Egypt", "opposes Turkey"),
    "Turkey and the UAE": ("uae", "turn", "Turkey", "opposes United Arab Emirates"),
    "Turkey and Haftar": ("turkey", "turn", "Turkey", "opposes Libyan National Army (Haftar)"),
    "Tarhuna": ("kaniyat", "switch", "Kaniyat (7th Brigade, Tarhuna)", "supports Government of National Accord"),
    "Misrata": ("misrata", "both", "Misrata forces", "supports Government of National Accord"),
    "Zintan": ("zintan", "switch", "Zintan forces", "supports Libyan National Army (Haftar)"),
    "the RSF": ("rsf", "reversal", "Libyan National Army (Haftar)", None),
    "Wagner": ("wagner", "handover", "Russia", "Wagner Group supports Libyan National Army (Haftar)"),
}


@pytest.mark.parametrize("story", STORIES)
def test_the_known_shifts_can_be_read_off_the_table(real, story):
    actor, kind, who, old = STORIES[story]
    if not {actor} <= {*real.alignments["actor_id"], *real.alignments["target_id"]}:
        pytest.skip(f"{actor} is not coded in these data")
    table = alliances.shifts_table(real, actor=actor)
    found = table[(table["kind"] == kind) & (table["who"] == who)]
    assert len(found if old is None else found[found["from"] == old]) >= 1, table[["who", "kind", "from", "to"]]


def test_every_real_shift_is_ordered_and_rests_on_records_that_exist(real):
    table = alliances.shifts_table(real, kinds=("turn", "switch", "both", "reversal", "handover", "succession"))
    assert (table["low"] <= table["high"]).all() and table["high"].is_monotonic_increasing
    known = set(real.alignments["alignment_id"])
    assert all(known.issuperset(records) and len(records) > 1 for records in table["records"])
    assert {key for run in runs(real) for key in run.records} == known - set(
        real.alignments.loc[real.alignments["attribution"] == "denied", "alignment_id"]
    )


# ---- camps and balance


TRIANGLE = (
    ("northland", "supports", "reds", "arms", "2020-01-01", ".."),
    ("southland", "supports", "blues", "arms", "2020-01-01", ".."),
    ("reds", "opposes", "blues", "troops", "2020-01-01", ".."),
    ("northland", "opposes", "southland", "diplomacy", "2020-01-01", ".."),
    ("northland", "supports", "blues", "arms", "2020-01-01", "..", "", "alleged"),
)


def test_balance_is_an_interval_and_says_what_it_rests_on(war):
    data = war(*TRIANGLE)
    table = alliances.balance_table(data, day="2020-06-01", draws=19)
    assert list(table.index) == [90, 180, 365]
    row = table.loc[180]
    assert (row["ties"], row["hostile"], row["cycle_rank"], row["low"], row["high"]) == (5, 2, 2, 0, 1)
    said = alliances.balance_sentence(table)
    assert said.startswith("On 1 Jun 2020, with evidence of the last 180 days, 5 ties among 4 actors")
    assert "2 independent cycles; L = 0 to 1 of them fit no division" in said
    assert "Of 19 graphs with the signs shuffled" in said and "that close. Of" in said
    unshuffled = alliances.balance_table(data, day="2020-06-01", draws=0)
    assert said.startswith(alliances.balance_sentence(unshuffled))


@pytest.mark.parametrize(("draws", "survives"), [(18, False), (19, True)])
def test_one_in_twenty_is_enough_to_survive(war, draws, survives):
    camps = ("reds", "northland", "us"), ("blues", "southland", "uk")
    friendly = [(*pair, "supports") for camp in camps for pair in combinations(camp, 2)]
    hostile = [(one, other, "opposes") for one in camps[0] for other in camps[1]]
    ties = [(one, sign, other, "arms", "2020-01-01", "..") for one, other, sign in (*friendly, *hostile)]
    data = war(*ties, actors=[("us", "state"), ("uk", "state")])
    row = alliances.balance_table(data, day=DAY, windows=90, draws=draws).loc[90]
    assert (row["ties"], row["high"]) == (15, 0)
    assert row["as_low"] == 1 / (1 + draws), "of 5005 placements of the signs only 10 are balanced, none of these"
    assert list(alliances.course_table(data, dates=DAY, windows=90, draws=draws)["survives"]) == [survives]


def test_a_forest_says_that_it_says_nothing(war):
    data = war(*TRIANGLE[:3])
    table = alliances.balance_table(data, day="2020-06-01", draws=5)
    assert set(table["cycle_rank"]) == {0} and set(table["high"]) == {0}
    assert "cycle rank 0" in alliances.balance_sentence(table) and "says nothing" in alliances.balance_sentence(table)
    assert "says nothing" in alliances.course_sentence(alliances.course_table(data, draws=5))


def test_what_is_forced_and_what_would_change_it(war):
    data = war(*TRIANGLE[:4])
    camps = alliances.camps_table(data, day="2020-06-01", anchor="reds")
    assert dict(camps["all"]) == {"Northland": "with", "Reds": "with", "Blues": "against", "Southland": "against"}
    assert camps.attrs["pairs"]["all"] == [2, 4]
    assert "1 stand with Reds and 2 against; 0 differ" in alliances.camps_sentence(camps), "Reds are not one of them"
    turned = alliances.reversals_table(data, day="2020-06-01")
    assert set(turned["reversed"]) == {1} and set(turned["frustration"]) == {0} and len(turned) == 4
    assert set(turned["undone"]) == {6}, "a four-cycle with one odd sign forces nothing"
    more = war(*TRIANGLE[:3], TRIANGLE[4])
    assert alliances.camps_table(more, day="2020-06-01", anchor="reds").loc["Northland", "all"] == "open"
    lower = alliances.reversals_table(more, day="2020-06-01")
    assert set(lower["reversed"]) == {0} and len(lower) == 3, "any side of the triangle, turned, would do"


def test_what_survives_must_hold_in_every_window(war):
    data = war(
        ("northland", "supports", "reds", "arms", "2020-01-01", ".."),
        ("southland", "supports", "reds", "arms", "2019-10-01", "", "2020-01-10"),
    )
    camps = alliances.camps_table(data, day="2020-06-01")
    assert list(camps.loc["Southland"]) == ["absent", "with", "with", "differs"]
    assert camps.loc["Northland", "all"] == "with"
    assert camps.attrs["pairs"] == {"90": [1, 0], "180": [3, 0], "365": [3, 0], "all": [1, 0]}
    late = alliances.camps_table(data, day="2020-06-01", anchor="southland")
    assert "0 stand with Southland and 0 against; 2 differ" in alliances.camps_sentence(late)
    widest_first = alliances.camps_table(data, day="2020-06-01", windows=(365, 90))
    assert widest_first.attrs["pairs"]["all"] == [1, 0]


def test_camps_grow_around_the_poles_and_a_crossing_is_seen(war):
    phases = [
        {
            "phase_id": f"ZZZ-{n.lower()}",
            "conflict_id": "ZZZ",
            "name_en": n,
            "name_fr": n,
            "since": since,
            "until": until,
        }
        for n, since, until in (("One", "2020-01-01", "2020-06-30"), ("Two", "2020-07-01", "2020-12-31"))
    ]
    data = war(
        ("reds", "opposes", "blues", "troops", "2020-01-01", ".."),
        ("town", "supports", "blues", "troops", "2020-01-01", ".."),
        ("northland", "supports", "reds", "arms", "2020-01-01", ".."),
        ("southland", "supports", "town", "arms", "2020-01-01", "2020-06-30"),
        ("southland", "supports", "reds", "arms", "2020-07-01", ".."),
        ("latecomer", "opposes", "reds", "air_strikes", "2020-10-01", "2020-10-02"),
        ("latecomer", "opposes", "blues", "diplomacy", "2020-10-01", "2020-10-02"),
        actors=[("town", "armed_group")],
        phases=phases,
    )
    river = alliances.river_table(data)
    stands = {(row.phase, row.backer): row.camp for row in river.itertuples()}
    assert stands == {
        ("One", "Northland"): "Reds", ("One", "Southland"): "Blues", ("Two", "Northland"): "Reds",
        ("Two", "Southland"): "Reds", ("Two", "Latecomer"): "Blues",
    }  # fmt: skip
    assert "1 stood with both at once or passed from one to the other (Southland)" in alliances.river_sentence(river)
    picture = alliances.river_figure(river)
    red = tuple(int(style.RED[i : i + 2], 16) / 255 for i in (1, 3, 5))
    crossing = [patch for patch in picture.axes[0].patches if patch.get_edgecolor()[:3] == pytest.approx(red)]
    assert len(crossing) == 1, "one backer passes over"
    with pytest.raises(ValueError, match="no side of the war; use outside, inside"):
        alliances.river_table(data, who="foreign")


def test_the_enemy_of_an_enemy_is_in_no_camp_until_somebody_backs_it(war):
    hostile = ("reds", "opposes", "blues", "troops", "2020-01-01", "..")
    third = ("town", "opposes", "blues", "troops", "2020-01-01", "..")
    backed = ("northland", "supports", "town", "arms", "2020-01-01", "..")
    others = [
        (one, "supports", side, "arms", "2020-01-01", "..")
        for one, side in (("us", "reds"), ("southland", "reds"), ("uk", "blues"))
    ]
    people = [("town", "armed_group"), ("us", "state"), ("uk", "state")]
    apart = alliances.river_table(war(hostile, third, backed, *others, actors=people))
    assert set(apart["backer"]) == {"Southland", "Us", "Uk"}
    joined = alliances.river_table(war(hostile, third, backed, *others, ("reds", "supports", "town", *others[0][3:])))
    assert dict(zip(joined["backer"], joined["camp"]))["Northland"] == "Reds"


def test_a_foot_in_each_camp_counts_as_both(war):
    data = war(
        ("reds", "opposes", "blues", "troops", "2020-01-01", ".."),
        ("northland", "supports", "reds", "arms", "2020-01-01", ".."),
        ("northland", "supports", "blues", "finance", "2020-01-01", ".."),
        ("southland", "supports", "blues", "recognition", "2020-01-01", ".."),
    )
    river = alliances.river_table(data)
    assert set(zip(river["backer"], river["camp"], river["stream"])) == {("Northland", "", -1)}
    said = alliances.river_sentence(river)
    assert "both 1 (Northland)" in said and "1 stood with both at once" in said


def test_real_balance_keeps_its_bounds(real):
    table = alliances.balance_table(real, day="2020-06-15", draws=9)
    assert (table["low"] <= table["high"]).all() and (table["balanced"] <= table["triangles"]).all()
    assert table["ties"].is_monotonic_increasing and (table["cycle_rank"] > 0).all()
    assert (table["high"] <= table["hostile"]).all(), "all in one camp costs the hostile ties"


# ---- figures, empty parts, order


def test_figures_say_what_they_show(real):
    day = "2020-06-15"
    shifts = alliances.shifts_table(real, within=200)
    pictures = [
        alliances.shifts_figure(shifts),
        alliances.river_figure(alliances.river_table(real)),
        alliances.matrix_figure(alliances.matrix_table(real, day=day, fold=True)),
        alliances.balance_figure(alliances.balance_table(real, day=day, draws=5)),
        alliances.camps_figure(alliances.camps_table(real, day=day)),
    ]
    assert all(len(picture.alt) > 60 for picture in pictures)
    bundle, meta = pictures[0]._repr_mimebundle_()
    assert len(bundle["image/png"]) > 8_000 and meta["image/png"]["alt"] == pictures[0].alt
    assert len(pictures[0].axes[0].get_yticklabels()) <= len(shifts), "turns towards each other share a row"


def test_the_slider_shows_one_date_at_a_time(real):
    dates = ["2015-01-01", "2020-06-15"]
    rows = alliances.steps_table(real, dates=dates, fold=True)
    chart = alliances.steps_figure(rows)
    steps = chart.layout.sliders[0].steps
    assert [step.label for step in steps] == dates
    first, last = (step.args[0] for step in steps)
    assert all(len(values) == len(chart.data) for step in (first, last) for values in step.values())
    for number, trace in enumerate(chart.data):
        for key in ("x", "y"):
            assert list(trace[key] or ()) == last[key][number], "it opens on the last date"
    names = {text for texts in first["text"] for text in texts or ()}
    assert {"LNA", "Egypt"} <= names and "Malta" not in names
    ties = [text for texts in first["hovertext"] for text in texts or () if text]
    assert len(ties) == (rows["day"] == dates[0]).sum() and any(
        text.startswith("Egypt supports LNA: ") for text in ties
    )
    assert chart.layout.meta["alt"] == alliances.steps_sentence(rows)


def test_an_empty_part_answers_in_sentences(real):
    day = "1990-01-01"
    assert alliances.ties_sentence(alliances.ties_table(real, day=day)).startswith("No tie is on record on 1 Jan 1990")
    assert "No tie is on record" in alliances.matrix_sentence(alliances.matrix_table(real, day=day))
    assert "No tie with a sign" in alliances.balance_sentence(alliances.balance_table(real, day=day, draws=3))
    assert "nothing is forced" in alliances.camps_sentence(alliances.camps_table(real, day=day))
    assert "no single tie" in alliances.reversals_sentence(alliances.reversals_table(real, day=day))
    nothing = real.only(since="1990-01-01", until="1990-12-31")
    assert alliances.river_sentence(alliances.river_table(nothing)).startswith("Nobody backs anybody")
    assert alliances.steps_sentence(alliances.steps_table(real, dates=[day])).startswith("No tie is on record")
    empty = alliances.steps_figure(alliances.steps_table(real, dates=[day]))
    assert empty.layout.meta["alt"].startswith("No tie is on record")
    for picture in (
        alliances.balance_figure(alliances.balance_table(real, day=day, draws=3)),
        alliances.river_figure(alliances.river_table(nothing)),
        alliances.shifts_figure(alliances.shifts_table(nothing)),
        alliances.matrix_figure(alliances.matrix_table(real, day=day)),
        alliances.camps_figure(alliances.camps_table(real, day=day)),
    ):
        assert picture.alt and picture.axes


def test_a_small_part_gets_a_picture_and_a_sentence(real):
    for part in (real.only(until="1990"), real.as_of("2011-03-01"), real.only(actors="malta")):
        course, steps = alliances.course_table(part, windows=90, draws=0), alliances.steps_table(part)
        picture = alliances.course_figure(course)
        assert picture.alt.endswith(alliances.course_sentence(course))
        assert all(axis.get_ylim()[1] >= 1 for axis in picture.axes), "no fractions of a tie"
        assert alliances.steps_figure(steps).layout.meta["alt"] == alliances.steps_sentence(steps)


@pytest.mark.parametrize(
    "ask",
    [
        lambda data: alliances.ties_table(data, day="2020-06-15", actor="turky"),
        lambda data: alliances.shifts_table(data, actor="turky"),
        lambda data: alliances.camps_table(data, day="2020-06-15", anchor="turky"),
        lambda data: alliances.matrix_table(data, day="2020-06-15", actor="turky"),
    ],
)
def test_an_unknown_actor_gets_the_nearest_spelling(real, ask):
    with pytest.raises(KeyError, match="did you mean 'turkey'"):
        ask(real)


def tables(data):
    """Tables at a small price."""
    day = "2020-06-15"
    return [
        alliances.matrix_table(data, day=day),
        alliances.shifts_table(data),
        alliances.river_table(data, who="inside"),
        alliances.steps_table(data, dates=["2014-10-01"]),
        alliances.camps_table(data, day=day, windows=(180,)),
        alliances.reversals_table(data, day="2025-06-01"),
    ]


def test_the_order_of_rows_does_not_matter(real):
    upside_down = {name: {c: v[::-1] for c, v in columns.items()} for name, columns in real._text.items()}
    for ours, theirs in zip(tables(real), tables(Dataset(upside_down))):
        pd.testing.assert_frame_equal(ours, theirs)


def test_nothing_depends_on_the_run(real):
    path = os.pathsep.join([os.path.dirname(__file__), os.environ.get("PYTHONPATH", "")])
    script = "import test_alliances as t, ceasefires; print(t.digest(ceasefires.load()))"
    env = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "3"}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == digest(real)


def digest(data):
    return hashlib.sha256("".join(table.to_csv() for table in tables(data)).encode()).hexdigest()


def test_a_reader_of_that_day_sees_no_later_tie(real):
    then = real.as_of("2020-06-15")
    network = alliances.network(then, day="2020-06-15")
    assert 0 < network.number_of_edges() < alliances.network(real, day="2020-06-15").number_of_edges()
    assert "gnu" not in network
