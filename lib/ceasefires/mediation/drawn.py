"""Shapes that several figures of this package share: a shaded table, a share with its interval, an empty answer."""

import textwrap
from functools import cache

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from .. import style
from ..shares import jeffreys
from ..words import Sentence, _

BLUES = LinearSegmentedColormap.from_list("blues", [style.PAPER, "#c9dff0", style.BLUE])


def nothing(sentence: Sentence):
    """A picture of one sentence, for a part of the data in which there is nothing to draw."""
    picture = style.nothing(textwrap.fill(sentence, 108))
    picture.alt = sentence
    return picture


def wrapped(name: str, width: int = 30, lines: int = 2) -> str:
    """A name on at most so many lines beside an axis."""
    short = textwrap.shorten(name, width * lines - 2, placeholder="…")
    return "\n".join(textwrap.wrap(short, width, max_lines=lines, placeholder="…"))


def shaded(axis, numbers: np.ndarray, *, columns, rows, texts=None) -> None:
    """Draw a table of counts as shaded cells, each with its number or the text given; blank where it is zero."""
    most = max(numbers.max(initial=1), 1)
    axis.imshow(numbers, aspect="auto", cmap=BLUES, vmin=0, vmax=most * 1.15)
    for (y, x), number in np.ndenumerate(numbers):
        text = texts[y][x] if texts is not None else number or ""
        dark = number > 0.75 * most
        colour = "white" if dark else style.INK
        axis.text(x, y, text, ha="center", va="center", fontsize=8, color=colour, in_layout=False)
    axis.set_xticks(range(len(columns)), columns, fontsize=8)
    axis.set_yticks(range(len(rows)), rows, fontsize=8)
    axis.tick_params(length=0)
    axis.grid(visible=False)
    axis.spines[:].set_visible(False)


def share(axis, y: float, row, *, colour: str, text: str | None = None, at: float = 1.03) -> None:
    """One share as [low, high] (thick), its 95 % interval (thin) and its k of n at the right."""
    axis.plot([row.low, row.high], [y, y], color=colour, lw=1.2, alpha=0.7, zorder=2)
    axis.plot([row.share_low, row.share_high], [y, y], color=colour, lw=5, solid_capstyle="butt", alpha=0.55, zorder=3)
    for end in {row.share_low, row.share_high}:
        axis.plot(end, y, "o", color=colour, ms=4.5, zorder=4)
    axis.text(at, y, text or k_of_n(row.k_low, row.k_high, row.n), va="center", fontsize=8, clip_on=False)


def k_of_n(low: int, high: int, n: int) -> str:
    """A count as a reader writes it: '3 of 7', or '3–5 of 7' where dates or outcomes leave doubt."""
    count = str(low) if low == high else f"{low}–{high}"
    return _("{k} of {n}").format(k=count, n=n)


@cache
def interval(low: int, high: int, n: int) -> tuple[float, float]:
    """The 95 % Jeffreys interval of a share whose count is only known as [low, high]: the outer ends of the two."""
    return jeffreys(low, n)[0], jeffreys(high, n)[1]
