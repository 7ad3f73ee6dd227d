"""Lines in which updates wait: one a chat, served in order and at the chat's pace, all lines side by side.

A chat that floods keeps nobody else waiting. Of what it sends too fast the last few stay in its line; what is older
counts as dealt with, and the chat is told so once. Nothing here knows Telegram.
"""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Generic, Literal, TypeVar

from bot.limits import KEPT, Bucket, Rule

T = TypeVar("T")
R = TypeVar("R")


class Dropped(Enum):
    """The result of an item that was not dealt with."""

    TOO_MUCH = "its chat sent too much at once"


Overflow = Literal["wait", "refuse", "drop"]
"""What becomes of what comes too fast: it waits in the line, is refused with a word, or dropped without one."""

MAX_RESTING: Final = 50_000
"""So many chats that do not wait for anything are remembered, for the few seconds that their buckets take to fill."""

_A_LITTLE: Final = 0.05
"""Seconds after which a bucket that is to be full is looked at: a timer may be a trifle early."""


@dataclass(slots=True)
class _Line(Generic[T, R]):
    """What waits in one chat, the oldest first, and how much the chat may still say."""

    bucket: Bucket
    waiting: deque[tuple[T, asyncio.Future[R | Dropped]]] = field(default_factory=deque)
    worker: asyncio.Task[None] | None = None
    told: bool = False
    is_forgotten: bool = False


class Lines(Generic[T, R]):
    """Deals with items, those of one key in their order.

    What `deal` returns or raises is the result of an item's future. `slow_down` tells a chat, once until it has been
    quiet, that it is too fast; `refuse` answers an item that is not taken: they must raise nothing. Use it in a
    running event loop.
    """

    def __init__(
        self,
        deal: Callable[[T], Awaitable[R]],
        slow_down: Callable[[T], Coroutine[Any, Any, None]],
        refuse: Callable[[T], Coroutine[Any, Any, None]],
        *,
        kept: int = KEPT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._deal = deal
        self._slow_down = slow_down
        self._refuse = refuse
        self._kept = kept
        self._clock = clock
        self._busy: dict[Hashable, _Line[T, R]] = {}
        self._resting: OrderedDict[Hashable, _Line[T, R]] = OrderedDict()  # the one that rests longest is the first
        self._asides: set[asyncio.Task[None]] = set()
        self._hurried = asyncio.Event()

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._busy) + len(self._resting)

    def add(self, key: Hashable, item: T, rule: Rule, overflow: Overflow = "wait") -> asyncio.Future[R | Dropped]:
        """Put an item at the end of its line. The future tells when it has been dealt with, or dropped."""
        now = self._clock()
        line = self._line(key, rule, now)
        line.is_forgotten = False
        future: asyncio.Future[R | Dropped] = asyncio.get_running_loop().create_future()
        room = line.bucket.left(now) - len(line.waiting)
        if room < 1 and overflow != "wait" and not self._hurried.is_set():
            future.set_result(Dropped.TOO_MUCH)
            if key not in self._busy:
                self._rest(key, line)
            if overflow == "refuse":
                self._aside(self._refuse(item))
            return future
        line.waiting.append((item, future))
        if room < 1 and not self._hurried.is_set():
            self._hold_back(line, item, now)
        if line.worker is None:
            self._busy[key] = line
            line.worker = asyncio.create_task(self._serve(key, line))
        return future

    def hurry(self) -> None:
        """Keep nobody waiting for their pace any more: the bot stops, and what is here is to be finished."""
        self._hurried.set()

    def forget(self, key: Hashable) -> None:
        """Forget a chat: at once, or when what waits in its line is dealt with."""
        self._resting.pop(key, None)
        if (line := self._busy.get(key)) is not None:
            line.is_forgotten = True

    async def cancel(self) -> None:
        """End at once. Futures of what was not finished are cancelled."""
        lines = list(self._busy.values())
        tasks = [*(line.worker for line in lines if line.worker is not None), *self._asides]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for line in lines:
            for _, future in line.waiting:
                future.cancel()
            line.waiting.clear()

    def _line(self, key: Hashable, rule: Rule, now: float) -> _Line[T, R]:
        line = self._busy.get(key)
        if line is not None:
            return line
        line = self._resting.pop(key, None)
        if line is not None and line.bucket.full_in(now) > 0:
            return line
        return _Line(Bucket(rule, now))

    def _hold_back(self, line: _Line[T, R], item: T, now: float) -> None:
        left = line.bucket.left(now)
        if len(line.waiting) > left + self._kept:
            _, future = line.waiting[left]  # those before it have their tokens already
            del line.waiting[left]
            if not future.done():
                future.set_result(Dropped.TOO_MUCH)
        if not line.told:
            line.told = True
            self._aside(self._slow_down(item))

    async def _serve(self, key: Hashable, line: _Line[T, R]) -> None:
        try:
            while line.waiting:
                seconds = line.bucket.wait(self._clock())
                if seconds > 0 and not self._hurried.is_set():
                    await self._pause(seconds)
                    continue
                item, future = line.waiting.popleft()
                line.bucket.take(self._clock())
                await self._settle(item, future)
        finally:
            line.worker = None
            del self._busy[key]
            if not line.is_forgotten:
                self._rest(key, line)

    async def _settle(self, item: T, future: asyncio.Future[R | Dropped]) -> None:
        try:
            result = await self._deal(item)
        except Exception as error:  # it is for whoever asked for the item, and must not stop those behind it
            if not future.done():
                future.set_exception(error)
        except BaseException:
            future.cancel()
            raise
        else:
            if not future.done():
                future.set_result(result)

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._hurried.wait()
        except TimeoutError:
            return

    def _rest(self, key: Hashable, line: _Line[T, R]) -> None:
        """Remember a chat until a fresh bucket says the same as its own."""
        self._resting[key] = line
        if len(self._resting) > MAX_RESTING:
            self._resting.popitem(last=False)
        seconds = line.bucket.full_in(self._clock()) + _A_LITTLE
        asyncio.get_running_loop().call_later(seconds, self._forget_rested, key, line)

    def _forget_rested(self, key: Hashable, line: _Line[T, R]) -> None:
        if self._resting.get(key) is line and line.bucket.full_in(self._clock()) <= 0:
            del self._resting[key]

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)
