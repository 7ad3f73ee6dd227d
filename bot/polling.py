"""A polling loop that confirms an update only once it is dealt with.

The library's own loop confirms an update when it is queued, so that a crash loses what was queued. Telegram keeps one
mark, the offset: everything below it is confirmed. Here the mark moves only past updates that are done. Different
people are served side by side, one person's updates in their order.
"""

import asyncio
from collections.abc import Coroutine, Iterable
from functools import partial
from typing import Any, Final

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.courier import seconds_asked
from bot.handlers import ALLOWED_UPDATES
from bot.handlers.context import App

_LOG: Final = structlog.stdlib.get_logger(__name__)

LONG_POLL: Final = 50
"""Seconds that Telegram may hold a request for updates open."""

PATIENCE: Final = 60.0
"""Seconds after which an update that cannot be finished is given up, so that it does not hold up the others."""

GRACE: Final = 10.0
"""Seconds that what is in flight gets to finish when the bot stops."""

LOOK_AGAIN: Final = 1.0
"""Seconds after which new updates are asked for although older ones are still being dealt with."""

FIRST_PAUSE: Final = 1.0
MAX_PAUSE: Final = 30.0
"""Seconds to wait after a fault, first and, after many in a row, at most."""

MAX_REJECTIONS: Final = 5
"""So many rejections of the token in a row end the loop; one alone may be a fault of the server."""


class Polling:
    """Fetches updates for an application that is initialised, and has them dealt with."""

    def __init__(self, application: App, *, patience: float = PATIENCE, grace: float = GRACE) -> None:
        self._application = application
        self._patience = patience
        self._grace = grace
        self._next = 0  # the id behind the newest update that was seen
        self._unfinished: dict[int, asyncio.Task[None]] = {}
        self._last_of: dict[object, asyncio.Task[None]] = {}
        self._progress = asyncio.Event()
        self.given_up = 0

    @property
    def _offset(self) -> int:
        """Everything below this id is done."""
        return min(self._unfinished, default=self._next)

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set; then finish what is in flight and confirm it.

        Raises `InvalidToken` if Telegram keeps rejecting the token.
        """
        stopping = asyncio.create_task(stop.wait())
        try:
            await self._poll(stopping)
        finally:
            stopping.cancel()
            await self._finish()

    async def _poll(self, stopping: asyncio.Task[bool]) -> None:
        pause, rejections = FIRST_PAUSE, 0
        while not stopping.done():
            if self._unfinished:
                self._progress.clear()
                await self._first_of(stopping, self._progress.wait(), seconds=LOOK_AGAIN)
            fetching = asyncio.create_task(self._fetch(0 if self._unfinished else LONG_POLL))
            await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not fetching.done():
                fetching.cancel()
                await asyncio.gather(fetching, return_exceptions=True)
                return
            try:
                updates = fetching.result()
            except TelegramError as error:
                rejections = rejections + 1 if isinstance(error, InvalidToken) else 0
                if rejections >= MAX_REJECTIONS:
                    raise
                seconds = seconds_asked(error) if isinstance(error, RetryAfter) else pause
                _LOG.warning("cannot get updates", error=type(error).__name__, hint=_hint(error), seconds=seconds)
                await self._first_of(stopping, seconds=seconds)
                pause = min(pause * 1.5, MAX_PAUSE)
                continue
            pause, rejections = FIRST_PAUSE, 0
            self._begin(updates)

    async def _fetch(self, seconds: int) -> tuple[Update, ...]:
        return await self._application.bot.get_updates(
            offset=self._offset or None,
            timeout=seconds,
            allowed_updates=ALLOWED_UPDATES,
            read_timeout=seconds + 10,
        )

    def _begin(self, updates: Iterable[Update]) -> None:
        for update in updates:
            if update.update_id < self._next:
                continue  # being dealt with, or done behind one that is
            self._next = update.update_id + 1
            person = _person(update)
            task = asyncio.create_task(self._deal_with(update, self._last_of.get(person)))
            self._unfinished[update.update_id] = task
            self._last_of[person] = task
            task.add_done_callback(partial(self._done, update.update_id, person))

    async def _deal_with(self, update: Update, before: asyncio.Task[None] | None) -> None:
        """Wait for the person's earlier update, then process this one; no error gets out."""
        if before is not None:
            await asyncio.wait({before})
        try:
            async with asyncio.timeout(self._patience):
                await self._application.process_update(update)
        except TimeoutError:
            self.given_up += 1
            _LOG.error("an update was given up", seconds=self._patience, given_up=self.given_up)

    def _done(self, update_id: int, person: object, task: asyncio.Task[None]) -> None:
        del self._unfinished[update_id]
        if self._last_of.get(person) is task:
            del self._last_of[person]
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("an update failed", error=type(error).__name__)
        self._progress.set()

    async def _finish(self) -> None:
        if self._unfinished:
            _, late = await asyncio.wait(self._unfinished.values(), timeout=self._grace)
            for task in late:
                task.cancel()  # not confirmed, so that Telegram sends it again
            first_late = min((id_ for id_, task in self._unfinished.items() if task in late), default=self._next)
            await asyncio.gather(*late, return_exceptions=True)
        else:
            first_late = self._next
        if first_late:
            try:
                await self._application.bot.get_updates(offset=first_late, timeout=0, limit=1)
            except TelegramError as error:
                _LOG.warning("the last updates could not be confirmed", error=type(error).__name__)

    async def _first_of(
        self, stopping: asyncio.Task[bool], *others: Coroutine[Any, Any, object], seconds: float
    ) -> None:
        waiting = [asyncio.create_task(other) for other in others]
        await asyncio.wait({stopping, *waiting}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()


def _person(update: Update) -> object:
    """Whose updates must stay in order: those of one chat, or of one user where there is no chat."""
    if update.effective_chat is not None:
        return "chat", update.effective_chat.id
    return "user", update.effective_user.id if update.effective_user else None


def _hint(error: TelegramError) -> str:
    match error:
        case Conflict():
            return "another process uses the same token"
        case InvalidToken():
            return "Telegram does not accept the token"
        case _:
            return "Telegram or the network"
