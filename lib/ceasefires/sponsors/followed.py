"""What followed attempts whose sponsors backed opposite sides, and could chance have made the difference?"""

from itertools import combinations
from math import comb, prod

import numpy as np
import pandas as pd

from .. import asked, style, words
from ..mediation.drawn import k_of_n, nothing, share
from ..mediation.success import PERHAPS, SURELY, title
from ..shares import jeffreys
from ..words import Sentence, _, say
from .kinds import KINDS

SEED = 20200113
MOST = 50_000  # arrangements up to which all are gone through; beyond, so many are drawn
FEW = 5  # opposed track-phases below which a test can only describe
LEVEL = 0.05


def measures(rows: pd.DataFrame) -> list[str]:
    """The kinds of success that a table grades: a text, a truce that took effect, one that held so many days."""
    return ["text", "effective", *(column for column in rows if column.startswith("held "))]


def _of(rows: pd.DataFrame, level: str | None) -> pd.DataFrame:
    if level is None:
        return rows
    return rows[rows["level"] == asked.one_of(level, asked.coded("tracks", "level"), "level of tracks")]


def followed_table(rows: pd.DataFrame, *, level: str | None = None) -> pd.DataFrame:
    """One row per kind of success and kind of backing: k as [low, high], n attempts, shares, 95 % Jeffreys interval.

    ``rows`` comes from ``table``; ``level`` keeps the tracks about the whole country (national) or about one place
    (local). Appeals and sponsors' contacts are in no denominator; ``outside`` counts them. The interval runs from the
    lower end for the low k to the upper end for the high k (Brown, Cai and DasGupta 2001).
    """
    rows = _of(rows, level)
    cells = []
    for measure in measures(rows):
        for kind in KINDS:
            some = rows[rows["kind"] == kind]
            grades, outside = some.loc[some["counted"], measure], int((~some["counted"].astype(bool)).sum())
            low, high, n = int((grades == SURELY).sum()), int((grades >= PERHAPS).sum()), len(grades)
            shares = (low / n, high / n) if n else (np.nan, np.nan)
            cells.append((measure, kind, low, high, n, *shares, jeffreys(low, n)[0], jeffreys(high, n)[1], outside))
    columns = ["success", "kind", "k_low", "k_high", "n", "share_low", "share_high", "low", "high", "outside"]
    return pd.DataFrame(cells, columns=columns)


def followed_figure(table: pd.DataFrame):
    """Draw ``followed_table``: a column per kind of success, a row per kind of backing, k of n with its interval."""
    present = [kind for kind in KINDS if table.loc[table["kind"] == kind, ["n", "outside"]].to_numpy().any()]
    if not table["n"].any():
        return nothing(followed_sentence(table))
    kinds = list(dict.fromkeys(table["success"]))
    context, picture = style.drawing(width=9.5, height=0.42 * len(present) + 1.2)
    with context:
        axes = np.atleast_1d(picture.subplots(1, len(kinds), sharey=True))
        for axis, measure in zip(axes, kinds):
            for row in table[table["success"] == measure].itertuples():
                if row.n:
                    share(axis, present.index(row.kind), row, colour=style.INK if row.kind == "opposed" else style.SOFT)
                elif row.kind in present:
                    axis.text(1.03, present.index(row.kind), k_of_n(0, 0, 0), va="center", fontsize=8, clip_on=False)
            axis.set_title(title(measure))
            axis.set_xlim(0, 1.7)
            axis.set_xticks([0, 0.5, 1], ["0", _("half"), _("all")])
            axis.set_ylim(len(present) - 0.4, -0.6)
            axis.tick_params(length=0)
            axis.spines["bottom"].set_visible(False)
        axes[0].set_yticks(range(len(present)), [words.label(kind) for kind in present])
        picture.supxlabel(
            _("share of attempts; thick: between the low and the high count, thin: 95 % Jeffreys interval"),
            fontsize=8, color=style.SOFT,
        )  # fmt: skip
    picture.alt = _("Shares of attempts that succeeded, by whom the third parties backed. {what}").format(
        what=followed_sentence(table)
    )
    return picture


def followed_sentence(table: pd.DataFrame, *, success: str = "effective") -> Sentence:
    """After how many attempts of each kind a success followed, by default a truce that took effect, with interval."""
    asked.one_of(success, list(dict.fromkeys(table["success"])), "kind of success")
    some = table[(table["success"] == success) & (table["n"] > 0)]
    outside = table.loc[table["success"] == success].set_index("kind")["outside"]
    if some.empty:
        return say(_("No attempt in this part of the data belongs in a denominator of success."))
    parts = [
        _("{kind}: {k} ({low:.0%} to {high:.0%})").format(
            kind=words.label(row.kind), k=k_of_n(row.k_low, row.k_high, row.n), low=row.low, high=row.high
        )
        for row in some.itertuples()
    ]
    return say(
        _(
            "Success ({what}) by whom the third parties backed, with 95 % interval: {parts}. Left out: {out}, "
            "{opposed} of them with opposed backers."
        ),
        what=title(success),
        parts="; ".join(parts),
        out=words.count(outside.sum(), "appeal or sponsors’ contact", "appeals and sponsors’ contacts"),
        opposed=outside["opposed"],
    )


