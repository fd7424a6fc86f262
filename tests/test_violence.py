"""Deaths around truces: sums, placebos, false alarms and change-points, on closed forms and on wars made up."""

import itertools
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

import ceasefires
import made
from ceasefires import violence, words
from ceasefires.dataset import Dataset
from ceasefires.violence import changes, effects, grid, hac, placebos, simulated, size


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return ceasefires.load(made.write(tmp_path_factory.mktemp("war") / "data"))


@pytest.fixture(scope="module")
def sudan(root):
    path = Path(root).parent / "shared" / "reference" / "ucdp_ged_sudan_2018_2024.csv"
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    frame = pd.read_csv(path)
    days = {c: pd.to_datetime(frame[f"date_{c}"], dayfirst=True) for c in ("start", "end")}
    return frame[["low", "best", "high"]].assign(date=days["start"], date_end=days["end"])


def starts(*days, until=None):
    first = pd.to_datetime(list(days))
    return pd.DataFrame({"start_earliest": first, "start_latest": pd.to_datetime(until) if until else first})


def daily(values, first="2020-01-01"):
    return pd.DataFrame({"date": pd.date_range(first, periods=len(values)), "best": values})


def more(data, table, *rows):
    """The dataset with rows added to a table; what they leave out is blank."""
    columns = {c: list(v) + [row.get(c, "") for row in rows] for c, v in data._text[table].items()}
    return Dataset({**data._text, table: columns})


def months_of(data, **deaths):
    rows = [
        {"violence_id": f"V{m}", "conflict_id": "ZZZ", "iso3": "ZZZ", "period": m.replace("_", "-"), "grain": "month"}
        | {"type": "all", "best": str(n), "dataset": "Made count", "version": "1", "sources": "count"}
        for m, n in deaths.items()
    ]
    empty = {c: [] for c in data._text["violence"]}
    return more(Dataset({**data._text, "violence": empty}), "violence", *rows)


# The starts


def test_overlapping_declarations_of_an_episode_are_one_truce(data):
    rows = violence.starts(data)
    assert dict(rows["declarations"]) == {"ZZZ-C-january-blues": 2, "ZZZ-C-may": 1, "ZZZ-C-october": 1}
    assert rows.loc["ZZZ-C-january-blues", "name"] == "January truce"
    assert "ZZZ-C-offer" not in rows.index, "it never took effect"


def test_a_later_truce_of_the_same_episode_is_another_one(tmp_path):
    late = {
        ("ceasefires", "ZZZ-C-january-blues", "effective"): "2020-03-01",
        ("ceasefires", "ZZZ-C-january-blues", "renounced"): "2020-03-05",
    }
    rows = violence.starts(ceasefires.load(made.write(tmp_path, late)))
    assert rows.loc["ZZZ-C-january-reds", "declarations"] == rows.loc["ZZZ-C-january-blues", "declarations"] == 1


def test_a_short_truce_inside_a_long_one_does_not_cut_the_row_in_two(data):
    row = {c: v[0] for c, v in data._text["ceasefires"].items()} | {"fighting_resumed": "", "term_end": "2020-01-14"}
    war = more(
        data, "ceasefires",
        row | {"ceasefire_id": "ZZZ-C-january-short", "effective": "2020-01-13"},
        row | {"ceasefire_id": "ZZZ-C-january-third", "effective": "2020-02-01", "term_end": "2020-02-03"},
    )  # fmt: skip
    assert violence.starts(war).loc["ZZZ-C-january-blues", "declarations"] == 4


def test_what_is_no_truce_between_fighters_is_left_out_unless_asked_for(tmp_path):
    exit = {("ceasefires", "ZZZ-C-may", "ceasefire_class"): "safe_exit"}
    data = ceasefires.load(made.write(tmp_path, exit))
    assert "ZZZ-C-may" not in violence.starts(data).index
    assert "ZZZ-C-may" in violence.starts(data, left_out=()).index


# Sums on a grid


def brute(frame, first, last):
    """Low and high between two days, event by event."""
    inside = (frame["date"] >= first) & (frame["date_end"] <= last)
    touching = (frame["date"] <= last) & (frame["date_end"] >= first)
    return frame.loc[inside, "low"].sum(), frame.loc[touching, "high"].sum()


