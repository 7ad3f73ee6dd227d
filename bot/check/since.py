"""What changed since an earlier revision: texts that changed in one language alone, and links that were struck."""

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from bot.check.codes import CHANGED_ALONE, UNLISTED_LINK
from bot.knowledge import LANGUAGES, KnowledgeError, Language, Problem
from bot.knowledge.files import Files
from bot.knowledge.yaml_source import Data, Location, Source, parse_source

_NAMES: Final = ("id", "paragraph", "number", "year")
"""Fields by which an item of a list is known again when it has moved."""

Texts = dict[Location, tuple[Location, Mapping[str, str]]]
"""Texts in three languages by a name that survives moving, each with where it stands."""


class SinceError(Exception):
    """The earlier revision cannot be had; the message says why."""


def since_problems(files: Files, root: Path, revision: str) -> Iterator[Problem]:
    """What the changes since `revision` left half done. Raises `SinceError` if git or the revision is not there."""
    if revision.startswith("-"):
        raise SinceError(f"--since: '{revision}' is no revision")
    _git(root, "rev-parse", "--git-dir", failure=f"{root} is not inside a git repository")
    failure = f"--since: git knows no revision '{revision}'"
    commit = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", failure=failure).strip()
    sources = {source.path.partition("/")[2]: source for source in _sources(files)}
    for old_name, name in _changed(root, commit):
        if source := sources.get(name):
            text = _git(root, "show", f"{commit}:./{old_name}", failure=f"--since: git cannot show {old_name}")
            try:
                old = parse_source(text, old_name)
            except KnowledgeError:
                continue  # what could not be read then cannot be compared now
            yield from _alone(old, source, revision)
            if name == "permalinks.yaml":
                yield from _struck(old, files, revision)


def _alone(old: Source, new: Source, revision: str) -> Iterator[Problem]:
    before = _texts(old.data)
    for name, (location, texts) in _texts(new.data).items():
        if name not in before:
            continue
        then = before[name][1]
        changed = [language for language in LANGUAGES if _differs(then, texts, language)]
        others = [language for language in LANGUAGES if language not in changed]
        if changed and others:
            what = ".".join(map(str, name))
            message = f"{what} changed in {', '.join(changed)} since {revision}, but not in {', '.join(others)}"
            yield CHANGED_ALONE.at(new.place((*location, changed[0])), message)


def _struck(old: Source, files: Files, revision: str) -> Iterator[Problem]:
    then = old.data.get("published") if isinstance(old.data, dict) else None
    now = set(files.permalinks.value.published)
    for payload in then if isinstance(then, list) else ():
        if isinstance(payload, str) and payload not in now:
            place = files.permalinks.source.place(("published",))
            yield UNLISTED_LINK.at(place, f"'{payload}' was published at {revision}; put the line back")


def _differs(then: Mapping[str, str], now: Mapping[str, str], language: Language) -> bool:
    return then.get(language, "").split() != now.get(language, "").split()


def _texts(data: Data) -> Texts:
    return dict(_walk(data, (), ()))


def _walk(data: Data, name: Location, at: Location) -> Iterator[tuple[Location, tuple[Location, Mapping[str, str]]]]:
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _walk(item, (*name, _name(item) or index), (*at, index))
    elif isinstance(data, dict):
        texts = {key: value for key, value in data.items() if isinstance(value, str)}
        if texts and len(texts) == len(data) and set(texts) <= set(LANGUAGES):
            yield name, (at, texts)
            return
        for key, value in data.items():
            yield from _walk(value, (*name, key), (*at, key))


def _name(item: Data) -> str | None:
    if not isinstance(item, dict):
        return None
    return next((value for key in _NAMES if isinstance(value := item.get(key), str)), None)


def _sources(files: Files) -> Iterator[Source]:
    yield from (files.report.source, files.notes.source, files.contacts.source)
    yield from (files.amounts.source, files.outside.source, files.permalinks.source)
    for topic in files.topics:
        yield topic.source
        yield from (question.source for question in topic.questions)


def _changed(root: Path, commit: str) -> Iterator[tuple[str, str]]:
    """The old and the new name of each file that changed or moved, from the folder of the base."""
    options = ("--name-status", "-z", "--find-renames", "--relative", "--diff-filter=MR")
    listing = _git(root, "diff", *options, commit, "--", ".", failure="--since: git cannot compare")
    words = iter(listing.split("\0"))
    for status in words:
        if status:
            old = next(words)
            yield old, next(words) if status.startswith("R") else old


def _git(root: Path, *arguments: str, failure: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git as the person who runs this has it
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise SinceError(f"--since needs git, which cannot be run: {error.strerror}") from error
    if done.returncode != 0:
        raise SinceError(failure)
    return done.stdout.decode(errors="replace")
