"""The index: texts as sparse vectors of features, and which of them are near another text.

Weights are (1 + log of the count) times the inverse document frequency log((1 + N) / (1 + n)) + 1 (Salton and Buckley
1988, "ltc"). Each kind of features makes up the same share of a vector; vectors have length 1, so that their product
is the cosine. Everything is kept in flat arrays, feature by feature.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.search.features import KINDS
from bot.search.steps import Analysis

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_SHARE: Final = len(KINDS) ** -0.5


@dataclass(frozen=True, slots=True)
class Vector:
    """The features of a text that an index knows, by number, with their weights."""

    features: Ints
    weights: Floats


@dataclass(frozen=True, slots=True)
class Postings:
    """Vectors turned round: for each feature, in which of `size` vectors it stands and with which weight."""

    starts: Ints
    numbers: Ints
    weights: Floats
    size: int

    @classmethod
    def of(cls, numbers: Ints, features: Ints, weights: Floats, *, size: int, feature_count: int) -> "Postings":
        """Postings from triples of vector number, feature and weight."""
        order = np.lexsort((numbers, features))
        starts = np.searchsorted(features[order], np.arange(feature_count + 1))
        return cls(starts, numbers[order], weights[order], size)

    def products(self, vector: Vector) -> Floats:
        """The product of a vector with each of the vectors."""
        starts = self.starts[vector.features]
        lengths = self.starts[vector.features + 1] - starts
        if not lengths.any():
            return np.zeros(self.size, np.float32)
        # all postings of all features one behind the other, without a loop over the features
        begins = np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
        where = begins + np.arange(len(begins))
        parts = self.weights[where] * np.repeat(vector.weights, lengths)
        return np.bincount(self.numbers[where], parts, minlength=self.size).astype(np.float32)


class Index:
    """Texts that belong to groups. Built once, then only read."""

    def __init__(self, analyses: Sequence[Analysis], groups: Sequence[int]) -> None:
        """Index `analyses`; `groups` numbers the group of each, from 0 without gaps."""
        self._vocabularies: list[dict[str, int]] = [{} for _ in KINDS]
        numbers, features, counts, kinds = self._count(analyses)
        self._idf, self._unknown_idf = _idf(features, self._feature_count, len(analyses))
        weights = ((1 + np.log(counts)) * self._idf[features]).astype(np.float32)
        by_kind = numbers * len(KINDS) + kinds
        squares = np.bincount(by_kind, weights**2, minlength=len(analyses) * len(KINDS))
        weights *= (_SHARE / np.sqrt(squares[by_kind])).astype(np.float32)
        self._texts = Postings.of(numbers, features, weights, size=len(analyses), feature_count=self._feature_count)
        self._centroids = self._middle(np.asarray(groups, np.int64)[numbers], features, weights)

    def near_texts(self, vector: Vector) -> Floats:
        """The cosine (0 to 1) of a vector to each text."""
        return self._texts.products(vector)

    def near_groups(self, vector: Vector) -> Floats:
        """The cosine (0 to 1) of a vector to the centroid of each group."""
        return self._centroids.products(vector)

    def vector(self, analysis: Analysis) -> Vector:
        """The vector of a text. Features that no indexed text has lengthen it, so that they lower its cosines."""
        features: list[int] = []
        weights: list[float] = []
        for extract, vocabulary in zip(KINDS, self._vocabularies, strict=True):
            counts = Counter(extract(analysis))
            known = [(vocabulary[name], count) for name, count in counts.items() if name in vocabulary]
            unknown = [count for name, count in counts.items() if name not in vocabulary]
            numbers = [number for number, _ in known]
            found = (1 + np.log([count for _, count in known])) * self._idf[numbers] if known else np.zeros(0)
            missing = (1 + np.log(unknown)) * self._unknown_idf if unknown else np.zeros(0)
            length = float(np.sqrt((found**2).sum() + (missing**2).sum()))
            features += numbers
            weights += (found * (_SHARE / length)).tolist() if known else []
        return Vector(np.asarray(features, np.int64), np.asarray(weights, np.float32))

    def known_share(self, analysis: Analysis) -> float:
        """How much of the stems of a text, weighed by rarity, some indexed text has (0 to 1; 0 for none at all)."""
        vocabulary = self._vocabularies[0]
        known = sum(float(self._idf[vocabulary[stem]]) for stem in analysis.stems if stem in vocabulary)
        unknown = self._unknown_idf * sum(stem not in vocabulary for stem in analysis.stems)
        return known / (known + unknown) if known else 0.0

    @property
    def _feature_count(self) -> int:
        return sum(map(len, self._vocabularies))

    def _count(self, analyses: Sequence[Analysis]) -> tuple[Ints, Ints, Ints, Ints]:
        """Text number, feature, count and kind of each feature of each text; fills the vocabularies."""
        numbers: list[int] = []
        features: list[int] = []
        counts: list[int] = []
        kinds: list[int] = []
        names: dict[tuple[int, str], int] = {}
        for number, analysis in enumerate(analyses):
            for kind, extract in enumerate(KINDS):
                counted = Counter(extract(analysis))
                features += [names.setdefault((kind, name), len(names)) for name in counted]
                counts += counted.values()
                numbers += [number] * len(counted)
                kinds += [kind] * len(counted)
        for (kind, name), feature in names.items():
            self._vocabularies[kind][name] = feature
        return (
            np.array(numbers, np.int64),
            np.array(features, np.int64),
            np.array(counts, np.int64),
            np.array(kinds, np.int64),
        )

    def _middle(self, groups: Ints, features: Ints, weights: Floats) -> Postings:
        """The centroid of each group, with length 1."""
        size = int(groups.max(initial=-1)) + 1
        pairs, where = np.unique(groups * self._feature_count + features, return_inverse=True)
        sums = np.bincount(where, weights)
        of_group, feature = np.divmod(pairs, max(self._feature_count, 1))
        lengths = np.sqrt(np.bincount(of_group, sums**2, minlength=size))
        return Postings.of(
            of_group,
            feature,
            (sums / lengths[of_group]).astype(np.float32),
            size=size,
            feature_count=self._feature_count,
        )


def _idf(features: Ints, feature_count: int, texts: int) -> tuple[NDArray[np.float64], float]:
    """The inverse document frequency of each feature, and that of one that stands in no text."""
    frequency = np.bincount(features, minlength=feature_count)
    return np.log((1 + texts) / (1 + frequency)) + 1, float(np.log(1 + texts) + 1)
