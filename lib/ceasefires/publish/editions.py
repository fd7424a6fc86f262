"""What does a seminar get? A folder that opens by itself: notebooks (student or teacher), data, lib and versions."""

import json
import re
import shutil
import sys
import zipfile
from pathlib import Path

from ceasefires.publish import PublishError
from ceasefires.publish.pages import opening

KINDS = ("student", "teacher")
CARRIED = (
    "data",
    "lib",
    "constraints.txt",
    "environment.yml",
    "pyproject.toml",
    "LICENSE",
    "LICENSE-DATA",
)
LEFT = shutil.ignore_patterns("__pycache__", "*.pyc", ".*", "publish")
EPOCH = (1980, 1, 1, 0, 0, 0)
BLANK = "answer = ...  # your turn: put your answer in place of the dots"
OPEN = "# your turn"
PAGE = re.compile(r"\]\((?:codebook|livre-des-codes|records|data)\.md(?:#[^)]*)?\)")  # pages of the report alone
EXERCISES = {
    "student": (
        "Each notebook ends in exercises. Put your answer in place of the dots and run the cell after it: it says"
        " whether the answer is right, and gives a hint where it is not."
    ),
    "teacher": (
        "Solutions are kept, and each notebook ends its exercises with a note: minutes, mistakes, what to ask next."
    ),
}
README = """# Ceasefires, {edition} edition

Notebooks and sourced data on truces, mediation and alignments. What every table and column means stands in
[data/datapackage.json](data/datapackage.json); [data/README.md](data/README.md) says how dates and ends are to be read.

## Open it

With conda: `conda env create -f environment.yml`, then `conda activate ceasefires`. Without: Python 3.11, then
`python3 -m venv .venv` and `.venv/bin/pip install -c constraints.txt -e '.[lab,analysis]'`. Then
`jupyter lab notebooks` (`.venv/bin/jupyter lab notebooks`).

## Reading order

{order}

{exercises}

Code: MIT (LICENSE). Data, prose and figures: CC BY 4.0 (LICENSE-DATA).
"""


def editions(root: Path, target: Path) -> list[Path]:
    """Write a student and a teacher edition with all they need, each also as one zip file; return the zip files."""
    sources = sorted((root / "notebooks").glob("*.ipynb"))
    if not sources:
        raise PublishError(f"There is no notebook in {root / 'notebooks'}.")
    archives = []
    for kind in KINDS:
        folder = target / kind
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "notebooks").mkdir(parents=True)
        for path in sources:
            notebook = json.loads(path.read_text(encoding="utf-8"))
            text = json.dumps(edition(notebook, kind), ensure_ascii=False, indent=1) + "\n"
            (folder / "notebooks" / path.name).write_text(text, encoding="utf-8", newline="\n")
        (folder / "README.md").write_text(readme(folder / "notebooks", kind), encoding="utf-8", newline="\n")
        for name in CARRIED:
            _carry(root / name, folder / name)
        archives.append(_zipped(folder))
    return archives


def edition(notebook: dict, kind: str) -> dict:
    """One notebook for students (solutions blanked, no teacher's notes) or for the teacher (everything); no outputs."""
    cells = []
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        if kind == "student" and "teacher" in tags:
            continue
        if cell["cell_type"] == "markdown":
            source = PAGE.sub("](../data/README.md)", "".join(cell["source"]))
            cell = {**cell, "source": source.splitlines(keepends=True)}
        else:
            cell = {**cell, "outputs": [], "execution_count": None}
            if kind == "student" and "solution" in tags:
                checked = "answer" in _names("".join(cell["source"]))
                cell = {**cell, "source": [BLANK if checked else OPEN]}
        cells.append(cell)
    return {**notebook, "cells": cells}


def readme(notebooks: Path, kind: str) -> str:
    """What stands first in the folder: how to open it, what to read, what the exercises want."""
    rows = []
    for path in sorted(notebooks.glob("*.ipynb")):
        title, _description = opening(json.loads(path.read_text(encoding="utf-8")))
        rows.append(f"- [{title}](notebooks/{path.name})")
    return README.format(edition=kind, order="\n".join(rows), exercises=EXERCISES[kind])


def _names(source: str) -> set[str]:
    return {line.split("=")[0].strip() for line in source.splitlines() if "=" in line and not line.startswith(" ")}


def _carry(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=LEFT)
    else:
        shutil.copyfile(source, target)


def _zipped(folder: Path) -> Path:
    archive = folder.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = f"ceasefires-{folder.name}/{path.relative_to(folder).as_posix()}"
            file.writestr(zipfile.ZipInfo(name, EPOCH), path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return archive


if __name__ == "__main__":
    for written in editions(*map(Path, sys.argv[1:])):
        print(f"{written}: {written.stat().st_size / 1e6:.1f} MB")
