"""What can a reader look up? Every record of every table, packed into one script that the records page unpacks."""

import csv
import json
from datetime import datetime

from ceasefires import ends
from ceasefires.dates import widen
from ceasefires.publish import PublishError
from ceasefires.publish.codebook import PAGES, said
from ceasefires.publish.pack import packed

# Which columns a list of records shows, and which together name a record that has no name of its own.
LISTED = {
    "conflicts": "name start cut_off",
    "theatres": "name parent_id",
    "phases": "name since until",
    "actors": "name kind parent_id",
    "tracks": "name sponsors level opened closed",
    "episodes": "name theatre_id reciprocal_since reciprocal_until",
    "ceasefires": "name effective status ended end_kind",
    "mediations": "name started format outcome",
    "events": "name started kind",
    "roles": "record_id actor_id role",
    "positions": "record_id actor_id on position",
    "alignments": "actor_id stance target_id form since until attribution",
    "links": "from_id relation to_id",
    "violence": "period iso3 type low best high",
    "claims": "text predicate on",
    "variants": "record_id field value status source_id",
    "codings": "record_id field value coder round",
    "crosswalk": "dataset their_id relation record_id",
    "sources": "title_short publisher published language kind",
}
NAMES = {
    "roles": "actor_id role record_id",
    "positions": "actor_id position record_id",
    "alignments": "actor_id stance target_id form",
    "links": "from_id relation to_id",
    "violence": "iso3 period type",
    "variants": "field value",
    "codings": "field value coder",
    "comparisons": "dataset field",
    "crosswalk": "dataset their_id relation",
    "corrections": "field old new",
}
FIRST = ("ceasefires", "mediations", "events", "episodes", "positions", "alignments", "actors")
NAME_PARTS = ("name", "title_short", "text")
NARROW = "\u202f"  # the space between thousands in French
END_KINDS = {
    "expired": ("Its term was served", "Arrivé à son terme"),
    "broken": ("Broken by fighting", "Rompu par des combats"),
    "renounced": ("Called off by a party", "Dénoncé par une partie"),
    "replaced": ("Replaced by a later text", "Remplacé par un texte ultérieur"),
    "moot": ("A party was beaten or dissolved", "Une partie a été battue ou dissoute"),
    "lapsed": ("Wore away", "S’est délité"),
    "holding": ("Holding at the cut-off", "Tient à la date d’arrêt"),
    "unknown": ("Not known", "Inconnu"),
    "never_effective": ("Never took effect", "N’est jamais entré en vigueur"),
}
DERIVED = (
    {"name": "ended", "title": ("Ended, derived", "Date de fin, déduite"), "kind": "date", "derived": True},
    {
        "name": "end_kind",
        "title": ("Its end, derived", "Fin, déduite"),
        "meanings": END_KINDS,
        "derived": True,
    },
)


def read(package, data):
    """Every table as columns of text, corrections applied; raises PublishError for one that cannot be read."""
    tables = {}
    for resource in package["resources"]:
        names = [field["name"] for field in resource["schema"]["fields"]]
        try:
            with (data / resource["path"]).open(encoding="utf-8-sig", newline="") as lines:
                rows = [{name: row.get(name) or "" for name in names} for row in csv.DictReader(lines)]
        except (OSError, UnicodeError, csv.Error) as error:
            raise PublishError(f"{resource['path']} cannot be read: {error}.") from error
        tables[resource["name"]] = rows
    keys = {resource["name"]: key(resource) for resource in package["resources"]}
    for fix in tables.get("corrections", ()):
        for row in tables[fix["table"]]:
            if row[keys[fix["table"]][0]] == fix["record_id"] and row[fix["field"]] == fix["old"]:
                row[fix["field"]] = fix["new"]
    return tables


def key(resource):
    """The columns that make a row's key."""
    found = resource["schema"].get("primaryKey", [])
    return [found] if isinstance(found, str) else found


def addresses(package, tables):
    """The id of every record that has an address of its own on the records page."""
    single = [resource for resource in package["resources"] if len(key(resource)) == 1]
    return frozenset(row[key(resource)[0]] for resource in single for row in tables[resource["name"]])


def cut_off(tables):
    """The last day coded in any conflict, or none."""
    days = [widen(row["cut_off"]).latest for row in tables.get("conflicts", ()) if row.get("cut_off")]
    return max(filter(None, days), default=None)


