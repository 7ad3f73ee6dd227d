"""A polling loop that confirms an update only once it is dealt with.

The library's own loop confirms an update when it is queued, so that a crash loses what was queued. Telegram keeps one
mark, the offset: everything below it is confirmed. Here the mark moves only past updates that are done. Different
people are served side by side, one person's updates in their order.
"""

import asyncio
from collections.abc import Coroutine, Sequence
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
"""Seconds for which an update that is not done may hold up Telegram's mark. Then the mark passes it (this is counted,
and a crash would lose it now), while it is still being dealt with."""

LIFETIME: Final = 300.0
"""Seconds after which an update that still is not done is given up."""

WINDOW: Final = 100
"""So many updates from the mark on does Telegram show: if all of them are waiting, nobody else is heard."""

CROWDED: Final = 5.0
"""`PATIENCE`, in seconds, while the window is full."""

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
        self._holding: dict[int, float] = {}  # updates that hold up the mark, and since when
        self._done: set[int] = set()  # what is done above the mark
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._last_of: dict[object, asyncio.Task[None]] = {}
        self._progress = asyncio.Event()
        self.passed = 0
        self.given_up = 0

    @property
    def _mark(self) -> int:
        """Everything below this id is done, or is held up no longer for."""
        return min(self._holding, default=self._next)

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
            if self._holding:
                self._progress.clear()
                await self._first_of(stopping, self._progress.wait(), seconds=LOOK_AGAIN)
                self._pass_what_holds_too_long()
            mark = self._mark
            fetching = asyncio.create_task(self._fetch(mark, 0 if self._holding else LONG_POLL))
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
            self._begin(updates, mark)

    async def _fetch(self, mark: int, seconds: int) -> tuple[Update, ...]:
        return await self._application.bot.get_updates(
            offset=mark or None,
            timeout=seconds,
            allowed_updates=ALLOWED_UPDATES,
            read_timeout=seconds + 10,
        )

    def _begin(self, updates: Sequence[Update], asked_from: int) -> None:
        """Have new updates dealt with; they were asked for from the id `asked_from` on."""
        if updates and not self._holding and all(update.update_id < asked_from for update in updates):
            self._next = 0  # after a week without any update Telegram begins anew with a random number
            self._done.clear()
        for update in updates:
            number = update.update_id
            if number < self._mark or number in self._holding or number in self._done:
                continue
            self._next = max(self._next, number + 1)
            self._holding[number] = asyncio.get_running_loop().time()
            person = _person(update)
            task = asyncio.create_task(self._deal_with(update, self._last_of.get(person)))
            self._tasks[number] = task
            self._last_of[person] = task
            task.add_done_callback(partial(self._finished, number, person))

    def _pass_what_holds_too_long(self) -> None:
        now = asyncio.get_running_loop().time()
        while self._holding:
            oldest = self._mark
            patience = min(CROWDED, self._patience) if self._next - oldest >= WINDOW else self._patience
            if now - self._holding[oldest] < patience:
                return
            del self._holding[oldest]
            self._done.add(oldest)
            self.passed += 1
            _LOG.warning("an update takes too long to wait for it", seconds=patience, passed=self.passed)

    async def _deal_with(self, update: Update, before: asyncio.Task[None] | None) -> None:
        """Wait for the person's earlier update, then process this one; no error gets out."""
        if before is not None:
            await asyncio.wait({before})
        try:
            async with asyncio.timeout(LIFETIME):
                await self._application.process_update(update)
        except TimeoutError:
            self.given_up += 1
            _LOG.error("an update was given up", seconds=LIFETIME, given_up=self.given_up)

    def _finished(self, number: int, person: object, task: asyncio.Task[None]) -> None:
        del self._tasks[number]
        self._holding.pop(number, None)
        self._done.add(number)
        self._done = {done for done in self._done if done >= self._mark}
        if self._last_of.get(person) is task:
            del self._last_of[person]
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("an update failed", error=type(error).__name__)
        self._progress.set()

    async def _finish(self) -> None:
        """Finish what is in flight, as far as there is time, and confirm what is done."""
        mark = self._next
        if self._tasks:
            _, late = await asyncio.wait(self._tasks.values(), timeout=self._grace)
            # what is late is not confirmed, so that Telegram sends it again
            mark = min(
                (id_ for id_, task in self._tasks.items() if task in late and id_ in self._holding), default=mark
            )
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if mark:
            try:
                await self._application.bot.get_updates(offset=mark, timeout=0, limit=1)
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
