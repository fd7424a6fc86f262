"""Is a folder of tables sound? Every problem as a sentence with file, row and column."""

from collections.abc import Iterator
from pathlib import Path

from . import rules
from .rules import Columns, Problem
from .schema import DATA, HOME, Table, tables

DERIVED = ("ended", "end_kind")  # of ceasefires; a second coder codes them too
END_PARTS = ("term_end", "fighting_resumed", "renounced", "replaced", "mooted", "eroded")


def read_all(folder: Path) -> tuple[dict[str, Columns], list[Problem]]:
    """Read every table of a folder as text by column, with all problems that the rules find in it."""
    folder = Path(folder)
    if not folder.is_dir():
        return {}, [Problem(str(folder), None, None, "there is no such folder; give one that holds the tables")]
    own = folder.resolve() == HOME.resolve()
    raw, problems = {}, []
    for name, table in tables().items():
        raw[name], found = rules.read(folder, table, own=own)
        problems += [*found, *rules.cells(table, raw[name]), *rules.order(table, raw[name])]
    problems += [*keys(raw), *references(raw), *parents(raw), *truces(raw), *fields(raw)]
    return raw, sorted(problems, key=lambda p: (list(tables()).index(p.file[:-4]), p.row or 0, p.column or "", p.what))


def keys(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Rows whose key another row already has."""
    for name, table in tables().items():
        seen: dict[tuple, int] = {}
        for number, key in enumerate(zip(*(raw[name][column] for column in table.key)), 2):
            if key in seen:
                yield Problem(
                    f"{name}.csv",
                    number,
                    table.key[0],
                    f"{' + '.join(key)!r} is already the key of row {seen[key]}",
                )
            seen.setdefault(key, number)


def references(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Ids, alone or in lists, that no row of the tables they point to has."""
    known = {name: set(raw[name][table.key[0]]) for name, table in tables().items()}
    for name, table in tables().items():
        for field in table.fields:
            if field.references:
                ids = set().union(*(known[target] for target in field.references))
                where = " or ".join(f"{target}.csv" for target in field.references)
                yield from rules.unknown(f"{name}.csv", field, raw[name][field.name], ids, where)


def parents(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Theatres and actors that are part of themselves, directly or in a circle."""
    for name in ("theatres", "actors"):
        table: Table = tables()[name]
        above = dict(zip(raw[name][table.key[0]], raw[name]["parent_id"]))
        for number, key in enumerate(raw[name][table.key[0]], 2):
            chain, at = [key], above[key]
            while at and at in above and at not in chain:
                chain.append(at)
                at = above[at]
            if at == key:
                yield Problem(f"{name}.csv", number, "parent_id", f"{key!r} is part of itself: {' in '.join(chain)}")


def truces(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Ceasefires whose status, start and end do not go together."""
    columns = raw["ceasefires"]
    for number, (status, effective, *parts) in enumerate(
        zip(columns["status"], columns["effective"], *(columns[part] for part in END_PARTS)), 2
    ):
        if status == "proposed" and effective:
            yield Problem(
                "ceasefires.csv",
                number,
                "effective",
                "a proposal took effect; then its status is declared or agreed, or effective is blank",
            )
        if effective and not any(parts):
            yield Problem(
                "ceasefires.csv",
                number,
                "fighting_resumed",
                "it took effect and no part of its end is coded; write '<last day known to hold>/..'",
            )
        if not effective and any(parts[1:]):
            yield Problem(
                "ceasefires.csv", number, "effective", "it has an end and never took effect; one of the two is wrong"
            )


def fields(raw: dict[str, Columns]) -> Iterator[Problem]:
    """Fields named in variants, codings and corrections that their record's table does not have."""
    home = {key: name for name, table in tables().items() if len(table.key) == 1 for key in raw[name][table.key[0]]}
    for name in ("variants", "codings"):
        for number, (record, field) in enumerate(zip(raw[name]["record_id"], raw[name]["field"]), 2):
            if record in home and field not in (*tables()[home[record]].columns, *DERIVED):
                columns = tables()[home[record]].columns
                yield Problem(
                    f"{name}.csv",
                    number,
                    "field",
                    f"{home[record]} has no column {field!r}{rules.hint(field, columns)}",
                )
    fixes = raw["corrections"]
    for number, (name, record, field) in enumerate(
        zip(fixes["table"], fixes["record_id"], fixes["field"], strict=True), 2
    ):
        if name not in tables():
            yield Problem("corrections.csv", number, "table", f"there is no table {name!r}")
        elif field not in tables()[name].columns:
            yield Problem("corrections.csv", number, "field", f"{name} has no column {field!r}")
        elif record not in raw[name][tables()[name].key[0]]:
            yield Problem("corrections.csv", number, "record_id", f"{name} has no row {record!r}")


def check(folder: Path = DATA) -> list[Problem]:
    """List every problem of a folder of tables, errors and warnings, in the order of the codebook."""
    return read_all(folder)[1]
