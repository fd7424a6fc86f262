"""Deaths on a grid of days, weeks or months, summed between any two cells by prefix sums.

Events are counted by cell once (the only step that grows with their number); a window then costs four look-ups,
however many events lie in it. Events that span several cells give a low and a high sum.
"""

import numpy as np
import pandas as pd

from .. import asked, words
from ..dataset import Dataset
from ..rules import hint
from ..words import _

GRAINS = ("day", "week", "month")
NEEDED, COUNTS = ("date", "best"), ("best", "low", "high")


def events(deaths: pd.DataFrame) -> pd.DataFrame:
    """Check an event table and fill it: date, date_end (else date), best, low and high (else best), place (else "").

    One row is one event or one count; dates are datetimes or text as in 2020-08-21, deaths are numbers of people.
    Raises ValueError with a sentence for a missing column, an unreadable date or a count that is no count.
    """
    for column in NEEDED:
        if column not in deaths:
            raise ValueError(_("the deaths have no column {name!r}").format(name=column) + hint(column, list(deaths)))
    if deaths.empty:
        raise ValueError(_("the table of deaths has no row"))
    frame = pd.DataFrame({"date": _dates(deaths["date"])})
    frame["date_end"] = _dates(deaths["date_end"]) if "date_end" in deaths else frame["date"]
    frame["best"] = pd.to_numeric(deaths["best"]).astype(float)
    for column in ("low", "high"):
        frame[column] = pd.to_numeric(deaths[column]).astype(float) if column in deaths else frame["best"]
        frame[column] = frame[column].fillna(frame["best"])
    frame["place"] = deaths["place"].astype("str") if "place" in deaths else ""
    if frame["best"].isna().any() or (frame[["low", "best", "high"]] < 0).to_numpy().any():
        raise ValueError(_("a count of deaths is missing or below 0"))
    if (late := frame["date_end"] < frame["date"]).any():
        raise ValueError(_("an event ends before it begins: {day}").format(day=frame.loc[late, "date"].iloc[0].date()))
    return frame


def _dates(column: pd.Series) -> pd.Series:
    if not pd.api.types.is_datetime64_any_dtype(column):
        iso = column.astype("str").str.fullmatch(r"\d{4}-\d\d-\d\d([T ].*)?")
        if not iso.all():
            raise ValueError(
                _(
                    "{value!r} in the column {name!r} is not written as in 2020-08-21 and could be read in two ways; "
                    "convert the column with pandas.to_datetime first"
                ).format(value=column[~iso].iloc[0], name=column.name)
            )
        column = pd.to_datetime(column.astype("str").str[:10])
    if column.isna().any():
        raise ValueError(_("an event in the column {name!r} has no date").format(name=column.name))
    return column.dt.tz_localize(None).dt.normalize().astype("datetime64[s]")


def counts_months(data: Dataset) -> bool:
    """Whether this part of the data has deaths by month."""
    return bool((data.violence["grain"] == "month").any())


def months(data: Dataset) -> pd.DataFrame:
    """The dataset's own deaths as an event table: one row per month, dated no closer than its first and last day."""
    rows = data.violence[data.violence["grain"] == "month"]
    if rows.empty:
        raise ValueError(_("this part of the data counts no deaths by month; give a table with deaths=…"))
    if rows["conflict_id"].nunique() > 1:
        raise ValueError(_("several wars are in the data; choose one with data.only(conflict=…)"))
    return pd.DataFrame(
        {
            "date": rows["period_earliest"].to_numpy(),
            "date_end": rows["period_latest"].to_numpy(),
            **{column: rows[column].astype("Float64").to_numpy(float, na_value=np.nan) for column in COUNTS},
        }
    )


def cell(days, grain: str) -> np.ndarray:
    """The number of the day, week (from Monday) or month in which each day lies, counted from 1970."""
    days = np.asarray(days, "datetime64[D]")
    if grain == "month":
        return days.astype("datetime64[M]").astype(int)
    return days.astype(int) if grain == "day" else (days.astype(int) + 3) // 7


