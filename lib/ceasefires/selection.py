"""Which part of the dataset: a conflict, a theatre, a period, some actors, one track."""

from datetime import datetime

from . import asked
from .dates import widen
from .ends import PARTS, end
from .rules import Columns
from .schema import tables

SPANS = {
    "mediations": ("started", "ended"),
    "events": ("started", "ended"),
    "violence": ("period", "period"),
    "phases": ("since", "until"),
    "tracks": ("opened", "closed"),
    "conflicts": ("start", "cut_off"),
}
WITH_ROLES = ("ceasefires", "mediations", "events")


def only(data, *, conflict=None, theatre=None, since=None, until=None, actors=None, track=None):
    """Keep the records that meet every condition, then whatever hangs on them; see ``Dataset.only``."""
    text = dict(data._text)
    asked_for = {"conflict": conflict, "theatre": theatre, "track": track}
    chosen = [*asked_for.items(), *(("actor", actor) for actor in asked.several(actors))]
    for what, key in chosen:
        if key or not isinstance(key, str | None):
            asked.known(key, text[f"{what}s"][f"{what}_id"], what)
    actors = {key for what, key in chosen if what == "actor" and key}
    period = asked.period(since, until)
    first, last = period.earliest or datetime.min, period.latest or datetime.max
    places, taking_part = _within(text["theatres"], theatre), _taking_part(text, actors)

    opened = {key: widen(day).earliest for key, day in zip(*(text["tracks"][name] for name in ("track_id", "opened")))}

    def keeps(name: str, row: dict) -> bool:
        start, finish = span(name, row, data.cut_offs)
        if start == datetime.min and name == "mediations":
            start = min(opened.get(row["track_id"]) or start, finish)
        return (
            start <= last
            and finish >= first
            and (not conflict or row["conflict_id"] == conflict)
            and (not theatre or row.get("theatre_id", theatre) in places)
            and (not track or row.get("track_id", track) == track)
            and (not actors or name not in WITH_ROLES or row[tables()[name].key[0]] in taking_part)
            and (not actors or name != "alignments" or bool({row["actor_id"], row["target_id"]} & actors))
        )

    for name in (*SPANS, "ceasefires", "alignments"):
        text[name] = subset(text[name], [keeps(name, row) for row in rows(text[name])])
    if track:
        attempts = set(text["mediations"]["mediation_id"])
        made = {to for source, to in zip(text["links"]["from_id"], text["links"]["to_id"]) if source in attempts}
        text["ceasefires"] = subset(text["ceasefires"], [key in made for key in text["ceasefires"]["ceasefire_id"]])
    used = set(text["mediations"]["track_id"])
    text["tracks"] = subset(
        data._text["tracks"],
        [
            key in used or (key in text["tracks"]["track_id"] and not theatre)
            for key in data._text["tracks"]["track_id"]
        ],
    )
    episodes = set(text["ceasefires"]["episode_id"])
    text["episodes"] = subset(text["episodes"], [key in episodes for key in text["episodes"]["episode_id"]])
    return type(data)(
        prune(text), day=data.day, hidden=data.hidden, coded=data.cut_off if data.cut_offs else data.coded
    )


def subset(columns: Columns, keep: list[bool]) -> Columns:
    """The rows of one table for which ``keep`` is true."""
    return {name: [value for value, kept in zip(values, keep) if kept] for name, values in columns.items()}


def rows(columns: Columns) -> list[dict[str, str]]:
    """One table as a list of rows."""
    return [dict(zip(columns, values)) for values in zip(*columns.values())]


def prune(text: dict[str, Columns]) -> dict[str, Columns]:
    """Drop rows that point to a row no longer there, shorten their lists, then drop sources that nothing cites."""
    text = dict(text)
    while True:
        known = {name: set(text[name][table.key[0]]) for name, table in tables().items()}
        before = {name: len(keys) for name, keys in known.items()}
        for name, table in tables().items():
            for field in table.fields:
                if field.references:
                    ids = set().union(*(known[target] for target in field.references))
                    text[name] = _mend(text[name], field, ids)
        if before == {name: len(set(text[name][table.key[0]])) for name, table in tables().items()}:
            break
    cited = set(text["variants"]["source_id"])
    for columns in text.values():
        for cell in columns.get("sources", ()):
            cited.update(cell.split(";"))
    text["sources"] = subset(text["sources"], [key in cited for key in text["sources"]["source_id"]])
    return text


def _mend(columns: Columns, field, ids: set[str]) -> Columns:
    if field.is_list:
        cells = [";".join(part for part in cell.split(";") if part in ids) for cell in columns[field.name]]
        keep = [bool(cell) or not field.required for cell in cells]
        return subset({**columns, field.name: cells}, keep)
    return subset(columns, [not cell or cell in ids for cell in columns[field.name]])


def span(name: str, row: dict, cut_offs: dict[str, datetime]) -> tuple[datetime, datetime]:
    """The first and last moment that a row can belong to; an unknown end counts up to the last day it was seen."""
    if name == "ceasefires":
        declared, effective = widen(row["declared"]), widen(row["effective"])
        parts = {part: row[part] for part in PARTS}
        earliest, latest, kind = end(row["effective"], parts, cut_offs[row["conflict_id"]])
        start = min(filter(None, (declared.earliest, effective.earliest)), default=datetime.min)
        return start, datetime.max if kind == "holding" else latest or earliest or declared.latest or datetime.max
    if name == "alignments":
        since = widen(row["since"])
        finish = widen("" if row["until"] == ".." else row["until"]).latest or widen(row["last_seen"]).latest
        return since.earliest or datetime.min, datetime.max if row["until"] == ".." else finish or since.latest
    first, second = (row[column] for column in SPANS[name])
    start = widen(first or row.get("planned", ""))
    if second == "..":
        return start.earliest or datetime.min, datetime.max
    return start.earliest or datetime.min, widen(second).latest or start.latest or datetime.max


def _within(theatres: Columns, top: str | None) -> set[str]:
    inside = {top}
    while True:
        found = {key for key, parent in zip(theatres["theatre_id"], theatres["parent_id"]) if parent in inside}
        if found <= inside:
            return inside
        inside |= found


def _taking_part(text: dict[str, Columns], actors: set[str]) -> set[str]:
    return {
        record
        for name in ("roles", "positions")
        for record, actor in zip(text[name]["record_id"], text[name]["actor_id"])
        if actor in actors
    }
