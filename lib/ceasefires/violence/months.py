"""The months of a war: deaths as counted, the truces that began, and what came first."""

import numpy as np
import pandas as pd

from .. import asked, style, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from .around import starts
from .grid import counts_months, events
from .grid import months as event_months
from .page import head, sheet


def months_table(data: Dataset) -> pd.DataFrame:
    """One row per month of the count: deaths (best estimate), and the truces that began or may have begun in it.

    Truces are counted by episode where their declarations overlap: ``wide`` the national and regional ones, ``local``
    the others; ``names`` lists them. One that began in one of two months stands in both.
    """
    if not counts_months(data):
        return pd.DataFrame(
            {"deaths": [], "wide": [], "local": [], "names": []}, index=pd.PeriodIndex([], freq="M", name="month")
        ).astype({"deaths": int, "wide": int, "local": int, "names": "str"})
    deaths = events(event_months(data))
    truces = starts(data)
    span = pd.period_range(deaths["date"].min(), deaths["date_end"].max(), freq="M")
    first, last = (truces[side].dt.to_period("M") for side in ("start_earliest", "start_latest"))
    begun = [truces[(first <= month) & (last >= month)] for month in span]
    counted = deaths.groupby(deaths["date"].dt.to_period("M"))["best"].sum()
    return pd.DataFrame(
        {
            "deaths": counted.reindex(span, fill_value=0).astype(int),
            "wide": [int((some["scope"] != "local").sum()) for some in begun],
            "local": [int((some["scope"] == "local").sum()) for some in begun],
            "names": ["; ".join(some["name"]) for some in begun],
        }
    ).rename_axis("month")


def months_sentence(table: pd.DataFrame) -> Sentence:
    """How many months have no death, and what share of its year the deadliest month holds, in a sentence."""
    if table.empty:
        return say(_("Deaths are not counted by month in this part of the data."))
    if not table["deaths"].any():
        return say(_("No month of this count has a death."))
    peak = table["deaths"].idxmax()
    year = table.loc[table.index.year == peak.year, "deaths"].sum()
    return say(
        _(
            "Of {months} from {first} to {last}, {zero} have no recorded death. {peak} alone holds {best} deaths, "
            "{share:.0%} of the {year} recorded that year."
        ),
        months=words.count(len(table), "month", "months"),
        first=month_name(table.index[0]),
        last=month_name(table.index[-1]),
        zero=(table["deaths"] == 0).sum(),
        peak=month_name(peak),
        best=table.loc[peak, "deaths"],
        share=table.loc[peak, "deaths"] / year,
        year=year,
    )


def month_name(month: pd.Period) -> str:
    """A month as a reader writes it, as in 'Aug 2020'."""
    return words.day(month.to_timestamp())[2:]


def months_figure(table: pd.DataFrame):
    """Draw deaths per month as bars and, above them, a mark for each truce that began in the month."""
    if table.empty:
        return style.nothing(months_sentence(table))
    at, top = np.arange(len(table)), max(table["deaths"].max(), 1)
    context, picture = sheet(4.4)
    with context:
        axis = picture.subplots()
        axis.bar(at, table["deaths"], width=0.85, color="#7b8794")
        quiet = table["deaths"].to_numpy() == 0
        axis.plot(at[quiet], np.zeros(quiet.sum()), "|", color=style.INK, ms=4, zorder=4)
        peak = int(table["deaths"].argmax())
        late = peak > len(table) / 2
        if not quiet.all():
            axis.annotate(
                f"{month_name(table.index[peak])}: {table['deaths'].iloc[peak]}",
                (peak + (0.42 if late else -0.42), table["deaths"].iloc[peak]), xytext=(0, 3),
                textcoords="offset points", va="bottom", ha="right" if late else "left", weight="bold",
            )  # fmt: skip
        base = top * 1.22
        for kind, said, colour in (
            ("local", _("local truces that began"), style.GREEN),
            ("wide", _("national and regional truces that began"), style.BLUE),
        ):
            axis.text(0.01, base, said, transform=axis.get_yaxis_transform(), color=colour, weight="bold", va="bottom")
            most = max(table[kind].max(), 1)
            step = top * min(0.06, 0.5 / most)
            for x, number in zip(at, table[kind]):
                axis.plot([x] * number, base + top * 0.14 + step * np.arange(number), "v", color=colour, ms=4.2)
            base += top * 0.2 + step * most
        axis.set_ylim(0, base)
        axis.set_yticks([tick for tick in axis.get_yticks() if tick <= top * (not quiet.all())])
        axis.set_xticks(*_years(table.index))
        axis.set_xlim(-1, len(table))
        axis.grid(axis="x", visible=False)
        axis.set_ylabel(_("deaths"))
        head(picture, _("Deaths per month (best estimate; a tick where none is recorded)"))
    picture.caption = _("{n} months, {first} to {last}, with {deaths} recorded deaths.").format(
        n=len(table),
        first=month_name(table.index[0]),
        last=month_name(table.index[-1]),
        deaths=int(table["deaths"].sum()),
    )
    picture.alt = _("Bars: deaths per month, and a mark for each truce that began. {what}").format(
        what=months_sentence(table)
    )
    return picture


