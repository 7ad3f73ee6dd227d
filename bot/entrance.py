"""The way in for updates, however they arrive: in order within a chat, at a pace that each chat is allowed."""

import asyncio
from collections.abc import Hashable
from functools import partial
from typing import Final

import structlog
from telegram import Update
from telegram.constants import ChatType

from bot.handlers.context import App
from bot.handlers.pace import not_so_fast, too_much
from bot.limits import CHAT, GROUP, NO_CHAT, Rule
from bot.lines import Lines, Outcome, Overflow
from bot.logs import correlated
from bot.reading import Unreadable

_LOG: Final = structlog.stdlib.get_logger(__name__)

LIFETIME: Final = 900.0
"""Seconds after which an update that still is not done is given up: a network may be gone for ten minutes."""

_ANSWERED_GROUP: Final = 0
"""The library's group of handlers in which ours are."""


class Entrance:
    """Takes updates in for an application that is initialised, and has them dealt with."""

    def __init__(self, application: App) -> None:
        self._application = application
        self._counters = application.bot_data.services.counters
        self._lines: Lines[Update] = Lines(
            self._deal_with, partial(too_much, application), partial(not_so_fast, application)
        )

    def take(self, update: Update) -> asyncio.Future[Outcome]:
        """Let an update in. The future tells when it has been dealt with, whatever came of it; it raises nothing.

        The future is cancelled if `close` is called before.
        """
        self._counters.begun += 1
        if isinstance(update, Unreadable):
            self._counters.unreadable += 1
            _LOG.error("an update cannot be read", unreadable=self._counters.unreadable)
        future: asyncio.Future[Outcome]
        if self._concerns_us(update):
            future = self._lines.add(_key(update), update, _rule(update), _overflow(update))
        else:
            future = asyncio.get_running_loop().create_future()
            future.set_result("done")
        future.add_done_callback(self._count)
        return future

    def hurry(self) -> None:
        """Finish what is here without keeping anybody to their pace."""
        self._lines.hurry()

    async def close(self) -> None:
        """End at once what is not finished."""
        await self._lines.cancel()

    def _concerns_us(self, update: Update) -> bool:
        """Whether any handler takes this: in a group most of what is said is not for us, and counts for nothing."""
        if update.effective_chat is None or update.effective_chat.type == ChatType.PRIVATE:
            return True
        handlers = self._application.handlers.get(_ANSWERED_GROUP, [])
        try:
            return any(handler.check_update(update) not in (None, False) for handler in handlers)
        except Exception:  # a poisoned one must not stop those behind it; it fails where failures are dealt with
            return True

    async def _deal_with(self, update: Update) -> None:
        """Have an update processed; no error gets out, so that none can stop what is behind it."""
        with correlated():
            try:
                async with asyncio.timeout(LIFETIME):
                    await self._application.process_update(update)
            except TimeoutError:
                self._counters.given_up += 1
                _LOG.error("an update was given up", seconds=LIFETIME, given_up=self._counters.given_up)
            except Exception as error:
                _LOG.error("an update failed", error=type(error).__name__)

    def _count(self, future: asyncio.Future[Outcome]) -> None:
        self._counters.ended += 1
        if not future.cancelled() and future.result() == "dropped":
            self._counters.dropped += 1


def _key(update: Update) -> Hashable:
    """Whose updates must stay in order: those of one chat, or of one user where there is no chat."""
    if update.effective_chat is not None:
        return "chat", update.effective_chat.id
    return "user", update.effective_user.id if update.effective_user else None


def _rule(update: Update) -> Rule:
    if update.effective_chat is None:
        return NO_CHAT
    return CHAT if update.effective_chat.type == ChatType.PRIVATE else GROUP


def _overflow(update: Update) -> Overflow:
    """A question waits; a press is answered with a word, as its button would turn on; what is typed is superseded."""
    if update.callback_query is not None:
        return "refuse"
    return "wait" if update.effective_chat is not None else "drop"
