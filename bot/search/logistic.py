"""Multinomial logistic regression with a quadratic penalty, by NumPy alone.

The curvature of its loss is bounded by that of half a least-squares problem (Böhning 1992, "Multinomial logistic
regression algorithm"): with the inverse of that bound in place of the Hessian every step is safe, needs one
factorisation for all steps, and a few dozen steps with Nesterov's momentum (1983) come as near as is useful.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

STEPS: Final = 60
"""After these many steps further ones no longer change which target is first (measured on the base's phrasings)."""


def fit_logistic(
    vectors: Floats,
    owners: Ints,
    classes: int,
    *,
    penalty: float,
    steps: int = STEPS,
    told: Callable[[], None] = lambda: None,
) -> Floats:
    """Weights of shape (dimensions + 1, classes); the last row is the bias.

    `vectors` has one row a text, `owners` the class of each; `penalty` is half the weight of the squared weights.
    `told` is called before each step, and may raise to end it all.
    """
    texts, dimensions = vectors.shape
    known = np.hstack([vectors, np.ones((texts, 1), np.float32)])
    curved = 0.5 * (known.T @ known)
    curved[np.diag_indices(dimensions)] += penalty
    curved[-1, -1] += 1e-3  # the bias is not penalised; this only keeps the matrix invertible
    inverse = np.linalg.inv(curved.astype(np.float64)).astype(np.float32)
    weights = np.zeros((dimensions + 1, classes), np.float32)
    ahead, momentum = weights, 1.0
    rows = np.arange(texts)
    for _ in range(steps):
        told()
        errors = softmax(known @ ahead)
        errors[rows, owners] -= 1
        slope = known.T @ errors
        slope[:-1] += penalty * ahead[:-1]
        stepped = ahead - inverse @ slope
        grown = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = stepped + (momentum - 1) / grown * (stepped - weights)
        weights, momentum = stepped, grown
    return weights


def softmax(scores: Floats) -> Floats:
    """Each row of scores as probabilities."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares
