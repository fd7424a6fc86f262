from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgba
from matplotlib.patches import Polygon, Rectangle
from scipy.optimize import isotonic_regression

import ceasefires
import made
from ceasefires import durations, style, words
from ceasefires.dataset import Dataset
from ceasefires.dates import widen
from ceasefires.durations import comparisons, competing, estimators
from ceasefires.durations.wording import span
from ceasefires.shares import jeffreys

FROZEN = Path(__file__).parent / "frozen"
EXAMPLES = pd.read_csv(FROZEN / "examples.csv")
FIGURES = pd.read_csv(FROZEN / "figures.csv")
TRUCES = ("ZZZ-C-january-reds", "ZZZ-C-january-blues", "ZZZ-C-may", "ZZZ-C-october")


def example(name):
    rows = EXAMPLES[EXAMPLES["set"] == name]
    return rows["low"].to_numpy(), rows["high"].to_numpy(float), rows["cause"].to_numpy()


def of_r(name, quantity):
    return FIGURES[(FIGURES["set"] == name) & (FIGURES["quantity"] == quantity)].set_index("day")["value"]


def changed(folder, changes):
    """The made war with cells of its ceasefires changed: {(last part of the id, column): value}."""
    keys = {key.removeprefix("ZZZ-C-"): key for key in (*TRUCES, "ZZZ-C-offer")}
    cells = {("ceasefires", keys[key], column): value for (key, column), value in changes.items()}
    return ceasefires.load(made.write(folder, cells))


def lengths(low, high, **columns):
    """Rows such as durations.table makes, from lengths alone."""
    low, high = np.asarray(low, float), np.asarray(high, float)
    known = np.select([np.isinf(high), low < high], ["open", "interval"], "exact")
    blank = dict.fromkeys(("agreed", "mediated", "national", "humanitarian", "written", "interposed", "elders"), pd.NA)
    rows = {"name": "Truce", "end_kind": "broken", "low": low, "high": high, "known": known, "left_out": ""}
    rows |= {"fixed": False, "completed": "", "scope": "local"} | blank | columns
    index = pd.Index([f"t{number:04d}" for number in range(len(low))], name="declaration_id")
    return pd.DataFrame(rows, index=index).astype(dict.fromkeys(blank, "boolean"))


# The estimators, against R and closed forms


@pytest.mark.parametrize("name", ["six", "mixed", "one_look"])
def test_turnbull_agrees_with_r(name):
    low, high, _cause = example(name)
    ours, r = estimators.turnbull(low, high), of_r(name, "survival")
    assert estimators.beyond(ours, r.index)[1] == pytest.approx(r.to_numpy(), abs=1e-6)
    assert estimators.beyond(ours, r.index)[1] == pytest.approx(of_r(name, "as_shipped").to_numpy(), abs=2e-3)
    assert ours["mass"].sum() == pytest.approx(1)


@pytest.mark.parametrize("name", ["exact", "open"])
def test_kaplan_meier_agrees_with_r_and_turnbull_equals_it_where_ends_are_known_or_open(name):
    low, high, _cause = example(name)
    ours, r = estimators.kaplan_meier(low, np.isfinite(high)), of_r(name, "survival")
    assert ours.loc[r.index].to_numpy() == pytest.approx(r.to_numpy(), abs=1e-9)
    least, most = estimators.beyond(estimators.turnbull(low, high), r.index)
    assert most == pytest.approx(r.to_numpy(), abs=1e-6) and least[:-1] == pytest.approx(most[:-1])
    if name == "open":
        assert estimators.median(ours) == of_r("open", "median").iloc[0]
        assert estimators.turnbull_median(estimators.turnbull(low, high)) == (81, 81)


def test_one_look_at_each_truce_gives_isotonic_regression():
    low, high, _cause = example("one_look")
    looks, over = np.where(low > 0, low, high), (low == 0).astype(float)
    order = np.argsort(looks)
    ended = 1 - estimators.beyond(estimators.turnbull(low, high), looks[order])[0]
    assert ended == pytest.approx(isotonic_regression(over[order]).x, abs=1e-9)


def test_the_certificate_of_turnbull_is_met_for_lengths_of_every_kind():
    for seed in range(40):
        rng = np.random.default_rng(seed)
        day, kind = np.floor(rng.exponential(40, 60)), rng.integers(0, 4, 60)
        low = np.where(kind < 2, day, np.maximum(day - rng.integers(0, 30, 60), 0))
        high = np.select([kind < 2, kind == 2], [day, day + rng.integers(0, 30, 60)], np.inf)
        masses = estimators.turnbull(low, high)
        starts, rights = masses["left"].to_numpy() + masses["open"].to_numpy() / 2, masses["right"].to_numpy()
        inside = (starts >= (low + np.isinf(high) / 2)[:, None]) & (rights <= high[:, None])
        slope = (inside / (inside @ masses["mass"].to_numpy())[:, None]).sum(0)
        assert slope == pytest.approx(60, abs=1e-4), "each support point of the likeliest curve has gradient n"


