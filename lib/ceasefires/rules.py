"""What a well-formed table is: the rules that ``load()`` and ``ceasefires check`` share.

Every rule yields problems, each a sentence with file, row and column. Row 1 is the header, as in a spreadsheet.
"""

import re
from collections.abc import Iterator

from .dates import widen
from .garbled import garbled, suspect
from .problem import Absent, Columns, Problem, hint
from .schema import Field, Table
from .tablefile import read, read_file

__all__ = ["Columns", "Problem", "cells", "hint", "order", "read", "read_file", "unknown", "wrong"]
OLDEST = 1800  # no record of a ceasefire war is older: a digit is wrong
HINTS = 3  # of one column; more unknown ids than that are no slips of the pen
ORDERED = (
    ("started", "ended"),
    ("since", "until"),
    ("first_seen", "last_seen"),
    ("effective", "term_end"),
    ("effective", "renounced"),
    ("effective", "fighting_resumed"),
    ("effective", "replaced"),
    ("effective", "eroded"),
    ("effective", "mooted"),
    ("opened", "closed"),
    ("active_since", "active_until"),
    ("reciprocal_since", "reciprocal_until"),
    ("start", "cut_off"),
)


def cells(table: Table, columns: Columns, *, file: str | None = None) -> Iterator[Problem]:
    """Every cell against the type, the allowed values and the pattern of its column."""
    name = file or f"{table.name}.csv"
    for field in table.fields:
        if isinstance(columns[field.name], Absent):
            continue
        doubtful = suspect(columns[field.name])
        verdicts: dict[str, str | None] = {}
        for number, value in enumerate(columns[field.name], 2):
            if value not in verdicts:
                verdicts[value] = (doubtful and garbled(value)) or wrong(field, value)
            if verdicts[value]:
                yield Problem(name, number, field.name, verdicts[value])


def wrong(field: Field, value: str) -> str | None:
    """Why a value cannot stand in a column, as a sentence, or None."""
    if not value:
        if field.name == "sources":
            return "the row has no source; name at least one id of sources.csv"
        return "the cell is blank and must not be" if field.required else None
    if value != value.strip():
        return f"{value!r} has blanks around it; remove them"
    if field.may_be_open and value == "..":
        return None
    if field.edtf:
        return undated(value)
    if field.type in ("integer", "number"):
        return _number(field, value)
    if value[0] in "=+@-":
        return f"{value[:40]!r} starts with {value[0]!r}, which a spreadsheet runs as a formula; begin with a letter"
    parts = value.split(";") if field.is_list else [value]
    if len(set(parts)) < len(parts):
        return f"{value!r} names a value twice"
    for part in parts:
        if not part or part != part.strip():
            return f"{value!r} has a blank between semicolons; write a;b without blanks"
        if field.values and part not in field.values:
            return f"{part!r} is not allowed; use {', '.join(field.values)}{hint(part, field.values)}"
    if field.regex and not field.regex.fullmatch(value):
        return f"{value!r} does not have the form {field.pattern}"
    return None


def undated(value: str) -> str | None:
    """Why a text is not a date, as a sentence, or None."""
    try:
        bounds = widen(value)
    except ValueError as error:
        return str(error)
    if any(moment and moment.year < OLDEST for moment in bounds):
        return f"{value!r} lies before {OLDEST}; is a digit of the year wrong?"
    return None


def _number(field: Field, value: str) -> str | None:
    kind = "a whole number" if field.type == "integer" else "a number"
    form = "-?[0-9]{1,15}" if field.type == "integer" else r"-?[0-9]{1,15}(\.[0-9]+)?"
    if not re.fullmatch(form, value):
        example = "1000" if field.type == "integer" else "12.5"
        return f"{value[:40]!r} is not {kind} in the digits 0 to 9 alone; write it as in {example}"
    number = float(value)
    if field.minimum is not None and number < field.minimum:
        return f"{value} is below {field.minimum:g}"
    if field.maximum is not None and number > field.maximum:
        return f"{value} is above {field.maximum:g}"
    return None


def order(table: Table, columns: Columns) -> Iterator[Problem]:
    """Pairs of dates of which the first can't come after the second."""
    for first, second in ORDERED:
        if first not in columns or second not in columns:
            continue
        for number, (start, end) in enumerate(zip(columns[first], columns[second]), 2):
            try:
                earliest, latest = widen(start).earliest, widen(end).latest
            except ValueError:
                continue
            if earliest and latest and latest.date() < earliest.date():
                yield Problem(
                    f"{table.name}.csv", number, second, f"{end} comes before {first} {start}; one of them is wrong"
                )


def unknown(
    name: str, field: Field, values: list[str], ids: set[str], where: str, *, most: int = HINTS
) -> Iterator[Problem]:
    """Ids, alone or in lists, that are not among the known ones; the first ``most`` with the nearest known one."""
    hints: dict[str, str] = {}
    for number, value in enumerate(values, 2):
        for part in value.split(";") if field.is_list else [value]:
            if part and part not in ids:
                if part not in hints:
                    hints[part] = hint(part, ids) if len(hints) < most else ""
                yield Problem(name, number, field.name, f"unknown id {part!r}; {where} has no such row{hints[part]}")
