"""Does the fighting stop? Deaths around truces, and what may and may not be concluded from them."""

from .around import around, starts
from .changes import changes_table, rotations_table
from .drawn import effects_figure, placebos_figure
from .dumbbells import around_figure, around_sentence, sides
from .effects import dated_sentence, effects_sentence, effects_table
from .hac import hac_bins, hac_figure, hac_sentence, hac_table
from .interrupted import interrupted_figure, interrupted_sentence, interrupted_table
from .months import lull_sentence, lull_table, months_figure, months_sentence, months_table, room_sentence
from .placebos import placebos_sentence, placebos_table
from .shifts import changes_figure, changes_sentence, rotations_figure, rotations_sentence
from .simulated import War, war
from .size import size_figure, size_sentence, size_table

__all__ = [
    "War", "around", "around_figure", "around_sentence", "changes_figure", "changes_sentence", "changes_table",
    "dated_sentence", "effects_figure", "effects_sentence", "effects_table", "hac_bins", "hac_figure", "hac_sentence",
    "hac_table", "interrupted_figure", "interrupted_sentence", "interrupted_table", "lull_sentence", "lull_table",
    "months_figure", "months_sentence", "months_table", "placebos_figure", "placebos_sentence", "placebos_table",
    "room_sentence", "rotations_figure", "rotations_sentence", "rotations_table", "sides", "size_figure",
    "size_sentence", "size_table", "starts", "war",
]  # fmt: skip
