# ruff: noqa: E501
"""What the dataset promises: complete against the ledger, sourced, dated, and known how closely."""

import csv
import re

import pytest

import ceasefires
from ceasefires import coding, timelines
from ceasefires.coding.evidence import independent
from ceasefires.schema import tables

REPLACED = {
    "EV-LBY-0039": "its page is a copy of an encyclopedia; the same is coded from news pages of the day",
    "EV-LBY-0438": "repeats the clash of August 2022; the halt of 10-11 August 2024 is coded from other pages",
}


@pytest.fixture(scope="module")
def data():
    return ceasefires.load()


def test_every_row_of_the_ledger_is_coded_from_one_of_its_pages(data, root):
    ledger = root.parent / "shared/evidence/libya.csv"
    if not ledger.exists():
        pytest.skip("the ledger of evidence is not beside this checkout")
    cited = set(data.sources["url"])
    with open(ledger, encoding="utf-8") as file:
        missing = [
            row["id"]
            for row in csv.DictReader(file)
            if not cited.intersection(re.split(r"[;,\s]+(?=http)", row["source_urls"].strip()))
        ]
    assert set(missing) <= set(REPLACED)


def test_there_is_as_much_as_promised(data):
    took = data.ceasefires["end_kind"] != "never_effective"
    assert took.sum() >= 90 and (~took).sum() > 0
    assert len(data.mediations) >= 200 and len(data.events) >= 150
    assert len(data.positions) >= 250 and len(data.alignments) >= 130 and len(data.sources) >= 600


def test_every_record_is_sourced_and_most_by_two_publishers(data):
    for name in ("episodes", "ceasefires", "mediations", "events", "roles", "positions", "alignments", "links"):
        assert getattr(data, name)["sources"].map(len).min() >= 1
    two = independent(data)
    for name in ("ceasefires", "mediations"):
        assert two.loc[name, "two publishers or more"] >= 0.6 * two.loc[name, "records"]


def test_the_day_of_publication_is_known_of_most_sources(data):
    assert data.sources["published_latest"].notna().mean() >= 0.85


def test_ends_are_known_closely(data):
    known, over = timelines.known_within(data)
    assert known >= 0.75 * over
    known, over = timelines.known_within(data.only(since="2020-01-01", until="2020-10-31"))
    assert known >= 0.7 * over


def test_ends_have_sources_of_their_own_that_the_row_cites(data):
    for row in data.ceasefires.itertuples():
        assert set(row.end_sources) <= set(row.sources), row.ceasefire_id
    for row in data.mediations.itertuples():
        assert set(row.outcome_sources) <= set(row.sources), row.mediation_id


def test_an_adopted_variant_is_the_value_of_the_record(data):
    wrong = []
    adopted = data.variants[data.variants["status"] == "adopted"]
    for row in adopted[~adopted["field"].str.startswith("summary")].itertuples():
        record = data.record(row.record_id)
        value = record[row.field]
        value = ";".join(value) if isinstance(value, tuple) else "" if value != value else str(value)
        proposal = row.field == "effective" and record.get("status") == "proposed"
        if value != row.value and not proposal and float_or(value) != float_or(row.value):
            wrong.append((row.record_id, row.field, value, row.value))
    assert wrong == []


def float_or(text):
    try:
        return float(text)
    except ValueError:
        return text


def test_every_ceasefire_has_somebody_who_is_bound_or_proposes(data):
    roles = data.roles[data.roles["role"].isin(["party", "declarer", "proposer", "addressee"])]
    assert sorted(set(data.ceasefires["ceasefire_id"]) - set(roles["record_id"])) == []


def test_summaries_are_short_and_in_both_languages(data):
    for name in ("ceasefires", "mediations", "events"):
        frame = getattr(data, name)
        for column in ("summary_en", "summary_fr"):
            assert frame[column].map(len).between(20, 600).all(), name
        assert (frame["summary_en"] != frame["summary_fr"]).all()


def test_the_deaths_are_ucdps_and_zero_where_they_have_no_row(data, root):
    reference = root.parent / "shared/reference/ucdp_monthly_deaths.csv"
    if not reference.exists():
        pytest.skip("the reference files are not beside this checkout")
    with open(reference, encoding="utf-8") as file:
        theirs = {
            f"{row['year']}-{int(row['month']):02d}": int(row["best"])
            for row in csv.DictReader(file)
            if row["country"] == "Libya"
        }
    monthly = data.violence[data.violence["grain"] == "month"]
    ours = dict(zip(monthly["period"], monthly["best"]))
    assert len(ours) == 84 and all(ours[month] == theirs.get(month, 0) for month in ours) and set(theirs) <= set(ours)
    yearly = data.violence[data.violence["grain"] == "year"].pivot(index="period", columns="type", values="best")
    assert yearly.loc["2011"].to_dict() == {"state_based": 3762, "non_state": 0, "one_sided": 152}
    assert yearly.loc["2020"].to_dict() == {"state_based": 668, "non_state": 17, "one_sided": 5}


def test_the_codebook_explains_every_field_and_value_in_both_languages():
    for resource in ceasefires.schema.package()["resources"]:
        for field in resource["schema"]["fields"]:
            assert all(field[key] for key in ("title", "title_fr", "description", "description_fr")), field["name"]
            for meaning in field.get("meanings", {}).values():
                assert meaning["en"] and meaning["fr"]
    assert len(tables()) == 21


def test_no_source_appears_twice(data):
    assert not data.sources["url"][data.sources["url"] != ""].duplicated().any()


def test_coverage_reaches_from_the_first_to_the_last_year(data):
    years = coding.coverage_table(data).sum()
    assert (years.loc[2011:2025] > 0).all()
