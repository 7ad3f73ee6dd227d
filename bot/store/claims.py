"""Which replica deals with an update, so that one which Telegram delivers to two of them is answered once.

A replica claims an update, renews its claims while it works, and marks the update as done. The claims of a replica
that was killed lapse after `LEASE` seconds, so that another takes the update over when Telegram sends it again.

Kept of an update: HMAC-SHA-256 of its number, and until when; of one that is done only the hour. The number says
nothing of a person by itself, but with the time of each one and a look at Telegram's own books it could.
"""

import hashlib
import hmac
import secrets
from enum import Enum
from typing import Final, Protocol

from sqlalchemy import BigInteger, ColumnElement, cast, delete, extract, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.tables import SeenUpdate

LEASE: Final = 15
"""Seconds for which a claim holds unless it is renewed."""

RENEWAL: Final = 5.0
"""Seconds after which claims are to be renewed."""

KEPT: Final = 86_400
"""Seconds for which an update that is done is remembered, at least; Telegram keeps updates for as long."""

_HOUR: Final = 3_600


class Claim(Enum):
    """What became of the attempt to claim an update."""

    MINE = "mine"
    TAKEN = "taken"
    DONE = "done"


class Claims(Protocol):
    """One replica's claims."""

    async def claim(self, number: int) -> Claim:
        """Claim an update by its number: `MINE`, or `TAKEN` by another replica, or `DONE` by any."""

    async def done(self, number: int) -> None:
        """The update was dealt with."""

    async def release(self, number: int) -> None:
        """The update will not be dealt with here, so that another replica may take it at once."""

    async def renew(self) -> None:
        """Hold all claims for longer, and forget what was done more than a day ago; call it every `RENEWAL` s."""


class DatabaseClaims:
    """Claims in a PostgreSQL that all replicas share. The time is the database's own, the same for all."""

    def __init__(self, engine: AsyncEngine, key: bytes, *, lease: int = LEASE) -> None:
        self._engine = engine
        self._key = key
        self._lease = lease
        self._holder = secrets.token_bytes(8)

    def _hash(self, number: int) -> bytes:
        return hmac.digest(self._key, f"update:{number}".encode(), hashlib.sha256)

    async def claim(self, number: int) -> Claim:
        """See `Claims`."""
        hashed, until = self._hash(number), _now() + self._lease
        claim = insert(SeenUpdate).values(number=hashed, holder=self._holder, done=False, until=until)
        claim = claim.on_conflict_do_update(
            index_elements=[SeenUpdate.number],
            set_={"holder": self._holder, "until": until},
            where=~SeenUpdate.done & ((SeenUpdate.until < _now()) | (SeenUpdate.holder == self._holder)),
        )
        async with self._engine.connect() as connection:
            if (await connection.execute(claim.returning(SeenUpdate.number))).first() is not None:
                return Claim.MINE
            done = await connection.scalar(select(SeenUpdate.done).where(SeenUpdate.number == hashed))
            return Claim.DONE if done else Claim.TAKEN

    async def done(self, number: int) -> None:
        """See `Claims`."""
        kept = ((_now() + KEPT) // _HOUR + 1) * _HOUR
        values = {"number": self._hash(number), "holder": b"", "done": True, "until": kept}
        done = insert(SeenUpdate).values(values)
        done = done.on_conflict_do_update(index_elements=[SeenUpdate.number], set_=values)
        async with self._engine.connect() as connection:
            await connection.execute(done)

    async def release(self, number: int) -> None:
        """See `Claims`."""
        mine = (SeenUpdate.number == self._hash(number)) & (SeenUpdate.holder == self._holder) & ~SeenUpdate.done
        async with self._engine.connect() as connection:
            await connection.execute(delete(SeenUpdate).where(mine))

    async def renew(self) -> None:
        """See `Claims`."""
        mine = (SeenUpdate.holder == self._holder) & ~SeenUpdate.done
        async with self._engine.connect() as connection:
            await connection.execute(update(SeenUpdate).where(mine).values(until=_now() + self._lease))
            old = (SeenUpdate.done & (SeenUpdate.until < _now())) | (SeenUpdate.until < _now() - KEPT)
            await connection.execute(delete(SeenUpdate).where(old))


def _now() -> ColumnElement[int]:
    """The database's time in whole seconds."""
    return cast(func.floor(extract("epoch", func.clock_timestamp())), BigInteger)
