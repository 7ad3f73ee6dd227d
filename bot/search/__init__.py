"""Text -> decision over all three languages at once."""

from bot.search.decision import Answer, Candidate, Decision, Reason, Refuse, Suggest, Thresholds
from bot.search.documents import Document, documents
from bot.search.search import Explanation, Found, Search

__all__ = [
    "Answer",
    "Candidate",
    "Decision",
    "Document",
    "Explanation",
    "Found",
    "Reason",
    "Refuse",
    "Search",
    "Suggest",
    "Thresholds",
    "documents",
]
