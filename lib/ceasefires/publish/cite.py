"""How is the collection cited? As a line, in BibTeX, in RIS and in CFF, all from the text of CITATION.cff."""

import re
from html import escape

import yaml

from ceasefires.publish.markup import heading


def formats(source):
    """All formats for the front page, as Markdown: the line, and the others to open or to download."""
    folds = "\n".join(
        f'<details class="cite"><summary>{name}</summary>'
        f'<p><a href="_downloads/{file}" download>{file}</a></p>'
        f'<pre tabindex="0"><code>{escape(content.strip())}</code></pre></details>'
        for name, file, content in (
            ("BibTeX", "ceasefires.bib", bibtex(source)),
            ("RIS", "ceasefires.ris", ris(source)),
            ("CFF", "CITATION.cff", source),
        )
    )
    # A blank line would end the block of HTML in Markdown.
    return f"{heading(line(source))}\n\n" + re.sub(r"\n\s*\n", "\n", folds)


def files(citation, folder):
    """Write the formats that reference managers read."""
    source = citation.read_text(encoding="utf-8")
    for name, content in (("bib", bibtex(source)), ("ris", ris(source))):
        (folder / f"ceasefires.{name}").write_text(content, encoding="utf-8", newline="\n")
    (folder / "CITATION.cff").write_text(source, encoding="utf-8", newline="\n")


def _read(source):
    cff = yaml.safe_load(source) or {}
    where = str(cff.get("url") or cff.get("repository-code") or "")
    licence = cff.get("license") or ""
    return {
        "people": [_person(author) for author in cff.get("authors", [])],
        "title": str(cff.get("title", "")),
        "released": str(cff.get("date-released", "")),
        "version": str(cff.get("version", "")),
        "doi": str(cff.get("doi", "")),
        "url": where,
        "licence": licence if isinstance(licence, str) else ", ".join(licence),
        "abstract": " ".join(str(cff.get("abstract", "")).split()),
        "keywords": [str(word) for word in cff.get("keywords", [])],
    }


def line(source):
    """The line for a bibliography."""
    cff = _read(source)
    year = cff["released"][:4]
    who = ", ".join(cff["people"]) + (f" ({year})" if year else "")
    link = f"https://doi.org/{cff['doi']}" if cff["doi"] else cff["url"]
    version = f"Version {cff['version']}" if cff["version"] else ""
    return ". ".join(part for part in (who, cff["title"], version, link) if part)


def bibtex(source):
    """The BibTeX entry."""
    cff = _read(source)
    year = cff["released"][:4]
    fields = {
        "author": " and ".join(f"{{{name}}}" if ", " not in name else name for name in cff["people"]),
        "title": "{" + cff["title"] + "}",
        "year": year,
        "version": cff["version"],
        "doi": cff["doi"],
        "url": cff["url"],
        "license": cff["licence"],
    }
    lines = ",\n".join(f"  {name:<7} = {{{_bibtex(value)}}}" for name, value in fields.items() if value.strip("{}"))
    return f"@misc{{ceasefires{year},\n{lines}\n}}\n"


def ris(source):
    """The RIS entry, for reference managers."""
    cff = _read(source)
    fields = [("TY", "DATA"), *(("AU", name) for name in cff["people"]), ("TI", cff["title"])]
    fields += [("PY", cff["released"][:4]), ("DA", cff["released"].replace("-", "/")), ("ET", cff["version"])]
    fields += [("DO", cff["doi"]), ("UR", cff["url"]), ("AB", cff["abstract"])]
    fields += [("KW", word) for word in cff["keywords"]]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\n".join([*lines, "ER  - "]) + "\n"


def _person(author):
    given = " ".join(str(author[key]) for key in ("given-names", "name-particle") if author.get(key))
    family = str(author.get("family-names") or author.get("name") or author.get("alias") or "")
    return f"{family}, {given}" if given else family


def _bibtex(value):
    return re.sub(r"([&%#_$])", r"\\\1", value) if not value.startswith("http") else value
