"""What was read for one base: the values, and the files from which they came."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.knowledge.base import Base, build_base
from bot.knowledge.models import (
    AmountsFile,
    ContactsFile,
    NotesFile,
    OutsideFile,
    PermalinksFile,
    Question,
    Report,
    Topic,
)
from bot.knowledge.words import WordsFile
from bot.knowledge.yaml_source import Source

T_co = TypeVar("T_co", covariant=True)


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
    outside: Loaded[OutsideFile]
    permalinks: Loaded[PermalinksFile]
    words: Loaded[WordsFile]
    topics: Sequence[LoadedTopic]

    def base(self) -> Base:
        """The base that the files make up; whoever calls this has checked that they fit together, or wants to."""
        return build_base(
            report=self.report.value,
            topics=tuple(topic.value for topic in self.topics),
            notes=self.notes.value.notes,
            contacts=self.contacts.value.contacts,
            amounts=self.amounts.value,
            outside=self.outside.value,
            permalinks=self.permalinks.value,
            words=self.words.value.words,
        )
