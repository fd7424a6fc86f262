"""Balance over the course of the war: frustration at each turning point, against what chance gives."""

from collections.abc import Iterable
from datetime import date

import matplotlib.dates as mdates
import pandas as pd

from .. import style, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from .balance import WINDOWS, balance_table
from .network import each_day, evidence
from .river import phases

DRAWS = 199


def turning_points(data: Dataset) -> list[date]:
    """The middle and the last day of each phase; the day after the last is the next turn of the war."""
    days = {day for phase in phases(data) for day in (phase.since + (phase.until - phase.since) / 2, phase.until)}
    return sorted(day.floor("D").date() for day in days)


def course_table(
    data: Dataset,
    *,
    dates: Iterable[str | date] | None = None,
    windows: tuple[int, ...] = WINDOWS,
    draws: int = DRAWS,
    **choice,
) -> pd.DataFrame:
    """One row per date: ties, cycle rank and frustration as [low, high] over all windows, and what shuffled signs give.

    ``low`` is the least over the windows counting only ties beyond doubt, ``high`` the most counting all; ties, rank
    and the shuffles are those of the middle window. ``dates`` are by default the middle and the last day of each phase;
    ``choice`` passes on what ``network`` and ``signed`` take. ``survives`` says whether in every window at most one
    shuffle in twenty is as balanced. Raises ValueError where there is no window, or no date among ``dates``.
    """
    windows = evidence(windows)
    spans = [(phase.since, phase.until, phase.name) for phase in phases(data)]
    middle = sorted(windows)[(len(windows) - 1) // 2]
    rows = []
    for day in each_day(dates, lambda: turning_points(data)):
        table = balance_table(data, day=day, windows=windows, draws=draws, **choice)
        row, at = table.loc[middle], pd.Timestamp(day)
        rows.append(
            {
                "day": at,
                "phase": next((name for since, until, name in spans if since <= at <= until), ""),
                "ties": int(row["ties"]),
                "hostile": int(row["hostile"]),
                "cycle_rank": int(row["cycle_rank"]),
                "low": int(table["low"].min()),
                "high": int(table["high"].max()),
                "permuted_low": row["permuted_low"],
                "permuted_high": row["permuted_high"],
                "survives": bool(draws and (table["as_low"] <= 0.05).all()),
            }
        )
    columns = [
        "day", "phase", "ties", "hostile", "cycle_rank", "low", "high", "permuted_low", "permuted_high", "survives",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    table.attrs = {"windows": windows, "draws": draws}
    return table


def course_sentence(table: pd.DataFrame) -> Sentence:
    """On how many days the ties can be frustrated at all, where they are least and most, and where chance is beaten."""
    some = table[table["cycle_rank"] > 0]
    if some.empty:
        return say(_("On none of these days do the ties form a cycle: their balance says nothing."))
    most = some.loc[some["high"].idxmax()]
    least = some.loc[some["high"].idxmin()]
    beats = [words.day(day) for day in some.loc[some["survives"], "day"]]
    return say(
        _(
            "On {n} of {all} days the ties form cycles. L is highest on {most} ({high}, {ties}) and lowest on {least} "
            "({low}, {few}). More balanced than shuffled signs in every window of evidence: {beats}."
        ),
        n=len(some),
        all=len(table),
        most=words.day(most["day"]),
        high=_range(most),
        ties=words.count(int(most["ties"]), "tie", "ties"),
        least=words.day(least["day"]),
        low=_range(least),
        few=words.count(int(least["ties"]), "tie", "ties"),
        beats=_("{n} ({days})").format(n=len(beats), days=words.listed(beats)) if beats else _("none"),
    )


def _range(row: pd.Series) -> str:
    if row["low"] == row["high"]:
        return str(row["high"])
    return _("{low} to {high}").format(low=row["low"], high=row["high"])


def course_figure(table: pd.DataFrame):
    """Draw ``course_table``: frustration as a bar a date, filled where it beats chance, over the band of shuffles."""
    if table.empty:
        return style.nothing(course_sentence(table))
    context, picture = style.drawing(width=10, height=4.6)
    with context:
        above, below = picture.subplots(2, 1, sharex=True, height_ratios=[3, 1.2])
        days = table["day"]
        wide = pd.Timedelta(days=32)
        for row in table.itertuples():
            left = row.day - wide
            if pd.notna(row.permuted_low):
                above.bar(left, row.permuted_high - row.permuted_low + 0.24, 2 * wide, row.permuted_low - 0.12,
                          align="edge", color=style.GRID)  # fmt: skip
            if row.cycle_rank:
                above.bar(row.day - wide / 2, row.high - row.low + 0.24, wide, row.low - 0.12, align="edge",
                          fc=style.BLUE if row.survives else style.PAPER, ec=style.BLUE, lw=1.4, zorder=3)  # fmt: skip
            else:
                above.plot(row.day, 0, "x", color=style.SOFT, ms=6)
        turns = sorted(set(table.groupby("phase")["day"].max()))[:-1]
        for axis in (above, below):
            for day in turns:
                axis.axvline(day, color=style.INK, lw=0.7, alpha=0.5, zorder=1)
            axis.grid(axis="x", visible=False)
        above.set_title(_("Ties that fit no two camps (L), at the turns of the war (lines) and halfway between them"))
        above.set_ylim(-0.15, max(1, above.get_ylim()[1]))
        above.set_xlim(min(days) - 10 * wide, max(days) + 10 * wide)
        above.yaxis.get_major_locator().set_params(integer=True)
        below.bar(days, table["ties"] - table["hostile"], width=2 * wide, color=style.BLUE, alpha=0.5)
        below.bar(days, table["hostile"], bottom=table["ties"] - table["hostile"], width=2 * wide, color=style.RED)
        below.set_title(_("Ties: friendly (blue), hostile (red)"))
        below.xaxis.set_major_locator(mdates.YearLocator())
        below.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
        picture.supxlabel(
            _(
                "blue bar: L from the least to the most that the evidence allows; filled where more balanced than "
                "shuffled signs in every window\ngrey: nine tenths of the L that shuffled signs give · "
                "x: the ties form no cycle, and L says nothing"
            ),
            x=0.01, ha="left", fontsize=8, color=style.SOFT,
        )  # fmt: skip
    picture.alt = _("Frustration over time, with the number of ties below. {what}").format(what=course_sentence(table))
    return picture
