"""A store whose failures cost nobody an answer: a locked or full disk, a database that is gone for a while."""

from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.store.languages import Languages, MemoryLanguages

_LOG: Final = structlog.stdlib.get_logger(__name__)
_FAILURES: Final = (SQLAlchemyError, OSError, TimeoutError)


class ForgivingLanguages:
    """Another store, with what was chosen since the start in memory too: that counts while the other fails."""

    def __init__(self, languages: Languages) -> None:
        self.on_disk = languages.on_disk
        self._languages = languages
        self._memory = MemoryLanguages()

    async def get(self, chat_id: int) -> str | None:
        """See `Languages`; raises nothing when the store fails."""
        try:
            return await self._languages.get(chat_id)
        except _FAILURES as error:
            _LOG.error("the store cannot be read", error=type(error).__name__)
            return await self._memory.get(chat_id)

    async def choose(self, chat_id: int, language: str) -> None:
        """See `Languages`; raises nothing when the store fails."""
        await self._memory.choose(chat_id, language)
        try:
            await self._languages.choose(chat_id, language)
        except _FAILURES as error:
            _LOG.error("the store cannot be written", error=type(error).__name__)

    async def forget(self, chat_id: int) -> None:
        """See `Languages`. What is not forgotten must be known, so this does raise when the store fails."""
        await self._memory.forget(chat_id)
        await self._languages.forget(chat_id)

    async def close(self) -> None:
        """See `Languages`."""
        await self._languages.close()