def script(package, tables):
    """The script that holds every record, as small as it gets."""
    numbers = {row["source_id"]: number for number, row in enumerate(tables.get("sources", ()))}
    order = sorted(
        package["resources"], key=lambda one: FIRST.index(one["name"]) if one["name"] in FIRST else len(FIRST)
    )
    found = [_table(resource, tables, numbers) for resource in order]
    rules = [rule["id"] for rule in package.get("coding_rules", ())]
    content = {"tables": found, "rules": rules, "parts": list(ends.PARTS), "codebooks": PAGES}
    return packed("records", json.dumps(content, ensure_ascii=False, separators=(",", ":")))


def _table(resource, tables, numbers):
    rows, fields = tables[resource["name"]], [_field(field) for field in resource["schema"]["fields"]]
    columns = {field["name"]: [row[field["name"]] for row in rows] for field in fields}
    if resource["name"] == "ceasefires" and {"effective", "conflict_id", *ends.PARTS} <= columns.keys():
        fields += DERIVED
        columns["ended"], columns["end_kind"] = _ends(rows, tables)
    for field in fields:
        if field.get("refs") == ["sources"]:
            cells = columns[field["name"]]
            columns[field["name"]] = [[numbers[one] for one in cell.split(";") if one in numbers] for cell in cells]
    names = [field["name"] for field in fields]
    return {
        "name": resource["name"],
        "title": [said(resource, "title", language) for language in PAGES],
        "what": [said(resource, "description", language) for language in PAGES],
        "key": key(resource),
        "fields": fields,
        "listed": _present(LISTED.get(resource["name"], " ".join(names[:5])), names),
        "named": _present(NAMES.get(resource["name"], " ".join(NAME_PARTS)), names),
        "count": len(rows),
        "columns": [columns[name] if any(columns[name]) else 0 for name in names],
    }


def _present(wanted, names):
    """Those of the wanted columns that the table has; a name, title or text stands for both its languages."""
    return [name for name in wanted.split() if name in names or f"{name}_en" in names]


def _field(field):
    found = {"name": field["name"], "title": [said(field, "title", language) for language in PAGES]}
    if field.get("edtf"):
        found["kind"] = "date"
    elif field.get("type") in ("integer", "number"):
        found["kind"] = "number"
    if field.get("list"):
        found["list"] = True
    if field.get("references"):
        found["refs"] = field["references"]
    if field.get("meanings"):
        found["meanings"] = {value: [one.get("en", ""), one.get("fr", "")] for value, one in field["meanings"].items()}
    return found


def _ends(rows, tables):
    cut_offs = {row["conflict_id"]: widen(row["cut_off"]).latest for row in tables["conflicts"]}
    found = [ends.end(row["effective"], row, cut_offs[row["conflict_id"]]) for row in rows]
    return [_interval(first, last) for first, last, _ in found], [kind for *_, kind in found]


def _interval(first, last):
    if not first:
        return ""
    return _moment(first) if first == last else f"{_moment(first)}/{_moment(last) if last else '..'}"


def _moment(moment):
    return f"{moment:%Y-%m-%d}" if moment.time() == datetime.min.time() else f"{moment:%Y-%m-%dT%H:%M}"


def page(package, tables, version):
    """The page that shows them, as Markdown; what is on it comes from the script."""
    count = sum(len(rows) for rows in tables.values())
    scripts = "\n".join(
        f'<script defer src="_static/{name}?v={version}"></script>'
        for name in ("records-data.js", "unpack.js", *(f"records-{part}.js" for part in PARTS))
    )
    return (
        "---\nhtml_theme.sidebar_secondary.remove: true\n---\n# Every record\n\n"
        f'<p class="lead" lang="en">Each of the {count:,} rows in {len(tables)} tables, with its sources, who took '
        "part, what led to it and what followed. A record has an address of its own that a paper can cite. "
        '<span lang="fr">La page parle aussi français.</span></p>\n\n'
        f'<p class="lead" lang="fr" hidden>Chacune des {f"{count:,}".replace(",", NARROW)} lignes de {len(tables)} '
        "tables, avec ses sources, ceux qui y ont pris part, ce qui y a mené et ce qui a suivi. Chaque enregistrement "
        'a une adresse qu’un article peut citer. <span lang="en">This page speaks English too.</span></p>\n\n'
        '<div id="records"><p class="no-script">This page needs JavaScript to show the records. Without it, '
        '<a href="data.html">each table is a file to download</a>.</p></div>\n'
        f"{scripts}\n"
    )


PARTS = ("words", "dates", "store", "parts", "record", "sections", "list", "start")
