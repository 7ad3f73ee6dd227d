"""The linear voice: a ridge over the features of texts, which weighs those that tell targets apart.

The features are first drawn together into `WIDTH` dimensions by a count sketch (Charikar, Chen and Farach-Colton
2002; the "hashing trick" of Weinberger et al. 2009), so that the ridge has a closed form in seconds and its weights
stay small. Where a feature goes is a hash of its name, so that an edit of the base moves no other feature: drawn anew
with every edit, weights were right for other questions each time. Features that stand in a single text say nothing of
any other and are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.search.index import Floats, Index, Ints, Postings, Vector
from bot.search.keeping import Arrays

WIDTH: Final = 2560
"""Dimensions of the sketch. With 1,536 the joined voices lost 1 of 100 topics on unseen questions; 3,072 won none to
speak of, and the time to fit grows with the square."""

PENALTY: Final = 0.3
"""How much large weights cost."""

LEAST_TEXTS: Final = 2

_AT_ONCE: Final = WIDTH
"""So many texts are sketched at once, so that the memory needed does not grow with the texts."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Fitted weights. `buckets` and `signs` say where each feature of the index goes in the sketch."""

    buckets: NDArray[np.uint16]
    signs: NDArray[np.int8]
    weights: Floats

    @classmethod
    def fit(cls, index: Index, owners: Ints, targets: int) -> "Linear":
        """Fit to the texts of an index; `owners` numbers the target of each text, of `targets` in all."""
        texts = index.texts
        buckets, signs = _sketch(index)
        shares = (np.bincount(owners, minlength=targets) / max(texts.size, 1)).astype(np.float32)
        if texts.size <= _AT_ONCE:  # the dual form: a system of the texts, which is the smaller one
            (known,) = _sketched(texts, buckets, signs)
            wanted = np.eye(targets, dtype=np.float32)[owners] - shares
            return cls(buckets, signs, known.T @ np.linalg.solve(_ridge(known @ known.T), wanted))
        gram = np.zeros((WIDTH, WIDTH), np.float32)
        sums = np.zeros((targets, WIDTH), np.float32)
        for part, known in enumerate(_sketched(texts, buckets, signs)):
            gram += known.T @ known
            present, of_row = np.unique(owners[part * _AT_ONCE :][: len(known)], return_inverse=True)
            sums[present] += np.eye(len(present), dtype=np.float32)[of_row].T @ known
        sums -= np.outer(shares, sums.sum(axis=0))
        return cls(buckets, signs, np.linalg.solve(_ridge(gram), sums.T))

    def arrays(self) -> Arrays:
        """The weights, to be kept."""
        parts: Arrays = {"buckets": self.buckets, "signs": self.signs, "weights": self.weights}
        return {f"linear {name}": part for name, part in parts.items()}

    @classmethod
    def of_arrays(cls, kept: Arrays) -> "Linear":
        """The weights that `arrays` gave."""
        return cls(*(kept[f"linear {name}"] for name in ("buckets", "signs", "weights")))

    def scores(self, vector: Vector) -> Floats:
        """For each target 0 if the text does not speak for it, near 1 if it does, below 0 if it speaks against it."""
        signed = vector.weights * self.signs[vector.features]
        buckets, where = np.unique(self.buckets[vector.features], return_inverse=True)  # a hundred of all
        sketched = np.bincount(where, signed, minlength=len(buckets)).astype(np.float32)
        scores: NDArray[np.float32] = sketched @ self.weights[buckets]
        return scores


def _sketch(index: Index) -> tuple[NDArray[np.uint16], NDArray[np.int8]]:
    """For each feature the dimension into which it goes, and its sign; 0 for one that stands in too few texts."""
    of_feature = np.diff(index.texts.starts)
    hashes = np.zeros(len(of_feature), np.uint32)
    for kind, vocabulary in enumerate(index.vocabularies):
        hashes[list(vocabulary.values())] = [crc32(_bytes(name), kind) for name in vocabulary]
    signs = np.where(hashes >> 31, 1, -1) * (of_feature >= LEAST_TEXTS)
    return (hashes % WIDTH).astype(np.uint16), signs.astype(np.int8)


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogatepass")


def _sketched(texts: Postings, buckets: NDArray[np.uint16], signs: NDArray[np.int8]) -> Iterator[Floats]:
    """The sketches of texts, each with length 1, so many rows at once."""
    order = np.argsort(texts.numbers, kind="stable")
    numbers, features = texts.numbers[order].astype(np.int64), texts.features()[order]
    cells = numbers * WIDTH + buckets[features]
    values = texts.weights[order].astype(np.float32) * signs[features]  # half precision is added ten times as slowly
    for first in range(0, max(texts.size, 1), _AT_ONCE):
        rows = min(_AT_ONCE, texts.size - first)
        begin, end = np.searchsorted(numbers, (first, first + rows))
        sketched = np.zeros((rows, WIDTH), np.float32)
        np.add.at(sketched.reshape(-1), cells[begin:end] - first * WIDTH, values[begin:end])
        sketched /= np.maximum(np.linalg.norm(sketched, axis=1, keepdims=True), 1e-6)
        yield sketched


def _ridge(gram: Floats) -> Floats:
    """The products of all with all, and the penalty."""
    gram[np.diag_indices(len(gram))] += PENALTY
    return gram
