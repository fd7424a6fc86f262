from datetime import datetime

import pytest

from ceasefires.ends import PARTS, end, rule

CUT_OFF = datetime(2020, 12, 31)


def ended(effective="2020-01-12", **parts):
    return end(effective, {part: parts.get(part, "") for part in PARTS}, CUT_OFF)


@pytest.mark.parametrize(
    ("parts", "earliest", "latest", "kind"),
    [
        ({"fighting_resumed": "2020-02-18"}, (2, 18), (2, 18), "broken"),
        ({"renounced": "2020-01-14", "fighting_resumed": "2020-02-18"}, (1, 14), (1, 14), "renounced"),
        ({"eroded": "2020-01-27/2020-03-25"}, (1, 27), (3, 25), "lapsed"),
        ({"term_end": "2020-01-15", "fighting_resumed": "2020-01-15"}, (1, 15), (1, 15), "expired"),
        ({"renounced": "2020-02-18", "fighting_resumed": "2020-02-18"}, (2, 18), (2, 18), "broken"),
        ({"replaced": "2020-10-23", "fighting_resumed": "2020-10-30"}, (10, 23), (10, 23), "replaced"),
        ({"mooted": "2020-06-05"}, (6, 5), (6, 5), "moot"),
        ({"fighting_resumed": "2020-02-01/2020-02-20", "renounced": "2020-02-10"}, (2, 1), (2, 10), "renounced"),
        ({"term_end": "2020-03-01", "fighting_resumed": "2020-02-01/.."}, (2, 1), (3, 1), "expired"),
    ],
)
def test_a_truce_ends_with_the_first_of_its_parts(parts, earliest, latest, kind):
    assert ended(**parts) == (datetime(2020, *earliest), datetime(2020, *latest), kind)


def test_known_to_hold_at_the_cut_off_is_holding_and_before_it_unknown():
    assert ended(fighting_resumed="2020-12-31/..") == (datetime(2020, 12, 31), None, "holding")
    assert ended(fighting_resumed="2020-06-30/..") == (datetime(2020, 6, 30), None, "unknown")


def test_what_never_took_effect_has_no_end():
    assert ended("", fighting_resumed="") == (None, None, "never_effective")


def test_hours_are_kept():
    assert ended("2019-08-10T15:00", term_end="2019-08-12T15:00")[0] == datetime(2019, 8, 12, 15)


def test_the_rule_names_every_part():
    assert all(part in rule() for part in PARTS)
