import copy
import json
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.path import Path as Shape
from scipy import stats

import made
from ceasefires import mediation
from ceasefires.dataset import Dataset
from ceasefires.mediation import acceptance, attempts, battlefield, drawn, success, walks
from ceasefires.mediation import map as maps
from ceasefires.schema import tables

QUESTIONS = {
    "attempts": {},
    "success": {},
    "chains": {},
    "effort": {},
    "walk": {"start": "ZZZ-M-january"},
    "rivals": {"windows": ("2020-01", "2020-09/2020-10")},
    "acceptance": {},
    "outsiders": {},
    "stands": {"record": "ZZZ-M-may"},
    "battlefield": {},
    "network": {},
    "places": {},
}
WITH_ACTOR = ("attempts", "success", "acceptance", "outsiders", "network", "places")


def changed(data, *changes, **added):
    """The made war with single cells changed, as (table, key, column, value), and rows added, as table=[{…}, …]."""
    text = copy.deepcopy(data._text)
    for table, key, column, value in changes:
        text[table][column][text[table][tables()[table].key[0]].index(key)] = value
    for table, rows in added.items():
        for row in rows:
            for column in text[table]:
                text[table][column].append(row.get(column, made.DEFAULTS.get(column, "")))
    return Dataset(text)


def asked(day, position, *, actor="blues", record="ZZZ-C-offer", addressed="yes", number=0):
    """One row of positions."""
    key = f"P-{actor}-{record}-{day}-{position}-{number}"
    return {"position_id": key, "record_id": record, "actor_id": actor, "on": day, "position": position,
            "means": "statement", "addressed": addressed, "sources": "undated"}  # fmt: skip


def town(day):
    """The Blues lose a town to the Reds."""
    return {"event_id": "E-town", "theatre_id": "ZZZ-hills", "kind": "control_change", "started": day,
            "control_gain_actor_id": "reds", "control_loss_actor_id": "blues", "sources": "undated"}  # fmt: skip


def run(data, name, **options):
    return getattr(mediation, f"{name}_table")(data, **{**QUESTIONS[name], **options})


# Attempts and success


def counts(table, group="all attempts"):
    some = table[table["group"] == group].set_index("success")
    return {kind: (row["k_low"], row["k_high"], row["n"]) for kind, row in some.iterrows()}


def test_four_meanings_of_success_are_kept_apart(data):
    assert counts(run(data, "success")) == {
        "text": (1, 2, 3),  # whether January's declaration was written is not known
        "effective": (2, 2, 3),
        "held 30": (2, 2, 3),  # 37 days, and holding at the cut-off after 91
        "held 90": (1, 1, 3),
    }
    assert counts(run(data, "success", days=(37, 38)))["held 37"] == (2, 2, 3)
    assert counts(run(data, "success", days=(37, 38)))["held 38"] == (1, 1, 3)


def test_appeals_and_sponsors_contacts_are_in_no_denominator(data):
    for form in ("appeal", "sponsors_contact"):
        apart = changed(data, ("mediations", "ZZZ-M-january", "format", form))
        assert counts(run(apart, "success"))["effective"] == (1, 1, 2)
        table = run(apart, "attempts")
        assert (table["attempts", "n"].sum(), table["outside", "n"].sum()) == (2, 1)
        assert run(apart, "effort").iloc[-1]["attempts"] == 2


def test_what_is_not_known_counts_in_the_high_number_only(data):
    unknown = changed(data, ("mediations", "ZZZ-M-may", "outcome", "unknown"))
    assert counts(run(unknown, "success"))["held 90"] == (1, 2, 3)
    open_end = changed(data, ("ceasefires", "ZZZ-C-october", "fighting_resumed", "2020-10-05/.."))
    assert counts(run(open_end, "success"))["held 30"] == (1, 2, 3)
    wide = changed(data, ("ceasefires", "ZZZ-C-january-reds", "fighting_resumed", "2020-02-01/2020-04-30"))
    assert counts(run(wide, "success"))["held 30"] == (1, 2, 3)
    assert counts(run(wide, "success"))["held 90"] == (1, 2, 3)


def test_a_surrender_is_no_truce_unless_asked_for(data):
    beaten = changed(data, ("ceasefires", "ZZZ-C-october", "ceasefire_class", "surrender"))
    assert counts(run(beaten, "success"))["effective"] == (1, 1, 3)
    assert counts(run(beaten, "success", classes=(*success.TRUCES, "surrender")))["effective"] == (2, 2, 3)


def test_a_proposal_that_never_took_effect_is_a_text_at_most(data):
    link = {"from_id": "ZZZ-M-may", "to_id": "ZZZ-C-offer", "relation": "produced", "sources": "undated"}
    offered = changed(data, ("mediations", "ZZZ-M-may", "outcome", "partial_text"), links=[link])
    assert counts(run(offered, "success"))["text"] == (2, 3, 3)
    assert counts(run(offered, "success"))["effective"] == (2, 2, 3)


