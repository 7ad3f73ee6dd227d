"""Posters on demand: drawn one at a time, kept for the next who wants them, and never more waiting than is decent."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Final

from bot.posters.drawn import Drawn
from bot.posters.poster import Poster
from bot.posters.text import PosterText
from bot.posters.worker import draw_apart

MAX_BYTES: Final = 32 * 1024 * 1024
"""So much is kept: about 300 posters."""

MAX_WAITING: Final = 8
"""So many posters may be under way, drawn or waiting; whoever wants one more is told to come back."""


class PostersBusyError(Exception):
    """Too many posters are wanted at once."""


class Posters:
    """Draws posters with `draw`. Makes no process and no connection before the first is wanted."""

    def __init__(
        self,
        draw: Callable[[PosterText], Awaitable[Drawn]] = draw_apart,
        *,
        max_bytes: int = MAX_BYTES,
        max_waiting: int = MAX_WAITING,
    ) -> None:
        self._draw = draw
        self._max_bytes, self._max_waiting = max_bytes, max_waiting
        self._kept: OrderedDict[str, Drawn] = OrderedDict()
        self._under_way: dict[str, asyncio.Task[Drawn]] = {}
        self._one_at_a_time = asyncio.Lock()

    @property
    def kept_bytes(self) -> int:
        """How many bytes are kept."""
        return sum(drawn.size for drawn in self._kept.values())

    async def drawn(self, poster: Poster) -> Drawn:
        """The files of a poster; drawn if they are not kept, once for all who want them at the same time.

        Raises `PostersBusyError` if too many others are under way, `DrawingError` if it cannot be drawn.
        """
        key = poster.key
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept
        task = self._under_way.get(key)
        if task is None:
            if len(self._under_way) >= self._max_waiting:
                raise PostersBusyError
            task = asyncio.create_task(self._made(key, poster.text))
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._finished(key, done))
        return await asyncio.shield(task)  # whoever waits may leave; another may want the same

    async def close(self) -> None:
        """Give up what is under way, and end its process."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _made(self, key: str, text: PosterText) -> Drawn:
        async with self._one_at_a_time:
            drawn = await self._draw(text)
        self._keep(key, drawn)
        return drawn

    def _keep(self, key: str, drawn: Drawn) -> None:
        if drawn.size > self._max_bytes:
            return
        self._kept[key] = drawn
        while self.kept_bytes > self._max_bytes:
            self._kept.popitem(last=False)

    def _finished(self, key: str, task: asyncio.Task[Drawn]) -> None:
        self._under_way.pop(key, None)
        if not task.cancelled():
            task.exception()  # seen here too, in case nobody waits any more
