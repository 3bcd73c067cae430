"""The schema, said once. Migrations lead to it; a test compares the two.

`events` is the truth and lean on purpose: the canonical record holds every field, and only what
must be found quickly stands beside it. Everything under PROJECTIONS can be dropped and rebuilt.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 4
"""PRAGMA user_version; rises with every migration."""
PROJECTIONS_VERSION = 4
"""Rises when a projection changes its mind; they are then rebuilt at the next opening."""

metadata = MetaData()

facts = Table(
    "facts_about_this_file",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""device_id, projections_version, enrolment (JSON)."""

events = Table(
    "events",
    metadata,
    Column("device_seq", Integer, primary_key=True),
    Column("stream_id", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Index("events_by_stream", "stream_id"),
)
"""This device's chain. hash: 32 bytes over record, the canonical JSON."""

heads = Table(
    "heads",
    metadata,
    Column("device_seq", Integer, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("signed_at", Text, nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("device_seq", Integer, ForeignKey("events.device_seq"), primary_key=True),
    Column("scope", Text, nullable=False),
    Column("scope_seq", Integer, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("fate", Text, nullable=False),
    Column("code", Text, nullable=False),
    Index("receipts_by_fate", "fate"),
    Index("receipts_by_place", "scope", "scope_seq"),
)
"""What the office acknowledged (fate: `sync.messages.Fate`); events without a row are the queue."""

remote_events = Table(
    "remote_events",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("scope_seq", Integer, nullable=False),
    Column("device_id", Text, nullable=False),
    Column("device_seq", Integer, nullable=False),
    Column("stream_id", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Index("remote_events_by_place", "scope", "scope_seq"),
    Index("remote_events_by_stream", "stream_id"),
)
"""Events of other laptops, as the office vouched for them."""

cursors = Table(
    "cursors",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
    Column("verified_seq", Integer, nullable=False),
    Column("differs", Integer, nullable=False),
    Column("checkpoint", Text),
)
"""How far each scope was read. peaks: 32 bytes each, the growing edge of its Merkle tree.

verified_seq: up to here a genuine checkpoint vouched for the tree. differs: 1 once one did not
match; places beyond verified_seq then claim nothing.
"""

blob_transfers = Table(
    "blob_transfers",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("stream_id", Text, nullable=False),
    Column("stored", Integer, nullable=False),
    Column("problem", Text, nullable=False),
    Index("blob_transfers_waiting", "stored", "size"),
)
"""Files that own events name, and where first. stored: 1 once the office has them, checked."""

blob_uses = Table(
    "blob_uses",
    metadata,
    Column("stream_id", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    sqlite_with_rowid=False,
)
"""Which own streams name which files: equal files are sent once but belong to each record."""

premises = Table(
    "premises",
    metadata,
    Column("premises_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("premises_by_name", "name", "premises_id"),
)

instruments = Table(
    "instruments",
    metadata,
    Column("instrument_id", Text, primary_key=True),
    Column("premises_id", Text),
    Column("premises_name", Text, nullable=False),
    Column("serial_number", Text, nullable=False),
    Column("valid_until", Text),
    Column("last_outcome", Text),
    Column("last_checked", Text),
    Column("history", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
    # The last two columns let a list by status pass over rows without reading them.
    Index(
        "instruments_in_order",
        "premises_name",
        "serial_number",
        "instrument_id",
        "valid_until",
        "last_outcome",
    ),
    Index("instruments_by_premises", "premises_id"),
    Index("instruments_by_validity", "valid_until", "last_outcome"),
)
"""history: JSON list of the largest |Ec|/MPE of each sealed inspection, oldest first."""

measuring_instruments = Table(
    "measuring_instruments",
    metadata,
    Column("instrument_id", Text, primary_key=True),
    Column("category", Text, nullable=False),
    Column("premises_id", Text),
    Column("serial_number", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("measuring_instruments_in_order", "category", "premises_id", "serial_number"),
)
"""Instruments that are no scales: dispensers, chargers, meters."""

weight_sets = Table(
    "weight_sets",
    metadata,
    Column("weight_set_id", Text, primary_key=True),
    Column("valid_until", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("introduced", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

inspections = Table(
    "inspections",
    metadata,
    Column("inspection_id", Text, primary_key=True),
    Column("opened", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("outcome", Text),
    Column("premises_id", Text),
    Column("premises_name", Text, nullable=False),
    Column("instrument_id", Text),
    Column("instrument_name", Text, nullable=False),
    Column("on", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
    Column("observations", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("largest_error", Text),
    Index("inspections_in_order", "opened"),
    Index("inspections_by_state", "state", "opened"),
    Index("inspections_by_instrument", "instrument_id", "opened"),
)
"""opened: event_id (UUIDv7: by time) of the opening event, the order of lists.

Hot columns carry no index.
"""

cases = Table(
    "cases",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("opened", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("cases_by_stage", "stage", "opened"),
)
"""opened: event_id of the opening event, the order of lists. data: the folded case, JSON.

What is due depends on today and is computed when it is read, never kept.
"""

case_inspections = Table(
    "case_inspections",
    metadata,
    Column("inspection_id", Text, primary_key=True),
    Column("case_id", Text, primary_key=True),
    sqlite_with_rowid=False,
)

answers = Table(
    "answers",
    metadata,
    Column("inspection_id", Text, primary_key=True),
    Column("check", Text, primary_key=True),
    sqlite_with_rowid=False,
)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("observation_id", Text, primary_key=True),
    Column("inspection_id", Text, nullable=False),
    sqlite_with_rowid=False,
)

issued_reports = Table(
    "issued_reports",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("inspection_id", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
)

introduced_keys = Table(
    "introduced_keys",
    metadata,
    Column("public_key", LargeBinary, primary_key=True),
    Column("device_id", Text, nullable=False),
)
"""Ed25519 keys of devices and inspectors, own and pulled: they check seals and reports."""

search_entries = Table(
    "search_entries",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("what", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("detail", Text, nullable=False),
    UniqueConstraint("what", "key"),
)

review_tasks = Table(
    "review_tasks",
    metadata,
    Column("task_id", Text, primary_key=True),
    Column("what", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("edits", LargeBinary, nullable=False),
    Index("review_tasks_by_key", "key"),
)
"""Fields of register entries with several standing values; edits: JSON, the latest last."""

SEARCH_INDEX = (
    "CREATE VIRTUAL TABLE search_index USING fts5(words, content='', contentless_delete=1, "
    'tokenize="unicode61 remove_diacritics 0")'
)
"""Single characters as tokens, phrases as queries (see `db.search_text`); rowid = entry.

Outside `metadata`: SQLAlchemy has no virtual tables.
"""

PROJECTIONS = (
    premises,
    instruments,
    measuring_instruments,
    weight_sets,
    people,
    inspections,
    cases,
    case_inspections,
    answers,
    withdrawals,
    issued_reports,
    introduced_keys,
    review_tasks,
    search_entries,
)
