"""Open the store that the settings ask for."""

from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.breaker import Failed
from bot.store.claims import Claims, DatabaseClaims
from bot.store.counts import Counts
from bot.store.engines import full_url, open_engine, patient_engine, sqlite_file
from bot.store.forgiving import ForgivingClaims, ForgivingLanguages
from bot.store.languages import DatabaseLanguages, Languages, MemoryLanguages
from bot.store.records import Records
from bot.store.revision import is_newest
from bot.store.unanswered import UnansweredQuestions

_LOG: Final = structlog.stdlib.get_logger(__name__)

_PASSING: Final = ("database is locked", "database is busy", "database or disk is full", "disk I/O error")
"""What SQLite says of a fault that ends by itself or by an operator's hand while the bot runs."""


class StoreError(Exception):
    """The database cannot be used; the message says which and why, without any password."""


@dataclass(frozen=True, slots=True)
class Store:
    """What is remembered, all in one database.

    `records` are there if they were asked for and the database can be used, `claims` where several replicas share a
    PostgreSQL and have a key.
    """

    languages: Languages
    records: Records | None = None
    claims: Claims | None = None
    engine: AsyncEngine | None = None

    async def reached(self) -> bool | None:
        """Whether the database answers; None if there is none."""
        if self.engine is None:
            return None
        try:
            async with self.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except Exception:  # the drivers raise errors of their own
            return False
        return True

    async def close(self) -> None:
        """Close the connections."""
        await self.languages.close()
        if self.engine is not None:
            await self.engine.dispose()


async def open_store(
    database_url: str, key: bytes | None, failed: Failed = lambda: None, *, counting: bool = False
) -> Store:
    """Open the store; `failed` is called for each failure that is survived later.

    Without a `key` everything about chats is in memory, and the database is opened only for `counting`: for the
    records, which are about nobody. If it cannot be used there are none, and a line in the log. With a key that
    raises `StoreError`, unless the disk is only locked or full: then the choices of languages are in memory until it
    is free.
    """
    if key is None and not counting:
        return Store(MemoryLanguages())
    try:
        engine = await open_database(database_url)
    except StoreError as error:
        if key is not None:
            raise
        _LOG.warning("nothing is counted, and no question can be sent to the moderators", reason=str(error))
        return Store(MemoryLanguages())
    records = _records(engine) if counting else None
    if key is None:
        return Store(MemoryLanguages(), records, engine=engine)
    claims = ForgivingClaims(DatabaseClaims(engine, key), failed) if engine.dialect.name == "postgresql" else None
    return Store(ForgivingLanguages(DatabaseLanguages(engine, key), failed), records, claims, engine)


async def open_languages(database_url: str, key: bytes | None) -> Languages:
    """Only the chosen languages of the store; see `open_store`."""
    return (await open_store(database_url, key)).languages


async def open_records(database_url: str) -> Records:
    """Only what is about nobody: counts, and the questions that people send. Raises `StoreError`."""
    return _records(await open_database(database_url))


async def open_database(database_url: str) -> AsyncEngine:
    """A database that is up to date. Raises `StoreError`, but only logs a disk that is locked or full for now."""
    url = full_url(database_url)
    try:
        engine = open_engine(url)
        try:
            await _prepare(url, engine)
        except BaseException:
            await engine.dispose()
            raise
    except Exception as error:  # the drivers raise errors of their own
        said = str(getattr(error, "orig", None) or error).splitlines()
        reason = said[0] if said else type(error).__name__
        raise StoreError(f"DATABASE_URL: cannot use {url.render_as_string(hide_password=True)}: {reason}") from error
    return engine


def _records(engine: AsyncEngine) -> Records:
    return Records(engine, Counts(engine), UnansweredQuestions(engine))


async def _prepare(url: URL, engine: AsyncEngine) -> None:
    migrating = patient_engine(url, engine)
    try:
        if sqlite_file(url.render_as_string()) is not None:
            async with migrating.connect() as connection:
                raw = await connection.get_raw_connection()
                await connection.run_sync(lambda _: raw.cursor().execute("PRAGMA journal_mode=WAL"))
        async with migrating.connect() as connection:
            up_to_date = await connection.run_sync(is_newest)
        if not up_to_date:
            from bot.store.migrations import migrate  # noqa: PLC0415 - it takes a tenth of a second to import

            await migrate(migrating)
    except OperationalError as error:
        if not any(passing in str(error.orig) for passing in _PASSING):
            raise
        _LOG.error("the store cannot be used now", error=str(error.orig))
    finally:
        if migrating is not engine:
            await migrating.dispose()
