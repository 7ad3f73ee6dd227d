"""What is wrong with `words.yaml`: what stands for two things, chains, and words that the base never uses."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.check.codes import CHAINED_WORD, SAID_FOR_TWO, UNUSED_WORD, WORD_COUNT, WRONG_ALPHABET
from bot.check.passages import phrases, place_of
from bot.knowledge import LANGUAGES, Language, Place, Problem
from bot.knowledge.files import Files
from bot.knowledge.yaml_source import Location, Source
from bot.search.steps import analyse

MOST: Final = 3
"""How many words an entry has at most: what is longer is a phrasing, and belongs to a question."""

_KAZAKH: Final = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
_CYRILLIC: Final = re.compile(r"[\u0400-\u052f]")

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of `words.yaml`: a `word` or one of `said`, of which group, and where it stands."""

    group: int
    is_word: bool
    language: Language
    text: str
    source: Source
    location: Location

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.source.place(self.location)

    def place_of(self, word: str) -> Place:
        """Where a word of it stands."""
        return place_of(self.source, self.location, word)

    @property
    def stems(self) -> Stems:
        """What search makes of it."""
        return analyse(self.text).stems


def terms(files: Files) -> Iterator[Term]:
    """Every entry, in the order of the file."""
    source = files.words.source
    for number, group in enumerate(files.words.value.words):
        for language in LANGUAGES:
            if (word := group.word[language]) is not None:
                yield Term(number, True, language, word, source, ("words", number, "word", language))
        for language in LANGUAGES:
            for index, said in enumerate(group.said[language]):
                yield Term(number, False, language, said, source, ("words", number, "said", language, index))


def word_problems(files: Files) -> Iterator[Problem]:
    """Everything that is wrong with the groups of words."""
    entries = tuple(terms(files))
    yield from _wrong_counts(entries)
    yield from _wrong_alphabets(entries)
    yield from _said_for_two(entries)
    yield from _chained(entries)
    yield from _unused(entries, files)


def _wrong_counts(entries: tuple[Term, ...]) -> Iterator[Problem]:
    for term in entries:
        count = len(analyse(term.text).words)
        if not 1 <= count <= MOST:
            message = f"'{term.text}' has {count} words; an entry has one to {MOST}"
            yield WORD_COUNT.at(term.place, message)


def _wrong_alphabets(entries: tuple[Term, ...]) -> Iterator[Problem]:
    for term in entries:
        if term.language == "en" and (found := _CYRILLIC.search(term.text)):
            yield WRONG_ALPHABET.at(term.place, f"'{term.text}' stands under 'en', but '{found[0]}' is Cyrillic")
        elif term.language == "ru" and (found := _KAZAKH.search(term.text)):
            yield WRONG_ALPHABET.at(term.place, f"'{term.text}' stands under 'ru', but '{found[0]}' is Kazakh")


def _said_for_two(entries: tuple[Term, ...]) -> Iterator[Problem]:
    """Of all languages together: search does not always know in which language a few words are."""
    first: dict[Stems, Term] = {}
    for term in entries:
        if term.is_word or not term.stems:
            continue
        before = first.setdefault(term.stems, term)
        if before.group != term.group:
            message = f"'{term.text}' is the same for search as '{before.text}' of another group{_line(before)}"
            yield SAID_FOR_TWO.at(term.place, message)


def _chained(entries: tuple[Term, ...]) -> Iterator[Problem]:
    words: dict[Stems, list[Term]] = defaultdict(list)
    for term in entries:
        if term.is_word:
            words[term.stems].append(term)
    for term in entries:
        if term.is_word or not term.stems:
            continue
        other = next((word for word in words[term.stems] if word.group != term.group), None)
        if other is not None:
            message = f"'{term.text}' is the 'word' '{other.text}' of another group{_line(other)}"
            yield CHAINED_WORD.at(term.place, message)


def _unused(entries: tuple[Term, ...], files: Files) -> Iterator[Problem]:
    used = _runs(files)
    for term in entries:
        if term.is_word and term.stems and len(term.stems) <= MOST and term.stems not in used[term.language]:
            message = f"no phrasing in {term.language} has '{term.text}', so what people say for it finds nothing"
            yield UNUSED_WORD.at(term.place, message)


def _runs(files: Files) -> Mapping[Language, set[Stems]]:
    """All runs of neighbouring words in the phrasings, as stems, as long as an entry may be."""
    runs: dict[Language, set[Stems]] = {language: set() for language in LANGUAGES}
    for phrase in phrases(files):
        stems = analyse(phrase.text).stems
        for length in range(1, MOST + 1):
            runs[phrase.language].update(stems[at : at + length] for at in range(len(stems) - length + 1))
    return runs


def _line(term: Term) -> str:
    return f" (line {term.place.line})"
