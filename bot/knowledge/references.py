"""Do the files fit together? Ids that are used but do not exist, and ids that exist twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from bot.knowledge.models import AmountsFile, ContactsFile, NotesFile, Question, Report, Topic
from bot.knowledge.problems import Place, Problem
from bot.knowledge.validation import nearest
from bot.knowledge.yaml_source import Location, Source

T_co = TypeVar("T_co", covariant=True)

_ONE_OF_A_KIND: Final = "stands twice; first in {path}, line {line}"


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T_co]):
    """A value and the file from which it came."""

    value: T_co
    source: Source


@dataclass(frozen=True, slots=True)
class LoadedTopic:
    """A topic, its own file, and the files of its questions."""

    value: Topic
    source: Source
    questions: tuple[Loaded[Question], ...]


@dataclass(frozen=True, slots=True)
class Files:
    """Everything that was read for one base."""

    report: Loaded[Report]
    notes: Loaded[NotesFile]
    contacts: Loaded[ContactsFile]
    amounts: Loaded[AmountsFile]
    topics: Sequence[LoadedTopic]


Named = tuple[str, str, Place]
"""What kind of thing, its name, and where it stands."""


def reference_problems(files: Files) -> Iterator[Problem]:
    """Every id or number that is used but does not exist, and every one that exists twice."""
    names = list(_names(files))
    yield from _twice(names)
    known: dict[str, list[str]] = {}
    for what, name, _ in names:
        known.setdefault(what, []).append(name)
    for what, name, place in _uses(files):
        if name not in known.get(what, []):
            message = f"there is no {what} '{name}' in the base{nearest(name, known.get(what, []))}"
            yield Problem(place, f"unknown-{what}", message)


def _twice(names: Sequence[Named]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Place] = {}
    for what, name, place in names:
        before = first.setdefault((what, name), place)
        if before is not place:
            where = _ONE_OF_A_KIND.format(path=before.path, line=before.line)
            yield Problem(place, "duplicate-id", f"{what} '{name}' {where}")


def _names(files: Files) -> Iterator[Named]:
    """Every name that the files give to something."""
    for index, slug in enumerate(files.report.value.topics):
        yield "topic", slug, files.report.source.place(("topics", index))
    for index, note in enumerate(files.notes.value.notes):
        yield "note", str(note.number), files.notes.source.place(("notes", index))
    for index, contact in enumerate(files.contacts.value.contacts):
        yield "contact", contact.id, files.contacts.source.place(("contacts", index))
    for index, mci in enumerate(files.amounts.value.mci):
        yield "year", str(mci.year), files.amounts.source.place(("mci", index))
    for topic in files.topics:
        for index, finding in enumerate(topic.value.findings):
            yield "paragraph", str(finding.paragraph), topic.source.place(("findings", index))
        for index, recommendation in enumerate(topic.value.recommendations):
            yield "recommendation", recommendation.id, topic.source.place(("recommendations", index))
        for index, update in enumerate(topic.value.updates):
            yield "update", update.id, topic.source.place(("updates", index))
        for question in topic.questions:
            yield "question", question.value.id, Place(question.source.path)


def _uses(files: Files) -> Iterator[Named]:
    """Every name that the files use."""
    yield from _each(files.report.source, ("examples",), "question", files.report.value.examples)
    yield from _each(files.report.source, ("contacts",), "contact", files.report.value.contacts)
    for index, mci in enumerate(files.amounts.value.mci):
        yield "update", mci.update, files.amounts.source.place(("mci", index, "update"))
    for topic in files.topics:
        for index, finding in enumerate(topic.value.findings):
            yield from _each(topic.source, ("findings", index, "notes"), "note", finding.notes)
        for index, recommendation in enumerate(topic.value.recommendations):
            location: Location = ("recommendations", index, "because")
            yield from _each(topic.source, location, "update", recommendation.because)
        for question in topic.questions:
            value, source = question.value, question.source
            yield from _each(source, ("paragraphs",), "paragraph", value.paragraphs)
            yield from _each(source, ("recommendations",), "recommendation", value.recommendations)
            yield from _each(source, ("updates",), "update", value.updates)
            yield from _each(source, ("contacts",), "contact", value.contacts)


def _each(source: Source, location: Location, what: str, names: Sequence[object]) -> Iterator[Named]:
    for index, name in enumerate(names):
        yield what, str(name), source.place((*location, index))
