"""Step 3: the register of instruments that are no scales."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import Column, LargeBinary, Text

REVISION = "o0003"
DOWN_REVISION = "o0002"

_NAME = "measuring_instruments"


def upgrade(operations: Operations) -> None:
    """Create the table; the reader fills it from the events."""
    operations.create_table(
        _NAME,
        Column("instrument_id", Text, primary_key=True),
        Column("category", Text, nullable=False),
        Column("premises_id", Text),
        Column("serial_number", Text, nullable=False),
        Column("data", LargeBinary, nullable=False),
    )
    order = ["category", "premises_id", "serial_number"]
    operations.create_index(f"{_NAME}_in_order", _NAME, order)
