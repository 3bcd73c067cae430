"""Version 4: cases, and which inspections they rest on."""

from __future__ import annotations

from alembic.operations import Operations

REVISION = "0004_cases"
DOWN_REVISION = "0003_measuring_instruments"

_STATEMENTS = (
    (
        "CREATE TABLE cases (case_id TEXT NOT NULL PRIMARY KEY, opened TEXT NOT NULL, "
        "stage TEXT NOT NULL, data BLOB NOT NULL)"
    ),
    "CREATE INDEX cases_by_stage ON cases (stage, opened)",
    (
        "CREATE TABLE case_inspections (inspection_id TEXT NOT NULL, case_id TEXT NOT NULL, "
        "PRIMARY KEY (inspection_id, case_id)) WITHOUT ROWID"
    ),
)


def upgrade(operations: Operations) -> None:
    """Create the tables; opening the file then fills them from the log."""
    for statement in _STATEMENTS:
        operations.execute(statement)
