"""Step 5: document numbers reserved for laptops in blocks."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, Integer, Text, UniqueConstraint

REVISION = "o0005"
DOWN_REVISION = "o0004"


def upgrade(operations: Operations) -> None:
    """Create the counters and the blocks; nothing is filled: they begin with the first asking."""
    operations.create_table(
        "number_series",
        Column("prefix", Text, primary_key=True),
        Column("year", Integer, primary_key=True),
        Column("next_number", BigInteger, nullable=False),
    )
    operations.create_table(
        "number_blocks",
        Column("block_id", Text, primary_key=True),
        Column("prefix", Text, nullable=False),
        Column("year", Integer, nullable=False),
        Column("first_number", BigInteger, nullable=False),
        Column("last_number", BigInteger, nullable=False),
        Column("device_id", Text, nullable=False),
        Column("granted_at", Text, nullable=False),
        UniqueConstraint("prefix", "year", "first_number"),
    )
    operations.create_index(
        "number_blocks_by_device", "number_blocks", ["device_id", "prefix", "year"]
    )
