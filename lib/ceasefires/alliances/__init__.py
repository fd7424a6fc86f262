"""Who stood with whom, who changed sides and when, and how far the ties are from two camps."""

from .balance import balance_figure, balance_sentence, balance_table, graph_of
from .camps import (
    camps_figure,
    camps_sentence,
    camps_table,
    reversals_sentence,
    reversals_table,
)  # fmt: skip
from .course import course_figure, course_sentence, course_table
from .matrix import matrix_figure, matrix_sentence, matrix_table
from .network import network, running, signed
from .river import river_sentence, river_table
from .river_drawn import river_figure
from .shifts import shifts_sentence, shifts_table
from .shifts_drawn import shifts_figure
from .stepped import steps_figure, steps_sentence, steps_table
from .ties import ties_sentence, ties_table

__all__ = [
    "balance_figure", "balance_sentence", "balance_table", "camps_figure", "camps_sentence", "camps_table",
    "course_figure", "course_sentence", "course_table", "graph_of", "matrix_figure", "matrix_sentence", "matrix_table",
    "network", "reversals_sentence", "reversals_table", "river_figure", "river_sentence", "river_table", "running",
    "shifts_figure", "shifts_sentence", "shifts_table", "signed", "steps_figure", "steps_sentence", "steps_table",
    "ties_sentence", "ties_table",
]  # fmt: skip
