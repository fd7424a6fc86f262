"""Do those who broker truces back opposite sides, what follows then, and which pairs do it beyond chance?"""

from .backing import FORMS, WITHOUT_RECOGNITION, backing_sentence, backing_table
from .followed import (
    followed_figure,
    followed_sentence,
    followed_table,
    permuted_sentence,
    permuted_table,
)
from .kinds import figure, opposed, periods, sentence, table
from .pairs import pairs_figure, pairs_sentence, pairs_table
from .sides import rule

__all__ = [
    "FORMS", "WITHOUT_RECOGNITION", "backing_sentence", "backing_table", "figure", "followed_figure",
    "followed_sentence", "followed_table", "opposed", "pairs_figure", "pairs_sentence", "pairs_table", "periods",
    "permuted_sentence", "permuted_table", "rule", "sentence", "table",
]  # fmt: skip
