"""One verdict per claim, as a function of its predicate and the tables.

A claim is *supported* by records that say the same, *contradicted* by records that say the opposite, *partly*
supported where only some of it is borne out, or only by an allegation or an uncertain date, and *not in the data*
where no record bears on it.
"""

import pandas as pd

from ..dataset import Dataset
from .bearing import Verdict
from .deeds import agreed, happened, planned, said
from .proposals import compared, lasted
from .standing import backs, rejects, supplied

RULES = {
    "said": said, "agreed": agreed, "planned": planned, "happened": happened, "backs": backs, "supplied": supplied,
    "rejects": rejects, "lasted": lasted, "compared": compared,
}  # fmt: skip


def judge(data: Dataset, claim: pd.Series) -> Verdict:
    """Judge one claim by the rule of its predicate."""
    return RULES[claim["predicate"]](data, claim)
