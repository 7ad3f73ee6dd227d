"""An analysed text -> its features: stems, pairs of stems, and the parts of words.

Words and pairs carry the meaning; the n-grams inside words bridge endings and typing errors. The two kinds are kept
apart and get equal say, so that a long word does not drown the others.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.search.steps import Analysis

GRAM_LENGTHS: Final = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of features: the pieces of a text, and the features of a piece, which are the same in every text."""

    pieces: Callable[[Analysis], Iterable[str]]
    features: Callable[[str], Iterable[str]]

    def of(self, analysis: Analysis) -> Iterator[str]:
        """The features of a text, as often as each stands there."""
        for piece in self.pieces(analysis):
            yield from self.features(piece)


def stems_and_pairs(analysis: Analysis) -> Iterator[str]:
    """Stems and pairs of neighbouring stems."""
    yield from analysis.stems
    for left, right in pairwise(analysis.stems):
        yield f"{left} {right}"


def is_pair(feature: str) -> bool:
    """Whether a feature is a pair of stems."""
    return " " in feature


def itself(piece: str) -> tuple[str]:
    """The piece, which is a feature already."""
    return (piece,)


def words(analysis: Analysis) -> tuple[str, ...]:
    """The words of a text."""
    return analysis.words


def parts(word: str) -> Iterator[str]:
    """All runs of three to five letters inside a word, whose borders count as a letter."""
    bordered = f"·{word}·"
    for length in GRAM_LENGTHS:
        for at in range(len(bordered) - length + 1):
            yield bordered[at : at + length]


KINDS: Final = (Kind(stems_and_pairs, itself), Kind(words, parts))
"""The kinds of features; each makes up the same share of a vector."""
