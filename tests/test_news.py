# ruff: noqa: E501 - claims are easier to read on one line
import csv

import pytest

import ceasefires
import made
from ceasefires import news
from ceasefires.dataset import DataError, Dataset
from ceasefires.schema import tables

TESTED = {
    "said": {"predicate": "said", "actor_id": "reds", "record_ids": "ZZZ-E-february", "on": "2020-02-18"},
    "agreed": {"predicate": "agreed", "actor_id": "northland", "record_ids": "ZZZ-M-january", "on": "2020-01-08"},
    "planned": {"predicate": "planned", "actor_id": "southland", "record_ids": "ZZZ-M-may", "on": "2020-05-03"},
    "happened": {"predicate": "happened", "actor_id": "southland", "outcomes": "cancelled", "record_ids": "ZZZ-M-may", "on": "2020-05-03"},
    "gained": {"predicate": "happened", "actor_id": "reds", "target_id": "blues", "on": "2020-03-01/2020-03-31"},
    "backs": {"predicate": "backs", "actor_id": "northland", "target_id": "reds", "on": "2020-05-01"},
    "supplied": {"predicate": "supplied", "actor_id": "northland", "target_id": "reds", "forms": "arms", "on": "2020-05-01"},
    "rejects": {"predicate": "rejects", "actor_id": "reds", "record_ids": "ZZZ-M-may", "on": "2020-05-03"},
    "lasted": {"predicate": "lasted", "actor_id": "reds;blues", "on": "2020-03-01"},
    "compared": {"predicate": "compared", "actor_id": "reds", "record_ids": "ZZZ-C-january-reds;ZZZ-C-january-blues", "on": "2020-03-01"},
}  # fmt: skip
PLACES = [("reds", "blues"), ("reds", "blues"), ("reds", "blues")]


def story(folder, kinds=TESTED, **columns):
    path = folder / "story.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, tables()["claims"].columns, lineterminator="\n")
        writer.writeheader()
        for order, (kind, claim) in enumerate(kinds.items(), 1):
            row = {
                "claim_id": kind,
                "item": "story",
                "order": order,
                "layer": "told",
                "text_en": f"{kind}.",
                "text_fr": f"{kind}.",
            }
            writer.writerow({**row, **claim, **columns.get(kind, {})})
    return path


