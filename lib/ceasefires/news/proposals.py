"""Had earlier truces failed, and are two proposals alike?"""

import pandas as pd

from .. import words
from ..dataset import Dataset
from ..lengths import days
from ..words import _, say
from .bearing import ABSENT, CONTRADICTED, PARTLY, SUPPORTED, Verdict, absent

FAILED = ("broken", "renounced", "lapsed")
TERMS = (
    "ceasefire_class", "purposes", "scope", "terms_line", "excludes", "mechanism", "signatory_kind", "written",
    "term_days", "start",
)  # fmt: skip


def earlier(data: Dataset, claim: pd.Series) -> pd.DataFrame:
    """The actors' truces that took effect before the day: failed surely, perhaps or not, after [low, high] days."""
    day = claim["on_earliest"]
    roles = data.roles[data.roles["role"].isin(["party", "declarer"]) & data.roles["actor_id"].isin(claim["actor_id"])]
    frame = data.ceasefires[data.ceasefires["ceasefire_id"].isin(roles["record_id"])]
    frame = frame[frame["effective_earliest"] < day].sort_values(["effective_earliest", "ceasefire_id"], kind="stable")
    bad = frame["end_kind"].isin(FAILED)
    surely, perhaps = (
        bad & (frame["ended_latest"] <= day),
        (bad | (frame["end_kind"] == "unknown")) & (frame["ended_earliest"] <= day),
    )
    hour = frame["effective"].str.contains("T")
    low = days(frame["effective_latest"], frame["ended_earliest"], start_hour=hour).clip(lower=0)
    high = days(frame["effective_earliest"], frame["ended_latest"], start_hour=hour)
    state = pd.Series("not", index=frame.index, dtype="str").mask(perhaps, "perhaps").mask(surely, "surely")
    return frame.assign(failed=state, days_low=low.where(perhaps | surely), days_high=high.where(surely))


def lasted(data: Dataset, claim: pd.Series) -> Verdict:
    """Of the actors' earlier truces, most had failed by that day; contradicted where none had."""
    frame = earlier(data, claim)
    if frame.empty:
        return absent(_("No earlier truce between them is on record."))
    surely, perhaps = (frame["failed"] == "surely").sum(), (frame["failed"] != "not").sum()
    count = surely if surely == perhaps else _("{low} to {high}").format(low=surely, high=perhaps)
    of = words.count(len(frame), "earlier truce", "earlier truces")
    why = say(_("{count} of {n} had failed."), count=count, n=of)
    verdict = CONTRADICTED if not perhaps else SUPPORTED if surely > 2 and 2 * surely > len(frame) else PARTLY
    return Verdict(verdict, tuple(frame["ceasefire_id"]), why)


def terms(data: Dataset, keys: tuple[str, ...]) -> pd.DataFrame:
    """The terms of two proposals side by side, one row per field, and whether they agree."""
    rows = []
    records = [data.record(key) for key in keys]
    for field in TERMS:
        pair = [_term(data, record, field) for record in records]
        known = all(pair)
        first, second = (set(value.split("; ")) for value in pair)
        same = "unknown" if not known else "same" if first == second else "overlap" if first & second else "different"
        rows.append((field, *pair, same))
    return pd.DataFrame(rows, columns=["field", *keys, "compared"]).set_index("field")


def _term(data: Dataset, record: pd.Series, field: str) -> str:
    if field == "start":
        stated = data.variants[(data.variants["record_id"] == record.iloc[0]) & (data.variants["field"] == "effective")]
        stated = stated[stated["status"] == "adopted"]["value"].drop_duplicates()
        return record["effective"] or "; ".join(stated)
    value = record[field]
    if isinstance(value, tuple):
        return "; ".join(part for part in value if part != "unknown")
    return "" if pd.isna(value) or value == "unknown" else str(value)


def compared(data: Dataset, claim: pd.Series) -> Verdict:
    """Most known terms of the two proposals agree; contradicted where most differ."""
    present = set(data.ceasefires["ceasefire_id"])
    keys = tuple(key for key in claim["record_ids"] if key in present)
    if len(keys) < 2:
        return absent(_("One of the two is not on record."))
    sides = terms(data, keys[:2])["compared"]
    same, alike, other = ((sides == kind).sum() for kind in ("same", "overlap", "different"))
    known = same + alike + other
    why = say(
        _(
            "Of {n} terms known of both, {same} are the same, {alike} partly, {other} different; "
            "{unknown} cannot be compared."
        ),
        n=known, same=same, alike=alike, other=other, unknown=(sides == "unknown").sum(),
    )  # fmt: skip
    if not known:
        return Verdict(ABSENT, keys, why)
    verdict = CONTRADICTED if 2 * other > known else SUPPORTED if 2 * same > known and not other else PARTLY
    return Verdict(verdict, keys, why)
