"""The kinds of files that a base consists of: where each stands and what may stand in it."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from pydantic import BaseModel

from bot.knowledge.models import (
    AmountsFile,
    ContactsFile,
    NotesFile,
    OutsideFile,
    PermalinksFile,
    QuestionFile,
    Report,
    TopicFile,
)
from bot.knowledge.scenes import SceneFile
from bot.knowledge.words import FILE, WordsFile


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its name, where such files stand in the base, and what may stand in them.

    Files of this kind may also stand at the pattern `also`, if it has one.
    """

    name: str
    pattern: str
    model: type[BaseModel]
    also: str | None = None


FILE_KINDS: Final = (
    FileKind("report", "report.yaml", Report),
    FileKind("notes", "notes.yaml", NotesFile),
    FileKind("contacts", "contacts.yaml", ContactsFile),
    FileKind("amounts", "amounts.yaml", AmountsFile),
    FileKind("outside", "outside.yaml", OutsideFile),
    FileKind("words", FILE, WordsFile),
    FileKind("permalinks", "permalinks.yaml", PermalinksFile),
    FileKind("topic", "topics/*/topic.yaml", TopicFile),
    FileKind("question", "topics/*/questions/*.yaml", QuestionFile, also="topics/*/questions/*.yml"),
    FileKind("scene", "scenes/*.yaml", SceneFile),
)


def kind_of(name: str) -> FileKind | None:
    """What kind of file one is, by its path inside the base (`topics/women/topic.yaml`); None if it is of none."""
    return next((kind for kind in FILE_KINDS if _matches(name, kind.pattern) or _matches(name, kind.also)), None)


def _matches(name: str, pattern: str | None) -> bool:
    if pattern is None:
        return False
    return name.count("/") == pattern.count("/") and PurePosixPath(name).match(pattern)
