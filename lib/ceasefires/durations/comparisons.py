"""Do mediated, agreed, national, humanitarian, written or guarded truces hold longer? Under each rule for the ends."""

import numpy as np
import pandas as pd

from .. import words
from ..words import Sentence, _, say
from .counted import counted
from .estimators import kaplan_meier, median, permuted_p, scores, turnbull, turnbull_median
from .wording import span, unit_of

SEED = 2020
RULES = ("complete", "worst", "best", "turnbull")
LOCAL_ONLY = ("interposed", "elders")
LONGER = {1: "first", -1: "second", 0: "neither"}


def groups(unit: str = "declarations") -> dict[str, tuple[str, str, str]]:
    """What is compared: the covariate, its question, and what its two groups are called."""
    return {
        "agreed": (
            _("agreed or unilateral"),
            _("agreed") if unit == "declarations" else _("agreed or answered"),
            _("by one side"),
        ),
        "mediated": (_("mediated or not"), _("mediated"), _("not mediated")),
        "national": (_("national or local"), _("national"), _("local")),
        "humanitarian": (_("humanitarian or political"), _("humanitarian"), _("political")),
        "written": (_("written or by word"), _("written"), _("by word")),
        "interposed": (
            _("a third party between or not, local and regional"),
            _("a third party between"),
            _("none between"),
        ),
        "elders": (_("signed by elders or others, local and regional"), _("elders signed"), _("others signed")),
    }


def comparisons_table(rows: pd.DataFrame, *, permutations: int = 4999, seed: int = SEED) -> pd.DataFrame:
    """One row per comparison, stratum (open or fixed term) and rule for the ends, from ``durations.table``.

    Open-ended truces are compared by the first day by which half were over (inf: not reached), as [low, high]; fixed
    terms by the share served. Rules: ``complete`` takes only what is known, ``worst`` the earliest end, ``best`` the
    latest or none, ``turnbull`` that silence says nothing. ``longer`` is the group ahead, ``flips`` whether that
    changes with the rule. ``p`` permutes the group labels within the stratum: of Finkelstein's (1986) log-rank scores,
    or of terms served. It is NaN where a group has fewer than two.
    """
    used, unit = counted(rows), unit_of(rows)
    found = []
    for covariate in groups(unit):
        some = used[used[covariate].notna()]
        if covariate in LOCAL_ONLY:
            some = some[some["scope"] != "national"]
        first = some[covariate].astype(bool).to_numpy()
        fixed = some["fixed"].to_numpy()
        for term, keep, compare in (("open", ~fixed, compared_lengths), ("fixed", fixed, compared_terms)):
            part = compare(some[keep], first[keep], permutations=permutations, seed=seed)
            found.append(part.assign(comparison=covariate, term=term, unit=unit))
    return pd.concat(found).reset_index().set_index(["comparison", "term", "rule"])


def compared_lengths(rows: pd.DataFrame, first, *, permutations: int = 4999, seed: int = SEED) -> pd.DataFrame:
    """One row per rule: the medians of two groups of lengths [low, high], which is longer, and the permutation p.

    ``rows`` needs the columns low and high only; ``first`` says which rows are of the first group.
    """
    low, high = rows["low"].to_numpy(float), rows["high"].to_numpy(float)
    first = np.asarray(first, bool)
    exact = low == high
    made = {}
    for rule, keep, a, b in (
        ("complete", exact, low, low),
        ("worst", np.ones(len(low), bool), low, low),
        ("best", np.ones(len(low), bool), high, high),
        ("turnbull", np.ones(len(low), bool), low, high),
    ):
        sides = [_median(a[keep & side], b[keep & side], rule) for side in (first, ~first)]
        values = _ranked(a[keep], b[keep], rule)
        p = permuted_p(values, first[keep], seed=seed, times=permutations)
        made[rule] = _row((keep & first).sum(), sides[0], (keep & ~first).sum(), sides[1], p)
    return _flagged(made)


def _median(low: np.ndarray, high: np.ndarray, rule: str) -> tuple[float, float]:
    if rule == "turnbull":
        return turnbull_median(turnbull(low, high))
    ended = np.isfinite(low)
    beyond = low[ended].max(initial=0)
    half = median(kaplan_meier(np.where(ended, low, beyond), ended))
    return half, half


def _ranked(low: np.ndarray, high: np.ndarray, rule: str) -> np.ndarray:
    if not len(low):
        return np.array([])
    if rule == "best":  # one that never ends is known to lie beyond the last end
        ended = np.isfinite(low)
        return scores(np.where(ended, low, low[ended].max(initial=0)), high)
    return scores(low, high)


