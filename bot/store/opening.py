"""Open the store that the settings ask for."""

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.forgiving import ForgivingLanguages
from bot.store.languages import DatabaseLanguages, Languages, MemoryLanguages, Table


class StoreError(Exception):
    """The database cannot be used; the message says which and why, without any password."""


async def open_languages(database_url: str, key: bytes | None) -> Languages:
    """The store for the chosen languages.

    Without a `key` it is memory, and the database is not even opened. With one, the database is opened and its table
    made if it is not there. Raises `StoreError` if that fails.
    """
    if key is None:
        return MemoryLanguages()
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        url = url.set(drivername="sqlite+aiosqlite")
    else:
        url = url.set(drivername="postgresql+asyncpg")
    try:
        if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(url)
        try:
            async with engine.begin() as connection:
                await connection.run_sync(Table.metadata.create_all)
        except BaseException:
            await engine.dispose()
            raise
    except Exception as error:  # the drivers raise errors of their own
        said = str(getattr(error, "orig", None) or error).splitlines()
        reason = said[0] if said else type(error).__name__
        raise StoreError(f"DATABASE_URL: cannot use {url.render_as_string(hide_password=True)}: {reason}") from error
    return ForgivingLanguages(DatabaseLanguages(engine, key))
