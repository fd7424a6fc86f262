from datetime import datetime

import edtf
import pytest

from ceasefires.dates import widen


def day(*parts):
    return datetime(*parts)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2020-08-21", day(2020, 8, 21), day(2020, 8, 21)),
        ("2019-08-10T15:00+02:00", day(2019, 8, 10, 15), day(2019, 8, 10, 15)),
        ("2012-02", day(2012, 2, 1), day(2012, 2, 29)),
        ("2016", day(2016, 1, 1), day(2016, 12, 31)),
        ("2016~", day(2016, 1, 1), day(2016, 12, 31)),
        ("2020-01-27/2020-03-25", day(2020, 1, 27), day(2020, 3, 25)),
        ("2012-06/2012-08", day(2012, 6, 1), day(2012, 8, 31)),
        ("2026-03-31/..", day(2026, 3, 31), None),
        ("../2020-09-17", None, day(2020, 9, 17)),
        ("", None, None),
    ],
)
def test_a_date_is_widened_to_what_it_allows(text, earliest, latest):
    assert widen(text) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Jun-20", "ambiguous"),
        ("20 June 2020", "ambiguous"),
        ("31/02/2020", "impossible"),
        ("31/01/2020", "write 2020-01-31"),
        ("03/04/2020", "ambiguous"),
        ("2020/06/15", "write 2020-06-15"),
        ("2020/6", "write 2020-06"),
        ("2020/02/30", "February 2020 has 29 days"),
        ("0000", "year 0000"),
        ("٢٠٢٠", "not a date"),
        ("2020-02-30", "February 2020 has 29 days"),
        ("2020-13-01", "month 13"),
        ("2020-01-01T25:00", "hour that does not exist"),
        ("2020-03-25/2020-01-27", "reversed"),
        ("2020-01-27/", "empty side"),
        ("/2020-01-27", "empty side"),
        ("..", "says nothing"),
        ("../..", "says nothing"),
        ("2020-1-5", "not a date"),
        ("yesterday", "not a date"),
    ],
)
def test_a_date_that_cannot_be_read_is_refused_in_a_sentence(text, says):
    with pytest.raises(ValueError, match=says):
        widen(text)


def points():
    for year in (2011, 2012, 2020, 2100):
        yield f"{year}"
        for month in range(1, 13):
            yield f"{year}-{month:02d}"
            yield f"{year}-{month:02d}-01"
            yield f"{year}-{month:02d}-28~"


def as_day(parts):
    return datetime(*parts[:3])


@pytest.mark.parametrize("text", list(points()))
def test_the_bounds_are_those_of_the_edtf_library(text):
    theirs = edtf.parse_edtf(text)
    assert widen(text) == (as_day(theirs.lower_strict()), as_day(theirs.upper_strict()))


@pytest.mark.parametrize("pair", [("2012-02", "2012-06-03"), ("2011", "2012-02"), ("2020-01-27", "2020-03")])
def test_an_interval_runs_from_the_lower_to_the_upper_bound_of_the_edtf_library(pair):
    theirs = edtf.parse_edtf("/".join(pair))
    assert widen("/".join(pair)) == (as_day(theirs.lower_strict()), as_day(theirs.upper_strict()))
