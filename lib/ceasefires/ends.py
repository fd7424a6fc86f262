"""When and how a truce ended: derived from the coded parts of its end by one rule.

The truce ended with the first of its coded parts. If two fall on one day, the order of ``PARTS`` decides: a term
that was served is *expired* even if fighting came on its last day, and an offensive on the day of a renunciation
is *broken*. A truce none of whose parts has an upper bound is *holding* where it is known to have held at the
cut-off, and *unknown* otherwise. One that never took effect has no end.
"""

from datetime import datetime

import numpy as np
import pandas as pd

from .dates import widen
from .words import Sentence, _, say

PARTS = {
    "term_end": "expired",
    "fighting_resumed": "broken",
    "renounced": "renounced",
    "replaced": "replaced",
    "mooted": "moot",
    "eroded": "lapsed",
}
KINDS = (*PARTS.values(), "holding", "unknown", "never_effective")


def rule() -> Sentence:
    """The rule as one sentence, for a notebook to print."""
    order = ", ".join(f"{part} ({kind})" for part, kind in PARTS.items())
    return say(
        _(
            "A truce ended with the first of {order}; on one day, the earlier in this list decides. "
            "Without any upper bound it is holding if known to have held at the cut-off, else unknown."
        ),
        order=order,
    )


def end(effective: str, parts: dict[str, str], cut_off: datetime) -> tuple[datetime | None, datetime | None, str]:
    """Return the first and last day on which one truce can have ended, and how it ended."""
    start = widen(effective).earliest
    if start is None:
        return None, None, "never_effective"
    bounds = [(widen(text), kind) for part, kind in PARTS.items() if (text := parts[part])]
    earliest = min((bound.earliest or start for bound, _ in bounds), default=start)
    closed = [(bound.latest, kind) for bound, kind in bounds if bound.latest]
    if not closed:
        return earliest, None, "holding" if earliest.date() >= cut_off.date() else "unknown"
    day = min(latest.date() for latest, _ in closed)
    latest, kind = next(pair for pair in closed if pair[0].date() == day)
    return min(earliest, latest), latest, kind


def derive(ceasefires: pd.DataFrame, cut_offs: dict[str, datetime]) -> pd.DataFrame:
    """Add ``ended_earliest``, ``ended_latest`` and ``end_kind`` to a table of ceasefires."""
    rows = [
        end(row["effective"], row, cut_offs[row["conflict_id"]])
        for row in ceasefires[["effective", "conflict_id", *PARTS]].to_dict("records")
    ]
    earliest, latest, kinds = zip(*rows) if rows else ((), (), ())
    return ceasefires.assign(
        ended_earliest=np.array(earliest, "datetime64[s]"),
        ended_latest=np.array(latest, "datetime64[s]"),
        end_kind=pd.array(kinds, dtype="str"),
    )
