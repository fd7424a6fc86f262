"""The only look and feel: colours, type, and figures that carry their own alt text."""

from contextlib import suppress
from io import BytesIO

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

pd.set_option("display.max_colwidth", None, "display.max_rows", 500, "display.max_columns", 50)

INK, SOFT, GRID, PAPER = "#1f2933", "#616e7c", "#e4e7eb", "#ffffff"
# Okabe and Ito's palette, told apart by readers with any common colour vision.
BLUE, ORANGE, GREEN, RED, SKY, PURPLE, YELLOW = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#d55e00",
    "#56b4e9",
    "#cc79a7",
    "#f0e442",
)
ENDS = {
    "holding": BLUE,
    "expired": SKY,
    "replaced": GREEN,
    "broken": RED,
    "renounced": ORANGE,
    "lapsed": PURPLE,
    "moot": "#9aa5b1",
    "unknown": "#cbd2d9",
    "never_effective": PAPER,
}
RC = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": GRID,
    "axes.labelcolor": SOFT,
    "axes.titlecolor": INK,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "figure.facecolor": PAPER,
    "hatch.linewidth": 0.6,
}


class Picture(Figure):
    """A matplotlib figure that shows itself once, always as the same bytes, with a text for those who can't see it."""

    def __init__(self, *, width: float, height: float, **options):
        with mpl.rc_context(RC):
            super().__init__(figsize=(width, height), layout="constrained", **options)
        self.alt = self.caption = ""

    def _repr_mimebundle_(self, include=None, exclude=None):
        bundle = {"image/png": _light(self._pixels()), "text/plain": f"<Picture: {self.alt}>"}
        said = {"alt": self.alt} | ({"caption": self.caption} if self.caption else {})
        return bundle, {"image/png": said}

    def _pixels(self) -> Image.Image:
        """What savefig would write, drawn once instead of once for the layout and once for the file."""
        own = self.dpi
        with mpl.rc_context(RC):
            self.set_dpi(120)
            canvas = FigureCanvasAgg(self)
            canvas.draw()
            self.set_dpi(own)
        return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def _light(picture: Image.Image) -> bytes:
    """A PNG in 64 colours, which the eye does not miss in a chart and which takes a third of the bytes."""
    png = BytesIO()
    picture.quantize(64, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(png, "PNG")
    return png.getvalue()


def drawing(width: float = 9, height: float = 5):
    """Return a context in which to draw in the house style, and the picture to draw on."""
    return mpl.rc_context(RC), Picture(width=width, height=height)


def nothing(sentence: str) -> Picture:
    """A picture for which there is nothing to draw: the sentence that says so, in the house style."""
    context, picture = drawing(width=8, height=1)
    with context:
        picture.text(0.01, 0.5, sentence, va="center", color=SOFT)
    picture.alt = sentence
    return picture


def interactive(figure, *, alt: str):
    """Give a plotly figure the house style and its alt text (in ``layout.meta.alt``); return it."""
    with suppress(ImportError):  # plotly shows a chart with nbformat where there is one
        from . import lean  # noqa: F401
    figure.update_layout(
        template="none",
        meta={"alt": alt},
        font={"family": "system-ui, sans-serif", "size": 12, "color": INK},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hoverlabel={"align": "left", "bgcolor": PAPER, "font": {"color": INK, "size": 12}},
        margin={"l": 8, "r": 8, "t": 40, "b": 8},
    )
    return figure
