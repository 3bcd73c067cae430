"""Step 1: devices, codes, scopes, events, what is set aside, and what the public page reads."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text, UniqueConstraint

REVISION = "o0001"
DOWN_REVISION = None


def upgrade(operations: Operations) -> None:
    """Create the tables."""
    _create_devices_and_codes(operations)
    _create_log(operations)
    _create_pages(operations)
    _create_indexes(operations)


def _create_devices_and_codes(operations: Operations) -> None:
    operations.create_table(
        "devices",
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
    operations.create_table(
        "enrolment_codes",
        Column("code_id", Text, primary_key=True),
        Column("key", LargeBinary, nullable=False),
        Column("name", Text, nullable=False),
        Column("scopes", Text, nullable=False),
        Column("made_by", Text, nullable=False),
        Column("expires_at", Text, nullable=False),
        Column("used_at", Text),
    )


def _create_log(operations: Operations) -> None:
    operations.create_table(
        "scopes",
        Column("scope", Text, primary_key=True),
        Column("epoch", Integer, nullable=False),
        Column("head", BigInteger, nullable=False),
        Column("frontier", LargeBinary, nullable=False),
    )
    operations.create_table(
        "events",
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
    )
    operations.create_table(
        "waits",
        Column("event_id", Text, primary_key=True),
        Column("needs", Text, primary_key=True),
    )
    operations.create_table(
        "quarantine",
        Column("entry_id", Text, primary_key=True),
        Column("device_id", Text, nullable=False),
        Column("device_seq", BigInteger, nullable=False),
        Column("hash", LargeBinary, nullable=False),
        Column("code", Text, nullable=False),
        Column("record", LargeBinary, nullable=False),
        Column("received_at", Text, nullable=False),
    )


def _create_pages(operations: Operations) -> None:
    operations.create_table(
        "alarms",
        Column("alarm_id", Text, primary_key=True),
        Column("code", Text, nullable=False),
        Column("parameters", Text, nullable=False),
        Column("device_id", Text, nullable=False),
        Column("at", Text, nullable=False),
    )
    operations.create_table(
        "stored_blobs",
        Column("sha256", Text, primary_key=True),
        Column("size", BigInteger, nullable=False),
        Column("at", Text, nullable=False),
    )
    operations.create_table(
        "introduced_keys",
        Column("key_id", Text, primary_key=True),
        Column("public_key", LargeBinary, nullable=False),
        Column("device_id", Text, nullable=False),
    )
    operations.create_table(
        "seals",
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
    )
    operations.create_table(
        "verdict_checks",
        Column("inspection_id", Text, primary_key=True),
        Column("result", Text, nullable=False),
        Column("stated", Text, nullable=False),
        Column("computed", Text, nullable=False),
    )
    operations.create_table(
        "named_files",
        Column("sha256", Text, primary_key=True),
        Column("scope", Text, primary_key=True),
    )
    operations.create_table(
        "projected",
        Column("scope", Text, primary_key=True),
        Column("seq", BigInteger, nullable=False),
    )


def _create_indexes(operations: Operations) -> None:
    operations.create_index("events_by_place", "events", ["scope", "seq"], unique=True)
    operations.create_index("events_by_stream", "events", ["stream_id"])
    operations.create_index("waits_by_need", "waits", ["needs"])
    operations.create_index("quarantine_by_device", "quarantine", ["device_id", "device_seq"])
    operations.create_index("seals_by_inspection", "seals", ["inspection_id"])