def first_day(cells, grain: str) -> np.ndarray:
    """The first day of each cell."""
    cells = np.asarray(cells)
    if grain == "month":
        return cells.astype("datetime64[M]").astype("datetime64[D]")
    return (cells if grain == "day" else cells * 7 - 3).astype("datetime64[D]")


def reach(deaths: pd.DataFrame, since, until) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and last day of a count: as asked, or those of the table; raise ValueError where the two never meet."""
    first, last = asked.period(since, until)
    first, last = pd.Timestamp(first or deaths["date"].min()), pd.Timestamp(last or deaths["date_end"].max())
    if last < first:
        raise ValueError(
            _("the deaths are counted from {first} to {last}; ask for days within").format(
                first=words.day(deaths["date"].min()), last=words.day(deaths["date_end"].max())
            )
        )
    return first, last


class Grid:
    """The deaths of an event table by cell, from the first cell of the count to the last.

    A cell without an event counts as no death. The count runs from the first to the last date of the table, or from
    ``since`` to ``until``; what lies outside is left out.
    """

    def __init__(self, deaths: pd.DataFrame, *, grain: str, since: str | None = None, until: str | None = None):
        asked.one_of(grain, GRAINS, "grain")
        first, last = reach(deaths, since, until)
        begin, end = cell(deaths["date"], grain), cell(deaths["date_end"], grain)
        self.grain = grain
        self.first, self.last = int(cell(first, grain)), int(cell(last, grain))
        kept = (begin <= self.last) & (end >= self.first)
        self.begin, self.end = begin[kept], end[kept]
        self.counts = {column: deaths[column].to_numpy(float)[kept] for column in COUNTS}
        self._sums: dict = {}

    def series(self) -> np.ndarray:
        """The best estimate in each cell, from events that lie within one cell."""
        sure = self.begin == self.end
        return np.bincount(self.begin[sure] - self.first, self.counts["best"][sure], self.last - self.first + 1)

    def covers(self, start, end) -> np.ndarray:
        """Whether deaths were counted in all cells from start to end."""
        return (np.asarray(start) >= self.first) & (np.asarray(end) <= self.last)

    def low(self, start, width: int) -> np.ndarray:
        """Low estimate of the events that surely lie in the ``width`` cells from start on."""
        start = np.asarray(start)
        before, within, beyond = self._prefix("low")
        return self._at(within, start + width) - self._at(before, start) + self._at(beyond(width), start + 1)

    def high(self, start, width: int) -> np.ndarray:
        """High estimate of the events that may lie in the ``width`` cells from start on."""
        start = np.asarray(start)
        before, within, _beyond = self._prefix("high")
        return self._at(before, start + width) - self._at(within, start)

    def _at(self, sums: np.ndarray, cells: np.ndarray) -> np.ndarray:
        """The sum over all cells before each of these."""
        return sums[np.clip(cells - self._origin, 0, len(sums) - 1)]

    def _prefix(self, column: str):
        """Prefix sums over first cells, over last cells, and of events too long for a window, by window width."""
        if column not in self._sums:
            values = self.counts[column]
            self._origin = int(self.begin.min(initial=self.first))
            size = int(self.end.max(initial=self.last)) - self._origin + 1

            def running(cells, weights):
                return np.concatenate([[0.0], np.cumsum(np.bincount(cells - self._origin, weights, size))])

            widths: dict[int, np.ndarray] = {}

            def beyond(width: int) -> np.ndarray:
                if width not in widths:
                    long = self.end - self.begin > width
                    opens = np.bincount(self.begin[long] + 1 - self._origin, values[long], size)
                    closes = np.bincount(self.end[long] - width + 1 - self._origin, values[long], size)
                    widths[width] = np.concatenate([[0.0], np.cumsum(opens - closes)])
                return widths[width]

            self._sums[column] = running(self.begin, values), running(self.end, values), beyond
        return self._sums[column]
