"""What a text in Latin letters may stand for: itself, Cyrillic typed on the wrong layout, or Cyrillic spelt in Latin.

Readings compete: each is a guess at what the person meant to write, with a penalty, and the words that the base knows
decide among them (`bot.search.search`). A text without a Latin letter has one reading only.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.knowledge import Language

_LATIN: Final = re.compile(r"[a-zäöüñşğıūŋéçʻ]", re.IGNORECASE)

_KEYS: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN: Final = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_SHIFTED: Final = str.maketrans('~{}:"<>', "`[];',.")
_LETTERS: Final = str.maketrans(_KEYS, _RUSSIAN)
_LAYOUTS: Final[Mapping[Language, Mapping[int, int]]] = MappingProxyType(
    {
        "ru": _LETTERS | str.maketrans("/?&^$@#", '.,?:;"№'),
        "kk": _LETTERS | str.maketrans("2345890-=@#$%*()_+167&^", 'әіңғүұқөһәіңғүұқөһ",.:;'),
    }
)
"""English key -> what Windows has there. The Kazakh row of digits has the letters that Russian lacks."""

# Longer spellings first. Kazakh Latin (2021 and earlier drafts, and as people type it) and Russian transliteration
# agree on most letters; where they do not, there is a table for each.
_COMMON: Final = {
    "shch": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "ya": "я", "yu": "ю", "yo": "е",
    "ye": "е", "ia": "я", "iu": "ю", "gh": "ғ", "ng": "ң", "ş": "ш", "ç": "ч", "ğ": "ғ", "ǵ": "ғ", "ñ": "ң", "ŋ": "ң",
    "ä": "ә", "ö": "ө", "ü": "ү", "ū": "ұ", "ı": "ы", "é": "э", "a": "а", "b": "б", "c": "ц", "d": "д", "e": "е",
    "f": "ф", "g": "г", "h": "х", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "қ", "r": "р",
    "s": "с", "t": "т", "u": "у", "v": "в", "x": "х", "z": "з",
}  # fmt: skip
_SPELLINGS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "latin-kk": {
            **_COMMON,
            "ts": "тс",
            "j": "ж",
            "y": "ы",
            "i": "і",
            "w": "у",
            "ai": "ай",
            "ei": "ей",
            "oi": "ой",
            "ui": "уй",
        },
        "latin-ru": {
            **_COMMON,
            "iya": "ия",
            "j": "й",
            "yi": "ый",
            "iy": "ий",
            "y": "ы",
            "i": "и",
            "w": "в",
            "ng": "нг",
            "'": "ь",
        },
    }
)
_LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType({"latin-kk": "kk", "latin-ru": "ru"})
_PATTERNS: Final = MappingProxyType(
    {
        name: re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
        for name, table in _SPELLINGS.items()
    }
)

AS_TYPED: Final = "as typed"
PENALTY: Final = 0.1
"""By so much a reading must be better known than the text as typed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text, and in which language it makes sense, if it is a guess at one.

    `penalty` is taken off the share of its words that the base knows.
    """

    name: str
    text: str
    language: Language | None = None
    penalty: float = 0.0


def readings(text: str) -> Iterator[Reading]:
    """All readings of a text; the first is the text as typed."""
    yield Reading(AS_TYPED, text)
    if not _LATIN.search(text):
        return
    lowered = text.lower()
    keys = lowered.translate(_SHIFTED)
    for language in ("ru", "kk"):
        yield Reading(f"layout-{language}", keys.translate(_LAYOUTS[language]), language, PENALTY)
    for name, table in _SPELLINGS.items():
        spelt = _PATTERNS[name].sub(lambda match, table=table: table[match[0]], lowered)  # type: ignore[misc]
        yield Reading(name, spelt, _LANGUAGES[name], PENALTY)
