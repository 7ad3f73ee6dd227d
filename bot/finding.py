"""An inline query -> the entries to choose from, best first, and the language to show them in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.cards.sharing import read_exact_query
from bot.knowledge import LANGUAGES, Base, Entry, Language, Ref, Topic, Update, ref_of
from bot.library import Library
from bot.search import Answer

_CERTAIN: Final = 0.5
"""From this score on what search says comes before titles that merely begin like the words typed."""

_LEAST_LETTERS: Final = 3
_TOO_COMMON: Final = 0.15
"""The beginning of a word tells nothing if more than this part of all titles has it ("can", "мож")."""

_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """Entries to choose from, best first, in one language."""

    language: Language
    refs: tuple[Ref, ...]


def find(library: Library, text: str, person: Language) -> Finding:
    """What an inline query finds: nothing typed, the most useful entries; a payload, its entry; else what is near.

    `person` is the language of whoever types; words that are only of another language are answered in that.
    """
    base = library.base
    if not text.strip():
        return Finding(person, most_useful(base))
    exact = read_exact_query(text)
    if exact is not None and (ref := base.resolve(exact[0])):
        return Finding(exact[1] or person, (ref,))
    found = library.search.find(text, person)
    refs = [candidate.ref for candidate in found.candidates]
    if isinstance(found.decision, Answer) and refs and refs[0].kind == "topic":
        refs += _members(base.topic(refs[0].id))
    language = found.decision.language if refs else person
    if found.candidates and found.candidates[0].score >= _CERTAIN:
        _, begun = _begun(base, text, (language,))
        listed = [*refs, *begun]
    else:
        begun_in, begun = _begun(base, text, (person, language, *LANGUAGES))
        listed, language = [*begun, *refs], begun_in or language
    return Finding(language, tuple(dict.fromkeys(each for each in listed if each.kind != "update")))


def most_useful(base: Base) -> tuple[Ref, ...]:
    """What to offer where nothing is asked: the questions that greet, then each topic and its most asked question."""
    first = [Ref("question", id_) for id_ in base.report.examples]
    for topic in base.topics:
        first += [ref_of(topic), *(ref_of(question) for question in topic.questions[:1])]
    return tuple(dict.fromkeys(first))


def _members(topic: Topic) -> Iterator[Ref]:
    """The questions and recommendations of a topic, in its own order."""
    yield from (ref_of(question) for question in topic.questions)
    yield from (ref_of(recommendation) for recommendation in topic.recommendations)


def _begun(base: Base, text: str, languages: Sequence[Language]) -> tuple[Language | None, list[Ref]]:
    """Entries in whose title every word typed begins a word, in the first language that has any.

    Somebody who types is seldom at the end of a word, and search knows whole words.
    """
    typed = [word for word in _words(text) if len(word) >= _LEAST_LETTERS]
    entries = [entry for entry in base.entries.values() if not isinstance(entry, Update)]
    for language in languages if typed else ():
        begun = [ref_of(entry) for entry in entries if _begins(entry, typed, language)]
        if 0 < len(begun) <= _TOO_COMMON * len(entries):
            return language, begun
    return None, []


def _begins(entry: Entry, typed: Sequence[str], language: Language) -> bool:
    if isinstance(entry, Update):
        return False
    words = _words(entry.title[language])
    return all(any(word.startswith(begun) for word in words) for begun in typed)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("ё", "е"))