def test_intervals_are_jeffreys_from_the_low_to_the_high_count(data):
    row = run(data, "success").set_index("success").loc["text"]
    assert row["low"] == pytest.approx(stats.beta.ppf(0.025, 1.5, 2.5))
    assert row["high"] == pytest.approx(stats.beta.ppf(0.975, 2.5, 1.5))


def test_groups_share_out_the_attempts_and_third_parties_each_get_theirs(data):
    both = [{"record_id": "ZZZ-M-january", "actor_id": "southland", "role": "guarantor", "sources": "wire-jan"}]
    joint = changed(data, roles=both)
    parties = run(joint, "success", by="third party")
    assert counts(parties, "Southland")["effective"] == (1, 1, 2)
    assert counts(parties, "Northland")["effective"] == (1, 1, 1)
    assert counts(parties, "nobody named")["effective"] == (1, 1, 1)
    assert counts(run(joint, "success", by="level"), "local")["effective"] == (0, 0, 1)
    assert run(joint, "success", by="third party", at_least=2)["group"].unique().tolist() == ["Southland"]
    with pytest.raises(ValueError, match="way to group attempts; use track"):
        run(data, "success", by="colour")


def test_attempts_by_track_and_month_add_up(data):
    table = run(data, "attempts")
    assert table["attempts", "n"].to_dict() == {"Northern track": 2, "Southern track": 1}
    assert table["outcome", "refused or called off"].to_dict() == {"Northern track": 0, "Southern track": 1}
    assert table["period", "2020-05"].to_dict() == {"Northern track": 0, "Southern track": 1}
    assert list(run(data, "attempts", per="quarter")["period"]) == ["2020Q1", "2020Q2", "2020Q3"]
    assert run(data, "attempts", most=1).index.tolist() == ["2 others"]
    assert run(data, "attempts", actor="northland").index.tolist() == ["Northern track"]


def test_appeals_alone_are_told_and_not_drawn_as_attempts(data):
    calls = changed(data, *(("mediations", f"ZZZ-M-{month}", "format", "appeal") for month in ("january", "october")))
    assert "Southern track (0 of 1)." in mediation.attempts_sentence(run(calls, "attempts"))
    assert "Northern track" not in mediation.attempts_sentence(run(calls, "attempts")), "0 of 0 says nothing"
    table = run(changed(calls, ("mediations", "ZZZ-M-may", "format", "appeal")), "attempts")
    said = mediation.attempts_sentence(table)
    assert said.endswith("only appeals and sponsors’ contacts: Northern track (2) and Southern track (1).")
    assert mediation.attempts_figure(table).alt == said


def test_an_attempt_on_the_last_day_of_a_phase_belongs_to_it(data):
    last = changed(data, ("mediations", "ZZZ-M-may", "planned", "2020-06-30"))
    assert attempts.each(last).loc["ZZZ-M-may", "phase_id"] == "ZZZ-one"


def test_an_attempt_that_did_not_take_place_stands_on_the_day_planned(data):
    rows = attempts.each(data)
    assert rows.loc["ZZZ-M-may", "day"] == pd.Timestamp("2020-05-03")
    late = attempts.each(changed(data, ("mediations", "ZZZ-M-october", "started", "../2020-09-28")))
    assert pd.isna(late.loc["ZZZ-M-october", "start_earliest"])
    assert late.loc["ZZZ-M-october", "phase_id"] == "ZZZ-two"


# Chains


def test_a_walk_goes_from_attempt_to_truce_to_answer_to_break(data):
    walk = run(data, "walk")
    steps = list(zip(walk["step"], walk["before"], walk["relation"], walk["after"], walk["days_low"]))
    assert steps == [
        (1, "ZZZ-M-january", "produced", "ZZZ-C-january-reds", 2),
        (2, "ZZZ-C-january-reds", "answers", "ZZZ-C-january-blues", 1),
        (2, "ZZZ-C-january-reds", "broke", "ZZZ-E-february", 39),
    ]
    assert "in 2 steps, to 2 truces or calls and 1 breach or break" in mediation.walk_sentence(walk)
    assert len(run(data, "walk", most=1)) == 1


def test_a_renewal_comes_after_what_it_renews_and_a_ring_of_links_ends(data):
    renew = {"from_id": "ZZZ-C-october", "to_id": "ZZZ-C-january-reds", "relation": "renewed", "sources": "undated"}
    back = {"from_id": "ZZZ-C-january-reds", "to_id": "ZZZ-C-october", "relation": "renewed", "sources": "undated"}
    walk = run(changed(data, links=[renew]), "walk")
    assert walk.loc[walk["relation"] == "renewed", "after"].tolist() == ["ZZZ-C-october"]
    assert run(changed(data, links=[renew, back]), "walk", most=50)["step"].max() <= 4


def test_days_between_are_an_interval_where_dates_are(data):
    wide = changed(
        data, ("mediations", "ZZZ-M-january", "started", "2020-01-05/2020-01-08"),
        ("events", "ZZZ-E-february", "started", "2020-02"),
    )  # fmt: skip
    walk = run(wide, "walk").set_index("after")
    assert tuple(walk.loc["ZZZ-C-january-reds", ["days_low", "days_high"]]) == (2, 5)
    assert tuple(walk.loc["ZZZ-E-february", ["days_low", "days_high"]]) == (22, 50)
    assert walks.span(2, 5) == "2–5 days" and walks.span(1, 1) == "1 day" and walks.span(4, np.inf) == "at least 4 days"


