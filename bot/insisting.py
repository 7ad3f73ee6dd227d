"""Calls without which the bot cannot work are made until they succeed."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

import structlog
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.courier import seconds_asked
from bot.polling import FIRST_PAUSE, MAX_PAUSE

_LOG: Final = structlog.stdlib.get_logger(__name__)


async def insist(
    call: Callable[[], Coroutine[Any, Any, object]], stop: asyncio.Event, refused: Callable[[], None] = lambda: None
) -> bool:
    """Make a call to Telegram, for as long as it takes; False if the bot was told to stop meanwhile.

    `refused` is called for each try that fails. Raises `InvalidToken` and `BadRequest`, which no further try would
    mend.
    """
    stopping = asyncio.create_task(stop.wait())
    pause = FIRST_PAUSE
    try:
        while not stopping.done():
            trying = asyncio.create_task(call())
            await asyncio.wait({trying, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not trying.done():
                trying.cancel()
                await asyncio.gather(trying, return_exceptions=True)
                break
            try:
                trying.result()
            except (InvalidToken, BadRequest):
                raise
            except TelegramError as error:
                refused()
                seconds = seconds_asked(error) if isinstance(error, RetryAfter) else pause
                _LOG.warning("Telegram cannot be reached", error=type(error).__name__, seconds=seconds)
                await asyncio.wait({stopping}, timeout=seconds)
                pause = min(pause * 1.5, MAX_PAUSE)
            else:
                return True
        return False
    finally:
        stopping.cancel()
