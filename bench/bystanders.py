"""People who press buttons and type inline queries while others ask, and how long each waits."""

import asyncio
import time
from itertools import cycle
from types import TracebackType
from typing import Final, Self

from tests.support.telegram import Person, TelegramServer

PRESSERS: Final = 10
TYPISTS: Final = 5
PAUSE: Final = 2.5
"""Seconds from one press of somebody to the next, so that nobody is too fast for a chat's limit."""

WORDS: Final = ("митинг", "жиналыс", "protest", "задержали", "дін", "domestic")


class Bystanders:
    """They arrive, and act between `async with` and its end; `presses` and `queries` have the seconds until each."""

    def __init__(self, server: TelegramServer) -> None:
        self.presses: list[float] = []
        self.queries: list[float] = []
        self._pressers = [Person(server, f"Presser {number}") for number in range(PRESSERS)]
        self._typists = [Person(server, f"Typist {number}") for number in range(TYPISTS)]
        self._tasks: list[asyncio.Task[None]] = []

    async def arrive(self) -> None:
        """Let each who will press have a message with buttons."""
        for person in self._pressers:
            await person.says("/language")
            await person.sees(timeout=60)

    async def __aenter__(self) -> Self:
        self._tasks = [
            asyncio.create_task(self._press(person, number)) for number, person in enumerate(self._pressers)
        ]
        self._tasks += [
            asyncio.create_task(self._type(person, number)) for number, person in enumerate(self._typists)
        ]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        for result in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(result, Exception) and error is None:
                raise result

    async def _press(self, person: Person, number: int) -> None:
        menu = person.screen[-1]
        buttons = cycle([button.text for button in menu.all_buttons if button.data])
        await asyncio.sleep(PAUSE * number / PRESSERS)
        while True:
            begun = time.monotonic()
            query = await person.presses(next(buttons), menu)
            await query.answered(60)
            self.presses.append(time.monotonic() - begun)
            await asyncio.sleep(max(0.0, begun + PAUSE - time.monotonic()))

    async def _type(self, person: Person, number: int) -> None:
        words = cycle(WORDS[number % len(WORDS) :] + WORDS[: number % len(WORDS)])
        await asyncio.sleep(PAUSE * number / TYPISTS)
        while True:
            begun = time.monotonic()
            query = await person.types_inline(next(words))
            await query.answered(60)
            self.queries.append(time.monotonic() - begun)
            await asyncio.sleep(max(0.0, begun + PAUSE - time.monotonic()))
