"""A bot that listens: with a database of the test's own, and moderators if there are any.

async with listening_scene(server, tmp_path, moderators=[7]) as (scene, database):
    ...
    assert database.rows("asked") == [...]
"""

import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from bot.check import check
from bot.handlers.context import Moderation, Services
from bot.knowledge import Problem
from bot.library import Library
from bot.listening import Listening
from bot.search import Learning
from bot.store import open_records
from bot.watching import reload
from tests.support.base import SMALL_BASE, TODAY
from tests.support.scene import Scene
from tests.support.telegram import TelegramServer


@dataclass
class Calendar:
    """The running day, which a test can move on."""

    day: date = TODAY

    def __call__(self) -> date:
        return self.day


@dataclass
class Database:
    """The SQLite file of a test, looked at from outside, and what the bot writes through."""

    path: Path
    listening: Listening
    calendar: Calendar = field(default_factory=Calendar)

    @property
    def url(self) -> str:
        """The setting."""
        return f"sqlite:///{self.path}"

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """All rows of a table."""
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall()

    async def counted(self, table: str) -> list[tuple[Any, ...]]:
        """All rows of a table, once what was counted is written."""
        await self.listening.flush()
        return self.rows(table)

    def content(self) -> bytes:
        """Every byte in the folder: the file and what SQLite puts beside it."""
        return b"".join(path.read_bytes() for path in sorted(self.path.parent.iterdir()))


@asynccontextmanager
async def open_database(folder: Path) -> AsyncIterator[Database]:
    """A database in a folder of its own."""
    calendar = Calendar()
    path = folder / "data" / "quqyq.db"
    records = await open_records(f"sqlite:///{path}")
    listening = Listening(records, calendar)
    try:
        yield Database(path, listening, calendar)
    finally:
        await listening.flush()
        await records.close()


@asynccontextmanager
async def listening_scene(
    server: TelegramServer,
    folder: Path,
    *,
    moderators: Iterable[int] = (),
    knowledge: Path = SMALL_BASE,
    library: Library | None = None,
) -> AsyncIterator[tuple[Scene, Database]]:
    """The bot with the small base, which counts, takes questions and has these moderators."""
    async with open_database(folder) as database:

        def equip(services: Services) -> None:
            async def checked() -> Sequence[Problem]:
                return check(knowledge, TODAY)

            services.listening = database.listening
            services.moderation = Moderation(
                frozenset(moderators), partial(reload, knowledge, services, Learning()), checked
            )

        async with Scene(server, library, equip=equip) as scene:
            yield scene, database
