# ruff: noqa: E501 - rows are easier to read on one line
"""A small made-up war, for tests that must not depend on the real data."""

import csv
from pathlib import Path

from ceasefires.schema import tables

ROWS = {
    "conflicts": [{"conflict_id": "ZZZ", "name_en": "Made war", "name_fr": "Guerre inventée", "start": "2020-01-01", "cut_off": "2020-12-31"}],
    "theatres": [
        {"theatre_id": "ZZZ-national", "conflict_id": "ZZZ", "name_en": "National", "name_fr": "National"},
        {"theatre_id": "ZZZ-port", "conflict_id": "ZZZ", "parent_id": "ZZZ-national", "name_en": "Port", "name_fr": "Port", "lat": "32.5", "lon": "13"},
        {"theatre_id": "ZZZ-quay", "conflict_id": "ZZZ", "parent_id": "ZZZ-port", "name_en": "Quay", "name_fr": "Quai"},
        {"theatre_id": "ZZZ-hills", "conflict_id": "ZZZ", "parent_id": "ZZZ-national", "name_en": "Hills", "name_fr": "Collines"},
    ],
    "phases": [
        {"phase_id": "ZZZ-one", "conflict_id": "ZZZ", "name_en": "One", "name_fr": "Une", "since": "2020-01-01", "until": "2020-06-30"},
        {"phase_id": "ZZZ-two", "conflict_id": "ZZZ", "name_en": "Two", "name_fr": "Deux", "since": "2020-07-01", "until": "2020-12-31"},
    ],
    "actors": [
        {"actor_id": "reds", "name_en": "Reds", "name_fr": "Rouges", "kind": "armed_group"},
        {"actor_id": "blues", "name_en": "Blues", "name_fr": "Bleus", "kind": "government"},
        {"actor_id": "northland", "name_en": "Northland", "name_fr": "Nordie", "kind": "state"},
        {"actor_id": "southland", "name_en": "Southland", "name_fr": "Sudie", "kind": "state"},
        {"actor_id": "latecomer", "name_en": "Latecomer", "name_fr": "Tardif", "kind": "state", "active_since": "2020-09-01"},
    ],
    "tracks": [
        {"track_id": "ZZZ-north", "conflict_id": "ZZZ", "name_en": "Northern track", "name_fr": "Voie du Nord", "sponsors": "northland", "level": "national", "opened": "2020-01-05", "closed": ".."},
        {"track_id": "ZZZ-south", "conflict_id": "ZZZ", "name_en": "Southern track", "name_fr": "Voie du Sud", "sponsors": "southland", "level": "local", "opened": "2020-04-01", "closed": "2020-08-01"},
    ],
    "sources": [
        {"source_id": "wire-jan", "publisher": "Wire", "title_short": "January truce", "published": "2020-01-10", "language": "en", "url": "https://example.org/jan", "kind": "wire"},
        {"source_id": "wire-feb", "publisher": "Wire", "title_short": "Truce breaks", "published": "2020-02-20", "language": "en", "url": "https://example.org/feb", "kind": "wire"},
        {"source_id": "wire-may", "publisher": "Wire", "title_short": "May pause", "published": "2020-05-02", "language": "en", "url": "https://example.org/may", "kind": "wire"},
        {"source_id": "wire-oct", "publisher": "Wire", "title_short": "October accord", "published": "2020-10-02", "language": "fr", "url": "https://example.org/oct", "kind": "wire"},
        {"source_id": "undated", "publisher": "Gazette", "title_short": "Undated page", "language": "en", "url": "https://example.org/undated", "kind": "press"},
        {"source_id": "count", "publisher": "Counters", "title_short": "Deaths", "published": "2021", "language": "en", "url": "https://example.org/count", "kind": "dataset"},
    ],
    "episodes": [
        {"episode_id": "ZZZ-EP-january", "conflict_id": "ZZZ", "theatre_id": "ZZZ-national", "name_en": "January truce", "name_fr": "Trêve de janvier", "reciprocal_since": "2020-01-12", "reciprocal_until": "2020-02-18", "sources": "wire-jan;wire-feb", "confidence": "high"},
        {"episode_id": "ZZZ-EP-may", "conflict_id": "ZZZ", "theatre_id": "ZZZ-port", "name_en": "May pause", "name_fr": "Pause de mai", "sources": "wire-may", "confidence": "high"},
        {"episode_id": "ZZZ-EP-offer", "conflict_id": "ZZZ", "theatre_id": "ZZZ-national", "name_en": "Offer", "name_fr": "Offre", "sources": "undated", "confidence": "low"},
        {"episode_id": "ZZZ-EP-october", "conflict_id": "ZZZ", "theatre_id": "ZZZ-national", "name_en": "October accord", "name_fr": "Accord d’octobre", "sources": "wire-oct", "confidence": "high"},
    ],
    "ceasefires": [
        {"ceasefire_id": "ZZZ-C-january-reds", "theatre_id": "ZZZ-national", "episode_id": "ZZZ-EP-january", "name_en": "Reds’ halt", "name_fr": "Arrêt des Rouges", "status": "declared", "arrangement": "unilateral", "declared": "2020-01-10", "effective": "2020-01-12", "fighting_resumed": "2020-02-18", "known_since": "2020-01-10", "sources": "wire-jan;wire-feb", "end_sources": "wire-feb", "observance": "mostly"},
        {"ceasefire_id": "ZZZ-C-january-blues", "theatre_id": "ZZZ-national", "episode_id": "ZZZ-EP-january", "name_en": "Blues’ halt", "name_fr": "Arrêt des Bleus", "status": "declared", "arrangement": "unilateral", "declared": "2020-01-11", "effective": "2020-01-12", "renounced": "2020-02-15/2020-02-20", "known_since": "2020-01-11", "sources": "wire-feb", "end_sources": "wire-feb", "observance": "mostly"},
        {"ceasefire_id": "ZZZ-C-may", "theatre_id": "ZZZ-quay", "episode_id": "ZZZ-EP-may", "name_en": "May pause", "name_fr": "Pause de mai", "status": "agreed", "arrangement": "bilateral", "ceasefire_class": "pause", "declared": "2020-05-01", "effective": "2020-05-01T06:00+02:00", "term_days": "3", "term_end": "2020-05-04", "known_since": "2020-05-01", "sources": "wire-may"},
        {"ceasefire_id": "ZZZ-C-offer", "theatre_id": "ZZZ-national", "episode_id": "ZZZ-EP-offer", "name_en": "Offer", "name_fr": "Offre", "status": "proposed", "arrangement": "bilateral", "declared": "2020-06", "known_since": "2020-06", "sources": "undated"},
        {"ceasefire_id": "ZZZ-C-october", "theatre_id": "ZZZ-national", "episode_id": "ZZZ-EP-october", "name_en": "October accord", "name_fr": "Accord d’octobre", "status": "agreed", "arrangement": "bilateral", "declared": "2020-10-01", "effective": "2020-10-01", "fighting_resumed": "2020-12-31/..", "known_since": "2020-10-01", "sources": "wire-oct", "end_sources": "wire-oct", "written": "yes"},
    ],
    "mediations": [
        {"mediation_id": "ZZZ-M-january", "track_id": "ZZZ-north", "theatre_id": "ZZZ-national", "name_en": "Northland’s call", "name_fr": "Appel de la Nordie", "format": "summit", "started": "2020-01-08", "ended": "2020-01-09", "place": "Nordville", "outcome": "ceasefire", "known_since": "2020-01-08", "sources": "wire-jan"},
        {"mediation_id": "ZZZ-M-may", "track_id": "ZZZ-south", "theatre_id": "ZZZ-port", "name_en": "Southland’s visit", "name_fr": "Visite de la Sudie", "format": "shuttle", "planned": "2020-05-03", "outcome": "cancelled", "known_since": "2020-05-01", "sources": "wire-may"},
        {"mediation_id": "ZZZ-M-october", "track_id": "ZZZ-north", "theatre_id": "ZZZ-national", "name_en": "October round", "name_fr": "Session d’octobre", "format": "direct_talks", "started": "2020-09-28", "ended": "2020-10-01", "outcome": "ceasefire", "known_since": "2020-09-28", "sources": "wire-oct"},
    ],
    "events": [
        {"event_id": "ZZZ-E-february", "theatre_id": "ZZZ-hills", "kind": "offensive", "name_en": "Blues’ offensive", "name_fr": "Offensive des Bleus", "started": "2020-02-18", "ended": "2020-02-25", "known_since": "2020-02-18", "sources": "wire-feb"},
    ],
    "roles": [
        {"record_id": "ZZZ-C-january-reds", "actor_id": "reds", "role": "declarer", "sources": "wire-jan"},
        {"record_id": "ZZZ-C-january-blues", "actor_id": "blues", "role": "declarer", "sources": "wire-feb"},
        {"record_id": "ZZZ-C-may", "actor_id": "reds", "role": "party", "sources": "wire-may"},
        {"record_id": "ZZZ-C-may", "actor_id": "blues", "role": "party", "sources": "wire-may"},
        {"record_id": "ZZZ-M-january", "actor_id": "northland", "role": "mediator", "sources": "wire-jan"},
        {"record_id": "ZZZ-M-may", "actor_id": "southland", "role": "mediator", "sources": "wire-may"},
        {"record_id": "ZZZ-E-february", "actor_id": "blues", "role": "party", "sources": "wire-feb"},
    ],
    "positions": [
        {"position_id": "ZZZ-P-january-southland", "record_id": "ZZZ-C-january-reds", "actor_id": "southland", "on": "2020-01-10", "position": "supports", "means": "statement", "addressed": "no", "sources": "wire-jan"},
        {"position_id": "ZZZ-P-may-reds", "record_id": "ZZZ-M-may", "actor_id": "reds", "on": "2020-05-02", "position": "rejects", "means": "statement", "addressed": "yes", "sources": "wire-may"},
    ],
    "alignments": [
        {"alignment_id": "ZZZ-A-northland-reds", "actor_id": "northland", "target_id": "reds", "stance": "supports", "form": "arms", "since": "2019~", "until": "..", "last_seen": "2020-10", "attribution": "established", "sources": "wire-jan"},
        {"alignment_id": "ZZZ-A-southland-blues", "actor_id": "southland", "target_id": "blues", "stance": "supports", "form": "drones", "since": "2020-03", "until": "2020-08", "attribution": "alleged", "denied_by": "southland", "sources": "wire-may"},
    ],
    "links": [
        {"from_id": "ZZZ-M-january", "to_id": "ZZZ-C-january-reds", "relation": "produced", "sources": "wire-jan"},
        {"from_id": "ZZZ-C-january-blues", "to_id": "ZZZ-C-january-reds", "relation": "answers", "sources": "wire-feb"},
        {"from_id": "ZZZ-E-february", "to_id": "ZZZ-C-january-reds", "relation": "broke", "sources": "wire-feb"},
        {"from_id": "ZZZ-M-october", "to_id": "ZZZ-C-october", "relation": "produced", "sources": "wire-oct"},
    ],
    "violence": [
        {"violence_id": "ZZZ-V-2020-02-all", "iso3": "ZZZ", "period": "2020-02", "grain": "month", "type": "all", "best": "12", "dataset": "Made count", "version": "1", "sources": "count"},
    ],
    "claims": [
        {"claim_id": "claim-1", "item": "story", "order": "1", "layer": "told", "text_en": "Northland arms the Reds.", "text_fr": "La Nordie arme les Rouges.", "predicate": "supplied", "actor_id": "northland", "target_id": "reds", "record_ids": "ZZZ-A-northland-reds", "on": "2020-05-03"},
    ],
    "variants": [
        {"record_id": "ZZZ-C-january-reds", "field": "effective", "value": "2020-01-13", "source_id": "wire-feb", "status": "rival", "why": "the later report gives another day"},
    ],
    "codings": [], "crosswalk": [], "comparisons": [], "corrections": [],
}  # fmt: skip
DEFAULTS = {
    "conflict_id": "ZZZ", "confidence": "high", "status": "declared", "arrangement": "unilateral", "ceasefire_class": "cessation",
    "purposes": "conflict_management", "renewable": "unknown", "observance": "unknown", "scope": "national", "terms_line": "unknown",
    "mechanism": "none", "written": "unknown", "text_public": "unknown", "summary_en": "What happened.", "summary_fr": "Ce qui s’est passé.",
    "format": "summit", "publicity": "public", "parties_present": "none", "outcome": "unknown",
}  # fmt: skip


def write(folder: Path, changes: dict | None = None) -> Path:
    """Write the made war as a folder of tables; ``changes`` maps (table, key, column) to a value to put there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables().items():
        with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, table.columns, lineterminator="\n")
            writer.writeheader()
            for row in ROWS[name]:
                filled = {column: row.get(column, DEFAULTS.get(column, "")) for column in table.columns}
                for (where, key, column), value in (changes or {}).items():
                    if where == name and filled[table.key[0]] == key:
                        filled[column] = value
                writer.writerow(filled)
    return folder
