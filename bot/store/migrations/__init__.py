"""The tables' revisions, one a file in `versions/`, brought up to date at every start.

To add one: copy the newest file, give it the next number as `revision` and the one before as `down_revision`, and
write `upgrade`. A replica of the version before may still be running meanwhile, so a revision adds; what is no longer
used is taken away a version later. There is no way back but a backup, so that `downgrade` is not written.
"""

from pathlib import Path
from typing import Final

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.engines import writing

LOCK: Final = 0x71757179
"""The number of PostgreSQL's advisory lock that replicas take before they migrate ("quqy" in ASCII)."""


async def migrate(engine: AsyncEngine) -> None:
    """Bring the database up to date, once, however many processes start at the same time.

    If it is up to date nothing is written and no lock is taken. Raises what the driver raises.
    """
    async with engine.connect() as connection:
        if await connection.run_sync(_is_current):
            return
    async with writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
        await connection.run_sync(_upgrade)


def scripts() -> ScriptDirectory:
    """The revisions."""
    folder = Path(__file__).parent
    return ScriptDirectory(str(folder), version_locations=[str(folder / "versions")])


def _is_current(connection: Connection) -> bool:
    there = set(MigrationContext.configure(connection).get_current_heads())
    known = scripts()
    return there == set(known.get_heads()) or not all(_knows(known, revision) for revision in there)


def _knows(known: ScriptDirectory, revision: str) -> bool:
    """Whether a revision is one of ours; if not, a newer version was here, and it is ahead of us."""
    return any(script.revision == revision for script in known.walk_revisions())


def _upgrade(connection: Connection) -> None:
    known = scripts()

    def steps(revision: tuple[str, ...], _context: MigrationContext) -> list[RevisionStep]:
        return known._upgrade_revs("heads", revision)  # type: ignore[arg-type]

    with EnvironmentContext(Config(), known, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=False)  # the transaction is the caller's
        environment.run_migrations()
