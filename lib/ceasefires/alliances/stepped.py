"""The network day by day: plotly, with a slider of dates."""

from collections.abc import Iterable
from datetime import date
from html import escape

import networkx as nx
import pandas as pd
import plotly.graph_objects as go

from .. import style, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from . import optima
from .network import WINDOW, clipped, each_day, network, short, signed

LOOKS = {
    "supports": {"color": style.BLUE, "width": 1.4, "shape": "spline"},
    "opposes": {"color": style.RED, "width": 1.8, "dash": "dash", "shape": "spline"},
    "engages": {"color": "#9aa5b1", "width": 1.2, "dash": "dot", "shape": "spline"},
}
ROW = 23  # pixels
GAP = 1.5  # rows left free around the best tied
PLACES = {"middle left": (0,), "top center": (1, 2), "middle right": (3,)}  # where names stand, by column
LONGEST = 17  # letters of a name
CHANGES = ("x", "y", "hovertext", "text")  # what the slider puts into the traces
NAMES = {
    "mode": "markers+text",
    "textfont": {"size": 11, "shadow": "auto"},
    "hoverinfo": "skip",
    "showlegend": False,
    "marker": {"size": 7, "color": style.INK},
}


def days(data: Dataset, *, every: str = "6MS") -> list[date]:
    """The first days of half-years (or another pandas frequency) from the start of the data to the cut-off, and it."""
    start = data.conflicts["start_earliest"].min()
    if pd.isna(start):
        return []
    return [moment.date() for moment in pd.date_range(start, data.cut_off, freq=every)] + [data.cut_off.date()]


def steps_table(
    data: Dataset, *, dates: Iterable[str | date] | None = None, window: int = WINDOW, **choice
) -> pd.DataFrame:
    """One row per tie per date: from whom, stance, to whom, forms, since when, how well attributed.

    ``dates`` are by default the half-years of the data; ``choice`` passes on what ``network`` takes. ``columns`` is
    where the two stand in the figure, by one best division of the ties of that date: 0 outsiders of the one camp, 1
    those in the war of that camp, 2 those of the other, 3 its outsiders. Camps keep their side from date to date.
    Raises ValueError where there is no date among ``dates``.
    """
    rows, before = [], {}
    for day in each_day(dates, lambda: days(data)):
        graph = network(data, day=day, window=window, **choice)
        side = dict.fromkeys(graph, 0) | optima.division(signed(graph))
        agree = sum(1 if side[node] == before[node] else -1 for node in side.keys() & before.keys())
        side = {node: 1 - camp for node, camp in side.items()} if agree < 0 else side
        before |= side
        outside = nx.get_node_attributes(graph, "outside")
        place = {node: (3 * side[node] if outside[node] else 1 + side[node]) for node in graph}
        for one, other, tie in sorted(graph.edges(data=True), key=lambda edge: (*edge[:2], edge[2]["stance"])):
            rows.append(
                {
                    "day": pd.Timestamp(graph.graph["day"]),
                    "from": short(data, one),
                    "stance": tie["stance"],
                    "to": short(data, other),
                    "forms": ", ".join(map(words.label, tie["forms"])),
                    "since": words.days(*tie["since"]),
                    "attribution": tie["attribution"],
                    "columns": (place[one], place[other]),
                }
            )
    columns = ["day", "from", "stance", "to", "forms", "since", "attribution", "columns"]
    return pd.DataFrame(rows, columns=columns)


