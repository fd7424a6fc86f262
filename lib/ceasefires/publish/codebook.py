"""What does every table and every field mean? One page per language, made from datapackage.json alone."""

from ceasefires.publish.markup import heading, linked, text

PAGES = {"en": "codebook", "fr": "livre-des-codes"}
TYPES = ("string", "integer", "number", "boolean")
WORDS = {
    "en": {
        "title": "Codebook",
        "other": "Français : livre des codes",
        "lead": "Every table of the dataset and every field in it: what it holds, whether it is required, and what "
        "each value means. The page is made from the file that also checks the data, so the two cannot differ.",
        "tables": "The tables",
        "rules": "Coding rules",
        "fields": "fields",
        "key": "key",
        "download": "rows and download",
        "required": "required",
        "optional": "may be empty",
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "true or false",
        "date": "date, may be uncertain",
        "list": "list, separated by “;”",
        "refers": "id in",
        "pattern": "form",
        "from": "at least",
        "to": "at most",
        "unit": "unit",
        "case": "Example",
        "here": "Link to",
    },
    "fr": {
        "title": "Livre des codes",
        "other": "English: codebook",
        "lead": "Chaque table du jeu de données et chacun de ses champs : ce qu’il contient, s’il est obligatoire et "
        "ce que signifie chaque valeur. La page est tirée du fichier qui sert aussi à contrôler les données : les deux "
        "ne peuvent diverger.",
        "tables": "Les tables",
        "rules": "Règles de codage",
        "fields": "champs",
        "key": "clé",
        "download": "lignes et téléchargement",
        "required": "obligatoire",
        "optional": "peut être vide",
        "string": "texte",
        "integer": "nombre entier",
        "number": "nombre",
        "boolean": "vrai ou faux",
        "date": "date, parfois incertaine",
        "list": "liste, séparée par « ; »",
        "refers": "identifiant dans",
        "pattern": "forme",
        "from": "au moins",
        "to": "au plus",
        "unit": "unité",
        "case": "Exemple",
        "here": "Lien vers",
    },
}


def said(thing, key, language):
    """What a part of datapackage.json says about itself, in the reader's language where it has it."""
    return (thing.get(f"{key}_{language}") if language != "en" else None) or thing.get(key) or ""


def page(package, language, known=frozenset()):
    """The codebook as Markdown, complete in one language; cases among the known records lead to them."""
    words = WORDS[language]
    other = next(page for code, page in PAGES.items() if code != language)
    parts = [
        f"---\nlang: {language}\n---\n# {words['title']}",
        f'<p class="lead">{text(words["lead"])} <a href="{other}.html">{text(words["other"])}</a>.</p>',
        f"## {words['tables']}",
        _contents(package, language),
        *(_table(resource, language) for resource in package["resources"]),
    ]
    if package.get("coding_rules"):
        parts += [f"## {words['rules']}", _rules(package["coding_rules"], language, known)]
    return "\n\n".join(parts) + "\n"


def _contents(package, language):
    rows = "\n".join(
        f'<li><a href="#table-{text(resource["name"])}">{text(said(resource, "title", language))}</a> '
        f"<span>{text(said(resource, 'description', language))}</span></li>"
        for resource in package["resources"]
    )
    return f'<ul class="contents">\n{rows}\n</ul>'


def _table(resource, language):
    words, name, schema = WORDS[language], text(resource["name"]), resource["schema"]
    key = schema.get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    keys = " + ".join(f'<a href="#{name}.{text(field)}"><code>{text(field)}</code></a>' for field in key)
    fields = "\n".join(_field(resource["name"], field, language) for field in schema["fields"])
    return (
        f'<div class="anchor" id="table-{name}"></div>\n\n'
        f"## {heading(said(resource, 'title', language))}\n\n"
        f"<p>{text(said(resource, 'description', language))}</p>\n"
        f'<p class="facts"><span><code>{text(resource["path"])}</code></span> <span>{len(schema["fields"])} '
        f"{words['fields']}</span> <span>{words['key']} {keys}</span> "
        f'<span><a href="data.html#{name}">{words["download"]}</a></span></p>\n'
        f'<dl class="fields">\n{fields}\n</dl>'
    )


def _field(table, field, language):
    anchor = f"{text(table)}.{text(field['name'])}"
    facts = " ".join(f"<span>{fact}</span>" for fact in _facts(field, language))
    label = f"{WORDS[language]['here']} {anchor}"
    return (
        f'<dt id="{anchor}"><code>{text(field["name"])}</code> <span class="name">'
        f"{text(said(field, 'title', language))}</span>"
        f' <a class="headerlink" href="#{anchor}" aria-label="{label}" title="{label}">#</a></dt>\n'
        f'<dd><p class="facts">{facts}</p>\n<p>{text(said(field, "description", language))}</p>'
        f"{_values(field, language)}</dd>"
    )


def _facts(field, language):
    words, limits = WORDS[language], field.get("constraints", {})
    kind = field.get("type", "string")
    yield words["date"] if field.get("edtf") else words[kind] if kind in TYPES else text(kind)
    if field.get("list"):
        yield words["list"]
    yield f"<strong>{words['required']}</strong>" if limits.get("required") else words["optional"]
    if field.get("references"):
        links = (f'<a href="#table-{text(name)}">{text(name)}</a>' for name in field["references"])
        yield f"{words['refers']} {', '.join(links)}"
    if field.get("unit"):
        yield f"{words['unit']}: {text(said(field, 'unit', language))}".replace(
            ": ", " : " if language == "fr" else ": "
        )
    for name, label in (("minimum", "from"), ("maximum", "to")):
        if name in limits:
            yield f"{words[label]} {text(limits[name]).replace('-', '−')}"
    if "pattern" in limits and not field.get("meanings"):
        yield f"{words['pattern']} <code>{text(limits['pattern'])}</code>"


def _values(field, language):
    meanings = field.get("meanings", {})
    values = list(field.get("constraints", {}).get("enum", meanings))
    values += [value for value in meanings if value not in values]
    if not values:
        return ""
    rows = "".join(
        f"\n<div><dt><code>{text(value)}</code></dt><dd>{text(meanings.get(value, {}).get(language, ''))}</dd></div>"
        for value in values
    )
    return f'\n<dl class="values">{rows}\n</dl>'


def _rules(rules, language, known):
    words, colon = WORDS[language], " : " if language == "fr" else ": "

    def case(rule):
        shown = f"{words['case']}{colon}<code>{linked(text(rule['case']), known)}</code>"
        return f'\n<p class="facts"><span>{shown}</span></p>'

    rows = (
        f'<li id="rule-{text(rule["id"])}"><p>{text(rule[language])}</p>{case(rule) if rule.get("case") else ""}</li>'
        for rule in rules
    )
    return '<ol class="rules">\n' + "\n".join(rows) + "\n</ol>"
