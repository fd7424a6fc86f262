"""Dates as they are known: text in EDTF, widened to the first and last day that it allows.

In a date column ``A/B`` means *one day somewhere in A..B*, where EDTF itself would read a span. Hours stay in
the local clock that the source gives.
"""

import re
from calendar import monthrange
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

MONTHS = "January February March April May June July August September October November December".split()
POINT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?)?)?[~?%]?",
    re.ASCII,
)
DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})", re.ASCII)
STROKES = re.compile(r"(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?", re.ASCII)
MONTH_NAMED = re.compile(r"[A-Za-z]{3,9}[ ./-]?\d{1,4}|\d{1,2}[ ./-]?[A-Za-z]{3,9}.*")


class Bounds(NamedTuple):
    """The first and the last moment that a date allows; None where a side is open or nothing is given."""

    earliest: datetime | None
    latest: datetime | None


@lru_cache(maxsize=65536)
def widen(text: str) -> Bounds:
    """Return the first and last day that a date allows; raise ValueError with a sentence if it can't be read."""
    text = text.strip()
    if not text:
        return Bounds(None, None)
    if match := DAY_FIRST.fullmatch(text):
        raise ValueError(_day_first(text, *match.groups()))
    if match := STROKES.fullmatch(text):
        year, *rest = match.groups()
        right = "-".join([year, *(part.zfill(2) for part in rest if part)])
        _point(right)
        raise ValueError(f"{text!r} is written with other marks than '-'; write {right}")
    if MONTH_NAMED.fullmatch(text):
        raise ValueError(f"{text!r} is ambiguous; write numbers, year first, as in 2020-06 or 2020-06-20")
    if "/" not in text:
        if text == "..":
            raise ValueError("'..' alone says nothing; write '<last known day>/..', or leave it blank")
        return _point(text)
    start, _, end = text.partition("/")
    if not start or not end:
        raise ValueError(f"{text!r} has an empty side; an open side is written '..', as in {start or '2020'}/..")
    if start == ".." and end == "..":
        raise ValueError(f"{text!r} says nothing; leave it blank")
    earliest = None if start == ".." else _point(start).earliest
    latest = None if end == ".." else _point(end).latest
    if earliest and latest and latest < earliest:
        raise ValueError(f"{text!r} is reversed; write the earlier day first: {end}/{start}")
    return Bounds(earliest, latest)


def _day_first(text: str, first: str, second: str, year: str) -> str:
    readings = {f"{year}-{month:0>2}-{day:0>2}" for day, month in ((first, second), (second, first))}
    days = [day for day in sorted(readings) if _exists(day)]
    if len(year) == 4 and not days:
        return f"{text!r} is impossible, there is no such day; write the year first, as in 2020-02-28"
    if len(year) == 4 and len(days) == 1:
        return f"{text!r} should have the year first; write {days[0]}"
    return f"{text!r} is ambiguous; write the year first, as in 2020-02-28"


def _exists(day: str) -> bool:
    try:
        return bool(_point(day))
    except ValueError:
        return False


def _point(text: str) -> Bounds:
    match = POINT.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date; write 2020, 2020-06, 2020-06-15 or 2020-06-15T12:00+02:00")
    year, month, day, hour, minute = (int(part) if part else None for part in match.groups())
    if not year:
        raise ValueError(f"{text!r} names year 0000, which no calendar has; write the year, as in 2020")
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"{text!r} names month {month:02d}; months run from 01 to 12")
    if month is None:
        return Bounds(datetime(year, 1, 1), datetime(year, 12, 31))
    last = monthrange(year, month)[1]
    if day is None:
        return Bounds(datetime(year, month, 1), datetime(year, month, last))
    if not 1 <= day <= last:
        raise ValueError(f"{text!r} is impossible; {MONTHS[month - 1]} {year} has {last} days")
    if hour is None:
        moment = datetime(year, month, day)
    elif hour < 24 and minute < 60:
        moment = datetime(year, month, day, hour, minute)
    else:
        raise ValueError(f"{text!r} names an hour that does not exist; hours run from 00:00 to 23:59")
    return Bounds(moment, moment)
