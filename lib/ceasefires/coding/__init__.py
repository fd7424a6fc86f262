"""What counts as a ceasefire, how much of it is covered, on what sources, how surely, and would another coder agree?"""

from .agreement import agreement_figure, agreement_sentence, agreement_table, cases_sentence
from .comparison import comparison_figure, comparison_sentence, comparison_table, crosswalk_sentence, crosswalk_table
from .coverage import coverage_figure, coverage_sentence, coverage_table
from .evidence import evidence_figure, evidence_sentence, evidence_table
from .rules import rules_table
from .uncertainty import uncertainty_figure, uncertainty_sentence, uncertainty_table
from .unit import unit_figure, unit_sentence, unit_table

__all__ = [
    "agreement_figure", "agreement_sentence", "agreement_table", "cases_sentence", "comparison_figure",
    "comparison_sentence",
    "comparison_table", "coverage_figure", "coverage_sentence", "coverage_table", "crosswalk_sentence",
    "crosswalk_table",
    "evidence_figure", "evidence_sentence", "evidence_table", "rules_table", "uncertainty_figure",
    "uncertainty_sentence", "uncertainty_table", "unit_figure", "unit_sentence", "unit_table",
]  # fmt: skip
