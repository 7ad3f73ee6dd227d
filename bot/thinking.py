"""Search in threads of its own, so that the event loop goes on meanwhile: nobody's button waits for a question."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from bot.finding import Finding, find
from bot.knowledge import Language
from bot.library import Library
from bot.search import Candidate, Decision, Explanation

T = TypeVar("T")

QUESTIONS: Final = 2
"""So many questions are searched at once: while one is with the encoder, beside Python, the next one begins."""

TYPED: Final = 1
"""So many inline queries at once. They have a thread of their own: who types must not wait behind every question."""


class Thinking:
    """Runs searches off the event loop, in the order in which they were asked. Threads are made when first needed."""

    def __init__(self) -> None:
        self._questions = ThreadPoolExecutor(QUESTIONS, "question")
        self._typed = ThreadPoolExecutor(TYPED, "typed")

    async def decide(self, library: Library, text: str, reader: Language | None) -> Decision:
        """What search decides for a question; see `Search.decide`."""
        return await _in(self._questions, lambda: library.search.decide(text, reader))

    async def explain(self, library: Library, text: str, reader: Language | None) -> Explanation:
        """How search comes to its decision; see `Search.explain`."""
        return await _in(self._questions, lambda: library.search.explain(text, reader))

    async def near(self, library: Library, title: str, reader: Language) -> tuple[Candidate, ...]:
        """What is near to an entry; see `Search.near`."""
        return await _in(self._questions, lambda: library.search.near(title, reader))

    async def find(self, library: Library, text: str, person: Language) -> Finding:
        """What an inline query finds; see `bot.finding.find`."""
        return await _in(self._typed, lambda: find(library, text, person))

    def close(self) -> None:
        """Begin no further search; one that has begun comes to its end, which is a matter of milliseconds."""
        for executor in (self._questions, self._typed):
            executor.shutdown(wait=False, cancel_futures=True)


async def _in(executor: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(executor, work)
