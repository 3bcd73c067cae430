"""Version 3: the register of instruments that are no scales."""

from __future__ import annotations

from alembic.operations import Operations

REVISION = "0003_measuring_instruments"
DOWN_REVISION = "0002_sync"

_STATEMENTS = (
    (
        "CREATE TABLE measuring_instruments (instrument_id TEXT NOT NULL PRIMARY KEY, "
        "category TEXT NOT NULL, premises_id TEXT, serial_number TEXT NOT NULL, "
        "data BLOB NOT NULL)"
    ),
    (
        "CREATE INDEX measuring_instruments_in_order ON measuring_instruments "
        "(category, premises_id, serial_number)"
    ),
)


def upgrade(operations: Operations) -> None:
    """Create the table; opening the file then fills it from the log."""
    for statement in _STATEMENTS:
        operations.execute(statement)
