"""Interrupted time series on dated daily events, judged by placebo dates.

A placebo date is a day on which no truce began, before which as many had died and as many of them lately: the prior
level and the prior trend match. What follows such days is what would have followed without the truce, a spike that
dies down by itself included. The p-value is the rank of the truce among its placebos, so it needs no model of how
deaths depend on each other from day to day.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from .. import asked, words
from ..words import Sentence, _, say
from .around import starts_of
from .grid import Grid, events
from .months import find
from .page import why_empty, without_rows

CALIPER = 0.75  # standard deviations of prior level and trend within which a day is comparable
MOST = 99  # placebo dates at most, the nearest first
LEAST = 8  # fewer allow no estimate
POWER = 0.8
ALPHA = 0.05
COLUMNS = ["kind", "before", "late", "after", "effect", "score", "leverage", "name", "window"]


class Series(NamedTuple):
    """Deaths per day from the first day on, and the share of deaths in events that are dated to a day."""

    first: np.datetime64
    deaths: np.ndarray
    dated: float


def daily(deaths: pd.DataFrame, *, since: str | None = None, until: str | None = None) -> Series:
    """The daily series of an event table: events dated to a day only, days without one counted as no death."""
    deaths = events(deaths)
    grid = Grid(deaths, grain="day", since=since, until=until)
    series = grid.series()
    total = grid.counts["best"].sum()
    if not (grid.begin == grid.end).any():
        raise ValueError(_("no event is dated to a day; an interrupted series needs days, and months carry no test"))
    return Series(np.datetime64(grid.first, "D"), series, series.sum() / total if total else 1.0)


class Match(NamedTuple):
    """A day and its placebos (positions in the series; the day first), and how each compares with the others."""

    days: np.ndarray
    log_effect: np.ndarray
    score: np.ndarray
    leverage: np.ndarray


class Windows:
    """Deaths in the windows before and after every day of a series, and the features that placebos are matched on."""

    def __init__(self, deaths: np.ndarray, window: int):
        asked.whole(window, "window", least=1)
        if len(deaths) < 3 * window:
            raise ValueError(
                _("{days} days of deaths are too few for windows of {window} days").format(
                    days=len(deaths), window=window
                )
            )
        total = np.concatenate([[0], np.cumsum(deaths)])
        self.window = window
        self.days = np.arange(window, len(deaths) - window + 1)
        late = max(window // 4, 1)
        self.before = total[self.days] - total[self.days - window]
        self.late = total[self.days] - total[self.days - late]
        self.after = total[self.days + window] - total[self.days]
        self.level = np.log1p(self.before)
        self.trend = np.log1p(self.late) - self.level
        self.outcome = np.log1p(self.after)

    def match(self, day: int, starts: np.ndarray) -> Match | None:
        """The placebos of a day, and their effects; None where fewer than ``LEAST`` days are comparable."""
        here = day - self.window
        step = max(self.window // 4, 1)
        at = np.arange(here % step, len(self.days), step)
        free = np.ones(len(at), bool)
        for start in np.append(starts, day):
            free &= (self.days[at] <= start - self.window) | (self.days[at] >= start + 2 * self.window)
        at = at[free]
        distance = np.hypot(
            (self.level[at] - self.level[here]) / (self.level.std() or 1),
            (self.trend[at] - self.trend[here]) / (self.trend.std() or 1),
        )
        near = np.argsort(distance, kind="stable")[:MOST]
        near = near[distance[near] <= CALIPER]
        if len(near) < LEAST:
            return None
        chosen = np.append(here, at[near])
        design = np.column_stack(
            [np.ones(len(chosen)), self.level[chosen] - self.level[here], self.trend[chosen] - self.trend[here]]
        )
        inverse = np.linalg.pinv(design)
        leverage = np.minimum(np.einsum("ij,ji->i", design, inverse), 0.9)
        left_out = (self.outcome[chosen] - design @ (inverse @ self.outcome[chosen])) / (1 - leverage)
        return Match(self.days[chosen], left_out, left_out * np.sqrt(1 - leverage), leverage)


def placebos_table(
    data,
    *,
    deaths: pd.DataFrame,
    truce: str | None = None,
    window: int = 14,
    since: str | None = None,
    until: str | None = None,
) -> pd.DataFrame:
    """One row per date: a truce and the placebo dates matched to it on prior level and trend, in order of time.

    ``before``, ``late`` (the last quarter of the window before) and ``after`` are deaths; ``effect`` is deaths after
    as a multiple of what the other rows lead to expect (level and trend left after matching are adjusted for by
    regression, each date left out in turn); ``score`` is what the dates are ranked by. ``data`` is a dataset or a
    table of starts, ``deaths`` an event table of which only events dated to a day count. Without rows where there is
    no truce, no room for the window or nothing to compare with; raises KeyError for an unknown truce.
    """
    rows = starts_of(data)
    if rows.empty:
        return without_rows(_("there is no truce that took effect in this part of the data"), COLUMNS)
    row = rows.loc[find(rows, truce) if truce is not None else rows.index[0]]
    series = daily(deaths, since=since, until=until)
    windows = Windows(series.deaths, window)
    day = position(row["start_earliest"], series)
    if complaint := outside(day, series, window):
        return without_rows(complaint, COLUMNS)
    match = windows.match(day, positions(rows, series))
    if match is None:
        why = _("fewer than {least} days resemble the days before {name}; there is nothing to compare it with")
        return without_rows(why.format(least=LEAST, name=row["name"]), COLUMNS)
    return placebos_frame(match, windows, series).assign(name=row["name"], window=window)


def placebos_frame(match: Match, windows: Windows, series: Series) -> pd.DataFrame:
    """The dates of a match as a table."""
    at = match.days - windows.window
    table = pd.DataFrame(
        {
            "date": series.first + match.days,
            "kind": pd.array(["truce"] + ["placebo"] * (len(at) - 1), dtype="str"),
            "before": windows.before[at].astype(int),
            "late": windows.late[at].astype(int),
            "after": windows.after[at].astype(int),
            "effect": np.exp(match.log_effect),
            "score": match.score,
            "leverage": match.leverage,
        }
    )
    return table.sort_values("date", kind="stable").set_index("date")


def position(day, series: Series) -> int:
    """The place of a day in a daily series."""
    return int((np.datetime64(pd.Timestamp(day), "D") - series.first).astype(int))


def positions(rows: pd.DataFrame, series: Series) -> np.ndarray:
    return np.array([position(day, series) for side in ("start_earliest", "start_latest") for day in rows[side]])


def outside(day: int, series: Series, window: int) -> str:
    """A sentence if the windows around a day are not within the series, else nothing."""
    first, last = (words.day(series.first + np.timedelta64(n, "D")) for n in (0, len(series.deaths) - 1))
    when = words.day(series.first + np.timedelta64(day, "D"))
    if window <= day <= len(series.deaths) - window:
        return ""
    return _("the deaths run from {first} to {last}, which leaves no {window} days on both sides of {when}").format(
        first=first, last=last, window=window, when=when
    )


class Verdict(NamedTuple):
    """What placebos say: p (two-sided), the smallest p their number allows, the rank of the truce (0 to 1, small for
    few deaths), and the smallest fall that would be found four times in five (None where no fall would be)."""

    p: float
    smallest: float
    rank: float
    detectable: float | None


def judge(table: pd.DataFrame) -> Verdict:
    """Rank the truce of a table from ``placebos_table`` among its placebos."""
    truce = (table["kind"] == "truce").to_numpy()
    score = table["score"].to_numpy()
    own, others = score[truce][0], score[~truce]
    lower, upper = (others <= own).sum() + 1, (others >= own).sum() + 1
    size = len(score)
    return Verdict(
        p=min(1.0, 2 * min(lower, upper) / size),
        smallest=2 / size,
        rank=(lower - 0.5 - ((others == own).sum()) / 2) / size,
        detectable=_detectable(table[~truce]),
    )


def _detectable(placebos: pd.DataFrame) -> float | None:
    """The smallest fall, in steps of 5 %, with which four placebos in five would have been called significant."""
    score = placebos["score"].to_numpy()
    scale = np.sqrt(1 - placebos["leverage"].to_numpy())
    after = placebos["after"].to_numpy(float)
    ordered = np.sort(score)
    for fall in np.arange(1, 21) / 20:
        lowered = score + scale * (np.log1p(after * (1 - fall)) - np.log1p(after))
        below = np.searchsorted(ordered, lowered, side="right") - (score <= lowered)
        if (2 * (below + 1) / len(score) <= ALPHA).mean() >= POWER:
            return float(fall)
    return None


def placebos_sentence(table: pd.DataFrame) -> Sentence:
    """The effect of one truce against its placebos, p, and the smallest effect that could have been found."""
    if table.empty:
        return why_empty(table)
    verdict = judge(table)
    truce = table[table["kind"] == "truce"].iloc[0]
    return say(
        _(
            "In the {window} days after {name} began, {after} people were counted dead, {effect:.2g} times what "
            "followed {placebos} with the same prior level and trend; p = {p:.2g}, and with so many placebos it could "
            "not be below {smallest:.2g}. {power}"
        ),
        window=truce["window"],
        name=truce["name"],
        after=truce["after"],
        effect=truce["effect"],
        placebos=words.count(len(table) - 1, "placebo date", "placebo dates"),
        p=verdict.p,
        smallest=verdict.smallest,
        power=power_sentence(verdict),
    )


def power_sentence(verdict: Verdict) -> Sentence:
    """The smallest detectable effect in words."""
    if verdict.smallest > ALPHA:
        return say(_("There are too few comparable days to call any effect significant, however large."))
    if verdict.detectable is None:
        return say(_("Not even an end of all killing would have been found four times in five."))
    return say(
        _("A fall by {fall:.0%} is the smallest that would have been found four times in five."),
        fall=verdict.detectable,
    )
