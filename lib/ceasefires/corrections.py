"""Corrections: each names one cell, what it holds and what it should hold; sound ones are applied to the tables."""

from .problem import Columns, Problem, absent, hint
from .rowrules import rows
from .rules import wrong
from .schema import tables

COLUMNS = ("table", "record_id", "field", "old", "new")


def apply(raw: dict[str, Columns]) -> tuple[list[Problem], dict[tuple, int]]:
    """Put the new values in place; return what is wrong with a correction, and which one touched a cell."""
    problems, touched = [], {}
    for number, (name, record, field, old, new) in rows(raw, "corrections", *COLUMNS):
        if _unread(raw, name, field):
            continue
        found = _fault(raw, name, record, field, old, new)
        if found:
            problems.append(Problem("corrections.csv", number, *found))
            continue
        row = raw[name][tables()[name].key[0]].index(record)
        raw[name][field][row] = new
        touched[f"{name}.csv", row + 2, field] = number
    return problems, touched


def _unread(raw: dict[str, Columns], name: str, field: str) -> bool:
    if name not in tables():
        return False
    return absent(raw[name], tables()[name].key[0], *({field} & set(raw[name])))


def _fault(raw: dict[str, Columns], name: str, record: str, field: str, old: str, new: str) -> tuple[str, str] | None:
    if name not in tables() or name == "corrections":
        return "table", f"there is no table {name!r} that can be corrected{hint(name, tables())}"
    table = tables()[name]
    if field not in table.columns:
        return "field", f"{name} has no column {field!r}{hint(field, table.columns)}"
    if field in table.key and len(table.key) == 1:
        return "field", f"{field} is the key of {name}, to which other rows point; correct another column"
    keys = raw[name][table.key[0]]
    if (count := keys.count(record)) != 1:
        none = f"{name} has no row {record!r}{hint(record, keys)}"
        return "record_id", f"{name} has {count} rows {record!r}; mend the row itself" if count else none
    present = raw[name][field][keys.index(record)]
    if present != old:
        return "old", f"{name} {record} {field} is {present!r} and no longer {old!r}; drop the correction or mend it"
    what = wrong(table.fields[table.columns.index(field)], new)
    return ("new", f"as {field} of {name}: {what}") if what else None


def placed(problem: Problem, touched: dict[tuple, int]) -> Problem:
    """The same problem, told of the correction that made it, if one did."""
    number = touched.get((problem.file, problem.row, problem.column))
    if number:
        what = f"as {problem.column} of {problem.file[:-4]}: {problem.what}"
        return Problem("corrections.csv", number, "new", what, problem.level)
    beside = [number for (file, row, _), number in touched.items() if (file, row) == problem[:2]]
    if beside:
        return problem._replace(what=f"{problem.what} (with the correction in row {beside[0]} of corrections.csv)")
    return problem
