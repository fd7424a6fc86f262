"""One truce as an interrupted time series: the daily deaths, the fitted lines, and the HAC interval, for display."""

import numpy as np
import pandas as pd

from .. import asked, style
from ..words import Sentence, _, say
from .around import starts_of
from .hac import segmented
from .months import find
from .page import head, sheet, why_empty, without_rows
from .placebos import daily, outside, position

LAGS = 7  # days
COLUMNS = ["deaths", "fitted", "low", "high", "without", "name", "step", "step_low", "step_high"]


def interrupted_table(
    data,
    *,
    deaths: pd.DataFrame,
    truce: str | None = None,
    window: int = 28,
    since: str | None = None,
    until: str | None = None,
) -> pd.DataFrame:
    """One row per day around a truce: deaths, the fitted line, and the line before it carried on (``without``).

    The lines are those of the standard segmented regression of log(1 + deaths) on time, broken in level and slope
    (Bernal, Cummins and Gasparrini 2017); ``low`` and ``high`` are its 95 % HAC interval (Newey and West 1987, seven
    days), which is for display: it is far too narrow for violence, see ``hac_table``. Without rows where there is no
    truce or the deaths do not reach; raises KeyError for an unknown truce.
    """
    asked.whole(window, "window", least=1)
    rows = starts_of(data)
    if rows.empty:
        return without_rows(_("there is no truce that took effect in this part of the data"), COLUMNS)
    row = rows.loc[find(rows, truce) if truce is not None else rows.index[0]]
    series = daily(deaths, since=since, until=until)
    day = position(row["start_earliest"], series)
    if complaint := outside(day, series, window):
        return without_rows(complaint, COLUMNS)
    values = series.deaths[day - window : day + window]
    fit = segmented(values, window, lags=LAGS)
    low, high = fit.get_prediction().conf_int().T
    carried = fit.params[0] + fit.params[1] * (np.arange(2 * window) - window)
    least, most = fit.conf_int()[2]
    return pd.DataFrame(
        {
            "deaths": values.astype(int),
            "fitted": _deaths(fit.fittedvalues),
            "low": _deaths(low),
            "high": _deaths(high),
            "without": _deaths(carried),
            "name": row["name"],
            "step": np.exp(fit.params[2]),
            "step_low": np.exp(least),
            "step_high": np.exp(most),
        },
        index=pd.Index(series.first + np.arange(day - window, day + window), name="date"),
    )


def _deaths(line: np.ndarray) -> np.ndarray:
    """Deaths from log(1 + deaths), none where the line runs below none."""
    return np.maximum(np.expm1(line), 0)


def interrupted_sentence(table: pd.DataFrame) -> Sentence:
    """The step at the truce as a ratio with its HAC interval, and what that interval is worth."""
    if table.empty:
        return why_empty(table)
    row = table.iloc[len(table) // 2]
    return say(
        _(
            "On the day {name} began, the fitted line steps to {step:.2g} times where it would have been (HAC interval "
            "{low:.2g} to {high:.2g}, for display only: such intervals are too narrow for violence)."
        ),
        name=row["name"],
        step=row["step"],
        low=row["step_low"],
        high=row["step_high"],
    )


def interrupted_figure(table: pd.DataFrame):
    """Draw deaths per day with the fitted lines before and after the truce, and the line before carried on."""
    if table.empty:
        return style.nothing(why_empty(table))
    middle = len(table) // 2
    days = np.arange(len(table)) - middle
    context, picture = sheet(3.8)
    with context:
        axis = picture.subplots()
        axis.bar(days, table["deaths"], width=0.85, align="edge", color="#cbd2d9")
        for part, colour in ((slice(0, middle), style.RED), (slice(middle, None), style.BLUE)):
            rows = table.iloc[part]
            axis.fill_between(days[part] + 0.5, rows["low"], rows["high"], color=colour, alpha=0.18, lw=0)
            axis.plot(days[part] + 0.5, rows["fitted"], color=colour, lw=2)
        axis.plot(days[middle:] + 0.5, table["without"].iloc[middle:], color=style.RED, lw=1.4, ls=(0, (4, 3)))
        axis.axvline(0, color=style.INK, lw=1)
        top = max(np.quantile(table["deaths"], 0.98) * 1.3, table["fitted"].max() * 1.3, 1)
        axis.set_ylim(0, top)
        axis.set_xlim(-middle, middle)
        place = {"transform": axis.transAxes, "weight": "bold", "va": "top"}
        axis.text(0.01, 0.98, _("line before\n(dashed: carried on)"), color=style.RED, **place)
        axis.text(0.99, 0.98, _("line after"), color=style.BLUE, ha="right", **place)
        over = table["deaths"].to_numpy() > top
        for x, number in zip(days[over], table["deaths"][over]):
            axis.annotate(f"{number} ↑", (x + 0.5, top * 0.8), ha="center", va="top", color=style.SOFT)
        axis.set_xlabel(_("days from the start of the truce (shaded: 95 % HAC interval, for display)"))
        axis.set_ylabel(_("deaths per day"))
        head(picture, _("{name}: deaths per day and the segmented regression").format(name=table["name"].iloc[0]))
        axis.grid(axis="x", visible=False)
    picture.alt = _("Bars: deaths per day around a truce, with a fitted line before and one after. {what}").format(
        what=interrupted_sentence(table)
    )
    return picture
