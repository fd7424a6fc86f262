"""How many days lie between a start and an end?"""

import pandas as pd

DAY = pd.Timedelta(days=1)


def days(start: pd.Series, end: pd.Series, *, start_hour: pd.Series | bool) -> pd.Series:
    """Days from start to end: with hours where both have one, else from calendar day to calendar day."""
    hours = start_hour & (end != end.dt.normalize())
    whole = (end.dt.normalize() - start.dt.normalize()) / DAY
    return ((end - start) / DAY).where(hours, whole)
