"""The tables and their columns, as ``data/datapackage.json`` describes them; nothing else restates them."""

import json
import os
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

HOME = next(
    folder
    for folder in (Path(__file__).parents[2] / "data", Path(__file__).parent / "data")
    if (folder / "datapackage.json").exists()
)
DATA = Path(os.environ.get("CEASEFIRES_DATA") or HOME)  # the tables that load() reads when no folder is named


@dataclass(frozen=True)
class Field:
    """One column: its type, whether it may be blank, the values it may hold, the tables its ids point to."""

    name: str
    type: str
    edtf: bool
    may_be_open: bool
    is_list: bool
    required: bool
    references: tuple[str, ...]
    values: tuple[str, ...]
    pattern: str
    minimum: float | None
    maximum: float | None

    @cached_property
    def regex(self) -> re.Pattern | None:
        """The pattern that each value must match; for lists of allowed values the list itself is the rule."""
        return re.compile(self.pattern) if self.pattern and not self.is_list else None


@dataclass(frozen=True)
class Table:
    """One table: its columns in order and the columns that make a row's key."""

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    may_be_empty: bool

    @cached_property
    def columns(self) -> list[str]:
        """Column names, in the order of the file."""
        return [field.name for field in self.fields]

    @cached_property
    def dates(self) -> list[str]:
        """Columns that hold a date."""
        return [field.name for field in self.fields if field.edtf]


def _field(raw: dict) -> Field:
    rules = raw.get("constraints", {})
    return Field(
        name=raw["name"],
        type=raw["type"],
        edtf=raw.get("edtf", False),
        may_be_open=raw.get("may_be_open", False),
        is_list=raw.get("list", False),
        required=rules.get("required", False),
        references=tuple(raw.get("references", ())),
        values=tuple(raw.get("meanings", ())),
        pattern=rules.get("pattern", ""),
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
    )


@lru_cache
def package() -> dict:
    """The codebook as it stands in the file, with meanings in English and French."""
    return json.loads((HOME / "datapackage.json").read_text(encoding="utf-8"))


@lru_cache
def tables() -> dict[str, Table]:
    """Every table by name, in the order of the codebook."""
    return {
        raw["name"]: Table(
            raw["name"],
            tuple(map(_field, raw["schema"]["fields"])),
            tuple(raw["schema"]["primaryKey"]),
            raw.get("may_be_empty", False),
        )
        for raw in package()["resources"]
    }


def meaning(table: str, column: str, value: str, *, language: str = "en") -> str:
    """What one allowed value of a column means, in English or French."""
    resource = next(raw for raw in package()["resources"] if raw["name"] == table)
    field = next(raw for raw in resource["schema"]["fields"] if raw["name"] == column)
    return field["meanings"][value][language]
