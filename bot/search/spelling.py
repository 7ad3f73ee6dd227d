"""Spelling repair: a word that the base does not know -> the word of the base that it most likely is.

Words are compared by Damerau-Levenshtein distance (optimal string alignment, rapidfuzz's OSA), so that two swapped
letters count as one error. Short words are left alone: too many others are near them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST: Final = 4
"""Words with fewer letters are not repaired."""

LONG: Final = 7
"""From this length on two errors are repaired, below it one."""

_BITS: Final = 64
_CHANGED: Final = 2
"""One error changes the set of a word's letters by at most two: one goes, another comes."""


@dataclass(frozen=True, slots=True)
class _OfLength:
    """All words of one length in their order, each with the set of its letters as bits."""

    words: tuple[str, ...]
    letters: NDArray[np.uint64]


class Vocabulary:
    """The words of the base, small letters and folded. Built once, then only read."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            by_length[len(word)].append(word)
        self._by_length = {
            length: _OfLength(tuple(of_length), np.array([_letters(word) for word in of_length], np.uint64))
            for length, of_length in by_length.items()
        }

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def repair(self, word: str) -> str:
        """The nearest word of the base within one error (two for long words); the word itself if none is."""
        if word in self._words or len(word) < SHORTEST or not word.isalpha():
            return word
        errors = 2 if len(word) >= LONG else 1
        nearest: tuple[int, str] | None = None
        for length in range(len(word) - errors, len(word) + errors + 1):
            found = process.extractOne(
                word, self._with_like_letters(word, length, errors), scorer=OSA.distance, score_cutoff=errors
            )
            if found and (nearest is None or (found[1], found[0]) < nearest):
                nearest = (int(found[1]), found[0])
        return nearest[1] if nearest else word

    def _with_like_letters(self, word: str, length: int, errors: int) -> list[str]:
        """The words of a length that may be within so many errors, by their letters alone: one of a hundred."""
        of_length = self._by_length.get(length)
        if of_length is None:
            return []
        differing = np.bitwise_count(of_length.letters ^ np.uint64(_letters(word)))
        return [of_length.words[at] for at in np.flatnonzero(differing <= _CHANGED * errors).tolist()]


def _letters(word: str) -> int:
    """The set of the letters of a word, as bits; letters may share a bit."""
    letters = 0
    for letter in word:
        letters |= 1 << ord(letter) % _BITS
    return letters
