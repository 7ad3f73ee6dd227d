"""Text -> decision over all three languages at once."""

from bot.search.decision import Answer, Candidate, Decision, Reason, Refuse, Suggest, Thresholds
from bot.search.documents import Document, documents
from bot.search.search import Explanation, Search

__all__ = [
    "Answer",
    "Candidate",
    "Decision",
    "Document",
    "Explanation",
    "Reason",
    "Refuse",
    "Search",
    "Suggest",
    "Thresholds",
    "documents",
]