def test_aalen_johansen_agrees_with_r_with_ties_and_adds_to_what_ended():
    days, _high, causes = example("causes")
    ours = estimators.aalen_johansen(days, causes, kinds=3)
    for cause in (1, 2, 3):
        r = of_r("causes", f"incidence_{cause}")
        assert ours.loc[r.index, cause].to_numpy() == pytest.approx(r.to_numpy(), abs=1e-9)
    ended = 1 - estimators.kaplan_meier(days, causes > 0)
    assert ours.sum(axis=1).to_numpy() == pytest.approx(ended.to_numpy(), abs=1e-12)
    shuffled = np.random.default_rng(1).permutation(len(days))
    again = estimators.aalen_johansen(days[shuffled], causes[shuffled], kinds=3)
    pd.testing.assert_frame_equal(again, ours, check_exact=True)
    assert not estimators.aalen_johansen([3, 4], [0, 0], kinds=3).to_numpy().any(), "nothing ended"


def test_the_scores_are_the_slope_of_the_likelihood():
    low, high, _cause = example("mixed")
    masses, first = estimators.turnbull(low, high), np.arange(len(low)) % 3 == 0
    before, after = estimators.shares_around(masses, low, high)

    def likelihood(effect):
        power = np.exp(effect * first)
        return np.log(before**power - after**power).sum()

    slope = (likelihood(1e-5) - likelihood(-1e-5)) / 2e-5
    scores = estimators.scores(low, high)
    assert scores[first].sum() == pytest.approx(-slope, abs=1e-5)
    assert scores.sum() == pytest.approx(0, abs=1e-6)
    assert estimators.scores([1, 50], [1, 50])[1] > 0 > estimators.scores([1, 50], [1, 50])[0]


def test_the_permutation_p_matches_every_relabelling():
    values, first = np.array([1.0, 2, 3, 5, 8, 13, 21]), np.array([0, 0, 0, 0, 1, 1, 1], bool)
    seen = abs(values[first].sum() - 3 * values.mean())
    all_of_them = [abs(sum(some) - 3 * values.mean()) >= seen - 1e-9 for some in combinations(values, 3)]
    p = estimators.permuted_p(values, first, seed=1)
    assert p == pytest.approx(np.mean(all_of_them), abs=0.01)
    assert estimators.permuted_p(values[::-1], first[::-1], seed=1) == p
    assert np.isnan(estimators.permuted_p(values, np.arange(7) == 0, seed=1)), "one alone cannot be permuted"


# The published medians of the ETH/PRIO file


@pytest.fixture(scope="module")
def published(root):
    """One row per ceasefire of the ETH/PRIO file: the latest of what its rows give, an impossible day being unknown."""
    path = root.parent / "shared" / "reference" / "cf_ceasefires.csv"
    if not path.exists():
        pytest.skip(f"{path} is not there: the ETH/PRIO file may not be republished")
    parts = [f"{what}_{unit}" for what in ("cf_effect", "end") for unit in ("yr", "month", "day")]
    raw = pd.read_csv(path, encoding="utf-8-sig", usecols=["uniq_id", "ceasefire_class", "mediator_nego", *parts])

    def edge(year, month, day, side):
        text = "-".join(f"{part:02d}" for part in (year, month, day)[: 1 + (month > 0) + (month > 0 and day > 0)])
        try:
            return getattr(widen(text), side).toordinal() if year > 0 else np.nan
        except ValueError:
            return np.nan

    for what, name in (("cf_effect", "start"), ("end", "end")):
        columns = [raw[f"{what}_{unit}"] for unit in ("yr", "month", "day")]
        for side in ("earliest", "latest"):
            raw[f"{name}_{side}"] = [edge(*each, side) for each in zip(*columns)]
    rows = raw.groupby("uniq_id").max()
    rows = rows[rows["start_earliest"].notna()]
    low = (rows["end_earliest"] - rows["start_latest"]).clip(lower=0)
    high = (rows["end_latest"] - rows["start_earliest"]).clip(lower=0)
    exact = (rows["start_earliest"] == rows["start_latest"]) & (rows["end_earliest"] == rows["end_latest"])
    so_far = pd.Timestamp("2020-12-31").toordinal() - rows["start_latest"]
    return rows.assign(
        low=low, high=np.maximum(high, low), exact=exact, so_far=so_far, seen=rows["end_earliest"].notna()
    )


def three_medians(rows):
    exact = rows[rows["exact"]]
    curves = (
        estimators.kaplan_meier(exact["low"], exact["seen"]),
        estimators.kaplan_meier(rows["low"].where(rows["seen"], rows["so_far"]), rows["seen"]),
        estimators.kaplan_meier(rows["low"].where(rows["seen"], 1), rows["seen"]),
    )
    return [estimators.median(curve) for curve in curves]


def test_the_published_medians_come_out_of_the_published_file(published):
    assert len(published) == 2113 and (~published["seen"]).sum() == 822
    assert three_medians(published) == [12, 91, 15]
    for start in (published["so_far"], 1):
        low = published["low"].where(published["seen"], start)
        median = 15 if isinstance(start, int) else 91
        assert estimators.turnbull_median(estimators.turnbull(low, published["low"].fillna(np.inf))) == (median, median)