def permuted_table(
    rows: pd.DataFrame, *, success: str = "effective", level: str | None = None, seed: int = SEED
) -> pd.DataFrame:
    """One row: the difference in success between track-phases with opposed backers and without, and what chance gives.

    A track-phase is what one track did in one phase; it is *opposed* if third parties surely backed opposite sides in
    at least half of its attempts. ``difference`` is the pooled share of sure successes in opposed track-phases less
    that in the others, over the phases that have both; appeals and sponsors' contacts are in no denominator. Labels
    are dealt anew within each phase, in all ``arrangements`` where that is feasible. ``p`` is two-sided; ``smallest``
    is the smallest p that any arrangement could have given with these outcomes.
    """
    asked.one_of(success, measures(rows), "kind of success")
    rows = _of(rows, level)
    group = rows.assign(
        opposed=rows["kind_low"] == "opposed",
        n=rows["counted"].astype(bool),
        k=rows["counted"].astype(bool) & (rows[success] == SURELY),
    ).groupby(["phase_id", "track_id"], sort=True)
    units = group[["opposed", "k", "n"]].agg({"opposed": "mean", "k": "sum", "n": "sum"}).reset_index()
    units = units[units["n"] > 0]
    units["opposed"] = units["opposed"] >= 0.5
    mixed = units.groupby("phase_id")["opposed"].transform("nunique") == 2
    used = units[mixed]
    result = {
        "success": success,
        "track_phases": len(used),
        "opposed": int(used["opposed"].sum()),
        "phases": used["phase_id"].nunique(),
    }
    blocks = [part["opposed"].to_numpy(bool) for _phase, part in used.groupby("phase_id", sort=True)]
    total = prod(comb(len(block), int(block.sum())) for block in blocks)
    k, n, labels = used["k"].to_numpy(float), used["n"].to_numpy(float), used["opposed"].to_numpy(bool)
    if not blocks:
        values = {"difference": np.nan, "p": np.nan, "smallest": np.nan, "arrangements": 0, "exact": True}
        return pd.DataFrame([{**result, "k": 0, "n": 0, "other_k": 0, "other_n": 0, **values}])
    deals = _all(blocks) if total <= MOST else _drawn(blocks, labels, seed)
    differences = _difference(deals, k, n)
    far = np.abs(differences - differences.mean()).round(12)
    here = np.abs(_difference(labels[None], k, n)[0] - differences.mean()).round(12)
    counts = {"k": k[labels].sum(), "n": n[labels].sum(), "other_k": k[~labels].sum(), "other_n": n[~labels].sum()}
    values = {
        "difference": _difference(labels[None], k, n)[0],
        "p": (far >= here).mean(),
        "smallest": (far == far.max()).mean(),
        "arrangements": total,
        "exact": total <= MOST,
    }
    return pd.DataFrame([{**result, **{name: int(value) for name, value in counts.items()}, **values}])


def _difference(deals: np.ndarray, k: np.ndarray, n: np.ndarray) -> np.ndarray:
    return deals @ k / (deals @ n) - ~deals @ k / (~deals @ n)


def _all(blocks: list[np.ndarray]) -> np.ndarray:
    """Every way to deal the labels anew within each phase."""
    deals = np.zeros((1, 0), bool)
    for block in blocks:
        ways = np.zeros((comb(len(block), int(block.sum())), len(block)), bool)
        for row, places in zip(ways, combinations(range(len(block)), int(block.sum()))):
            row[list(places)] = True
        deals = np.hstack([np.repeat(deals, len(ways), axis=0), np.tile(ways, (len(deals), 1))])
    return deals


def _drawn(blocks: list[np.ndarray], labels: np.ndarray, seed: int) -> np.ndarray:
    """The labels as they are, and many random ways to deal them anew within each phase."""
    rng = np.random.default_rng(seed)
    dealt = np.hstack([rng.permuted(np.tile(block, (MOST, 1)), axis=1) for block in blocks])
    return np.vstack([labels[None], dealt])


def permuted_sentence(table: pd.DataFrame) -> Sentence:
    """The difference, its p, the smallest p that was attainable, and whether that makes more than a description."""
    row = table.iloc[0]
    if not row["track_phases"]:
        return say(_("No phase has track-phases with opposed backers and others: there is nothing to permute."))
    own, other = jeffreys(row["k"], row["n"]), jeffreys(row["other_k"], row["other_n"])
    if row["smallest"] > LEVEL:
        word = _("no arrangement could have been significant, so this only describes")
    elif row["opposed"] < FEW:
        word = _("so few track-phases only describe")
    else:
        word = _("below the usual level") if row["p"] <= LEVEL else _("chance explains it")
    return say(
        _(
            "Success ({what}) came after {k} of {n} attempts ({low:.0%} to {high:.0%}) in {opposed} with opposed "
            "backers, after {other_k} of {other_n} ({other_low:.0%} to {other_high:.0%}) in the {others} of the same "
            "{phases}. Permuting by track-phase within phase, p = {p}; the smallest attainable p, over "
            "{arrangements}, is {smallest}: {word}."
        ),
        what=title(row["success"]),
        low=own[0], high=own[1], other_low=other[0], other_high=other[1],
        k=row["k"], n=row["n"], other_k=row["other_k"], other_n=row["other_n"],
        opposed=words.count(row["opposed"], "track-phase", "track-phases"),
        others=words.count(row["track_phases"] - row["opposed"], "other", "others"),
        phases=words.count(row["phases"], "phase", "phases"),
        arrangements=words.count(row["arrangements"], "arrangement", "arrangements"),
        p=f"{row['p']:.2g}", smallest=f"{row['smallest']:.2g}", word=word,
    )  # fmt: skip