def test_a_walk_from_nowhere_names_the_nearest_record(data):
    with pytest.raises(KeyError, match="did you mean 'ZZZ-M-january'"):
        run(data, "walk", start="ZZZ-M-januar")
    assert "No link leads on from May pause." in mediation.walk_sentence(run(data, "walk", start="ZZZ-C-may"))


@pytest.mark.parametrize(("name", "option"), [("walk", "start"), ("stands", "record")])
def test_what_is_no_ceasefire_attempt_or_event_is_refused_in_a_sentence(data, name, option):
    for key in ("wire-jan", "reds"):
        with pytest.raises(KeyError, match=f"there is no ceasefire, attempt or event '{key}'"):
            run(data, name, **{option: key})
    with pytest.raises(ValueError, match="None is not the id of one ceasefire, attempt or event"):
        run(data, name, **{option: None})


def test_a_truce_that_began_before_its_attempt_was_not_waited_for(data):
    late = changed(data, ("mediations", "ZZZ-M-january", "started", "2020-01-20"))
    assert run(late, "chains").loc["ZZZ-C-january-reds", ["lead_low", "lead_high"]].tolist() == [0, 0]


def test_the_bands_of_days_are_the_lowest_and_highest_counts(data):
    wide = changed(data, ("mediations", "ZZZ-M-january", "started", "2020-01-05/2020-01-10"))
    table = run(wide, "chains").query("ceasefire_id == 'ZZZ-C-january-reds'")
    lead, breach = mediation.chains_figure(table).axes
    counts = [[int(line.get_ydata()[day]) for day in (1, 2, 6, 7)] for line in lead.lines]
    assert counts == [[0, 0, 0, 1], [0, 1, 1, 1]], "2 to 7 days: by day 2 perhaps, by day 7 surely"
    assert lead.get_title(loc="left") == "from the attempt to the truce, n = 1"
    assert [int(line.get_ydata()[37]) - int(line.get_ydata()[36]) for line in breach.lines] == [1, 1]


def test_chains_count_attempts_and_days_before_and_after_each_truce(data):
    table = run(data, "chains")
    assert table.index.tolist() == ["ZZZ-C-january-blues", "ZZZ-C-january-reds", "ZZZ-C-may", "ZZZ-C-october"]
    reds = table.loc["ZZZ-C-january-reds"]
    assert (reds["attempts"], reds["lead_low"], reds["lead_high"], reds["breach_low"], reds["days_low"]) == (
        1,
        4,
        4,
        37,
        37,
    )
    assert table["attempts"].tolist() == [0, 1, 0, 1] and pd.isna(table.loc["ZZZ-C-may", "lead_low"])
    assert mediation.chains_sentence(table).startswith("Of 4 truces (declarations) that took effect, 2 came of")


def test_attempts_per_truce_is_a_ratio_with_its_interval(data):
    table = run(data, "effort").set_index("phase")
    assert table["attempts"].to_dict() == {"One": 2, "Two": 1, "all": 3}
    assert table["truces"].to_dict() == {"One": 3, "Two": 1, "all": 4}
    assert table.loc["all", "per_truce"] == pytest.approx(0.75)
    low = stats.beta.ppf(0.025, 3.5, 4.5)
    assert table.loc["all", "low"] == pytest.approx(low / (1 - low))
    none = changed(
        data, ("ceasefires", "ZZZ-C-october", "effective", ""), ("ceasefires", "ZZZ-C-october", "fighting_resumed", "")
    )
    assert np.isinf(run(none, "effort").set_index("phase").loc["Two", "per_truce"])


def test_where_no_truce_took_effect_no_ratio_is_told(data):
    table = run(data.only(track="ZZZ-south"), "effort")
    assert mediation.effort_sentence(table) == "1 attempt was made, and no truce took effect."
    assert mediation.effort_figure(table).alt.endswith(mediation.effort_sentence(table))


# Rival tracks


def test_a_window_shows_which_tracks_were_open_and_which_carried_the_truce(data):
    table = run(data, "rivals", windows=("2020-01", "2020-05")).set_index(["window", "track_id"])
    assert table.loc[("2020-01", "ZZZ-north"), ["open", "attempts", "carried_low"]].tolist() == ["surely", 1, 1]
    assert ("2020-01", "ZZZ-south") not in table.index
    assert table.loc[("2020-05", "ZZZ-south"), ["open", "attempts", "carried_high"]].tolist() == ["surely", 1, 0]
    said = mediation.rivals_sentence(run(data, "rivals", windows=("2020-01",)))
    assert "1 track open, 1 tried; 2 truces (declarations) took effect, 1 of them carried by a track: Northern" in said


