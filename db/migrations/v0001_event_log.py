"""Version 1: the event log with heads and receipts, and the first projections."""

from __future__ import annotations

from alembic.operations import Operations

REVISION = "0001_event_log"
DOWN_REVISION = None

_TABLES = (
    "CREATE TABLE facts_about_this_file (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    (
        "CREATE TABLE events (device_seq INTEGER NOT NULL PRIMARY KEY, stream_id TEXT NOT NULL, "
        "hash BLOB NOT NULL, record BLOB NOT NULL)"
    ),
    (
        "CREATE TABLE heads (device_seq INTEGER NOT NULL PRIMARY KEY, hash TEXT NOT NULL, "
        "signature TEXT NOT NULL, signed_at TEXT NOT NULL)"
    ),
    (
        "CREATE TABLE receipts (device_seq INTEGER NOT NULL PRIMARY KEY "
        "REFERENCES events (device_seq), scope TEXT NOT NULL, scope_seq INTEGER NOT NULL, "
        "received_at TEXT NOT NULL)"
    ),
    (
        "CREATE TABLE premises (premises_id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, "
        "data BLOB NOT NULL)"
    ),
    (
        "CREATE TABLE instruments (instrument_id TEXT NOT NULL PRIMARY KEY, premises_id TEXT, "
        "premises_name TEXT NOT NULL, serial_number TEXT NOT NULL, valid_until TEXT, "
        "last_outcome TEXT, last_checked TEXT, history BLOB NOT NULL, data BLOB NOT NULL)"
    ),
    (
        "CREATE TABLE weight_sets (weight_set_id TEXT NOT NULL PRIMARY KEY, "
        "valid_until TEXT NOT NULL, data BLOB NOT NULL)"
    ),
    (
        "CREATE TABLE people (person_id TEXT NOT NULL PRIMARY KEY, introduced INTEGER NOT NULL, "
        "data BLOB NOT NULL)"
    ),
    (
        "CREATE TABLE inspections (inspection_id TEXT NOT NULL PRIMARY KEY, "
        "opened INTEGER NOT NULL, "
        "number TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, outcome TEXT, "
        "premises_id TEXT, premises_name TEXT NOT NULL, instrument_id TEXT, "
        'instrument_name TEXT NOT NULL, "on" TEXT NOT NULL, updated_at TEXT NOT NULL, '
        "observations INTEGER NOT NULL, answers INTEGER NOT NULL, largest_error TEXT)"
    ),
    (
        'CREATE TABLE answers (inspection_id TEXT NOT NULL, "check" TEXT NOT NULL, '
        'PRIMARY KEY (inspection_id, "check")) WITHOUT ROWID'
    ),
    (
        "CREATE TABLE withdrawals (observation_id TEXT NOT NULL PRIMARY KEY, "
        "inspection_id TEXT NOT NULL) WITHOUT ROWID"
    ),
    (
        "CREATE TABLE issued_reports (sha256 TEXT NOT NULL PRIMARY KEY, "
        "inspection_id TEXT NOT NULL, report TEXT NOT NULL, language TEXT NOT NULL, "
        "name TEXT NOT NULL, size INTEGER NOT NULL)"
    ),
    (
        "CREATE TABLE search_entries (entry INTEGER NOT NULL PRIMARY KEY, what TEXT NOT NULL, "
        '"key" TEXT NOT NULL, title TEXT NOT NULL, detail TEXT NOT NULL, UNIQUE (what, "key"))'
    ),
    (
        "CREATE VIRTUAL TABLE search_index USING fts5(words, content='', contentless_delete=1, "
        'tokenize="unicode61 remove_diacritics 0")'
    ),
)

_INDEXES = (
    "CREATE INDEX events_by_stream ON events (stream_id)",
    "CREATE INDEX premises_by_name ON premises (name, premises_id)",
    (
        "CREATE INDEX instruments_in_order ON instruments "
        "(premises_name, serial_number, instrument_id, valid_until, last_outcome)"
    ),
    "CREATE INDEX instruments_by_premises ON instruments (premises_id)",
    "CREATE INDEX instruments_by_validity ON instruments (valid_until, last_outcome)",
    "CREATE INDEX inspections_in_order ON inspections (opened)",
    "CREATE INDEX inspections_by_state ON inspections (state, opened)",
    "CREATE INDEX inspections_by_instrument ON inspections (instrument_id, opened)",
)


def upgrade(operations: Operations) -> None:
    """Make every table of an empty file."""
    for statement in (*_TABLES, *_INDEXES):
        operations.execute(statement)
