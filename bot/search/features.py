"""An analysed text -> its features: stems, pairs of stems, and the parts of words.

Words and pairs carry the meaning; the n-grams inside words bridge endings and typing errors. The two kinds are kept
apart, so that a long word does not drown the others (shared weights were worse for Kazakh).
"""

from collections import Counter
from itertools import pairwise
from typing import Final

from bot.search.steps import Analysis

GRAM_LENGTHS: Final = (3, 4, 5)


def word_features(analysis: Analysis) -> Counter[str]:
    """Stems and pairs of neighbouring stems, with how often each stands there."""
    stems = analysis.stems
    features = Counter(stems)
    features.update(f"{left} {right}" for left, right in pairwise(stems))
    return features


def gram_features(analysis: Analysis) -> Counter[str]:
    """All runs of three to five letters inside the words, whose borders count as a letter."""
    features: Counter[str] = Counter()
    for word in analysis.words:
        bordered = f"·{word}·"
        for length in GRAM_LENGTHS:
            features.update(bordered[at : at + length] for at in range(len(bordered) - length + 1))
    return features
