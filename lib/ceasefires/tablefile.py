"""One table file as text by column, and what is wrong with its form: encoding, line ends, header, length of rows.

A file that can't be read gives one problem, its cause, and columns that no rule judges.
"""

import csv
import io
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from .problem import Absent, Columns, Problem, hint
from .schema import Table, tables

SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "bars"}
SPREADSHEETS = (".csv", ".tsv", ".txt", ".xls", ".xlsx", ".ods")


class _Unreadable(Exception):  # noqa: N818 - carries the cause to read_file, where it becomes a problem
    """The cause, and the row where it shows."""


def read(folder: Path, table: Table, *, own: bool) -> tuple[Columns, list[Problem]]:
    """Read one table file as text by column, with the problems of its form; CRLF and BOM are errors in ``own`` data."""
    return read_file(folder / f"{table.name}.csv", table, own=own)


def read_file(path: Path, table: Table, *, own: bool) -> tuple[Columns, list[Problem]]:
    """The same for one file, whatever its name."""
    if not path.exists():
        level = "warning" if table.may_be_empty else "error"
        what = f"the file is missing; the codebook lists this table{_near(path)}"
        return _nothing(table), [Problem(path.name, None, None, what, level)]
    try:
        text, problems = _text(path, mild="error" if own else "warning")
        header, rows = _rows(text)
        _whole_header(text, header, table)
    except _Unreadable as error:
        what, row = error.args
        return _nothing(table), [Problem(path.name, row, None, what)]
    problems += _header(path.name, header, table)
    width = len(header)
    for number, row in enumerate(rows, 2):
        if len(row) != width:
            what = f"the row has {len(row)} cells and the header {width}"
            problems.append(Problem(path.name, number, None, what))
            row[:] = (row + [""] * width)[:width]
    columns: Columns = dict(zip(header, map(list, zip(*rows)) if rows else [[] for _ in header]))
    if not rows and not table.may_be_empty:
        what = "the file has a header and no row; this table will be empty"
        problems.append(Problem(path.name, 1, None, what, "warning"))
    return {column: columns.get(column, Absent([""] * len(rows))) for column in table.columns}, problems


def strays(folder: Path) -> Iterator[Problem]:
    """Files whose names resemble a table's and that nothing reads."""
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in SPREADSHEETS and path.name not in {f"{name}.csv" for name in tables()}:
            near = get_close_matches(path.stem.lower(), tables(), 1, 0.75)
            if near:
                what = f"no table has this name and the file is not read; did you mean {near[0]}.csv?"
                yield Problem(path.name, None, None, what, "warning")


def _nothing(table: Table) -> Columns:
    return {column: Absent() for column in table.columns}


def _near(path: Path) -> str:
    beside = [f.name for f in path.parent.iterdir() if f.suffix.lower() in SPREADSHEETS] if path.parent.is_dir() else []
    known = {f"{name}.csv" for name in tables()}
    near = get_close_matches(path.name, [name for name in beside if name not in known], 1, 0.75)
    return f"; there is {near[0]}, which should be a CSV file of this name" if near else ""


def _text(path: Path, *, mild: str) -> tuple[str, list[Problem]]:
    try:
        raw = path.read_bytes()
    except IsADirectoryError:
        raise _Unreadable("this is a folder; it should be a CSV file", None) from None
    except OSError as error:
        raise _Unreadable(f"the file cannot be opened ({error.strerror}); let it be read", None) from None
    if not raw.strip():
        raise _Unreadable("the file is empty; it needs at least the header row", None)
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _Unreadable("the file is a spreadsheet workbook and not text; save it as CSV with encoding UTF-8", None)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:200].count(b"\0") > len(raw[:200]) // 4:
        raise _Unreadable("the file is in UTF-16; save it with encoding UTF-8", None)
    problems = []
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
        what = "the file starts with a byte order mark; save it as plain UTF-8"
        problems.append(Problem(path.name, 1, None, what, mild))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file with encoding UTF-8"
        raise _Unreadable(what, raw[: error.start].count(b"\n") + 1) from None
    if "\r" in text:
        ends = "CRLF" if "\n" in text else "CR alone"
        problems.append(Problem(path.name, 1, None, f"lines end in {ends}; save the file with line ends LF", mild))
    return text, problems


def _rows(text: str) -> tuple[list[str], list[list[str]]]:
    reader, rows = csv.reader(io.StringIO(text, newline="")), []
    try:
        rows.extend(reader)
    except csv.Error:
        what = (
            f"a cell is longer than {csv.field_size_limit()} characters; shorten it, "
            "or close a quotation mark that was left open"
        )
        raise _Unreadable(what, len(rows) + 1) from None
    return rows[0], rows[1:]


def _whole_header(text: str, header: list[str], table: Table) -> None:
    """Refuse a first row that is not the header of this table at all."""
    if not any(cell.strip() for cell in header):
        raise _Unreadable("the first line is blank; the header must be the first line", 1)
    if 2 * len(set(header) & set(table.columns)) >= len(table.columns):
        return
    first = text[: 10 * sum(map(len, table.columns))].splitlines()[0]
    for separator, name in SEPARATORS.items():
        if len(set(first.split(separator)) & set(table.columns)) > 1:
            raise _Unreadable(f"the cells are separated by {name}; save the file as CSV with commas", 1)
    shown, right = ",".join(header)[:60], ",".join(table.columns[:3])
    if 2 * len({cell.strip().lower() for cell in header} & set(table.columns)) >= len(table.columns):
        raise _Unreadable(f"column names are written small and without blanks, as in {right},…, not {shown!r}", 1)
    raise _Unreadable(f"this is not the header of {table.name}: it begins {shown!r} and should begin {right!r}", 1)


def _header(name: str, header: list[str], table: Table) -> Iterator[Problem]:
    missing = [known for known in table.columns if known not in header]
    for column in dict.fromkeys(header):
        if header.count(column) > 1:
            yield Problem(name, 1, column, "the column stands twice; keep one")
        if column not in table.columns:
            what = f"unknown column; the codebook has no such column in {table.name}{hint(column, missing)}"
            yield Problem(name, 1, column[:60] or "(blank)", what)
    for column in missing:
        yield Problem(name, 1, column, "the column is missing; add it, blank where it does not apply")
