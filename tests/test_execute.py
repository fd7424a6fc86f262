"""Notebooks run in a kernel of this Python, give the same bytes each time, and fail in one sentence."""

import json
import signal
import subprocess
import sys
import time

import nbformat
import pytest

from ceasefires import execute


@pytest.fixture
def notebook(tmp_path):
    """Write a notebook of these code cells and return its path."""

    def write(*sources, name="02_small", metadata=None):
        cells = [nbformat.v4.new_markdown_cell("# Why?", id="title")]
        for number, source in enumerate(sources):
            cells.append(nbformat.v4.new_code_cell(source, id=f"c{number}", metadata=metadata or {}))
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
        return path

    return write


def test_outputs_are_kept_and_the_same_each_time(notebook, tmp_path, capsys):
    volatile = {"collapsed": True, "execution": {"iopub.status.busy": "2020-06-15"}, "tags": ["figure"]}
    source = notebook(
        "import os, sys",
        "print('one')\nprint('oops', file=sys.stderr)\nprint('two')",
        "{'ceasefire', 'truce', 'pause'}, os.environ['PYTHONHASHSEED']",
        "sys.executable, os.path.basename(os.getcwd())",
        metadata=volatile,
    )
    targets = [tmp_path / "build" / name for name in ("first.ipynb", "second.ipynb")]
    assert [execute.main([str(source), str(target)]) for target in targets] == [0, 0]
    assert targets[0].read_bytes() == targets[1].read_bytes()
    assert sorted(targets[0].parent.iterdir()) == targets
    assert capsys.readouterr() == ("[1 of 1] 02_small\n" * 2, "")

    written = json.loads(targets[0].read_text())
    assert written["metadata"]["kernelspec"]["name"] == "python3"
    assert "version" not in written["metadata"]["language_info"]
    assert [cell["id"] for cell in written["cells"]] == ["title", "c0", "c1", "c2", "c3"]
    _, _, printed, order, place = written["cells"]
    assert [("".join(output["text"])) for output in printed["outputs"]] == ["one\ntwo\n", "oops\n"]
    assert order["outputs"][0]["data"]["text/plain"][0].endswith(", '0')")
    assert place["outputs"][0]["data"]["text/plain"] == [str((sys.executable, tmp_path.name))]
    assert all(cell["metadata"] == {"tags": ["figure"]} for cell in written["cells"][1:])
    assert [cell["execution_count"] for cell in written["cells"][1:]] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("\nload(\n'x')", "`load(`: NameError: name 'load' is not defined"),
        ("import os\nos._exit(1)", "`import os`: DeadKernelError: Kernel died"),
    ],
)
def test_a_failing_cell_is_one_sentence_and_no_file(notebook, tmp_path, capsys, source, sentence):
    target = tmp_path / "build" / "small.ipynb"
    assert execute.main([str(notebook("1", source, "2")), str(target)]) == 1
    assert capsys.readouterr().err == f"02_small.ipynb stopped in code cell 2, {sentence}\n"
    assert not target.parent.exists()


def test_an_old_result_survives_a_failure(notebook, tmp_path):
    target = tmp_path / "build" / "small.ipynb"
    target.parent.mkdir()
    target.write_text("old")
    assert execute.main([str(notebook("1/0")), str(target)]) == 1
    assert target.read_text() == "old"


def test_a_broken_file_is_one_sentence(tmp_path, capsys):
    source = tmp_path / "02_small.ipynb"
    source.write_text("<<<<<<< HEAD\n{}")
    assert execute.main([str(source), str(tmp_path / "out.ipynb")]) == 1
    assert capsys.readouterr().err.startswith("02_small.ipynb is not a notebook")


@pytest.mark.parametrize(
    "text", ["{}", "[]", "3", '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}']
)
def test_a_file_that_is_json_but_no_notebook_is_one_sentence(tmp_path, capsys, text):
    source = tmp_path / "02_small.ipynb"
    source.write_text(text)
    assert execute.main([str(source), str(tmp_path / "out.ipynb")]) == 1
    assert (
        capsys.readouterr().err == "02_small.ipynb is not a notebook: it is JSON, but without cells or their format\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is a signal only where there are signals")
@pytest.mark.parametrize("starting", [True, False])
def test_ctrl_c_is_one_line_and_no_file(notebook, tmp_path, starting):
    began, target = tmp_path / "began", tmp_path / "out.ipynb"
    source = notebook(f"open({str(began)!r}, 'w').close()\nimport time\ntime.sleep(60)")
    command = [sys.executable, "-m", "ceasefires.execute", str(source), str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        deadline = time.monotonic() + (0.5 if starting else 60)
        while not began.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    assert (process.returncode, said) == (130, "Interrupted: 02_small.ipynb was not finished and nothing was written\n")
    assert not target.exists()


def test_progress_counts_in_reading_order(notebook):
    paths = [notebook("1", name=name) for name in ("03_timelines", "00_start_here", "11_explore")]
    assert execute.progress(paths[0]) == "[2 of 3] 03_timelines"
