"""Open-ended truces: how many still hold after so many days, under four named rules for the ends."""

import numpy as np
import pandas as pd

from .. import style
from ..shares import jeffreys
from ..words import Sentence, _, say
from .axes import days_axis, say_so, spread
from .counted import open_ended
from .estimators import beyond, turnbull
from .wording import between, number, span, unit_of

HORIZONS = (0, 1, 3, 7, 30, 90, 365, 1095)
MONTH = 30
RULES = ("complete", "worst", "best", "turnbull")
LINES = {"complete": style.ORANGE, "worst": style.BLUE, "best": style.BLUE, "turnbull": style.GREEN}


def survival_table(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per day on which a curve steps: how many open-ended truces of ``durations.table`` outlast it.

    ``worst`` counts those that surely do (each ends at its earliest), ``best`` those that may (at its latest; never,
    where no end is known). The two are sharp: no assumption narrows them. ``complete`` counts only truces whose days
    are known, of which there are ``complete_of``. ``turnbull_low`` and ``turnbull_high`` are the share under the
    assumption that silence about an end says nothing (Turnbull 1976); they differ where its place is left open.
    """
    used = open_ended(rows)
    low, high = used["low"].to_numpy(), used["high"].to_numpy()
    exact = low[(used["known"] == "exact").to_numpy()]
    days = np.unique(np.r_[0, HORIZONS, low, low.max(initial=0) + 1, high[np.isfinite(high)]])
    least, most = beyond(turnbull(low, high), days) if len(used) else (np.full(len(days), np.nan),) * 2
    return pd.DataFrame(
        {
            unit_of(rows): len(used),
            "worst": (low[None, :] > days[:, None]).sum(1),
            "best": (high[None, :] > days[:, None]).sum(1),
            "complete": (exact[None, :] > days[:, None]).sum(1),
            "complete_of": len(exact),
            "turnbull_low": least,
            "turnbull_high": most,
        },
        index=pd.Index(days, name="days"),
    )


def shares(table: pd.DataFrame) -> pd.DataFrame:
    """The counts of ``survival_table`` as shares: one column per curve, NaN where nothing is counted."""
    n = table[unit_of(table)]
    return pd.DataFrame(
        {
            "complete": table["complete"] / table["complete_of"].where(table["complete_of"] > 0),
            "worst": table["worst"] / n.where(n > 0),
            "best": table["best"] / n.where(n > 0),
            "turnbull_low": table["turnbull_low"],
            "turnbull_high": table["turnbull_high"],
        }
    )


def medians(table: pd.DataFrame) -> pd.DataFrame:
    """One row per rule: the first day by which half were over, as [low, high]; inf where that is not reached."""
    curves = shares(table)
    first = {}
    for rule in RULES:
        pair = ("turnbull_low", "turnbull_high") if rule == "turnbull" else (rule, rule)
        first[rule] = [_half(curves[column]) for column in pair]
    return pd.DataFrame.from_dict(first, orient="index", columns=["low", "high"])


def _half(curve: pd.Series) -> float:
    if curve.isna().all():
        return np.nan
    return float(min(curve.index[curve <= 0.5 + 1e-9], default=np.inf))


def survival_at(table: pd.DataFrame, *, days: tuple[float, ...] = HORIZONS) -> pd.DataFrame:
    """How many still held after some days, as a reader writes it: k of n under each rule, with a Jeffreys interval.

    The 95 % interval runs from the lower end for the worst count to the upper end for the best.
    """
    unit = unit_of(table)
    rows = table.reindex(sorted({*table.index, *days})).ffill().loc[list(days)]
    n = rows[unit].astype(int)
    worst, best = rows["worst"].astype(int), rows["best"].astype(int)
    of = _("{k} of {n}")
    turnbull_text = [
        "–" if np.isnan(low) else f"{low:.0%}" if round(low, 2) == round(high, 2) else f"{low:.0%} – {high:.0%}"
        for low, high in zip(rows["turnbull_low"], rows["turnbull_high"])
    ]
    return pd.DataFrame(
        {
            _("worst"): [of.format(k=k, n=m) for k, m in zip(worst, n)],
            _("best"): [of.format(k=k, n=m) for k, m in zip(best, n)],
            _("95 % interval"): [
                f"{jeffreys(low, m)[0]:.0%} – {jeffreys(high, m)[1]:.0%}" for low, high, m in zip(worst, best, n)
            ],
            _("complete cases"): [of.format(k=int(k), n=int(m)) for k, m in zip(rows["complete"], rows["complete_of"])],
            _("Turnbull"): turnbull_text,
        },
        index=pd.Index([f"{day:g}" for day in days], name=_("days, more than")),
    )


def survival_figure(table: pd.DataFrame):
    """Draw the band from worst to best and the four rules in it, each labelled where it ends."""
    curves, unit = shares(table), unit_of(table)
    n = int(table[unit].iloc[0])
    context, picture = style.drawing(width=9, height=4.8)
    with context:
        axis = picture.subplots()
        right = max(float(table.index[-1]), HORIZONS[-1]) * 1.1
        curves = pd.concat([curves, curves.iloc[[-1]].set_axis([right])])
        days_axis(axis, right)
        axis.set_ylim(0, 1.02)
        axis.yaxis.set_major_formatter(lambda share, _place: f"{share:.0%}")
        axis.set_title(_("Open-ended truces still in force after so many days ({n})").format(n=number(n, unit)))
        if n:
            bands = (("worst", "best", style.SKY, 0.35), ("turnbull_low", "turnbull_high", style.GREEN, 0.5))
            for low, high, colour, alpha in bands:
                axis.fill_between(curves.index, curves[low], curves[high], step="post", color=colour, alpha=alpha, lw=0)
            _lines(axis, curves, int(table["complete_of"].iloc[0]))
        else:
            say_so(axis, survival_sentence(table))
    picture.alt = _("Survival curves of open-ended truces with a band from worst to best. {what}").format(
        what=survival_sentence(table)
    )
    return picture


def _lines(axis, curves: pd.DataFrame, complete_of: int) -> None:
    names = {
        "best": _("best: at the latest, or never"),
        "turnbull": _("Turnbull: silence says nothing"),
        "complete": _("complete cases ({n})").format(n=complete_of),
        "worst": _("worst: at the earliest"),
    }
    ends = {}
    for rule, colour in LINES.items():
        curve = curves["turnbull_high" if rule == "turnbull" else rule].dropna()
        if curve.empty:
            continue
        look = (0, (4, 2)) if rule == "complete" else "-"
        axis.step(curve.index, curve, where="post", color=colour, lw=1.6, ls=look)
        ends[rule] = float(curve.iloc[-1])
    order = sorted(ends, key=lambda rule: (ends[rule], list(names)[::-1].index(rule)))
    for rule, y in zip(order, spread([ends[rule] for rule in order], 0.065, low=0.02)):
        axis.annotate(
            names[rule], (1.01, y), xycoords=("axes fraction", "data"), color=LINES[rule], va="center", fontsize=8.5,
            annotation_clip=False,
        )  # fmt: skip


def survival_sentence(table: pd.DataFrame) -> Sentence:
    """How long open-ended truces hold, from the worst to the best reading of their ends, and under the other rules."""
    unit = unit_of(table)
    n, exact = int(table[unit].iloc[0]), int(table["complete_of"].iloc[0])
    if not n:
        return say(_("No open-ended truce is counted here."))
    middle = medians(table)
    month = table[table.index <= MONTH].iloc[-1]
    bounds = span(middle.loc["worst", "low"], middle.loc["best", "low"])
    held = say(
        _("After {days} days {k} of {n} still held."),
        days=MONTH,
        k=between(int(month["worst"]), int(month["best"])),
        n=n,
    )
    if n == 1:
        return say(_("The one open-ended {unit} held {bounds}."), unit=_(unit[:-1]), bounds=bounds)
    if int(table["best"].iloc[-1]) == n:
        said = _("None of {n} without a term is known to have ended; the median length is {bounds}. {held}")
        return say(said, n=number(n, unit), bounds=bounds, held=held)
    alone = say(
        _("the {k} known to the day would give {complete} alone"), k=exact, complete=span(*middle.loc["complete"])
    )
    return say(
        _(
            "Of {n} without a term, half were over within {bounds}, from the earliest to the latest reading of their "
            "ends; {alone}, and Turnbull’s curve, for which silence says nothing, {turnbull}. {held}"
        ),
        n=number(n, unit),
        bounds=bounds,
        alone=alone if exact else _("no end is known to the day"),
        turnbull=span(*middle.loc["turnbull"]),
        held=held,
    )
