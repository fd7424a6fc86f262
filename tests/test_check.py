# ruff: noqa: E501 - cases are easier to read on one line
import csv
import shutil
import subprocess
import sys
import time

import pytest

import ceasefires
import made
from ceasefires.__main__ import main
from ceasefires.check import check
from ceasefires.dataset import DataError
from ceasefires.schema import DATA, HOME, tables


def problems(folder):
    return [str(problem) for problem in check(folder)]


def test_the_made_war_and_the_real_data_have_no_problem(tmp_path):
    assert problems(made.write(tmp_path)) == []
    assert problems(HOME) == []


CHANGES = {
    "wrong type": (("violence", "ZZZ-V-2020-02-all", "best", "many"), "not a whole number"),
    "number out of range": (("theatres", "ZZZ-port", "lat", "95"), "above 90"),
    "value not allowed": (("ceasefires", "ZZZ-C-may", "observance", "mostlly"), "did you mean 'mostly'"),
    "value not allowed in a list": (("ceasefires", "ZZZ-C-may", "purposes", "holiday;holy"), "'holy' is not allowed"),
    "blank in a list": (("ceasefires", "ZZZ-C-may", "purposes", "holiday; health"), "between semicolons"),
    "month in words": (("ceasefires", "ZZZ-C-may", "declared", "Jun-20"), "ambiguous"),
    "day first": (("ceasefires", "ZZZ-C-may", "declared", "31/02/2020"), "year first"),
    "impossible day": (("ceasefires", "ZZZ-C-may", "declared", "2020-02-31"), "29 days"),
    "reversed interval": (("ceasefires", "ZZZ-C-january-reds", "fighting_resumed", "2020-03/2020-02"), "reversed"),
    "end before start": (("ceasefires", "ZZZ-C-january-reds", "fighting_resumed", "2020-01-02"), "comes before"),
    "unknown id": (("positions", "ZZZ-P-may-reds", "actor_id", "redds"), "did you mean 'reds'"),
    "unknown id in a list": (("ceasefires", "ZZZ-C-may", "sources", "wire-may;wire-mai"), "unknown id 'wire-mai'"),
    "unknown record": (("positions", "ZZZ-P-may-reds", "record_id", "ZZZ-M-mai"), "ceasefires.csv or mediations.csv"),
    "missing source": (("ceasefires", "ZZZ-C-may", "sources", ""), "has no source"),
    "required cell blank": (("ceasefires", "ZZZ-C-may", "name_fr", ""), "must not be"),
    "formula": (("ceasefires", "ZZZ-C-may", "summary_en", "=HYPERLINK(1)"), "formula"),
    "id of another form": (("ceasefires", "ZZZ-C-may", "ceasefire_id", "May pause"), "does not have the form"),
    "proposal in force": (("ceasefires", "ZZZ-C-offer", "effective", "2020-06-02"), "proposal took effect"),
    "no end coded": (("ceasefires", "ZZZ-C-october", "fighting_resumed", ""), "no part of its end"),
    "part of itself": (("theatres", "ZZZ-port", "parent_id", "ZZZ-quay"), "part of itself"),
    "variant of no field": (("variants", "ZZZ-C-january-reds", "field", "efective"), "did you mean 'effective'"),
    "grain of another period": (("violence", "ZZZ-V-2020-02-all", "grain", "year"), "the grain is year"),
    "open cut-off": (("conflicts", "ZZZ", "cut_off", "2020-12-31/.."), "open on a side"),
    "overlapping phases": (("phases", "ZZZ-two", "since", "2020-06-01"), "before ZZZ-one ends on 2020-06-30"),
    "year of another age": (("ceasefires", "ZZZ-C-may", "declared", "1020-05-03"), "lies before 1800"),
    "blanks around a cell": (("ceasefires", "ZZZ-C-may", "name_en", " May pause"), "blanks around"),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_a_wrong_cell_is_named_with_file_row_and_column(case, tmp_path):
    (table, key, column, value), says = CHANGES[case]
    found = problems(made.write(tmp_path, {(table, key, column): value}))
    row = 2 + [row.get(tables()[table].key[0]) for row in made.ROWS[table]].index(key)
    assert any(line.startswith(f"error: {table}.csv, row {row}, column {column}: ") and says in line for line in found)
    with pytest.raises(DataError, match="nothing was loaded"):
        ceasefires.load(tmp_path)


def rewrite(change):
    def act(folder):
        path = folder / "events.csv"
        path.write_bytes(change(path.read_bytes()))

    return act


FILES = {
    "byte order mark": (rewrite(lambda raw: b"\xef\xbb\xbf" + raw), "warning: events.csv, row 1: the file starts with a byte"),
    "CRLF": (rewrite(lambda raw: raw.replace(b"\n", b"\r\n")), "warning: events.csv, row 1: lines end in CRLF"),
    "Latin-1": (rewrite(lambda raw: raw.decode().replace("Ce qui s’est", "Fête").encode("latin-1", "replace")), "not UTF-8"),
    "empty file": (rewrite(lambda raw: b""), "error: events.csv: the file is empty"),
    "header only": (rewrite(lambda raw: raw.split(b"\n")[0] + b"\n"), "warning: events.csv, row 1: the file has a header and no"),
    "no file": (lambda folder: (folder / "events.csv").unlink(), "error: events.csv: the file is missing"),
    "unknown column": (rewrite(lambda raw: raw.replace(b"started", b"startd", 1)), "did you mean 'started'"),
    "missing column": (rewrite(lambda raw: raw.replace(b"started", b"startd", 1)), "column started: the column is missing"),
    "column twice": (rewrite(lambda raw: raw.replace(b"started", b"ended", 1)), "stands twice"),
    "ragged row": (rewrite(lambda raw: raw.rstrip(b"\n") + b",more\n"), "error: events.csv, row 2: the row has"),
    "duplicate id": (rewrite(lambda raw: raw + raw.split(b"\n")[1] + b"\n"), "row 3, column event_id: 'ZZZ-E-february' is already"),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_a_malformed_file_is_said_in_a_sentence(case, tmp_path):
    act, says = FILES[case]
    act(made.write(tmp_path))
    assert any(says in line for line in problems(tmp_path))


def rewritten(change):
    return lambda path: path.write_bytes(change(path.read_bytes()))


def made_folder(path):
    path.unlink()
    path.mkdir()


CAUSES = {
    "UTF-16": (rewritten(lambda raw: raw.decode().encode("utf-16")), "the file is in UTF-16"),
    "UTF-16 without a mark": (rewritten(lambda raw: raw.decode().encode("utf-16-be")), "the file is in UTF-16"),
    "Latin-1": (rewritten(lambda raw: raw.decode().encode("latin-1", "replace")), "is not UTF-8"),
    "workbook": (rewritten(lambda raw: b"PK\x03\x04" + raw), "a spreadsheet workbook"),
    "renamed to .xlsx": (lambda path: path.rename(path.with_suffix(".xlsx")), "there is ceasefires.xlsx"),
    "no file": (lambda path: path.unlink(), "the file is missing"),
    "folder": (made_folder, "this is a folder"),
    "empty": (rewritten(lambda raw: b""), "the file is empty"),
    "header only": (rewritten(lambda raw: raw.split(b"\n")[0] + b"\n"), "the table has no row"),
    "blank first line": (rewritten(lambda raw: b"\n" + raw), "the first line is blank"),
    "tabs": (rewritten(lambda raw: raw.replace(b",", b"\t")), "separated by tabs"),
    "semicolons": (rewritten(lambda raw: raw.replace(b",", b";")), "separated by semicolons"),
    "capitals": (rewritten(lambda raw: raw.replace((line := raw.split(b"\n")[0]), line.upper(), 1)), "written small"),
    "another table": (lambda path: shutil.copy(path.with_name("events.csv"), path), "not the header of ceasefires"),
    "no key": (rewritten(lambda raw: raw.replace(b"ceasefire_id,", b"key,", 1)), "column ceasefire_id: the column is missing"),
    "no column": (rewritten(lambda raw: raw.replace(b",effective,", b",began,", 1)), "column effective: the column is missing"),
    "cell without an end": (rewritten(lambda raw: raw + b"x" * 200_000), "a cell is longer than 131072"),
}  # fmt: skip


@pytest.mark.parametrize("case", CAUSES)
def test_a_table_that_cannot_be_read_is_said_once_and_soon(case, tmp_path):
    act, says = CAUSES[case]
    for name in tables():
        shutil.copy(HOME / f"{name}.csv", tmp_path)
    act(tmp_path / "ceasefires.csv")
    start = time.process_time()
    found = problems(tmp_path)
    assert time.process_time() - start < 3
    assert any(line.startswith("error: ceasefires.csv") and says in line for line in found)
    assert len(found) <= 3, found[:10]
    with pytest.raises(DataError, match="ceasefires"):
        ceasefires.load(tmp_path)


def test_half_a_table_is_checked_soon(tmp_path):
    for name in tables():
        shutil.copy(HOME / f"{name}.csv", tmp_path)
    rewritten(lambda raw: raw[: raw.index(b"\n", len(raw) // 3) + 1])(tmp_path / "ceasefires.csv")
    start = time.process_time()
    assert any("did you mean" in line for line in problems(tmp_path))
    assert time.process_time() - start < 3


def test_few_ids_that_point_to_an_empty_table_are_named(tmp_path):
    FILES["header only"][0](made.write(tmp_path))
    assert any("roles.csv, row 8, column record_id: unknown id 'ZZZ-E-february'" in line for line in problems(tmp_path))


@pytest.mark.parametrize("stray", ["ceasefire.csv", "Ceasefires (1).csv", "ceasefires.xlsx"])
def test_a_file_that_resembles_a_table_is_a_warning(stray, tmp_path):
    made.write(tmp_path)
    (tmp_path / stray).write_text("")
    (tmp_path / "shopping.csv").write_text("")
    (line,) = problems(tmp_path)
    assert line.startswith(f"warning: {stray}: ") and "did you mean ceasefires.csv?" in line


def test_line_ends_of_old_macs_are_called_so(tmp_path):
    rewrite(lambda raw: raw.replace(b"\n", b"\r"))(made.write(tmp_path))
    assert problems(tmp_path) == ["warning: events.csv, row 1: lines end in CR alone; save the file with line ends LF"]


def test_a_ragged_row_is_not_judged_further(tmp_path):
    rewrite(lambda raw: raw.replace(b"ZZZ-hills,", b"", 1))(made.write(tmp_path))
    assert [line for line in problems(tmp_path) if "events.csv" in line] == [
        f"error: events.csv, row 2: the row has {len(tables()['events'].columns) - 1} cells"
        f" and the header {len(tables()['events'].columns)}"
    ]


def test_a_truce_may_hold_some_days_before_it_is_declared(tmp_path):
    assert problems(made.write(tmp_path, {("ceasefires", "ZZZ-C-may", "effective"): "2020-04-28"})) == []


def test_the_summary_names_the_folder_as_it_was_given(tmp_path, capsys):
    main(["check", str(made.write(tmp_path / "my" / "folder"))])
    assert capsys.readouterr().out.endswith("/my/folder: no errors, no warnings\n")


def test_crlf_and_bom_are_read_all_the_same_in_a_users_folder(tmp_path):
    FILES["byte order mark"][0](made.write(tmp_path))
    FILES["CRLF"][0](tmp_path)
    assert len(ceasefires.load(tmp_path).events) == 1


def test_crlf_is_an_error_in_the_projects_own_data(tmp_path, monkeypatch):
    monkeypatch.setattr("ceasefires.check.HOME", tmp_path)
    FILES["CRLF"][0](made.write(tmp_path))
    assert any(line.startswith("error: events.csv, row 1: lines end in CRLF") for line in problems(tmp_path))


def test_the_exit_code_is_one_for_errors_and_zero_for_warnings(tmp_path, capsys):
    assert main(["check", str(made.write(tmp_path / "good"))]) == 0
    FILES["CRLF"][0](made.write(tmp_path / "mild"))
    assert main(["check", str(tmp_path / "mild")]) == 0
    assert "no errors, 1 warning" in capsys.readouterr().out
    assert main(["check", str(made.write(tmp_path / "bad", {("events", "ZZZ-E-february", "kind"): "raid"}))]) == 1
    assert main(["check", str(tmp_path / "nowhere")]) == 1
    assert "no such folder" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "good" / "events.csv")]) == 1
    assert "this is a file" in capsys.readouterr().out


def test_a_formula_smuggled_into_a_real_table_is_found(tmp_path):
    for name in tables():
        (tmp_path / f"{name}.csv").write_bytes((DATA / f"{name}.csv").read_bytes())
    with open(tmp_path / "sources.csv", encoding="utf-8", newline="") as file:
        header, first, *rest = csv.reader(file)
    first[header.index("title_short")] = "@SUM(A1)"
    with open(tmp_path / "sources.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, first, *rest])
    assert any("sources.csv, row 2, column title_short" in line and "formula" in line for line in problems(tmp_path))


def test_frictionless_agrees_that_the_real_tables_follow_the_codebook():
    script = (
        "import sys, frictionless; report = frictionless.Package(sys.argv[1]).validate(); "
        "print(report.flatten(['name', 'rowNumber', 'fieldName', 'message'])[:5]); sys.exit(not report.valid)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(HOME / "datapackage.json")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
