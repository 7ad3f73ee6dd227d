"""Leaves a store alone that has failed, so that not everybody waits for it in turn."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

import structlog

_LOG: Final = structlog.stdlib.get_logger(__name__)

PATIENCE: Final = 10.0
"""Seconds after which a store that does not answer has failed; a machine in a burst of questions is slow itself."""

REST: Final = 10.0
"""Seconds for which a store that has failed is left alone; then one call tries it for all."""

Failed = Callable[[], None]

T = TypeVar("T")


class Unavailable(Exception):
    """The store has failed, now or a moment ago."""


class Breaker:
    """Makes calls to a store; `failed` is called for each that fails."""

    def __init__(self, what: str, failed: Failed) -> None:
        self._what = what
        self._failed = failed
        self._rests_until: float | None = None

    async def call(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What `work` returns. Raises `Unavailable` if it fails or is not tried; drivers raise errors of any kind."""
        now = time.monotonic()
        if self._rests_until is not None:
            if now < self._rests_until:
                raise Unavailable
            self._rests_until = now + PATIENCE + REST  # this call tries for all
        try:
            async with asyncio.timeout(PATIENCE):
                result = await work()
        except Exception as error:
            self._failed()
            self._rests_until = time.monotonic() + REST
            _LOG.error(self._what, error=type(error).__name__, seconds=REST)
            raise Unavailable from error
        self._rests_until = None
        return result
