"""An analysed text -> its features: stems, pairs of stems, and the parts of words.

Words and pairs carry the meaning; the n-grams inside words bridge endings and typing errors. The two kinds are kept
apart and get equal say, so that a long word does not drown the others.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from bot.search.steps import Analysis

GRAM_LENGTHS: Final = (3, 4, 5)

Extractor = Callable[[Analysis], Iterator[str]]


def word_features(analysis: Analysis) -> Iterator[str]:
    """Stems and pairs of neighbouring stems, as often as each stands there."""
    yield from analysis.stems
    for left, right in pairwise(analysis.stems):
        yield f"{left} {right}"


def part_features(analysis: Analysis) -> Iterator[str]:
    """All runs of three to five letters inside the words, whose borders count as a letter."""
    for word in analysis.words:
        bordered = f"·{word}·"
        for length in GRAM_LENGTHS:
            for at in range(len(bordered) - length + 1):
                yield bordered[at : at + length]


KINDS: Final[tuple[Extractor, ...]] = (word_features, part_features)
"""The kinds of features; each makes up the same share of a vector."""
