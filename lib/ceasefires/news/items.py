"""The claims of a news item: those in the dataset, or a small file that a teacher writes."""

from pathlib import Path

import pandas as pd

from .. import rules
from ..dataset import DataError, Dataset, typed
from ..schema import tables


def claims(data: Dataset, *, item: str | None = None) -> pd.DataFrame:
    """One row per claim of one item, in its order; by default the first item of the dataset.

    Raises KeyError with the nearest spelling when there is no such item.
    """
    frame = data.claims
    items = list(dict.fromkeys(frame["item"]))
    if item is None:
        item = items[0] if items else None
    elif item not in items:
        raise KeyError(f"there is no news item {item!r}{rules.hint(item, items)}")
    return frame[frame["item"] == item].sort_values(["order", "claim_id"], kind="stable").reset_index(drop=True)


def read_item(path: str | Path, *, data: Dataset) -> pd.DataFrame:
    """Read the claims of a news item from a CSV file with the columns of ``claims.csv``.

    Raises DataError with a sentence for every cell that cannot be read or that names an actor the dataset lacks.
    """
    path, table = Path(path), tables()["claims"]
    if not path.exists():
        raise DataError(f"error: {path.name}: the file is missing; write one row per claim, as in data/claims.csv")
    columns, problems = rules.read_file(path, table, own=False)
    problems += rules.cells(table, columns, file=path.name)
    known = {name: set(getattr(data, name)[tables()[name].key[0]]) for name in ("actors",)}
    for field in table.fields:
        if field.references == ("actors",):
            problems += rules.unknown(
                path.name, field, columns[field.name], known["actors"], "the actors of the dataset"
            )
    errors = [str(problem) for problem in problems if problem.level == "error"]
    if not errors and not columns["claim_id"]:
        errors = [f"error: {path.name}: the file has no claim; give at least one row"]
    if errors:
        raise DataError("\n".join(errors))
    return typed(table, columns).sort_values(["order", "claim_id"], kind="stable").reset_index(drop=True)
