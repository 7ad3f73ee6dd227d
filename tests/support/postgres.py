"""A real PostgreSQL: a database of its own for each test that asks for one.

`TEST_DATABASE_URL` names a server and a role that may create databases; without it this machine's own is tried.
Where there is none the tests are skipped, but they fail if `CI` is set: there they must run
(`tests/support/postgres.sh` installs and starts a server).
"""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator
from typing import Final

import asyncpg
import pytest
from sqlalchemy.engine import make_url

LOCAL: Final = "postgresql://postgres@127.0.0.1:5432/postgres"


@pytest.fixture
async def postgres() -> AsyncIterator[str]:
    """The address of an empty database, which is dropped afterwards."""
    server = os.environ.get("TEST_DATABASE_URL") or LOCAL
    name = f"quqyq_tests_{secrets.token_hex(6)}"
    try:
        await _execute(server, f"CREATE DATABASE {name}")
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        reason = f"no PostgreSQL for the tests ({type(error).__name__}); see tests/support/postgres.py"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        await _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


async def _execute(server: str, statement: str) -> None:
    async with asyncio.timeout(30):
        connection = await asyncpg.connect(server, timeout=5)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()
