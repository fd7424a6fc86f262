"""How long each ceasefire or episode held, as an interval, and what else is known of it."""

import numpy as np
import pandas as pd

from .. import asked, words
from ..dataset import Dataset
from ..dates import widen
from ..ends import PARTS
from ..lengths import DAY, days
from ..words import Sentence, _, say
from .counted import counted
from .covariates import COVARIATES, covariates, mutual
from .survival import survival_sentence, survival_table
from .terms import terms_sentence, terms_table
from .wording import number, span, unit_of

UNITS = ("declaration", "episode")
LEFT_OUT = ("safe_exit", "surrender", "ultimatum", "economic")
WIDEST_START = 7  # days


def table(
    data: Dataset, *, unit: str = "declaration", also: tuple[str, ...] = (), widest_start: int | None = WIDEST_START
) -> pd.DataFrame:
    """One row per ceasefire (unit ``declaration``) or truce of answering ones (``episode``) that took effect, by start.

    ``low`` and ``high`` are the least and the most days it can have held, with hours where both ends have one, and
    ``high`` is inf where no end is known. ``known`` says why: exact, interval, open (no last day), holding (seen to
    hold at the cut-off). ``completed`` says of a fixed term whether it was served: surely, perhaps, not, or running.
    ``left_out`` names why a row counts nowhere: it starts after the cut-off, or start and end are uncertain and the
    start by more than ``widest_start`` days. An episode lasts as long as one of its declarations. Classes such as
    surrender are left out but for those named in ``also``. Raises ValueError for an unknown unit or class.
    """
    asked.one_of(unit, UNITS, "unit")
    if widest_start is not None:
        asked.whole(widest_start, "widest_start")
    frame = data.ceasefires
    unwanted = set(LEFT_OUT).difference(asked.some_of(also, LEFT_OUT, "class that durations leave out"))
    frame = frame[frame["effective_earliest"].notna() & ~frame["ceasefire_class"].isin(unwanted)]
    rows = _declarations(data, frame)
    if unit == "episode":
        rows = _together(data, rows)
    rows = _measured(rows, widest_start).sort_index().sort_values("start_earliest", kind="stable")
    return rows.drop(columns=["episode_id", "cut_off", "start_hour"]).rename_axis(f"{unit}_id")


def _declarations(data: Dataset, frame: pd.DataFrame) -> pd.DataFrame:
    theatres = data.theatres.set_index("theatre_id")[f"name_{words.language()}"]
    cut_off = np.array([data.cut_offs[key] for key in frame["conflict_id"]], "datetime64[s]")
    last = frame["effective_latest"].fillna(frame["ended_latest"])
    rows = pd.DataFrame(
        {
            "name": frame[f"name_{words.language()}"],
            "theatre": frame["theatre_id"].map(theatres),
            "start_earliest": frame["effective_earliest"],
            "start_latest": last.fillna(pd.Series(cut_off, frame.index)),
            "end_earliest": frame["ended_earliest"],
            "end_latest": frame["ended_latest"],
            "end_kind": frame["end_kind"],
            "fixed": (frame["term_end"] != "") | frame["term_days"].notna(),
            "completed": [_completed(row) for row in frame.to_dict("records")],
            "scope": frame["scope"],
            "episode_id": frame["episode_id"],
            "cut_off": cut_off,
            "start_hour": frame["effective"].str.contains("T"),
        }
    ).join(covariates(data, frame))
    rows.index = pd.Index(frame["ceasefire_id"], dtype="str")
    later = rows["end_latest"].dt.normalize() > rows["cut_off"]  # a term that runs beyond what was coded
    rows["end_latest"] = rows["end_latest"].mask(later)
    rows["end_earliest"] = rows["end_earliest"].mask(later, np.minimum(rows["end_earliest"], rows["cut_off"]))
    holding = rows["end_earliest"] >= rows["cut_off"]
    rows.loc[later, "end_kind"] = np.where(holding[later], "holding", "unknown")
    rows.loc[later & rows["fixed"] & (rows["completed"] != "not"), "completed"] = "running"
    return rows


def _completed(row: dict) -> str:
    """Whether a fixed term was served: not where it was broken off or never observed, perhaps where nobody says."""
    if not row["term_end"] and pd.isna(row["term_days"]):
        return ""
    first, last = row["term_end_earliest"], row["term_end_latest"]
    if pd.isna(last):
        length = pd.Timedelta(days=float(row["term_days"])) if pd.notna(row["term_days"]) else pd.NaT
        first, last = row["effective_earliest"] + length, row["effective_latest"] + length
    if pd.isna(last):
        return "perhaps"
    others = [widen(row[part]) for part in PARTS if part != "term_end" and row[part]]
    if row["observance"] == "none" or any(other.latest and other.latest.date() < first.date() for other in others):
        return "not"
    if any(other.earliest is None or other.earliest.date() < last.date() for other in others):
        return "perhaps"
    return "perhaps" if row["observance"] == "unknown" and not others else "surely"


