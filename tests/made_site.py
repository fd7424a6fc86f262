"""A small report in a folder of its own: two notebooks, one table, and markup where none should run."""

import base64
import json
import struct
import zlib
from pathlib import Path

from ceasefires.publish import render

ROOT = Path(__file__).parents[1]
ALT = 'Bars: 3 of 4 truces ended "early", 25 % held; n = 4.'
EVIL = '<script>alert("run")</script><img src=x onerror=alert(2)>'
FIGURE = {
    "data": [{"type": "bar", "x": [1, 2], "y": [3, 4], "text": ["</script><b>", "\u2028"]}],
    "layout": {"height": 320, "meta": {"alt": ALT}},
}
TABLE = (
    "<div><style scoped>td{background:url(//x)}</style><table border='1' class='dataframe'><thead><tr><th>name</th>"
    "<th>n</th></tr></thead><tbody><tr><td>a<script>alert(1)</script></td><td>1,200</td></tr>"
    '<tr><td onclick="alert(1)"><a href="JaVa\nscript:alert(1)">bad</a> <a href="https://example.org/?a=1&b=2">good</a></td><td>−3.5</td></tr></tbody>'
    "</table>"
)
SENTENCE = "Of 14 truces, 11 ended within 31 days (79 %)."
CFF = """
title: "Truces & links: 100 % open"
version: 1.2.0
date-released: 2021-03-04
license: [CC-BY-4.0, MIT]
url: https://example.org/a_b
authors: [{given-names: Ada, family-names: Lovelace}, {name: The contributors}]
"""


def png(width=30, height=20):
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes((width + 1) * height))),
        (b"IEND", b""),
    ]
    packed = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(packed)).decode()


def code(source, *outputs, tags=(), count=1):
    return {
        "cell_type": "code",
        "source": source,
        "outputs": list(outputs),
        "execution_count": count,
        "metadata": {"tags": list(tags)},
    }


def shown(mime, content, **metadata):
    return {"output_type": "display_data", "data": {mime: content}, "metadata": {mime: metadata} if metadata else {}}


def prose(source):
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def notebook(*cells):
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells)]
    return {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}


PLAIN = notebook(
    prose("# What *held*?\n\nFirst words, with a [link](03_lines.ipynb).\n\nMore, and [rows](../data/truces.csv)."),
    code("bars(table)", shown("image/png", png(), alt=ALT)),
    code("table", shown("text/html", TABLE), tags=["table"]),
    code("sentence(table)", shown("text/plain", repr(SENTENCE))),
    code("1 + 1", shown("text/plain", "2"), tags=["solution"]),
)
LINES = notebook(
    prose("# Lines?\n\nThe rate is $a/b$."), code("lines(table)", shown("application/vnd.plotly.v1+json", FIGURE))
)
PACKAGE = {
    "title": "Truces",
    "description": f"Data {EVIL}",
    "version": "1",
    "licenses": [
        {"name": "CC-BY-4.0", "path": "https://example.org/by"},
        {"name": "Bad", "path": "javascript:alert(1)"},
    ],
    "coding_rules": [{"id": "end", "en": f"Rule {EVIL}", "fr": "Règle", "case": "LBY-1"}],
    "resources": [
        {
            "name": "truces",
            "path": "truces.csv",
            "title": f"Truces *{EVIL}*",
            "title_fr": "Trêves",
            "description": "One row is a truce.",
            "description_fr": "Une ligne est une trêve.",
            "schema": {
                "primaryKey": ["id"],
                "fields": [
                    {
                        "name": "id",
                        "type": "string",
                        "title": "Id",
                        "title_fr": "Id",
                        "description": EVIL,
                        "description_fr": "x",
                    },
                    {
                        "name": "status",
                        "type": "string",
                        "title": "Status",
                        "title_fr": "Statut",
                        "description": "How far.",
                        "description_fr": "Jusqu’où.",
                        "list": True,
                        "meanings": {"kept": {"en": f"Was kept {EVIL}", "fr": "Fut tenue"}},
                        "constraints": {"required": True, "enum": ["kept", "lost"]},
                    },
                ],
            },
        }
    ],
}


class Inputs:
    """A small report in a folder of its own."""

    def __init__(self, folder, **notebooks):
        self.folder, self.html, self.single = folder, folder / "build" / "html", folder / "build" / "single"
        (folder / "notebooks").mkdir(parents=True)
        (folder / "data").mkdir()
        for name, content in notebooks.items():
            (folder / "notebooks" / f"{name}.ipynb").write_text(json.dumps(content))
        (folder / "data" / "datapackage.json").write_text(json.dumps(PACKAGE))
        (folder / "data" / "truces.csv").write_text('id,status\nLBY-1,"kept\nand lost"\nb,\n')
        (folder / "CITATION.cff").write_text(CFF)

    def render(self):
        options = {"data": self.folder / "data", "report": ROOT / "report", "citation": self.folder / "CITATION.cff"}
        return render.render(self.folder / "notebooks", self.html, **options)

    def page(self, name):
        return (self.html / f"{name}.html").read_text()

    def files(self):
        return {path.relative_to(self.html): path.read_bytes() for path in self.html.rglob("*") if path.is_file()}
