"""What every verdict shares: its four values, and the records that bear on a claim."""

from typing import NamedTuple

import pandas as pd

from .. import words
from ..dataset import Dataset

SUPPORTED, PARTLY, ABSENT, CONTRADICTED = "supported", "partly", "not_in_the_data", "contradicted"


class Verdict(NamedTuple):
    """What the data say of a claim, the records it rests on, and why, in a sentence."""

    verdict: str
    records: tuple[str, ...]
    why: str


def together(verdicts: list[str]) -> str:
    """The verdict on a claim of several parts."""
    if CONTRADICTED in verdicts:
        return CONTRADICTED
    if set(verdicts) == {SUPPORTED}:
        return SUPPORTED
    return PARTLY if {SUPPORTED, PARTLY} & set(verdicts) else ABSENT


def bearing(data: Dataset, claim: pd.Series, *names: str) -> list[tuple[str, pd.Series]]:
    """The records that the claim names and that are in the data, with the table each stands in."""
    found = []
    for name in names:
        frame = getattr(data, name)
        key = frame.columns[0]
        for _i, row in frame[frame[key].isin(claim["record_ids"])].sort_values(key).iterrows():
            found.append((name, row))
    return found


def actors(data: Dataset, record: str) -> set[str]:
    return set(data.roles.loc[data.roles["record_id"] == record, "actor_id"])


def named(data: Dataset, actors) -> str:
    return words.listed(data.name(actor, language=words.language()) for actor in actors)


def within(claim: pd.Series, earliest, latest) -> bool:
    return pd.notna(earliest) and not (latest < claim["on_earliest"] or earliest > claim["on_latest"])


def absent(why: str) -> Verdict:
    return Verdict(ABSENT, (), why)
