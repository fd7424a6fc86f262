"""What a reader could have known on a given day.

A record is shown if it was public by then and one of its sources had been published. Ends and outcomes are known
only from their own sources. A summary or note is shown only if every source of the row had been published, since
it may draw on any of them. A value that variants show to rest on later pages gives way to the one then reported, or
to none. A date that may lie before or after the day is cut at the day. A source without a publication date never
counts as published.
"""

from datetime import date, datetime, time

import pandas as pd

from .dates import widen
from .ends import PARTS
from .rules import Columns
from .schema import tables
from .selection import prune, rows, subset

TEXTS = ("summary_en", "summary_fr", "note", "condition", "why")
SOURCE_LISTS = ("sources", "end_sources", "outcome_sources")
STARTS = ("known_since", "on", "since", "started", "opened", "active_since", "declared", "start")
DATED = {"declared", "started", "on", "since", "first_seen", "opened", "known_since", "active_since"}
REOPENED = {
    "ended": "{day}/..",
    "reciprocal_until": "{day}/..",
    "until": "..",
    "closed": "..",
    "active_until": "",
    "last_seen": "",
    "cut_off": "{day}",
}
LATER_WORK = ("crosswalk", "codings", "comparisons", "corrections")


def as_of(data, day: date):
    """The dataset as it could be known on ``day``; see ``Dataset.as_of``."""
    if data.day and day > data.day:
        raise ValueError(f"this is the dataset as known on {data.day}; ask the whole dataset for a later day")
    reader = _Reader(data._text, day)
    text = {name: reader.table(name) for name in tables()}
    text["episodes"] = _with_their_truces(text["episodes"], text["ceasefires"])
    return type(data)(prune(text), day=day, hidden=reader.hidden(), coded=datetime.combine(day, time.min))


class _Reader:
    """One reader on one day: which sources lay open, and what follows for each table."""

    def __init__(self, text: dict[str, Columns], day: date):
        self.text, self.day, self.night = text, day, datetime.combine(day, time.max)
        dates = zip(text["sources"]["source_id"], text["sources"]["published"])
        published = {key: widen(when).latest for key, when in dates}
        self.published = {key for key, when in published.items() if when and when <= self.night}
        self.undated = {key for key, when in published.items() if when is None}
        self.counts: dict[str, list[str]] = {}
        self.reports: dict[tuple[str, str], list[dict[str, str]]] = {}
        for report in rows(text["variants"]):
            self.reports.setdefault((report["record_id"], report["field"]), []).append(report)

    def hidden(self) -> pd.DataFrame:
        """Per table, rows not shown because they came later, and because their sources bear no publication date."""
        return pd.DataFrame(
            [(name, v.count("later"), v.count("undated")) for name, v in self.counts.items() if set(v) != {"shown"}],
            columns=["table", "not_yet_known", "no_publication_date"],
        )

    def table(self, name: str) -> Columns:
        """The rows of one table that were public, with what came later blanked or re-opened."""
        columns = self.text[name]
        if name in LATER_WORK:
            return subset(columns, [False] * len(next(iter(columns.values()))))
        if name == "sources":
            return subset(columns, [key in self.published for key in columns["source_id"]])
        verdicts = [self._verdict(name, row) for row in rows(columns)]
        self.counts[name] = verdicts
        kept = [self._as_known(name, row) for row, verdict in zip(rows(columns), verdicts) if verdict == "shown"]
        return {column: [row[column] for row in kept] for column in columns}

    def _verdict(self, name: str, row: dict) -> str:
        starts = ("known_since",) if name == "mediations" else STARTS
        if any(self._is_later(row.get(column, ""), first=True) for column in starts):
            return "later"
        cited = row["sources"].split(";") if "sources" in row else [row.get("source_id", "")]
        if name == "episodes" or cited == [""] or self.published.intersection(cited):
            return "shown"
        return "undated" if self.undated.intersection(cited) else "later"

    def _is_later(self, text: str, *, first: bool = False) -> bool:
        bounds = widen("" if text == ".." else text)
        moment = bounds.earliest if first else bounds.latest or bounds.earliest
        return moment is not None and moment > self.night

    def _as_known(self, name: str, row: dict) -> dict:
        known = self._as_reported(name, row)
        if not self.published.issuperset(filter(None, row.get("sources", "").split(";"))):
            known.update({column: "" for column in TEXTS if column in row})
        for column in SOURCE_LISTS:
            if column in row:
                known[column] = ";".join(key for key in row[column].split(";") if key in self.published)
        for column in DATED & row.keys():
            known[column] = self._cut(known[column])
        for column, opened in REOPENED.items():
            if column in row and self._is_later(row[column]):
                known[column] = f"{self.day}/.." if name == "phases" else opened.format(day=self.day)
        if name == "ceasefires":
            self._reopen_end(row, known)
        if name == "mediations":
            self._reopen_outcome(row, known)
        return known

    def _as_reported(self, name: str, row: dict) -> dict:
        """The row with each contested value as the pages out by then had it."""
        known = dict(row)
        for field in tables()[name].fields:
            reports = self.reports.get((row[tables()[name].key[0]], field.name), [])
            adopted = [report["source_id"] for report in reports if report["status"] == "adopted"]
            if not row[field.name] or not adopted or self.published.intersection(adopted):
                continue
            rival = [report["value"] for report in reports if report["source_id"] in self.published]
            none = "unknown" if "unknown" in field.values else "" if not field.required else row[field.name]
            known[field.name] = rival[0] if rival else none
        return known

    def _cut(self, text: str) -> str:
        bounds = widen("" if text == ".." else text)
        if bounds.earliest and bounds.latest and bounds.earliest <= self.night < bounds.latest:
            return f"{bounds.earliest:%Y-%m-%d}/{self.day}"
        return text

    def _told(self, row: dict, column: str) -> bool:
        return bool(self.published.intersection((row[column] or row["sources"]).split(";")))

    def _reopen_end(self, row: dict, known: dict) -> None:
        for part in PARTS:
            if part != "term_end" and row[part] and (self._is_later(row[part]) or not self._told(row, "end_sources")):
                known.update({part: "", "observance": "unknown"})
        effective = widen(row["effective"]).earliest
        if effective and not any(known[part] for part in PARTS):
            known["fighting_resumed"] = f"{max(self.day, effective.date())}/.."

    def _reopen_outcome(self, row: dict, known: dict) -> None:
        if self._is_later(row["started"], first=True):
            known.update(started="", ended="", outcome="unknown")
        elif self._is_later(row["ended"]):
            known["outcome"] = "ongoing"
        elif not self._told(row, "outcome_sources"):
            known["outcome"] = "unknown"


def _with_their_truces(episodes: Columns, truces: Columns) -> Columns:
    """Keep the episodes that have a truce in sight; one without a published source of its own takes its truces'."""
    lent: dict[str, str] = {}
    for episode, sources in zip(truces["episode_id"], truces["sources"]):
        lent.setdefault(episode, sources)
    kept = subset(episodes, [key in lent for key in episodes["episode_id"]])
    return kept | {"sources": [own or lent[key] for own, key in zip(kept["sources"], kept["episode_id"])]}
