"""Calls to Telegram that arrive: refused ones wait as long as Telegram says, failed ones are tried again.

Only the call in question waits, so that other people's answers are not held up.
"""

import asyncio
import math
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Final

import httpx
import structlog
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

from bot.counters import Counters

_LOG: Final = structlog.stdlib.get_logger(__name__)

_NOT_RETRIED: Final = frozenset(
    {
        "getUpdates",
        "getMe",
        "setWebhook",
        "getWebhookInfo",
        "deleteWebhook",
        "answerCallbackQuery",
        "answerInlineQuery",
    }
)
"""The polling loop has its own pauses, as have those who look after the webhook, the start reports its errors, an old
press needs no answer, and the next letter that somebody types asks anew."""

PAUSES: Final = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before each new try after the network or the server has failed."""

LONGEST_PAUSE: Final = 30.0
"""Seconds between further tries while nothing at all gets through to Telegram."""

MAX_WAITING_CHATS: Final = 1_000
"""Beyond so many chats that must wait, those whose time is over are forgotten."""

Result = bool | dict[str, Any] | list[dict[str, Any]]


class Courier(BaseRateLimiter[None]):
    """Obeys `retry_after` and tries again after failures of the network; how long in all, the caller limits.

    A call that fails again although another got through since it failed last is given up after the last of `PAUSES`:
    the fault is its own. While none gets through, the network is gone, and the call is kept until it is back.
    """

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._free_at: dict[object, float] = {}  # chats that Telegram lets wait, and until when
        self._got_through = -math.inf

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
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Result:
        """Make the call, again if need be. Raises what the last try raised."""
        chat = data.get("chat_id")
        pauses = iter(() if endpoint in _NOT_RETRIED else PAUSES)
        once_more: float | None = PAUSES[0]
        pause: float | None
        failed_at = math.inf
        while True:
            await self._wait_for(chat)
            try:
                result = await callback(*args, **kwargs)
            except RetryAfter as error:
                self._note(error)
                if endpoint in _NOT_RETRIED:
                    raise
                self._let_wait(chat, seconds_asked(error))
                pause = 0.0 if chat is not None else seconds_asked(error)
            except NetworkError as error:
                self._note(error)
                if isinstance(error, BadRequest):  # the library counts it among those of the network
                    raise
                if endpoint.startswith("send") and _may_have_arrived(error):
                    pause, once_more = once_more, None  # nobody gets an answer more than twice
                else:
                    pause = next(pauses, None)
                    if pause is None and endpoint not in _NOT_RETRIED and self._got_through < failed_at:
                        pause = LONGEST_PAUSE
                    failed_at = time.monotonic()
                if pause is None:
                    raise
                _LOG.warning("call failed, trying again", method=endpoint, error=type(error).__name__, seconds=pause)
            except TelegramError as error:
                self._note(error)
                raise
            else:
                self._got_through = time.monotonic()
                return result
            await asyncio.sleep(pause)

    def _note(self, error: TelegramError) -> None:
        self._counters.errors[type(error).__name__] += 1
        if isinstance(error, RetryAfter):
            self._counters.held_up += 1

    async def _wait_for(self, chat: object) -> None:
        """Wait until Telegram takes calls for this chat again; another call for it may have learnt of that."""
        seconds = self._free_at.get(chat, 0.0) - time.monotonic()
        if chat is not None and seconds > 0:
            await asyncio.sleep(seconds)

    def _let_wait(self, chat: object, seconds: float) -> None:
        if chat is None:
            return
        now = time.monotonic()
        if len(self._free_at) >= MAX_WAITING_CHATS:
            self._free_at = {each: at for each, at in self._free_at.items() if at > now}
        self._free_at[chat] = max(self._free_at.get(chat, 0.0), now + seconds)


def _may_have_arrived(error: NetworkError) -> bool:
    """Whether a call may have been carried out although no answer to it came."""
    return isinstance(error, TimedOut) and not isinstance(error.__cause__, (httpx.ConnectTimeout, httpx.PoolTimeout))


def seconds_asked(error: RetryAfter) -> float:
    """How many seconds Telegram wants us to wait."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
