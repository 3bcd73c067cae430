"""The office's schema, said once for both engines. Migrations lead to it; a test compares the two.

`events` is the truth: a placed event has a `seq` in its scope, a held one waits with none.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 1
"""The number of migration steps."""

metadata = MetaData()

devices = Table(
    "devices",
    metadata,
    Column("device_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("home_scope", Text, nullable=False),
    Column("certificate", Text, nullable=False),
    Column("enrolled_at", Text, nullable=False),
    Column("last_device_seq", BigInteger, nullable=False),
    Column("last_hash", Text, nullable=False),
    Column("last_seen", Text),
    Column("revoked_at", Text),
    Column("program_version", Text, nullable=False),
    Column("gap", Integer, nullable=False),
)
"""last_device_seq, last_hash: the chain as it came in. scopes: divisions, blank-separated."""

codes = Table(
    "enrolment_codes",
    metadata,
    Column("code_id", Text, primary_key=True),
    Column("key", LargeBinary, nullable=False),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("used_at", Text),
)

scopes = Table(
    "scopes",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("head", BigInteger, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
)
"""One counter row per scope, moved inside the push that fills it: order of seq = order of commit.

frontier: the 32-byte peaks of the RFC 6962 tree, largest first.
"""

events = Table(
    "events",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("device_id", Text, nullable=False),
    Column("device_seq", BigInteger, nullable=False),
    Column("stream_id", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("seq", BigInteger),
    Column("hash", LargeBinary, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("received_at", Text, nullable=False),
    UniqueConstraint("device_id", "device_seq"),
    Index("events_by_place", "scope", "seq", unique=True),
    Index("events_by_stream", "stream_id"),
)
"""hash: 32 bytes over record, the canonical JSON. seq: NULL while its dependencies are missing."""

waits = Table(
    "waits",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("needs", Text, primary_key=True),
    Index("waits_by_need", "needs"),
)
"""Which missing event each held one waits for."""

quarantine = Table(
    "quarantine",
    metadata,
    Column("entry_id", Text, primary_key=True),
    Column("device_id", Text, nullable=False),
    Column("device_seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("code", Text, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("received_at", Text, nullable=False),
    Index("quarantine_by_device", "device_id", "device_seq"),
)
"""What was acknowledged but not believed, exactly as it came."""

alarms = Table(
    "alarms",
    metadata,
    Column("alarm_id", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("parameters", Text, nullable=False),
    Column("device_id", Text, nullable=False),
    Column("at", Text, nullable=False),
)

stored_blobs = Table(
    "stored_blobs",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
)

introduced_keys = Table(
    "introduced_keys",
    metadata,
    Column("key_id", Text, primary_key=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("device_id", Text, nullable=False),
)
"""Keys that check seals and tokens, as genuine chains introduced them."""

seals = Table(
    "seals",
    metadata,
    Column("record_prefix", Text, primary_key=True),
    Column("inspection_id", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("record_sha256", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("on_date", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("voided", Integer, nullable=False),
    Column("superseded_by", Text, nullable=False),
    Index("seals_by_inspection", "inspection_id"),
)
"""Sealed records as the public page knows them: no personal data. record_prefix: 32 hex digits."""

verdict_checks = Table(
    "verdict_checks",
    metadata,
    Column("inspection_id", Text, primary_key=True),
    Column("result", Text, nullable=False),
    Column("stated", Text, nullable=False),
    Column("computed", Text, nullable=False),
)
"""What judging a concluded inspection again gave: `agrees`, `differs` or `unknown_kind`."""

named_files = Table(
    "named_files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
)
"""Which divisions' events name a file: who may read it."""

projected = Table(
    "projected",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
)
"""How far the reader behind the intake has come in each scope."""
