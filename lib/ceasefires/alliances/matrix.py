"""The network of a day as a matrix: who stands how towards whom."""

import textwrap
from datetime import date

import numpy as np
import pandas as pd

from .. import style, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from . import optima
from .network import STANCES, WINDOW, find, network, short, signed

SIGNS = {"supports": "+", "engages": "·", "opposes": "−"}
LOOKS = {"supports": (style.BLUE, "o"), "engages": (style.SOFT, "d"), "opposes": (style.RED, "X")}
ROW = 0.185  # inches


def matrix_table(
    data: Dataset, *, day: str | date, window: int = WINDOW, actor: str | None = None, **choice
) -> pd.DataFrame:
    """The network of a day as signs, a row per actor and a column per actor it stands towards.

    ``+`` supports, ``−`` opposes, ``·`` deals with, followed by ``?`` where that is not established; blank for no tie.
    Both are ordered by camp: the best division of the ties into two, those it does not force in between. ``actor``
    keeps one actor's row and column; ``choice`` passes on what ``network`` takes.
    """
    graph = network(data, day=day, window=window, **choice)
    cells: dict[tuple[str, str], list[str]] = {}
    own = find(data, actor) if actor else None
    for one, other, stance in sorted(graph.edges(keys=True), key=lambda tie: (*tie[:2], -STANCES[tie[2]])):
        if own in (None, one, other):
            weak = "" if graph[one][other][stance]["attribution"] == "established" else "?"
            cells.setdefault((one, other), []).append(SIGNS[stance] + weak)
    place = {node: (side, -len(graph[node]), node) for node, side in _sides(graph).items()}
    rows, columns = (sorted({pair[end] for pair in cells}, key=place.get) for end in (0, 1))
    values = [[" ".join(cells.get((row, column), ())) for column in columns] for row in rows]
    table = pd.DataFrame(
        np.array(values, dtype=object).reshape(len(rows), len(columns)),
        index=pd.Index([short(data, row) for row in rows], name=_("who")),
        columns=pd.Index([short(data, column) for column in columns], name=_("towards whom")),
    )
    table.attrs = {
        "day": f"{graph.graph['day']}",
        "window": window,
        "rows": [place[row][0] for row in rows],
        "columns": [place[column][0] for column in columns],
    }
    return table


def _sides(graph) -> dict[str, int]:
    """Camp -1 or 1 of everybody whose place in the largest component's best divisions is forced, else 0."""
    parts = optima.optima(signed(graph))
    largest = max((group for part in parts for group in part.classes), key=len, default={})
    return {node: {0: -1, 1: 1}.get(largest.get(node), 0) for node in graph}


def matrix_figure(table: pd.DataFrame):
    """Draw the signs of ``matrix_table``: blue dots support, red crosses oppose, hollow ones are not established."""
    rows, columns = table.shape
    context, picture = style.drawing(width=10, height=max(rows, 3) * ROW + 2.6)
    marks: dict[tuple[str, bool], list[tuple[float, int]]] = {}
    for (y, x), cell in np.ndenumerate(table.to_numpy()):
        parts = cell.split()
        for number, part in enumerate(parts):
            shift = (number - (len(parts) - 1) / 2) * 0.44
            marks.setdefault((part[0], part.endswith("?")), []).append((x + shift, y))
    with context:
        axis = picture.subplots()
        for (sign, weak), places in sorted(marks.items()):
            colour, mark = next(LOOKS[stance] for stance, own in SIGNS.items() if sign == own)
            axis.plot(*zip(*places), mark, ms=6, mec=colour, mfc=style.PAPER if weak else colour)
        for edges, line in ((table.attrs["rows"], axis.axhline), (table.attrs["columns"], axis.axvline)):
            for number in range(1, len(edges)):
                if edges[number] != edges[number - 1]:
                    line(number - 0.5, color=style.INK, lw=0.8)
        axis.set_yticks(range(rows), table.index, fontsize=8)
        heads = [textwrap.shorten(name, 24, placeholder="…") for name in table.columns]
        axis.set_xticks(range(columns), heads, rotation=60, ha="left", rotation_mode="anchor", fontsize=8)
        axis.xaxis.tick_top()
        axis.tick_params(length=0)
        axis.set_xlim(-0.6, max(columns, 1) - 0.4)
        axis.set_ylim(max(rows, 1) - 0.4, -0.6)
        picture.suptitle(
            _("How each (row) stands towards others (columns), {day}").format(
                day=words.day(pd.Timestamp(table.attrs["day"]))
            ),
            x=0.01, ha="left", fontsize=10, fontweight="bold",
        )  # fmt: skip
        for stance, (colour, mark) in LOOKS.items():
            axis.plot([], [], mark, ms=6, color=colour, label=words.label(stance))
        axis.plot([], [], "o", ms=6, mec=style.INK, mfc=style.PAPER, label=_("hollow: not established"))
        axis.plot([], [], color=style.INK, lw=0.8, label=_("lines: between the camps"))
        picture.legend(loc="outside lower left", ncols=5, fontsize=8)
        if not rows:
            axis.text(0.5, 0.5, _("no tie on record"), transform=axis.transAxes, ha="center", color=style.SOFT)
    picture.alt = _("A matrix of signs, ordered by camp. {what}").format(what=matrix_sentence(table))
    return picture


def matrix_sentence(table: pd.DataFrame) -> Sentence:
    """How many pairs of which sign, and how many of those that cross the line between the camps are friendly."""
    day = words.day(pd.Timestamp(table.attrs["day"]))
    if table.empty:
        return say(_("No tie is on record on {day}."), day=day)
    cells = table.to_numpy()
    counts = [
        _("“{stance}” {n}").format(
            n=words.count(sum(sign in cell for cell in cells.flat), "time", "times"), stance=words.label(stance)
        )
        for stance, sign in SIGNS.items()
    ]
    apart = np.multiply.outer(np.array(table.attrs["rows"]), np.array(table.attrs["columns"]))
    friendly = sum("+" in cell for cell in cells[apart < 0])
    hostile = sum("−" in cell for cell in cells[apart > 0])
    return say(
        _(
            "On {day}: {counts}. {friendly} of the friendly ones cross from one camp to the other, "
            "and {hostile} of the hostile ones lie inside one."
        ),
        day=day,
        counts=words.listed(counts),
        friendly=friendly,
        hostile=hostile,
    )
