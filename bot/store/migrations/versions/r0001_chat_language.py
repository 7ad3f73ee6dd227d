"""The language that a chat has chosen. Earlier versions made this table themselves, so it may be there already."""

from alembic import op
from sqlalchemy import Column, LargeBinary, String

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table if it is not there."""
    op.create_table(
        "chat_language",
        Column("chat", LargeBinary(32), primary_key=True),
        Column("language", String(2), nullable=False),
        if_not_exists=True,
    )
