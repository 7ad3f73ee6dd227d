"""Examples -> weights and thresholds: how much each voice of search counts, and where answering ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.search.joining import NEAREST, WITH_ENCODER, WITHOUT_ENCODER

LET_IN: Final = 0.1
"""So much of the written questions outside may be answered, while they are asked of a part of the base. They are
harder than most: half are on subjects next to the base's, and a quarter of those that it lists is left out."""

MISLED: Final = 0.05
"""So much of the written questions inside may be answered wrongly, while a quarter of the phrasings is left out."""

PHRASINGS: Final = 0.2
"""How much the phrasings count against the written questions, which are by other people and more like what is asked:
each phrasing has others by the same hand, so that they alone would make us trust the encoder too much."""

MISSED: Final = 0.005
"""Where the voices of words are sure of an answer, or that there is none, the encoder would mend so much at most."""

LEAST_SURE: Final = 50

SUGGEST: Final = 0.15
"""From this likelihood of all topics together on, questions are suggested."""

VOICES: Final = ("centroid", "nearest", "linear", "meaning")
OUTSIDE: Final = -1
Floats = NDArray[np.float64]
Origin = Literal["phrasing", "written", "typed"]
"""A phrasing of the base, a question that others wrote, or one of those as people type it, made by script."""


@dataclass(frozen=True, slots=True)
class Example:
    """What the voices said of one question: a figure for each voice and target, with the topic of each target.

    `right` are the numbers of the right topics, or `OUTSIDE` alone; `origin` is where the question comes from.
    """

    voices: Floats
    topics: NDArray[np.int64]
    right: tuple[int, ...]
    share: float
    words: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of each example how likely its best topic is, how likely what belongs to no topic, and whether it is right."""

    chance: Floats
    aside: Floats
    right: NDArray[np.bool_]


class Fit:
    """All examples in one array, padded where a fold knows fewer targets."""

    def __init__(self, found: Sequence[Example], topics: int) -> None:
        width = max(each.voices.shape[1] for each in found)
        self.voices = np.zeros((len(found), len(VOICES), width), np.float32)
        self.topics = np.full((len(found), width), -1)
        for row, each in enumerate(found):
            self.voices[row, :, : each.voices.shape[1]] = each.voices
            self.topics[row, : each.voices.shape[1]] = each.topics
        # what the rival that none of the targets is depends on
        self.rival = np.array([(1, 1 - each.share, np.log1p(each.words)) for each in found])
        self.aside = topics
        self.right = np.zeros((len(found), topics + 1), bool)
        for row, each in enumerate(found):
            self.right[row, [topics if topic == OUTSIDE else topic for topic in each.right]] = True
        self.outside = self.right[:, topics]
        self.good = (self.topics >= 0) & self.right[np.arange(len(found))[:, None], self.topics]
        self.written = np.array([each.origin == "written" for each in found])
        self.phrasing = np.array([each.origin == "phrasing" for each in found])
        kinds = 2 * self.outside + ~self.phrasing  # inside counts as much as outside
        shares = np.where(self.phrasing, PHRASINGS, 1.0) / np.bincount(kinds, minlength=4)[kinds]
        self.weights = shares / shares.sum()

    def shares(self, weights: Floats, used: int) -> tuple[Floats, Floats]:
        """Likelihood of each target of each example, and of none of them."""
        joined = np.einsum("v,nvt->nt", weights[:used], self.voices[:, :used]).astype(np.float64)
        joined[self.topics < 0] = -np.inf
        nothing = self.rival @ weights[used:]
        highest = np.maximum(joined.max(axis=1), nothing)
        powers, rest = np.exp(joined - highest[:, None]), np.exp(nothing - highest)
        total = powers.sum(axis=1) + rest
        return powers / total[:, None], rest / total

    def loss(self, weights: Floats, used: int) -> tuple[float, Floats]:
        """The negative log-likelihood of the right topics (none and asides count as one), and its slope."""
        shares, nothing = self.shares(weights, used)
        of_right = np.maximum((shares * self.good).sum(axis=1) + nothing * self.outside, 1e-12)
        slope = (shares - shares * self.good / of_right[:, None]) * self.weights[:, None]
        slope_nothing = (nothing - nothing * self.outside / of_right) * self.weights
        of_voices = np.einsum("nt,nvt->v", slope, self.voices[:, :used])
        gradient = np.append(of_voices, slope_nothing @ self.rival)
        return float(-(np.log(of_right) * self.weights).sum()), gradient

    def outcome(self, weights: Floats, used: int) -> Outcome:
        """What comes of these weights."""
        shares, _ = self.shares(weights, used)
        topics = np.stack([(shares * (self.topics == topic)).sum(axis=1) for topic in range(self.aside + 1)], axis=1)
        best = topics[:, : self.aside].argmax(axis=1)
        rows = np.arange(len(best))
        return Outcome(topics[rows, best], topics[:, self.aside], self.right[rows, best])


def calibrate(fit: Fit) -> dict[str, Any]:
    """Weights and thresholds for the voices of words and for all, with what they reach in cross-validation."""
    words, sure_by_words, right_by_words = _calibrate(fit, 3)
    everything, sure_by_all, right_by_all = _calibrate(fit, 4)
    answered = sure_by_all >= everything["thresholds"]["answer"]
    right_by_words = right_by_words & ~fit.outside
    mended = np.where(fit.outside, ~answered, right_by_all) & ~right_by_words
    words["sure"] = round(1 - _little_missed(fit, 1 - sure_by_words, mended), 3)
    words["unsure"] = _little_missed(fit, sure_by_words, answered & right_by_all & ~fit.outside)
    return {WITHOUT_ENCODER: words, WITH_ENCODER: everything}


def _calibrate(fit: Fit, used: int) -> tuple[dict[str, Any], Floats, NDArray[np.bool_]]:
    """A calibration for the first `used` voices; how sure it is of each example, and where that would be right."""
    start = np.array([*[10.0, 5.0, 10.0, 1.0][:used], 3.0, 3.0, 0.0])
    bounds = [(0.0, None)] * used + [(None, None), (0.0, None), (None, None)]
    solved = minimize(fit.loss, start, args=(used,), jac=True, method="L-BFGS-B", bounds=bounds)
    weights = solved.x
    outcome = fit.outcome(weights, used)
    topic, outside, bias = _fit_sureness(fit, outcome)
    sure = _logistic(topic * _log_odds(outcome.chance) + outside * _log_odds(outcome.aside) + bias)
    answer = _threshold(fit, sure, outcome.right)
    calibration = {
        "voices": {name: round(float(weight), 3) for name, weight in zip(VOICES, weights[:used], strict=False)},
        "nothing": round(float(weights[used]), 3),
        "unknown": round(float(weights[used + 1]), 3),
        "longer": round(float(weights[used + 2]), 3),
        "sureness": {"topic": round(topic, 3), "outside": round(outside, 3), "bias": round(bias, 3)},
        "sure": 1.0,
        "unsure": 0.0,
        "thresholds": {"answer": round(answer, 3), "suggest": SUGGEST},
        "figures": dict(_figures(fit, sure >= answer, outcome.right)) | {"loss": round(float(solved.fun), 4)},
    }
    return calibration, sure, outcome.right


def _fit_sureness(fit: Fit, outcome: Outcome) -> tuple[float, float, float]:
    """The weights of a logistic regression that tells right answers from wrong ones: topic, outside and bias."""
    known = np.stack([_log_odds(outcome.chance), _log_odds(outcome.aside), np.ones(len(outcome.chance))], axis=1)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = known @ weights
        losses = np.logaddexp(0, scores) - outcome.right * scores
        return float(losses @ fit.weights), known.T @ ((_logistic(scores) - outcome.right) * fit.weights)

    topic, outside, bias = minimize(loss, np.array([1.0, -1.0, 0.0]), jac=True, method="L-BFGS-B").x
    return float(topic), float(outside), float(bias)


def _log_odds(probabilities: Floats) -> Floats:
    kept = np.clip(probabilities, NEAREST, 1 - NEAREST)
    odds: Floats = np.log(kept / (1 - kept))
    return odds


def _logistic(scores: Floats) -> Floats:
    probabilities: Floats = 1 / (1 + np.exp(-scores))
    return probabilities


def _threshold(fit: Fit, sure: Floats, right: NDArray[np.bool_]) -> float:
    """The lowest sureness from which on answers let in and mislead no more than they may."""
    outside = np.quantile(sure[fit.outside & fit.written], 1 - LET_IN)
    misled = np.quantile(np.where(right, 0, sure)[~fit.outside & fit.written], 1 - MISLED)
    return float(max(outside, misled))


def _figures(fit: Fit, answered: NDArray[np.bool_], right: NDArray[np.bool_]) -> Iterator[tuple[str, float]]:
    for name, of_kind in (("phrasings", fit.phrasing), ("written questions", fit.written)):
        inside = of_kind & ~fit.outside
        yield f"{name}: right topic first", _mean(right[inside])
        yield f"{name}: answered rightly", _mean((answered & right)[inside])
        yield f"{name}: answered wrongly", _mean((answered & ~right)[inside])
        yield f"{name}: outside, answered", _mean(answered[of_kind & fit.outside])


def _mean(values: NDArray[np.bool_]) -> float:
    return round(float(values.mean()), 3) if len(values) else 0.0


def _little_missed(fit: Fit, doubt: Floats, mended: NDArray[np.bool_]) -> float:
    """The doubt (0 to 1) up to which the encoder would mend at most `MISSED` of all examples; 0 if there is none."""
    order = np.argsort(doubt, kind="stable")
    missed = np.cumsum(mended[order] * fit.weights[order]) / np.cumsum(fit.weights[order])
    within = np.flatnonzero((missed <= MISSED) & (np.arange(len(order)) >= LEAST_SURE))
    return round(float(doubt[order[within[-1]]]), 3) if len(within) else 0.0
