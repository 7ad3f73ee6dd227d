"""The linear voice: a ridge over the features of texts, which weighs those that tell targets apart.

The features are first drawn together into `WIDTH` dimensions by a count sketch (Charikar, Chen and Farach-Colton
2002; the "hashing trick" of Weinberger et al. 2009), so that the ridge has a closed form in seconds and its weights
stay small. Features that stand in a single text say nothing of any other and are left out.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.search.index import Floats, Ints, Triples, Vector
from bot.search.keeping import Arrays

WIDTH: Final = 3072
"""Dimensions of the sketch. With 1,024 the joined voices lost 1 of 100 topics on unseen questions; 4,096 won none."""

PENALTY: Final = 0.3
"""How much large weights cost."""

LEAST_TEXTS: Final = 2

_AT_ONCE: Final = 2048
"""So many texts are sketched at once, so that the memory needed does not grow with the texts."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Fitted weights. `buckets` and `signs` say where each feature of the index goes in the sketch."""

    buckets: Ints
    signs: Floats
    weights: Floats

    @classmethod
    def fit(cls, triples: Triples, owners: Ints, targets: int) -> "Linear":
        """Fit to texts given as triples; `owners` numbers the target of each text, of `targets` in all."""
        buckets, signs = _sketch(triples)
        gram = np.zeros((WIDTH, WIDTH), np.float32)
        sums = np.zeros((WIDTH, targets), np.float32)
        shares = (np.bincount(owners, minlength=targets) / max(len(owners), 1)).astype(np.float32)
        borders = np.searchsorted(triples.numbers, np.arange(0, len(owners) + _AT_ONCE, _AT_ONCE))
        for part, (begin, end) in enumerate(pairwise(borders)):
            first = part * _AT_ONCE
            owned = owners[first : first + _AT_ONCE]
            features = triples.features[begin:end]
            cells = (triples.numbers[begin:end] - first) * WIDTH + buckets[features]
            values = triples.weights[begin:end] * signs[features]
            sketched = np.bincount(cells, values, minlength=len(owned) * WIDTH).astype(np.float32)
            sketched = sketched.reshape(len(owned), WIDTH)
            sketched /= np.maximum(np.linalg.norm(sketched, axis=1, keepdims=True), 1e-6)
            wanted = np.tile(-shares, (len(owned), 1))
            wanted[np.arange(len(owned)), owned] += 1
            gram += sketched.T @ sketched
            sums += sketched.T @ wanted
        gram[np.diag_indices(WIDTH)] += PENALTY
        return cls(buckets, signs, np.linalg.solve(gram, sums))

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
        sketched = np.bincount(self.buckets[vector.features], signed, minlength=WIDTH).astype(np.float32)
        scores: NDArray[np.float32] = sketched @ self.weights
        return scores


def _sketch(triples: Triples) -> tuple[Ints, Floats]:
    """For each feature the dimension into which it goes, and its sign; 0 for one that stands in too few texts."""
    texts = np.bincount(triples.features, minlength=triples.feature_count)
    random = np.random.default_rng(0)  # a fixed seed: the same base always gives the same weights
    buckets = random.integers(0, WIDTH, triples.feature_count)
    signs = random.choice(np.array([-1.0, 1.0], np.float32), triples.feature_count)
    return buckets, signs * (texts >= LEAST_TEXTS)
