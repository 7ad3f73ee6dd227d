"""The queue of updates: numbered, redelivered until a higher offset confirms them, long polled."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from .bell import Bell
from .errors import ApiError

Update = dict[str, Any]

MAX_UPDATES: Final = 100
MAX_SECONDS: Final = 50
FIRST_UPDATE_ID: Final = 700_000_001

NOT_BY_DEFAULT: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
OTHER_POLL: Final = "terminated by other getUpdates request; make sure that only one bot instance is running"


class UpdateQueue:
    """What has happened and was not yet confirmed.

    `pending` waits for the bot, `confirmed` was left behind by an offset, `deliveries` counts how often each
    update_id was handed out, `allowed` is the last `allowed_updates` (None: the default kinds).
    """

    def __init__(self, bell: Bell) -> None:
        self.pending: list[Update] = []
        self.confirmed: list[Update] = []
        self.deliveries: Counter[int] = Counter()
        self.allowed: frozenset[str] | None = None
        self._bell = bell
        self._next_id = FIRST_UPDATE_ID
        self._poll = 0
        self._conflict = OTHER_POLL
        self._closed = False

    async def put(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue an update of this kind and return its id; None if the bot has not asked for the kind."""
        if kind in NOT_BY_DEFAULT if self.allowed is None else kind not in self.allowed:
            return None
        update_id = self._next_id
        self._next_id += 1
        self.pending.append({"update_id": update_id, kind: content})
        await self._bell.ring()
        return update_id

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Keep the `allowed_updates` of a call: None changes nothing, an empty list restores the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    async def get(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """The pending updates from the offset on, which confirms those before it.

        A negative offset counts from the end. If there is nothing, wait for up to so many seconds. Whoever
        was waiting before is refused with 409 then, as Telegram does it: the later poll wins.
        """
        self._confirm(offset)
        if not self.pending and seconds > 0:
            poll = await self._interrupt(OTHER_POLL)
            await self._bell.until(
                lambda: bool(self.pending) or self._closed or self._poll != poll, min(seconds, MAX_SECONDS)
            )
            if self._poll != poll:
                raise ApiError(409, f"Conflict: {self._conflict}")
        handed = self.pending[: max(1, min(limit, MAX_UPDATES))]
        self.deliveries.update(update["update_id"] for update in handed)
        return handed

    async def end_poll(self, reason: str) -> None:
        """Refuse the waiting poll, if there is one, with 409 and this reason."""
        await self._interrupt(reason)

    async def close(self) -> None:
        """Let the waiting poll go with an empty answer, and all later ones at once."""
        self._closed = True
        await self._bell.ring()

    def confirm(self, update: Update) -> None:
        """Leave one update behind, wherever it stands: a webhook has taken it."""
        if update in self.pending:
            self.pending.remove(update)
            self.confirmed.append(update)

    def begin_anew(self, update_id: int) -> None:
        """Number from here on, as Telegram does with a random number after a week without any update."""
        self._next_id = update_id

    def drop(self) -> None:
        """Forget what is pending, as `drop_pending_updates` asks."""
        self._move(len(self.pending))

    async def _interrupt(self, reason: str) -> int:
        self._poll += 1
        self._conflict = reason
        poll = self._poll
        await self._bell.ring()
        return poll

    def _confirm(self, offset: int) -> None:
        """An offset beyond the end of the queue is not valid and confirms nothing."""
        if offset < 0:
            self._move(max(0, len(self.pending) + offset))
        elif offset <= self._next_id:
            self._move(sum(update["update_id"] < offset for update in self.pending))

    def _move(self, count: int) -> None:
        self.confirmed += self.pending[:count]
        del self.pending[:count]
