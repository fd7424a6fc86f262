"""The river on paper: a column per phase, a band per camp, a stream per backer from column to column."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from .. import style, words
from ..words import _
from .network import clipped
from .river import river_sentence

ROW = 0.19  # inches
COLOURS = ("#9aa5b1", style.GREEN, style.BLUE, style.ORANGE, style.SKY, style.YELLOW)
BOTH = style.PURPLE
HALF = 0.41  # of a column that names take
LONGEST = 18  # letters of a name


def river_figure(rows: pd.DataFrame):
    """Draw the river of ``river_table``: who stood in which camp in which phase, and who passed from one to another."""
    columns = [some for _since, some in rows.groupby("since", sort=True)]
    places = [_places(some) for some in columns]
    top = max((max(y for y, _row in column.values()) for column in places if column), default=1)
    bottom = min((min(y for y, _row in column.values()) for column in places if column), default=-1)
    context, picture = style.drawing(width=10, height=(top - bottom + 8) * ROW)
    with context:
        axis = picture.subplots()
        for x, column in enumerate(places):
            for backer, (y, row) in column.items():
                _name(axis, x, y, backer, row)
            if x:
                for backer in sorted(column.keys() & places[x - 1].keys()):
                    _stream(axis, x, places[x - 1][backer], column[backer])
        for x, some in enumerate(columns):
            _heads(axis, x, some, places[x])
            axis.text(x, top + 2.7, _period(some), ha="center", va="bottom", fontsize=8, color=style.SOFT)
        if not columns:
            axis.text(0, 0, _("nobody backs anybody"), ha="center", color=style.SOFT)
        axis.text(
            -0.5, bottom - 2.9,
            _(
                "bold: the camp, named after its best backed · violet: stood with both camps in one phase · "
                "red: passed over · ?: only alleged or claimed"
            ),
            fontsize=8, color=style.SOFT, va="bottom",
        )  # fmt: skip
        axis.axhline(0, color=style.GRID, lw=1, zorder=0)
        axis.set_xlim(-0.5, max(len(columns), 1) - 0.5)
        axis.set_ylim(bottom - 3, top + 4)
        axis.set_axis_off()
        inside = rows.attrs.get("who") == "inside"
        title = (
            _("Who inside the country stood in which camp, phase by phase")
            if inside
            else _("Who from outside stood with which camp, phase by phase")
        )
        picture.suptitle(title, x=0.01, ha="left", fontsize=10, fontweight="bold")
    picture.alt = _("Backers of each camp in {n}, as streams from phase to phase. {what}").format(
        n=words.count(len(columns), "phase", "phases"), what=river_sentence(rows)
    )
    return picture


def _places(some: pd.DataFrame) -> dict[str, tuple[float, tuple]]:
    """How high each backer of a phase stands: even camps up from the middle, odd ones down, both in between."""
    found: dict[str, tuple[float, tuple]] = {}
    both = [row for row in some.itertuples() if row.stream < 0]
    for number, row in enumerate(both):
        found[row.backer] = ((len(both) - 1) / 2 - number, row)
    edge = len(both) / 2 + 1.1 if both else 0.9
    for side in (0, 1):
        held = [row for row in some.itertuples() if row.stream >= 0 and row.stream % 2 == side]
        for number, row in enumerate(held):
            found[row.backer] = ((edge + len(held) - 1 - number) if side == 0 else -(edge + number), row)
    return found


def _colour(stream: int) -> str:
    return BOTH if stream < 0 else COLOURS[stream % len(COLOURS)]


def _name(axis, x: int, y: float, backer: str, row) -> None:
    axis.add_patch(Rectangle((x - HALF, y - 0.46), 2 * HALF, 0.92, fc=_colour(row.stream), alpha=0.28, lw=0, zorder=2))
    weak = row.attribution != "established"
    text = clipped(backer, LONGEST - 2 * weak) + (" ?" if weak else "")
    axis.text(x, y, text, ha="center", va="center", fontsize=8, zorder=3)


def _stream(axis, x: int, before: tuple, now: tuple) -> None:
    (y0, old), (y1, new) = before, now
    left, right = x - 1 + HALF, x - HALF
    middle = (left + right) / 2
    path = Path([(left, y0), (middle, y0), (middle, y1), (right, y1)], [Path.MOVETO, *[Path.CURVE4] * 3])
    known = {number for number, _camp in old.camps} == {number for number, _camp in new.camps}
    crosses = known and old.stream != new.stream
    look = (
        {"color": style.RED, "lw": 2.2, "alpha": 1}
        if crosses
        else {"color": _colour(new.stream), "lw": 1.6, "alpha": 0.5}
    )
    axis.add_patch(PathPatch(path, fc="none", zorder=4 if crosses else 1, **look))


def _heads(axis, x: int, some: pd.DataFrame, column: dict) -> None:
    for stream, camp in some["camps"].iloc[0]:
        own = [y for y, row in column.values() if row.stream == stream]
        above = stream % 2 == 0
        y = (max(own, default=0.9) + 0.7) if above else (min(own, default=-0.9) - 0.7)
        text = "\n".join(textwrap.wrap(camp.partition(" (")[0], 17)[:3])
        axis.text(
            x, y, text, ha="center", va="bottom" if above else "top", fontsize=8, fontweight="bold", linespacing=0.95,
            color=_ink(stream), zorder=3,
        )  # fmt: skip


def _ink(stream: int) -> str:
    """The colour of a camp, dark enough to read."""
    colour = np.array([int(_colour(stream)[i : i + 2], 16) for i in (1, 3, 5)]) * 0.72
    return "#" + "".join(f"{round(part):02x}" for part in colour)


def _period(some: pd.DataFrame) -> str:
    since, until = some["since"].iloc[0], some["until"].iloc[0]
    return f"{words.day(since)[2:].strip()}\n– {words.day(until)[2:].strip()}"
