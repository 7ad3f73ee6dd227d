"""Whether a database is up to date, seen without what brings it there: that takes as long to import as a question."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

VERSIONS: Final = Path(__file__).parent / "migrations" / "versions"

_NOTED_IN: Final = "alembic_version"
_NOTED: Final = text("SELECT version_num FROM alembic_version")


def newest() -> str:
    """The newest revision, by the names of their files: r<revision>_<what it does>.py."""
    return max(path.stem[1:].partition("_")[0] for path in VERSIONS.glob("r*.py"))


def is_newest(connection: Connection) -> bool:
    """Whether the database is of the newest revision and of no other."""
    if not inspect(connection).has_table(_NOTED_IN):
        return False
    return list(connection.scalars(_NOTED)) == [newest()]
