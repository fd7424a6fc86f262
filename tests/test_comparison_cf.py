"""How far our coding agrees with that of ETH/PRIO CF (Clayton et al. 2022), made again where their file is at hand.

Their file is no part of the project: only the aggregates in data/comparisons.csv and the ids in data/crosswalk.csv are.
"""

import pandas as pd
import pytest

import ceasefires
from ceasefires.coding.agreement import reliability

DATASET, VERSION = "ETH/PRIO CF", "1989–2020, 4,091 rows"
# Coded because the comparison had shown that they were missing, so not coded independently of it.
AFTERWARDS = ("LBY-C-2011-03-misrata-ministry", "LBY-C-2014-10-01-lna", "LBY-C-2015-03-05-lna-air")
COLUMNS = (
    "side written fixed partial ceasefire_class mediator_nego cf_dec_yr cf_dec_month cf_dec_day"
    " cf_effect_yr cf_effect_month cf_effect_day end_yr end_month end_day"
).split()
THREE = {1: "unilateral", 2: "bilateral", 3: "multilateral"}
WRITTEN = {"yes": True, "no": False, 0: False, 1: True, 2: True}
CLASSES = {1: "cessation", 2: "preliminary", 3: "definitive"}
PAIRS = "Pairs tied one to one, without three that we coded only after the comparison."
DAYS = "Alike if their day lies within our bounds; pairs without a day of theirs, or where ours has none, are left out."
HOW = {
    "declared": DAYS,
    "effective": f"{DAYS} Proposals that bound nobody have none.",
    "arrangement": (
        "Their side 1, 2, 3 is unilateral, bilateral, multilateral; our imposed and tacit count as unlike."
    ),
    "written": (
        "Their 1 and 2 are written, 0 not; ours counts published statements of one side too; unknown is left out."
    ),
    "term": "Their fixed 1 against a stated term or last day of ours; unknown is left out.",
    "scope": "Their partial 1 against our local or regional, 0 against national.",
    "ceasefire_class": (
        "Their 1, 2, 3 is cessation, preliminary, definitive; our pause counts as cessation, other classes as unlike."
    ),
    "mediated": (
        "Their mediator_nego 1 against a mediator or facilitator of ours, or an attempt other than an appeal or"
        " sponsors’ contact that produced it; unclear is left out."
    ),
    "end known": (
        "Theirs if they give the day, ours if its bounds lie within 31 days; not ended counts as not known;"
        " proposals that bound nobody are left out."
    ),
    "ended": "Alike if their day lies within our bounds, among pairs whose end both know.",
}


@pytest.fixture(scope="module")
def theirs(root):
    """Their Libyan ceasefires, one row each."""
    path = root.parent / "shared" / "reference" / "cf_ceasefires.csv"
    if not path.exists():
        pytest.skip("the published file of ETH/PRIO CF is not at hand in ../shared/reference")
    return libyan(path)


@pytest.fixture(scope="module")
def data():
    return ceasefires.load()


def libyan(path):
    rows = pd.read_csv(path, encoding="latin-1", dtype={"uniq_id": str}, low_memory=False)
    rows = rows[rows["location"] == "Libya"]
    assert (rows.groupby("uniq_id")[COLUMNS].nunique() == 1).all(axis=None), "their rows of one ceasefire disagree"
    return rows.drop_duplicates("uniq_id").set_index("uniq_id")[COLUMNS].astype(int)


def compare(data, theirs):
    """One row per field: pairs, coded alike, alpha and its interval."""
    ties = data.crosswalk[(data.crosswalk["dataset"] == DATASET) & (data.crosswalk["relation"] == "same")]
    ties = ties[~ties["record_id"].isin(AFTERWARDS)]
    truces = data.ceasefires.set_index("ceasefire_id")
    helped = mediated(data)
    codings = [
        coded(truces.loc[record], record in helped, theirs.loc[their])
        for their, record in zip(ties["their_id"], ties["record_id"])
    ]
    rows = []
    for field, how in sorted(HOW.items()):
        pairs = [coding[field] for coding in codings if None not in coding[field]]
        n, alike, alpha, low, high = reliability(pd.DataFrame(pairs, columns=["ours", "theirs"]))
        figures = [round(figure, 3) for figure in (alpha, low, high)]
        rows.append((DATASET, VERSION, field, n, round(alike * n), *figures, f"{how} {PAIRS}"))
    columns = ["dataset", "version", "field", "n", "agree", "alpha", "low", "high", "how"]
    return pd.DataFrame(rows, columns=columns)


