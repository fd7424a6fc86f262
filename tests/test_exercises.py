# ruff: noqa: E501 - cells are easier to read on one line
import json
import re

import numpy as np
import pandas as pd
import pytest

from ceasefires import exercises, load, words
from ceasefires.exercises import EXERCISES, _canonical, _register, check_answer
from ceasefires.publish.editions import BLANK, edition, editions

_register()


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_the_right_answer_is_right_and_a_wrong_one_gets_a_hint_that_does_not_give_it_away(name):
    right = EXERCISES[name].solve(load())
    assert check_answer(name, right) == "Right."
    wrong = right + 1 if isinstance(right, int | float) and not isinstance(right, bool) else "something else"
    if isinstance(right, set | frozenset | list):
        wrong = [*right, "something else"]
    said = check_answer(name, wrong)
    assert said.startswith("Not yet") and said != "Right."
    if not isinstance(_canonical(right), frozenset):
        assert str(right).casefold() not in str(said).casefold().split()


def test_no_answer_yet_is_said_so():
    assert check_answer("03-1", ...).startswith("No answer yet")


def test_an_answer_of_another_kind_is_told_its_kind():
    assert check_answer("03-1", "many") == "Not yet: the answer is a number."
    assert check_answer("00-3", 3) == "Not yet: the answer is a list or set."


def test_order_case_and_rounding_do_not_matter(monkeypatch):
    monkeypatch.setitem(EXERCISES, "99-1", exercises.Exercise(lambda data: ["Reds", "Blues"], "Look again."))
    assert check_answer("99-1", ("blues", "REDS")) == "Right."
    assert check_answer("99-1", ["reds"]) == "Not yet: 1 missing and 0 too many. Look again."
    assert check_answer("99-1", pd.DataFrame({"n": [1, 2]}, index=["Blues", "Reds"])) == "Right."
    monkeypatch.setitem(EXERCISES, "99-2", exercises.Exercise(lambda data: 2.0, "Look again."))
    assert check_answer("99-2", np.array(2)) == "Right." and check_answer("99-2", 2.0001) != "Right."


def test_an_answer_is_checked_in_the_language_now_spoken(monkeypatch):
    names = exercises.Exercise(lambda data: [data.name("gna", language=words.language())], "Look again.")
    monkeypatch.setitem(EXERCISES, "99-3", names)
    assert check_answer("99-3", [load().name("gna")]) == "Right."
    words.speak("fr")
    try:
        assert check_answer("99-3", [load().name("gna", language="fr")]) == "Right."
    finally:
        words.speak("en")
    with pytest.raises(ValueError, match="'de' is no language of the data; use en or fr"):
        words.speak("de")


def test_an_unknown_exercise_gets_the_nearest_name():
    with pytest.raises(KeyError, match="did you mean '03-1'"):
        check_answer("03-11", 1)
    with pytest.raises(ValueError, match="is not the id of one exercise"):
        check_answer(None, 1)


def made(cells):
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def code(source, *tags):
    return {
        "cell_type": "code",
        "id": source[:8],
        "metadata": {"tags": list(tags)},
        "source": [source],
        "outputs": [1],
        "execution_count": 3,
    }


def note(source, *tags):
    return {"cell_type": "markdown", "id": source[:8], "metadata": {"tags": list(tags)}, "source": [source]}


def test_students_get_no_solution_and_no_note_and_the_teacher_gets_both():
    notebook = made(
        [note("# Why?"), code("answer = 42", "solution"), code("look()", "solution"), note("Ask why.", "teacher")]
    )
    student, teacher = edition(notebook, "student"), edition(notebook, "teacher")
    assert [cell["source"] for cell in student["cells"]] == [["# Why?"], [BLANK], ["# your turn"]]
    assert [cell["source"] for cell in teacher["cells"]] == [["# Why?"], ["answer = 42"], ["look()"], ["Ask why."]]
    assert all(not cell.get("outputs") for cell in [*student["cells"], *teacher["cells"]])


@pytest.fixture(scope="module")
def seminar(root, tmp_path_factory):
    target = tmp_path_factory.mktemp("seminar")
    return target, editions(root, target)


def test_each_edition_is_a_folder_that_opens_by_itself_and_a_small_zip(seminar):
    target, archives = seminar
    for archive in archives:
        assert archive.stat().st_size < 5e6
        folder = archive.with_suffix("")
        for name in (
            "environment.yml",
            "constraints.txt",
            "pyproject.toml",
            "data/ceasefires.csv",
            "lib/ceasefires/__init__.py",
        ):
            assert (folder / name).is_file()


def test_every_link_of_an_edition_leads_somewhere_in_its_folder(seminar):
    target, _archives = seminar
    for kind in ("student", "teacher"):
        folder = target / kind
        pages = {folder / "README.md": (folder / "README.md").read_text(encoding="utf-8")}
        for path in (folder / "notebooks").glob("*.ipynb"):
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
            pages[path] = "\n".join(prose)
            assert f"](notebooks/{path.name})" in pages[folder / "README.md"]
        for path, prose in pages.items():
            for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", prose):
                assert (path.parent / link).exists(), f"{kind}, {path.name}: {link}"


def test_every_notebook_of_the_reading_order_has_three_exercises_with_checks_and_notes(seminar, root):
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        tags = [tag for cell in cells for tag in cell["metadata"].get("tags", [])]
        assert tags.count("solution") >= 3, f"{path.name} has fewer than three exercises"
        assert tags.count("check") >= 3, f"{path.name} has fewer than three checks"
        assert tags.count("teacher") >= 1, f"{path.name} has no note for the teacher"


def test_a_student_edition_runs_unfilled_from_top_to_bottom(seminar):
    from ceasefires.execute import run

    target, _archives = seminar
    for path in sorted((target / "student/notebooks").glob("*.ipynb")):
        notebook = run(path)
        said = [
            output["data"]["text/plain"]
            for cell in notebook.cells
            if "check" in cell.metadata.get("tags", [])
            for output in cell.outputs
        ]
        assert all(text.startswith("No answer yet") for text in said), path.name


def test_the_committed_solutions_are_right(root):
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if "check" in cell["metadata"].get("tags", []):
                assert cell["outputs"][0]["data"]["text/plain"] == ["Right."], f"{path.name}: {cell['source']}"
