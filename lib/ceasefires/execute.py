"""Run one notebook from top to bottom and keep what it shows.

python -m ceasefires.execute notebooks/03_timelines.ipynb build/notebooks/03_timelines.ipynb

The same notebook, data and versions give the same bytes: no timings, no Python version, no widget ids. The target is
written only when every cell has run; a cell that fails is named in one sentence.
"""

import argparse
import os
import sys
import tempfile
from asyncio import CancelledError
from pathlib import Path

from ceasefires import lean  # noqa: F401 - before whatever else imports nbformat

# isort: split
import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError

LONGEST_CELL = 600  # seconds
KERNEL = {"display_name": "Python 3", "language": "python"}
WIDGET = "application/vnd.jupyter.widget-view+json"  # names a widget by an id that is new in each run
VOLATILE = {"collapsed", "execution", "ExecuteTime", "scrolled", "trusted"}  # cell metadata that editors leave behind


class Kernel(AsyncKernelManager):
    """The Python that runs this module, whatever kernels are registered on the machine."""

    def __init__(self, **options):
        super().__init__(**options)
        if os.name == "posix":  # sockets that only this user can open, and no port to race another kernel for
            self.transport, self.ip = "ipc", f"{tempfile.gettempdir()}/ceasefires-{os.getpid()}"

    @property
    def kernel_spec(self):
        """The command that starts it: no history file to open or lock, sets in the same order in every run."""
        launch = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=[*launch, "--HistoryManager.enabled=False"], env={"PYTHONHASHSEED": "0"}, **KERNEL)


class Stopped(Exception):
    """A cell that failed, as one sentence."""


def run(source: Path) -> nbformat.NotebookNode:
    """The notebook with the outputs of one run in its own folder."""
    try:
        notebook = nbformat.read(source, as_version=4)
    except nbformat.reader.NotJSONError as problem:
        raise Stopped(f"{source.name} is not a notebook: its JSON is broken, by a merge perhaps") from problem
    except (nbformat.ValidationError, AttributeError, KeyError, TypeError) as problem:
        raise Stopped(f"{source.name} is not a notebook: it is JSON, but without cells or their format") from problem
    reached = []
    client = NotebookClient(
        notebook,
        coalesce_streams=True,
        kernel_manager_class=Kernel,
        on_cell_start=lambda cell, cell_index: reached.append(cell),
        record_timing=False,
        resources={"metadata": {"path": str(source.parent)}},
        shutdown_kernel="immediate",
        store_widget_state=False,
        timeout=LONGEST_CELL,
    )
    try:
        client.execute()
    except (Exception, CancelledError) as problem:
        if hasattr(client, "_async_cleanup_kernel_future"):  # what nbclient leaves behind when a signal comes
            raise KeyboardInterrupt from problem
        if not isinstance(problem, CellControlSignal | DeadKernelError):
            raise
        number = sum(cell.cell_type == "code" for cell in reached)
        raise Stopped(f"{source.name} stopped in code cell {number}, {_what(reached[-1], problem)}") from problem
    return _stable(notebook)


def _what(cell, problem) -> str:
    kind = getattr(problem, "ename", type(problem).__name__)
    message = getattr(problem, "evalue", str(problem))
    return f"`{_first_line(cell.source)}`: {kind}: {_first_line(message)}"


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]


def _stable(notebook):
    """Leave out what says something about the machine or the editor and not about the notebook."""
    notebook.metadata.kernelspec = {**KERNEL, "name": "python3"}
    notebook.metadata.get("language_info", {}).pop("version", None)
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for key in VOLATILE & set(cell.metadata):
            del cell.metadata[key]
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(WIDGET, None)
    return notebook


def write(notebook: nbformat.NotebookNode, target: Path) -> None:
    """Put the whole file in place at once, so that an interrupted run leaves the old one or none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}.tmp")
    try:
        unfinished.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def progress(source: Path) -> str:
    """Which of how many notebooks in the reading order: `[2 of 3] 03_timelines`."""
    order = sorted(source.parent.glob("*.ipynb"))
    return f"[{order.index(source) + 1} of {len(order)}] {source.stem}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code is 1 when a cell failed, 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m ceasefires.execute", description=__doc__.partition("\n")[0])
    parser.add_argument("source", type=Path, help="the notebook")
    parser.add_argument("target", type=Path, help="where the executed notebook goes")
    options = parser.parse_args(arguments)
    print(progress(options.source), flush=True)
    try:
        write(run(options.source), options.target)
    except Stopped as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"Interrupted: {options.source.name} was not finished and nothing was written", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