def war(tmp_path, *, roles=(), places=PLACES, changes=None, drop=()):
    """The made war with a few places changing hands, further roles, changed cells and dropped records."""
    folder = made.write(tmp_path / "war", {("roles", "ZZZ-E-february", "actor_id"): "reds", **(changes or {})})
    with open(folder / "events.csv", "a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, tables()["events"].columns, lineterminator="\n")
        for number, (gain, loss) in enumerate(places):
            row = {**made.DEFAULTS, "event_id": f"ZZZ-E-place-{number}", "theatre_id": "ZZZ-hills", "kind": "control_change",
                   "name_en": "Place", "name_fr": "Lieu", "started": f"2020-03-{10 + number}", "control_gain_actor_id": gain,
                   "control_loss_actor_id": loss, "known_since": "2020-03-10", "sources": "wire-may"}  # fmt: skip
            writer.writerow({key: value for key, value in row.items() if key in tables()["events"].columns})
    data = ceasefires.load(folder)
    for table, column, keys in drop:
        text = data._text[table]
        keep = [key not in keys for key in text[column]]
        data._text[table] = {c: [v for v, k in zip(values, keep) if k] for c, values in text.items()}
    return Dataset(data._text)


def verdict(tmp_path, kind, **options):
    data = war(tmp_path, **options)
    claims = news.read_item(story(tmp_path, {kind: TESTED[kind]}), data=war(tmp_path / "whole"))
    return news.table(data, claims=claims)["verdict"].iloc[0]


@pytest.mark.parametrize("kind", TESTED)
def test_the_data_support_the_claim(kind, tmp_path):
    assert verdict(tmp_path, kind) == ("partly" if kind == "lasted" else "supported")


BEARING = {
    "said": [("events", "event_id", {"ZZZ-E-february"})],
    "agreed": [("mediations", "mediation_id", {"ZZZ-M-january"})],
    "planned": [("mediations", "mediation_id", {"ZZZ-M-may"})],
    "happened": [("mediations", "mediation_id", {"ZZZ-M-may"})],
    "gained": [("events", "event_id", {"ZZZ-E-place-0", "ZZZ-E-place-1", "ZZZ-E-place-2"})],
    "backs": [("alignments", "alignment_id", {"ZZZ-A-northland-reds"})],
    "supplied": [("alignments", "alignment_id", {"ZZZ-A-northland-reds"})],
    "rejects": [("positions", "position_id", {"ZZZ-P-may-reds"})],
    "lasted": [("ceasefires", "ceasefire_id", {"ZZZ-C-january-reds", "ZZZ-C-january-blues"})],
    "compared": [("ceasefires", "ceasefire_id", {"ZZZ-C-january-reds"})],
}


@pytest.mark.parametrize("kind", BEARING)
def test_without_the_bearing_record_the_claim_is_not_in_the_data(kind, tmp_path):
    assert verdict(tmp_path, kind, drop=BEARING[kind]) == "not_in_the_data"


REVERSED = {
    "said": {"changes": {("positions", "ZZZ-P-may-reds", "record_id"): "ZZZ-E-february", ("positions", "ZZZ-P-may-reds", "position"): "denies_being_party"}},
    "agreed": {"changes": {("mediations", "ZZZ-M-january", "outcome"): "refused"}},
    "planned": {"changes": {("mediations", "ZZZ-M-may", "planned"): "2020-05-09"}},
    "happened": {"changes": {("mediations", "ZZZ-M-may", "outcome"): "ceasefire"}},
    "gained": {"places": [(loss, gain) for gain, loss in PLACES]},
    "backs": {"changes": {("alignments", "ZZZ-A-northland-reds", "stance"): "opposes"}},
    "supplied": {"changes": {("alignments", "ZZZ-A-northland-reds", "stance"): "opposes"}},
    "rejects": {"changes": {("positions", "ZZZ-P-may-reds", "position"): "accepts"}},
    "lasted": {"changes": {
        ("ceasefires", "ZZZ-C-january-reds", "fighting_resumed"): "2020-11-18",
        ("ceasefires", "ZZZ-C-january-blues", "renounced"): "2020-11-18",
        ("events", "ZZZ-E-february", "started"): "2020-02-18",
    }},
    "compared": {"changes": {("ceasefires", "ZZZ-C-january-reds", field): value for field, value in {
        "purposes": "election", "scope": "local", "mechanism": "hotline", "effective": "2020-01-09", "ceasefire_class": "pause",
    }.items()}},
}  # fmt: skip


@pytest.mark.parametrize("kind", REVERSED)
def test_with_its_stance_reversed_the_claim_is_contradicted(kind, tmp_path):
    assert verdict(tmp_path, kind, **REVERSED[kind]) == "contradicted"


def test_an_allegation_or_an_uncertain_date_supports_in_part(tmp_path):
    alleged = {("alignments", "ZZZ-A-northland-reds", "attribution"): "alleged"}
    assert verdict(tmp_path, "backs", changes=alleged) == "partly"
    assert (
        verdict(tmp_path, "supplied", changes={("alignments", "ZZZ-A-northland-reds", "since"): "2020-04/2020-06"})
        == "partly"
    )


def test_many_failures_support_the_claim_that_truces_failed(tmp_path):
    data = war(tmp_path)
    for column in ("ceasefire_id",):
        text = data._text["ceasefires"]
        row = text[column].index("ZZZ-C-january-reds")
        for name, values in text.items():
            values.append(values[row] if name != column else "ZZZ-C-again")
    for name, value in {
        "record_id": "ZZZ-C-again",
        "actor_id": "reds",
        "role": "declarer",
        "since": "",
        "until": "",
        "sources": "wire-jan",
    }.items():
        data._text["roles"][name].append(value)
    claims = news.read_item(story(tmp_path, {"lasted": TESTED["lasted"]}), data=data)
    rows = news.table(Dataset(data._text), claims=claims)
    assert rows["verdict"].iloc[0] == "supported" and rows["why"].iloc[0] == "3 of 3 earlier truces had failed."
    assert news.failed(Dataset(data._text), claims=claims)["days, at least"].tolist() == ["37", "34", "37"]


def test_the_parts_of_a_claim_are_taken_together(tmp_path):
    data = war(tmp_path)
    claims = news.read_item(story(tmp_path), data=data)
    rows = news.table(data, claims=claims)
    assert len(news.sentence(rows).split()) > 10 and "10 claims, 9 are supported, 1 in part" in news.sentence(rows)


def test_the_page_of_the_day_holds_nothing_from_after_it(tmp_path):
    planted = {
        ("ceasefires", "ZZZ-C-january-reds", "summary_en"): "FUTURE summary",
        ("ceasefires", "ZZZ-C-january-reds", "fighting_resumed"): "2020-02-19",
        ("mediations", "ZZZ-M-january", "sources"): "wire-jan;wire-feb",
        ("mediations", "ZZZ-M-january", "outcome_sources"): "wire-feb",
        ("mediations", "ZZZ-M-january", "outcome"): "refused",
        ("sources", "wire-feb", "title_short"): "FUTURE source",
    }
    data = war(tmp_path, changes=planted)
    claims = news.read_item(story(tmp_path), data=data)
    then = data.as_of("2020-01-20")
    page = "\n".join(
        frame.to_csv()
        for frame in (
            news.table(then, claims=claims).drop(columns="claim"),
            news.failed(then, claims=claims.assign(on_earliest=claims["on_earliest"].min())),
            news.stands(then, claims=claims, day="2020-01-20"),
        )
    )
    assert "FUTURE" not in page and "wire-feb" not in page and "2020-02" not in page and "Feb 2020" not in page
    assert "refused" not in page and "wore away" not in page


def test_no_date_after_the_day_stands_on_the_real_page_of_the_day():
    data = ceasefires.load()
    claims, then = news.claims(data), data.as_of("2020-06-15")
    page = news.table(then, claims=claims).drop(columns="claim").to_csv() + news.failed(then, claims=claims).to_csv()
    page += news.stands(then, claims=claims, day="2020-06-15").to_csv() + news.lead(then, claims=claims).to_csv()
    later = [f"{month} 2020" for month in ("Jul", "Aug", "Sep", "Oct", "Nov", "Dec")] + [
        f" {year}" for year in range(2021, 2027)
    ]
    assert [word for word in later if word in page] == []
    assert all(f"{day} Jun 2020" not in page for day in range(16, 31))


def test_what_came_after_is_not_asked_backwards():
    data = ceasefires.load()
    with pytest.raises(ValueError, match="since 2020-06-15 comes after until 2020-06-01"):
        news.after(data, claims=news.claims(data), day="2020-06-15", until="2020-06-01")


def test_every_claim_of_the_wire_story_has_records_with_two_sources_where_two_exist():
    data = ceasefires.load()
    now = news.table(data, claims=news.claims(data, item="wire-2020-06-15"))
    assert set(now["order"]) == set(range(1, 10))
    told = now[now["layer"] == "told"]
    assert (told["records"].map(len) > 0).all()
    sources = {
        key: {s for record in records for s in data.record(record)["sources"]}
        for key, records in told["records"].items()
    }
    assert [key for key, cited in sources.items() if len(cited) < 2] == []


BAD = {
    "an unknown predicate": ({"predicate": "hints"}, "row 2, column predicate: 'hints' is not allowed"),
    "an unknown actor": ({"actor_id": "redds"}, "did you mean 'reds'"),
    "no day": ({"on": ""}, "row 2, column on: the cell is blank"),
    "a day in words": ({"on": "15 June"}, "ambiguous"),
    "an unknown record": (
        {"record_ids": "ZZZ-E-febuary"},
        "row 2, column record_ids: unknown id 'ZZZ-E-febuary'; the dataset has no such row; did you mean 'ZZZ-E-february'",
    ),
    "no record of what was said": (
        {"record_ids": ""},
        "row 2, column record_ids: 'said' rests on records; name the record",
    ),
    "one record of two compared": (
        {"predicate": "compared", "record_ids": "ZZZ-C-may"},
        "row 2, column record_ids: 'compared' rests on records; name the 2 records",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_story_file_gets_a_sentence(case, tmp_path):
    wrong, says = BAD[case]
    path = story(tmp_path, {"said": {**TESTED["said"], **wrong}})
    with pytest.raises(DataError, match="story.csv") as caught:
        news.read_item(path, data=war(tmp_path))
    assert says in str(caught.value)


def test_a_story_file_that_is_empty_or_lacks_columns_gets_a_sentence(tmp_path):
    data = war(tmp_path)
    with pytest.raises(DataError, match="no claim"):
        news.read_item(story(tmp_path, {}), data=data)
    (tmp_path / "half.csv").write_text("claim_id,item\na,b\n")
    with pytest.raises(DataError, match="half.csv.*(the column is missing|this is not the header)"):
        news.read_item(tmp_path / "half.csv", data=data)
    with pytest.raises(DataError, match="the file is missing"):
        news.read_item(tmp_path / "none.csv", data=data)
    with pytest.raises(KeyError, match="no news item"):
        news.claims(data, item="storry")


def test_the_id_of_a_claim_stands_once(tmp_path):
    path = story(tmp_path, {"said": TESTED["said"], "agreed": TESTED["agreed"]}, agreed={"claim_id": "said"})
    with pytest.raises(DataError, match="row 3, column claim_id: 'said' is the id of row 2 too"):
        news.read_item(path, data=war(tmp_path))


def test_a_folder_is_no_story(tmp_path):
    with pytest.raises(DataError, match="this is a folder; give the CSV file"):
        news.read_item(tmp_path, data=war(tmp_path))


def test_a_question_that_the_item_does_not_raise_is_answered_in_a_sentence(tmp_path):
    data = war(tmp_path)
    claims = news.read_item(story(tmp_path, {"said": TESTED["said"]}), data=data)
    for ask in (news.failed, news.lead, news.terms):
        with pytest.raises(ValueError, match="no claim of this item"):
            ask(data, claims=claims)
    assert news.stands(data, claims=claims, day="2020-01-01").empty


def test_the_figures_show_each_verdict_and_each_stand_and_say_so_in_their_alt_text(tmp_path):
    data = war(tmp_path)
    claims = news.read_item(story(tmp_path), data=data)
    now = news.table(data, claims=claims)
    picture = news.figure(news.table(data.as_of("2020-01-20"), claims=claims), now)
    texts = [text.get_text() for text in picture.axes[0].texts]
    assert texts.count("supported") >= 9 and "not in the data" in texts
    assert news.sentence(now) in picture.alt
    stands = news.stands(data, claims=claims, day="2020-05-01")
    assert "Northland supports Reds" in news.stands_figure(stands).alt
