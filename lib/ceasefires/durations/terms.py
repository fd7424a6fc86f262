"""Fixed terms: how many truces served the term that was stated in advance."""

import pandas as pd

from .. import asked
from ..shares import jeffreys
from ..words import Sentence, _, say
from .counted import counted
from .covariates import COVARIATES
from .wording import between, number, unit_of


def terms_table(rows: pd.DataFrame, *, by: str | None = None) -> pd.DataFrame:
    """One row for all fixed-term truces of ``durations.table``, or one per value of a covariate: terms served.

    ``surely`` served, ``perhaps`` and ``not`` add to the count; those still running are left out. ``share_low`` and
    ``share_high`` count the uncertain as failed and as served, and the 95 % Jeffreys interval runs from the lower end
    of the one to the upper end of the other. Raises ValueError for an unknown covariate.
    """
    if by is not None:
        asked.one_of(by, COVARIATES, "covariate")
    used = counted(rows)
    used = used[used["fixed"] & (used["completed"] != "running")]
    groups = {_("all"): used}
    if by:
        groups = {_("yes"): used[used[by].eq(True).fillna(False)], _("no"): used[used[by].eq(False).fillna(False)]}
        groups[_("not known")] = used[used[by].isna()]
    made = {name: _served(group, unit_of(rows)) for name, group in groups.items()}
    return pd.DataFrame.from_dict(made, orient="index").rename_axis(by or "terms")


def _served(group: pd.DataFrame, unit: str) -> dict:
    n, surely, perhaps = len(group), *((group["completed"] == state).sum() for state in ("surely", "perhaps"))
    return {
        unit: n,
        "surely": int(surely),
        "perhaps": int(perhaps),
        "not": int(n - surely - perhaps),
        "share_low": surely / n if n else float("nan"),
        "share_high": (surely + perhaps) / n if n else float("nan"),
        "jeffreys_low": jeffreys(surely, n)[0],
        "jeffreys_high": jeffreys(surely + perhaps, n)[1],
    }


def terms_sentence(table: pd.DataFrame) -> Sentence:
    """How many of all fixed terms were served, in a sentence with its interval."""
    unit, total = unit_of(table), table.sum()
    n, surely, perhaps = (int(total[column]) for column in (unit, "surely", "perhaps"))
    if not n:
        return say(_("No fixed term is counted here."))
    low, high = jeffreys(surely, n)[0], jeffreys(surely + perhaps, n)[1]
    return say(
        _("Of {n} with a term stated in advance, {k} served it (95 % Jeffreys interval {low:.0%} to {high:.0%})."),
        n=number(n, unit),
        k=between(surely, surely + perhaps),
        low=low,
        high=high,
    )


def terms_served(table: pd.DataFrame) -> pd.DataFrame:
    """The table of fixed terms as a reader writes it: how many served it, of how many, with the interval."""
    unit = unit_of(table)
    return pd.DataFrame(
        {
            _(unit): table[unit],
            _("served"): [between(int(low), int(low + more)) for low, more in zip(table["surely"], table["perhaps"])],
            _("95 % interval"): [
                f"{low:.0%} – {high:.0%}" for low, high in zip(table["jeffreys_low"], table["jeffreys_high"])
            ],
        }
    )
