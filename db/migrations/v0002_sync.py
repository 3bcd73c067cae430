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
    (
        "CREATE TABLE remote_events (event_id TEXT NOT NULL PRIMARY KEY, scope TEXT NOT NULL, "
        "scope_seq INTEGER NOT NULL, device_id TEXT NOT NULL, device_seq INTEGER NOT NULL, "
        "stream_id TEXT NOT NULL, hash BLOB NOT NULL, record BLOB NOT NULL)"
    ),
    "CREATE INDEX remote_events_by_place ON remote_events (scope, scope_seq)",
    "CREATE INDEX remote_events_by_stream ON remote_events (stream_id)",
    (
        "CREATE TABLE cursors (scope TEXT NOT NULL PRIMARY KEY, epoch INTEGER NOT NULL, "
        "seq INTEGER NOT NULL, peaks BLOB NOT NULL, checkpoint TEXT)"
    ),
    (
        "CREATE TABLE blob_transfers (sha256 TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL, "
        "role TEXT NOT NULL, stream_id TEXT NOT NULL, stored INTEGER NOT NULL, "
        "problem TEXT NOT NULL)"
    ),
    "CREATE INDEX blob_transfers_waiting ON blob_transfers (stored, size)",
    "CREATE INDEX blob_transfers_by_stream ON blob_transfers (stream_id)",
    (
        "CREATE TABLE introduced_keys (public_key BLOB NOT NULL PRIMARY KEY, "
        "device_id TEXT NOT NULL)"
    ),
)


def upgrade(operations: Operations) -> None:
    """Create what is new and list the files that recorded events name."""
    for statement in _STATEMENTS:
        operations.execute(statement)
    connection = operations.get_bind()
    rows = connection.execute(text("SELECT stream_id, record FROM events ORDER BY device_seq"))
    for stream_id, record in rows.fetchall():
        for blob in json.loads(record)["blobs"]:
            connection.execute(
                text(
                    "INSERT OR IGNORE INTO blob_transfers "
                    "VALUES (:sha256, :size, :role, :stream_id, 0, '')"
                ),
                {"stream_id": stream_id, **{k: blob[k] for k in ("sha256", "size", "role")}},
            )
