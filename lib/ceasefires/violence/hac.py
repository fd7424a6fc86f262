"""What heteroskedasticity- and autocorrelation-consistent (HAC) p-values do at dates at which nothing happened."""

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from .. import asked, style, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from .months import between, months_table
from .page import head, sheet, why_empty, without_rows
from .simulated import counts

BINS = 20
COLUMNS = ["month_of_the_date", "p"]


def segmented(values: np.ndarray, at: int, *, lags: int):
    """Fit log(1 + value) on time, with a break in level and slope at one place; errors by Newey and West (1987).

    The standard interrupted time series (Bernal, Cummins and Gasparrini 2017) as statsmodels fits it; its parameters
    are the level at the break, the slope before it, the step and the change in slope.
    """
    from statsmodels.regression.linear_model import OLS

    time = np.arange(len(values)) - at
    after = time >= 0
    design = np.column_stack([np.ones(len(values)), time, after, after * time])
    return OLS(np.log1p(values), design).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True})


def hac_table(
    data: Dataset,
    *,
    since: str | None = None,
    until: str | None = None,
    persistence: float = 0.6,
    seeds: int = 300,
    lags: int = 3,
) -> pd.DataFrame:
    """One row per made-up series without any effect: a date drawn at random, and the HAC p-value of the step there.

    Each series has as many months as the data count, and the mean and spread of the months from ``since`` to
    ``until``; ``persistence`` is an assumption about how long a month's level lasts.
    """
    asked.share(persistence, "persistence")
    asked.whole(seeds, "seeds", least=1)
    asked.whole(lags, "lags")
    table = months_table(data)
    deaths, chosen = table["deaths"], between(table, since, until)["deaths"]
    mean, spread = chosen.mean(), chosen.var()
    if len(chosen) < 2 or spread <= mean:
        why = _("these months vary no more than chance would have it, so there is nothing to imitate")
        return without_rows(why, [*COLUMNS, "persistence"])
    dispersion = mean**2 / (spread - mean)
    rows = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        series = counts(len(deaths), mean=mean, dispersion=dispersion, persistence=persistence, rng=rng)
        at = int(rng.integers(len(deaths) // 7, len(deaths) - len(deaths) // 7))
        rows.append((at, float(segmented(series, at, lags=lags).pvalues[2])))
    return pd.DataFrame(rows, columns=COLUMNS).rename_axis("series").assign(persistence=persistence)


def hac_bins(table: pd.DataFrame) -> pd.DataFrame:
    """One row per bin of p-values: how many series fell into it, and how many an honest test would have put there."""
    edges = np.linspace(0, 1, BINS + 1)
    found, _edges = np.histogram(table["p"], edges)
    index = pd.Index([f"{a:.2f}–{b:.2f}" for a, b in zip(edges[:-1], edges[1:])], name="p")
    return pd.DataFrame({"found": found, "expected": len(table) / BINS}, index=index)


def hac_sentence(table: pd.DataFrame) -> Sentence:
    """How often the HAC test finds an effect, at 5 %, where there is none."""
    if table.empty:
        return why_empty(table)
    found = int((table["p"] < 0.05).sum())
    return say(
        _(
            "In {n} in which nothing happens, the HAC test calls {found} random dates significant at "
            "5 %: {share:.0%}, where an honest test would err {right} times."
        ),
        n=words.count(len(table), "made-up series", "made-up series"),
        found=found,
        share=found / len(table),
        right=round(len(table) / 20),
    )


def hac_figure(table: pd.DataFrame):
    """Draw the p-values as a histogram; those of an honest test would all stand at the dashed line."""
    if table.empty:
        return style.nothing(why_empty(table))
    bins = hac_bins(table)
    context, picture = sheet(3.4)
    with context:
        axis = picture.subplots()
        left = np.arange(BINS) / BINS
        colours = [style.RED] + ["#9aa5b1"] * (BINS - 1)
        axis.bar(left, bins["found"], width=1 / BINS, align="edge", color=colours, edgecolor=style.PAPER)
        axis.axhline(bins["expected"].iloc[0], color=style.INK, lw=1.2, ls=(0, (4, 3)))
        right = max(bins["expected"].iloc[0], bins["found"].iloc[BINS // 3 :].max())
        axis.annotate(
            _("dashed: what an honest test would give"), (1, right),
            xytext=(0, 4), textcoords="offset points", ha="right",
        )  # fmt: skip
        axis.annotate(
            _("p < 0.05, “significant”: {found} of {n}").format(found=(table["p"] < 0.05).sum(), n=len(table)),
            (1 / BINS, bins["found"].iloc[0]), xytext=(7, -2), textcoords="offset points", va="top",
            color=style.RED, weight="bold", bbox={"fc": style.PAPER, "ec": "none", "pad": 1},
        )  # fmt: skip
        axis.set_xlim(0, 1)
        axis.yaxis.set_major_locator(MaxNLocator(integer=True))
        axis.set_xlabel(_("HAC p-value of the step at the date"))
        axis.set_ylabel(_("made-up series"))
        head(picture, _("What the HAC test says of random dates at which nothing happened"))
        axis.grid(axis="x", visible=False)
    picture.alt = _("Histogram of p-values, far from flat. {what}").format(what=hac_sentence(table))
    return picture
