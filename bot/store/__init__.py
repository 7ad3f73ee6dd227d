"""The little that is remembered."""

from bot.store.forgiving import ForgivingLanguages
from bot.store.languages import DatabaseLanguages, Languages, MemoryLanguages
from bot.store.opening import StoreError, open_languages

__all__ = ["DatabaseLanguages", "ForgivingLanguages", "Languages", "MemoryLanguages", "StoreError", "open_languages"]
