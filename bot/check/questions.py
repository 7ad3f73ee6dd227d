"""Phrasings that two entries share or nearly share, that one repeats, and questions that have too few of them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from bot.check.codes import FEW_PHRASINGS, NEAR_PHRASING, REPEATED_PHRASING, SAME_PHRASING
from bot.check.passages import Phrase, phrases
from bot.knowledge import LANGUAGES, AsideRef, Language, Problem, Ref
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
                count = len({_words(text) for text in question.value.phrasings[language]})
                if count < MIN_PHRASINGS:
                    id_ = question.value.id
                    message = f"{id_} has {count} different ones in {language}; it needs at least {MIN_PHRASINGS}"
                    yield FEW_PHRASINGS.at(question.source.place(("phrasings", language)), message)


def repeated_phrasings(files: Files) -> Iterator[Problem]:
    """Phrasings that an entry has twice in one language; each is reported where it stands the second time."""
    first: dict[tuple[Ref | AsideRef, Language, str], Phrase] = {}
    for phrase in phrases(files):
        before = first.setdefault((phrase.target, phrase.language, _words(phrase.text)), phrase)
        if before is not phrase:
            message = f"'{phrase.text}' is the same for search as '{before.text}' in line {before.place.line}"
            yield REPEATED_PHRASING.at(phrase.place, message)


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
    words = _words(phrase.text)
    return _Read(phrase, words, frozenset(word[:_BEGINNING] for word in _WORD.findall(words)))


@lru_cache(maxsize=50_000)
def _words(text: str) -> str:
    """The words of a phrasing as search reads them; signs alone have none, and stay as they are."""
    read = text
    for step in TEXT_STEPS:
        read = step.apply(read)
    return " ".join(_WORD.findall(read)) or text


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
