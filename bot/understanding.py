"""Gives the base in use the encoder's voice, in the background: answers go on meanwhile by words alone."""

import asyncio
from dataclasses import replace
from typing import Final

import structlog

from bot.handlers.context import Services
from bot.library import Library
from bot.search import NO_ENCODER, Encoder, Learning, open_encoder

_LOG: Final = structlog.stdlib.get_logger(__name__)

LOOK: Final = 1.0
"""Seconds after which it is looked whether the base has changed."""


class _StoppedError(Exception):
    """Whoever waited for what is being learnt does not any more."""


class Understanding:
    """Keeps the search of the services' library up to what the encoder adds."""

    def __init__(self, services: Services, learning: Learning) -> None:
        self._services = services
        self._learning = learning
        self._stopped = False
        self.progress: tuple[int, int] | None = None
        """How many phrasings are embedded, and of how many, while that is being done."""

    async def run(self) -> None:
        """Learn from each base that comes into use, until cancelled; without an encoder it ends at once."""
        encoder = await asyncio.to_thread(open_encoder)
        if encoder is None:
            _LOG.warning(NO_ENCODER)
            return
        seen: Library | None = None
        try:
            while True:
                if self._services.library is not seen:
                    seen = await self._learn(self._services.library, encoder)
                await asyncio.sleep(LOOK)
        finally:
            self._stopped = True

    async def _learn(self, library: Library, encoder: Encoder) -> Library:
        try:
            search = await asyncio.to_thread(self._learning.meaning, library.search, encoder, self._told)
        except Exception as error:  # the voices of words go on
            _LOG.error("the encoder's part cannot be made", error=type(error).__name__)
            return library
        finally:
            self.progress = None
        if self._services.library is not library:  # another base came into use meanwhile
            return library
        learnt = self._services.library = replace(library, search=search)
        _LOG.debug("search understands meaning as well", encoder=encoder.name)
        return learnt

    def _told(self, done: int, total: int) -> None:
        if self._stopped:
            raise _StoppedError
        self.progress = (done, total)
