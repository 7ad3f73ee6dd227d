"""Dates as the three languages write them out in a text."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from babel.dates import format_date

from bot.knowledge import Language

# CLDR's long forms shorten the word "year" (ж., г.); a running text writes it out.
_PATTERNS: Final[Mapping[Language, tuple[str, str, str]]] = MappingProxyType(
    {
        "kk": ("y 'жыл'", "y 'жылғы' LLLL", "y 'жылғы' d MMMM"),
        "ru": ("y 'год'", "LLLL y 'года'", "d MMMM y 'года'"),
        "en": ("y", "LLLL y", "d MMMM y"),
    }
)


@lru_cache(maxsize=4096)
def format_partial_date(value: str, language: Language) -> str:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD` in words; ValueError if it is none of these."""
    parts = [int(part) for part in value.split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    pattern = _PATTERNS[language][len(parts) - 1]
    return format_date(date(year, month, day), format=pattern, locale=language)
