"""Which language a sentence is written in, by its letters and by words that only one of the three languages has."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from bot.knowledge import LANGUAGES, Language

_WORD: Final = re.compile(r"[^\W\d_]+")
_KAZAKH_LETTERS: Final = frozenset("әғқңөұүһі")
_RUSSIAN_ENDING: Final = re.compile(r"\w{2,}(?:ого|ому|ыми|ых|ые|ая|ое|ться|ение|ения|ости|ать|ить|ает|ует|ают|ской)")

# Words that another of the languages has as well are left out: не, да, он, бар, о.
_KAZAKH: Final = """
ал ала алам алдым алмай арада арналған ба бойынша бойы бола болса болады болмайды болып барып бір бірақ дейін деген
деп егер емес жоқ және кейін керек ма ме мен менің осы сол туралы үшін
"""
_RUSSIAN: Final = """
без были было быть в вас во вы где для до его если есть её же за и из или их к как когда который которые кто ли меня
мне можно мы на нельзя нет нужно об от по под при с со также только у уже что чтобы это я
"""
_ENGLISH: Final = """
a an and are at be been but by can did do does for from have he her his how i if in is it may my no not of on or that
the their there they this to was we were what when where which who with would you your
"""
_OWN_WORDS: Final[Mapping[Language, frozenset[str]]] = MappingProxyType(
    {"kk": frozenset(_KAZAKH.split()), "ru": frozenset(_RUSSIAN.split()), "en": frozenset(_ENGLISH.split())}
)

_ENOUGH: Final = 2
"""How many signs of another language it takes: one may be a name or a quotation."""

_OUTWEIGHS: Final = 3
"""How many times the signs of a text's own language the others must be."""


def other_language(sentence: str, language: Language) -> Language | None:
    """The language in which a sentence is written, if that is clearly not `language`."""
    signs = dict.fromkeys(LANGUAGES, 0)
    for word in _WORD.findall(sentence):
        for each in _languages_of(word.lower()):
            signs[each] += 1
    best = max(LANGUAGES, key=lambda each: signs[each])
    if best == language or signs[best] < _ENOUGH or signs[best] < _OUTWEIGHS * signs[language]:
        return None
    return best


@lru_cache(maxsize=50_000)
def _languages_of(word: str) -> tuple[Language, ...]:
    """The languages of which a word is a sign."""
    return tuple(each for each in LANGUAGES if word in _OWN_WORDS[each] or _looks(word, each))


def _looks(word: str, language: Language) -> bool:
    """Whether the letters or the ending of a word are those of one language alone."""
    match language:
        case "kk":
            return not _KAZAKH_LETTERS.isdisjoint(word)
        case "ru":
            return _KAZAKH_LETTERS.isdisjoint(word) and _RUSSIAN_ENDING.fullmatch(word) is not None
        case "en":
            return False
