"""Time the report, its notebooks and its parts and weigh the site, each as the median of three runs: make bench."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nbclient import NotebookClient
from nbformat import read

from ceasefires.execute import Kernel

ROOT = Path(__file__).parents[1]
SITE = ROOT / "build/html"
NOTEBOOKS = sorted(ROOT.glob("notebooks/*.ipynb"))
RUNS = 3


def seconds(*command, before=None) -> float:
    """How long a command takes."""
    taken = []
    for _ in range(RUNS):
        if before:
            before()
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def python(code) -> float:
    return seconds(sys.executable, "-c", code)


def cells(path) -> float:
    """How long the cells of a notebook take, imports included, once its kernel has started."""
    taken = []
    for _ in range(RUNS):
        notebook = read(path, as_version=4)
        client = NotebookClient(notebook, kernel_manager_class=Kernel, resources={"metadata": {"path": path.parent}})
        with client.setup_kernel():
            start = time.perf_counter()
            for number, cell in enumerate(notebook.cells):
                client.execute_cell(cell, number)
            taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def say(what, value, unit="s", limit=None):
    print(f"{what:<62}{value:8.2f} {unit}" + (f"   (at most {limit:.2f})" if limit else ""), flush=True)


def main():
    make = ["make", "-s", "report"]
    build = seconds(*make, before=lambda: subprocess.run(["make", "-s", "clean"], cwd=ROOT, check=True))
    render = seconds(*make, before=(SITE / "index.html").unlink)
    with tempfile.TemporaryDirectory() as folder:
        nbconvert = [str(Path(sys.executable).with_name("jupyter")), "nbconvert", "--to", "notebook", "--execute"]
        one_by_one = sum(seconds(*nbconvert, "--output-dir", folder, str(path)) for path in NOTEBOOKS)
    bare = python("import pandas, matplotlib.pyplot")

    say("make report, environment there, nothing else", build, limit=0.65 * (one_by_one + render))
    say("  of which rendering the site", render)
    say("the same through nbconvert, one after another, and rendering", one_by_one + render)
    say("make report again, nothing changed", seconds(*make), limit=10)
    say("import pandas, matplotlib.pyplot", bare)
    table = "from ceasefires import load, timelines; timelines.table(load())"
    say("load() and the timeline table", python(table), limit=1.5 * bare)
    for path in NOTEBOOKS:
        say(f"the cells of {path.stem}", cells(path), limit=15)

    sizes = {path: path.stat().st_size / 1e6 for path in SITE.rglob("*") if path.is_file()}
    page = max((path for path in sizes if path.suffix == ".html"), key=sizes.get)
    say("the whole site", sum(sizes.values()), "MB", limit=9)
    say(f"its largest page, {page.relative_to(SITE)}", sizes[page], "MB", limit=1.5)


if __name__ == "__main__":
    main()
