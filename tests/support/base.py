"""A small base for tests: three topics and four questions, as a moderator would write them.

`small_base/` holds its files. `write_base(folder)` copies them, so that a test can change or break one;
`small_library()` is the same base, loaded, where a test only reads:

    folder = write_base(tmp_path / "knowledge")
    folder.replace("amounts.yaml", "tenge: 4325", "tenge: many")
    assert folder.codes() == ["wrong-value"]
"""

import shutil
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from bot.knowledge import Base, KnowledgeError, Problem, load_base
from bot.library import Library, open_library
from bot.locale import Voices, load_voices
from bot.search import Learning

SMALL_BASE: Final = Path(__file__).parent / "small_base"

CACHE: Final = Path(__file__).resolve().parents[2] / "data" / "cache"
"""Where what search has learnt from the real base is kept from one run of the tests to the next."""

REAL_BASE: Final = Path(__file__).resolve().parents[2] / "knowledge"

TODAY: Final = date(2026, 7, 15)
"""The running day of tests: the small base has the amounts of 2026 and of no other year."""


@dataclass(frozen=True)
class Folder:
    """A folder with a base that belongs to one test. Names are paths inside it: `topics/religion/topic.yaml`."""

    path: Path

    def read(self, name: str) -> str:
        """The text of a file."""
        return (self.path / name).read_text("utf-8")

    def write(self, name: str, text: str | bytes) -> "Folder":
        """Write a whole file, new or not."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        whole = file.with_name(f"{file.name}.part")
        whole.write_bytes(text if isinstance(text, bytes) else text.encode())
        whole.replace(file)  # at once, as editors do: whoever watches must not find half a file
        return self

    def replace(self, name: str, old: str, new: str) -> "Folder":
        """Put `new` in the place of the first `old` in a file, which must be there."""
        text = self.read(name)
        assert old in text, f"{name} has no {old!r}"
        return self.write(name, text.replace(old, new, 1))

    def add(self, name: str, text: str) -> "Folder":
        """Add lines to the end of a file."""
        return self.write(name, f"{self.read(name)}{text}\n")

    def remove(self, name: str) -> "Folder":
        """Remove a file or a whole folder."""
        path = self.path / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
        return self

    def place(self, name: str, text: str) -> tuple[int, int]:
        """Line and column, from 1, at which `text` first stands in a file."""
        before, found, _ = self.read(name).partition(text)
        assert found, f"{name} has no {text!r}"
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1

    def load(self) -> Base:
        """The base; `KnowledgeError` if it has problems."""
        return load_base(self.path)

    def library(self, today: date = TODAY) -> Library:
        """The base with its search and cards; `KnowledgeError` if it has problems."""
        return open_library(self.path, voices(), Learning(), lambda: today)

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the base; empty if it loads."""
        try:
            self.load()
        except KnowledgeError as error:
            return error.problems
        return ()

    def codes(self) -> list[str]:
        """The codes of all problems, in their order."""
        return [problem.code for problem in self.problems()]


def write_base(path: Path) -> Folder:
    """Write the small base into the folder `path`, which must not exist yet."""
    shutil.copytree(SMALL_BASE, path)
    return Folder(path)


@cache
def voices() -> Voices:
    """The catalogues of the three languages."""
    return load_voices()


@cache
def small_library(today: date = TODAY) -> Library:
    """The small base, loaded once for all tests that only read it."""
    return open_library(SMALL_BASE, voices(), Learning(), lambda: today)


@cache
def real_library(today: date = TODAY) -> Library:
    """The base of this repository, loaded once for all tests."""
    return open_library(REAL_BASE, voices(), Learning(CACHE), lambda: today)
