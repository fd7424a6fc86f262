"""The timeline to hover over: plotly, with summaries, parties and positions, a range slider, a legend that filters."""

import textwrap
from html import escape

import pandas as pd
import plotly.graph_objects as go

from .. import style, words
from ..words import _
from .printed import FADE, MARKS, TURNS, limits
from .tables import sentence

SYMBOLS = {"o": "circle", "s": "square", "X": "x", "x": "x-thin", ">": "triangle-right", ".": "circle"}
DASH = {"offensive": "solid", "control_change": "solid", "breach": "dot"}


def interactive(rows: pd.DataFrame, *, since: str | None = None, until: str | None = None):
    """Draw the timeline of a table from ``timelines.table`` to hover over, zoom and filter."""
    left, right = limits(rows, since, until)
    chart = go.Figure()
    truces = rows[rows["lane"] == "ceasefires"]
    tries = rows[(rows["lane"] == "mediations") & rows["start_earliest"].between(left, right)]
    tracks = list(dict.fromkeys(tries["group"]))
    order = [short(name) for name in tracks[::-1]] + [short(name) for name in truces["name"][::-1]]
    for kind, some in truces.groupby("how", sort=False):
        _bars(chart, kind, some, right)
    for how, some in tries.groupby("how", sort=False):
        mark, edge, face = MARKS[how]
        chart.add_scatter(
            x=list(some["start_earliest"].dt.strftime("%Y-%m-%d")),
            y=[short(group) for group in some["group"]],
            mode="markers",
            name=_("attempt: {outcome}").format(outcome=words.label(how)),
            marker={"symbol": SYMBOLS[mark], "size": 10, "color": face, "line": {"color": edge, "width": 2}},
            hovertext=[hover(row) for _id, row in some.iterrows()],
            hoverinfo="text",
        )
    for how, some in rows[rows["lane"] == "events"].groupby("how", sort=False):
        some = some[some["start_earliest"].between(left, right)]
        _lines(chart, how, some, order)
    deaths = rows[(rows["lane"] == "deaths") & rows["start_earliest"].between(left, right)]
    chart.add_bar(
        x=list(deaths["start_earliest"].dt.strftime("%Y-%m-15")),
        y=[int(number) for number in deaths["deaths"]],
        yaxis="y2",
        name=_("deaths per month"),
        marker={"color": "#9aa5b1"},
        hovertemplate="%{x|%b %Y}: %{y}<extra></extra>",
    )
    style.interactive(
        chart,
        alt=_(
            "Interactive timeline of truces by name and mediation attempts by track, {left} to {right}. {what}"
        ).format(left=words.day(left), right=words.day(right), what=sentence(rows)),
    )
    chart.update_layout(
        height=420 + 24 * len(order),
        legend={"orientation": "h", "y": -0.2, "yanchor": "top"},
        hovermode="closest",
        xaxis={
            "type": "date",
            "range": [f"{left:%Y-%m-%d}", f"{right:%Y-%m-%d}"],
            "rangeslider": {"thickness": 0.06},
            "gridcolor": style.GRID,
            "side": "top",
        },
        yaxis={
            "categoryorder": "array",
            "categoryarray": order,
            "automargin": True,
            "dtick": 1,
            "fixedrange": True,
            "domain": [0.16, 1],
        },
        yaxis2={
            "domain": [0, 0.12],
            "fixedrange": True,
            "gridcolor": style.GRID,
            "anchor": "x",
            "nticks": 3,
            "title": {"text": _("deaths")},
        },
    )
    return chart


def short(name: str) -> str:
    """A name cut to what fits beside an axis, with any markup shown as text."""
    return escape(textwrap.shorten(name, 46, placeholder="…"))


def hover(row: pd.Series) -> str:
    """What to show when the pointer rests on a row: name, days, end or outcome, who, and the summary."""
    when = words.days(row["start_earliest"], row["start_latest"])
    until = words.days(row["end_earliest"], row["end_latest"])
    lines = [
        f"<b>{escape(row['name'])}</b>",
        escape(when if until == when else f"{when} → {until}"),
        escape(words.label(row["how"])),
        *_wrapped(_("Sides"), row["parties"]),
        *_wrapped(_("Third parties"), row["third_parties"]),
        *_wrapped(_("Positions"), row["positions"]),
        *_wrapped("", row["summary"]),
    ]
    return "<br>".join(lines)


def _wrapped(title: str, text: str) -> list[str]:
    if not text:
        return []
    return [escape(line) for line in textwrap.wrap(f"{title}: {text}" if title else text, 76)]


def _bars(chart, kind: str, some: pd.DataFrame, right: pd.Timestamp) -> None:
    x, y, texts = [], [], []
    for _id, row in some.iterrows():
        end = row["end_latest"]
        if kind == "never_effective":
            end = row["start_earliest"]
        elif kind == "holding":
            end = max(right, row["start_latest"])
        elif pd.isna(end):
            end = row["end_earliest"] + pd.Timedelta(days=FADE)
        x += [f"{row['start_earliest']:%Y-%m-%d}", f"{end:%Y-%m-%d}", None]
        y += [short(row["name"])] * 2 + [None]
        texts += [hover(row)] * 2 + [""]
    hollow = kind == "never_effective"
    colour = style.INK if hollow else style.ENDS[kind]
    chart.add_scatter(
        x=x, y=y, hovertext=texts, hoverinfo="text", name=words.label(kind),
        mode="markers" if hollow else "lines+markers",
        line={"color": colour, "width": 9},
        marker={"symbol": "diamond-open" if hollow else "line-ns", "size": 9, "color": colour,
                "line": {"color": colour, "width": 2}},
    )  # fmt: skip


def _lines(chart, how: str, some: pd.DataFrame, order: list[str]) -> None:
    if some.empty or not order:
        return
    x, y, texts = [], [], []
    for _id, row in some.iterrows():
        x += [f"{row['start_earliest']:%Y-%m-%d}"] * 2 + [None]
        y += [order[0], order[-1], None]
        texts += [hover(row)] * 2 + [""]
    chart.add_scatter(
        x=x, y=y, hovertext=texts, hoverinfo="text", mode="lines", name=words.label(how),
        line={"color": TURNS[how]["color"], "width": 1, "dash": DASH[how]}, opacity=0.6,
    )  # fmt: skip
