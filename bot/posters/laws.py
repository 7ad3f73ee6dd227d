"""The short names of laws, as a poster has room for them: without articles, each once."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from bot.knowledge import Language

_ARTICLES: Final[Mapping[Language, re.Pattern[str]]] = MappingProxyType(
    {
        "kk": re.compile(r", (?=\d[^;]*?(?:бап|тармақ|бөлі[кг]))"),
        "ru": re.compile(r", (?=(?:стать|пункт|подпункт|част))"),
        "en": re.compile(r", (?=(?:Articles?|art\.|paragraphs?)\s)"),
    }
)
"""Where the name of a law ends and its articles begin."""

_EXAMPLE: Final = re.compile(r"^(?:мысалы|например|for example), ")
_NUMBER: Final = re.compile(r"(?:№|no\.) \S+ ")
"""The number of a law, which in Kazakh stands before its name. Two laws of one day differ in nothing else."""
_BETWEEN_LAWS: Final = re.compile(r";\s+(?![^()]*\))")


def short_names(law: str, language: Language) -> tuple[str, ...]:
    """The names of the laws that an update's `law` lists, without their articles; at least one."""
    parts = (_EXAMPLE.sub("", part.strip()) for part in _BETWEEN_LAWS.split(law))
    return tuple(_ARTICLES[language].split(part, maxsplit=1)[0] for part in parts)


def each_once(names: Iterable[str]) -> tuple[str, ...]:
    """The names in their order, each law once.

    Left out is one with which another begins, and one that has only other capitals or a number more than another.
    """
    listed = list(dict.fromkeys(names))
    folded = [name.casefold() for name in listed]
    return tuple(
        name
        for index, name in enumerate(listed)
        if folded[index] not in folded[:index]
        and (_NUMBER.sub("", folded[index]) == folded[index] or _NUMBER.sub("", folded[index]) not in folded)
        and not any(other != folded[index] and other.startswith(f"{folded[index]} ") for other in folded)
    )
