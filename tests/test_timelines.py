import os
import re
import subprocess
import sys
from datetime import date, timedelta

import pandas as pd
import pytest

import ceasefires
import made
from ceasefires import style, timelines
from ceasefires.dataset import Dataset
from ceasefires.schema import HOME, tables


def test_every_thing_stands_in_its_lane(data):
    rows = timelines.table(data)
    assert rows["lane"].value_counts().to_dict() == {"ceasefires": 5, "mediations": 3, "events": 1, "deaths": 1}
    assert rows.loc["ZZZ-M-may", "start_earliest"] == pd.Timestamp("2020-05-03")
    assert rows.loc["ZZZ-C-offer", "how"] == "never_effective"
    assert rows.loc["ZZZ-C-may", "parties"] == "Reds; Blues"
    assert rows.loc["ZZZ-M-january", "third_parties"] == "Northland (mediator)"
    assert rows.loc["ZZZ-C-january-reds", "positions"] == "Southland: supports (10 Jan 2020)"


def test_the_sentence_counts_what_the_table_shows(data):
    said = timelines.sentence(timelines.table(data))
    assert said.startswith("4 truces took effect and 1 proposal never got beyond words. Of the 4, 2 ended in fighting")
    assert "3 mediation attempts on 2 tracks" in said and "1 of them" in said
    assert timelines.known_within(data) == (3, 3)
    nothing = timelines.table(data.only(theatre="ZZZ-hills"))
    assert timelines.sentence(nothing) == "There is no ceasefire in this part of the data."


def test_what_is_in_force_is_sure_or_only_possible(data):
    assert dict(timelines.in_force(data, "2020-02-16")["in force"]) == {
        "ZZZ-C-january-reds": "surely",
        "ZZZ-C-january-blues": "perhaps",
    }
    assert timelines.in_force(data, "2020-03-01").empty


def bars(axis):
    return [patch for patch in axis.patches if patch.get_width() > 0]


def test_the_printed_figure_draws_each_truce_in_the_colour_of_its_end(data):
    picture = timelines.figure(timelines.table(data), since="2020-01-01", until="2020-12-31")
    truces, tries, deaths, _legend = picture.axes
    assert [label.get_text() for label in truces.get_yticklabels()][::-1][:2] == ["Blues’ halt", "Reds’ halt"]
    colours = {round(bar.get_y() + bar.get_height() / 2): bar.get_facecolor()[:3] for bar in bars(truces)}
    named = dict(zip(range(5), [label.get_text() for label in truces.get_yticklabels()]))
    shown = {named[y]: colour for y, colour in colours.items()}
    for name, kind in {"Reds’ halt": "broken", "Blues’ halt": "renounced", "October accord": "holding"}.items():
        assert shown[name] == tuple(int(style.ENDS[kind][i : i + 2], 16) / 255 for i in (1, 3, 5))
    assert "Offer" not in shown, "a proposal is a hollow mark, not a bar"
    assert len(tries.get_yticklabels()) == 2 and len(deaths.patches) == 1
    assert "4 truces took effect" in picture.alt


def test_an_uncertain_end_fades_and_a_certain_one_does_not(data):
    truces = timelines.figure(timelines.table(data), since="2020-01-01", until="2020-12-31").axes[0]
    row = {label.get_text(): y for y, label in enumerate(truces.get_yticklabels())}
    faint = [round(bar.get_y() + bar.get_height() / 2) for bar in bars(truces) if bar.get_alpha() < 0.7]
    assert row["Blues’ halt"] in faint and row["Reds’ halt"] not in faint


def test_the_picture_is_the_same_bytes_each_time_and_carries_alt_text(data):
    rows = timelines.table(data)
    (first, meta), (second, _) = (timelines.figure(rows)._repr_mimebundle_() for _ in range(2))
    assert first["image/png"] == second["image/png"] and len(first["image/png"]) > 10_000
    assert meta["image/png"]["alt"].startswith("Timeline from")


def test_the_hovering_figure_tells_who_and_shows_markup_as_text(tmp_path):
    evil = {("ceasefires", "ZZZ-C-may", "name_en"): "<a href='javascript:alert(1)'>Pause</a>"}
    rows = timelines.table(ceasefires.load(made.write(tmp_path, evil)))
    chart = timelines.interactive(rows)
    text = chart.to_json()
    assert "Northland (mediator)" in text and "Southland: supports" in text
    assert "<a href" not in text and "&lt;a href" in text
    assert {trace.name for trace in chart.data} >= {
        "broken by fighting",
        "attempt: called off",
        "offensive",
        "deaths per month",
    }
    assert "truces took effect" in chart.layout.meta["alt"]
    assert chart.layout.xaxis.rangeslider.thickness > 0


