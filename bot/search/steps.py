"""The normalising steps: what a person typed, brought into order one named step after another.

Text goes through `TEXT_STEPS`, is split into words, and each word goes through `WORD_STEPS`. A step is a small
function of its own, so that it can be tested alone and shown by `quqyq ask --explain`.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import Stemmer

from bot.search.kazakh import without_suffixes

MAX_CHARACTERS: Final = 2000
"""Longer texts are read at their beginning and their end, half of it each."""

_CYRILLIC: Final = re.compile(r"[а-яё]")
_LETTERS: Final = str.maketrans("әғқңөұүһіёъ", "агкноуухиеь")
_WORD: Final = re.compile(r"[^\W_]+")
_PREFIX: Final = 6


Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A named step from text to text."""

    name: str
    apply: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text in order: its signs as typed (small letters), its words, their stems, and what each step made of it."""

    signs: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    trace: tuple[tuple[str, str], ...]


def shorten(text: str) -> str:
    """The beginning and the end of a text that is too long to be one question."""
    half = MAX_CHARACTERS // 2
    return text if len(text) <= MAX_CHARACTERS else f"{text[:half]} {text[-half:]}"


def compose(text: str) -> str:
    """One form for each letter (NFKC), small letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def drop_apostrophes(text: str) -> str:
    """Apostrophes inside words fall away: don't -> dont."""
    return re.sub(r"(?<=\w)['’ʼ`](?=\w)", "", text)


def fold_letters(text: str) -> str:
    """Kazakh letters as they look on a Russian keyboard (құқық -> кукык), ё as е."""
    return text.translate(_LETTERS)


TEXT_STEPS: Final = (
    Step("shorten", shorten),
    Step("compose", compose),
    Step("apostrophes", drop_apostrophes),
    Step("letters", fold_letters),
)


def stem(word: str) -> str:
    """The Snowball stem (Porter 2 for Latin letters, Russian for Cyrillic), cut to six letters for Cyrillic.

    Kazakh has no Snowball stemmer: there, behind the step for its suffixes, and for Russian words with rarer endings,
    the first six letters of a long word serve as its stem (a fixed prefix is a fair stem in agglutinative languages).
    """
    if _CYRILLIC.search(word):
        return _stem_russian(word)[:_PREFIX]
    return _stem_english(word)


@lru_cache(maxsize=50_000)
def _stem_russian(word: str) -> str:
    return str(Stemmer.Stemmer("russian").stemWord(word))


@lru_cache(maxsize=50_000)
def _stem_english(word: str) -> str:
    return str(Stemmer.Stemmer("english").stemWord(word))


WORD_STEPS: Final = (Step("suffixes", without_suffixes), Step("stem", stem))


def analyse(
    text: str,
    repair: Callable[[str], str] | None = None,
    replace: Callable[[Words, Words], tuple[Words, Words]] | None = None,
) -> Analysis:
    """Take a text through all steps. Never fails, whatever the text.

    `repair` mends the spelling of single words; `replace` puts words of the base, with their stems, in the place of
    what people say for them.
    """
    trace = []
    signs = compose(shorten(text)).strip()
    for step in TEXT_STEPS:
        text = step.apply(text)
        trace.append((step.name, text))
    words = tuple(_WORD.findall(text))
    trace.append(("words", " ".join(words)))
    if repair is not None:
        words = tuple(repair(word) for word in words)
        trace.append(("spelling", " ".join(words)))
    stems = words
    for step in WORD_STEPS:
        stems = tuple(step.apply(word) for word in stems)
        trace.append((step.name, " ".join(stems)))
    if replace is not None:
        words, stems = replace(words, stems)
        trace.append(("synonyms", " ".join(stems)))
    return Analysis(signs, words, stems, tuple(trace))
