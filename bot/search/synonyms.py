"""What people say for a word of the base -> that word: the step that `words.yaml` feeds."""

from collections.abc import Iterable
from typing import Final

from bot.knowledge import LANGUAGES, WordGroup
from bot.search.steps import Words, analyse

LONGEST: Final = 3
"""So many words at most stand for a word of the base."""


class Synonyms:
    """Runs of stems, and the words that are put in their place. Built once, then only read."""

    def __init__(self, groups: Iterable[WordGroup] = ()) -> None:
        self._meant: dict[tuple[str, ...], tuple[Words, Words]] = {}
        said_words: set[str] = set()
        for group in groups:
            for language in LANGUAGES:
                meant = analyse(group.word[language] or "")
                for each in group.said[language]:
                    said = analyse(each)
                    said_words.update(said.words)
                    self._meant.setdefault(said.stems, (meant.words, meant.stems))
        self._first = frozenset(stems[0] for stems in self._meant if stems)
        self.words = frozenset(said_words)
        """All words of what people say: none of them is a spelling error."""

    def apply(self, words: Words, stems: Words) -> tuple[Words, Words]:
        """Words and their stems, with what stands for a word of the base replaced: the longest first, none twice."""
        if self._first.isdisjoint(stems):
            return words, stems
        meant_words: list[str] = []
        meant_stems: list[str] = []
        at = 0
        while at < len(stems):
            length, found = self._longest(stems, at)
            meant_words += found[0] if found else words[at : at + 1]
            meant_stems += found[1] if found else stems[at : at + 1]
            at += length
        return tuple(meant_words), tuple(meant_stems)

    def _longest(self, stems: Words, at: int) -> tuple[int, tuple[Words, Words] | None]:
        for length in range(min(LONGEST, len(stems) - at), 0, -1):
            found = self._meant.get(stems[at : at + length])
            if found is not None:
                return length, found
        return 1, None
