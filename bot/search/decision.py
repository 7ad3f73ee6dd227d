"""What search concludes: answer, suggest or refuse. The outcomes are types, not strings with fields beside them."""

from dataclasses import dataclass, field
from typing import Final, Literal

from bot.knowledge import Language
from bot.search.ranking import Candidate

Reason = Literal["outside", "neighbour", "smalltalk", "unclear"]

MAX_SUGGESTIONS: Final = 3


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where answering ends and refusing begins, on the scale of a candidate's score (0 to 1).

    `tie`: if the second candidate is of another topic and not further behind than this, nobody is answered for.
    """

    answer: float
    suggest: float
    tie: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The base answers this: show the entry of `candidate`."""

    language: Language
    candidate: Candidate
    alternatives: tuple[Candidate, ...] = ()

    @property
    def score(self) -> float:
        """How sure search is, 0 to 1."""
        return self.candidate.score


@dataclass(frozen=True, slots=True)
class Suggest:
    """The base may answer this: show up to three entries to choose from."""

    language: Language
    alternatives: tuple[Candidate, ...]

    @property
    def score(self) -> float:
        """How sure search is, 0 to 1."""
        return self.alternatives[0].score


@dataclass(frozen=True, slots=True)
class Refuse:
    """The base does not answer this; `nearest` are the entries that came nearest, to show their topics."""

    language: Language
    reason: Reason
    score: float = 0.0
    nearest: tuple[Candidate, ...] = field(default=())


Decision = Answer | Suggest | Refuse
