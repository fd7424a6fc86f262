# ruff: noqa: E501 - cases are easier to read on one line
import numpy as np
import pandas as pd
import pytest

import ceasefires
import made
from ceasefires import coding
from ceasefires.coding import agreement
from ceasefires.coding.agreement import alpha, drawn_alphas, reliability
from ceasefires.dataset import Dataset


@pytest.fixture
def data(tmp_path):
    return ceasefires.load(made.write(tmp_path))


def coded(data, pairs, field="observance", number=1):
    """The made war with codings: pairs of values by record."""
    rows = [
        (record, field, coder, str(number), value)
        for record, values in pairs.items()
        for coder, value in zip(("first", "second"), values)
    ]
    text = dict(zip(("record_id", "field", "coder", "round", "value"), map(list, zip(*rows))))
    return Dataset({**data._text, "codings": text})


def test_coverage_counts_by_year_and_theatre(data):
    counts = coding.coverage_table(data)
    assert counts.loc["National"].to_dict() == {2020: 4} and counts.loc["Quay", 2020] == 1
    assert coding.coverage_table(data, unit="episodes").to_numpy().sum() == 4
    assert coding.coverage_sentence(counts).startswith("5 ceasefires in all; most in 2020 (5) and in National (4)")
    assert "no ceasefire" in coding.coverage_sentence(coding.coverage_table(data.only(theatre="ZZZ-hills")))


def test_the_squares_of_the_coverage_figure_bear_their_numbers(data):
    picture = coding.coverage_figure(coding.coverage_table(data))
    assert sorted(text.get_text() for text in picture.axes[0].texts) == ["1", "4"]


def test_evidence_counts_sources_and_independent_publishers(data):
    rows = coding.evidence_table(data).set_index(["of", "value"])["sources"]
    assert rows[("language", "en")] == 5 and rows[("day of publication", "not known")] == 1
    assert "6 sources in 2 languages; the day of publication is known of 5" in coding.evidence_sentence(data)
    assert "0 of 9 records rest on two publishers" in coding.evidence_sentence(data), (
        "two reports of one wire are one voice"
    )


def test_uncertainty_counts_widths(data):
    rows = coding.uncertainty_table(data)
    assert rows.loc["declared"].to_dict() == {
        "the day": 4,
        "within a week": 0,
        "within a month": 1,
        "within a year": 0,
        "wider": 0,
        "open": 0,
    }
    assert rows.loc["ended", ["the day", "within a week"]].tolist() == [2, 1]
    assert "ended: 2 to the day and 3 within a month, of 3" in coding.uncertainty_sentence(rows)


def test_the_unit_changes_the_share_of_unilateral_truces(data):
    rows = coding.unit_table(data).set_index(["unit", "arrangement"])
    assert rows.loc[("declaration", "unilateral"), ["k", "n"]].tolist() == [2, 4]
    assert rows.loc[("episode", "unilateral"), ["k", "n"]].tolist() == [0, 3]
    assert rows.loc[("episode", "answered"), "k"] == 1
    assert "2 of 4 truces are unilateral; counted by episode 0 of 3, since 1 episode" in coding.unit_sentence(
        coding.unit_table(data)
    )


def test_alpha_is_krippendorffs():
    # Krippendorff (2011), section A: two observers, nominal, no missing data
    a = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    b = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert alpha(np.array([a, b]).T) == pytest.approx(0.095, abs=5e-4)
    assert alpha(np.array([[1, 1], [1, 1]])) != alpha(np.array([[1, 1], [1, 1]])), "nothing varies: not a number"


def test_agreement_is_one_when_both_say_the_same_and_low_when_they_do_not(data):
    records = list(data.ceasefires["ceasefire_id"])
    same = {key: (value, value) for key, value in zip(records, ["none", "full", "none", "full", "mostly"])}
    row = coding.agreement_table(coded(data, same)).iloc[0]
    assert (row["n"], row["alike"], row["alpha"], row["high"]) == (5, 1, 1, 1)
    other = dict(
        zip(records, [("none", "full"), ("full", "none"), ("none", "full"), ("full", "none"), ("full", "full")])
    )
    assert coding.agreement_table(coded(data, other)).iloc[0]["alpha"] < 0
    assert coding.agreement_sentence(coding.agreement_table(data)) == "No record has been coded twice yet."


