"""What search concludes: answer, suggest or refuse. The outcomes are types, not strings with fields beside them."""

from dataclasses import dataclass
from typing import Final, Literal

from bot.knowledge import AsideRef, Language, Ref
from bot.search.documents import Document

Reason = Literal["outside", "neighbour", "smalltalk", "unclear"]

MAX_SUGGESTIONS: Final = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may be meant. `score` is between 0 and 1; `nearest` is its phrasing nearest to the text."""

    ref: Ref
    score: float
    nearest: Document
    voices: tuple[tuple[str, float], ...]


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
    """The base does not answer this; `nearest` are the entries that came nearest, to show their topics.

    `aside` names the small talk or the neighbouring subject that it is, if the reason is one of these.
    """

    language: Language
    reason: Reason
    score: float = 0.0
    nearest: tuple[Candidate, ...] = ()
    aside: AsideRef | None = None


Decision = Answer | Suggest | Refuse