def test_the_published_order_of_classes_and_the_published_flip_come_out(published):
    kinds = [three_medians(published[published["ceasefire_class"] == kind]) for kind in (1, 2, 3)]
    assert [kind[1] for kind in kinds] == [38, 179, np.inf]
    assert all(a < b < c for a, b, c in zip(*kinds)), "definitive ceasefires last longest under every rule"
    rows = published[published["mediator_nego"] >= 0]
    mediated = rows["mediator_nego"] == 1
    assert (three_medians(rows[mediated])[0], three_medians(rows[~mediated])[0]) == (9, 12)
    assert three_medians(rows[mediated])[1] > three_medians(rows[~mediated])[1]
    rows = rows.assign(low=rows["low"].fillna(0), high=rows["high"].fillna(np.inf))
    found = comparisons.compared_lengths(rows, mediated, permutations=99)
    assert found["longer"][["complete", "best"]].tolist() == ["second", "first"] and found["flips"].all()


# The table


def test_a_length_is_an_interval_of_days(data):
    rows = durations.table(data)
    assert list(rows.index) == ["ZZZ-C-january-blues", "ZZZ-C-january-reds", "ZZZ-C-may", "ZZZ-C-october"]
    assert rows[["low", "high"]].to_numpy().tolist() == [[34, 39], [37, 37], [3, 3], [91, np.inf]]
    assert rows["known"].tolist() == ["interval", "exact", "exact", "holding"]
    assert rows["fixed"].tolist() == [False, False, True, False]
    shown = durations.truces(rows)["held"].tolist()
    assert shown == ["34 to 39 days", "37 days", "3 days", "91 days or more"]


def test_hours_count_only_where_both_ends_have_one(tmp_path):
    rows = durations.table(changed(tmp_path / "a", {("may", "term_end"): "2020-05-01T18:00+02:00"}))
    assert rows.loc["ZZZ-C-may", ["low", "high"]].tolist() == [0.5, 0.5]
    assert durations.truces(rows).loc["ZZZ-C-may", "held"] == "12 hours"
    rows = durations.table(changed(tmp_path / "b", {("may", "term_end"): "2020-05-01"}))
    assert rows.loc["ZZZ-C-may", ["low", "high"]].tolist() == [0, 0]


def test_both_sides_of_an_uncertain_start_count(tmp_path):
    rows = durations.table(changed(tmp_path, {("january-reds", "effective"): "2020-01-10/2020-01-16"}))
    assert rows.loc["ZZZ-C-january-reds", ["low", "high"]].tolist() == [33, 39]


def test_an_end_nobody_reports_has_no_upper_bound(tmp_path):
    open_end = {("january-reds", "fighting_resumed"): "2020-02-01/.."}
    rows = durations.table(changed(tmp_path, open_end))
    assert rows.loc["ZZZ-C-january-reds", ["low", "high", "known"]].tolist() == [20, np.inf, "open"]


def test_a_wide_start_with_an_uncertain_end_is_left_out_unless_wanted(tmp_path):
    wide = changed(tmp_path / "wide", {("january-blues", "effective"): "2020-01-01/2020-01-12"})
    rows = durations.table(wide)
    assert rows.loc["ZZZ-C-january-blues", "left_out"] == "start_too_uncertain"
    assert "Left out of 4 declarations: 1 because start and end are too uncertain." in durations.sentence(rows)
    assert (durations.table(wide, widest_start=None)["left_out"] == "").all()
    assert (durations.table(wide, widest_start=11)["left_out"] == "").all()
    known = changed(tmp_path / "known", {("january-reds", "effective"): "2020-01-01/2020-01-12"})
    assert (durations.table(known)["left_out"] == "").all(), "only the start is uncertain"


def test_an_episode_lasts_as_long_as_one_of_its_declarations(data, tmp_path):
    rows = durations.table(data, unit="episode")
    assert rows.index.name == "episode_id" and len(rows) == 3
    january = rows.loc["ZZZ-EP-january"]
    assert january[["low", "high", "end_kind"]].tolist() == [37, 39, "renounced"]
    same_day = changed(tmp_path / "a", {("january-blues", "renounced"): "2020-02-18"})
    assert durations.table(same_day, unit="episode").loc["ZZZ-EP-january", "end_kind"] == "broken"
    one_open = changed(tmp_path / "b", {("january-blues", "renounced"): "2020-01-30/.."})
    january = durations.table(one_open, unit="episode").loc["ZZZ-EP-january"]
    assert january[["low", "high", "known"]].tolist() == [37, np.inf, "open"]


def test_classes_such_as_surrender_are_left_out_unless_asked_for(tmp_path):
    data = changed(tmp_path, {("may", "ceasefire_class"): "surrender"})
    assert "ZZZ-C-may" not in durations.table(data).index
    assert "ZZZ-C-may" in durations.table(data, also=("surrender",)).index
    with pytest.raises(ValueError, match="did you mean 'surrender'"):
        durations.table(data, also=("surender",))
    with pytest.raises(ValueError, match="did you mean 'episode'"):
        durations.table(data, unit="episodes")


