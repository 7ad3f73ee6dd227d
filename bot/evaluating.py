"""How well search answers questions whose right answers are known: `quqyq evaluate`.

A question inside the base is answered rightly if the card shown is of an acceptable topic; one outside it, if
anything but an answer is given. Nothing is fitted here: this only measures.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.knowledge import Base, Language
from bot.search import Answer, Candidate, Decision, Explanation, Refuse, Search, Suggest

Outcome = Literal[
    "right", "wrong paragraph", "wrong", "suggested", "suggested wrongly", "refused", "kept out", "let in"
]

INSIDE: Final[tuple[Outcome, ...]] = (
    "right",
    "wrong paragraph",
    "wrong",
    "suggested",
    "suggested wrongly",
    "refused",
)
OUTSIDE: Final[tuple[Outcome, ...]] = ("kept out", "let in")
_GOOD: Final = ("right", "kept out")


class EvaluationError(Exception):
    """A line of the questions is not as it should be; the message names its number."""


class Asked(BaseModel):
    """A question with what is right for it. No topics: it lies outside the base."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    text: str
    lang: Language
    kind: str
    topics: tuple[str, ...]
    paragraphs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, what search made of it, and how good that is.

    `in_three`: whether an acceptable topic is among the first three entries that were thought of.
    """

    asked: Asked
    explanation: Explanation
    outcome: Outcome
    in_three: bool


def _is_inside(judged: Judged) -> bool:
    return bool(judged.asked.topics)


SHOWN: Final = 3

_GROUPS: Final[Mapping[str, Callable[[Asked], str]]] = MappingProxyType(
    {
        "language": lambda asked: asked.lang,
        "kind": lambda asked: asked.kind,
        "topic": lambda asked: asked.topics[0] if asked.topics else "-",
    }
)

Test = Callable[[Judged], bool]

_FIGURES: Final[Mapping[str, tuple[Test, Test]]] = MappingProxyType(
    {
        "inside: right topic at once": (_is_inside, lambda each: each.outcome in ("right", "wrong paragraph")),
        "inside: an answer on a right paragraph": (_is_inside, lambda each: each.outcome == "right"),
        "inside: right topic in the first three": (_is_inside, lambda each: each.in_three),
        "inside: answered wrongly": (_is_inside, lambda each: each.outcome == "wrong"),
        "outside: not answered": (lambda each: not _is_inside(each), lambda each: each.outcome == "kept out"),
    }
)
"""Which questions are counted, and which of them are good."""


def read_questions(lines: Iterable[bytes]) -> Iterator[Asked]:
    """The questions of a file of JSON lines. Raises `EvaluationError`."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Asked.model_validate_json(line)
        except ValidationError as error:
            detail = error.errors(include_url=False)[0]
            field = ".".join(map(str, detail["loc"]))
            raise EvaluationError(f"line {number}: {field}: {detail['msg']}".replace(": :", ":")) from error


def judge(base: Base, search: Search, questions: Iterable[Asked]) -> list[Judged]:
    """Ask every question and judge what comes."""
    judged = []
    for asked in questions:
        explanation = search.explain(asked.text)
        shown = _topics(base, explanation.decision)[:SHOWN]
        in_three = any(topic in asked.topics for topic in shown)
        judged.append(Judged(asked, explanation, _outcome(base, asked, explanation), in_three))
    return judged


def _topics(base: Base, decision: Decision) -> list[str]:
    """The topics of the entries that a decision names, in their order."""
    candidates: tuple[Candidate, ...]
    match decision:
        case Answer(candidate=best, alternatives=others):
            candidates = (best, *others)
        case Suggest(alternatives=candidates):
            pass
        case Refuse(nearest=candidates):
            pass
    return [base.topic_of(candidate.ref).id for candidate in candidates]


def _outcome(base: Base, asked: Asked, explanation: Explanation) -> Outcome:
    decision = explanation.decision
    if not asked.topics:
        return "let in" if isinstance(decision, Answer) else "kept out"
    match decision:
        case Answer(candidate=candidate):
            if base.topic_of(candidate.ref).id not in asked.topics:
                return "wrong"
            rests = set(base.paragraphs_of(candidate.ref)) & set(asked.paragraphs)
            return "right" if rests or not asked.paragraphs else "wrong paragraph"
        case Suggest(alternatives=candidates):
            found = any(base.topic_of(candidate.ref).id in asked.topics for candidate in candidates)
            return "suggested" if found else "suggested wrongly"
        case Refuse():
            return "refused"


def report(columns: Mapping[str, Sequence[Judged]]) -> Iterator[str]:
    """What was reached, for each way of searching a column.

    Then, of the first way, the figures by language, kind and topic, and every failure with what it was taken for.
    """
    yield from _summary(columns)
    judged = next(iter(columns.values()))
    inside = [each for each in judged if each.asked.topics]
    outside = [each for each in judged if not each.asked.topics]
    for part, outcomes, title in ((inside, INSIDE, "inside the base"), (outside, OUTSIDE, "outside the base")):
        if not part:
            continue
        yield f"{title}: {len(part)} questions"
        yield from _table("all", {"all": part}, outcomes)
        for name, key in _GROUPS.items():
            if name == "topic" and part is outside:
                continue
            grouped: dict[str, list[Judged]] = {}
            for each in sorted(part, key=lambda each, key=key: key(each.asked)):  # type: ignore[misc]
                grouped.setdefault(key(each.asked), []).append(each)
            yield from _table(name, grouped, outcomes)
        yield ""
    yield "not right:"
    yield from (_failure(each) for each in judged if each.outcome not in _GOOD)


def _summary(columns: Mapping[str, Sequence[Judged]]) -> Iterator[str]:
    """The figures that matter most, of a hundred."""
    yield f"{'of 100 questions':<42}" + "".join(f"{name:>20}" for name in columns)
    for name, (counted, good) in _FIGURES.items():
        shares = []
        for judged in columns.values():
            of = [each for each in judged if counted(each)]
            shares.append(f"{100 * sum(map(good, of)) / len(of):>20.1f}" if of else f"{'-':>20}")
        yield f"  {name:<40}" + "".join(shares)
    yield ""


def _table(name: str, groups: Mapping[str, Sequence[Judged]], outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield f"  {name:<26}{'asked':>6}" + "".join(f"{outcome:>19}" for outcome in outcomes)
    for group, judged in groups.items():
        counts = Counter(each.outcome for each in judged)
        shares = "".join(f"{counts[outcome]:>12} {counts[outcome] / len(judged):>5.0%}" for outcome in outcomes)
        yield f"  {group:<26}{len(judged):>6}{shares}"


def _failure(judged: Judged) -> str:
    asked, candidates = judged.asked, judged.explanation.candidates
    best = candidates[0] if candidates else None
    taken = f"{best.ref.payload} {best.score:.2f} because of «{best.nearest.text}»" if best else "nothing is near"
    right = ", ".join(asked.topics) or "outside"
    return f"  {asked.id}  {judged.outcome}  [{right}]  {asked.text}\n      {judged.explanation.reading}: {taken}"
