"""What happened when: ceasefires, mediation attempts, offensives and deaths on one time axis."""

from .hovering import interactive
from .printed import figure
from .tables import attempts, in_force, known_sentence, known_within, sentence, table, truces, turns

__all__ = [
    "attempts", "figure", "in_force", "interactive", "known_sentence", "known_within", "sentence", "table", "truces",
    "turns",
]  # fmt: skip
