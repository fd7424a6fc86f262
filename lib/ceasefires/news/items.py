"""The claims of a news item: those in the dataset, or a small file that a teacher writes."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from .. import asked, rules
from ..dataset import DataError, Dataset, typed
from ..schema import tables

RESTS_ON = {"said": 1, "agreed": 1, "planned": 1, "rejects": 1, "compared": 2}  # records that a claim has to name


def claims(data: Dataset, *, item: str | None = None) -> pd.DataFrame:
    """One row per claim of one item, in its order; by default the first item of the dataset.

    Raises KeyError with the nearest spelling when there is no such item.
    """
    frame = data.claims
    items = list(dict.fromkeys(frame["item"]))
    if item is None:
        item = items[0] if items else None
    else:
        asked.known(item, items, "news item")
    return frame[frame["item"] == item].sort_values(["order", "claim_id"], kind="stable").reset_index(drop=True)


def read_item(path: str | Path, *, data: Dataset) -> pd.DataFrame:
    """Read the claims of a news item from a CSV file with the columns of ``claims.csv``.

    Raises DataError with a sentence for every cell that cannot be read, that names an actor or a record the dataset
    lacks, that repeats the id of a claim, or that leaves out the records its predicate rests on.
    """
    path, table = Path(path), tables()["claims"]
    if not path.exists():
        raise DataError(f"error: {path.name}: the file is missing; write one row per claim, as in data/claims.csv")
    if path.is_dir():
        raise DataError(f"error: {path.name}: this is a folder; give the CSV file with one row per claim")
    columns, problems = rules.read_file(path, table, own=False)
    problems += rules.cells(table, columns, file=path.name)
    for field in table.fields:
        if field.references:
            ids = {key for name in field.references for key in getattr(data, name)[tables()[name].key[0]]}
            problems += rules.unknown(path.name, field, columns[field.name], ids, "the dataset")
    problems += _claims(path.name, columns)
    errors = [str(problem) for problem in problems if problem.level == "error"]
    if not errors and not columns["claim_id"]:
        errors = [f"error: {path.name}: the file has no claim; give at least one row"]
    if errors:
        raise DataError("\n".join(errors))
    return typed(table, columns).sort_values(["order", "claim_id"], kind="stable").reset_index(drop=True)


def _claims(file: str, columns: rules.Columns) -> Iterator[rules.Problem]:
    """Ids that stand twice, and claims without the records on which their predicate rests."""
    rows: dict[str, int] = {}
    claims = zip(columns["claim_id"], columns["predicate"], columns["record_ids"])
    for number, (key, predicate, records) in enumerate(claims, 2):
        first = rows.setdefault(key, number)
        if key and first != number:
            yield rules.Problem(file, number, "claim_id", f"{key!r} is the id of row {first} too; give each its own")
        needed = RESTS_ON.get(predicate, 0)
        if len(list(filter(None, records.split(";")))) < needed:
            name = "the record" if needed == 1 else f"the {needed} records"
            yield rules.Problem(
                file, number, "record_ids", f"{predicate!r} rests on records; name {name} of the dataset"
            )
