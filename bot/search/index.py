"""The index: texts as sparse vectors of features, and which of them are near another text.

Weights are (1 + log of the count) times the inverse document frequency log((1 + N) / (1 + n)) + 1 (Salton and Buckley
1988, "ltc"). Each kind of features makes up the same share of a vector; vectors have length 1, so that their product
is the cosine. Everything is kept in flat arrays, feature by feature.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.search.column import Column
from bot.search.features import KINDS, is_pair
from bot.search.keeping import Arrays
from bot.search.steps import Analysis

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Sums = NDArray[np.float64]
Small = NDArray[np.int32]
"""Millions of these are needed at once while an index is built."""

HALF_PRECISION: Final = 1e-3
"""So far at most a cosine may be from what it should be: weights are kept in half precision."""

PAIRS: Final = 0.6
"""How much a pair of stems counts against a stem: it says little that its stems do not say (by cross-validation)."""

LEAST_TEXTS_OF_PAIR: Final = 2
"""A pair of stems in fewer texts is no feature. Those in one text were two thirds of all features and made texts less
alike than they are: without them two of a hundred more questions were answered rightly."""

COMMON: Final = 0.05
"""A part of words in a larger share of the texts weighs nothing. Two of a thousand do, and they were half of the work
of comparing; they said nothing (in cross-validation by words the loss fell from 0.710 to 0.705)."""

LEAST_COMMON: Final = 1000
"""In fewer texts none is common: few texts are compared soon enough."""

_AT_ONCE: Final = 500_000
"""So many weights are summed at once, so that summing takes little memory."""

_SHARE: Final = len(KINDS) ** -0.5


@dataclass(frozen=True, slots=True)
class Vector:
    """The features of a text that an index knows, by number, with their weights."""

    features: Ints
    weights: Floats


@dataclass(frozen=True, slots=True)
class Postings:
    """Vectors turned round: for each feature, in which of `size` vectors it stands and with which weight.

    Both are kept as small as they may be: the numbers in as many bytes as `size` needs, the weights, which are of
    0 to 1, in half precision. That is half of what an index would take otherwise.
    """

    starts: NDArray[np.int32]
    numbers: NDArray[np.unsignedinteger]
    weights: NDArray[np.float16]
    size: int

    @classmethod
    def of(
        cls,
        features: NDArray[np.integer],
        numbers: NDArray[np.integer],
        weights: NDArray[np.floating],
        shape: tuple[int, int],
    ) -> "Postings":
        """Postings, given in the order of features; `shape` is how many features and how many vectors there are."""
        starts = np.searchsorted(features, np.arange(shape[0] + 1))
        small = np.min_scalar_type(shape[1])
        return cls(starts.astype(np.int32), numbers.astype(small), weights.astype(np.float16), shape[1])

    def features(self) -> Ints:
        """The feature of each posting."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

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


@dataclass(frozen=True, slots=True)
class Index:
    """Texts that belong to groups. `vocabularies` number the features of each kind, `idf` weighs them."""

    vocabularies: tuple[dict[str, int], ...]
    idf: NDArray[np.float64]
    unknown_idf: float
    texts: Postings
    centroids: Postings

    @classmethod
    def build(cls, analyses: Sequence[Analysis], groups: Sequence[int]) -> "Index":
        """Index `analyses`; `groups` numbers the group of each, from 0 without gaps."""
        texts = len(analyses)
        vocabularies, features, numbers, counts = _count(analyses)
        size = sum(map(len, vocabularies))
        kinds = np.zeros(size, np.int32)
        for kind, vocabulary in enumerate(vocabularies):
            kinds[list(vocabulary.values())] = kind
        idf, unknown_idf = _idf(features, kinds, texts)
        idf[[number for vocabulary in vocabularies for name, number in vocabulary.items() if is_pair(name)]] *= PAIRS
        telling = idf[features] > 0
        features, numbers, counts = features[telling], numbers[telling], counts[telling]
        weights = (1 + np.log(counts)) * idf[features].astype(np.float32)
        by_kind = numbers * np.int32(len(KINDS)) + kinds[features]
        weights *= np.float32(_SHARE) / np.sqrt(np.bincount(by_kind, weights**2)).astype(np.float32)[by_kind]
        del by_kind
        postings = Postings.of(features, numbers, weights, (size, texts))
        of_groups = np.asarray(groups, np.int32)
        return cls(vocabularies, idf, unknown_idf, postings, _middle(of_groups[numbers], features, weights, size))

    def arrays(self) -> Arrays:
        """The index, to be kept."""
        kept: Arrays = {"idf": self.idf, "unknown_idf": np.array([self.unknown_idf])}
        for number, vocabulary in enumerate(self.vocabularies):
            kept[f"vocabulary {number}"] = Column.of(vocabulary).packed
            kept[f"numbers {number}"] = np.array(list(vocabulary.values()), np.int32)
        for name, postings in (("texts", self.texts), ("centroids", self.centroids)):
            kept[f"{name} starts"] = postings.starts
            kept[f"{name} numbers"] = postings.numbers
            kept[f"{name} weights"] = postings.weights
        return kept

    @classmethod
    def of_arrays(cls, kept: Arrays, texts: int, groups: int) -> "Index":
        """The index that `arrays` gave, over so many texts in so many groups."""
        vocabularies = tuple(
            dict(zip(Column(kept[f"vocabulary {number}"]), kept[f"numbers {number}"].tolist(), strict=True))
            for number in range(len(KINDS))
        )
        of_texts, of_groups = (
            Postings(kept[f"{name} starts"], kept[f"{name} numbers"], kept[f"{name} weights"], size)
            for name, size in (("texts", texts), ("centroids", groups))
        )
        return cls(vocabularies, kept["idf"], float(kept["unknown_idf"][0]), of_texts, of_groups)

    def near_texts(self, vector: Vector) -> Floats:
        """The cosine (0 to 1, within `HALF_PRECISION`) of a vector to each text."""
        return self.texts.products(vector)

    def near_groups(self, vector: Vector) -> Floats:
        """The cosine (0 to 1, within `HALF_PRECISION`) of a vector to the centroid of each group."""
        return self.centroids.products(vector)

    def vector(self, analysis: Analysis) -> Vector:
        """The vector of a text. Stems and parts of words that no indexed text has lengthen it, so that they lower its
        cosines; pairs that none has say nothing.
        """
        features: list[int] = []
        weights: list[float] = []
        for kind, vocabulary in zip(KINDS, self.vocabularies, strict=True):
            counts = Counter(kind.of(analysis))
            known = [(vocabulary[name], count) for name, count in counts.items() if name in vocabulary]
            unknown = [count for name, count in counts.items() if name not in vocabulary and not is_pair(name)]
            numbers = [number for number, _ in known]
            found = (1 + np.log([count for _, count in known])) * self.idf[numbers] if known else np.zeros(0)
            missing = (1 + np.log(unknown)) * self.unknown_idf if unknown else np.zeros(0)
            length = float(np.sqrt((found**2).sum() + (missing**2).sum()))
            features += numbers
            weights += (found * (_SHARE / length)).tolist() if length else [0.0] * len(found)
        return Vector(np.asarray(features, np.int64), np.asarray(weights, np.float32))

    def known_share(self, stems: Sequence[str]) -> float:
        """How much of the stems, weighed by rarity, some indexed text has (0 to 1; 0 for none at all)."""
        vocabulary = self.vocabularies[0]
        known = sum(float(self.idf[vocabulary[stem]]) for stem in stems if stem in vocabulary)
        unknown = self.unknown_idf * sum(stem not in vocabulary for stem in stems)
        return known / (known + unknown) if known else 0.0


