"""The language that a person chose: the only thing that is remembered about a chat.

With a storage key it is kept in the database, under a keyed hash of the chat's id; without one it lives in memory and
nothing about a chat touches the disk.
"""

import hashlib
import hmac
from collections import OrderedDict
from typing import Final, Protocol

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.store.engines import writing
from bot.store.erasing import truncate_log
from bot.store.tables import ChatLanguage

MAX_IN_MEMORY: Final = 50_000
"""So many chats' languages are held in memory; the one not used for longest goes first."""


class Languages(Protocol):
    """Remembers one language code a chat; `on_disk` tells whether it outlives the process."""

    on_disk: bool

    async def get(self, chat_id: int) -> str | None:
        """The language that was chosen in this chat, if any."""

    async def choose(self, chat_id: int, language: str) -> None:
        """Remember the language for this chat."""

    async def forget(self, chat_id: int) -> None:
        """Forget this chat; that it was never known is no error."""

    async def close(self) -> None:
        """Give back what is held open."""


class MemoryLanguages:
    """Languages in memory, bounded; a restart forgets them."""

    on_disk = False

    def __init__(self, limit: int = MAX_IN_MEMORY) -> None:
        self._limit = limit
        self._chosen: OrderedDict[int, str] = OrderedDict()

    async def get(self, chat_id: int) -> str | None:
        """See `Languages`."""
        if chat_id in self._chosen:
            self._chosen.move_to_end(chat_id)
        return self._chosen.get(chat_id)

    async def choose(self, chat_id: int, language: str) -> None:
        """See `Languages`."""
        self._chosen[chat_id] = language
        self._chosen.move_to_end(chat_id)
        if len(self._chosen) > self._limit:
            self._chosen.popitem(last=False)

    async def forget(self, chat_id: int) -> None:
        """See `Languages`."""
        self._chosen.pop(chat_id, None)

    async def close(self) -> None:
        """Nothing is held open."""


class DatabaseLanguages:
    """Languages in a database, under HMAC-SHA-256 of the chat's id (RFC 2104)."""

    on_disk = True

    def __init__(self, engine: AsyncEngine, key: bytes) -> None:
        self._engine = engine
        self._reading: async_sessionmaker[AsyncSession] = async_sessionmaker(engine, expire_on_commit=False)
        self._writing: async_sessionmaker[AsyncSession] = async_sessionmaker(writing(engine), expire_on_commit=False)
        self._key = key

    def _hash(self, chat_id: int) -> bytes:
        return hmac.digest(self._key, f"chat:{chat_id}".encode(), hashlib.sha256)

    async def get(self, chat_id: int) -> str | None:
        """See `Languages`."""
        async with self._reading() as session:
            row = await session.get(ChatLanguage, self._hash(chat_id))
            return row.language if row else None

    async def choose(self, chat_id: int, language: str) -> None:
        """See `Languages`."""
        async with self._writing.begin() as session:
            await session.merge(ChatLanguage(chat=self._hash(chat_id), language=language))

    async def forget(self, chat_id: int) -> None:
        """See `Languages`."""
        async with self._writing.begin() as session:
            await session.execute(delete(ChatLanguage).where(ChatLanguage.chat == self._hash(chat_id)))
        await truncate_log(self._engine)

    async def close(self) -> None:
        """Close the connections."""
        await self._engine.dispose()
