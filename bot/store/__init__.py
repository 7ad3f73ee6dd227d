"""The little that is remembered."""

from bot.store.breaker import Breaker, Failed, Unavailable
from bot.store.claims import RENEWAL, Claim, Claims
from bot.store.counts import Counted, Counts, Key
from bot.store.forgiving import ForgivingClaims, ForgivingLanguages
from bot.store.languages import DatabaseLanguages, Languages, MemoryLanguages
from bot.store.offline import empty, stored_questions
from bot.store.opening import Store, StoreError, open_languages, open_records, open_store
from bot.store.records import Records
from bot.store.tables import About, sentences, tables
from bot.store.unanswered import UnansweredQuestion, UnansweredQuestions

__all__ = [
    "RENEWAL",
    "About",
    "Breaker",
    "Claim",
    "Claims",
    "Counted",
    "Counts",
    "DatabaseLanguages",
    "Failed",
    "ForgivingClaims",
    "ForgivingLanguages",
    "Key",
    "Languages",
    "MemoryLanguages",
    "Records",
    "Store",
    "StoreError",
    "UnansweredQuestion",
    "UnansweredQuestions",
    "Unavailable",
    "empty",
    "open_languages",
    "open_records",
    "open_store",
    "sentences",
    "stored_questions",
    "tables",
]
