"""Spelling repair: a word that the base does not know -> the word of the base that it most likely is.

Words are compared by Damerau-Levenshtein distance (optimal string alignment, rapidfuzz's OSA), so that two swapped
letters count as one error. Short words are left alone: too many others are near them.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST: Final = 4
"""Words with fewer letters are not repaired."""

LONG: Final = 7
"""From this length on two errors are repaired, below it one."""


class Vocabulary:
    """The words of the base, small letters and folded. Built once, then only read."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            by_length[len(word)].append(word)
        self._by_length = dict(by_length)

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def repair(self, word: str) -> str:
        """The nearest word of the base within one error (two for long words); the word itself if none is."""
        if word in self._words or len(word) < SHORTEST or not word.isalpha():
            return word
        errors = 2 if len(word) >= LONG else 1
        nearest: tuple[str, int] | None = None
        for length in range(len(word) - errors, len(word) + errors + 1):
            found = process.extractOne(
                word, self._by_length.get(length, []), scorer=OSA.distance, score_cutoff=errors
            )
            if found and (nearest is None or (found[1], found[0]) < (nearest[1], nearest[0])):
                nearest = (found[0], int(found[1]))
        return nearest[0] if nearest else word
