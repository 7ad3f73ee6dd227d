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

    The best candidate is answered with if its score reaches `answer`, and it is `least_lead` times ahead of all that
    is not of its topic. From `answer_ahead` on it is enough to be `lead` times ahead: long texts score low, and
    there the lead tells more than the score.
    """

    answer: float
    least_lead: float
    answer_ahead: float
    lead: float
    suggest: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The base answers this: show the entry of `candidate`."""

    language: Language
    candidate: Candidate
    alternatives: tuple[Candidate, ...] = ()
    language_guessed: bool = False

    @property
    def score(self) -> float:
        """How sure search is, 0 to 1."""
        return self.candidate.score


@dataclass(frozen=True, slots=True)
class Suggest:
    """The base may answer this: show up to three entries to choose from."""

    language: Language
    alternatives: tuple[Candidate, ...]
    language_guessed: bool = False

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
    language_guessed: bool = False


Decision = Answer | Suggest | Refuse
"""What is concluded. `language_guessed`: nothing that the base knows is near, so that only the letters tell it."""