def compared_terms(rows: pd.DataFrame, first, *, permutations: int = 4999, seed: int = SEED) -> pd.DataFrame:
    """One row per rule: the share of terms served in two groups, which is larger, and the permutation p."""
    known = (rows["completed"] != "running").to_numpy()
    rows, first = rows[known], np.asarray(first, bool)[known]
    made = {}
    for rule, states in {"complete": ("surely",), "worst": ("surely",), "best": ("surely", "perhaps")}.items():
        keep = (rows["completed"] != "perhaps").to_numpy() if rule == "complete" else np.ones(len(rows), bool)
        served = rows["completed"].isin(states).to_numpy(float)
        sides = [(served[keep & side].mean() if (keep & side).any() else np.nan,) * 2 for side in (first, ~first)]
        p = permuted_p(served[keep], first[keep], seed=seed, times=permutations)
        made[rule] = _row((keep & first).sum(), sides[0], (keep & ~first).sum(), sides[1], p)
    return _flagged(made)


def _row(n_first, first, n_second, second, p: float) -> dict:
    ahead = 1 if first[0] > second[1] else -1 if second[0] > first[1] else 0
    return {
        "n_first": int(n_first), "first_low": first[0], "first_high": first[1],
        "n_second": int(n_second), "second_low": second[0], "second_high": second[1],
        "longer": LONGER[ahead], "p": p,
    }  # fmt: skip


def _flagged(made: dict) -> pd.DataFrame:
    found = pd.DataFrame.from_dict(made, orient="index").rename_axis("rule")
    return found.assign(flips={"first", "second"} <= set(found["longer"]))


def compared(table: pd.DataFrame, *, term: str = "open") -> pd.DataFrame:
    """One row per group as a reader writes it: how many, median (or share served) under each rule, p, the flag."""
    part = table[table.index.get_level_values("term") == term]
    shown = []
    for covariate, rows in part.groupby("comparison", sort=False):
        rows = rows.droplevel(["comparison", "term"])
        question, *names = groups(rows["unit"].iloc[0])[covariate]
        for side, name in zip(("first", "second"), names):
            cells = {
                _("comparison"): question,
                _("group"): name,
                _(rows["unit"].iloc[0]): rows.loc["worst", f"n_{side}"],
            }
            for rule in rows.index:
                cells[words.label(rule)] = _cell(rows.loc[rule], side, term, complete=rule == "complete")
            cells[_("p")] = _p_range(rows["p"]) if side == "first" else ""
            cells[_("sign")] = (_("changes with the rule") if rows["flips"].any() else "") if side == "first" else ""
            shown.append(cells)
    return pd.DataFrame(shown).set_index([_("comparison"), _("group")])


def _cell(row: pd.Series, side: str, term: str, *, complete: bool) -> str:
    low, high, n = row[f"{side}_low"], row[f"{side}_high"], row[f"n_{side}"]
    if not n:
        return "–"
    if term == "fixed":
        return _("{k} of {n}").format(k=round(low * n), n=n)
    return f"{span(low, high)} ({n})" if complete else span(low, high)


def _p_range(values: pd.Series) -> str:
    values = values.dropna()
    if values.empty:
        return "–"
    low, high = f"{values.min():.2g}", f"{values.max():.2g}"
    return low if low == high else f"{low} – {high}"


def comparisons_sentence(table: pd.DataFrame) -> Sentence:
    """Which comparisons of open-ended truces change sign with the rule, and who is ahead under all with p < 0.05."""
    part = table[table.index.get_level_values("term") == "open"]
    flips, firm, asked = [], [], 0
    for covariate, rows in part.groupby("comparison", sort=False):
        rows = rows.droplevel(["comparison", "term"])
        question, *names = groups(rows["unit"].iloc[0])[covariate]
        if not rows.loc["worst", ["n_first", "n_second"]].all():
            continue
        asked += 1
        if rows["flips"].any():
            flips.append(question)
        ahead = set(rows["longer"])
        if len(ahead) == 1 and ahead <= {"first", "second"} and (rows["p"] < 0.05).all():
            firm.append(names[0] if ahead == {"first"} else names[1])
    if not asked:
        return say(_("No comparison has open-ended truces on both sides here."))
    return say(
        _("{comparisons}: in {n} the sign changes with the rule for unknown ends{which}. {firm}"),
        comparisons=words.count(asked, "comparison of open-ended truces", "comparisons of open-ended truces"),
        n=len(flips),
        which=f" ({'; '.join(flips)})" if flips else "",
        firm=say(_("Ahead under every rule, with p below 0.05 in each: {which}."), which="; ".join(firm))
        if firm
        else _("No group is ahead under every rule with p below 0.05 in each."),
    )
