"""Deleting so that nothing is left on the disk: not in free pages of the file, not in the log beside it."""

from collections.abc import Mapping

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.engines import outside_transactions, writing
from bot.store.tables import tables


async def truncate_log(engine: AsyncEngine) -> None:
    """Empty SQLite's write-ahead log, in which deleted rows still stand; if somebody is reading it, the next time."""
    if engine.dialect.name == "sqlite":
        async with outside_transactions(engine).connect() as connection:
            await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


async def forget_all(engine: AsyncEngine, *, everything: bool) -> Mapping[str, int]:
    """Empty the tables about chats and updates, or all tables, and write the files anew; how many rows each had."""
    chosen = [table for table in tables() if everything or table.info["about"] != "nobody"]
    emptied: dict[str, int] = {}
    async with writing(engine).begin() as connection:
        for table in chosen:
            emptied[table.name] = (await connection.execute(delete(table))).rowcount
    async with outside_transactions(engine).connect() as connection:
        if engine.dialect.name == "sqlite":
            await connection.execute(text("VACUUM"))
        else:
            for table in chosen:
                await connection.execute(text(f'VACUUM FULL "{table.name}"'))
    await truncate_log(engine)
    return emptied
