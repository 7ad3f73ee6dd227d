"""Where a word may be divided: by Liang's patterns in Russian and English, by syllables in Kazakh."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

import pyphen

from bot.knowledge import Language

MIN_WORD: Final = 7
MIN_PART: Final = 3
"""A shorter word is not divided, and neither is a shorter part left on a line."""

_DICTIONARIES: Final = {"ru": "ru_RU", "en": "en_GB"}

_KAZAKH_WORD: Final = re.compile(r"[а-яёәғқңөұүһі]+", re.IGNORECASE)
_VOWELS: Final = frozenset("аәеёиоөұүыіэюя")
_STAN: Final = re.compile("[^аәеиоөұүыі]стан")
_SIGNS: Final = frozenset("ьъ")

Hyphenator = Callable[[str], tuple[int, ...]]
"""A word of letters -> the places at which a hyphen may divide it."""


def hyphenator(language: Language) -> Hyphenator:
    """How words are divided in a language. Reads the patterns; words with capitals inside are left whole."""
    divide = _kazakh if language == "kk" else _by_patterns(_DICTIONARIES[language])

    def places(word: str) -> tuple[int, ...]:
        if len(word) < MIN_WORD or not word.isalpha() or word[1:] != word[1:].lower():
            return ()
        return tuple(place for place in divide(word) if MIN_PART <= place <= len(word) - MIN_PART)

    return places


def _by_patterns(dictionary: str) -> Hyphenator:
    patterns = pyphen.Pyphen(lang=dictionary)
    return lambda word: tuple(patterns.positions(word))


def _kazakh(word: str) -> tuple[int, ...]:
    """A Kazakh syllable has one vowel and begins with at most one consonant: ұ-йым-дас-ты-ру-шы.

    Only -стан keeps its two (Қа-зақ-стан). `у` is a vowel beside consonants (ру-шы) and a consonant beside a vowel
    (та-уы).
    """
    if _KAZAKH_WORD.fullmatch(word) is None:
        return ()
    letters = word.lower()
    vowels = [index for index in range(len(letters)) if _is_vowel(letters, index)]
    places = []
    for before, vowel in pairwise(vowels):
        start = vowel - 1 if vowel - before > 1 else vowel
        if _STAN.match(letters, start - 2):
            start -= 1
        if letters[start] not in _SIGNS and start > 0:
            places.append(start)
    return tuple(places)


def _is_vowel(letters: str, index: int) -> bool:
    letter = letters[index]
    if letter != "у":
        return letter in _VOWELS
    before = letters[index - 1] if index else ""
    after = letters[index + 1] if index + 1 < len(letters) else ""
    return before not in _VOWELS and after not in _VOWELS
