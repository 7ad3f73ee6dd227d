"""Text -> decision over all three languages at once."""

from bot.search.decision import Answer, Candidate, Decision, Reason, Refuse, Suggest, decision_name
from bot.search.documents import Document, documents
from bot.search.encoder import NO_ENCODER, Encoder, open_encoder
from bot.search.joining import Calibration, Thresholds
from bot.search.learning import Learning
from bot.search.lexicon import Lexicon
from bot.search.meaning import Meaning
from bot.search.search import Explanation, Found, Search

__all__ = [
    "NO_ENCODER",
    "Answer",
    "Calibration",
    "Candidate",
    "Decision",
    "Document",
    "Encoder",
    "Explanation",
    "Found",
    "Learning",
    "Lexicon",
    "Meaning",
    "Reason",
    "Refuse",
    "Search",
    "Suggest",
    "Thresholds",
    "decision_name",
    "documents",
    "open_encoder",
]
