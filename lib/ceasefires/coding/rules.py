"""The rules by which records are coded, each with the case that made it necessary."""

import pandas as pd

from .. import words
from ..dataset import Dataset
from ..schema import package
from ..words import _


def rules_table(data: Dataset) -> pd.DataFrame:
    """One row per coding rule: the rule, and the record that made it necessary, by name."""
    language = words.language()
    rows = [
        (rule["id"], rule[language], data.name(rule["case"], language=language)) for rule in package()["coding_rules"]
    ]
    return pd.DataFrame(rows, columns=["rule", _("what it says"), _("the case")]).set_index("rule")
