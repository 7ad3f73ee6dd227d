"""Everything that the base knows people to say, each with what it means."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.knowledge import LANGUAGES, AsideRef, Base, Language, Question, Recommendation, Ref, Topic, ref_of

Target = Ref | AsideRef
"""What a text may mean: an entry of the base, or something that belongs to no topic."""


@dataclass(frozen=True, slots=True)
class Document:
    """A phrasing (or a title, which is one as well): what it asks for, in which language, in which words."""

    target: Target
    language: Language
    text: str


def documents(base: Base) -> Iterator[Document]:
    """Everything that the base knows people to say; the same words for the same thing in one language only once."""
    for topic in base.topics:
        askable: list[Topic | Question | Recommendation] = [topic, *topic.questions, *topic.recommendations]
        for entry in askable:
            titles = [(language, entry.title[language]) for language in LANGUAGES]
            yield from _documents(ref_of(entry), [*titles, *entry.phrasings.pairs()])
    for ref, aside in base.asides.items():
        yield from _documents(ref, aside.phrasings.pairs())


def _documents(target: Target, said: Iterable[tuple[Language, str]]) -> Iterator[Document]:
    """What is said for one thing, each only once."""
    seen: set[tuple[Language, str]] = set()
    for language, text in said:
        key = (language, text.casefold())
        if key not in seen:
            seen.add(key)
            yield Document(target, language, text)