def _years(months: pd.PeriodIndex) -> tuple[list[int], list[str]]:
    """Where to write which year: at each January; the month itself where the table has few of them."""
    if len(months) <= 6:
        return list(range(len(months))), [month_name(month) for month in months]
    januaries = [x for x, month in enumerate(months) if month.month == 1 or x == 0]
    januaries = januaries[1:] if len(januaries) > 1 and januaries[1] < len(months) / 16 else januaries
    step = -(-len(januaries) // 12)
    return januaries[::step], [str(months[x].year) for x in januaries[::step]]


def lull_table(data: Dataset, *, truce: str, months: int = 3) -> pd.DataFrame:
    """One row per month around one truce: deaths, and whether the month came before, with or after its start.

    Raises KeyError with the nearest id where no truce of that id took effect.
    """
    asked.whole(months, "months", least=1)
    truces = starts(data)
    row = truces.loc[find(truces, truce)]
    table = months_table(data)
    first, last = (row[side].to_period("M") for side in ("start_earliest", "start_latest"))
    rows = table.loc[(table.index >= first - months) & (table.index <= last + months), ["deaths"]]
    place = np.where(rows.index < first, "before", np.where(rows.index > last, "after", "start"))
    return rows.assign(
        when=pd.array(place, dtype="str"),
        truce=row["name"],
        began=words.days(row["start_earliest"], row["start_latest"]),
    )


def find(truces: pd.DataFrame, truce: str) -> str:
    """The row of the starts in which a ceasefire stands; raises KeyError with the nearest spelling otherwise."""
    rows = {key: key for key in truces.index}
    if "ceasefires" in truces:
        rows = {ceasefire: key for key, some in truces["ceasefires"].items() for ceasefire in some}
    return rows[asked.known(truce, rows, "truce that took effect")]


def lull_sentence(table: pd.DataFrame) -> Sentence:
    """How deaths went in the whole months before a truce, and whether the lull came first."""
    before = table[table["when"] == "before"]["deaths"]
    if not before.any():
        return say(_("No deaths are counted before this truce."))
    path = before.loc[before.idxmax() :]
    steps = [f"{deaths} ({month_name(month)})" for month, deaths in path.items()]
    if path.iloc[-1] > path.iloc[0] / 4:
        return say(
            _("In the whole months before the truce began ({began}) deaths went {path}: no lull came first."),
            began=table["began"].iloc[0],
            path=words.listed(steps),
        )
    return say(
        _(
            "In the whole months before the truce began ({began}) deaths went {path}: the lull came first, and "
            "whatever brought it about, it was not yet this truce."
        ),
        began=table["began"].iloc[0],
        path=words.listed(steps),
    )


def between(table: pd.DataFrame, since: str | None, until: str | None) -> pd.DataFrame:
    """The months of a table from one month to another, both included; all of them where no bound is given."""
    first, last = asked.period(since, until)
    return table.loc[slice(first and pd.Period(first, "M"), last and pd.Period(last, "M"))]


def room_sentence(data: Dataset, *, window: int = 3, since: str | None = None, until: str | None = None) -> Sentence:
    """How many pretended start dates the months between two days leave room for, and the smallest p they allow."""
    asked.whole(window, "window", least=1)
    table, wide = between(months_table(data), since, until), words.count(window, "month", "months")
    if len(table) < 2 * window:
        return say(_("These months have no room for one window of {window} on either side."), window=wide)
    dates = len(table) - 2 * window + 1
    apart = (len(table) - window) // window
    return say(
        _(
            "From {first} to {last} there are {dates} with {window} on either side, but only {apart} of them stand "
            "{window} or more apart: even if no other date showed so large a fall as that of a truce, p could not be "
            "below {p:.2f}."
        ),
        first=month_name(table.index[0]),
        last=month_name(table.index[-1]),
        dates=words.count(dates, "month", "months"),
        window=wide,
        apart=apart,
        p=min(2 / apart, 1),
    )
