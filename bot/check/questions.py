"""Phrasings that two entries share or nearly share, and questions that have too few of them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from bot.check.codes import FEW_PHRASINGS, NEAR_PHRASING, SAME_PHRASING
from bot.check.passages import Phrase, phrases
from bot.knowledge import LANGUAGES, Problem
from bot.knowledge.files import Files
from bot.search.steps import TEXT_STEPS

MIN_PHRASINGS: Final = 8

NEAR: Final = 93.0
"""From this likeness on (rapidfuzz ratio, 0 to 100) two phrasings are nearly the same."""

_RAREST: Final = 4
"""Two phrasings are compared if they share one of this many of their rarest words: near ones all but always do."""

_BEGINNING: Final = 6
"""Words with this many first letters in common count as one, so that an ending does not hide a likeness."""

_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Read:
    """A phrasing as search reads it: its words in a line, and the beginnings of them."""

    phrase: Phrase
    words: str
    beginnings: frozenset[str]


def few_phrasings(files: Files) -> Iterator[Problem]:
    """Questions that people can ask in too few ways."""
    for topic in files.topics:
        for question in topic.questions:
            for language in LANGUAGES:
                count = len(question.value.phrasings[language])
                if count < MIN_PHRASINGS:
                    message = f"{question.value.id} has {count} in {language}; it needs at least {MIN_PHRASINGS}"
                    yield FEW_PHRASINGS.at(question.source.place(("phrasings", language)), message)


def shared_phrasings(files: Files) -> Iterator[Problem]:
    """Phrasings that two entries have alike or nearly alike; each is reported where it stands the second time."""
    read = [_read(phrase) for phrase in phrases(files)]
    first: dict[str, list[_Read]] = defaultdict(list)
    for each in read:
        for other in first[each.words]:
            if other.phrase.target != each.phrase.target:
                yield SAME_PHRASING.at(each.phrase.place, f"{_both(each, other)} are the same for search")
                break
        first[each.words].append(each)
    for each, other in _comparable(read):
        if each.words != other.words and fuzz.ratio(each.words, other.words, score_cutoff=NEAR):
            yield NEAR_PHRASING.at(each.phrase.place, f"{_both(each, other)} are nearly the same")


def _read(phrase: Phrase) -> _Read:
    text = phrase.text
    for step in TEXT_STEPS:
        text = step.apply(text)
    words = _WORD.findall(text)
    beginnings = frozenset(word[:_BEGINNING] for word in words)
    return _Read(phrase, " ".join(words) or phrase.text, beginnings)  # signs alone have no words


def _comparable(read: Sequence[_Read]) -> Iterator[tuple[_Read, _Read]]:
    """Pairs of phrasings of two entries that have a rare word in common."""
    frequency = Counter(beginning for each in read for beginning in each.beginnings)
    blocks: dict[str, list[_Read]] = defaultdict(list)
    for each in read:
        rarest = sorted(each.beginnings, key=lambda beginning: (frequency[beginning], beginning))[:_RAREST]
        near = {id(other): other for beginning in rarest for other in blocks[beginning]}
        yield from ((each, other) for other in near.values() if other.phrase.target != each.phrase.target)
        for beginning in rarest:
            blocks[beginning].append(each)


def _both(each: _Read, other: _Read) -> str:
    place, target = other.phrase.place, other.phrase.target
    return f"'{each.phrase.text}' and '{other.phrase.text}' of {target.id} ({place.path}:{place.line}:{place.column})"