def steps_figure(rows: pd.DataFrame):
    """Draw ``steps_table``: actors in four columns, ties between them, and a slider that steps through the dates."""
    dates = sorted(set(rows["day"]))
    drawn, tallest = [], 8.0
    for day in dates:
        some = rows[rows["day"] == day]
        spot = _spots(some)
        tallest = max(tallest, *(2 * abs(y) for _x, y in spot.values()))
        ties = (_lines(some[some["stance"] == stance], spot) for stance in LOOKS)
        drawn.append([*ties, *(_actors(spot, columns) for columns in PLACES.values())])
    chart = go.Figure()
    last = drawn[-1] if drawn else [{}] * (len(LOOKS) + len(PLACES))
    for (stance, line), ties in zip(LOOKS.items(), last):
        chart.add_scatter(**ties, line=line, name=words.label(stance), hoverinfo="text", mode="lines")
    for side, actors in zip(PLACES, last[len(LOOKS) :]):
        chart.add_scatter(**actors, textposition=side, name=_("actors"), **NAMES)
    slider = [
        {
            "label": f"{day:%Y-%m-%d}",
            "method": "restyle",
            "args": [{key: [trace.get(key) for trace in traces] for key in CHANGES}],
        }
        for day, traces in zip(dates, drawn)
    ]
    style.interactive(chart, alt=steps_sentence(rows))
    for x, text in enumerate((_("outside"), _("in the war"), _("in the war"), _("outside"))):
        chart.add_annotation(x=x, y=1, yref="paper", yanchor="bottom", text=text, showarrow=False, font={"size": 12})
    chart.add_annotation(
        x=0, xref="paper", xanchor="left", y=1, yref="paper", yanchor="bottom", yshift=24, align="left",
        text=_("Left and right: the two camps of the date.<br>At the edges: who stands with them from outside."),
        showarrow=False, font={"size": 13},
    )  # fmt: skip
    chart.update_layout(
        height=round(215 + ROW * tallest),
        margin={"t": 84},
        hovermode="closest",
        legend={"orientation": "h", "y": 0, "yanchor": "top"},
        xaxis={"visible": False, "range": [-0.75, 3.95], "fixedrange": True},
        yaxis={"visible": False, "fixedrange": True},
        sliders=[
            {
                "active": len(dates) - 1,
                "steps": slider,
                "pad": {"t": 44, "l": 34, "r": 34},
                "currentvalue": {"prefix": _("as of ")},
            }
        ]
        if dates
        else [],
    )
    if not dates:
        chart.add_annotation(x=1.6, y=0.5, yref="paper", text=_("no tie on record"), showarrow=False)
    return chart


def _spots(rows: pd.DataFrame) -> dict[str, tuple[int, float]]:
    """Where each actor stands: its column, and in it the better tied nearer to the middle of the height."""
    column: dict[str, int] = {}
    count: dict[str, int] = {}
    for one, other, columns in zip(rows["from"], rows["to"], rows["columns"]):
        for name, place in zip((one, other), columns):
            column[name], count[name] = place, count.get(name, 0) + 1
    found = {}
    for place in range(4):
        names = sorted((name for name in column if column[name] == place), key=lambda name: (-count[name], name))
        for number, name in enumerate(names):
            off = (number + 1) // 2 + (GAP if number and place in (1, 2) else 0)
            found[name] = (place, off * (1.0 if number % 2 else -1.0) - (0.5 if place == 2 else 0.0))
    return found


def _lines(ties: pd.DataFrame, spot: dict) -> dict:
    x, y, texts = [], [], []
    for row in ties.itertuples():
        (x0, y0), (x1, y1) = spot[row[2]], spot[row.to]
        bulge = (0.3 if x0 < 2 else -0.3) if x0 == x1 else 0.0
        x += [x0, round((x0 + x1) / 2 + bulge, 1), x1, None]
        y += [y0, round((y0 + y1) / 2, 2), y1, None]
        weak = "" if row.attribution == "established" else f" ({words.label(row.attribution)})"
        text = _("{one} {stance} {other}: {forms}, since {since}{weak}").format(
            one=row[2], stance=words.label(row.stance), other=row.to, forms=row.forms, since=row.since, weak=weak
        )
        texts += ["", escape(text), "", ""]
    return {"x": x, "y": y, "hovertext": texts}


def _actors(spot: dict, columns: tuple[int, ...]) -> dict:
    names = sorted(name for name, (x, _y) in spot.items() if x in columns)
    return {
        "x": [spot[name][0] for name in names],
        "y": [spot[name][1] for name in names],
        "text": [escape(clipped(name, LONGEST)) for name in names],
    }


def steps_sentence(rows: pd.DataFrame) -> Sentence:
    """How many ties the network has at its fullest and at its last date, and what part of them is hostile."""
    if rows.empty:
        return say(_("No tie is on record in this part of the data."))
    sizes = rows.groupby("day").size()
    most, last = sizes.idxmax(), sizes.index[-1]
    hostile = (rows["stance"] == "opposes").groupby(rows["day"]).sum()
    return say(
        _(
            "The network is fullest on {most}, with {n}, {hostile} of them hostile; "
            "on {last} it has {now}, {against} hostile."
        ),
        most=words.day(most),
        n=words.count(int(sizes[most]), "tie", "ties"),
        hostile=int(hostile[most]),
        last=words.day(last),
        now=words.count(int(sizes[last]), "tie", "ties"),
        against=int(hostile[last]),
    )
