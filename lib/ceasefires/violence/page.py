"""Figures as wide as a printed page of text, so that their words stay readable on paper and on a phone."""

import textwrap

import pandas as pd

from .. import style
from ..words import Sentence, say

WIDTH = 6.4  # inches
LETTERS = 72  # of a title in one line


def sheet(height: float):
    """The context in which to draw, and a picture as wide as the text."""
    return style.drawing(width=WIDTH, height=height)


def head(picture, title: str) -> None:
    """Put the title over the whole width, labels included."""
    picture.suptitle(textwrap.fill(title, LETTERS), x=0.01, ha="left", size=10, weight="bold", color=style.INK)


def without_rows(why: str, columns) -> pd.DataFrame:
    """A table without rows that keeps the sentence which says why there are none."""
    table = pd.DataFrame(columns=list(columns))
    table.attrs["why"] = why
    return table


def why_empty(table: pd.DataFrame) -> Sentence:
    """The sentence that a table without rows keeps."""
    why = table.attrs.get("why", "")
    return say("{why}", why=f"{why[:1].upper()}{why[1:]}.")