def _together(data: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    """One row per episode: from the first start of its declarations to the last end, which also names its kind."""
    episodes = data.episodes.set_index("episode_id")
    theatres = data.theatres.set_index("theatre_id")[f"name_{words.language()}"]
    order = {kind: place for place, kind in enumerate(("holding", "unknown", *PARTS.values()))}
    last = rows.assign(
        until=rows["end_latest"].fillna(pd.Timestamp.max.floor("s")), place=rows["end_kind"].map(order)
    ).sort_index()
    last = last.sort_values(["until", "place"], ascending=[False, True], kind="stable").groupby("episode_id").first()
    parts = rows.groupby("episode_id")
    some = {column: parts[column].agg(_any) for column in COVARIATES}
    whole = pd.DataFrame(
        {
            "name": episodes[f"name_{words.language()}"].reindex(last.index),
            "theatre": episodes["theatre_id"].map(theatres).reindex(last.index),
            "start_earliest": parts["start_earliest"].min(),
            "start_latest": parts["start_latest"].min(),
            "end_earliest": parts["end_earliest"].max(),
            "end_latest": parts["end_latest"].agg(lambda ends: ends.max(skipna=False)),
            "end_kind": last["end_kind"],
            "fixed": parts["fixed"].all(),
            "completed": last["completed"].where(parts["fixed"].all(), ""),
            "scope": parts["scope"].agg(lambda scopes: min(scopes, key=("national", "regional", "local").index)),
            "episode_id": last.index,
            "cut_off": parts["cut_off"].first(),
            "start_hour": parts["start_hour"].all(),
            **some,
        }
    )
    return whole.assign(agreed=mutual(whole["agreed"], episodes["reciprocal_since"].reindex(whole.index) != ""))


def _any(values: pd.Series):
    return True if (values == True).any() else False if values.notna().all() else pd.NA  # noqa: E712 - NA is not True


def _measured(rows: pd.DataFrame, widest_start: int | None) -> pd.DataFrame:
    """Add the least and most days, how the end is known, and why a row is left out."""
    low = days(rows["start_latest"], rows["end_earliest"], start_hour=rows["start_hour"]).clip(lower=0)
    high = days(rows["start_earliest"], rows["end_latest"], start_hour=rows["start_hour"]).fillna(np.inf)
    high = np.maximum(high, low)
    known = np.select(
        [rows["end_kind"] == "holding", np.isinf(high), low < high], ["holding", "open", "interval"], "exact"
    )
    late = rows["start_earliest"].dt.normalize() > rows["cut_off"]
    width = (rows["start_latest"] - rows["start_earliest"]) / DAY
    vague = (width > (np.inf if widest_start is None else widest_start)) & (rows["end_earliest"] != rows["end_latest"])
    why = np.select([late, vague], ["after_cut_off", "start_too_uncertain"], "")
    place = list(rows.columns).index("end_kind") + 1
    for offset, (name, values) in enumerate({"low": low, "high": high, "known": known, "left_out": why}.items()):
        rows.insert(place + offset, name, values if name in ("low", "high") else pd.array(values, dtype="str"))
    return rows


def truces(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``table`` as a reader writes them: where, took effect, ended, how long, how, term served or not."""
    served = rows["completed"].where(rows["fixed"], "open_ended")
    return pd.DataFrame(
        {
            _("ceasefire"): rows["name"],
            _("where"): rows["theatre"],
            _("took effect"): list(map(words.days, rows["start_earliest"], rows["start_latest"])),
            _("ended"): list(map(words.days, rows["end_earliest"], rows["end_latest"])),
            _("held"): list(map(span, rows["low"], rows["high"])),
            _("how it ended"): rows["end_kind"].map(words.label),
            _("term served"): served.map(words.label),
            _("left out"): rows["left_out"].map(words.label),
        }
    )


def sentence(rows: pd.DataFrame) -> Sentence:
    """How long they held, in a few sentences: fixed terms served, the open-ended from the worst to the best reading."""
    if rows.empty:
        return say(_("No ceasefire took effect in this part of the data."))
    used = counted(rows)
    said = [_left_out(rows)] if len(used) < len(rows) else []
    if used["fixed"].any():
        said.append(terms_sentence(terms_table(used)))
    if not used["fixed"].all():
        said.append(survival_sentence(survival_table(used)))
    return Sentence(" ".join(said))


def _left_out(rows: pd.DataFrame) -> str:
    late, vague = (int((rows["left_out"] == why).sum()) for why in ("after_cut_off", "start_too_uncertain"))
    texts = {
        _("{n} because of a start after the cut-off"): late,
        _("{n} because start and end are too uncertain"): vague,
    }
    why = [text.format(n=count) for text, count in texts.items() if count]
    return _("Left out of {all}: {why}.").format(all=number(len(rows), unit_of(rows)), why=words.listed(why))
