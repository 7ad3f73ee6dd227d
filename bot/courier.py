"""Calls to Telegram that arrive: refused ones wait as long as Telegram says, failed ones are tried again.

Only the call in question waits, so that other people's answers are not held up.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Final

import httpx
import structlog
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.ext import BaseRateLimiter

_LOG: Final = structlog.stdlib.get_logger(__name__)

_NOT_RETRIED: Final = frozenset({"getUpdates", "getMe", "answerCallbackQuery", "answerInlineQuery"})
"""The polling loop has its own pauses, the start reports its errors, an old press needs no answer, and the next
letter that somebody types asks anew."""

PAUSES: Final = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before each new try after the network or the server has failed."""

Result = bool | dict[str, Any] | list[dict[str, Any]]


class Courier(BaseRateLimiter[None]):
    """Obeys `retry_after` and tries again after failures of the network; how long in all, the caller limits."""

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(  # noqa: PLR0917 - the library's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],  # noqa: ARG002
        rate_limit_args: None,  # noqa: ARG002
    ) -> Result:
        """Make the call, again if need be. Raises what the last try raised."""
        pauses = iter(() if endpoint in _NOT_RETRIED else PAUSES)
        once_more: float | None = PAUSES[0]
        pause: float | None
        while True:
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                if endpoint in _NOT_RETRIED:
                    raise
                pause = seconds_asked(error)
            except BadRequest:
                raise
            except NetworkError as error:
                if endpoint.startswith("send") and _may_have_arrived(error):
                    pause, once_more = once_more, None  # nobody gets an answer more than twice
                else:
                    pause = next(pauses, None)
                if pause is None:
                    raise
                _LOG.warning("call failed, trying again", method=endpoint, error=type(error).__name__, seconds=pause)
            await asyncio.sleep(pause)


def _may_have_arrived(error: NetworkError) -> bool:
    """Whether a call may have been carried out although no answer to it came."""
    return isinstance(error, TimedOut) and not isinstance(error.__cause__, (httpx.ConnectTimeout, httpx.PoolTimeout))


def seconds_asked(error: RetryAfter) -> float:
    """How many seconds Telegram wants us to wait."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