SERVED = {
    "nothing else happened": ({"observance": "full"}, "surely"),
    "nobody says how it went": ({}, "perhaps"),
    "broken before": ({"observance": "partial", "fighting_resumed": "2020-05-03"}, "not"),
    "broken on its last day": ({"observance": "partial", "fighting_resumed": "2020-05-04"}, "surely"),
    "broken before or after": ({"observance": "partial", "fighting_resumed": "2020-05-03/2020-05-06"}, "perhaps"),
    "last known to hold before": ({"observance": "full", "fighting_resumed": "2020-05-02/.."}, "perhaps"),
    "called off before its end": ({"observance": "mostly", "renounced": "2020-05-02"}, "not"),
    "never observed": ({"observance": "none"}, "not"),
    "an end only as a number of days": (
        {"observance": "full", "term_end": "", "fighting_resumed": "2020-05-09"},
        "surely",
    ),
    "still to come": ({"observance": "full", "term_end": "2021-02-01"}, "running"),
}


@pytest.mark.parametrize(("changes", "completed"), SERVED.values(), ids=SERVED)
def test_whether_a_term_was_served(tmp_path, changes, completed):
    data = changed(tmp_path, {("may", column): value for column, value in changes.items()})
    row = durations.table(data).loc["ZZZ-C-may"]
    assert row["fixed"] and row["completed"] == completed
    terms = durations.terms_table(durations.table(data))
    counted = {"surely": [1, 1, 0, 0], "perhaps": [1, 0, 1, 0], "not": [1, 0, 0, 1], "running": [0, 0, 0, 0]}[completed]
    assert terms.loc["all", ["declarations", "surely", "perhaps", "not"]].tolist() == counted
    if completed == "running":
        assert row[["low", "high", "known"]].tolist() == [244, np.inf, "holding"]


def test_the_share_served_spans_the_uncertain(data):
    rows = durations.table(data)
    rows = pd.concat([rows.assign(fixed=True, completed=state) for state in ("surely", "perhaps", "not", "running")])
    table = durations.terms_table(rows)
    assert table.loc["all", "declarations":"not"].tolist() == [12, 4, 4, 4]
    assert table.loc["all", ["share_low", "share_high"]].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert table["jeffreys_low"].iloc[0] == jeffreys(4, 12)[0]
    assert table["jeffreys_high"].iloc[0] == jeffreys(8, 12)[1]
    assert "4 to 8 served it" in durations.terms_sentence(table)
    assert durations.terms_table(rows, by="mediated")["declarations"].tolist() == [6, 6, 0]
    with pytest.raises(ValueError, match="mediatd"):
        durations.terms_table(rows, by="mediatd")


def test_what_goes_with_a_truce(data, tmp_path):
    rows = durations.table(data)
    assert rows["mediated"].tolist() == [False, True, False, True]
    assert rows["agreed"].tolist() == [False, False, True, True]
    assert rows["elders"].isna().all() and rows["humanitarian"].isna().all()
    assert rows.loc["ZZZ-C-october", "written"] and rows["written"].isna().sum() == 3
    more = changed(
        tmp_path,
        {
            ("may", "purposes"): "humanitarian;holiday",
            ("october", "purposes"): "peace_process;humanitarian",
            ("january-reds", "purposes"): "peace_process",
            ("may", "signatory_kind"): "commander;elders",
            ("may", "mechanism"): "third_party_buffer",
            ("october", "mechanism"): "unknown",
            ("may", "scope"): "local",
            ("october", "scope"): "regional",
            ("october", "arrangement"): "imposed",
        },
    )
    rows = durations.table(more)
    assert rows.loc["ZZZ-C-may", ["humanitarian", "elders", "interposed", "national"]].tolist() == [
        True,
        True,
        True,
        False,
    ]
    assert not rows.loc["ZZZ-C-january-reds", "humanitarian"]
    assert rows.loc["ZZZ-C-october", ["humanitarian", "interposed", "national", "agreed"]].isna().all()


def test_a_mediator_in_the_roles_is_enough_and_a_host_is_not(data):
    def with_role(role):
        roles = {column: list(values) for column, values in data._text["roles"].items()}
        for column, value in {
            "record_id": "ZZZ-C-may",
            "actor_id": "northland",
            "role": role,
            "sources": "wire-may",
        }.items():
            roles[column].append(value)
        for column in set(roles) - {"record_id", "actor_id", "role", "sources"}:
            roles[column].append("")
        return durations.table(Dataset({**data._text, "roles": roles})).loc["ZZZ-C-may"]

    assert all(with_role(role)["mediated"] for role in ("mediator", "facilitator", "sponsor", "guarantor"))
    assert not with_role("host")["mediated"] and not with_role("witness")["mediated"]
    assert with_role("buffer")["interposed"]


def test_a_mediation_mediates_only_what_it_produced(data):
    def linked(relation):
        links = {column: list(values) for column, values in data._text["links"].items()}
        row = {"from_id": "ZZZ-M-may", "to_id": "ZZZ-C-may", "relation": relation, "sources": "wire-may"}
        for column, values in links.items():
            values.append(row.get(column, ""))
        return durations.table(Dataset({**data._text, "links": links})).loc["ZZZ-C-may", "mediated"]

    assert linked("produced") and not linked("implements")


