"""What search concludes: answer, suggest or refuse. The outcomes are types, not strings with fields beside them."""

from dataclasses import dataclass
from typing import Final, Literal

from bot.knowledge import AsideRef, Language, Ref
from bot.search.documents import Document

Reason = Literal["outside", "neighbour", "smalltalk", "unclear"]

MAX_SUGGESTIONS: Final = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may be meant. `score` is how likely that is, 0 to 1; `nearest` its phrasing nearest to the text.

    `voices` is what each voice said of it.
    """

    ref: Ref
    score: float
    nearest: Document
    voices: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The base answers this: show the entry of `candidate`. `score` is how sure it is that its topic is meant."""

    language: Language
    candidate: Candidate
    score: float
    alternatives: tuple[Candidate, ...] = ()
    language_guessed: bool = False


@dataclass(frozen=True, slots=True)
class Suggest:
    """The base may answer this: show up to three entries to choose from. `score`: that any entry is meant."""

    language: Language
    alternatives: tuple[Candidate, ...]
    score: float
    language_guessed: bool = False


@dataclass(frozen=True, slots=True)
class Refuse:
    """The base does not answer this; `nearest` are the entries that came nearest, to show their topics.

    `aside` names the small talk or the neighbouring subject that it is, if the reason is one of these. `score` is how
    likely it is that an entry is meant all the same; of an aside, that the aside is.
    """

    language: Language
    reason: Reason
    score: float = 0.0
    nearest: tuple[Candidate, ...] = ()
    aside: AsideRef | None = None
    language_guessed: bool = False


Decision = Answer | Suggest | Refuse
"""What is concluded. `language_guessed`: nothing that the base knows is near, so that only the letters tell it."""


def decision_name(decision: Decision) -> Literal["answer", "suggest", "refuse"]:
    """What a decision is called wherever it is written down."""
    match decision:
        case Answer():
            return "answer"
        case Suggest():
            return "suggest"
        case Refuse():
            return "refuse"
