"""Is the news item right, claim by claim: as known that day, and as known today?"""

from .figures import figure, stands_figure
from .items import claims, read_item
from .pages import after, changes, failed, lead, sentence, stands, table, terms

__all__ = [
    "after", "changes", "claims", "failed", "figure", "lead", "read_item", "sentence", "stands", "stands_figure",
    "table", "terms",
]  # fmt: skip
