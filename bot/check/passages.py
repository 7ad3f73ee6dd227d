"""Every text of the base with the place where it stands, so that a check can point at the very word."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from bot.knowledge import AsideRef, Language, Phrasings, Place, Ref, Text, ref_of
from bot.knowledge.files import Files, LoadedTopic
from bot.knowledge.yaml_source import Location, Source

Part = Literal[
    "about",
    "answer",
    "caution",
    "doubt",
    "finding",
    "law",
    "name",
    "note",
    "purpose",
    "recommendation",
    "reply",
    "title",
    "update",
]
"""What a text is in its entry."""

PROSE: Final[frozenset[Part]] = frozenset(
    {"about", "answer", "caution", "doubt", "finding", "purpose", "recommendation", "reply", "update"}
)
"""The parts that consist of sentences."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in three languages: which part it is, of what (`owner`), and where it stands."""

    part: Part
    owner: str
    text: Text
    source: Source
    location: Location

    def place(self, language: Language, fragment: str = "") -> Place:
        """Where the text in one language stands, or the first `fragment` in it."""
        return place_of(self.source, (*self.location, language), fragment)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrasing, what it asks for, and where it stands."""

    target: Ref | AsideRef
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


def place_of(source: Source, location: Location, fragment: str) -> Place:
    """Where `fragment` first stands in the value at `location`; where the value begins if it is not found there."""
    start = source.place(location)
    if not fragment:
        return start
    places = (*source.values.values(), *source.keys.values())
    end = min((place for place in places if place > start), default=None)
    lines = source.text.split("\n")
    for number in range(start.line, (end.line if end else len(lines)) + 1):
        line = lines[number - 1]
        if end and number == end.line:
            line = line[: end.column - 1]
        column = line.find(fragment, start.column - 1 if number == start.line else 0)
        if column >= 0:
            return Place(source.path, number, column + 1)
    return start


def passages(files: Files) -> Iterator[Passage]:
    """Every text that people are shown, file by file."""
    report = files.report
    yield Passage("title", "the report", report.value.title, report.source, ("title",))
    yield Passage("about", "the report", report.value.about, report.source, ("about",))
    for index, note in enumerate(files.notes.value.notes):
        if note.text is not None:
            yield Passage("note", f"note {note.number}", note.text, files.notes.source, ("notes", index, "text"))
    for index, contact in enumerate(files.contacts.value.contacts):
        at: Location = ("contacts", index)
        yield Passage("name", contact.id, contact.name, files.contacts.source, (*at, "name"))
        yield Passage("purpose", contact.id, contact.what_for, files.contacts.source, (*at, "what_for"))
    outside = files.outside
    for part, asides in (("smalltalk", outside.value.smalltalk), ("neighbours", outside.value.neighbours)):
        for index, aside in enumerate(asides):
            yield Passage("reply", aside.id, aside.reply, outside.source, (part, index, "reply"))
    for topic in files.topics:
        yield from _topic_passages(topic)


def _topic_passages(topic: LoadedTopic) -> Iterator[Passage]:
    value, source = topic.value, topic.source
    yield Passage("title", value.id, value.title, source, ("title",))
    for index, finding in enumerate(value.findings):
        owner, at = f"paragraph {finding.paragraph}", ("findings", index)
        yield Passage("finding", owner, finding.text, source, (*at, "text"))
        if finding.doubt is not None:
            yield Passage("doubt", owner, finding.doubt, source, (*at, "doubt"))
    for index, recommendation in enumerate(value.recommendations):
        at = ("recommendations", index)
        yield Passage("title", recommendation.id, recommendation.title, source, (*at, "title"))
        yield Passage("recommendation", recommendation.id, recommendation.text, source, (*at, "text"))
    for index, update in enumerate(value.updates):
        at = ("updates", index)
        yield Passage("update", update.id, update.text, source, (*at, "text"))
        yield Passage("law", update.id, update.law, source, (*at, "law"))
    for question in topic.questions:
        id_ = question.value.id
        yield Passage("title", id_, question.value.title, question.source, ("title",))
        yield Passage("answer", id_, question.value.answer, question.source, ("answer",))
        if question.value.caution is not None:
            yield Passage("caution", id_, question.value.caution, question.source, ("caution",))


def phrases(files: Files) -> Iterator[Phrase]:
    """Every phrasing, file by file."""
    for topic in files.topics:
        yield from _phrases(ref_of(topic.value), topic.value.phrasings, topic.source, ())
        for index, recommendation in enumerate(topic.value.recommendations):
            at: Location = ("recommendations", index)
            yield from _phrases(ref_of(recommendation), recommendation.phrasings, topic.source, at)
        for question in topic.questions:
            yield from _phrases(ref_of(question.value), question.value.phrasings, question.source, ())
    outside = files.outside
    for index, aside in enumerate(outside.value.smalltalk):
        yield from _phrases(AsideRef("smalltalk", aside.id), aside.phrasings, outside.source, ("smalltalk", index))
    for index, aside in enumerate(outside.value.neighbours):
        yield from _phrases(AsideRef("neighbour", aside.id), aside.phrasings, outside.source, ("neighbours", index))


def _phrases(target: Ref | AsideRef, phrasings: Phrasings, source: Source, at: Location) -> Iterator[Phrase]:
    for language in ("kk", "ru", "en"):
        for index, text in enumerate(phrasings[language]):
            yield Phrase(target, language, text, source, (*at, "phrasings", language, index))
