"""`quqyq unanswered`: what people sent, like with like, what the base has near it, and a question file to fill in."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from bot.knowledge import LANGUAGES, Base
from bot.knowledge.models import QuestionFile
from bot.moderating.schema import editor_line
from bot.moderating.skeleton import skeleton
from bot.search import Candidate, Search
from bot.search.steps import analyse
from bot.store import UnansweredQuestion

ALIKE: Final = 70.0
"""From this likeness of their stems on (of 100, in any order of the words) two questions are one group."""

NEAREST: Final = 3
_STRUCK: Final = re.compile(r"\s*\[…\]\s*")


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are alike, the earliest first, and the entries that are nearest to that one."""

    questions: tuple[UnansweredQuestion, ...]
    nearest: tuple[Candidate, ...]


def grouped(questions: Sequence[UnansweredQuestion], search: Search) -> tuple[Group, ...]:
    """Like with like, the largest groups first."""
    firsts: list[str] = []
    groups: list[list[UnansweredQuestion]] = []
    for question in questions:
        stems = " ".join(analyse(question.text).stems)
        best = process.extractOne(stems, firsts, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        if best is None:
            firsts.append(stems)
            groups.append([question])
        else:
            groups[best[2]].append(question)
    groups.sort(key=len, reverse=True)
    return tuple(Group(tuple(each), search.explain(each[0].text).candidates[:NEAREST]) for each in groups)


def as_text(groups: Sequence[Group], base: Base) -> Iterator[str]:
    """The groups for people to read, line by line."""
    for number, group in enumerate(groups, 1):
        if number > 1:
            yield ""
        many = len(group.questions)
        yield f"{number}. {many} question{'s' if many > 1 else ''}"
        yield from (f"   {each.day} {each.language}  {each.text}" for each in group.questions)
        for candidate in group.nearest:
            yield f"   near: {candidate.score:.2f} {candidate.ref.payload}  « {candidate.nearest.text} »"
        topics = dict.fromkeys(base.topic_of(candidate.ref).id for candidate in group.nearest)
        if topics:
            yield f"   topics: {', '.join(topics)}"


def as_yaml(groups: Sequence[Group]) -> Iterator[str]:
    """A question file for each group, with what people wrote as its phrasings and all else to be filled in."""
    for number, group in enumerate(groups, 1):
        if number > 1:
            yield "---"
        yield editor_line("topics/x/questions/x.yaml")
        yield "# Make its place with `quqyq new question ID --topic SLUG`, then put this into that file."
        yield "# If the base has the answer already, add only the phrasings to its question."
        for candidate in group.nearest:
            yield f"# The base has near it: {candidate.ref.payload}"
        yield from _stub(group)


def _stub(group: Group) -> Iterator[str]:
    lines = skeleton(QuestionFile)
    start = lines.index("phrasings:")
    yield from lines[: start + 1]
    for language in LANGUAGES:
        texts = dict.fromkeys(_phrasing(each.text) for each in group.questions if each.language == language)
        yield f"  {language}:" if any(texts) else f"  {language}: []"
        yield from (f"    - {json.dumps(text, ensure_ascii=False)}" for text in texts if text)
    yield from lines[start + 1 + len(LANGUAGES) :]


def _phrasing(text: str) -> str:
    """A text without the marks of what was struck, and without the signs at its end."""
    return _STRUCK.sub(" ", text).strip(" ?!.,;:")
