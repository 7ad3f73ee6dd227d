"""Updates are dealt with side by side, those of one chat in their order and at the pace that a chat is allowed."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from functools import partial
from typing import Final, Generic, TypeVar

import structlog
from telegram import Update
from telegram.constants import ChatType

from bot.handlers.context import App
from bot.handlers.pace import not_so_fast, too_much
from bot.limits import Rule
from bot.lines import Dropped, Lines, Overflow
from bot.logs import correlated
from bot.reading import Unreadable

R = TypeVar("R")

_LOG: Final = structlog.stdlib.get_logger(__name__)

LIFETIME: Final = 900.0
"""Seconds after which an update that still is not done is given up: a network may be gone for ten minutes."""

_ANSWERED_GROUP: Final = 0
"""The library's group of handlers in which ours are."""


class Ordering(Generic[R]):
    """Has `process` deal with updates for an application that is initialised. Polling and the webhook share this."""

    def __init__(self, application: App, process: Callable[[Update], Awaitable[R]]) -> None:
        self._application = application
        self._process = process
        self._counters = application.bot_data.services.counters
        self._metrics = application.bot_data.services.metrics
        self._lines: Lines[Update, R | None] = Lines(
            self._deal_with, partial(too_much, application), partial(not_so_fast, application)
        )
        application.bot_data.services.forget_pace = self.forget

    def begin(self, update: Update) -> asyncio.Future[R | Dropped | None]:
        """Have an update dealt with when its turn has come.

        The future has what `process` returned, None if the update was given up or is nobody's business, `Dropped` if
        its chat sent too much at once. What `process` raises is logged by its kind only. `close` cancels the futures
        of what is not finished.
        """
        self._counters.begun += 1
        if isinstance(update, Unreadable):
            self._counters.unreadable += 1
            _LOG.error("an update cannot be read", unreadable=self._counters.unreadable)
        future: asyncio.Future[R | Dropped | None]
        if self._concerns_us(update):
            future = self._lines.add(_key(update), update, self._rule(update), _overflow(update))
        else:
            future = asyncio.get_running_loop().create_future()
            future.set_result(None)
        future.add_done_callback(self._count)
        return future

    def forget(self, person: int) -> None:
        """Forget how much a person lately wrote to the bot in private, and typed inline; both have their number."""
        for kind in ("chat", "user"):
            self._lines.forget((kind, person))

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

    def _rule(self, update: Update) -> Rule:
        rules = self._application.bot_data.services.rules
        if update.effective_chat is None:
            return rules.no_chat
        ours = update.guest_message is None and update.effective_chat.type == ChatType.PRIVATE
        return rules.chat if ours else rules.group

    async def _deal_with(self, update: Update) -> R | None:
        with correlated():
            try:
                async with asyncio.timeout(LIFETIME):
                    with self._metrics.timing_update(kind_of(update)):
                        return await self._process(update)
            except TimeoutError:
                self._counters.given_up += 1
                _LOG.error("an update was given up", seconds=LIFETIME, given_up=self._counters.given_up)
                return None
            except Exception as error:
                _LOG.error("an update failed", error=type(error).__name__)
                raise

    def _count(self, future: asyncio.Future[R | Dropped | None]) -> None:
        self._counters.ended += 1
        if not future.cancelled() and future.exception() is None and isinstance(future.result(), Dropped):
            self._counters.dropped += 1


def _key(update: Update) -> Hashable:
    """Whose updates must stay in order: those of one chat, or of one user where there is no chat.

    A chat in which the bot is a guest may be shown with the number of somebody's chat with the bot; they are two.
    """
    if update.guest_message is not None:
        return "guest", update.guest_message.chat.id
    if update.effective_chat is not None:
        return "chat", update.effective_chat.id
    return "user", update.effective_user.id if update.effective_user else None


def kind_of(update: Update) -> str:
    """The kind of an update as Telegram names it."""
    return next((kind for kind in Update.ALL_TYPES if getattr(update, kind, None) is not None), "other")


def _overflow(update: Update) -> Overflow:
    """A question waits; a press is answered with a word, as its button would turn on; what is typed is superseded."""
    if update.callback_query is not None:
        return "refuse"
    return "wait" if update.effective_chat is not None else "drop"
