"""Had earlier truces failed? Which, how many and how soon, as of a day."""

from datetime import date

import numpy as np
import pandas as pd

from .. import words
from ..dataset import Dataset, moment
from ..words import Sentence, _, say
from .counted import counted
from .tables import table
from .wording import between, number, span, unit_of

FAILED = ("broken", "renounced", "lapsed")
STATES = ("surely", "perhaps", "not")


def failed_before(data: Dataset, day: str | date, *, unit: str = "declaration", **options) -> pd.DataFrame:
    """One row per truce that had taken effect by a day, those that had failed by then first, in order of their start.

    ``failed`` is surely where fighting, renunciation or erosion had ended it by that day, perhaps where its end is not
    known to the day or at all, and not otherwise; ``low`` and ``high`` are the days it had held by then at least and at
    most. Options are those of ``durations.table``. It looks back from the cut-off: pass ``data.as_of(day)`` for what
    could be known on the day itself. Raises ValueError if ``day`` is not one day.
    """
    when = pd.Timestamp(moment(day))
    rows = counted(table(data, unit=unit, **options))
    rows = rows[rows["start_latest"] < when + pd.Timedelta(days=1)]
    bad = rows["end_kind"].isin(FAILED)
    begun, over = rows["end_earliest"].dt.normalize() <= when, rows["end_latest"].dt.normalize() <= when
    failed = np.select([bad & over, (bad | (rows["end_kind"] == "unknown")) & begun], ["surely", "perhaps"], "not")
    so_far = {
        side: (when - rows[side].dt.normalize()) / pd.Timedelta(days=1) for side in ("start_earliest", "start_latest")
    }
    found = rows[["name", "theatre", "start_earliest", "start_latest", "end_earliest", "end_latest", "end_kind"]]
    found = found.assign(
        failed=pd.array(failed, dtype="str"),
        low=np.minimum(rows["low"], so_far["start_latest"]),
        high=np.minimum(rows["high"], so_far["start_earliest"]),
    )
    return found.sort_values("failed", key=lambda states: states.map(STATES.index), kind="stable")


def failed_list(rows: pd.DataFrame) -> pd.DataFrame:
    """The truces of ``failed_before`` that had failed, or may have, as a reader writes them: where, how soon, how."""
    some = rows[rows["failed"] != "not"]
    return pd.DataFrame(
        {
            _("ceasefire"): some["name"],
            _("where"): some["theatre"],
            _("took effect"): list(map(words.days, some["start_earliest"], some["start_latest"])),
            _("failed"): some["failed"].map(words.label),
            _("after"): list(map(span, some["low"], some["high"])),
            _("how it ended"): some["end_kind"].map(words.label),
        }
    )


def failed_sentence(rows: pd.DataFrame) -> Sentence:
    """How many truces had failed by the day, of how many, and how soon, in a sentence or two."""
    unit = unit_of(rows)
    if rows.empty:
        return say(_("No truce had taken effect by then."))
    sure, maybe = rows[rows["failed"] == "surely"], rows[rows["failed"] == "perhaps"]
    if sure.empty and maybe.empty:
        return say(_("None of the {n} that had taken effect had failed by then."), n=number(len(rows), unit))
    said = say(
        _("Of {n} that had taken effect by then, {k} had failed."),
        n=number(len(rows), unit),
        k=between(len(sure), len(sure) + len(maybe)),
    )
    if sure.empty:
        return said
    low, high = (float(np.sort(sure[column])[(len(sure) - 1) // 2]) for column in ("low", "high"))
    quick = between(int((sure["high"] <= 1).sum()), int((sure["low"] <= 1).sum()))
    return say(
        _(
            "{said} Of the {k} that surely had, half had done so within {half}, and {quick} by the day after their "
            "start."
        ),
        said=said,
        k=len(sure),
        half=span(low, high),
        quick=quick,
    )
