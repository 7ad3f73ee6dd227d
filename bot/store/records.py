"""What is kept that is about nobody, in one database."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.counts import Counts
from bot.store.unanswered import UnansweredQuestions


@dataclass(frozen=True, slots=True)
class Records:
    """The counters, and the questions that people sent."""

    engine: AsyncEngine
    counts: Counts
    unanswered: UnansweredQuestions

    async def close(self) -> None:
        """Close the connections."""
        await self.engine.dispose()
