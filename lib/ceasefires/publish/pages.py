"""What do the pages around the notebooks say? The reading order, the data and how to cite, from the files."""

import csv
import re
from collections import namedtuple

import yaml
from markdown_it import MarkdownIt

from ceasefires.publish.codebook import PAGES
from ceasefires.publish.markup import TABLE_BOX, address, heading, text

Table = namedtuple("Table", "rows file bytes")
MARKERS = ("reading-order", "downloads", "citation", "contents")


def opening(notebook):
    """The question a notebook asks (its first heading) and what it says first, as plain text."""
    source = "\n\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    tokens = MarkdownIt().parse(source)
    title = description = ""
    for token, inside in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open" and not title:
            title = _plain(inside)
        elif token.type == "paragraph_open" and token.level == 0 and title:
            description = _plain(inside)
            break
    return title, description


def _plain(inline):
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content for child in inline.children or []
    )


def reading_order(notebooks):
    """The notebooks as questions, in the order they are best read; `notebooks` maps names to contents."""
    rows = []
    for name, notebook in sorted(notebooks.items()):
        title, description = opening(notebook)
        number = match[1] if (match := re.match(r"(\d+)", name)) else ""
        rows.append(
            f'<li><span class="number" aria-hidden="true">{number}</span><div><a href="{text(name)}.html">'
            f"{text(title or name)}</a><p>{text(description)}</p></div></li>"
        )
    return '<ol class="reading-order">\n' + "\n".join(rows) + "\n</ol>"


def contents(notebooks):
    """The order of pages for Sphinx."""
    parts = (("Notebooks", sorted(notebooks)), ("Data", ["data", *PAGES.values()]))
    return "\n\n".join(
        f"```{{toctree}}\n:hidden:\n:caption: {name}\n\n" + "\n".join(pages) + "\n```" for name, pages in parts
    )


def count_rows(path):
    """How many rows a table has, its header not counted."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return max(0, sum(1 for row in csv.reader(lines) if row) - 1)


def data_page(package, tables):
    """The page of tables to download; `tables` maps the name of each to a `Table`."""
    lines = "\n".join(
        f'<tr id="{text(resource["name"])}"><td><a href="codebook.html#table-{text(resource["name"])}">'
        f'{text(resource["title"])}</a></td><td class="number">{tables[resource["name"]].rows:,}</td>'
        f"<td>{_link(tables[resource['name']])}</td>"
        f'<td class="wide">{text(resource["description"])}</td></tr>'
        for resource in package["resources"]
    )
    return (
        "# The data\n\n"
        f'<p class="lead">{text(package.get("description", ""))}</p>\n\n'
        f"{_terms(package)}\n\n"
        f"{TABLE_BOX}<table><thead><tr><th>Table</th>"
        '<th class="number">Rows</th><th>Download</th><th>What it holds</th></tr></thead><tbody>\n'
        f"{lines}\n</tbody></table></div>\n\n{downloads(package)}\n"
    )


def _link(table):
    name = text(table.file)
    return f'<a href="_downloads/data/{name}" download>{name}</a> {max(1, round(table.bytes / 1000)):,} kB'


def downloads(package):
    """Links to everything that can be taken away."""
    return (
        '<ul class="downloads">\n<li><a href="data.html">Each table as a file of its own</a> '
        f"({len(package['resources'])} CSV files)</li>\n"
        '<li><a href="_downloads/data/datapackage.json" download>datapackage.json</a> '
        "(the description alone, for programs)</li>\n"
        "</ul>"
    )


def _terms(package):
    links = [
        f'<a href="{address(licence.get("path"))}">{text(licence.get("title") or licence.get("name"))}</a>'
        for licence in package.get("licenses", [])
        if address(licence.get("path"))
    ]
    version = f"Version {text(package['version'])}. " if package.get("version") else ""
    return f'<p class="facts"><span>{version}Licence: {", ".join(links)}.</span></p>' if links else f"<p>{version}</p>"


def citation(source):
    """How to cite the collection: a line for a bibliography and the BibTeX entry, from the text of CITATION.cff."""
    cff = yaml.safe_load(source) or {}
    people = [_person(author) for author in cff.get("authors", [])]
    year = str(cff.get("date-released", ""))[:4]
    where = str(cff.get("url") or cff.get("repository-code") or "")
    link = f"https://doi.org/{cff['doi']}" if cff.get("doi") else where
    licence = cff.get("license") or ""
    licence = licence if isinstance(licence, str) else ", ".join(licence)
    version = f"Version {cff['version']}" if cff.get("version") else ""
    shown = [", ".join(people) + (f" ({year})" if year else ""), str(cff.get("title", "")), version, link]
    fields = {
        "author": " and ".join(f"{{{name}}}" if ", " not in name else name for name in people),
        "title": "{" + str(cff.get("title", "")) + "}",
        "year": year,
        "version": str(cff.get("version", "")),
        "doi": str(cff.get("doi", "")),
        "url": where,
        "license": licence,
    }
    lines = ",\n".join(f"  {name:<7} = {{{_bibtex(value)}}}" for name, value in fields.items() if value.strip("{}"))
    entry = f"@misc{{ceasefires{year},\n{lines}\n}}"
    return f"{heading('. '.join(part for part in shown if part))}\n\n````bibtex\n{entry.replace('````', '')}\n````"


def _person(author):
    given = " ".join(str(author[key]) for key in ("given-names", "name-particle") if author.get(key))
    family = str(author.get("family-names") or author.get("name") or author.get("alias") or "")
    return f"{family}, {given}" if given else family


def _bibtex(value):
    return re.sub(r"([&%#_$])", r"\\\1", value) if not value.startswith("http") else value
