"""One thing that is wrong in one place, as a sentence; and the text of a table by column."""

from difflib import get_close_matches
from typing import NamedTuple

Columns = dict[str, list[str]]


class Absent(list):
    """Blanks that stand for a column that could not be read; no rule judges them."""


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


def absent(columns: Columns, *names: str) -> bool:
    """Whether one of these columns could not be read."""
    return any(isinstance(columns[name], Absent) for name in names)
