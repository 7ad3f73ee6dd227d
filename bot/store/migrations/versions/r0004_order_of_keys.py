"""The rows of the first tables in the order of their keys as well: SQLite's row numbers would tell when one came."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Write the tables anew in SQLite; in PostgreSQL there is nothing to do."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for name in ("chat_language", "seen_update"):
        with op.batch_alter_table(name, recreate="always", table_kwargs={"sqlite_with_rowid": False}):
            pass
