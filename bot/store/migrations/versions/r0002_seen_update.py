"""The updates that replicas deal with or have dealt with in the last day, under keyed hashes."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, LargeBinary

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "seen_update",
        Column("number", LargeBinary(32), primary_key=True),
        Column("holder", LargeBinary(8), nullable=False),
        Column("done", Boolean(), nullable=False),
        Column("until", BigInteger(), nullable=False, index=True),
    )
