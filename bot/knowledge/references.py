"""Do the files fit together? Ids that are used but do not exist, and ids that exist twice."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.knowledge.files import Files
from bot.knowledge.models import Alias, Aside, OutsideFile, PermalinksFile
from bot.knowledge.problems import Place, Problem
from bot.knowledge.validation import nearest
from bot.knowledge.yaml_source import Location, Source

_ONE_OF_A_KIND: Final = "stands twice; first in {path}, line {line}"


Named = tuple[str, str, Place]
"""What kind of thing, its name, and where it stands."""


def reference_problems(files: Files) -> Iterator[Problem]:
    """Every id or number that is used but does not exist, and every one that exists twice."""
    names = list(_names(files))
    yield from _twice(names)
    known: dict[str, list[str]] = {"permalink": [ref.payload for ref in files.base().entries]}
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
    for location, alias in _aliases(files.permalinks.value):
        yield "alias", alias.old, files.permalinks.source.place(location)
    for part, asides in _asides(files.outside.value):
        for index, aside in enumerate(asides):
            yield "aside", aside.id, files.outside.source.place((part, index))
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
    for part, asides in _asides(files.outside.value):
        for index, aside in enumerate(asides):
            yield from _each(files.outside.source, (part, index, "contacts"), "contact", aside.contacts)
    for place, alias in _aliases(files.permalinks.value):
        yield "permalink", alias.new, files.permalinks.source.place((*place, "new"))
    for topic in files.topics:
        for index, finding in enumerate(topic.value.findings):
            yield from _each(topic.source, ("findings", index, "notes"), "note", finding.notes)
        for index, recommendation in enumerate(topic.value.recommendations):
            location: Location = ("recommendations", index, "because")
            yield from _each(topic.source, location, "update", recommendation.because)
        for index, update in enumerate(topic.value.updates):
            yield from _each(topic.source, ("updates", index, "paragraphs"), "paragraph", update.paragraphs)
        for question in topic.questions:
            value, source = question.value, question.source
            yield from _each(source, ("paragraphs",), "paragraph", value.paragraphs)
            yield from _each(source, ("recommendations",), "recommendation", value.recommendations)
            yield from _each(source, ("updates",), "update", value.updates)
            yield from _each(source, ("contacts",), "contact", value.contacts)


def _aliases(permalinks: PermalinksFile) -> Iterator[tuple[Location, Alias]]:
    yield from ((("aliases", index), alias) for index, alias in enumerate(permalinks.aliases))
    yield from ((("retired", index), alias) for index, alias in enumerate(permalinks.retired))


def _asides(outside: OutsideFile) -> tuple[tuple[str, tuple[Aside, ...]], ...]:
    return ("smalltalk", outside.smalltalk), ("neighbours", outside.neighbours)


def _each(source: Source, location: Location, what: str, names: Sequence[object]) -> Iterator[Named]:
    for index, name in enumerate(names):
        yield what, str(name), source.place((*location, index))