def _count(analyses: Sequence[Analysis]) -> tuple[tuple[dict[str, int], ...], Small, Small, Floats]:
    """The vocabularies; and in the order of features each feature of each text, the text's number, and how often.

    Pairs of stems that stand in too few texts are left out.
    """
    vocabularies: tuple[dict[str, int], ...] = tuple({} for _ in KINDS)
    of_pieces: tuple[dict[str, list[int]], ...] = tuple({} for _ in KINDS)  # words stand in many texts
    features = array("i")
    lengths: list[int] = []
    size = 0
    for analysis in analyses:
        begin = len(features)
        for kind, vocabulary, of_piece in zip(KINDS, vocabularies, of_pieces, strict=True):
            for piece in kind.pieces(analysis):
                if piece not in of_piece:
                    names = list(kind.features(piece))
                    for name in names:
                        if name not in vocabulary:
                            vocabulary[name] = size
                            size += 1
                    of_piece[piece] = [vocabulary[name] for name in names]
                features.extend(of_piece[piece])
        lengths.append(len(features) - begin)
    width = max(len(lengths), 1)
    keys = np.array(features, np.int64) * width
    keys += np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    del features, of_pieces
    keys, counts = np.unique(keys, return_counts=True)
    of_feature, of_text = (part.astype(np.int32) for part in np.divmod(keys, width))
    kept = np.bincount(of_feature, minlength=size) >= LEAST_TEXTS_OF_PAIR
    for vocabulary in vocabularies:
        kept[[number for name, number in vocabulary.items() if not is_pair(name)]] = True
    renumbered = (np.cumsum(kept) - 1).astype(np.int32)
    vocabularies = tuple(
        {name: int(renumbered[number]) for name, number in vocabulary.items() if kept[number]}
        for vocabulary in vocabularies
    )
    there = kept[of_feature]
    return vocabularies, renumbered[of_feature[there]], of_text[there], counts[there].astype(np.float32)


def _middle(groups: Small, features: Small, weights: Floats, size: int) -> Postings:
    """The centroid of each group of vectors, with length 1: of each weight its group and its feature of `size`."""
    of_groups = int(groups.max(initial=-1)) + 1
    parts = [
        _summed(groups[begin:end], features[begin:end], weights[begin:end], of_groups)
        for begin, end in pairwise(_between_features(features))
    ]
    feature, group, sums = (np.concatenate(column) for column in zip(*parts, strict=True))
    lengths = np.sqrt(np.bincount(group, sums**2))
    return Postings.of(feature, group, sums / lengths[group], (size, of_groups))


def _between_features(features: Small) -> Iterator[int]:
    """Places that part sorted features into pieces of about `_AT_ONCE`, none of which ends within a feature."""
    yield 0
    for place in range(_AT_ONCE, len(features), _AT_ONCE):
        yield int(np.searchsorted(features, features[place]))
    yield len(features)


def _summed(groups: Small, features: Small, weights: Floats, of_groups: int) -> tuple[Ints, Ints, Sums]:
    """The sum of the weights of each feature in each group that has it: the feature, the group, the sum."""
    width = max(of_groups, 1)
    keys, where = np.unique(features.astype(np.int64) * width + groups, return_inverse=True)
    sums = np.bincount(where, weights).astype(np.float64)
    feature, group = np.divmod(keys, width)
    return feature, group, sums


def _idf(features: Small, kinds: Small, texts: int) -> tuple[NDArray[np.float64], float]:
    """The inverse document frequency of each feature, 0 for what is too common, and that of one that no text has."""
    frequency = np.bincount(features, minlength=len(kinds))
    idf = np.log((1 + texts) / (1 + frequency)) + 1
    idf[(kinds > 0) & (frequency > max(COMMON * texts, LEAST_COMMON))] = 0
    return idf, float(np.log(1 + texts) + 1)