def test_uncertain_openings_and_starts_are_perhaps(data):
    late = changed(data, ("tracks", "ZZZ-north", "opened", "2020-01-20/2020-02-20"))
    assert run(late, "rivals", windows=("2020-01",))["open"].tolist() == ["perhaps"]
    wide = changed(data, ("ceasefires", "ZZZ-C-january-reds", "effective", "2020-01-12/2020-02-03"))
    row = run(wide, "rivals", windows=("2020-01",)).iloc[0]
    assert (row["carried_low"], row["carried_high"]) == (0, 1)
    closed = run(data, "rivals", windows=("2020-08-01", "2020-08-02"), track="ZZZ-south")
    assert closed["window"].tolist() == ["2020-08-01"], "the day of closing is the last one open"


def test_a_track_opened_on_the_last_day_of_a_window_was_surely_open(data):
    assert run(data, "rivals", windows=("2020-01-01/2020-01-05",))["open"].tolist() == ["surely"]


def test_a_window_counts_once_however_often_it_is_given(data):
    twice, once = (run(data, "rivals", windows=windows) for windows in (("2020", 2020, "2020"), "2020"))
    pd.testing.assert_frame_equal(twice, once)
    with pytest.raises(ValueError, match="there is no window among what was given"):
        run(data, "rivals", windows=())


def test_many_windows_are_drawn_with_room_for_each(real):
    table = mediation.rivals_table(real, windows=range(2012, 2019))
    picture = mediation.rivals_figure(table)
    maps.FigureCanvasAgg(picture).draw()
    assert len(picture.axes) == 6 and picture.get_suptitle().startswith("only in the table: 1 later window")
    titles = [axis.title if axis.get_title() else axis._left_title for axis in picture.axes]
    boxes = [title.get_window_extent() for title in titles]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    assert boxes[-1].x1 <= picture.bbox.x1 and min(axis.bbox.width for axis in picture.axes) > 50
    assert len(mediation.rivals_figure(table, most=2).axes) == 2


@pytest.mark.parametrize("window", ["2020-01/..", "January 2020", "../2020-02"])
def test_what_is_no_window_is_an_error_in_a_sentence(data, window):
    with pytest.raises(ValueError, match="2020"):
        run(data, "rivals", windows=(window,))


# Acceptance


def stand(data, **options):
    rows = acceptance.answers(data, **options)
    row = rows[(rows["actor_id"] == "blues") & (rows["record_id"] == "ZZZ-C-offer")].iloc[0]
    return row["stand"], row["yes"]


def test_the_latest_position_counts(data):
    turned = changed(data, positions=[asked("2020-06-02", "rejects"), asked("2020-06-05", "accepts")])
    assert stand(turned) == ("accepts", 1)
    taken_back = changed(data, positions=[asked("2020-06-02", "accepts"), asked("2020-06-05", "withdraws")])
    assert stand(taken_back) == ("withdraws", 0)


def test_which_came_last_may_be_open_and_then_the_answer_is(data):
    rows = [asked("2020-06-02/2020-06-09", "rejects"), asked("2020-06-05", "accepts")]
    assert np.isnan(stand(changed(data, positions=rows))[1])
    rows = [asked("2020-06-02/2020-06-09", "accepts_conditionally"), asked("2020-06-05", "accepts")]
    assert stand(changed(data, positions=rows))[1] == 1


def test_silence_is_unknown_and_does_not_undo_an_answer(data):
    assert np.isnan(stand(changed(data, positions=[asked("2020-06-02", "silent")]))[1])
    spoken = changed(data, positions=[asked("2020-06-02", "accepts"), asked("2020-06-05", "silent")])
    assert stand(spoken) == ("accepts", 1)


def test_a_position_after_the_end_of_the_truce_does_not_count(data):
    rows = [asked("2020-05-02", "accepts", record="ZZZ-C-may"), asked("2020-05-20", "rejects", record="ZZZ-C-may")]
    found = acceptance.answers(changed(data, positions=rows)).query("record_id == 'ZZZ-C-may'")
    assert found["stand"].tolist() == ["accepts"]
    rows = [asked("2020-05-02", "accepts", record="ZZZ-C-may"), asked("2020-05-04", "withdraws", record="ZZZ-C-may")]
    found = acceptance.answers(changed(data, positions=rows)).query("record_id == 'ZZZ-C-may'")
    assert found["stand"].tolist() == ["accepts"], "who ends a truce on its last day had accepted it"
    last_day = changed(data, positions=rows[1:])
    assert acceptance.answers(last_day).query("record_id == 'ZZZ-C-may'")["stand"].tolist() == ["withdraws"]
    only_late = changed(data, positions=[asked("2020-05-20", "rejects", record="ZZZ-C-may")])
    found = acceptance.answers(only_late).query("record_id == 'ZZZ-C-may'")
    assert found["yes"].isna().all() and len(found) == 1, "asked, and no answer known"


def test_a_condition_is_acceptance_unless_said_otherwise(data):
    rows = changed(data, positions=[asked("2020-06-02", "accepts_conditionally")])
    assert stand(rows)[1] == 1 and stand(rows, conditional=False)[1] == 0


