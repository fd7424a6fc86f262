"""Is a folder of tables sound? Every problem as a sentence with file, row and column."""

import os
from collections.abc import Iterator
from pathlib import Path

from . import corrections, rowrules, rules, tablefile
from .ends import KINDS
from .problem import Columns, Problem, absent, hint
from .schema import DATA, HOME, Field, Table, tables

DERIVED = ("ended", "end_kind")  # of ceasefires; a second coder codes them too
FEW = 5  # ids that point to a table without rows and are named one by one


def read_all(folder: Path) -> tuple[dict[str, Columns], list[Problem]]:
    """Read every table of a folder as text by column, corrections applied, with all problems found on the way."""
    folder = Path(folder)
    if not folder.is_dir():
        found = "this is a file" if folder.is_file() else "there is no such folder"
        what = f"{found}; give a folder that holds the tables"
        return {}, [Problem(str(folder), None, None, what)]
    if not os.access(folder, os.R_OK | os.X_OK):
        return {}, [Problem(str(folder), None, None, "the folder cannot be opened; let it be read")]
    own = folder.resolve() == HOME.resolve()
    raw, problems, ragged = {}, list(tablefile.strays(folder)), set()
    for name, table in tables().items():
        raw[name], found = rules.read(folder, table, own=own)
        problems += [*found, *rules.cells(table, raw[name])]
        ragged |= {problem[:2] for problem in found if problem.row and problem.row > 1 and problem.column is None}
    faults, touched = corrections.apply(raw)
    problems += [*faults, *(corrections.placed(problem, touched) for problem in relations(raw))]
    place = {f"{name}.csv": number for number, name in enumerate(tables())}
    problems = [problem for problem in problems if problem.column is None or problem[:2] not in ragged]
    last = max((problem.row or 0 for problem in problems), default=0) + 1

    def order(problem: Problem) -> tuple:
        row = problem.row or (last if problem.column else 0)
        return place.get(problem.file, -1), row, problem.column or "", problem.what

    return raw, sorted(problems, key=order)


def relations(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Cells that do not go together, within a row, a table or between tables."""
    for name, table in tables().items():
        yield from rules.order(table, raw[name])
    for rule in (keys, references, parents, fields, *rowrules.RULES):
        yield from rule(raw)


def keys(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Rows whose key another row already has."""
    for name, table in tables().items():
        if absent(raw[name], *table.key):
            continue
        seen: dict[tuple, int] = {}
        for number, key in enumerate(zip(*(raw[name][column] for column in table.key)), 2):
            if key in seen:
                what = f"{' + '.join(key)!r} is already the key of row {seen[key]}"
                yield Problem(f"{name}.csv", number, table.key[0], what)
            seen.setdefault(key, number)


def references(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Ids, alone or in lists, that no row of the tables they point to has; one sentence for a table without ids."""
    known = {name: set(raw[name][table.key[0]]) - {""} for name, table in tables().items()}
    bare: dict[str, list[Problem]] = {name: [] for name in known if not known[name]}
    for name, table in tables().items():
        for field in table.fields:
            if field.references:
                ids = set().union(*(known[target] for target in field.references))
                where = " or ".join(f"{target}.csv" for target in field.references)
                target = _to_blame(raw, field, bare)
                most = 0 if target else rules.HINTS
                found = rules.unknown(f"{name}.csv", field, raw[name][field.name], ids, where, most=most)
                if target:
                    bare[target] += found
                else:
                    yield from found
    for target, found in bare.items():
        key = tables()[target].key[0]
        lost = absent(raw[target], key)
        if found and (lost or len(found) > FEW):
            files = ", ".join(dict.fromkeys(problem.file for problem in found))
            has = "the ids cannot be read" if lost else "the table has no row"
            what = f"{has}, so {len(found)} id(s) that may point here were not checked, in {files}"
            yield Problem(f"{target}.csv", None, key, what)
        else:
            yield from found


def _to_blame(raw: dict[str, Columns], field: Field, bare: dict) -> str | None:
    """The table without ids that a column points to; first one that could not be read."""
    empty = [target for target in field.references if target in bare]
    return min(empty, key=lambda target: not absent(raw[target], tables()[target].key[0]), default=None)


def parents(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Theatres and actors that are part of themselves, directly or in a circle."""
    for name in ("theatres", "actors"):
        table: Table = tables()[name]
        if absent(raw[name], table.key[0], "parent_id"):
            continue
        above = dict(zip(raw[name][table.key[0]], raw[name]["parent_id"]))
        for number, key in enumerate(raw[name][table.key[0]], 2):
            chain, at = [key], above[key]
            while at and at in above and at not in chain:
                chain.append(at)
                at = above[at]
            if at == key:
                yield Problem(f"{name}.csv", number, "parent_id", f"{key!r} is part of itself: {' in '.join(chain)}")


def fields(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Fields named in variants and codings that their record's table does not have, and values they cannot take."""
    home = {key: name for name, table in tables().items() if len(table.key) == 1 for key in raw[name][table.key[0]]}
    verdicts: dict[tuple, str | None] = {}
    for name in ("variants", "codings"):
        for number, (record, field, value) in rowrules.rows(raw, name, "record_id", "field", "value"):
            if not record or record not in home:
                continue
            table = tables()[home[record]]
            if field not in (*table.columns, *DERIVED):
                what = f"{table.name} has no column {field!r}{hint(field, table.columns)}"
                yield Problem(f"{name}.csv", number, "field", what)
                continue
            case = name, table.name, field, value
            if case not in verdicts:
                verdicts[case] = _not_a(table, field, value, loose=name == "variants") if value else None
            if verdicts[case]:
                yield Problem(f"{name}.csv", number, "value", f"as {field} of {table.name}: {verdicts[case]}")


def _not_a(table: Table, field: str, value: str, *, loose: bool) -> str | None:
    """Why a value cannot stand in a column, or in one that is derived; ``loose`` lets reports use their own words."""
    if field in table.columns:
        form = table.fields[table.columns.index(field)]
        return None if loose and form.type == "string" and not form.edtf else rules.wrong(form, value)
    if field == "end_kind":
        return None if value in KINDS else f"{value!r} is not allowed; use {', '.join(KINDS)}{hint(value, KINDS)}"
    return rules.undated(value)


def check(folder: Path = DATA) -> list[Problem]:
    """List every problem of a folder of tables, errors and warnings, in the order of the codebook."""
    return read_all(folder)[1]
