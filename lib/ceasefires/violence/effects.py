"""All truces of a war against their placebos, one row each, and all of them together."""

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from .. import words
from ..words import Sentence, _, say
from .around import starts_of
from .placebos import ALPHA, LEAST, Windows, daily, judge, outside, placebos_frame, position, positions

WIDEST = 14  # days within which a start must be known


def dated_sentence(deaths: pd.DataFrame) -> Sentence:
    """What share of the deaths stands in events dated to a day; only these make a daily series."""
    series = daily(deaths)
    return say(
        _("Events dated to a day hold {share:.0%} of the deaths from {first} to {last}; the others are left out."),
        share=series.dated,
        first=words.day(series.first),
        last=words.day(series.first + np.timedelta64(len(series.deaths) - 1, "D")),
    )


def effects_table(
    data, *, deaths: pd.DataFrame, window: int = 14, since: str | None = None, until: str | None = None
) -> pd.DataFrame:
    """One row per truce: its effect, p and rank against placebos, each as [low, high] over the days it can have begun.

    ``effect`` is deaths after as a multiple of what followed comparable days, ``usual_low`` and ``usual_high`` hold
    the middle 95 % of placebos, ``rank`` runs from 0 (fewer deaths than after any placebo) to 1, ``detectable`` is
    the smallest fall that would have been found four times in five. ``alone`` is False where another truce begins
    within a window; ``why`` says in a sentence why a row has no numbers. Raises ValueError where the
    deaths span fewer days than three windows.
    """
    rows = starts_of(data)
    series = daily(deaths, since=since, until=until)
    windows = Windows(series.deaths, window)
    taken = positions(rows, series)
    found = [_one(row, series, windows, taken) for row in rows.to_dict("records")]
    columns = [
        "name", "start_earliest", "start_latest", "effect_low", "effect_high", "p_low", "p_high", "rank_low",
        "rank_high", "placebos", "smallest_p", "detectable", "usual_low", "usual_high", "alone", "why",
    ]  # fmt: skip
    table = pd.DataFrame(found, index=rows.index, columns=columns)
    return table.astype({"why": "str", "name": "str", "placebos": "Int64"})


def _one(row: dict, series, windows: Windows, taken: np.ndarray) -> dict:
    first, last = position(row["start_earliest"], series), position(row["start_latest"], series)
    known = {"name": row["name"], "start_earliest": row["start_earliest"], "start_latest": row["start_latest"]}
    others = taken[(taken < first) | (taken > last)]
    known["alone"] = bool((np.abs(others[:, None] - [first, last]) >= windows.window).all())
    if last - first > WIDEST:
        return known | {"why": _("the start is known to within {days} days only").format(days=last - first)}
    for day in (first, last):
        if why := outside(day, series, windows.window):
            return known | {"why": why}
    matches = [windows.match(day, taken) for day in range(first, last + 1)]
    if None in matches:
        return known | {"why": _("fewer than {least} days resemble those before it").format(least=LEAST)}
    tables = [placebos_frame(match, windows, series) for match in matches]
    verdicts = [judge(table) for table in tables]
    effects = [table.loc[table["kind"] == "truce", "effect"].iloc[0] for table in tables]
    usual = np.concatenate([table.loc[table["kind"] == "placebo", "effect"] for table in tables])
    falls = [verdict.detectable for verdict in verdicts]
    return known | {
        "effect_low": min(effects),
        "effect_high": max(effects),
        "p_low": min(verdict.p for verdict in verdicts),
        "p_high": max(verdict.p for verdict in verdicts),
        "rank_low": min(verdict.rank for verdict in verdicts),
        "rank_high": max(verdict.rank for verdict in verdicts),
        "placebos": min(len(table) for table in tables) - 1,
        "smallest_p": max(verdict.smallest for verdict in verdicts),
        "detectable": np.nan if None in falls else max(falls),
        "usual_low": np.quantile(usual, 0.025),
        "usual_high": np.quantile(usual, 0.975),
        "why": "",
    }


def together(table: pd.DataFrame) -> tuple[int, float]:
    """How many truces of an ``effects_table`` stand alone and can be judged, and their joint two-sided p.

    The normal scores of the ranks are added (Stouffer's method); of an uncertain start the rank nearest to the middle
    counts, so that a doubtful date never makes an effect.
    """
    rows = table[table["alone"] & (table["why"] == "")]
    if rows.empty:
        return 0, 1.0
    rank = np.clip(0.5, rows["rank_low"].to_numpy(float), rows["rank_high"].to_numpy(float))
    return len(rows), float(2 * ndtr(-abs(ndtri(rank).sum()) / np.sqrt(len(rows))))


def effects_sentence(table: pd.DataFrame) -> Sentence:
    """How many truces differ from their placebos, and all of them together, in a sentence or two."""
    judged = table[table["why"] == ""]
    if judged.empty:
        reasons = "; ".join(dict.fromkeys(table["why"]))
        return say(
            _("None of the {n} can be judged: {why}."),
            n=words.count(len(table), "truce", "truces"),
            why=reasons or _("there is none"),
        )
    fewer = int(((judged["p_high"] <= ALPHA) & (judged["effect_high"] < 1)).sum())
    more = int(((judged["p_high"] <= ALPHA) & (judged["effect_low"] > 1)).sum())
    blind = int(judged["detectable"].isna().sum())
    number, p = together(table)
    pooled = (
        say(_("Together, the {n} that stand alone give p = {p:.2g}."), n=number, p=p)
        if number > 1
        else say(_("There are not two truces that stand alone, so nothing is pooled."))
    )
    return say(
        _(
            "Of {n}, {judged} can be judged. After {fewer} of them significantly fewer people died than after "
            "comparable days, after {more} significantly more; for {blind} not even an end of all killing would have "
            "been found. {pooled}"
        ),
        n=words.count(len(table), "truce", "truces"),
        judged=len(judged),
        fewer=fewer,
        more=more,
        blind=blind,
        pooled=pooled,
    )
