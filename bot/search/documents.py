"""Everything that the base knows people to say, each with what it means."""

from collections.abc import Iterator
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
    seen: set[tuple[Target, Language, str]] = set()
    for document in _documents(base):
        key = (document.target, document.language, document.text.casefold())
        if key not in seen:
            seen.add(key)
            yield document


def _documents(base: Base) -> Iterator[Document]:
    for topic in base.topics:
        askable: list[Topic | Question | Recommendation] = [topic, *topic.questions, *topic.recommendations]
        for entry in askable:
            for language in LANGUAGES:
                yield Document(ref_of(entry), language, entry.title[language])
            for language, phrasing in entry.phrasings.pairs():
                yield Document(ref_of(entry), language, phrasing)
    for ref, aside in base.asides.items():
        for language, phrasing in aside.phrasings.pairs():
            yield Document(ref, language, phrasing)
