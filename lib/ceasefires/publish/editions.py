"""What does a seminar get? A folder that opens by itself: notebooks (student or teacher), data, lib and versions."""

import json
import shutil
import sys
import zipfile
from pathlib import Path

from ceasefires.publish import PublishError

KINDS = ("student", "teacher")
CARRIED = (
    "data",
    "lib",
    "constraints.txt",
    "environment.yml",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "LICENSE-DATA",
)
LEFT = shutil.ignore_patterns("__pycache__", "*.pyc", ".*", "publish")
EPOCH = (1980, 1, 1, 0, 0, 0)
BLANK = "answer = ...  # your turn: put your answer in place of the dots"
OPEN = "# your turn"


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
        if cell["cell_type"] == "code":
            cell = {**cell, "outputs": [], "execution_count": None}
            if kind == "student" and "solution" in tags:
                checked = "answer" in _names("".join(cell["source"]))
                cell = {**cell, "source": [BLANK if checked else OPEN]}
        cells.append(cell)
    return {**notebook, "cells": cells}


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