def test_rates_are_of_those_asked_and_unknown_answers_widen_them(data):
    roles = [{"record_id": "ZZZ-C-offer", "actor_id": "northland", "role": "proposer", "sources": "undated"}]
    rows = [
        asked("2020-06-02", "accepts"),
        asked("2020-06-02", "silent", record="ZZZ-M-january"),
        asked("2020-06-02", "rejects", record="ZZZ-M-october"),
        asked("2020-06-02", "supports", actor="latecomer", addressed="no"),
        asked("2020-06-02", "accepts", actor="northland"),
    ]
    table = run(changed(data, positions=rows, roles=roles), "acceptance").set_index(["actor_id", "author_id"])
    total = table.loc[("blues", "")]
    assert (total["n"], total["k_low"], total["k_high"]) == (3, 1, 2)
    assert (total["share_low"], total["share_high"]) == (1 / 3, 2 / 3)
    assert table.loc[("blues", "northland"), "n"] == 2 and table.loc[("blues", "?"), "n"] == 1
    assert "northland" not in table.index.get_level_values(0), "nobody is asked about a proposal of its own"
    assert "latecomer" not in table.index.get_level_values(0)
    outside = run(changed(data, positions=rows, roles=roles), "outsiders").set_index(["actor_id", "author_id"])
    assert outside.loc[("latecomer", "northland"), ["n", "k_low"]].tolist() == [1, 1]


def test_who_criticises_and_who_supports_one_call_is_readable(real):
    table = mediation.stands_table(real, record="LBY-C-2020-06-06-cairo")
    picture = mediation.stands_figure(table)
    rows = {label.get_text(): y for label, y in zip(picture.axes[0].get_yticklabels(), picture.axes[0].get_yticks())}
    said = {round(text.get_position()[1]): text.get_text() for text in picture.axes[0].texts}
    assert said[rows["Turkey"]] == "criticises" and said[rows["Russia"]] == "supports"
    assert said[rows["Government of National Accord"]] == "rejects"
    outside = mediation.outsiders_table(real, author="egypt").set_index(["actor_id", "author_id"])
    assert outside.loc[("turkey", "egypt"), "k_low"] == 0 < outside.loc[("russia", "egypt"), "k_low"]


# Battlefield and sponsor


@pytest.mark.parametrize(
    ("start", "found"),
    [("2020-05-02", "neither"), ("2020-05-03", "lost"), ("2020-06-01", "lost"), ("2020-06-02", "neither"),
     ("2020-05-01/2020-05-20", "not sure")],
)  # fmt: skip
def test_a_loss_counts_in_the_thirty_days_before_the_stand(data, start, found):
    war = changed(data, positions=[asked("2020-06-02", "accepts")], events=[town(start)])
    rows = battlefield.tested_stands(war).set_index(["record_id", "body"])
    assert rows.loc[("ZZZ-C-offer", "blues"), "battlefield"] == found


@pytest.mark.parametrize(
    ("day", "record", "found"),
    [
        ("2020-05-02", "ZZZ-M-may", "not sure"),
        ("2020-02-02", "ZZZ-M-may", "no backer"),
        ("2020-05-02", "ZZZ-M-january", "no backer"),
    ],
)
def test_a_backer_asked_only_if_it_backed_on_that_day(data, day, record, found):
    war = changed(data, positions=[asked(day, "accepts", record=record)], events=[town("2020-11-01")])
    rows = battlefield.tested_stands(war).set_index(["record_id", "body"])
    assert rows.loc[(record, "blues"), "sponsor"] == found
    sure = changed(war, ("alignments", "ZZZ-A-southland-blues", "attribution", "established"))
    rows = battlefield.tested_stands(sure).set_index(["record_id", "body"])
    assert rows.loc[(record, "blues"), "sponsor"] == {"not sure": "a backer asked"}.get(found, found)


def test_the_permutation_p_is_the_exact_one_of_the_hypergeometric():
    yes = np.array([1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 1.0])
    first = np.arange(12) < 6
    observed, p, free = battlefield.permuted(yes, first, np.zeros(12))
    assert observed == pytest.approx(5 / 6 - 1 / 6) and free == 12
    drawn = np.arange(7)
    chance = stats.hypergeom(12, 6, 6).pmf(drawn)
    exact = chance[np.abs(drawn - 3) >= 2 - 1e-9].sum()
    assert p == pytest.approx(exact, abs=0.01)


def test_strata_hold_what_differs_between_them_fixed():
    """One actor always accepts and always gained, the other never and never: within actors there is nothing."""
    yes, first = np.array([1.0] * 6 + [0.0] * 6), np.array([True] * 5 + [False] + [False] * 5 + [True])
    observed, p, free = battlefield.permuted(yes, first, np.array(["a"] * 6 + ["b"] * 6))
    assert observed == 0 and np.isnan(p) and free == 0
    assert battlefield.permuted(yes, first, np.zeros(12))[1] < 0.2
    assert np.isnan(battlefield.permuted(yes, np.ones(12, bool), np.zeros(12))[0])