@pytest.fixture(scope="module")
def scattered():
    rng = np.random.default_rng(5)
    date = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 300, 400), "D")
    spans = np.where(rng.random(400) < 0.6, 0, rng.integers(0, 60, 400))
    best = rng.integers(0, 30, 400)
    frame = pd.DataFrame({"date": date, "date_end": date + pd.to_timedelta(spans, "D"), "best": best})
    return grid.events(frame.assign(low=best // 2, high=best * 2))


@pytest.mark.parametrize("width", [1, 3, 14])
def test_day_sums_agree_with_counting_event_by_event(scattered, width):
    days = grid.Grid(scattered, grain="day")
    at = np.arange(days.first - 3, days.last + 4)
    for start, low, high in zip(at, days.low(at, width), days.high(at, width)):
        first = pd.Timestamp(np.datetime64(int(start), "D"))
        assert (low, high) == brute(scattered, first, first + pd.Timedelta(days=width - 1))


@pytest.mark.parametrize("grain", ["week", "month"])
def test_week_and_month_sums_agree_with_counting_event_by_event(scattered, grain):
    cells = grid.Grid(scattered, grain=grain)
    at = np.arange(cells.first, cells.last - 1)
    for start, low, high in zip(at, cells.low(at, 2), cells.high(at, 2)):
        first, end = (pd.Timestamp(day) for day in grid.first_day([start, start + 2], grain))
        assert (low, high) == brute(scattered, first, end - pd.Timedelta(days=1))
    assert pd.Timestamp(grid.first_day(grid.cell(pd.Timestamp("2020-06-10"), "week"), "week")).day_of_week == 0


def test_exact_dates_give_one_number(scattered):
    exact = scattered.assign(date_end=scattered["date"], low=scattered["best"], high=scattered["best"])
    table = violence.around(starts("2020-05-01", "2020-06-15"), deaths=exact, window=10, grain="day")
    assert (table["before_low"] == table["before_high"]).all() and (table["after_low"] == table["after_high"]).all()
    day = pd.Timestamp("2020-05-01")
    before = exact["date"].between(day - pd.Timedelta(days=10), day - pd.Timedelta(days=1))
    after = exact["date"].between(day, day + pd.Timedelta(days=9))
    assert table.loc[0, "before_low"] == exact.loc[before, "best"].sum()
    assert table.loc[0, "after_low"] == exact.loc[after, "best"].sum()


def test_an_uncertain_start_takes_the_lowest_and_the_highest_sum_over_its_days(scattered):
    table = violence.around(starts("2020-05-03", until=["2020-05-20"]), deaths=scattered, window=7, grain="day")
    days = pd.date_range("2020-05-03", "2020-05-20")
    week = pd.Timedelta(days=7)
    before = [brute(scattered, day - week, day - pd.Timedelta(days=1)) for day in days]
    after = [brute(scattered, day, day + week - pd.Timedelta(days=1)) for day in days]
    found = table.loc[0, ["before_low", "before_high", "after_low", "after_high"]].tolist()
    assert found == [f(x[i] for x in side) for side in (before, after) for i, f in ((0, min), (1, max))]


def test_a_start_inside_a_month_leaves_that_month_to_either_side(data):
    war = months_of(data, **{"2020_04": 8, "2020_05": 16, "2020_06": 32})
    inside = violence.around(war.only(theatre="ZZZ-quay"), window=1)
    assert list(inside.columns)[:3] == ["name", "declarations", "scope"]
    first = violence.around(starts("2020-05-01"), deaths=grid.months(war), window=1, grain="month")
    assert first.loc[0, "before_low":"after_high"].tolist() == [8, 8, 16, 16], "the month begins with the truce"
    middle = violence.around(starts("2020-05-20"), deaths=grid.months(war), window=1, grain="month")
    assert middle.loc[0, "before_low":"after_high"].tolist() == [8, 24, 32, 48]
    assert middle.loc[0, "change"] == "rose" and first.loc[0, "change"] == "rose"


def test_the_sign_is_given_only_where_no_reading_of_the_dates_changes_it():
    deaths = daily([10] * 30 + [0] * 30)
    table = violence.around(starts("2020-01-31", "2020-01-21"), deaths=deaths, window=5, grain="day")
    assert dict(zip(table["start_earliest"].dt.day, table["change"])) == {31: "fell", 21: "unclear"}
    spread = deaths.assign(date_end=deaths["date"] + pd.Timedelta(days=20))
    assert (violence.around(starts("2020-01-31"), deaths=spread, window=5, grain="day")["change"] == "unclear").all()


@pytest.mark.parametrize(("start", "kind"), [("2020-04-01", "fell"), ("2020-04-02", "not_counted")])
def test_a_side_is_counted_only_if_the_deaths_reach_to_its_end(data, start, kind):
    war = months_of(data, **{"2020_02": 9, "2020_03": 9, "2020_04": 1, "2020_05": 1})
    table = violence.around(starts(start), deaths=grid.months(war), window=2, grain="month")
    assert table.loc[0, "change"] == kind
    early = violence.around(starts("2020-03-31"), deaths=grid.months(war), window=2, grain="month")
    assert early.loc[0, "change"] == "not_counted"


def test_a_local_truce_counts_the_deaths_of_its_own_theatre_and_its_parts(data):
    day = [pd.Timestamp("2020-04-30"), pd.Timestamp("2020-05-02")]
    places = ["ZZZ-quay", "ZZZ-hills", "ZZZ-port"]
    deaths = pd.DataFrame({"date": day * 3, "best": [1, 1, 10, 10, 100, 100], "place": np.repeat(places, 2)})
    table = violence.around(
        data, deaths=deaths, window=2, grain="day", since="2020-01-01", until="2020-12-31"
    )  # fmt: skip
    assert table.loc["ZZZ-C-may", ["before_low", "after_low"]].tolist() == [1, 1], "the quay is part of the port"
    port = data._text["ceasefires"] | {"theatre_id": ["ZZZ-port"] * 5}
    table = violence.around(
        Dataset({**data._text, "ceasefires": port}), deaths=deaths, window=2, grain="day",
        since="2020-01-01", until="2020-12-31",
    )  # fmt: skip
    assert table.loc["ZZZ-C-may", "before_low"] == 101
    with pytest.raises(ValueError, match="'ZZZ-prt' is no theatre.*'ZZZ-port'"):
        violence.around(data, deaths=deaths.assign(place="ZZZ-prt"), window=2, grain="day")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda d: d.rename(columns={"date": "dat"}), "no column 'date'; did you mean 'dat'"),
        (lambda d: d.iloc[:0], "no row"),
        (lambda d: d.assign(date="01/02/2020"), "could be read in two ways"),
        (lambda d: d.assign(best=-1), "below 0"),
        (lambda d: d.assign(date_end=pd.Timestamp("2019-01-01")), "ends before it begins"),
    ],
)
def test_an_event_table_that_cannot_be_read_says_why(change, says):
    with pytest.raises(ValueError, match=says):
        violence.around(starts("2020-01-20"), deaths=change(daily([1] * 40)), window=3, grain="day")


