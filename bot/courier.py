"""Calls to Telegram that arrive: refused ones wait as long as Telegram says, failed ones are tried again.

Only the call in question waits, so that other people's answers are not held up.
"""

import asyncio
import math
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final, Literal

import httpx
import structlog
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
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

NOTHING_YET: Final = "…"
"""A message that may stand in a chat more than once, and becomes the answer."""

_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.WriteError, httpx.ProxyError)
"""Failures after which it is sure that the whole call never left."""

_SENDING: Final = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup"})
"""What somebody sees twice if it is done twice."""

_PLACE: Final = frozenset(
    {"chat_id", "message_thread_id", "reply_parameters", "disable_notification", "protect_content"}
)
_CONTENT: Final = frozenset({"chat_id", "text", "parse_mode", "entities", "link_preview_options", "reply_markup"})
"""The parameters of sendMessage that say where, and those that editMessageText has as well."""

_RECEIPT: Final = ("message_id", "date", "chat")

_UNCHANGED: Final = "message is not modified"

Result = bool | dict[str, Any] | list[dict[str, Any]]
Repeated = Literal["never", "if it did not arrive", "always"]


class Courier(BaseRateLimiter[None]):
    """Obeys `retry_after` and tries again after failures of the network; how long in all, the caller limits.

    A call that fails again although another got through since it failed last is given up after the last of `PAUSES`:
    the fault is its own. While none gets through, the network is gone, and the call is kept until it is back.

    Where a message was on its way and nothing came back, nobody knows whether it was sent. When Telegram is heard
    again, a line that says nothing is sent, as often as it takes, and becomes the answer by an edit, which may be
    repeated: so nobody is left without an answer, and nobody gets it more than twice.
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
        args: Any,  # noqa: ARG002
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Result:
        """Make the call, again if need be. Raises what the last try raised."""

        async def call(method: str, content: dict[str, Any], repeated: Repeated) -> Result:
            return await self._insist(lambda: callback(method, content, **kwargs), method, content, repeated)

        if endpoint not in _SENDING:
            return await call(endpoint, data, "never" if endpoint in _NOT_RETRIED else "always")
        try:
            return _in_short(endpoint, await call(endpoint, data, "if it did not arrive"))
        except NetworkError as error:
            if not _may_have_arrived(error):
                raise
            _LOG.warning("a message may have arrived or not", method=endpoint, error=type(error).__name__)
            failed_at = time.monotonic()
        await asyncio.sleep(PAUSES[0])
        if self._got_through < failed_at:
            with suppress(NetworkError):  # others get through
                await call("getMe", {}, "always")
        if endpoint != "sendMessage":
            return await call(endpoint, data, "if it did not arrive")
        place = {name: value for name, value in data.items() if name in _PLACE}
        content = {name: value for name, value in data.items() if name in _CONTENT}
        sent = await call("sendMessage", place | {"text": NOTHING_YET}, "always")
        number = sent["message_id"] if isinstance(sent, dict) else None
        try:
            return await call("editMessageText", content | {"message_id": number}, "always")
        except BadRequest as error:
            if _UNCHANGED in error.message.lower():  # an edit of which nothing was heard
                return sent
            raise

    async def _insist(
        self,
        attempt: Callable[[], Coroutine[Any, Any, Result]],
        method: str,
        content: dict[str, Any],
        repeated: Repeated,
    ) -> Result:
        chat = content.get("chat_id")
        pauses = iter(() if repeated == "never" else PAUSES)
        pause: float | None
        failed_at = math.inf
        while True:
            await self._wait_for(chat)
            try:
                result = await attempt()
            except RetryAfter as error:
                self._note(error)
                if repeated == "never":
                    raise
                self._let_wait(chat, seconds_asked(error))
                pause = 0.0 if chat is not None else seconds_asked(error)
            except NetworkError as error:
                self._note(error)
                if isinstance(error, BadRequest):  # the library counts it among those of the network
                    raise
                if repeated == "if it did not arrive" and _may_have_arrived(error):
                    raise
                pause = next(pauses, None)
                if pause is None and repeated != "never" and self._got_through < failed_at:
                    pause = LONGEST_PAUSE
                failed_at = time.monotonic()
                if pause is None:
                    raise
                _LOG.warning("call failed, trying again", method=method, error=type(error).__name__, seconds=pause)
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
        while (free_at := self._free_at.get(chat)) is not None:
            seconds = free_at - time.monotonic()
            if seconds <= 0:
                del self._free_at[chat]
                return
            await asyncio.sleep(seconds)

    def _let_wait(self, chat: object, seconds: float) -> None:
        if chat is not None:
            self._free_at[chat] = max(self._free_at.get(chat, 0.0), time.monotonic() + seconds)


def _in_short(method: str, sent: Result) -> Result:
    """Of a text that was sent, what anybody asks for: reading all of it anew costs more than it is worth."""
    if method != "sendMessage" or not isinstance(sent, dict):
        return sent
    return {name: sent[name] for name in _RECEIPT if name in sent}


def _may_have_arrived(error: NetworkError) -> bool:
    """Whether a call may have been carried out although no answer to it came: time-outs, resets, half an answer.

    Not where there was no connection, nor where Telegram, or what stands before it, answers with an error.
    """
    return isinstance(error.__cause__, httpx.TransportError) and not isinstance(error.__cause__, _NOT_SENT)


def seconds_asked(error: RetryAfter) -> float:
    """How many seconds Telegram wants us to wait."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