def test_the_test_keeps_its_size():
    """Of 300 wars without an effect at most 26 are significant at 5 % (a correct test exceeds that in under 1 %)."""
    random, hits = np.random.default_rng(7), 0
    strata = np.repeat(["a", "b", "c"], 20)
    for _war in range(300):
        yes = (random.random(60) < np.repeat([0.2, 0.5, 0.8], 20)).astype(float)
        hits += battlefield.permuted(yes, random.random(60) < 0.4, strata, draws=499)[1] < 0.05
    assert hits <= 26
    strong = np.arange(60) % 2 == 0
    assert battlefield.permuted(strong.astype(float), strong, strata, draws=499)[1] == 1 / 500


def test_the_verdict_follows_both_tests(data):
    rows = battlefield.battlefield_table(data)
    assert "on record" in mediation.battlefield_sentence(rows)
    states = [(q, s, 3, 3, 6, 0.5, 0.5, 0.2, 0.8) for q, names in battlefield.STATES.items() for s in names]
    for ps, said in (
        ((0.01, 0.02), "Acceptance goes with the battlefield"),
        ((0.01, 0.2), "depends on what is held fixed"),
        ((0.3, 0.2), "not seen to go with the battlefield"),
    ):
        table = pd.DataFrame([(*row, 0.4, ps[0], 6, 0.4, ps[1], 6) for row in states], columns=rows.columns)
        assert said in mediation.battlefield_sentence(table)


def test_a_proposal_of_nobody_has_no_backer_and_what_is_not_there_is_not_compared(data):
    war = changed(data, positions=[asked("2020-06-02", "accepts")], events=[town("2020-05-20")])
    nobodys = changed(war, ("positions", "ZZZ-P-may-reds", "addressed", "no"))
    assert battlefield.tested_stands(nobodys)["sponsor"].tolist() == ["no backer"]
    said = mediation.battlefield_sentence(battlefield.battlefield_table(nobodys))
    assert said == "No stands are on record that could be compared. 1 stand of 1 body."
    table = battlefield.battlefield_table(changed(
        nobodys, ("alignments", "ZZZ-A-southland-blues", "attribution", "established"),
        roles=[{"record_id": "ZZZ-C-offer", "actor_id": "southland", "role": "proposer", "sources": "undated"}],
        positions=[asked("2020-06-05", "accepts", record="ZZZ-M-october")],
    ))  # fmt: skip
    said = mediation.battlefield_sentence(table)
    assert said.startswith("Where a backer asked bodies accepted 1 of 1, elsewhere 1 of 1: ")
    assert "Acceptance is not seen to go with the sponsor. 2 stands" in said and "After losses" not in said


def test_one_is_told_in_the_singular(data):
    rows = [asked("2020-06-02", "accepts"), asked("2020-06-02", "criticises", actor="northland", addressed="no")]
    table = run(changed(data, positions=rows), "stands", record="ZZZ-C-offer")
    assert "Of 1 who was asked, 1 accepts (Blues); of 1 other who spoke, 1 criticises it" in str(
        mediation.stands_sentence(table)
    )
    actors = ("southland", "latecomer")
    roles = [{"record_id": "ZZZ-M-january", "actor_id": a, "role": "mediator", "sources": "x"} for a in actors]
    assert "and 1 other pair (1)" in mediation.network_sentence(run(changed(data, roles=roles), "network"))


# Networks and places


def test_pairs_that_share_an_attempt_weigh_as_in_newman(data):
    roles = [
        {"record_id": "ZZZ-M-january", "actor_id": actor, "role": "mediator", "sources": "wire-jan"}
        for actor in ("southland", "latecomer")
    ]
    table = run(changed(data, roles=roles), "network")
    assert len(table) == 3 and set(table["weight"]) == {0.5} and set(table["phase"]) == {"One"}
    two = run(changed(data, roles=roles[:1]), "network")
    assert two[["a_id", "b_id", "attempts", "weight"]].values.tolist() == [["northland", "southland", 1, 1]]
    assert run(data, "network").empty
    hosts = changed(data, roles=[{**roles[0], "role": "host"}])
    assert run(hosts, "network").empty, "a host is no third party here"


def test_organs_of_one_organisation_count_as_one(data):
    body = {"actor_id": "league", "name_en": "League", "name_fr": "Ligue", "kind": "organization"}
    organs = [{**body, "actor_id": f"organ-{n}", "name_en": f"Organ {n}", "parent_id": "league"} for n in (1, 2)]
    roles = [
        {"record_id": "ZZZ-M-january", "actor_id": organ["actor_id"], "role": "mediator", "sources": "x"}
        for organ in organs
    ]
    table = run(changed(data, actors=[body, *organs], roles=roles), "network")
    assert table[["a", "b", "attempts"]].values.tolist() == [["League", "Northland", 1]]


def test_places_count_attempts_and_the_truces_that_came_of_them(data):
    table = run(data, "places")
    assert table[["place", "attempts", "truces"]].values.tolist() == [["Nordville", 1, 1]]
    assert "1 of 3 attempts and appeals have a place" in mediation.places_sentence(table)
    assert mediation.places_figure(table).alt == mediation.places_sentence(table), "no coordinates, no map"