def test_a_chart_is_ready_to_show_without_the_grammar_of_addresses():
    script = (
        "import sys, plotly.graph_objects as go; from ceasefires import style; style.interactive(go.Figure(), alt='');"
        "assert 'nbformat' in sys.modules and 'rfc3987_syntax' not in sys.modules; import rfc3987_syntax"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_an_empty_selection_is_a_sentence(data):
    with pytest.raises(ValueError, match="nothing dated"):
        timelines.figure(timelines.table(data.only(actors="latecomer")))


def test_the_order_of_rows_does_not_matter(data):
    upside_down = {name: {c: v[::-1] for c, v in columns.items()} for name, columns in data._text.items()}
    pd.testing.assert_frame_equal(
        timelines.table(Dataset(upside_down)).drop(columns=["parties", "positions", "third_parties"]),
        timelines.table(data).drop(columns=["parties", "positions", "third_parties"]),
    )


PARTS = ("declared", "effective", "term_end", "fighting_resumed", "renounced", "replaced", "mooted", "eroded")
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def a_day_later(text):
    return ISO_DAY.sub(lambda day: str(date.fromisoformat(day[0]) + timedelta(days=1)), text)


def shifted(real, key, part):
    """The real data with one date of one truce moved by a day."""
    column = list(real._text["ceasefires"][part])
    row = real._text["ceasefires"]["ceasefire_id"].index(key)
    column[row] = a_day_later(column[row])
    return Dataset({**real._text, "ceasefires": {**real._text["ceasefires"], part: column}})


def bearing(real):
    """Dates of truces that a reader of the notebook sees: the declaration, the start, and the part that ended it."""
    window = real.only(since="2020-01-01", until="2020-10-31")
    for row in window.ceasefires.itertuples():
        for part in PARTS:
            text = getattr(row, part)
            if ISO_DAY.search(text) and not (part in PARTS[2:] and text.endswith("/..")):
                yield row.ceasefire_id, part


def test_a_date_moved_by_a_day_changes_a_table_that_the_notebook_shows(real):
    moves = list(bearing(real))
    assert len({key for key, _part in moves}) >= 19
    before = timelines.truces(real).to_html()
    unseen = [move for move in moves if timelines.truces(shifted(real, *move)).to_html() == before]
    hidden = [(key, part) for key, part in unseen if part in ("declared", "effective")]
    assert hidden == []
    ends = {key for key, part in moves if part in PARTS[2:]}
    assert ends <= {key for key, part in moves if part in PARTS[2:] and (key, part) not in unseen}


def test_strict_nbval_fails_when_a_date_moves_by_a_day(real, tmp_path, root):
    folder = tmp_path / "data"
    folder.mkdir()
    for name in tables():
        (folder / f"{name}.csv").write_bytes((HOME / f"{name}.csv").read_bytes())
    text = (folder / "ceasefires.csv").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("LBY-C-2020-08-21-sarraj,"))
    assert ",2020-08-21,2020-08-21," in line
    moved = line.replace(",2020-08-21,2020-08-21,", ",2020-08-21,2020-08-22,")
    (folder / "ceasefires.csv").write_text(text.replace(line, moved), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
        "--nbval",
        "--nbval-current-env",
    ]
    done = subprocess.run(
        [*command, "--nbval-sanitize-with", "tests/nbval.cfg", "notebooks/03_timelines.ipynb"],
        cwd=root, env={**os.environ, "CEASEFIRES_DATA": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1 and "22 Aug 2020" in done.stdout


def test_loading_and_the_timeline_table_cost_less_than_half_of_the_imports():
    script = (
        "import time; a = time.perf_counter(); import pandas, matplotlib.pyplot; b = time.perf_counter();"
        "import ceasefires; from ceasefires import timelines; data = ceasefires.load(); timelines.table(data);"
        "print(b - a, time.perf_counter() - b)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(3)
    ]
    ratio = min((float(imports) + float(ours)) / float(imports) for imports, ours in runs)
    assert ratio < 1.5, f"{ratio:.2f} times the bare imports"