def mediated(data):
    """Our ceasefires that a third party helped to bring about."""
    roles = data.roles[data.roles["role"].isin(["mediator", "facilitator"])]
    attempts = data.mediations[~data.mediations["format"].isin(["appeal", "sponsors_contact"])]
    made = data.links[(data.links["relation"] == "produced") & data.links["from_id"].isin(attempts["mediation_id"])]
    return {*roles["record_id"], *made["to_id"]}


def coded(ours, helped, theirs):
    """Both codings of one ceasefire, field by field; None where a side does not know or the field does not apply."""
    bound = ours["end_kind"] != "never_effective"
    known = pd.notna(ours["ended_latest"]) and (ours["ended_latest"] - ours["ended_earliest"]).days <= 31
    end = day(theirs, "end")
    kind = "cessation" if ours["ceasefire_class"] == "pause" else ours["ceasefire_class"]
    term = bool(ours["term_end"]) or pd.notna(ours["term_days"])
    return {
        "declared": days(ours, "declared", day(theirs, "cf_dec")),
        "effective": days(ours, "effective", day(theirs, "cf_effect")),
        "arrangement": (ours["arrangement"], THREE.get(theirs["side"])),
        "written": (WRITTEN.get(ours["written"]), WRITTEN.get(theirs["written"])),
        "term": (term, yes(theirs["fixed"])),
        "scope": (ours["scope"] == "national", {0: True, 1: False}.get(theirs["partial"])),
        "ceasefire_class": (kind, CLASSES.get(theirs["ceasefire_class"])),
        "mediated": (helped, yes(theirs["mediator_nego"])),
        "end known": (known if bound else None, end is not None),
        "ended": days(ours, "ended", end) if known else (None, end),
    }


def yes(value):
    return {0: False, 1: True}.get(value)


def day(theirs, part):
    parts = [theirs[f"{part}_{unit}"] for unit in ("yr", "month", "day")]
    return pd.Timestamp(*parts) if min(parts) > 0 else None


def days(ours, field, theirs):
    """Their day on both sides where our bounds allow it, else our first day against theirs."""
    first, last = ours[f"{field}_earliest"], ours[f"{field}_latest"]
    if pd.isna(first) or theirs is None:
        return None, theirs
    first, last = first.normalize(), last.normalize()
    return (theirs if first <= theirs <= last else first), theirs


def test_every_libyan_ceasefire_of_theirs_is_accounted_for(data, theirs):
    ties = data.crosswalk[data.crosswalk["dataset"] == DATASET]
    assert len(theirs) == 35
    assert set(ties["their_id"]) == set(theirs.index)
    assert (ties["why"] != "").all()
    assert ((ties["record_id"] == "") == (ties["relation"] == "left_out")).all()
    assert (ties.groupby("their_id")["relation"].nunique() == 1).all()
    tied = ties[ties["record_id"] != ""]
    assert not tied.duplicated("record_id").any()
    assert set(tied["record_id"]) <= set(data.ceasefires["ceasefire_id"])


def test_the_comparison_is_what_their_file_gives(data, theirs):
    expected = compare(data, theirs)
    kept = data.comparisons[data.comparisons["dataset"] == DATASET].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, expected, check_dtype=False, atol=0.0005)


def test_a_day_is_alike_only_within_our_bounds():
    ours = pd.Series({"x_earliest": pd.Timestamp("2011-04-23T21:00"), "x_latest": pd.Timestamp("2011-04-24")})
    inside, outside = pd.Timestamp("2011-04-23"), pd.Timestamp("2011-04-22")
    assert days(ours, "x", inside) == (inside, inside)
    assert days(ours, "x", outside) == (inside, outside)
    assert days(ours, "x", None) == (None, None)
