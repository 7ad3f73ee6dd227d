"""What a text means, beyond its words: the voice of the encoder, with a linear model over its vectors."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from bot.search.encoder import Encoder, Floats
from bot.search.index import Ints
from bot.search.keeping import Arrays
from bot.search.logistic import fit_logistic

PENALTY: Final = 0.1


class Meaning:
    """A logistic regression over the vectors of phrasings. Built once, then only read."""

    def __init__(self, encoder: Encoder, mean: Floats, weights: Floats) -> None:
        self.encoder = encoder
        self.mean = mean
        self.weights = weights

    @classmethod
    def fit(
        cls, encoder: Encoder, vectors: Floats, owners: Ints, targets: int, told: Callable[[], None] = lambda: None
    ) -> "Meaning":
        """Fit to the vectors of phrasings; `owners` numbers the target of each, of `targets` in all.

        `told` is called now and then meanwhile, and may raise to end it.
        """
        mean = vectors.mean(axis=0)
        centred = _centred(vectors, mean)
        return cls(encoder, mean, fit_logistic(centred, owners, targets, penalty=PENALTY, told=told))

    def keep(self) -> Arrays:
        """What was learnt, as arrays."""
        return {"mean": self.mean, "weights": self.weights}

    @classmethod
    def of_arrays(cls, encoder: Encoder, kept: Arrays) -> "Meaning":
        """What `keep` gave."""
        return cls(encoder, kept["mean"], kept["weights"])

    def hear(self, texts: Sequence[str]) -> Floats:
        """For each target the logarithm of its probability (0 or below), of the texts the mean."""
        vectors = _centred(np.stack([self.encoder.embed(text) for text in texts]), self.mean)
        scores = vectors @ self.weights[:-1] + self.weights[-1]
        highest = scores.max(axis=1, keepdims=True)
        logarithms = scores - highest - np.log(np.exp(scores - highest).sum(axis=1, keepdims=True))
        mean: Floats = logarithms.mean(axis=0)
        return mean


def _centred(vectors: Floats, mean: Floats) -> Floats:
    """Vectors less the mean, which all texts share and which says nothing, again with length 1."""
    centred = vectors - mean
    unit: Floats = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6)
    return unit
