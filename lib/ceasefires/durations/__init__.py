"""How long ceasefires hold: fixed terms served, open-ended truces under four rules, competing ends, comparisons."""

from .comparisons import compared, comparisons_sentence, comparisons_table
from .competing import ends_at, ends_figure, ends_sentence, ends_table
from .counted import counted, open_ended
from .dumbbells import comparisons_figure
from .earlier import failed_before, failed_list, failed_sentence
from .survival import survival_at, survival_figure, survival_sentence, survival_table
from .swimmer import figure
from .tables import sentence, table, truces
from .terms import terms_sentence, terms_served, terms_table

__all__ = [
    "compared", "comparisons_figure", "comparisons_sentence", "comparisons_table", "counted", "ends_at", "ends_figure",
    "ends_sentence", "ends_table", "failed_before", "failed_list", "failed_sentence", "figure", "open_ended",
    "sentence", "survival_at", "survival_figure", "survival_sentence", "survival_table", "table", "terms_sentence",
    "terms_served", "terms_table", "truces",
]  # fmt: skip
