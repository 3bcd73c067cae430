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

from db import tables as laptop

SCHEMA_VERSION = 5
"""The number of migration steps."""
LISTS_VERSION = laptop.PROJECTIONS_VERSION * 100 + 1
"""Rises when a list's projection changes its mind; the lists are then filled anew."""

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
    Column("seen_by", Text, nullable=False, server_default=""),
    Column("seen_at", Text),
    Column("note", Text, nullable=False, server_default=""),
)
"""seen_at: NULL while nobody has dealt with it."""

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
    Column("listed", BigInteger, nullable=False, server_default="0"),
)
"""How far the reader behind the intake has come in each scope.

seq: keys, seals and verdicts. listed: the lists, which may be filled anew; never beyond seq.
"""

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", Text, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("disabled_at", Text),
    Column("last_sign_in", Text),
)
"""scopes: divisions, blank-separated. password_hash: argon2id, '' until the person chose one."""

web_tokens = Table(
    "web_tokens",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("until", Text, nullable=False),
    Index("web_tokens_by_account", "account_id"),
)
"""token_hash: SHA-256 of what the browser keeps. until: UTC, always with microseconds."""

acts = Table(
    "acts",
    metadata,
    Column("act_id", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("about", Text, nullable=False),
)
"""What officials did. about: JSON object of texts."""

number_series = Table(
    "number_series",
    metadata,
    Column("prefix", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("next_number", BigInteger, nullable=False),
)
"""One counter a series of document numbers, moved in the transaction that keeps a block."""

number_blocks = Table(
    "number_blocks",
    metadata,
    Column("block_id", Text, primary_key=True),
    Column("prefix", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("first_number", BigInteger, nullable=False),
    Column("last_number", BigInteger, nullable=False),
    Column("device_id", Text, nullable=False),
    Column("granted_at", Text, nullable=False),
    UniqueConstraint("prefix", "year", "first_number"),
    Index("number_blocks_by_device", "device_id", "prefix", "year"),
)
"""Which laptop holds which numbers."""

facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""lists_version."""

packages = Table(
    "packages",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("sha256", Text, nullable=False, unique=True),
    Column("scopes", Text, nullable=False),
    Column("rules_digest", Text, nullable=False),
    Column("published_at", Text, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""Signed packages of rules as published. rules_digest: of the book it made in that program."""

device_packages = Table(
    "device_packages",
    metadata,
    Column("device_id", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("installed_at", Text, nullable=False),
)
"""The package that each laptop's own chain says it installed last."""

inspections = laptop.inspections.to_metadata(metadata)
"""As on a laptop, and where and by whom it was opened, when its newest event came."""
inspections.append_column(Column("scope", Text, nullable=False, server_default=""))
inspections.append_column(Column("device_id", Text, nullable=False, server_default=""))
inspections.append_column(Column("received_at", Text, nullable=False, server_default=""))
inspections.append_column(Column("superseded_by", Text, nullable=False, server_default=""))
Index("inspections_by_scope", inspections.c.scope, inspections.c.opened)
Index("inspections_by_device", inspections.c.device_id, inspections.c.opened)

record_files = Table(
    "record_files",
    metadata,
    Column("inspection_id", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("event_id", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
)
"""The files that an inspection's events name; event_id: the first that did."""

record_streams = Table(
    "record_streams",
    metadata,
    Column("stream_id", Text, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("device_id", Text, nullable=False),
    Column("device_seq", BigInteger, nullable=False),
    Column("mixed", Integer, nullable=False),
)
"""Where the newest listed event of a stream came from.

mixed: 1 once its places do not follow one device's own order; it is then listed as a whole.
"""

LISTS = (
    inspections,
    record_files,
    record_streams,
    *(
        table.to_metadata(metadata)
        for table in laptop.PROJECTIONS
        if table.name not in {"inspections", "introduced_keys", "cases", "case_inspections"}
    ),
)
"""What can be dropped and filled anew from `events`. Besides them there is `search_index`."""
