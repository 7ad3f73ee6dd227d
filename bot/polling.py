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
from bot.lines import Dropped
from bot.ordering import Ordering
from bot.reading import CarefulBot

_LOG: Final = structlog.stdlib.get_logger(__name__)

LONG_POLL: Final = 50
"""Seconds that Telegram may hold a request for updates open."""

PATIENCE: Final = 60.0
"""Seconds for which an update that is not done may hold up Telegram's mark. Then the mark passes it (this is counted,
and a crash would lose it now), while it is still being dealt with."""

WINDOW: Final = 100
"""So many updates from the mark on does Telegram show: if all of them are waiting, nobody else is heard."""

CROWDED: Final = 5.0
"""`PATIENCE`, in seconds, while the window is full."""

GRACE: Final = 6.0
"""Seconds that what is in flight gets to finish when the bot stops; all in all that takes less than ten."""

FAREWELL: Final = 2.0
"""Seconds that the last call, which confirms what was done, may take."""

LOOK_AGAIN: Final = 1.0
"""Seconds after which new updates are asked for although older ones are still being dealt with."""

BREATH: Final = 0.05
"""Seconds that are let pass before Telegram is asked again while updates are being dealt with: it sends all of those
once more each time, and reading them costs as much as answering does."""

FIRST_PAUSE: Final = 1.0
MAX_PAUSE: Final = 30.0
"""Seconds to wait after a fault, first and, after many in a row, at most."""

MAX_IN_FLIGHT: Final = 3_000
"""While so many updates are being dealt with, Telegram is asked for no further ones."""

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
        self._dealing: dict[int, asyncio.Future[Dropped | None]] = {}
        self._progress = asyncio.Event()
        self._ordering: Ordering[None] = Ordering(application, application.process_update)
        self._counters = application.bot_data.services.counters
        if isinstance(application.bot, CarefulBot):
            application.bot.leave_out(self._is_known)

    def _is_known(self, number: int) -> bool:
        """Whether an update is being dealt with, or done but not confirmed."""
        return number in self._holding or number in self._done

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
        pause, rejections, failing = FIRST_PAUSE, 0, False
        while not stopping.done():
            full = len(self._dealing) >= MAX_IN_FLIGHT
            if self._holding or full:
                self._progress.clear()
                await self._first_of(stopping, self._progress.wait(), seconds=LOOK_AGAIN)
                if self._holding:
                    await self._first_of(stopping, seconds=BREATH)
                if full:
                    continue
                if not failing:
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
                self._application.bot_data.services.alerts.refused()
                rejections = rejections + 1 if isinstance(error, InvalidToken) else 0
                self._counters.errors[type(error).__name__] += 1
                if rejections >= MAX_REJECTIONS:
                    raise
                failing = True
                seconds = seconds_asked(error) if isinstance(error, RetryAfter) else pause
                _LOG.warning("cannot get updates", error=type(error).__name__, hint=_hint(error), seconds=seconds)
                await self._first_of(stopping, seconds=seconds)
                pause = min(pause * 1.5, MAX_PAUSE)
                continue
            if failing:  # while nobody could be heard, nobody was held up
                self._holding = dict.fromkeys(self._holding, asyncio.get_running_loop().time())
            pause, rejections, failing = FIRST_PAUSE, 0, False
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
            if number < self._mark or self._is_known(number):
                continue
            self._next = max(self._next, number + 1)
            self._holding[number] = asyncio.get_running_loop().time()
            dealing = self._dealing[number] = self._ordering.begin(update)
            dealing.add_done_callback(partial(self._ended, number))

    def _pass_what_holds_too_long(self) -> None:
        now = asyncio.get_running_loop().time()
        while self._holding:
            oldest = self._mark
            patience = min(CROWDED, self._patience) if self._next - oldest >= WINDOW else self._patience
            if now - self._holding[oldest] < patience:
                return
            del self._holding[oldest]
            self._done.add(oldest)
            self._counters.passed += 1
            _LOG.warning("an update takes too long to wait for it", seconds=patience, passed=self._counters.passed)

    def _ended(self, number: int, dealing: asyncio.Future[Dropped | None]) -> None:
        del self._dealing[number]
        if dealing.cancelled():  # the bot stops; it stays unconfirmed and comes again
            return
        self._holding.pop(number, None)
        self._done.add(number)
        self._done = {done for done in self._done if done >= self._mark}
        self._progress.set()

    async def _finish(self) -> None:
        """Finish what is in flight, as far as there is time, and confirm what is done."""
        self._ordering.hurry()
        if self._dealing:
            await asyncio.wait(self._dealing.values(), timeout=self._grace)
        await self._ordering.close()
        mark = self._mark  # what is late is not confirmed, so that Telegram sends it again
        if mark:
            try:
                async with asyncio.timeout(FAREWELL):
                    await self._application.bot.get_updates(offset=mark, timeout=0, limit=1)
            except (TelegramError, TimeoutError) as error:
                _LOG.warning("the last updates could not be confirmed", error=type(error).__name__)

    async def _first_of(
        self, stopping: asyncio.Task[bool], *others: Coroutine[Any, Any, object], seconds: float
    ) -> None:
        waiting = [asyncio.create_task(other) for other in others]
        await asyncio.wait({stopping, *waiting}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()


def _hint(error: TelegramError) -> str:
    match error:
        case Conflict():
            return "another process uses the same token"
        case InvalidToken():
            return "Telegram does not accept the token"
        case _:
            return "Telegram or the network"
