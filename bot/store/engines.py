"""Connections to SQLite and PostgreSQL, each so that nobody waits long for a database that does not answer.

In SQLite it is we who begin transactions, so that a transaction holds all that is done in it, tables being made too.
No error repeats what was to be written.
"""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

BUSY: Final = 2_000
"""Milliseconds for which a SQLite file that another holds locked is waited for."""

CONNECT: Final = 10.0
"""Seconds in which PostgreSQL must take a connection, and answer a statement."""

_BEGIN: Final = "quqyq_begin"
"""The option that says how a transaction begins in SQLite; none is begun if it is empty."""

IN_MEMORY: Final = frozenset({None, "", ":memory:"})


def full_url(database_url: str) -> URL:
    """The setting with the asynchronous driver that we use, and `sslmode` as that driver calls it."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return url.set(drivername="sqlite+aiosqlite")
    query = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
    return url.set(drivername="postgresql+asyncpg", query=query)


def open_engine(url: URL) -> AsyncEngine:
    """An engine with its pool; makes the folder of a SQLite file. Raises `OSError` if it cannot."""
    return _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)


def sqlite_file(database_url: str) -> Path | None:
    """The file of a SQLite database, None for any other."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or url.database in IN_MEMORY or url.database is None:
        return None
    return Path(url.database)


def writing(engine: AsyncEngine) -> AsyncEngine:
    """The same engine for transactions that write: in SQLite each waits for its turn at its beginning.

    One that only reads at first could not wait: if another has written meanwhile, it fails at its first writing.
    In PostgreSQL only these are transactions; everything else is one statement, which needs no word before and after.
    """
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="READ COMMITTED")
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def outside_transactions(engine: AsyncEngine) -> AsyncEngine:
    """The same engine for statements that no transaction may hold."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{_BEGIN: ""})
    return engine


def patient_engine(url: URL, engine: AsyncEngine) -> AsyncEngine:
    """The engine for work that may take longer than an answer may: in PostgreSQL one of its own."""
    if url.get_backend_name() == "sqlite":
        return engine
    return create_async_engine(
        url, poolclass=NullPool, hide_parameters=True, isolation_level="AUTOCOMMIT", connect_args={"timeout": CONNECT}
    )


def _postgresql(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=10,
        max_overflow=10,
        pool_timeout=CONNECT,
        pool_pre_ping=True,
        isolation_level="AUTOCOMMIT",  # but for `writing`: two words with the database for a statement, and not six
        hide_parameters=True,
        connect_args={
            "timeout": CONNECT,
            "command_timeout": CONNECT,
            "server_settings": {"application_name": "quqyq"},
        },
    )


def _sqlite(url: URL) -> AsyncEngine:
    if (file := sqlite_file(url.render_as_string())) is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(url, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins no transactions of its own; `_begin` does
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY}")
        cursor.execute("PRAGMA synchronous=NORMAL")  # in WAL mode a power cut loses at most the last choices
        cursor.execute("PRAGMA secure_delete=ON")  # what is forgotten is overwritten
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        if begin := connection.get_execution_options().get(_BEGIN, "BEGIN DEFERRED"):
            connection.exec_driver_sql(begin)

    return engine