def test_what_is_not_there_is_a_sentence(data):
    war = months_of(data, **{"2020_04": 0, "2020_05": 0, "2020_06": 0})
    nothing = violence.around(war.only(theatre="ZZZ-hills"))
    assert violence.around_sentence(nothing) == "There is no truce that took effect in this part of the data."
    after = violence.around(war)
    assert "not counted for 3 months on both sides of any of the 3 truces" in violence.around_sentence(after)
    assert violence.around_figure(after).alt == violence.around_sentence(after)
    quiet = violence.around(starts("2020-05-10"), deaths=grid.months(war), window=1, grain="month")
    assert quiet.loc[0, "change"] == "no_deaths" and "1 had no death" in violence.around_sentence(quiet)
    with pytest.raises(ValueError, match="by month; for days or weeks"):
        violence.around(data, grain="day")
    with pytest.raises(ValueError, match="no grain; use day, week, month; did you mean 'month'"):
        violence.around(data, grain="mont")
    with pytest.raises(ValueError, match="counts no deaths by month"):
        grid.months(months_of(data))


def every_answer(data, deaths):
    """What each question of this package says of a selection, and what its figure says to who cannot see it."""
    rows = violence.around(data)
    days, line, dates = (
        violence.around(data, deaths=deaths, window=14, grain="day"),
        violence.interrupted_table(data, deaths=deaths),
        violence.placebos_table(data, deaths=deaths),
    )
    effects = violence.effects_table(data, deaths=deaths)
    shifts = violence.changes_table(data, deaths=deaths, seeds=9)
    turns = violence.rotations_table(data, changes=shifts, deaths=deaths)
    months, tries = violence.months_table(data), violence.hac_table(data, seeds=4)
    assert len(violence.sides(rows)) == len(rows) and len(violence.sides(days)) == len(days)
    yield from (violence.room_sentence(data), violence.changes_figure(data, changes=shifts, deaths=deaths).alt)
    for what, table in (
        ("around", rows), ("around", days), ("interrupted", line), ("placebos", dates), ("effects", effects),
        ("months", months), ("hac", tries), ("rotations", turns),
    ):  # fmt: skip
        said = getattr(violence, f"{what}_sentence")(table)
        assert said in getattr(violence, f"{what}_figure")(table).alt
        yield said


def altered(data, **columns):
    """The dataset with whole columns of the ceasefires replaced by one value."""
    table = data._text["ceasefires"]
    size = len(table["ceasefire_id"])
    return Dataset({**data._text, "ceasefires": table | {column: [value] * size for column, value in columns.items()}})


SELECTIONS = {
    "empty": lambda data: data.only(theatre="LBY-sebha", since="2022-01-01", until="2022-01-02"),
    "before the count": lambda data: data.only(until="2015-12-31"),
    "one ceasefire": lambda data: data.only(theatre="LBY-sebha", since="2018-04-01", until="2018-04-30"),
    "all censored": lambda data: altered(data, term_days="", term_end="", renounced="", fighting_resumed=""),
    "all after the cut-off": lambda data: altered(data, effective="2031-05-01"),
}


@pytest.mark.parametrize("select", SELECTIONS.values(), ids=SELECTIONS)
def test_every_selection_is_answered_in_sentences(real, war, select):
    for said in every_answer(select(real), war.deaths):
        assert said.strip().endswith(".") and "nan" not in said.split()


def test_every_word_a_table_shows_is_a_readers_word(real):
    table = violence.sides(violence.around(real))
    assert set(table.iloc[:, -1]) <= {
        "fewer died after", "more died after", "depends on the reading", "no death on either side", "not counted",
    }  # fmt: skip
    assert words.label("placebo") == "a placebo date" and words.label("truce") == "the truce"


