"""The tables' revisions: every start brings a database up to date, SQLite or PostgreSQL, and loses nothing."""

import asyncio
import sqlite3
from pathlib import Path

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store import open_store
from bot.store.engines import full_url, open_engine
from bot.store.migrations import migrate, scripts
from bot.store.revision import is_newest, newest
from bot.store.tables import Base

pytest_plugins = ["tests.support.postgres"]

KEY = b"the secret of these tests"
CHAT = 7_000_123_456


def _address(folder: Path) -> str:
    return f"sqlite:///{folder / 'quqyq.db'}"


def drift(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


async def engine_of(address: str) -> AsyncEngine:
    return open_engine(full_url(address))


async def test_the_revisions_make_the_tables_that_the_code_knows(tmp_path: Path, postgres: str) -> None:
    for address in (_address(tmp_path), postgres):
        engine = await engine_of(address)
        await migrate(engine)
        async with engine.connect() as connection:
            assert await connection.run_sync(drift) == []
        await engine.dispose()


def test_the_revisions_are_one_line() -> None:
    known = [script.revision for script in scripts().walk_revisions()][::-1]
    assert known == [f"{number:04}" for number in range(1, len(known) + 1)]
    assert len(scripts().get_heads()) == 1


async def test_what_is_up_to_date_is_known_without_the_revisions(tmp_path: Path, postgres: str) -> None:
    assert newest() == scripts().get_heads()[0]
    for address in (_address(tmp_path), postgres):
        engine = await engine_of(address)
        async with engine.connect() as connection:
            assert not await connection.run_sync(is_newest)
        await migrate(engine)
        async with engine.connect() as connection:
            assert await connection.run_sync(is_newest)
        async with engine.begin() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        async with engine.connect() as connection:
            assert not await connection.run_sync(is_newest)
        await engine.dispose()


async def test_a_file_of_the_first_version_is_taken_over_without_loss(tmp_path: Path) -> None:
    store = await open_store(_address(tmp_path), KEY)
    await store.languages.choose(CHAT, "kk")
    await store.close()
    file = sqlite3.connect(tmp_path / "quqyq.db")
    (row,) = file.execute("SELECT chat, language FROM chat_language").fetchall()
    for (table,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        file.execute(f"DROP TABLE {table}")
    # as the first version left it: made by itself, in the old journal mode, without a revision
    file.execute("PRAGMA journal_mode=DELETE")
    file.execute("CREATE TABLE chat_language (chat BLOB NOT NULL, language VARCHAR(2) NOT NULL, PRIMARY KEY (chat))")
    file.execute("INSERT INTO chat_language VALUES (?, ?)", row)
    file.commit()
    file.close()
    again = await open_store(_address(tmp_path), KEY)
    assert await again.languages.get(CHAT) == "kk"
    await again.languages.choose(CHAT + 1, "ru")
    assert await again.languages.get(CHAT + 1) == "ru"
    await again.close()
    file = sqlite3.connect(tmp_path / "quqyq.db")
    assert file.execute("SELECT version_num FROM alembic_version").fetchall() == [(scripts().get_heads()[0],)]
    assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        file.execute("SELECT rowid FROM chat_language")  # the number would tell when a row came
    file.close()


async def test_starting_all_at_once_migrates_once(tmp_path: Path, postgres: str) -> None:
    for address in (_address(tmp_path), postgres):
        stores = await asyncio.gather(*(open_store(address, KEY) for _ in range(8)))
        await stores[0].languages.choose(CHAT, "kk")
        assert {await store.languages.get(CHAT) for store in stores} == {"kk"}
        for store in stores:
            await store.close()


async def test_a_database_that_is_up_to_date_is_not_written_at_the_start(tmp_path: Path) -> None:
    store = await open_store(_address(tmp_path), KEY)
    await store.languages.choose(CHAT, "kk")
    await store.close()
    holder = sqlite3.connect(tmp_path / "quqyq.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    async with asyncio.timeout(1):
        again = await open_store(_address(tmp_path), KEY)
        assert await again.languages.get(CHAT) == "kk"
    holder.close()
    await again.close()


async def test_a_newer_database_is_left_as_it_is(tmp_path: Path) -> None:
    """A replica of the version before may start while the new one is being rolled out."""
    engine = await engine_of(_address(tmp_path))
    await migrate(engine)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await migrate(engine)
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    await engine.dispose()


async def test_a_migration_that_fails_leaves_the_database_as_it_was(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in (_address(tmp_path), postgres):
        engine = await engine_of(address)
        with monkeypatch.context() as patch:
            patch.setattr("alembic.op.create_table", _broken_after(1))
            with pytest.raises(RuntimeError):
                await migrate(engine)
        async with engine.connect() as connection:
            assert await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_heads()) == ()
            assert len(await connection.run_sync(drift)) >= 2  # not one table is there
        await migrate(engine)
        async with engine.connect() as connection:
            assert await connection.run_sync(drift) == []
        await engine.dispose()


def _broken_after(times: int) -> object:
    """A `create_table` that works so many times and then fails."""
    from alembic import op  # noqa: PLC0415 - the function that is replaced

    original, left = op.create_table, [times]

    def create_table(*arguments: object, **options: object) -> object:
        if not left[0]:
            raise RuntimeError("broken")
        left[0] -= 1
        return original(*arguments, **options)  # type: ignore[arg-type]

    return create_table


async def test_the_choices_live_in_postgresql_too(postgres: str) -> None:
    store = await open_store(f"{postgres}?sslmode=prefer", KEY)
    await store.languages.choose(CHAT, "kk")
    await store.languages.choose(CHAT, "ru")
    await store.close()
    again = await open_store(postgres, KEY)
    assert await again.languages.get(CHAT) == "ru"
    await again.languages.forget(CHAT)
    assert await again.languages.get(CHAT) is None
    assert await again.reached() is True
    await again.close()
    connection = await asyncpg.connect(postgres)
    assert await connection.fetch("SELECT * FROM chat_language") == []
    await connection.close()
