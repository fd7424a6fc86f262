"""Which truces of the table are counted, and which of them have no term stated in advance?"""

import pandas as pd


def counted(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``table`` that are not left out."""
    return rows[rows["left_out"] == ""]


def open_ended(rows: pd.DataFrame) -> pd.DataFrame:
    """The counted truces without a term stated in advance."""
    return counted(rows)[~counted(rows)["fixed"]]