def test_no_text_of_a_figure_covers_another_one(real, war):
    """On the whole count and on one month, and for one truce and many."""
    months, rows = violence.months_table(real), violence.around(real)
    counted = rows[rows["change"] != "not_counted"]
    line = violence.interrupted_table(war.starts, deaths=war.deaths, truce="T4")
    table = violence.placebos_table(war.starts, deaths=war.deaths, truce="T3")
    for picture in (
        violence.months_figure(months), violence.months_figure(months.loc["2019-04":"2019-04"]),
        violence.months_figure(months.loc["2020-03":"2020-07"]), violence.around_figure(counted),
        violence.around_figure(counted.iloc[:1]), violence.interrupted_figure(line), violence.placebos_figure(table),
        violence.effects_figure(violence.effects_table(war.starts, deaths=war.deaths)),
    ):  # fmt: skip
        picture.draw_without_rendering()
        axis = picture.axes[0]
        ticks = [label for some in (axis.get_xticklabels(), axis.get_yticklabels()) for label in some]
        texts = [text for text in [*axis.texts, *ticks, picture._suptitle] if text.get_visible() and text.get_text()]
        boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
        for (one, a), (other, b) in itertools.combinations(boxes, 2):
            both = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
            assert min(both) <= 1, f"{one!r} and {other!r}"
        for text, box in boxes[: len(axis.texts)] + boxes[-1:]:  # ticks beyond the ends of an axis are not drawn
            assert box.x0 >= -1 and box.x1 <= picture.bbox.x1 + 1, f"{text!r} is clipped"


def test_three_hundred_thousand_events_and_two_thousand_truces_take_less_than_a_second():
    rng = np.random.default_rng(1)
    day = np.datetime64("1990-01-01") + rng.integers(0, 12_000, 300_000)
    deaths = pd.DataFrame({"date": day, "best": rng.integers(0, 20, 300_000)})
    begun = starts(*(np.datetime64("1990-06-01") + rng.integers(0, 11_000, 2_203)))
    began = time.perf_counter()
    violence.around(begun, deaths=deaths, window=28, grain="day")
    assert time.perf_counter() - began < 1


# The months of Libya: a picture, and no test


def test_the_months_of_libya_are_as_published(real):
    table = violence.months_table(real)["deaths"].loc["2018-01":"2024-12"]
    assert len(table) == 84 and (table == 0).sum() == 44
    assert table["2019-04"] > table["2019"].sum() / 2
    assert (table["2020-06"], table["2020-07"]) == (72, 6)


AUGUST = "LBY-C-2020-08-21-sarraj"  # one of two declarations that make the truce


def test_before_the_truce_of_august_2020_the_lull_came_first(real):
    said = violence.lull_sentence(violence.lull_table(real, truce=AUGUST))
    assert "72 (Jun 2020) and 6 (Jul 2020): the lull came first" in said and "21 Aug 2020" in said


def test_a_month_without_a_lull_says_so(data):
    war = months_of(data, **{"2020_08": 10, "2020_09": 9, "2020_10": 0})
    table = violence.lull_table(war, truce="ZZZ-C-october")
    assert violence.lull_sentence(table).endswith("10 (Aug 2020) and 9 (Sep 2020): no lull came first.")
    with pytest.raises(KeyError, match="did you mean 'ZZZ-C-october'"):
        violence.lull_table(war, truce="ZZZ-C-octobre")


def test_the_months_get_no_p_value(real):
    months = violence.months_table(real)
    table = violence.around(real)
    for said in (violence.months_sentence(months), violence.around_sentence(table), *table.columns):
        assert "p =" not in said and said != "p"
    with pytest.raises(ValueError, match="months carry no test"):
        violence.placebos_table(real, deaths=grid.months(real), truce=AUGUST)


def test_the_figures_of_the_months_draw_what_the_tables_hold(real):
    months = violence.months_table(real)
    picture = violence.months_figure(months)
    axis = picture.axes[0]
    assert [bar.get_height() for bar in axis.patches] == months["deaths"].tolist()
    marks = sum(len(line.get_xdata()) for line in axis.lines if line.get_marker() == "v")
    assert marks == months[["wide", "local"]].to_numpy().sum()
    assert "Apr 2019 alone holds 905" in picture.alt
    table = violence.around(real)
    table = table[table["scope"] != "local"]
    drawn = violence.around_figure(table)
    counted = table[table["change"] != "not_counted"]
    assert len(drawn.axes[0].get_yticks()) == len(counted)
    texts = [text.get_text() for text in drawn.axes[0].texts]
    for low, high in counted[["before_low", "before_high"]].itertuples(index=False):
        assert (f"{low}–{high}" if low != high else f"{low}") in texts
    assert texts.count("before") == texts.count("after") == len(counted)


def test_room_is_counted_in_windows_that_do_not_overlap(data):
    war = months_of(data, **{f"2020_{m:02}": 5 for m in range(1, 13)})
    said = violence.room_sentence(war, window=3)
    assert "7 months with 3 months on either side, but only 3 of them stand 3 months or more apart" in said
    assert said.endswith("p could not be below 0.67.")
    single = violence.room_sentence(war, window=1, until="2020-03")
    assert "2 months with 1 month on either side, but only 2 of them stand 1 month or more" in single
    assert single.endswith("below 1.00.")
    assert "no room" in violence.room_sentence(war, window=7)


# HAC


