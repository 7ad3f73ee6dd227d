"""Counts questions and verdicts, and keeps the questions that people send, without being in the way of an answer.

Counting is a matter of memory; every few seconds what was counted is written, and again at the end. While the store
fails, the numbers wait; nobody waits for them, nor for a store that has just failed.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Final, Literal

import structlog

from bot.knowledge import Base, Language, Ref
from bot.listening.statistics import Statistics, statistics
from bot.search import Answer, Decision, Refuse, decision_name
from bot.store import Breaker, Failed, Key, Records, UnansweredQuestion, Unavailable

_LOG: Final = structlog.stdlib.get_logger(__name__)

FLUSH: Final = 5.0
"""Seconds between two writings of what was counted."""

MAX_WAITING: Final = 20_000
"""So many different counters wait at most while the store fails; what is new beyond them is not counted."""

DAYS_OF_QUESTIONS: Final = 30
DAYS_OF_COUNTS: Final = 366

Sent = Literal["kept", "full", "failed"]
"""What became of a question that somebody sent."""

Outcome = Literal["done", "not-ours"]


class Listening:
    """Everything that people let us know, over one store.

    `today` tells the running day; `failed` is called for each failure of the store.
    """

    def __init__(self, records: Records, today: Callable[[], date], failed: Failed = lambda: None) -> None:
        self._records = records
        self._reading = Breaker("counts and questions cannot be read", failed)
        self._writing = Breaker("counts and questions cannot be written", failed)
        self._today = today
        self._waiting: Counter[Key] = Counter()
        self._stopping = asyncio.Event()

    @property
    def day(self) -> date:
        """The running day."""
        return self._today()

    def asked(self, decision: Decision, base: Base) -> None:
        """Count a question, by what was decided."""
        topic = base.topic_of(decision.candidate.ref).id if isinstance(decision, Answer) else ""
        reason = decision.reason if isinstance(decision, Refuse) else ""
        self._count("asked", topic, decision.language, decision_name(decision), reason)

    def rated(self, ref: Ref, language: Language, *, helped: bool) -> None:
        """Count that an entry helped somebody, or that it did not."""
        self._count("helped", ref.payload, language, "yes" if helped else "no")

    async def keep(self, text: str, language: Language) -> Sent:
        """Keep a cleaned question that its author has seen and sent; no error gets out."""
        try:
            kept = await self._writing.call(
                lambda: self._records.unanswered.add(text, language, self.day.isoformat())
            )
        except Unavailable:
            return "failed"
        return "kept" if kept else "full"

    async def unanswered(self) -> tuple[UnansweredQuestion, ...]:
        """The questions that wait for the moderators. Raises `Unavailable`."""
        return tuple(await self._reading.call(self._records.unanswered.all))

    async def deal_with(self, id_: str, outcome: Outcome) -> None:
        """Delete a question that a moderator has dealt with. Raises `Unavailable`."""
        if await self._writing.call(lambda: self._records.unanswered.remove(id_)):
            self._count("dealt", outcome)

    async def statistics(self) -> Statistics:
        """All that was counted so far, summed up. Raises `Unavailable`."""
        await self._write()
        return await self._reading.call(lambda: statistics(self._records.counts, self.day))

    async def run(self) -> None:
        """Write what is counted, and at the start and each day delete what is too old; until `stop`."""
        cleared: date | None = None
        while not self._stopping.is_set():
            try:
                if cleared != self._today() and await self._clear():
                    cleared = self._today()
                await self.flush()
            except Exception as error:  # whatever it is, it must not end the counting
                _LOG.error("counting failed", error=type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), FLUSH)

    def stop(self) -> None:
        """Let `run` end once what it is doing with the store is done."""
        self._stopping.set()

    async def flush(self) -> None:
        """Write what was counted; if the store fails, it waits for the next time."""
        with suppress(Unavailable):
            await self._write()

    def _count(self, table: str, *key: str) -> None:
        counted: Key = (table, self._today().isoformat(), *key)
        if counted in self._waiting or len(self._waiting) < MAX_WAITING:
            self._waiting[counted] += 1

    async def _write(self) -> None:
        if not self._waiting:
            return
        writing, self._waiting = self._waiting, Counter()
        try:
            await self._writing.call(lambda: self._records.counts.add(writing))
        except BaseException:
            self._waiting.update(writing)
            raise

    async def _clear(self) -> bool:
        questions = (self.day - timedelta(days=DAYS_OF_QUESTIONS)).isoformat()
        counts = (self.day - timedelta(days=DAYS_OF_COUNTS)).isoformat()
        try:
            await self._writing.call(lambda: self._records.unanswered.forget_before(questions))
            await self._writing.call(lambda: self._records.counts.forget_before(counts))
        except Unavailable:
            return False
        return True