def test_unilateral_halts_that_answer_each_other_are_mutual_as_an_episode(data):
    rows = durations.table(data, unit="episode")
    assert rows.loc["ZZZ-EP-january", "agreed"] and rows.loc["ZZZ-EP-january", "mediated"]
    assert not durations.table(data).loc[list(TRUCES[:2]), "agreed"].any()


# Survival


def test_the_band_is_what_the_ends_allow_and_the_rules_lie_in_it():
    rows = lengths([0, 5, 5, 9, 20], [0, 5, 12, np.inf, np.inf])
    table = durations.survival_table(rows)
    assert table.loc[5, ["declarations", "worst", "best", "complete", "complete_of"]].tolist() == [5, 2, 3, 0, 2]
    assert (table["worst"] <= 5 * table["turnbull_low"] + 1e-9).all()
    assert (5 * table["turnbull_high"] <= table["best"] + 1e-9).all()
    shown = durations.survival_at(table, days=(7, 30))
    assert shown["worst"].tolist() == ["2 of 5", "0 of 5"] and shown["best"].tolist() == ["3 of 5", "2 of 5"]
    low, high = jeffreys(2, 5)[0], jeffreys(3, 5)[1]
    assert shown["95 % interval"].iloc[0] == f"{low:.0%} – {high:.0%}"
    said = durations.survival_sentence(table)
    assert "Of 5 declarations without a term, half were over within 5 to 12 days" in said
    assert "the 2 known to the day would give same day alone" in said


def test_exact_dates_collapse_every_band_to_a_line(tmp_path):
    table = durations.survival_table(lengths(*example("exact")[:2]))
    curves = durations.survival.shares(table)
    for column in ("best", "complete", "turnbull_low", "turnbull_high"):
        assert curves[column].to_numpy() == pytest.approx(curves["worst"].to_numpy(), abs=1e-9)
    exact = {("january-blues", "renounced"): "2020-02-19", ("october", "fighting_resumed"): "2020-11-11"}
    data = changed(tmp_path, exact)
    ends = durations.ends_table(data, draws=20)
    for column in ("low", "high", "most"):
        assert ends[column].to_numpy() == pytest.approx(ends["least"].to_numpy(), abs=1e-12)
    assert (ends["perhaps"] == 0).all() and "34 to" not in durations.sentence(durations.table(data))


def test_each_rule_draws_its_line_and_has_its_name_beside_it():
    rows = lengths([0, 5, 5, 9, 20], [0, 5, 12, np.inf, np.inf])
    picture = durations.survival_figure(durations.survival_table(rows))
    axis = picture.axes[0]
    assert len(axis.lines) == 4 and {text.get_text().split(":")[0].split(" (")[0] for text in axis.texts} == {
        "best",
        "worst",
        "Turnbull",
        "complete cases",
    }
    heights = sorted(text.xy[1] for text in axis.texts)
    assert min(np.diff(heights)) > 0.05, "labels do not overlap"
    assert "5 declarations without a term" in picture.alt


# Competing ends


def test_uncertain_ends_give_a_range_inside_the_extremes(tmp_path):
    open_end = {("january-reds", "fighting_resumed"): "2020-02-01/..", ("january-blues", "replaced"): "2020-02-17"}
    ends = durations.ends_table(changed(tmp_path, open_end), draws=100)
    assert (ends["least"] <= ends["low"] + 1e-9).all() and (ends["high"] <= ends["most"] + 1e-9).all()
    assert (ends["low"] <= ends["middle"]).all() and (ends["middle"] <= ends["high"]).all()
    assert ends.loc[("renounced", 90), ["least", "most"]].tolist() == pytest.approx([0, 2 / 3])
    assert ends.loc[("renounced", 0), ["declarations", "surely", "perhaps"]].tolist() == [3, 0, 3]
    assert ends.loc[("renounced", 90), "high"] > ends.loc[("renounced", 90), "low"], "either came first in some draw"


def test_the_draws_keep_to_the_bounds_and_add_to_what_ended(real):
    rows = durations.open_ended(durations.table(real))
    rng = np.random.default_rng(1)
    drawn, causes = competing._drawn(real, rows, list(competing.KINDS), rng, 5)
    assert (drawn >= rows["low"].to_numpy() - 1e-9).all() and (drawn <= rows["high"].to_numpy() + 1e-9).all()
    for days, cause in zip(drawn, causes):
        curve = estimators.aalen_johansen(days, cause, kinds=len(competing.KINDS))
        ended = 1 - estimators.kaplan_meier(days, cause > 0)
        assert curve.sum(axis=1).to_numpy() == pytest.approx(ended.to_numpy(), abs=1e-9)


SURE_OF_THE_CAUSE = {
    "two parts on one day": {("january-reds", "replaced"): "2020-02-18"},
    "a later part": {("january-reds", "replaced"): "2020-02-19"},
}