def newey_west(values, at, lags):
    """The errors of Newey and West (1987) with Bartlett weights, written out."""
    time = np.arange(len(values)) - at
    x = np.column_stack([np.ones(len(values)), time, time >= 0, (time >= 0) * time])
    y = np.log1p(values)
    beta = np.linalg.lstsq(x, y, rcond=None)[0]
    scores = x * (y - x @ beta)[:, None]
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        cross = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (cross + cross.T)
    bread = np.linalg.inv(x.T @ x)
    return beta, np.sqrt(np.diag(bread @ middle @ bread) * len(y) / (len(y) - 4))


def test_the_hac_errors_are_those_of_newey_and_west():
    values = simulated.counts(84, mean=50, dispersion=0.5, persistence=0.6, rng=np.random.default_rng(2))
    fit = hac.segmented(values, 40, lags=3)
    beta, errors = newey_west(values, 40, 3)
    assert np.allclose(fit.params, beta) and np.allclose(fit.bse, errors)


def test_hac_finds_effects_where_there_are_none(real):
    table = violence.hac_table(real, until="2020-06", seeds=400)
    share = (table["p"] < 0.05).mean()
    assert 0.2 < share < 0.32, "SCIENCE.md: 22 to 30 %"
    assert f"{share:.0%}" in violence.hac_sentence(table)
    assert violence.hac_bins(table)["found"].sum() == len(table)
    bars = violence.hac_figure(table).axes[0].patches
    assert [bar.get_height() for bar in bars] == violence.hac_bins(table)["found"].tolist()
    lasting = violence.hac_table(real, until="2020-06", persistence=0.85, seeds=200)
    fleeting = violence.hac_table(real, until="2020-06", persistence=0.0, seeds=200)
    assert (lasting["p"] < 0.05).mean() > (fleeting["p"] < 0.05).mean() + 0.1


# Made-up wars


def test_made_up_counts_have_the_moments_they_were_asked_for():
    values = simulated.counts(400_000, mean=10, dispersion=0.5, persistence=0.5, rng=np.random.default_rng(0))
    assert values.mean() == pytest.approx(10, rel=0.03)
    assert values.var() == pytest.approx(10 + 10**2 / 0.5, rel=0.05)
    assert np.corrcoef(values[1:], values[:-1])[0, 1] > 0.25


def test_a_made_up_truce_lowers_deaths_in_its_window_and_nowhere_else():
    nothing, something = (violence.war(3, truces=4, fall=fall) for fall in (0, 0.8))
    assert nothing.starts.equals(something.starts)
    after = np.zeros(len(nothing.deaths), bool)
    for day in nothing.starts["start_earliest"]:
        at = (day - simulated.FIRST).days
        after[at : at + 14] = True
    a, b = nothing.deaths["best"].to_numpy(), something.deaths["best"].to_numpy()
    assert (a[~after] == b[~after]).all()
    assert b[after].sum() == pytest.approx(0.2 * a[after].sum(), rel=0.2)
    with pytest.raises(ValueError, match="did you mean 'spike'"):
        violence.war(when="spik")


# Placebo dates


def test_p_is_the_rank_of_the_truce_among_its_placebos():
    scores = np.arange(39) / 10
    table = pd.DataFrame({"kind": ["truce"] + ["placebo"] * 39, "score": np.append(-1, scores)})
    table = table.assign(leverage=0.0, after=100)
    verdict = placebos.judge(table)
    assert verdict.p == verdict.smallest == 2 / 40 and verdict.rank == 0.5 / 40
    table.loc[0, "score"] = 1.95
    assert placebos.judge(table).p == 1 and placebos.judge(table).rank == pytest.approx(0.5, abs=0.02)


@pytest.fixture(scope="module")
def war():
    return violence.war(0, truces=6, fall=0.7)


def test_placebo_dates_resemble_the_day_and_keep_away_from_every_truce(war):
    table = violence.placebos_table(war.starts, deaths=war.deaths, truce="T4")
    truce, rest = table[table["kind"] == "truce"].iloc[0], table[table["kind"] == "placebo"]
    assert len(table[table["kind"] == "truce"]) == 1 and len(rest) <= placebos.MOST
    for day in war.starts["start_earliest"]:
        gap = (rest.index - day).days
        assert ((gap <= -14) | (gap >= 28)).all()
    windows = placebos.Windows(war.deaths["best"].to_numpy(), 14)
    level = np.abs(np.log1p(rest["before"]) - np.log1p(truce["before"])) / windows.level.std()
    assert (level <= placebos.CALIPER).all()
    before = war.deaths.set_index("date")["best"].loc["2021-08-05":"2021-08-18"].sum()
    assert (truce.name, truce["before"]) == (pd.Timestamp("2021-08-19"), before)


def test_each_placebo_is_left_out_of_its_own_expectation(war):
    day = 700
    windows = placebos.Windows(war.deaths["best"].to_numpy(), 14)
    match = windows.match(day, np.array([], int))
    at = match.days - 14
    x = np.column_stack([np.ones(len(at)), windows.level[at], windows.trend[at]])
    for i in (0, 1, len(at) - 1):
        rest = np.arange(len(at)) != i
        beta = np.linalg.lstsq(x[rest], windows.outcome[at][rest], rcond=None)[0]
        assert match.log_effect[i] == pytest.approx(windows.outcome[at][i] - x[i] @ beta)


