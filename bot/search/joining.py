"""All voices together: from what each says to how likely it is that each target is meant.

The likelihood of a target is the softmax of the weighted sum of what the voices say of it, with one rival more:
*nothing of all this*, whose weight grows with the share of the text that the base has no words for. The weights are
fitted by cross-validation (`bench/fit.py`) and stand, with how they were fitted, in `calibration.json`: one set for
the voices of words alone and one for all voices.

How likely the best topic is does not yet say how sure an answer is: a topic at 0.5 beside small talk at 0.4 is less
sure than one beside other topics. `Sureness` is a logistic regression over both (Platt 1999, with two inputs).
"""

import math
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.search.index import Floats

WITHOUT_ENCODER: Final = "words"
WITH_ENCODER: Final = "words and meaning"


NEAREST: Final = 1e-3
"""What is left of doubt about any likelihood: beyond that it is no evidence of how sure an answer is. With a
millionth in its place an answer hardly likely was sure where nothing outside was likely at all."""


class Thresholds(BaseModel):
    """Where answering ends and refusing begins (0 to 1).

    The best topic is answered with if that is at least as sure as `answer`; below that, questions are suggested if
    all topics together are at least as likely as `suggest`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: float
    suggest: float


class Sureness(BaseModel):
    """How sure an answer is: the weights of the log-odds of its topic and of all that belongs to no topic."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: float
    outside: float
    bias: float

    def of(self, topic: float, outside: float) -> float:
        """The probability (0 to 1) that the topic is meant: how likely it is, and what belongs to no topic."""
        if topic >= 1:  # the text is a phrasing itself
            return 1.0
        return 1 / (1 + math.exp(-(self.topic * log_odds(topic) + self.outside * log_odds(outside) + self.bias)))


class Calibration(BaseModel):
    """How much each voice counts, and what is done with the outcome.

    `nothing` is the weight of the rival that none of the targets is; `unknown` by how much it grows for a text of
    which nothing is known, and `longer` by how much with the logarithm of the number of words. Where an answer is as
    sure as `sure`, or no surer than `unsure`, the voices of words need no other. `figures` is what was reached when
    all this was fitted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    voices: dict[str, float]
    nothing: float
    unknown: float
    longer: float
    sureness: Sureness
    sure: float
    unsure: float
    thresholds: Thresholds
    figures: dict[str, float] = {}


Calibrations = MappingProxyType[str, Calibration]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    how: str
    calibrations: dict[str, Calibration]


def read_calibrations() -> Calibrations:
    """The calibrations that belong to this version, by name."""
    text = files("bot.search").joinpath("calibration.json").read_text("utf-8")
    return MappingProxyType(TypeAdapter(_File).validate_json(text).calibrations)


def log_odds(probability: float) -> float:
    """log p / (1 - p), for probabilities no nearer to 0 and 1 than `NEAREST`."""
    kept = min(max(probability, NEAREST), 1 - NEAREST)
    return math.log(kept / (1 - kept))


def likelihoods(
    voices: dict[str, Floats], known_share: float, words: int, calibration: Calibration
) -> NDArray[np.float64]:
    """How likely each target is (0 to 1); what is missing to 1 is that none of them is meant.

    `known_share` is how much of the text the base has words for, `words` is how many words it has.
    """
    joined = sum(weight * voices[name].astype(np.float64) for name, weight in calibration.voices.items())
    nothing = (
        calibration.nothing + calibration.unknown * (1 - known_share) + calibration.longer * float(np.log1p(words))
    )
    scores = np.append(joined, nothing)
    powers = np.exp(scores - scores.max())
    shares: NDArray[np.float64] = (powers / powers.sum())[:-1]
    return shares