@pytest.mark.parametrize("changes", SURE_OF_THE_CAUSE.values(), ids=SURE_OF_THE_CAUSE)
def test_the_printed_rule_decides_between_parts_of_an_end(tmp_path, changes):
    ends = durations.ends_table(changed(tmp_path, changes), draws=20)
    assert ends.loc[("broken", 0), ["surely", "perhaps"]].tolist() == [1, 1], "the reds’ and, some day, October"
    assert "replaced" not in ends.index.unique("end_kind")
    assert ends.loc[("broken", 90), ["least", "low", "high"]].tolist() == pytest.approx([1 / 3] * 3)


def test_the_declaration_that_ends_last_ends_the_episode(tmp_path):
    replaced = {("january-blues", "renounced"): "", ("january-blues", "replaced"): "2020-01-20"}
    ends = durations.ends_table(changed(tmp_path / "a", replaced), unit="episode", draws=20)
    assert list(ends.index.unique("end_kind")) == ["broken"]
    assert ends.loc[("broken", 0), ["episodes", "surely", "perhaps"]].tolist() == [2, 1, 1]
    either = {
        ("january-reds", "fighting_resumed"): "2020-02-01/2020-02-20",
        ("january-blues", "renounced"): "2020-02-10",
    }
    data = changed(tmp_path / "b", either)
    rows = durations.open_ended(durations.table(data, unit="episode"))
    days, causes = competing._drawn(data, rows, ["broken", "renounced"], np.random.default_rng(1), 200)
    january = rows.index.get_loc("ZZZ-EP-january")
    assert set(causes[:, january]) == {1, 2} and days[:, january].min() == 29 and days[:, january].max() == 39
    assert (causes[days[:, january] > 29, january] == 1).all(), "beyond the blues’ day only fighting can have ended it"


def test_each_kind_of_end_has_its_panel(data):
    ends = durations.ends_table(data, draws=10)
    picture = durations.ends_figure(ends)
    assert [axis.get_title("left") for axis in picture.axes] == ["broken by\nfighting", "called off"]
    assert "called off" in picture.alt and durations.ends_at(ends).loc["called off", "seen to end so"] == "1 to 2 / 3"
    with pytest.raises(ValueError, match="draws is 0; give a whole number of at least 1"):
        durations.ends_table(data, draws=0)


# Comparisons


def with_missing_ends(missing: bool):
    """Mediated truces a little shorter where the end is known, which it is for few of them; 42 % have no end."""
    days = np.r_[np.arange(100) % 10 + 5, np.arange(100) % 10 + 8].astype(float)
    lost = np.r_[np.arange(100) % 5 < 3, np.arange(100) % 25 < 6] & missing
    rows = lengths(np.where(lost, 1, days), np.where(lost, np.inf, days))
    return rows.assign(mediated=pd.array([True] * 100 + [False] * 100, "boolean")), lost.mean()


def test_the_known_flip_is_flagged_when_42_percent_of_the_ends_are_missing():
    rows, share = with_missing_ends(True)
    assert share == 0.42
    table = durations.comparisons_table(rows, permutations=199)
    found = table.loc["mediated"].loc["open"]
    assert found["longer"].to_dict() == {"complete": "second", "worst": "second", "best": "first", "turnbull": "second"}
    assert found["flips"].all() and found.loc["best", "first_low"] == np.inf
    assert found["n_first"].tolist() == [40, 100, 100, 100] and found.loc["complete", "second_low"] == 12
    assert "in 1 the sign changes with the rule for unknown ends (mediated or not)" in durations.comparisons_sentence(
        table
    )
    assert durations.compared(table).loc[("mediated or not", "mediated"), "sign"] == "changes with the rule"


def test_without_missing_ends_there_is_no_flag_and_the_rules_agree():
    rows, _share = with_missing_ends(False)
    table = durations.comparisons_table(rows, permutations=199)
    found = table.loc["mediated"].loc["open"]
    assert not found["flips"].any() and set(found["longer"]) == {"second"}
    assert found["second_low"].tolist() == [12] * 4 and found["first_low"].tolist() == [9] * 4
    assert found["p"].nunique() == 1 and found["p"].iloc[0] == 1 / 200
    assert "Ahead under every rule, with p below 0.05 in each: not mediated." in durations.comparisons_sentence(table)


def test_fixed_terms_are_compared_by_the_share_served():
    rows = lengths([3.0] * 12, [3.0] * 12, fixed=True, written=[True] * 6 + [False] * 6)
    rows["completed"] = ["surely"] * 3 + ["perhaps"] * 2 + ["not"] + ["surely"] * 4 + ["not"] * 2
    found = durations.comparisons_table(rows, permutations=99).loc["written"].loc["fixed"]
    assert list(found.index) == ["complete", "worst", "best"]
    assert found["n_first"].tolist() == [4, 6, 6]
    assert found["first_low"].tolist() == pytest.approx([3 / 4, 3 / 6, 5 / 6]) and found["flips"].all()
    shown = durations.compared(durations.comparisons_table(rows, permutations=99), term="fixed")
    assert shown.loc[("written or by word", "written"), "complete cases"] == "3 of 4"


def test_rows_left_out_are_not_compared():
    rows, _share = with_missing_ends(False)
    rows.loc[rows.index[:30], "left_out"] = "start_too_uncertain"
    found = durations.comparisons_table(rows, permutations=9)
    assert found.loc[("mediated", "open", "worst"), "n_first"] == 70


