"""What is counted, and the questions that people send to the moderators: about nobody, in the order of their keys."""

from alembic import op
from sqlalchemy import Column, Integer, String, Text

revision = "0003"
down_revision = "0002"

_KEYS = {
    "asked": {"day": 10, "topic": 48, "language": 2, "decision": 16, "reason": 16},
    "helped": {"day": 10, "entry": 64, "language": 2, "verdict": 3},
    "dealt": {"day": 10, "outcome": 8},
}


def upgrade() -> None:
    """Make the tables."""
    for name, keys in _KEYS.items():
        columns = (Column(key, String(length), primary_key=True) for key, length in keys.items())
        op.create_table(name, *columns, Column("number", Integer(), nullable=False), sqlite_with_rowid=False)
    op.create_table(
        "unanswered",
        Column("id", String(16), primary_key=True),
        Column("text", Text(), nullable=False),
        Column("language", String(2), nullable=False),
        Column("day", String(10), nullable=False),
        sqlite_with_rowid=False,
    )
