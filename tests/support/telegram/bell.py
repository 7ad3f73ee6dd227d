"""One bell for everything that can be waited for: whoever changes something rings it."""

import asyncio
from collections.abc import Callable


class Bell:
    """Wakes all who wait, each of whom then looks whether what they wait for has come true."""

    def __init__(self) -> None:
        self._condition = asyncio.Condition()

    async def ring(self) -> None:
        """Say that something has changed."""
        async with self._condition:
            self._condition.notify_all()

    async def until(self, true: Callable[[], bool], seconds: float) -> bool:
        """Wait until `true()` holds, at most so many seconds; whether it does."""
        try:
            async with asyncio.timeout(seconds), self._condition:
                await self._condition.wait_for(true)
        except TimeoutError:
            return true()
        return True
