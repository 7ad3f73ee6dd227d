"""The little that is remembered."""

from bot.store.languages import DatabaseLanguages, Languages, MemoryLanguages
from bot.store.opening import StoreError, open_languages

__all__ = ["DatabaseLanguages", "Languages", "MemoryLanguages", "StoreError", "open_languages"]