def test_the_smallest_detectable_fall_is_found_when_planted(war):
    table = violence.placebos_table(war.starts, deaths=war.deaths, truce="T4")
    fall = placebos.judge(table).detectable
    rest = table[table["kind"] == "placebo"]

    def share(fall):
        found = 0
        for i in range(len(rest)):
            lowered = rest["score"].iloc[i] + np.sqrt(1 - rest["leverage"].iloc[i]) * (
                np.log1p(rest["after"].iloc[i] * (1 - fall)) - np.log1p(rest["after"].iloc[i])
            )
            others = rest["score"].drop(rest.index[i])
            found += 2 * ((others <= lowered).sum() + 1) / len(rest) <= 0.05
        return found / len(rest)

    assert share(fall) >= 0.8 > share(fall - 0.05)
    assert f"A fall by {fall:.0%} is the smallest" in violence.placebos_sentence(table)


def test_too_few_placebos_cannot_show_anything_and_say_so(war):
    short = war.deaths.iloc[900:1500]
    table = violence.placebos_table(war.starts, deaths=short, truce="T4")
    assert len(table) < 40
    assert "too few comparable days to call any effect significant, however large" in violence.placebos_sentence(table)


@pytest.mark.parametrize("when", ["spike", "random"])
def test_at_most_so_many_of_fifty_wars_without_an_effect_are_significant(when):
    assert size.most_allowed(50) == 7 and size.most_allowed(500) == 37
    assert binom.sf(37, 500, 0.05) < 0.01 < binom.sf(36, 500, 0.05)
    table = violence.size_table(seeds=50, when=when)
    assert (table["p"] <= 0.05).sum() <= size.most_allowed(50)
    assert table["p"].notna().sum() > 40


def test_a_spike_before_the_truce_biases_the_plain_ratio_and_not_ours():
    table = violence.size_table(seeds=120, when="spike")
    naive, ours = (np.log(table[column].dropna()) for column in ("naive", "effect"))
    assert naive.mean() + 3 * naive.std() / len(naive) ** 0.5 < 0
    assert abs(ours.mean()) < 2.6 * ours.std() / len(ours) ** 0.5
    assert abs(ours.mean()) < abs(naive.mean()) / 2
    assert (table["hac_p"] <= 0.05).sum() > size.most_allowed(120) >= (table["p"] <= 0.05).sum()
    assert "false" not in violence.size_sentence(table) and f"more than {size.most_allowed(120)}" in (
        violence.size_sentence(table)
    )


def test_a_planted_end_of_the_killing_is_found():
    table = violence.size_table(seeds=30, when="spike", fall=0.97)
    assert (table["p"] <= 0.05).mean() > 0.7 and table["effect"].median() < 0.15


def test_truces_together_show_what_one_cannot(war):
    table = violence.effects_table(war.starts, deaths=war.deaths)
    number, p = effects.together(table)
    assert number == 6 and p < 0.01 < table["p_high"].min()
    assert "Together, the 6 that stand alone give p = " in violence.effects_sentence(table)
    same = violence.placebos_table(war.starts, deaths=war.deaths, truce="T2")
    assert table.loc["T2", "p_low"] == table.loc["T2", "p_high"] == placebos.judge(same).p


def test_an_uncertain_start_gives_a_range_and_never_makes_an_effect(war):
    wide = war.starts.assign(start_latest=war.starts["start_latest"] + pd.Timedelta(days=5))
    exact, table = (violence.effects_table(some, deaths=war.deaths) for some in (war.starts, wide))
    judged = table[table["why"] == ""]
    assert (judged["p_low"] <= judged["p_high"]).all() and (judged["effect_low"] < judged["effect_high"]).any()
    assert effects.together(table)[1] >= effects.together(exact)[1]
    vague = war.starts.assign(start_latest=war.starts["start_latest"] + pd.Timedelta(days=40))
    table = violence.effects_table(vague, deaths=war.deaths)
    assert (table["why"] == "the start is known to within 40 days only").all()
    assert violence.effects_sentence(table) == (
        "None of the 6 truces can be judged: the start is known to within 40 days only."
    )


def test_truces_that_crowd_each_other_are_not_pooled(war):
    crowd = pd.concat([war.starts, war.starts.iloc[:1].assign(
        start_earliest=war.starts["start_earliest"].iloc[0] + pd.Timedelta(days=5),
        start_latest=war.starts["start_latest"].iloc[0] + pd.Timedelta(days=5),
    ).rename(index={"T1": "T0"})])  # fmt: skip
    table = violence.effects_table(crowd, deaths=war.deaths)
    assert not table.loc["T0", "alone"] and not table.loc["T1", "alone"] and table.loc["T2", "alone"]
    assert effects.together(table)[0] <= 5


