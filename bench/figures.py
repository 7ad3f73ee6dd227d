"""What is measured of a way to search, and how quality is counted."""

from dataclasses import dataclass
from typing import Final

import numpy as np

KEPT_OUT: Final = 0.92
"""So much of what is outside must not be answered."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one way. Times in seconds (build) and milliseconds; memory in MB; quality from 0 to 1.

    `processor` is the median of the processor's time for a question, which others on the machine disturb less.
    `memory_before` is that of the base and its phrasings alone; `whole` that with the rest of the bot imported.
    `kinds` is `at_kept_out` for each kind of typing, with the same threshold.
    """

    way: str
    phrasings: int
    questions: int
    build: float
    memory_before: float
    memory: float
    peak: float
    whole: float | None
    median: float
    p99: float
    processor: float
    first: float
    auroc: float
    at_kept_out: float
    kinds: dict[str, float]


def auroc(inside: list[float], outside: list[float]) -> float:
    """How often what is inside gets a higher figure than what is outside; a tie counts half."""
    one, other = np.array(inside)[:, None], np.array(outside)[None, :]
    return float((one > other).mean() + (one == other).mean() / 2)


def threshold_of(outside: list[float]) -> float:
    """The figure that `KEPT_OUT` of what is outside do not exceed."""
    return sorted(outside)[max(int(np.ceil(KEPT_OUT * len(outside))) - 1, 0)]


def share(above: float, told: list[tuple[bool, float]]) -> float:
    """Of how many the right topic is told with a figure above that."""
    return sum(is_right and sure > above for is_right, sure in told) / len(told)
