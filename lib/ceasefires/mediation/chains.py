"""How many attempts did a truce take, and how long from the attempt to the truce, and from the truce to its breach?"""

import numpy as np
import pandas as pd

from .. import style, words
from ..dataset import Dataset
from ..shares import jeffreys
from ..words import Sentence, _, say
from .attempts import each, grouped, phases
from .drawn import nothing, wrapped
from .success import TRUCES, truces
from .walks import records, steps

LAGS = {"lead": (style.GREEN, "from the attempt to the truce"), "breach": (style.RED, "from the truce to a breach")}
TICKS = (0, 1, 3, 7, 30, 90, 365)


def chains_table(data: Dataset, *, classes: tuple[str, ...] = TRUCES) -> pd.DataFrame:
    """One row per truce (declaration) that took effect: the attempts behind it, and the days before and after.

    ``attempts`` and ``outside`` (appeals, sponsors' contacts) count what produced it; ``lead`` is days from the first
    of these to its start, ``breach`` days from its start to the first breach or break reported, ``days`` how long it
    held, each as [low, high]; ``renewed`` counts later renewals, extensions and replacements.
    """
    calm = truces(data, classes=classes)
    calm = calm[calm["took_effect"]]
    rows, every, tries = records(data), steps(data), each(data)
    start = {side: calm[f"effective_{side}"].dt.normalize() for side in ("earliest", "latest")}
    table = pd.DataFrame(
        {
            "name": calm[f"name_{words.language()}"],
            "episode_id": calm["episode_id"],
            "phase_id": phases(data, start["earliest"].fillna(start["latest"]), calm["conflict_id"]),
            "end_kind": calm["end_kind"],
            "days_low": calm["days_low"],
            "days_high": calm["days_high"],
        }
    )
    made = every[(every["relation"] == "produced") & every["after"].isin(table.index)]
    counted = made["before"].map(tries["counted"]).fillna(False).astype(bool)
    table["attempts"] = made[counted].groupby("after")["before"].nunique().reindex(table.index).fillna(0).astype(int)
    table["outside"] = made[~counted].groupby("after")["before"].nunique().reindex(table.index).fillna(0).astype(int)
    first = {
        side: made.assign(day=rows.loc[made["before"], f"start_{side}"].to_numpy()).groupby("after")["day"].min()
        for side in ("earliest", "latest")
    }
    table["lead_low"] = (start["earliest"] - first["latest"].reindex(table.index)).dt.days.clip(lower=0)
    table["lead_high"] = (start["latest"] - first["earliest"].reindex(table.index)).dt.days.clip(lower=0)
    bad = every[every["relation"].isin(["breached", "broke"]) & every["before"].isin(table.index)]
    when = {
        side: bad.assign(day=rows.loc[bad["after"], f"start_{side}"].to_numpy()).groupby("before")["day"].min()
        for side in ("earliest", "latest")
    }
    table["breach_low"] = (when["earliest"].reindex(table.index) - start["latest"]).dt.days.clip(lower=0)
    table["breach_high"] = (when["latest"].reindex(table.index) - start["earliest"]).dt.days.clip(lower=0)
    later = every[every["relation"].isin(["renewed", "extended", "replaced"])]
    table["renewed"] = later["before"].value_counts().reindex(table.index).fillna(0).astype(int)
    order = start["earliest"].fillna(start["latest"])
    table = table.rename_axis("ceasefire_id").assign(day=order).sort_values(["day", "ceasefire_id"], kind="stable")
    return table.drop(columns="day")


def chains_figure(table: pd.DataFrame):
    """Draw how many days passed from attempt to truce and from truce to breach, as a band from low to high."""
    if table.empty:
        return nothing(chains_sentence(table))
    context, picture = style.drawing(width=9, height=3.4)
    with context:
        axes = picture.subplots(1, 2, sharey=True)
        for axis, (lag, (colour, title)) in zip(axes, LAGS.items()):
            some = table[table[f"{lag}_high"].notna() | table[f"{lag}_low"].notna()]
            grid = np.arange(0, 2000)
            early = np.sort(some[f"{lag}_low"].fillna(0).to_numpy())
            late = np.sort(some[f"{lag}_high"].fillna(np.inf).to_numpy())
            most, least = (np.searchsorted(each_end, grid, side="right") for each_end in (early, late))
            axis.fill_between(np.log1p(grid), least, most, step="post", color=colour, alpha=0.3, lw=0)
            axis.step(np.log1p(grid), least, where="post", color=colour, lw=1.4)
            axis.step(np.log1p(grid), most, where="post", color=colour, lw=1.4)
            axis.set_xticks(np.log1p(TICKS), TICKS)
            axis.set_xlim(0, np.log1p(1000))
            axis.set_xlabel(_("days"))
            axis.set_title(_("{title}, n = {n}").format(title=_(title), n=len(some)))
        axes[0].set_ylim(bottom=0)
        axes[0].set_ylabel(_("truces, at most so many days"))
    picture.alt = _("How many days passed, as bands from the lowest to the highest count. {what}").format(
        what=chains_sentence(table)
    )
    return picture


def median(table: pd.DataFrame, lag: str) -> tuple[float, float, int]:
    """The lowest and highest median that a [low, high] pair of columns allows, and of how many rows."""
    some = table[table[f"{lag}_low"].notna() | table[f"{lag}_high"].notna()]
    low, high = some[f"{lag}_low"].fillna(0), some[f"{lag}_high"].fillna(np.inf)
    return float(low.median()), float(high.median()), len(some)