def test_a_start_outside_the_deaths_is_a_sentence(war):
    late = starts("2031-01-01")
    table = violence.effects_table(late, deaths=war.deaths)
    assert "leaves no 14 days on both sides of 1 Jan 2031" in violence.effects_sentence(table)
    for what in ("placebos", "interrupted"):
        ask, sentence, figure = (getattr(violence, f"{what}_{part}") for part in ("table", "sentence", "figure"))
        for some, says in (
            (late, "The deaths run from 1 Jan 2018 to 31 Dec 2024, which leaves no"),
            (late.iloc[:0], "There is no truce that took effect"),
        ):
            table = ask(some, deaths=war.deaths)
            assert table.empty and sentence(table).startswith(says) and figure(table).alt == sentence(table)
        assert list(ask(late, deaths=war.deaths)) == list(ask(war.starts, deaths=war.deaths))
        with pytest.raises(KeyError, match="did you mean 'T1'"):
            ask(war.starts, deaths=war.deaths, truce="T11")
    none = violence.effects_table(late.iloc[:0], deaths=war.deaths)
    assert violence.effects_sentence(none) == "None of the 0 truces can be judged: there is none."
    with pytest.raises(ValueError, match="too few for windows"):
        violence.effects_table(war.starts, deaths=war.deaths.iloc[:20])


def test_the_order_of_rows_does_not_matter(war, scattered, real):
    shuffled = war.deaths.sample(frac=1, random_state=1)
    for ask in (violence.placebos_table, violence.interrupted_table):
        pd.testing.assert_frame_equal(
            ask(war.starts, deaths=war.deaths, truce="T4"), ask(war.starts.iloc[::-1], deaths=shuffled, truce="T4")
        )
    pd.testing.assert_frame_equal(
        violence.effects_table(war.starts, deaths=war.deaths),
        violence.effects_table(war.starts.iloc[::-1], deaths=shuffled),
    )
    upside_down = Dataset({name: {c: v[::-1] for c, v in columns.items()} for name, columns in real._text.items()})
    pd.testing.assert_frame_equal(violence.around(upside_down), violence.around(real))
    pd.testing.assert_frame_equal(violence.months_table(upside_down), violence.months_table(real))


def test_results_do_not_depend_on_the_hash_seed():
    script = (
        "import ceasefires; from ceasefires import violence as v; w = v.war(1, truces=3);"
        "print(v.effects_table(w.starts, deaths=w.deaths).to_csv(), v.around(ceasefires.load()).to_csv())"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, stdout=-1)
        for seed in ("1", "2")
    ]
    first, second = (run.communicate()[0] for run in runs)
    assert first == second and first.count(b"\n") > 30


def test_the_placebo_figures_draw_what_the_tables_hold(war):
    table = violence.placebos_table(war.starts, deaths=war.deaths, truce="T4")
    axis = violence.placebos_figure(table).axes[0]
    assert sum(bar.get_height() for bar in axis.patches) == len(table) - 1
    own = table.loc[table["kind"] == "truce", "effect"].iloc[0]
    assert own in [line.get_xdata()[0] for line in axis.lines]
    many = violence.effects_table(war.starts, deaths=war.deaths)
    picture = violence.effects_figure(many)
    assert len(picture.axes[0].get_yticks()) == 6 and "Of 6 truces, 6 can be judged" in picture.alt
    line = violence.interrupted_table(war.starts, deaths=war.deaths, truce="T4")
    bars = violence.interrupted_figure(line).axes[0].patches
    assert [bar.get_height() for bar in bars][: len(line)] == line["deaths"].tolist()
    steep = violence.interrupted_table(war.starts, deaths=war.deaths, truce="T1")
    assert (steep[["fitted", "low", "without"]] >= 0).all().all(), "nobody dies less than nobody"
    for figure, rows in ((violence.size_figure, violence.size_table(seeds=8)),):
        assert figure(rows).alt.startswith("Two histograms")


# Change-points


def exhaustive(cost, penalty):
    """The least cost over every possible set of change-points."""
    size = len(cost) - 1
    best = np.inf, None
    for number in range(4):
        for inner in itertools.combinations(range(1, size), number):
            edges = [0, *inner, size]
            whole = sum(cost[a, b] for a, b in zip(edges[:-1], edges[1:])) + penalty * number
            best = min(best, (whole, list(inner)), key=lambda pair: pair[0])
    return best


@pytest.mark.parametrize("penalty", [0.3, 1.0, 3.0])
def test_the_segmentation_is_the_best_of_all(penalty):
    for seed in range(6):
        rng = np.random.default_rng(seed)
        values = np.concatenate([rng.poisson(20, 6), rng.poisson(4, 5), rng.poisson(12, 5)]).astype(float)
        cost = changes.costs(values, 2.0)
        found = changes.partition(cost, penalty)
        edges = [0, *found, len(values)]
        whole = sum(cost[a, b] for a, b in zip(edges[:-1], edges[1:])) + penalty * len(found)
        assert whole == pytest.approx(exhaustive(cost, penalty)[0])
        least = changes.least_penalty(cost)
        assert changes.partition(cost, least * 1.0001) == []
        assert least == pytest.approx(1e-6) or changes.partition(cost, least * 0.99) != []


def test_the_cost_is_the_likelihood_of_a_negative_binomial():
    from scipy.stats import nbinom

    values, size = np.array([3.0, 0, 7, 1, 2, 9, 0, 4]), 1.7

    def minus_log(part):
        return -nbinom.logpmf(part, size, size / (size + part.mean())).sum()

    cost = changes.costs(values, size)
    expected = minus_log(values) - minus_log(values[:4]) - minus_log(values[4:])
    assert cost[0, 8] - cost[0, 4] - cost[4, 8] == pytest.approx(expected)


