"""What does a reader's copy of a notebook look like? Code and tables folded, figures captioned, links into the site."""

import json
import re

TABLE_LINK = re.compile(r"\]\((?:\.\./)?data/([^)\s]+)\)")
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}
TEXT_ALONE = {"disable_syntax": ["html_block", "html_inline"]}  # markup in prose is shown and never run
FIGURES = ("application/vnd.plotly.v1+json", "image/png", "image/svg+xml", "image/jpeg")
MADE_UP = "made-up"  # the tag of a figure that shows no war
BODY = re.compile(r"<tbody>(.*?)</tbody>", re.DOTALL)


def copy(notebook, files, cut_off):
    """The notebook as the site shows it; `files` maps a table's file to its download."""
    cells, found = notebook["cells"], []
    for cell, following in zip(cells, [*cells, None][1:], strict=True):
        tags = list(cell["metadata"].get("tags", []))
        if "check" in tags:  # it judges an answer, and a page has none
            continue
        if cell["cell_type"] == "code":
            tags += ["hide-cell"] if "solution" in tags else ["hide-input"]
            tags += ["hide-output"] if "table" in tags else []
            until = "Made-up data." if MADE_UP in tags else f"Data to {_day(cut_off)}." if cut_off else ""
            cell = {**cell, "outputs": [_captioned(output, following, until) for output in cell["outputs"]]}
        else:
            source = TABLE_LINK.sub(lambda link: f"](table:{files.get(link[1], link[1])})", "".join(cell["source"]))
            cell = {**cell, "source": source}
        found.append({**cell, "metadata": {**cell["metadata"], "tags": tags}})
    metadata = {**notebook["metadata"], "language_info": LANGUAGE, "myst": TEXT_ALONE}
    return {**notebook, "cells": found, "metadata": metadata}


def _captioned(output, following, until):
    """The output with a caption: the figure's own where it has one, else how many rows stand behind it, up to when."""
    mime = next((mime for mime in FIGURES if mime in output.get("data", {})), None)
    if not mime:
        return output
    content, metadata = output["data"][mime], output.get("metadata", {})
    layout = content.get("layout", {}) if isinstance(content, dict) else {}
    own = metadata.get(mime, {}).get("caption") or (layout.get("meta") or {}).get("caption")
    caption = own or " ".join(filter(None, (_rows(following), until)))
    return {**output, "metadata": {**metadata, mime: {**metadata.get(mime, {}), "caption": caption}}}


def _rows(cell):
    if not cell or "table" not in cell["metadata"].get("tags", []):
        return ""
    shown = "".join("".join(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", []))
    bodies = BODY.findall(shown)
    count = sum(body.count("<tr") for body in bodies)
    return f"The table behind it shows {count} {'row' if count == 1 else 'rows'}." if bodies else ""


def _day(moment):
    return f"{moment.day} {moment:%B %Y}"


def without_outputs(notebook):
    """The notebook to download: as it was written, before any run."""
    cells = [
        {**cell, "outputs": [], "execution_count": None} if cell["cell_type"] == "code" else cell
        for cell in notebook["cells"]
    ]
    return json.dumps({**notebook, "cells": cells}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
