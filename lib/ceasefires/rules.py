"""What a well-formed table is: the rules that ``load()`` and ``ceasefires check`` share.

Every rule yields problems, each a sentence with file, row and column. Row 1 is the header, as in a spreadsheet.
"""

import csv
import io
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from .dates import widen
from .schema import Field, Table

Columns = dict[str, list[str]]
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


class Problem(NamedTuple):
    """One thing that is wrong in one place; as text, a sentence that says where, what, and what would be right."""

    file: str
    row: int | None
    column: str | None
    what: str
    level: str = "error"

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.level}: {self.file}{row}{column}: {self.what}"


def hint(value: str, known) -> str:
    """The nearest known spelling as a question, or nothing."""
    near = get_close_matches(value, known, 1, 0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def read(folder: Path, table: Table, *, own: bool) -> tuple[Columns, list[Problem]]:
    """Read one table file as text by column, with the problems of its form; CRLF and BOM are errors in ``own`` data."""
    return read_file(folder / f"{table.name}.csv", table, own=own)


def read_file(path: Path, table: Table, *, own: bool) -> tuple[Columns, list[Problem]]:
    """The same for one file, whatever its name."""
    name = path.name
    blank: Columns = {column: [] for column in table.columns}
    mild = "error" if own else "warning"
    if not path.exists():
        level = "warning" if table.may_be_empty else "error"
        return blank, [Problem(name, None, None, "the file is missing; the codebook lists this table", level)]
    raw = path.read_bytes()
    if not raw.strip():
        return blank, [Problem(name, None, None, "the file is empty; it needs at least the header row")]
    problems = []
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
        problems.append(Problem(name, 1, None, "the file starts with a byte order mark; save it as plain UTF-8", mild))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        return blank, [
            *problems,
            Problem(name, row, None, f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file with encoding UTF-8"),
        ]
    if "\r" in text:
        problems.append(Problem(name, 1, None, "lines end in CRLF; save the file with line ends LF", mild))
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    problems += _header(name, header, table)
    columns = {column: [] for column in dict.fromkeys(header + table.columns)}
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            problems.append(Problem(name, number, None, f"the row has {len(row)} cells and the header {len(header)}"))
        cells = dict(zip(header, row))
        for column, values in columns.items():
            values.append(cells.get(column, ""))
    if not rows and not table.may_be_empty:
        problems.append(Problem(name, 1, None, "the file has a header and no row; this table will be empty", "warning"))
    return {column: columns[column] for column in table.columns}, problems


def _header(name: str, header: list[str], table: Table) -> Iterator[Problem]:
    for column in dict.fromkeys(header):
        if header.count(column) > 1:
            yield Problem(name, 1, column, "the column stands twice; keep one")
        if column not in table.columns:
            missing = [known for known in table.columns if known not in header]
            yield Problem(
                name,
                1,
                column or "(blank)",
                f"unknown column; the codebook has no such column in {table.name}{hint(column, missing)}",
            )
    for column in table.columns:
        if column not in header:
            yield Problem(name, 1, column, "the column is missing; add it, blank where it does not apply")


def cells(table: Table, columns: Columns, *, file: str | None = None) -> Iterator[Problem]:
    """Every cell against the type, the allowed values and the pattern of its column."""
    name = file or f"{table.name}.csv"
    for field in table.fields:
        verdicts: dict[str, str | None] = {}
        for number, value in enumerate(columns[field.name], 2):
            if value not in verdicts:
                verdicts[value] = _wrong(field, value)
            if verdicts[value]:
                yield Problem(name, number, field.name, verdicts[value])


def _wrong(field: Field, value: str) -> str | None:
    if not value:
        if field.name == "sources":
            return "the row has no source; name at least one id of sources.csv"
        return "the cell is blank and must not be" if field.required else None
    if value != value.strip():
        return f"{value!r} has blanks around it; remove them"
    if field.may_be_open and value == "..":
        return None
    if field.edtf:
        try:
            widen(value)
        except ValueError as error:
            return str(error)
        return None
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


def _number(field: Field, value: str) -> str | None:
    kind = "a whole number" if field.type == "integer" else "a number"
    try:
        number = int(value) if field.type == "integer" else float(value)
    except ValueError:
        return f"{value!r} is not {kind}"
    if number != number or number in (float("inf"), float("-inf")):
        return f"{value!r} is not {kind}"
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


def unknown(name: str, field: Field, values: list[str], ids: set[str], where: str) -> Iterator[Problem]:
    """Ids, alone or in lists, that are not among the known ones."""
    for number, value in enumerate(values, 2):
        for part in value.split(";") if field.is_list else [value]:
            if part and part not in ids:
                yield Problem(
                    name, number, field.name, f"unknown id {part!r}; {where} has no such row{hint(part, ids)}"
                )