def test_noise_is_recovered_although_the_level_shifts():
    made = simulated.counts(360, mean=60, dispersion=0.8, persistence=0.6, rng=np.random.default_rng(4))
    made[180:] = np.random.default_rng(1).binomial(made[180:].astype(int), 0.2)
    found = changes.noise(made)
    assert 0.45 < found.dispersion < 1.4 and 0.35 < found.persistence < 0.8


def test_a_shift_of_level_is_found_and_a_steady_war_has_none():
    ended = violence.war(1, truces=1, when="random", fall=0.95, last_holds=True, persistence=0.8)
    table = violence.changes_table(ended.starts, deaths=ended.deaths, seeds=39)
    assert table["hit"].any() and (table.loc[table["hit"], "change"] == "fell").all()
    weeks = violence.rotations_table(ended.starts, changes=table, deaths=ended.deaths)
    assert weeks["hits"].iloc[0] == table["hit"].sum() and "p = 0.0" in violence.rotations_sentence(weeks)
    steady = sum(
        len(violence.changes_table(war.starts, deaths=war.deaths, seeds=39))
        for war in (violence.war(seed, days=900, persistence=0.8) for seed in range(8))
    )
    assert steady <= 2


def test_many_truces_hit_a_change_point_by_chance():
    steps = daily([20] * 140 + [2] * 140, first="2020-01-06")
    weeks = pd.DataFrame(
        {"before": [140.0], "after": [14.0], "hit": [True]}, index=pd.DatetimeIndex(["2020-05-25"], name="from")
    )
    one = violence.rotations_table(starts("2020-05-25"), changes=weeks, deaths=steps, tolerance=2)
    assert one["hits"].sum() == 5 and len(one) == 40
    many = violence.rotations_table(
        starts(*pd.date_range("2020-01-06", periods=8, freq="35D")), changes=weeks, deaths=steps, tolerance=2
    )
    assert (many["hits"] == 1).all(), "a truce every five weeks is always within two of anything"
    assert "40 of 39" not in violence.rotations_sentence(many) and "39 of 39 rotations (p = 1)" in (
        violence.rotations_sentence(many)
    )
    assert sum(bar.get_height() for bar in violence.rotations_figure(many).axes[0].patches) == 39


def test_series_without_a_level_to_change_say_so(war):
    for deaths in (daily([0] * 300), daily([5] * 20)):
        with pytest.raises(ValueError, match="too few"):
            violence.changes_table(starts("2020-01-10"), deaths=deaths)
    with pytest.raises(ValueError, match="by week or month"):
        violence.changes_table(war.starts, deaths=war.deaths, grain="day")
    flat = violence.changes_table(starts("2020-02-10"), deaths=daily([5] * 280), seeds=19)
    assert flat.empty and violence.changes_sentence(flat).startswith("The level of violence did not shift")
    still = violence.rotations_table(starts("2020-02-10"), changes=flat, deaths=daily([5] * 280))
    assert violence.rotations_sentence(still).startswith("Without a change-point")
    assert "did not shift" in violence.changes_figure(
        starts("2020-02-10"), changes=flat, deaths=daily([5] * 280)
    ).alt  # fmt: skip


# The events of a real war


TRUCES = ("2019-07-05", "2020-08-31", "2023-04-21", "2023-05-22", "2023-06-10", "2025-02-01")


def test_a_published_event_file_goes_in_as_it_is(sudan):
    days = grid.Grid(grid.events(sudan), grain="day")
    whole = days.last - days.first + 1
    assert days.low(days.first, whole) == sudan["low"].sum() and days.high(days.first, whole) == sudan["high"].sum()
    table = violence.around(starts(*TRUCES), deaths=sudan, window=14, grain="day")
    assert (table["before_low"].dropna() <= table["before_high"].dropna()).all()
    frame = grid.events(sudan)
    day = pd.Timestamp("2023-05-22")
    found = table.loc[table["start_earliest"] == day, ["after_low", "after_high"]].iloc[0].tolist()
    assert found == list(brute(frame, day, day + pd.Timedelta(days=13)))
    assert table["change"].iloc[-1] == "not_counted"
    assert "Events dated to a day hold" in violence.dated_sentence(sudan)


def test_the_war_in_sudan_is_judged_in_sentences(sudan):
    table = violence.effects_table(starts(*TRUCES), deaths=sudan)
    assert (table["why"] != "").sum() == 1 and "leaves no 14 days" in table["why"].iloc[-1]
    judged = table[table["why"] == ""]
    assert judged["p_low"].between(0, 1).all() and (judged["p_low"] >= judged["smallest_p"]).all()
    assert "5 can be judged" in violence.effects_sentence(table)
    shifts = violence.changes_table(starts(*TRUCES), deaths=sudan, seeds=39)
    near = shifts.index[np.abs((shifts.index - pd.Timestamp("2023-04-15")).days) <= 14]
    assert len(near) and (shifts.loc[near, "change"] == "rose").all(), "the war of April 2023 begins"
