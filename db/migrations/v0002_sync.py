"""Version 2: other laptops' events, how far each scope was read, and which files must be sent."""

from __future__ import annotations

import json

from alembic.operations import Operations
from sqlalchemy import text

REVISION = "0002_sync"
DOWN_REVISION = "0001_event_log"

_STATEMENTS = (
    "ALTER TABLE receipts ADD COLUMN fate TEXT NOT NULL DEFAULT 'accepted'",
    "ALTER TABLE receipts ADD COLUMN code TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX receipts_by_fate ON receipts (fate)",
    "CREATE INDEX receipts_by_place ON receipts (scope, scope_seq)",
    (
        "CREATE TABLE remote_events (event_id TEXT NOT NULL PRIMARY KEY, scope TEXT NOT NULL, "
        "scope_seq INTEGER NOT NULL, device_id TEXT NOT NULL, device_seq INTEGER NOT NULL, "
        "stream_id TEXT NOT NULL, hash BLOB NOT NULL, record BLOB NOT NULL)"
    ),
    "CREATE INDEX remote_events_by_place ON remote_events (scope, scope_seq)",
    "CREATE INDEX remote_events_by_stream ON remote_events (stream_id)",
    (
        "CREATE TABLE cursors (scope TEXT NOT NULL PRIMARY KEY, epoch INTEGER NOT NULL, "
        "seq INTEGER NOT NULL, peaks BLOB NOT NULL, verified_seq INTEGER NOT NULL, "
        "differs INTEGER NOT NULL, checkpoint TEXT)"
    ),
    (
        "CREATE TABLE blob_transfers (sha256 TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL, "
        "role TEXT NOT NULL, stream_id TEXT NOT NULL, stored INTEGER NOT NULL, "
        "problem TEXT NOT NULL)"
    ),
    "CREATE INDEX blob_transfers_waiting ON blob_transfers (stored, size)",
    (
        "CREATE TABLE blob_uses (stream_id TEXT NOT NULL, sha256 TEXT NOT NULL, "
        "PRIMARY KEY (stream_id, sha256)) WITHOUT ROWID"
    ),
    (
        "CREATE TABLE introduced_keys (public_key BLOB NOT NULL PRIMARY KEY, "
        "device_id TEXT NOT NULL)"
    ),
    (
        "CREATE TABLE review_tasks (task_id TEXT NOT NULL PRIMARY KEY, what TEXT NOT NULL, "
        '"key" TEXT NOT NULL, field TEXT NOT NULL, edits BLOB NOT NULL)'
    ),
    'CREATE INDEX review_tasks_by_key ON review_tasks ("key")',
    # Projections, rebuilt at the next opening: their old rows need not be carried over.
    "DROP TABLE people",
    (
        "CREATE TABLE people (person_id TEXT NOT NULL PRIMARY KEY, introduced TEXT NOT NULL, "
        "data BLOB NOT NULL)"
    ),
    "DROP TABLE inspections",
    (
        "CREATE TABLE inspections (inspection_id TEXT NOT NULL PRIMARY KEY, "
        "opened TEXT NOT NULL, "
        "number TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, outcome TEXT, "
        "premises_id TEXT, premises_name TEXT NOT NULL, instrument_id TEXT, "
        'instrument_name TEXT NOT NULL, "on" TEXT NOT NULL, updated_at TEXT NOT NULL, '
        "observations INTEGER NOT NULL, answers INTEGER NOT NULL, largest_error TEXT)"
    ),
    "CREATE INDEX inspections_in_order ON inspections (opened)",
    "CREATE INDEX inspections_by_state ON inspections (state, opened)",
    "CREATE INDEX inspections_by_instrument ON inspections (instrument_id, opened)",
)


_FILE = (
    "INSERT OR IGNORE INTO blob_transfers (sha256, size, role, stream_id, stored, problem) "
    "VALUES (:sha256, :size, :role, :stream_id, 0, '')"
)
_USE = "INSERT OR IGNORE INTO blob_uses (stream_id, sha256) VALUES (:stream_id, :sha256)"


def upgrade(operations: Operations) -> None:
    """Create what is new and list the files that recorded events name."""
    for statement in _STATEMENTS:
        operations.execute(statement)
    connection = operations.get_bind()
    rows = connection.execute(text("SELECT stream_id, record FROM events ORDER BY device_seq"))
    for stream_id, record in rows.fetchall():
        for blob in json.loads(record)["blobs"]:
            values = {"stream_id": stream_id, **{k: blob[k] for k in ("sha256", "size", "role")}}
            connection.execute(text(_FILE), values)
            connection.execute(text(_USE), values)