def test_interposition_and_elders_are_compared_below_the_national_level(real):
    rows = durations.table(real)
    table = durations.comparisons_table(rows, permutations=9)
    for covariate in ("interposed", "elders"):
        some = durations.counted(rows)
        some = some[(some["scope"] != "national") & some[covariate].notna() & ~some["fixed"]]
        worst = table.loc[(covariate, "open", "worst")]
        assert worst["n_first"] + worst["n_second"] == len(some)


def test_a_pair_of_marks_stands_for_each_rule():
    rows, _share = with_missing_ends(True)
    picture = durations.comparisons_figure(durations.comparisons_table(rows, permutations=9))
    axis = picture.axes[0]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["complete cases", "worst", "best", "Turnbull"]
    assert {text.get_text() for text in axis.texts} == {
        "● mediated (100)",
        "■ not mediated (100)",
        "the sign changes with the rule",
    }


# The wire story's question


def test_which_truces_had_failed_by_a_day(data):
    rows = durations.failed_before(data, "2020-06-15")
    assert rows["failed"].to_dict() == {
        "ZZZ-C-january-blues": "surely",
        "ZZZ-C-january-reds": "surely",
        "ZZZ-C-may": "not",
    }
    assert rows[["low", "high"]].to_numpy().tolist() == [[34, 39], [37, 37], [3, 3]]
    said = durations.failed_sentence(rows)
    assert said == (
        "Of 3 declarations that had taken effect by then, 2 had failed. "
        "Of the 2 that surely had, half had done so within 34 to 37 days, and 0 by the day after their start."
    )
    assert durations.failed_list(rows)["after"].tolist() == ["34 to 39 days", "37 days"]
    episodes = durations.failed_before(data, "2020-06-15", unit="episode")
    assert durations.failed_sentence(episodes).startswith("Of 2 episodes that had taken effect by then, 1 had failed.")


def test_a_failure_may_lie_on_either_side_of_the_day(data):
    rows = durations.failed_before(data, "2020-02-17")
    assert rows["failed"].to_dict() == {"ZZZ-C-january-blues": "perhaps", "ZZZ-C-january-reds": "not"}
    assert rows.loc["ZZZ-C-january-blues", ["low", "high"]].tolist() == [34, 36], "no longer than to that day"
    assert durations.failed_sentence(rows) == "Of 2 declarations that had taken effect by then, 0 to 1 had failed."
    assert durations.failed_before(data, "2020-02-18")["failed"].tolist() == ["surely", "perhaps"]


def test_an_end_nobody_reports_may_be_a_failure(tmp_path):
    data = changed(tmp_path, {("january-reds", "fighting_resumed"): "2020-02-01/.."})
    rows = durations.failed_before(data, "2020-06-15")
    assert rows.loc["ZZZ-C-january-reds", ["failed", "low", "high"]].tolist() == ["perhaps", 20, 155]


def test_nothing_had_failed_before_anything_began(data):
    assert (
        durations.failed_sentence(durations.failed_before(data, "2019-12-31")) == "No truce had taken effect by then."
    )
    held = durations.failed_before(data, "2020-01-20")
    assert durations.failed_sentence(held) == "None of the 2 declarations that had taken effect had failed by then."
    with pytest.raises(ValueError, match="not one day"):
        durations.failed_before(data, "2020-06")


def test_what_was_known_on_the_day_can_be_asked(data):
    rows = durations.failed_before(data.as_of("2020-02-10"), "2020-02-10")
    assert set(rows["failed"]) == {"not"}


# Small selections, order, pictures


def every_sentence(data, unit="declaration"):
    rows = durations.table(data, unit=unit)
    survival, ends = durations.survival_table(rows), durations.ends_table(data, unit=unit, draws=5)
    table = durations.comparisons_table(rows, permutations=9)
    pictures = [
        durations.figure(rows),
        durations.survival_figure(survival),
        durations.ends_figure(ends),
        durations.comparisons_figure(table),
    ]
    assert all(picture.alt for picture in pictures)
    durations.survival_at(survival), durations.ends_at(ends), durations.truces(rows)
    durations.compared(table), durations.compared(table, term="fixed")
    durations.terms_served(durations.terms_table(rows, by="agreed"))
    return durations.sentence(rows), durations.ends_sentence(ends), durations.comparisons_sentence(table)


def test_an_empty_selection_is_a_sentence(data):
    assert every_sentence(data.only(actors="latecomer")) == (
        "No ceasefire took effect in this part of the data.",
        "No end of an open-ended truce is known here.",
        "No comparison has open-ended truces on both sides here.",
    )


@pytest.mark.parametrize("unit", ["declaration", "episode"])
def test_one_ceasefire_is_a_sentence(data, unit):
    said, *_others = every_sentence(data.only(since="2020-10-01"), unit)
    assert said == f"The one open-ended {unit} held 91 days or more."


