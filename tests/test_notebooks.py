"""Every notebook keeps the house rules, and each rule, like nbval's comparison, is able to fail."""

import base64
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import house_rules

NOTEBOOKS = sorted(Path(__file__).parents[1].glob("notebooks/*.ipynb"))


@pytest.mark.parametrize("rule", house_rules.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_house_rule(path, rule):
    if complaints := list(rule(house_rules.read(path))):
        pytest.fail("\n".join([f"{path.name}: {rule.__doc__}", *complaints]), pytrace=False)


def markdown(source):
    return {"cell_type": "markdown", "id": "m", "metadata": {}, "source": source}


def code(source, count, *outputs, tags=()):
    cell = {"cell_type": "code", "id": f"c{count}", "metadata": {"tags": list(tags)}, "source": source}
    return cell | {"execution_count": count, "outputs": list(outputs)}


def result(**shown):
    data = {kind.replace("_", "/"): value for kind, value in shown.items()}
    return {"output_type": "display_data", "metadata": {}, "data": data}


def plot(**parts):
    whole = {"data": [{"x": [1]}], "layout": {"meta": {"alt": "One point."}}} | parts
    return result() | {"data": {house_rules.PLOTLY: whole}}


def good():
    """A small notebook that keeps every rule: a picture, a plot, the table of each."""
    picture = result(image_png=base64.b64encode(bytes(6_000)).decode())
    picture["metadata"] = {"image/png": {"alt": "Two bars."}}
    table = result(text_html="<table><tr><td>1</td></tr></table>")
    return {
        "cells": [
            markdown("# How long did it last?\n\nWith its 95 % confidence interval."),
            code("from ceasefires import load, timelines", 1),
            code("now = load()\ntable = timelines.table(now)", 2),
            code("timelines.figure(table)", 3, picture, tags=["figure"]),
            code("table", 4, table, tags=["table"]),
            code("timelines.interactive(table)", 5, plot(), tags=["figure"]),
            code("table", 6, table, tags=["table"]),
            code("widen('2020-01-27/2020-03-25')", 7),
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def retitle(title):
    return lambda cells: cells[0].update(source=title)


def write(source, position=2):
    return lambda cells: cells[position].update(source=source)


def show(position, *outputs):
    return lambda cells: cells[position].update(outputs=list(outputs))


BROKEN = {
    "no title": ("title_is_a_question", retitle("How long?")),
    "a title that asks nothing": ("title_is_a_question", retitle("# Durations\n\nWhy?")),
    "a long cell": ("cells_are_short", write("\n".join("data" for _ in range(13)))),
    "long cells": ("cells_are_short", lambda cells: [cell.update(source="1\n2\n3\n4") for cell in cells[1:]]),
    "a function": ("cells_only_call", write("def f():\n    return 1")),
    "a class": ("cells_only_call", write("class A:\n    pass")),
    "a magic": ("cells_only_call", write("%matplotlib inline")),
    "an installation": ("cells_only_call", write("!pip install pandas")),
    "a hidden result": ("cells_only_call", write("data.plot();")),
    "a late import": ("imports_come_first", write("import pandas")),
    "a path": ("nothing_depends_on_the_machine", write("load('../data')")),
    "a file": ("nothing_depends_on_the_machine", write("load('rows.csv')")),
    "a changed import path": ("nothing_depends_on_the_machine", write("sys.path.append('lib')")),
    "the clock": ("nothing_depends_on_the_machine", write("date.today()")),
    "the clock by name": ("nothing_depends_on_the_machine", write("pandas.Timestamp('now')")),
    "a never-run cell": ("every_cell_was_run", lambda cells: cells[3].update(execution_count=None, outputs=[])),
    "cells run out of order": ("every_cell_was_run", lambda cells: cells[3].update(execution_count=7)),
    "an error": ("nothing_went_wrong", show(2, {"output_type": "error", "ename": "KeyError", "traceback": []})),
    "a warning": ("nothing_went_wrong", show(2, {"output_type": "stream", "name": "stderr", "text": ["careful\n"]})),
    "a home folder": ("nothing_went_wrong", show(2, result(text_plain="/home/me/data"))),
    "a missing picture": ("figures_are_there", show(3)),
    "a picture's name only": ("figures_are_there", show(3, result(text_plain="<Figure>"))),
    "an empty picture": ("figures_are_there", show(3, result(image_png="AAAA"))),
    "a picture without alt text": ("figures_are_there", lambda cells: cells[3]["outputs"][0].update(metadata={})),
    "a plot without a trace": ("figures_are_there", show(5, plot(data=[]))),
    "a plot without alt text": ("figures_are_there", show(5, plot(layout={}))),
    "an untagged figure": ("figures_are_there", lambda cells: cells[3].update(metadata={})),
    "a figure without a table": ("figures_have_their_table", lambda cells: cells.pop(4)),
    "a figure at the end": ("figures_have_their_table", lambda cells: [cells.pop(), cells.pop()]),
    "a cleared table": ("figures_have_their_table", show(4)),
    "an empty table": ("figures_have_their_table", show(4, result(text_html="<table><tr><th>a</th></tr></table>"))),
    "a typed percentage": ("prose_states_no_results", retitle("# How long?\n\nIt held in 40 % of cases.")),
    "a typed percentage in words": ("prose_states_no_results", retitle("# How long?\n\nIn 40 per cent of cases.")),
    "a typed count": ("prose_states_no_results", retitle("# How long?\n\nMost held (n = 12).")),
}


@pytest.fixture
def save(tmp_path):
    """Write a notebook and return its path."""

    def write(notebook):
        path = tmp_path / "99_small.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("rule", house_rules.RULES, ids=lambda rule: rule.__name__)
def test_a_good_notebook_passes(save, rule):
    assert not list(rule(house_rules.read(save(good()))))


@pytest.mark.parametrize(("rule", "damage"), BROKEN.values(), ids=BROKEN)
def test_a_broken_notebook_fails(save, rule, damage):
    notebook = good()
    damage(notebook["cells"])
    assert list(getattr(house_rules, rule)(house_rules.read(save(notebook))))


def test_every_rule_is_able_to_fail():
    assert {rule for rule, _ in BROKEN.values()} == {rule.__name__ for rule in house_rules.RULES}


def test_nbval_sees_what_changed(save, root):
    """Strict nbval fails for a changed date, a changed table and a cleared output, and ignores a memory address."""
    cells = [
        code("'2020-08-21'", 1, result(text_plain="'2020-08-22'")),
        code("from IPython.display import HTML\nHTML('<td>9</td>')", 2, result(text_html="<td>8</td>", text_plain="")),
        code("1 + 1", 3),
        code("object()", 4, result(text_plain="<object at 0x7f00c0ffee00>")),
        code("'unchanged'", 5, result(text_plain="'unchanged'")),
    ]
    strict = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", root / "tests/nbval.cfg"]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *strict, save(good() | {"cells": cells})]
    report = subprocess.run(command, capture_output=True, text=True, cwd=root).stdout
    assert re.findall(r"^FAILED .*::Cell (\d)", report, flags=re.MULTILINE) == ["0", "1", "2"], report
    assert "3 failed, 2 passed" in report
