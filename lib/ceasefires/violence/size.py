"""Is the test honest? Wars in which no truce does anything, judged three ways."""

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator
from scipy.special import bdtrc

from .. import asked, style, words
from ..words import Sentence, _, say
from .drawn import ratio_axis
from .hac import segmented
from .interrupted import LAGS
from .page import head, sheet
from .placebos import ALPHA, judge, placebos_table
from .simulated import war

RULE = 0.01


def most_allowed(seeds: int) -> int:
    """The number of false alarms in so many tests at 5 % that a correct test exceeds with probability below 1 %."""
    return next(most for most in range(seeds + 1) if bdtrc(most, seeds, ALPHA) < RULE)


def size_table(*, seeds: int = 50, when: str = "spike", window: int = 14, **options) -> pd.DataFrame:
    """One row per made-up war: how one truce that does nothing (or lowers deaths by ``fall``) looks to each method.

    ``naive`` is deaths after as a multiple of deaths before, ``hac_p`` the p-value of the step in the segmented
    regression, ``effect`` and ``p`` those of the placebo dates (blank where too few days compare; such a war counts
    as not significant). ``when`` and the other options are those of ``war``.
    """
    asked.whole(seeds, "seeds", least=1)
    rows = []
    for seed in range(seeds):
        made = war(seed, when=when, window=window, **options)
        deaths = made.deaths["best"].to_numpy()
        day = int((made.starts["start_earliest"].iloc[0] - made.deaths["date"].iloc[0]).days)
        before, after = deaths[day - window : day].sum(), deaths[day : day + window].sum()
        hac = segmented(deaths[day - 2 * window : day + 2 * window], 2 * window, lags=LAGS).pvalues[2]
        row = {"naive": (after + 1) / (before + 1), "hac_p": float(hac), "effect": np.nan, "p": np.nan}
        table = placebos_table(made.starts, deaths=made.deaths, window=window)
        if len(table):
            row |= {"effect": table.loc[table["kind"] == "truce", "effect"].iloc[0], "p": judge(table).p}
        rows.append(row)
    return pd.DataFrame(rows).rename_axis("war")


def size_sentence(table: pd.DataFrame) -> Sentence:
    """How often each method calls the truces significant, and by how much each misses on average, in a sentence."""
    naive, ours = (np.exp(np.log(table[column].dropna()).mean()) for column in ("naive", "effect"))
    return say(
        _(
            "Over {n} the plain ratio of deaths after to before is {naive:.2f} on average, and the effect "
            "against placebo dates {ours:.2f} (1 is no effect). At 5 % the HAC test calls {hac} truces significant, "
            "the placebo test {placebo}; a correct test calls more than {most} with a probability below 1 %."
        ),
        n=words.count(len(table), "made-up war", "made-up wars"),
        naive=naive,
        ours=ours,
        hac=int((table["hac_p"] <= ALPHA).sum()),
        placebo=int((table["p"] <= ALPHA).sum()),
        most=most_allowed(len(table)),
    )


def size_figure(table: pd.DataFrame):
    """Draw the estimates of both methods as histograms, one above the other, on the same scale."""
    context, picture = sheet(4.4)
    with context:
        axes = picture.subplots(2, 1, sharex=True)
        ratio_axis(axes[0], table[["naive", "effect"]])
        bins = np.geomspace(*axes[0].get_xlim(), 40)
        for axis, column, colour, said in (
            (axes[0], "naive", style.RED, _("Deaths after ÷ deaths before")),
            (axes[1], "effect", style.BLUE, _("Deaths after ÷ what followed comparable days")),
        ):
            values = table[column].dropna()
            axis.hist(np.clip(values, bins[0], bins[-1]), bins, color=colour, alpha=0.75, edgecolor=style.PAPER)
            mean = np.exp(np.log(values).mean())
            axis.axvline(1, color=style.INK, lw=1, ls=(0, (4, 3)))
            axis.set_ylabel(_("wars"))
            axis.axvline(mean, color=colour, lw=2.5)
            axis.set_title(_("{what}: mean ×{mean:.2f}").format(what=said, mean=mean), color=colour, fontsize=9)
            axis.yaxis.set_major_locator(MaxNLocator(integer=True))
            axis.grid(axis="x", visible=False)
        axes[1].set_xlabel(_("dashed: no effect; thick: the mean"))
        head(picture, _("{n}: the effect of a truce as each method sees it").format(
            n=words.count(len(table), "made-up war", "made-up wars")
        ))  # fmt: skip
    picture.alt = _("Two histograms of estimates over made-up wars, naive and against placebo dates. {what}").format(
        what=size_sentence(table)
    )
    return picture
