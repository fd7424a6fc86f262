import csv

import numpy as np
import pandas as pd
import pytest

import ceasefires
import made
from ceasefires.dataset import DataError
from ceasefires.schema import tables


@pytest.fixture
def data(tmp_path):
    return ceasefires.load(made.write(tmp_path))


def test_every_table_is_there_and_typed(data):
    for name, table in tables().items():
        frame = getattr(data, name)
        assert set(table.columns) <= set(frame.columns)
        for column in table.dates:
            assert frame[f"{column}_earliest"].dtype == "datetime64[s]"
    assert data.ceasefires["sources"].iloc[0] == ("wire-jan", "wire-feb")
    assert data.ceasefires["term_days"].tolist()[2] == 3 and np.isnan(data.ceasefires["term_days"].iloc[0])
    assert data.claims["order"].dtype == "Int64"


def test_dates_are_widened_and_open_sides_are_not_a_time(data):
    offer = data.record("ZZZ-C-offer")
    assert (offer["declared_earliest"], offer["declared_latest"]) == (
        pd.Timestamp("2020-06-01"),
        pd.Timestamp("2020-06-30"),
    )
    arms = data.record("ZZZ-A-northland-reds")
    assert pd.isna(arms["until_latest"]) and arms["until"] == ".."


def test_ends_are_derived(data):
    kinds = dict(zip(data.ceasefires["ceasefire_id"], data.ceasefires["end_kind"]))
    assert kinds == {
        "ZZZ-C-january-reds": "broken",
        "ZZZ-C-january-blues": "renounced",
        "ZZZ-C-may": "expired",
        "ZZZ-C-offer": "never_effective",
        "ZZZ-C-october": "holding",
    }


def correction(folder, old, new="2020-04-30"):
    with open(folder / "corrections.csv", "a", encoding="utf-8", newline="") as file:
        row = ["ceasefires", "ZZZ-C-may", "declared", old, new, "the order was of the eve", "2021-01-01"]
        csv.writer(file, lineterminator="\n").writerow(row)


def test_a_correction_is_applied_and_one_that_no_longer_fits_is_refused(tmp_path):
    correction(made.write(tmp_path / "good"), "2020-05-01")
    assert ceasefires.load(tmp_path / "good").record("ZZZ-C-may")["declared"] == "2020-04-30"
    correction(made.write(tmp_path / "stale"), "2020-05-02")
    with pytest.raises(DataError, match="no longer '2020-05-02'"):
        ceasefires.load(tmp_path / "stale")


def test_a_correction_is_read_as_strictly_as_its_cell(tmp_path):
    correction(made.write(tmp_path), "2020-05-01", new="31/02/2020")
    with pytest.raises(DataError, match="corrections.csv, row 2, column new: as declared of ceasefires: .* impossible"):
        ceasefires.load(tmp_path)


def test_unknown_names_get_the_nearest_spelling(data):
    with pytest.raises(AttributeError, match="did you mean 'ceasefires'"):
        getattr(data, "ceasefire")  # noqa: B009 - the point is the attribute
    with pytest.raises(KeyError, match="did you mean 'ZZZ-C-may'"):
        data.record("ZZZ-C-mai")
    assert data.name("reds", language="fr") == "Rouges" and data.name("nobody") == "nobody"


def test_the_dataset_says_what_it_holds(data):
    assert repr(data) == "<Dataset of Made war: 4 episodes, 5 ceasefires, 3 mediations, 1 events>"


def test_a_folder_that_is_not_there_is_said():
    with pytest.raises(DataError, match="no such folder"):
        ceasefires.load("/nowhere/at/all")
