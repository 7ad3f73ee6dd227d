"""What moderators are told at once: one line a kind of trouble, rarely, and never a word about a person."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.locale import N_

QUIET: Final = 3600.0
"""Seconds for which a kind of trouble is not told again."""

MAX_WAITING: Final = 10
"""So many alerts wait at most to be told."""

REFUSALS: Final = 5
WITHIN: Final = 600.0
"""So many refusals by Telegram within so many seconds are worth a line."""

NOT_TAKEN: Final = N_("The changed base was not taken: errors: %(errors)s. The first: %(first)s")
REFUSING: Final = N_("Telegram keeps refusing what I send, or cannot be reached: %(times)s times within ten minutes.")


@dataclass(frozen=True, slots=True)
class Alert:
    """A message of the catalogue, and what to fill in."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


class Alerts:
    """Collects alerts for whoever delivers them: of each kind at most one is waiting, and one an hour comes out."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._told: dict[str, float] = {}
        self._refused: deque[float] = deque(maxlen=REFUSALS)
        self._waiting: asyncio.Queue[Alert] = asyncio.Queue(MAX_WAITING)

    def base_not_taken(self, errors: int, first: str) -> None:
        """A changed base had errors; `first` is the first of them, with its place."""
        self._tell(Alert(NOT_TAKEN, {"errors": errors, "first": first}))

    def refused(self) -> None:
        """Telegram has refused a call, or could not be reached."""
        now = self._now()
        self._refused.append(now)
        if len(self._refused) == REFUSALS and now - self._refused[0] <= WITHIN:
            self._tell(Alert(REFUSING, {"times": REFUSALS}))

    async def next(self) -> Alert:
        """Wait for an alert."""
        return await self._waiting.get()

    def _tell(self, alert: Alert) -> None:
        last = self._told.get(alert.message)
        if (last is None or self._now() - last >= QUIET) and not self._waiting.full():
            self._told[alert.message] = self._now()
            self._waiting.put_nowait(alert)
