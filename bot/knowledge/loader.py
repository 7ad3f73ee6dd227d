"""The folder of YAML files -> the base, or everything that is wrong with it, each with its place."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel

from bot.knowledge.base import Base
from bot.knowledge.files import Files, Loaded, LoadedTopic
from bot.knowledge.models import (
    AmountsFile,
    ContactsFile,
    NotesFile,
    OutsideFile,
    PermalinksFile,
    Question,
    Report,
    Topic,
    TopicFile,
)
from bot.knowledge.problems import KnowledgeError, Place, Problem
from bot.knowledge.references import reference_problems
from bot.knowledge.validation import nearest, validate
from bot.knowledge.words import FILE as WORDS
from bot.knowledge.words import WordsFile
from bot.knowledge.yaml_source import Source, read_source

M = TypeVar("M", bound=BaseModel)

_SUFFIXES: Final = (".yaml", ".yml")


class _Reader:
    """Reads files of one folder and gathers the problems."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []

    def read(self, path: Path, model: type[M], given: Mapping[str, str] | None = None) -> Loaded[M] | None:
        """The file as `model`; None, and problems, if it is not one. `given`: see `validate`."""
        try:
            source = read_source(path, self.name(path))
        except KnowledgeError as error:
            self.problems.extend(error.problems)
            return None
        value, problems = validate(source, model, given or {})
        self.problems.extend(problems)
        return None if value is None else Loaded(value, source)

    def name(self, path: Path) -> str:
        """What problems call a file: its path from the folder that holds the base."""
        return path.relative_to(self.root.parent).as_posix()


def load_base(root: Path) -> Base:
    """Load the base from the folder `root`.

    Raises `KnowledgeError` with every problem that was found; there is no partly loaded base.
    """
    return read_files(root).base()


def read_files(root: Path) -> Files:
    """Read the files of a base that can be loaded; raises `KnowledgeError` as `load_base` does."""
    root = root.resolve()
    if not root.is_dir():
        raise KnowledgeError([Problem(Place(str(root)), "no-base", "there is no such folder")])
    reader = _Reader(root)
    report = reader.read(root / "report.yaml", Report)
    notes = reader.read(root / "notes.yaml", NotesFile)
    contacts = reader.read(root / "contacts.yaml", ContactsFile)
    amounts = reader.read(root / "amounts.yaml", AmountsFile)
    outside = reader.read(root / "outside.yaml", OutsideFile)
    permalinks = reader.read(root / "permalinks.yaml", PermalinksFile)
    words = _read_words(reader)
    topics = list(_read_topics(reader, report)) if report else []
    if reader.problems or not (report and notes and contacts and amounts and outside and permalinks and words):
        raise KnowledgeError(reader.problems)
    files = Files(report, notes, contacts, amounts, outside, permalinks, words, topics)
    if problems := list(reference_problems(files)):
        raise KnowledgeError(problems)
    return files


def _read_words(reader: _Reader) -> Loaded[WordsFile] | None:
    path = reader.root / WORDS
    if not path.exists():
        return Loaded(WordsFile(words=()), Source(reader.name(path)))
    return reader.read(path, WordsFile)


def _read_topics(reader: _Reader, report: Loaded[Report]) -> Iterator[LoadedTopic]:
    folder = reader.root / "topics"
    present = {path.name for path in folder.iterdir() if path.is_dir()} if folder.is_dir() else set()
    for index, slug in enumerate(report.value.topics):
        if slug not in present:
            place = report.source.place(("topics", index))
            reader.problems.append(Problem(place, "no-topic", f"there is no folder topics/{slug}"))
        elif slug not in report.value.topics[:index] and (topic := _read_topic(reader, slug)):
            yield topic
    for slug in sorted(present - set(report.value.topics)):
        place = Place(reader.name(folder / slug))
        reader.problems.append(Problem(place, "unlisted-topic", f"'{slug}' is not among the 'topics' of report.yaml"))


def _read_topic(reader: _Reader, slug: str) -> LoadedTopic | None:
    folder = reader.root / "topics" / slug
    paths = sorted(path for path in (folder / "questions").glob("*") if path.suffix in _SUFFIXES)
    questions = [
        loaded for path in paths if (loaded := reader.read(path, Question, {"id": path.stem, "topic": slug}))
    ]
    file = reader.read(folder / "topic.yaml", TopicFile)
    if file is None:
        return None
    place_in_menu = {id_: index for index, id_ in enumerate(file.value.most_asked)}
    questions.sort(key=lambda question: place_in_menu.get(question.value.id, len(place_in_menu)))
    known = [question.value.id for question in questions]
    for index, id_ in enumerate(file.value.most_asked):
        if len(questions) == len(paths) and id_ not in known:
            message = f"this topic has no question '{id_}'{nearest(id_, known)}"
            reader.problems.append(Problem(file.source.place(("most_asked", index)), "unknown-question", message))
    topic = Topic.of(file.value, slug, tuple(question.value for question in questions))
    return LoadedTopic(topic, file.source, tuple(questions))
