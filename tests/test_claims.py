"""Claims over a real PostgreSQL: an update belongs to one replica, until it is done or the replica is gone."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from itertools import count

import asyncpg
import pytest

from bot.store import Claim
from bot.store.claims import KEPT, DatabaseClaims
from bot.store.engines import full_url, open_engine
from bot.store.migrations import migrate

pytest_plugins = ["tests.support.postgres"]

KEY = b"the secret of these tests"
NUMBER = 700_000_123


class Replicas:
    """Replicas over one database, and a look into it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.engine = open_engine(full_url(address))

    def another(self, lease: int = 60) -> DatabaseClaims:
        return DatabaseClaims(self.engine, KEY, lease=lease)

    async def execute(self, statement: str) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.address)
        rows: list[asyncpg.Record] = await connection.fetch(statement)
        await connection.close()
        return rows


@pytest.fixture
async def replicas(postgres: str) -> AsyncIterator[Replicas]:
    replicas = Replicas(postgres)
    await migrate(replicas.engine)
    yield replicas
    await replicas.engine.dispose()


async def test_an_update_is_claimed_by_one_and_done_for_all(replicas: Replicas) -> None:
    first, second = replicas.another(), replicas.another()
    assert await first.claim(NUMBER) is Claim.MINE
    assert await second.claim(NUMBER) is Claim.TAKEN
    assert await first.claim(NUMBER) is Claim.MINE  # the same replica may begin again
    await first.done(NUMBER)
    assert await second.claim(NUMBER) is Claim.DONE
    assert await first.claim(NUMBER) is Claim.DONE
    assert await second.claim(NUMBER + 1) is Claim.MINE


async def test_of_many_at_once_one_gets_it(replicas: Replicas) -> None:
    claims = await asyncio.gather(*(replicas.another().claim(NUMBER) for _ in range(20)))
    assert sorted(claim.name for claim in claims) == ["MINE"] + ["TAKEN"] * 19


async def test_what_is_released_can_be_taken_at_once_and_only_by_its_holder(replicas: Replicas) -> None:
    first, second = replicas.another(), replicas.another()
    await first.claim(NUMBER)
    await second.release(NUMBER)
    assert await second.claim(NUMBER) is Claim.TAKEN
    await first.release(NUMBER)
    assert await second.claim(NUMBER) is Claim.MINE
    await second.done(NUMBER)
    await second.release(NUMBER)
    assert await first.claim(NUMBER) is Claim.DONE


async def test_the_claims_of_a_killed_replica_lapse_and_those_of_a_living_one_are_renewed(replicas: Replicas) -> None:
    killed, living, third = (replicas.another(lease=1) for _ in range(3))
    await killed.claim(1)
    await living.claim(2)
    taken_over = False
    for _ in count():
        await living.renew()
        assert await third.claim(2) is Claim.TAKEN
        if taken_over := await third.claim(1) is Claim.MINE:
            break
        await asyncio.sleep(0.1)
    assert taken_over
    await killed.done(1)  # it was only slow, and answered as well
    assert await third.claim(1) is Claim.DONE


async def test_what_is_done_is_forgotten_after_a_day(replicas: Replicas) -> None:
    claims = replicas.another()
    await claims.done(1)
    await claims.claim(2)
    for number in (3, 4):
        await claims.done(number)
    ((left, hours),) = await replicas.execute(
        "SELECT min(until - extract(epoch FROM now())), sum(until % 3600) FROM seen_update WHERE done"
    )
    assert KEPT < left <= KEPT + 3_600
    assert hours == 0  # when exactly is not kept
    await replicas.execute("UPDATE seen_update SET until = 0 WHERE done")
    await claims.renew()
    assert len(await replicas.execute("SELECT * FROM seen_update")) == 1
    assert await replicas.another().claim(2) is Claim.TAKEN


async def test_a_row_names_no_update(replicas: Replicas) -> None:
    claims = replicas.another()
    await claims.claim(NUMBER)
    await claims.done(NUMBER + 1)
    rows = await replicas.execute("SELECT * FROM seen_update")
    assert len(rows) == 2
    for row in rows:
        assert len(row["number"]) == 32
        for form in (str(NUMBER).encode(), NUMBER.to_bytes(8), hashlib.sha256(str(NUMBER).encode()).digest()):
            assert form not in row["number"]
