"""What do the pages around the notebooks say? The reading order and the data, from the files."""

import csv
import re
from collections import namedtuple

from markdown_it import MarkdownIt

from ceasefires.publish.codebook import PAGES
from ceasefires.publish.markup import TABLE_BOX, address, text

Table = namedtuple("Table", "rows file bytes")
MARKERS = ("hero", "find", "findings", "reading-order", "downloads", "citation", "contents")


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
            f"{text(title or name)}</a><p>{text(description)}</p>"
            f'<p class="facts"><a href="_downloads/notebooks/{text(name)}.ipynb" download>Notebook</a></p></div></li>'
        )
    return '<ol class="reading-order">\n' + "\n".join(rows) + "\n</ol>"


def contents(notebooks):
    """The order of pages for Sphinx."""
    parts = (("Notebooks", sorted(notebooks)), ("Data", ["records", "data", *PAGES.values()]))
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
        f'{text(resource["title"])}</a></td><td class="number">'
        f'<a href="records.html#table-{text(resource["name"])}">{tables[resource["name"]].rows:,}</a></td>'
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