def chains_sentence(table: pd.DataFrame) -> Sentence:
    """How many truces came of attempts, and the median days before and after, with n."""
    if table.empty:
        return say(_("No truce took effect in this part of the data."))
    lead, breach = median(table, "lead"), median(table, "breach")
    some = table["attempts"] > 0
    return say(
        _(
            "Of {n} that took effect, {some} came of a mediation attempt, {call} more of an appeal or a sponsors’ "
            "contact alone.{lead} A breach or break is on record for {bad} of them{breach}."
        ),
        n=words.count(len(table), "truce (declaration)", "truces (declarations)"),
        some=int(some.sum()),
        call=int((~some & (table["outside"] > 0)).sum()),
        lead=_(" The median from the first day of the attempt to the truce is {days}.").format(days=_spoken(*lead[:2]))
        if lead[2]
        else "",
        bad=breach[2],
        breach=_(", in the median {days} after its start").format(days=_spoken(*breach[:2])) if breach[2] else "",
    )


def _spoken(low: float, high: float) -> str:
    if low == high:
        return _("1 day") if low == 1 else _("{n:g} days").format(n=low)
    if np.isinf(high):
        return _("at least {n:g} days").format(n=low)
    return _("{low:g} to {high:g} days").format(low=low, high=high)


def effort_table(data: Dataset, *, classes: tuple[str, ...] = TRUCES) -> pd.DataFrame:
    """One row per phase, in order, and one for all: attempts, truces that took effect, and attempts per truce.

    ``of_attempts`` are the truces that a counted attempt produced. The interval is that of a ratio of two counts
    (conditional on their sum, Jeffreys; Brown, Cai and DasGupta 2001); it is infinite where there was no truce.
    """
    tries, truce = each(data), chains_table(data, classes=classes)
    tries = grouped(data, tries[tries["counted"]], "phase")
    truce = grouped(data, truce, "phase")
    order = list(data.phases.sort_values("since_earliest", kind="stable")[f"name_{words.language()}"])
    order += [name for name in (_("none"),) if name in {*tries["group"], *truce["group"]}]
    rows = []
    for group in [*order, _("all")]:
        mine, got = (f if group == _("all") else f[f["group"] == group] for f in (tries, truce))
        n, m = len(mine), len(got)
        if not n + m:
            continue
        low, high = jeffreys(n, n + m)
        rows.append((group, n, m, int((got["attempts"] > 0).sum()), n / m if m else np.inf, _odds(low), _odds(high)))
    return pd.DataFrame(rows, columns=["phase", "attempts", "truces", "of_attempts", "per_truce", "low", "high"])


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else np.inf


def effort_figure(table: pd.DataFrame):
    """Draw ``effort_table``: attempts and truces per phase, with attempts per truce at the right."""
    if table.empty:
        return nothing(effort_sentence(table))
    context, picture = style.drawing(width=9, height=0.42 * len(table) + 1.1)
    with context:
        axis = picture.subplots()
        rows = table[table["phase"] != _("all")]
        rows = rows if len(rows) else table
        for y, row in enumerate(rows.itertuples()):
            axis.barh(y - 0.19, row.attempts, height=0.36, color=style.GREEN)
            axis.barh(y + 0.19, row.truces, height=0.36, color=style.BLUE)
            axis.text(row.attempts, y - 0.19, f" {row.attempts}", va="center", fontsize=8)
            axis.text(row.truces, y + 0.19, f" {row.truces}", va="center", fontsize=8)
            axis.text(1.02, y, _ratio(row), va="center", fontsize=8, transform=axis.get_yaxis_transform())
        axis.set_yticks(range(len(rows)), [wrapped(name, 34) for name in rows["phase"]])
        axis.set_ylim(len(rows) - 0.5, -0.6)
        axis.tick_params(axis="y", length=0)
        axis.grid(axis="y", visible=False)
        axis.set_title(_("Attempts (green) and truces that took effect (blue)"))
        axis.text(1.02, 1.02, _("attempts per truce"), fontsize=8, weight="bold", transform=axis.transAxes)
    picture.alt = _("Attempts and truces that took effect, by phase. {what}").format(what=effort_sentence(table))
    return picture


def _ratio(row) -> str:
    if np.isinf(row.per_truce):
        return _("no truce")
    high = "∞" if np.isinf(row.high) else f"{row.high:.1f}"
    return _("{n:.1f} ({low:.1f} to {high})").format(n=row.per_truce, low=row.low, high=high)


def effort_sentence(table: pd.DataFrame) -> Sentence:
    """How many attempts were made per truce that took effect, in all and in the phases that differ most."""
    if table.empty:
        return say(_("There is neither attempt nor truce in this part of the data."))
    rows = table[table["phase"] != _("all")].sort_values("per_truce", kind="stable")
    every = table[table["phase"] == _("all")].iloc[0]
    made = words.count(int(every["attempts"]), "attempt was made", "attempts were made")
    if not every["truces"]:
        return say(_("{made}, and no truce took effect."), made=made)
    text = say(
        _("{made} while {m} took effect: {ratio} attempts per truce (with 95 % interval)."),
        made=made,
        m=words.count(int(every["truces"]), "truce (declaration)", "truces (declarations)"),
        ratio=_ratio(every),
    )
    if len(rows) < 2:
        return text
    more = _("Fewest: {few}, {a}; most: {many}, {b}.").format(
        few=rows.iloc[0]["phase"], a=_ratio(rows.iloc[0]), many=rows.iloc[-1]["phase"], b=_ratio(rows.iloc[-1])
    )
    return Sentence(f"{text} {more}")
