"""`quqyq new`: a skeleton in its right place, and its permanent link. The base need not be whole for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.knowledge import Kind, Ref
from bot.knowledge.models import QuestionFile, RecommendationFile, TopicFile, UpdateFile
from bot.knowledge.shapes import Id
from bot.knowledge.validation import nearest
from bot.knowledge.yaml_source import Data, Source, parse_source
from bot.moderating.insertion import InsertionError, insert
from bot.moderating.schema import editor_line
from bot.moderating.skeleton import skeleton

KINDS: Final[tuple[Kind, ...]] = ("question", "recommendation", "update", "topic")

_LISTS: Final[dict[Kind, tuple[str, type[BaseModel]]]] = {
    "recommendation": ("recommendations", RecommendationFile),
    "update": ("updates", UpdateFile),
}
"""Kinds that stand in a list of their topic's file."""

_BOM: Final = "\ufeff"


class NewError(Exception):
    """There can be no such new entry; the message is one line and says why."""


@dataclass(frozen=True, slots=True)
class Written:
    """The file with the new entry; the line on which it begins, if the file has other entries too."""

    path: Path
    line: int | None = None

    def __str__(self) -> str:
        path = self.path.relative_to(Path.cwd()) if self.path.is_relative_to(Path.cwd()) else self.path
        return f"{path}" if self.line is None else f"{path}:{self.line}"


def new_entry(root: Path, kind: str, id_: str, topic: str | None) -> Written:
    """Write the skeleton of a new entry. Raises `NewError`, and `KnowledgeError` if a file is not YAML."""
    if kind not in KINDS:
        raise NewError(f"'{kind}' is none of {', '.join(KINDS)}{nearest(kind, list(KINDS))}")
    work = _Work(root.resolve())
    try:
        return work.add(Ref(kind, _checked_id(id_)), topic)
    except InsertionError as error:
        raise NewError(str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        name = error.filename if isinstance(error, OSError) else work.reading
        reason = error.strerror if isinstance(error, OSError) else "the file is not UTF-8 text"
        raise NewError(f"{name}: {reason}") from error


def _checked_id(id_: str) -> str:
    try:
        TypeAdapter(Id).validate_python(id_)
    except ValidationError:
        similar = "-".join(re.findall(r"[a-z0-9]+", id_.lower()))[:48].rstrip("-")
        hint = f"; did you mean '{similar}'?" if similar else ""
        raise NewError(f"'{id_}' is no id: small letters a-z, digits and '-', at most 48 of them{hint}") from None
    return id_


class _Work:
    """Makes the changes in memory; only when all of them are known is anything written."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.reading = ""
        self._changed: dict[Path, str] = {}

    def add(self, ref: Ref, topic: str | None) -> Written:
        """Make all changes for a new entry, and write them."""
        slug = self._topic(ref, topic)
        self._refuse_if_taken(ref)
        match ref.kind:
            case "topic":
                written = self._file(f"topics/{ref.id}/topic.yaml", TopicFile)
                self._insert("report.yaml", "topics", [ref.id])
            case "question":
                written = self._file(f"topics/{slug}/questions/{ref.id}.yaml", QuestionFile)
            case "recommendation" | "update":
                key, model = _LISTS[ref.kind]
                fields = list(TopicFile.model_fields)
                behind = fields[fields.index(key) + 1 :]
                written = self._insert(f"topics/{slug}/topic.yaml", key, skeleton(model, {"id": ref.id}), behind)
        self._insert("permalinks.yaml", "published", [ref.payload])
        for path, text in self._changed.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        return written

    def _topic(self, ref: Ref, topic: str | None) -> str:
        if ref.kind == "topic":
            if topic is not None:
                raise NewError("a topic belongs to no other: leave --topic out")
            return ref.id
        if topic is None:
            raise NewError(f"say to which topic the {ref.kind} belongs: --topic SLUG")
        topics = [slug for slug, _ in _items(self._source("report.yaml"), "topics")]
        if topic not in topics:
            raise NewError(f"there is no topic '{topic}'{nearest(topic, topics)}")
        return topic

    def _refuse_if_taken(self, ref: Ref) -> None:
        place = next((place for id_, place in self._ids(ref.kind) if id_ == ref.id), None)
        if place is not None:
            raise NewError(f"there is a {ref.kind} '{ref.id}' already: {place}")
        links = self._source("permalinks.yaml")
        for key in ("published", "aliases", "retired"):
            place = next((place for payload, place in _items(links, key, "old") if payload == ref.payload), None)
            if place is not None:
                raise NewError(f"'{ref.payload}' was a permanent link before ({place}); choose another id")

    def _ids(self, kind: Kind) -> Iterator[tuple[str, str]]:
        """The ids that entries of a kind have, each with its place."""
        if kind == "topic":
            yield from _items(self._source("report.yaml"), "topics")
            yield from ((path.name, self._name(path)) for path in self.root.glob("topics/*"))
        elif kind == "question":
            yield from ((path.stem, self._name(path)) for path in self.root.glob("topics/*/questions/*"))
        else:
            for path in sorted(self.root.glob("topics/*/topic.yaml")):
                yield from _items(self._source(path.relative_to(self.root).as_posix()), _LISTS[kind][0], "id")

    def _file(self, name: str, model: type[BaseModel]) -> Written:
        self._changed[self.root / name] = "\n".join([editor_line(name), *skeleton(model), ""])
        return Written(self.root / name)

    def _insert(self, name: str, key: str, entry: list[str], before: list[str] | None = None) -> Written:
        text = self._text(name)
        bom = _BOM if text.startswith(_BOM) else ""
        path = self.root / name
        changed, line = insert(text.removeprefix(_BOM), self._name(path), key, entry, before or ())
        self._changed[path] = bom + changed
        return Written(path, line)

    def _source(self, name: str) -> Source:
        return parse_source(self._text(name).removeprefix(_BOM), self._name(self.root / name))

    def _text(self, name: str) -> str:
        self.reading = self._name(self.root / name)
        return (self.root / name).read_bytes().decode()

    def _name(self, path: Path) -> str:
        """What messages call a file: as the loader does."""
        return path.relative_to(self.root.parent).as_posix()


def _items(source: Source, key: str, field: str | None = None) -> Iterator[tuple[str, str]]:
    """The texts in a list of a file, or the `field` of its entries where they have fields, each with its place."""
    items: Data = source.data.get(key) if isinstance(source.data, dict) else None
    for index, item in enumerate(items if isinstance(items, list) else []):
        value = item.get(field) if isinstance(item, dict) and field else item
        if isinstance(value, str):
            place = source.place((key, index))
            yield value, f"{place.path}, line {place.line}"
