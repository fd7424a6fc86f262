"""Who mediated, with what success, who accepted whose proposals, who mediated with whom, and where?"""

from .acceptance import (
    acceptance_figure,
    acceptance_rule,
    acceptance_sentence,
    acceptance_table,
    outsiders_figure,
    outsiders_sentence,
    outsiders_table,
)  # fmt: skip
from .attempts import attempts_figure, attempts_sentence, attempts_table
from .battlefield import battlefield_figure, battlefield_rule, battlefield_sentence, battlefield_table
from .chains import chains_figure, chains_sentence, chains_table, effort_figure, effort_sentence, effort_table
from .map import places_figure, places_sentence, places_table
from .network import network_figure, network_sentence, network_table
from .stands import stands_figure, stands_sentence, stands_table
from .success import success_figure, success_rule, success_sentence, success_table
from .tracks import rivals_figure, rivals_sentence, rivals_table
from .walks import walk_figure, walk_sentence, walk_table

__all__ = [
    "acceptance_figure", "acceptance_rule", "acceptance_sentence", "acceptance_table", "attempts_figure",
    "attempts_sentence", "attempts_table", "battlefield_figure", "battlefield_rule", "battlefield_sentence",
    "battlefield_table", "chains_figure", "chains_sentence", "chains_table", "effort_figure", "effort_sentence",
    "effort_table", "network_figure", "network_sentence", "network_table", "outsiders_figure", "outsiders_sentence",
    "outsiders_table", "places_figure", "places_sentence", "places_table", "rivals_figure", "rivals_sentence",
    "rivals_table", "stands_figure", "stands_sentence", "stands_table", "success_figure", "success_rule",
    "success_sentence", "success_table", "walk_figure", "walk_sentence", "walk_table",
]  # fmt: skip