def test_a_place_lies_in_the_middle_of_what_is_coded_for_it(data):
    spots = [(month, lat) for month, lat in (("january", "32"), ("october", "33"))]
    cells = [("mediations", f"ZZZ-M-{month}", "lat", lat) for month, lat in spots]
    cells += [("mediations", f"ZZZ-M-{month}", "lon", lon) for month, lon in (("january", "12"), ("october", "15"))]
    row = run(changed(data, ("mediations", "ZZZ-M-october", "place", "Nordville"), *cells), "places").iloc[0]
    assert (row["lat"], row["lon"]) == (32.5, 13.5)


def test_places_say_what_they_can_where_the_table_has_lost_its_totals(data):
    table = run(data, "places")
    assert "0 of 0" not in mediation.places_sentence(table)
    table.attrs.clear()
    assert mediation.places_sentence(table) == "1 attempt or appeal has a place, most in Nordville (1)."


@pytest.mark.parametrize("reach", [-1, float("nan"), "far", None])
def test_a_reach_that_is_none_is_refused_in_a_sentence(real, reach):
    with pytest.raises(ValueError, match="reach is .*; give a number of degrees"):
        mediation.places_figure(mediation.places_table(real), reach=reach)


def test_a_map_of_no_reach_shows_the_places_nearest_to_the_middle(data):
    spots = {"january": ("Nordville", "32", "12"), "october": ("Sudville", "33", "15")}
    columns = ("place", "lat", "lon")
    cells = [
        ("mediations", f"ZZZ-M-{month}", column, value)
        for month, values in spots.items()
        for column, value in zip(columns, values)
    ]
    picture = mediation.places_figure(run(changed(data, *cells), "places"), reach=0)
    assert len(picture.axes[0].collections[2].get_offsets()) == 2, "the middle is between the two"


@pytest.mark.parametrize(
    ("iso", "lon", "lat"),
    [("LBY", 13.2, 32.5), ("LBY", 20.3, 31.5), ("EGY", 31.2, 29.9), ("CHE", 7.5, 46.8), ("SYR", 37.2, 36.2),
     ("AZE", 47, 40.5)],
)  # fmt: skip
def test_outlines_hold_the_countries_of_the_world(iso, lon, lat):
    credit, rings = maps.outlines()
    assert "Natural Earth" in credit and "public domain" in credit
    inside = {
        key for key, all_rings in rings.items() if any(Shape(ring).contains_point((lon, lat)) for ring in all_rings)
    }
    assert inside == {iso}


def test_outlines_are_small_and_closed(root):
    file = root / "lib/ceasefires/mediation/outlines.json"
    assert file.stat().st_size < 150_000 and len(json.loads(file.read_text(encoding="utf-8"))) == 178
    for rings in maps.outlines()[1].values():
        for ring in rings:
            assert np.allclose(ring[0], ring[-1]) and (np.abs(ring) <= (180, 90)).all()


# All of them


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_figure_says_what_it_shows_and_is_the_same_each_time(data, name):
    table = run(data, name)
    figure = getattr(mediation, f"{name}_figure")
    (first, meta), (second, _same) = (figure(table)._repr_mimebundle_() for _ in range(2))
    assert first["image/png"] == second["image/png"]
    assert str(getattr(mediation, f"{name}_sentence")(table)) in meta["image/png"]["alt"]


@pytest.mark.parametrize("name", QUESTIONS)
def test_where_there_is_nothing_there_is_a_sentence_and_a_picture_of_it(data, name):
    nothing = Dataset({
        table: {column: [] if table in ("mediations", "ceasefires", "positions", "links") else values
                for column, values in columns.items()}
        for table, columns in data._text.items()
    })  # fmt: skip
    options = {
        "walk": {"start": "ZZZ-E-february"},
        "stands": {"record": "ZZZ-E-february"},
        "rivals": {"windows": ("1999",)},
    }
    table = run(nothing, name, **options.get(name, {}))
    said = getattr(mediation, f"{name}_sentence")(table)
    assert said.startswith(("There is n", "No ", "Nobody ")) and said.endswith(".")
    assert getattr(mediation, f"{name}_figure")(table).alt == said


@pytest.mark.parametrize("name", WITH_ACTOR)
def test_an_unknown_actor_gets_the_nearest_spelling(data, name):
    with pytest.raises(KeyError, match="no actor 'norhtland'; did you mean 'northland'"):
        run(data, name, actor="norhtland")


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_order_of_rows_does_not_matter(real, name):
    options = {"walk": {"start": "LBY-M-2020-01-08-istanbul"}, "stands": {"record": "LBY-C-2020-06-06-cairo"}}
    turned = Dataset({table: {c: v[::-1] for c, v in columns.items()} for table, columns in real._text.items()})
    one, other = (run(war, name, **options.get(name, {})) for war in (real, turned))
    pd.testing.assert_frame_equal(one, other)
    assert getattr(mediation, f"{name}_sentence")(one) == getattr(mediation, f"{name}_sentence")(other)


