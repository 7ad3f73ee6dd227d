"""The questions that people sent to the moderators: text, language and day, and no word about their authors."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.store.engines import writing
from bot.store.erasing import truncate_log
from bot.store.tables import Unanswered

MAX_KEPT: Final = 2_000
"""So many questions wait for the moderators at most; then no more are taken."""

_ID_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question as it was sent."""

    id: str
    text: str
    language: str
    day: str


class UnansweredQuestions:
    """The table of unanswered questions."""

    def __init__(self, engine: AsyncEngine, limit: int = MAX_KEPT) -> None:
        self._engine = engine
        self._reading: async_sessionmaker[AsyncSession] = async_sessionmaker(engine, expire_on_commit=False)
        self._writing: async_sessionmaker[AsyncSession] = async_sessionmaker(writing(engine), expire_on_commit=False)
        self._limit = limit

    async def add(self, text: str, language: str, day: str) -> bool:
        """Keep a question under a random id; False if too many are waiting."""
        async with self._writing.begin() as session:
            if (await session.scalar(select(func.count()).select_from(Unanswered)) or 0) >= self._limit:
                return False
            session.add(Unanswered(id=secrets.token_hex(_ID_BYTES), text=text, language=language, day=day))
        return True

    async def all(self) -> Sequence[UnansweredQuestion]:
        """All that wait, by day; within a day in no order that tells anything."""
        async with self._reading() as session:
            rows = await session.scalars(select(Unanswered).order_by(Unanswered.day, Unanswered.id))
            return [UnansweredQuestion(row.id, row.text, row.language, row.day) for row in rows]

    async def remove(self, id_: str) -> bool:
        """Delete one for good; False if it is not there any more."""
        async with self._writing.begin() as session:
            found = await session.get(Unanswered, id_)
            if found is not None:
                await session.delete(found)
        await truncate_log(self._engine)
        return found is not None

    async def forget_before(self, day: str) -> None:
        """Delete what came on earlier days for good."""
        async with self._writing.begin() as session:
            await session.execute(delete(Unanswered).where(Unanswered.day < day))
        await truncate_log(self._engine)