def test_all_censored_is_a_sentence(tmp_path):
    data = changed(
        tmp_path,
        {
            ("january-reds", "fighting_resumed"): "2020-02-18/..",
            ("january-blues", "renounced"): "2020-02-15/..",
            ("may", "term_end"): "",
            ("may", "term_days"): "",
            ("may", "fighting_resumed"): "2020-05-04/..",
        },
    )
    assert every_sentence(data)[0] == (
        "None of 4 declarations without a term is known to have ended; the median length is 34 days or more. "
        "After 30 days 3 to 4 of 4 still held."
    )


def test_a_start_after_the_cut_off_is_left_out_in_a_sentence(tmp_path):
    late = {"declared": "2021-02-01", "effective": "2021-02-01", "fighting_resumed": "2021-02-01/.."}
    data = changed(tmp_path, {("october", column): value for column, value in late.items()})
    rows = durations.table(data)
    assert rows.loc["ZZZ-C-october", "left_out"] == "after_cut_off"
    assert every_sentence(data)[0].startswith("Left out of 4 declarations: 1 because of a start after the cut-off.")
    assert durations.survival_table(rows)["declarations"].iloc[0] == 2
    alone = rows.loc[["ZZZ-C-october"]]
    assert durations.sentence(alone) == "Left out of 1 declaration: 1 because of a start after the cut-off."


@pytest.mark.parametrize("unit", ["declaration", "episode"])
def test_neither_the_order_of_rows_nor_the_run_matters(real, unit):
    upside_down = Dataset({name: {c: v[::-1] for c, v in columns.items()} for name, columns in real._text.items()})
    rows, other = durations.table(real, unit=unit), durations.table(upside_down, unit=unit)
    pd.testing.assert_frame_equal(other, rows)
    pd.testing.assert_frame_equal(
        durations.ends_table(upside_down, unit=unit, draws=3), durations.ends_table(real, unit=unit, draws=3)
    )
    shuffled = rows.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        durations.comparisons_table(shuffled, permutations=9), durations.comparisons_table(rows, permutations=9)
    )
    pd.testing.assert_frame_equal(durations.survival_table(shuffled), durations.survival_table(rows))


@pytest.mark.parametrize("unit", ["declaration", "episode"])
def test_what_must_hold_for_any_data_holds_for_ours(real, unit):
    rows = durations.table(real, unit=unit)
    assert len(rows) and (rows["low"] >= 0).all() and (rows["low"] <= rows["high"]).all()
    assert (np.isinf(rows["high"]) == rows["end_latest"].isna()).all()
    assert (rows["fixed"] == (rows["completed"] != "")).all()
    curves = durations.survival.shares(durations.survival_table(rows))
    assert (curves.diff().iloc[1:] <= 1e-9).to_numpy().all(), "a survival curve does not rise"
    assert (curves["worst"] <= curves["turnbull_low"] + 1e-9).all()
    assert (curves["turnbull_high"] <= curves["best"] + 1e-9).all()
    ends = durations.ends_table(real, unit=unit, draws=5)
    assert (ends["least"] <= ends["low"] + 1e-9).all() and (ends["high"] <= ends["most"] + 1e-9).all()
    assert ends["least"].groupby("days").sum().max() <= 1


def test_the_swimmer_plot_draws_each_truce_and_thins_out_the_uncertain_end(data):
    axis = durations.figure(durations.table(data)).axes[0]
    names = [label.get_text() for label in axis.get_yticklabels()]
    assert names == [
        "Without a term",
        "Blues’ halt",
        "Reds’ halt",
        "October accord",
        "With a term stated in advance",
        "May pause",
    ]
    bars = {round(bar.get_y() + bar.get_height() / 2): bar for bar in axis.patches if isinstance(bar, Rectangle)}
    assert {row: bar.get_width() for row, bar in bars.items()} == {1: 34, 2: 37, 3: 91, 5: 3}
    (wedge,) = (patch for patch in axis.patches if isinstance(patch, Polygon))
    assert wedge.get_xy()[:3].tolist() == [[34, 0.8], [39, 1], [34, 1.2]], "only the Blues’ end is uncertain"
    for row, kind in {1: "renounced", 2: "broken", 3: "holding", 5: "expired"}.items():
        assert bars[row].get_facecolor() == to_rgba(style.ENDS[kind])


def test_a_picture_is_the_same_bytes_each_time(data):
    rows = durations.table(data)
    first, second = (durations.figure(rows)._repr_mimebundle_()[0]["image/png"] for _ in range(2))
    assert first == second and len(first) > 10_000


def test_lengths_read_as_a_reader_writes_them():
    said = {
        (0, 0): "same day",
        (0.5, 0.5): "12 hours",
        (0, 1): "0 to 1 day",
        (1, 1): "1 day",
        (0.25, 0.5): "6 hours to 12 hours",
        (2, 10): "2 to 10 days",
        (2.5, 2.5): "2.5 days",
        (4, np.inf): "4 days or more",
        (np.inf, np.inf): "not reached",
        (np.nan, np.nan): "–",
    }
    assert {bounds: span(*bounds) for bounds in said} == said


def test_words_follow_the_language(data):
    try:
        words.speak("fr")
        assert durations.table(data)["name"].iloc[0] == "Arrêt des Bleus"
    finally:
        words.speak("en")
