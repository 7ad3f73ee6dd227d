"""Counters in the database: a key of words, and a number that only grows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.engines import writing
from bot.store.tables import COUNTS, Base

Key = tuple[str, ...]
"""The name of a table, and its key columns in their order; the first of these is the day."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One number, and what it counts: `key` has the columns without the day."""

    day: str
    key: Key
    number: int


class Counts:
    """The counting tables of one database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, numbers: Mapping[Key, int]) -> None:
        """Add to the counters, all of them or, if it fails, none."""
        async with writing(self._engine).begin() as connection:
            for name, rows in _by_table(numbers).items():
                await connection.execute(upsert(Base.metadata.tables[name], connection.dialect.name), rows)

    async def since(self, name: str, day: str) -> Sequence[Counted]:
        """The counters of a table from a day on, by their keys."""
        table = Base.metadata.tables[name]
        keys = [column for column in table.primary_key.columns if column.name != "day"]
        statement = select(table.c.day, table.c.number, *keys).where(table.c.day >= day)
        async with self._engine.connect() as connection:
            rows = await connection.execute(statement.order_by(table.c.day, *keys))
            return [Counted(row[0], tuple(row[2:]), row[1]) for row in rows]

    async def forget_before(self, day: str) -> None:
        """Delete the counters of earlier days."""
        async with writing(self._engine).begin() as connection:
            for each in COUNTS:
                table = each.__table__
                assert isinstance(table, Table)  # noqa: S101 - for the type
                await connection.execute(delete(table).where(table.c.day < day))


def upsert(table: Table, dialect: str) -> Any:
    """The statement that adds a number to the counter of its key, which need not be there yet."""
    statement = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={"number": table.c.number + statement.excluded.number},
    )


def _by_table(numbers: Mapping[Key, int]) -> dict[str, list[dict[str, object]]]:
    """Rows to write for each table, in the order of their keys: not in that in which they came."""
    rows: dict[str, list[dict[str, object]]] = {}
    for (name, *values), number in sorted(numbers.items()):
        columns = [column.name for column in Base.metadata.tables[name].primary_key.columns]
        rows.setdefault(name, []).append({**dict(zip(columns, values, strict=True)), "number": number})
    return rows