def test_alphas_of_many_samples_are_those_of_the_package():
    random = np.random.default_rng(7)
    for values in (1, 2, 5):
        codes = random.integers(values, size=(12, 2))
        drawn = random.integers(12, size=(40, 12))
        assert drawn_alphas(codes, drawn) == pytest.approx([alpha(codes[one]) for one in drawn], nan_ok=True)


def test_the_interval_does_not_change_from_run_to_run_nor_with_the_order_of_rows():
    pairs = pd.DataFrame({"first": list("aabbccab"), "second": list("aabbccba")})
    assert reliability(pairs) == reliability(pairs)
    low, high = reliability(pairs)[3:]
    assert low < reliability(pairs)[2] <= high


def test_real_codings_cover_what_the_codebook_promises():
    data = ceasefires.load()
    rounds = data.codings.groupby("round")["record_id"].unique()
    for keys in rounds:
        assert sum("-C-" in key for key in keys) >= 30 and sum("-M-" in key for key in keys) >= 30
    for earlier, later in zip(rounds, rounds.iloc[1:]):
        assert not set(earlier) & set(later), "a later round is on new records"


def test_alpha_is_told_without_the_records_that_the_codebook_names(data, monkeypatch):
    records = list(data.ceasefires["ceasefire_id"])
    twice = coded(data, dict(zip(records, [("none", "full"), ("full", "full"), ("none", "none")] * 2)))
    rules = [{"case": records[0]}, {"case": "ZZZ-C-none"}]
    monkeypatch.setattr(agreement, "package", lambda: {"coding_rules": rules})
    n = twice.codings["record_id"].nunique()
    said = coding.cases_sentence(twice)
    full = coding.agreement_table(twice)["alpha"].iloc[0]
    rest = coding.agreement_table(twice, leave_out=frozenset(records[:1]))["alpha"].iloc[0]
    assert f"1 of the {n} records" in said and f"from {full:.2f} to {rest:.2f}" in said and full != rest
    monkeypatch.setattr(agreement, "package", lambda: {"coding_rules": rules[1:]})
    assert coding.cases_sentence(twice) == "The codebook names none of the records of round 1."
    assert coding.cases_sentence(data) == "No record has been coded twice yet."


def test_every_coding_rule_names_a_record_that_exists():
    rules = coding.rules_table(ceasefires.load())
    data = ceasefires.load()
    for rule in ceasefires.schema.package()["coding_rules"]:
        assert data.record(rule["case"]) is not None
    assert len(rules) >= 30


def test_every_ceasefire_of_the_other_dataset_is_accounted_for():
    data = ceasefires.load()
    theirs = data.crosswalk[data.crosswalk["dataset"] == "ETH/PRIO CF"]
    assert theirs["their_id"].nunique() == 35 and (theirs["why"] != "").all()
    assert "Of 35 ceasefires there" in coding.crosswalk_sentence(data, dataset="ETH/PRIO CF")


def test_the_figures_say_what_they_show(data):
    assert "most in 2020" in coding.coverage_figure(coding.coverage_table(data)).alt
    assert "kind press 1" in coding.evidence_figure(coding.evidence_table(data)).alt
    assert "unilateral" in coding.unit_figure(coding.unit_table(data)).alt
    assert "ended: 2 to the day" in coding.uncertainty_figure(coding.uncertainty_table(data)).alt
    records = list(data.ceasefires["ceasefire_id"])
    rows = coding.agreement_table(
        coded(data, {key: ("none", "none" if key < "ZZZ-C-m" else "full") for key in records})
    )
    assert "round 1" in coding.agreement_figure(rows).alt
