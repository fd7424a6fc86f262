"""Rules on the cells of one row that must go together, and on dates that must have both sides."""

import re
from collections.abc import Iterator
from datetime import timedelta

from .dates import widen
from .ends import PARTS
from .problem import Columns, Problem, absent

YEAR = timedelta(days=366)
PERIODS = {"year": ("[0-9]{4}", "2020"), "month": ("[0-9]{4}-[0-9]{2}", "2020-06")}


def bounds(text: str):
    """The first and last day that a cell allows; none where it can't be read, which another rule says."""
    try:
        return widen(text)
    except ValueError:
        return widen("")


def rows(raw: dict[str, Columns], name: str, *columns: str):
    """These cells of every row, with the row's number; nothing where a column could not be read."""
    table = raw[name]
    return [] if absent(table, *columns) else enumerate(zip(*(table[column] for column in columns)), 2)


def truces(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Ceasefires whose status, start and end do not go together."""
    for number, (status, effective, *parts) in rows(raw, "ceasefires", "status", "effective", *PARTS):
        if status == "proposed" and effective:
            what = "a proposal took effect; then its status is declared or agreed, or effective is blank"
            yield Problem("ceasefires.csv", number, "effective", what)
        if effective and not any(parts):
            what = "it took effect and no part of its end is coded; write '<last day known to hold>/..'"
            yield Problem("ceasefires.csv", number, "fighting_resumed", what)
        if not effective and any(parts[1:]):
            what = "it has an end and never took effect; one of the two is wrong"
            yield Problem("ceasefires.csv", number, "effective", what)


def declarations(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Ceasefires in force long before anybody declared them; some days before can be, a year cannot."""
    for number, (declared, effective) in rows(raw, "ceasefires", "declared", "effective"):
        said, began = bounds(declared).earliest, bounds(effective).latest
        if said and began and said - began > YEAR:
            what = (
                f"it took effect {effective}, more than a year before it was declared {declared}; one of them is wrong"
            )
            yield Problem("ceasefires.csv", number, "effective", what)


def deaths(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Counts of deaths out of order, and periods that are not of their grain."""
    for number, counts in rows(raw, "violence", "low", "best", "high"):
        low, best, high = (int(text) if re.fullmatch("[0-9]{1,15}", text) else None for text in counts)
        if None not in (low, best) and low > best:
            yield Problem("violence.csv", number, "low", f"low {low} is above best {best}; one of them is wrong")
        if None not in (best, high) and high < best:
            yield Problem("violence.csv", number, "high", f"high {high} is below best {best}; one of them is wrong")
    for number, (period, grain) in rows(raw, "violence", "period", "grain"):
        form, example = PERIODS.get(grain, (".*", ""))
        if not re.fullmatch(form, period):
            what = f"the grain is {grain} and the period {period}, which is not one {grain} as in {example}"
            yield Problem("violence.csv", number, "grain", what)


def links(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Links from a record to itself."""
    for number, (source, target) in rows(raw, "links", "from_id", "to_id"):
        if source == target:
            what = f"the link leads from {source} to itself; name the other record"
            yield Problem("links.csv", number, "to_id", what)


def phases(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Phases of one conflict that surely overlap, so that a day would belong to two."""
    found: dict[str, list] = {}
    for number, (key, conflict, since, until) in rows(raw, "phases", "phase_id", "conflict_id", "since", "until"):
        first, last = bounds(since).latest, bounds(until).earliest
        if first and last:
            found.setdefault(conflict, []).append((first.date(), last.date(), key, number))
    for spans in found.values():
        for (_first, last, before, _row), (first, _last, key, number) in zip(sorted(spans), sorted(spans)[1:]):
            if first < last:
                what = f"{key} begins on {first}, before {before} ends on {last}; a day belongs to one phase"
                yield Problem("phases.csv", number, "since", what)


def cut_offs(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Conflicts whose last day coded is open on a side."""
    for number, (day,) in rows(raw, "conflicts", "cut_off"):
        found = bounds(day)
        if (found.earliest is None) != (found.latest is None):
            what = f"{day!r} is open on a side; write the last day coded, as in 2026-03-31"
            yield Problem("conflicts.csv", number, "cut_off", what)


RULES = (truces, declarations, deaths, links, phases, cut_offs)