def test_on_the_real_data_counts_are_nested_and_add_up(real):
    table = mediation.success_table(real, by="track").set_index(["group", "success"])
    assert (table["k_low"] <= table["k_high"]).all() and (table["k_high"] <= table["n"]).all()
    for column in ("k_low", "k_high"):
        wide = table[column].unstack()
        assert (wide["held 90"] <= wide["held 30"]).all() and (wide["held 30"] <= wide["effective"]).all()
    tracks = mediation.attempts_table(real, most=1000)
    assert (tracks["outcome"].sum(axis=1) == tracks["attempts", "n"]).all()
    assert tracks[["attempts", "outside"]].to_numpy().sum() == len(real.mediations)
    assert mediation.success_table(real)["n"].iloc[0] == tracks["attempts", "n"].sum()
    chains = mediation.chains_table(real)
    for low, high in (("lead_low", "lead_high"), ("breach_low", "breach_high"), ("days_low", "days_high")):
        assert not (chains[low] > chains[high]).any()


def test_on_the_real_data_january_and_october_2020_were_carried_by_different_tracks(real):
    table = mediation.rivals_table(real, windows=("2020-01", "2020-09/2020-10"))
    carried = table[table["carried_low"] > 0].groupby("window")["track_id"].agg(list).to_dict()
    assert carried == {"2020-01": ["LBY-moscow-ankara"], "2020-09/2020-10": ["LBY-un-5plus5"]}


def parts(real):
    """Parts of the real data of every kind: an actor of each kind, tracks, theatres, years, days of knowledge."""
    yield real.only(actors="presidency-council")
    yield real.as_of("2012-06-01").only(since="2012")
    yield real.only(until=1999)
    for actor in real.actors.drop_duplicates("kind", keep="last")["actor_id"]:
        yield real.only(actors=actor)
    for track in real.tracks["track_id"][::8]:
        yield real.only(track=track)
    for theatre in real.theatres["theatre_id"][::8]:
        yield real.only(theatre=theatre)
    for year in (2012, 2018, 2026):
        yield real.only(since=year, until=year)
        yield real.as_of(f"{year}-01-15")


@pytest.mark.filterwarnings("error")
def test_every_part_of_the_real_data_gets_a_table_a_sentence_and_a_figure(real):
    """The battlefield of each part, and one of the other questions in turn; the first three parts get all."""
    names = [name for name in QUESTIONS if name != "battlefield"]
    for number, part in enumerate(parts(real)):
        records = [*part.ceasefires["ceasefire_id"], *part.mediations["mediation_id"], "LBY-none"]
        options = {"walk": {"start": records[0]}, "stands": {"record": records[0]}, "rivals": {"windows": (2012, 2020)}}
        for name in QUESTIONS if number < 3 else ("battlefield", names[number % len(names)]):
            if records[0] == "LBY-none" and name in ("walk", "stands"):
                continue
            table = run(part, name, **options.get(name, {}))
            said = getattr(mediation, f"{name}_sentence")(table)
            assert said.endswith(".") and not any(odd in said for odd in (" 0 of 0", "None", "  ")), said
            assert said in getattr(mediation, f"{name}_figure")(table).alt


def test_a_long_sentence_is_folded_where_there_is_nothing_to_draw():
    said = "There is nothing to draw. " * 12
    picture = drawn.nothing(said)
    maps.FigureCanvasAgg(picture).draw()
    box = picture.texts[0].get_window_extent()
    assert picture.alt == said and box.x0 >= 0 and box.x1 <= picture.bbox.x1 and box.y0 >= 0


@pytest.mark.parametrize("name", ["attempts", "success", "rivals", "acceptance", "network", "places", "walk"])
def test_on_the_real_data_no_text_is_clipped(real, name):
    options = {"walk": {"start": "LBY-M-2020-01-08-istanbul"}, "acceptance": {"at_least": 5}}
    picture = getattr(mediation, f"{name}_figure")(run(real, name, **options.get(name, {})))
    maps.FigureCanvasAgg(picture).draw()
    tight, (width, height) = picture.get_tightbbox(), picture.get_size_inches()
    assert tight.x0 >= -0.02 and tight.x1 <= width + 0.02 and tight.y0 >= -0.02 and tight.y1 <= height + 0.02
    for axis in picture.axes:
        for text in axis.texts:
            box = text.get_window_extent()
            assert picture.bbox.x0 - 2 <= box.x0 and box.x1 <= picture.bbox.x1 + 2, text.get_text()
            assert picture.bbox.y0 - 2 <= box.y0 and box.y1 <= picture.bbox.y1 + 2, text.get_text()


def test_names_on_the_map_do_not_cover_each_other(real):
    picture = mediation.places_figure(mediation.places_table(real))
    maps.FigureCanvasAgg(picture).draw()
    for axis in picture.axes:
        boxes = [text.get_window_extent() for text in axis.texts]
        assert len(boxes) > 5
        assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
