"""Step 2: who may sign in, what they did, alarms dealt with, and the lists of records."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text, UniqueConstraint

REVISION = "o0002"
DOWN_REVISION = "o0001"

_SEARCH_SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(words, content='', contentless_delete=1, "
    'tokenize="unicode61 remove_diacritics 0")'
)
_SEARCH_POSTGRESQL = (
    "CREATE TABLE search_index (entry INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)",
    "CREATE INDEX search_index_words ON search_index USING gin (words)",
)


def upgrade(operations: Operations) -> None:
    """Create the tables and columns; the reader fills the lists from the events, however old."""
    _create_people(operations)
    _widen(operations)
    _create_registers(operations)
    _create_lists(operations)
    _create_office_lists(operations)
    _create_search(operations)
    _create_indexes(operations)


def _create_people(operations: Operations) -> None:
    operations.create_table(
        "accounts",
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
    operations.create_table(
        "web_tokens",
        Column("token_hash", LargeBinary, primary_key=True),
        Column("account_id", Text, nullable=False),
        Column("purpose", Text, nullable=False),
        Column("until", Text, nullable=False),
    )
    operations.create_table(
        "acts",
        Column("act_id", Text, primary_key=True),
        Column("at", Text, nullable=False),
        Column("actor", Text, nullable=False),
        Column("what", Text, nullable=False),
        Column("about", Text, nullable=False),
    )


def _widen(operations: Operations) -> None:
    operations.add_column("alarms", Column("seen_by", Text, nullable=False, server_default=""))
    operations.add_column("alarms", Column("seen_at", Text))
    operations.add_column("alarms", Column("note", Text, nullable=False, server_default=""))
    listed = Column("listed", BigInteger, nullable=False, server_default="0")
    operations.add_column("projected", listed)


def _create_registers(operations: Operations) -> None:
    operations.create_table(
        "premises",
        Column("premises_id", Text, primary_key=True),
        Column("name", Text, nullable=False),
        Column("data", LargeBinary, nullable=False),
    )
    operations.create_table(
        "instruments",
        Column("instrument_id", Text, primary_key=True),
        Column("premises_id", Text),
        Column("premises_name", Text, nullable=False),
        Column("serial_number", Text, nullable=False),
        Column("valid_until", Text),
        Column("last_outcome", Text),
        Column("last_checked", Text),
        Column("history", LargeBinary, nullable=False),
        Column("data", LargeBinary, nullable=False),
    )
    operations.create_table(
        "weight_sets",
        Column("weight_set_id", Text, primary_key=True),
        Column("valid_until", Text, nullable=False),
        Column("data", LargeBinary, nullable=False),
    )
    operations.create_table(
        "people",
        Column("person_id", Text, primary_key=True),
        Column("introduced", Text, nullable=False),
        Column("data", LargeBinary, nullable=False),
    )
    operations.create_table(
        "review_tasks",
        Column("task_id", Text, primary_key=True),
        Column("what", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("field", Text, nullable=False),
        Column("edits", LargeBinary, nullable=False),
    )


def _create_lists(operations: Operations) -> None:
    operations.create_table(
        "inspections",
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
        Column("scope", Text, nullable=False, server_default=""),
        Column("device_id", Text, nullable=False, server_default=""),
        Column("received_at", Text, nullable=False, server_default=""),
        Column("superseded_by", Text, nullable=False, server_default=""),
    )
    operations.create_table(
        "answers",
        Column("inspection_id", Text, primary_key=True),
        Column("check", Text, primary_key=True),
    )
    operations.create_table(
        "withdrawals",
        Column("observation_id", Text, primary_key=True),
        Column("inspection_id", Text, nullable=False),
    )
    operations.create_table(
        "issued_reports",
        Column("sha256", Text, primary_key=True),
        Column("inspection_id", Text, nullable=False),
        Column("report", Text, nullable=False),
        Column("language", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("size", Integer, nullable=False),
    )


def _create_office_lists(operations: Operations) -> None:
    operations.create_table(
        "record_files",
        Column("inspection_id", Text, primary_key=True),
        Column("sha256", Text, primary_key=True),
        Column("event_id", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("media_type", Text, nullable=False),
        Column("size", BigInteger, nullable=False),
        Column("name", Text, nullable=False),
    )
    operations.create_table(
        "record_streams",
        Column("stream_id", Text, primary_key=True),
        Column("scope", Text, nullable=False),
        Column("device_id", Text, nullable=False),
        Column("device_seq", BigInteger, nullable=False),
        Column("mixed", Integer, nullable=False),
    )
    operations.create_table(
        "facts",
        Column("name", Text, primary_key=True),
        Column("value", Text, nullable=False),
    )


def _create_search(operations: Operations) -> None:
    operations.create_table(
        "search_entries",
        Column("entry", Integer, primary_key=True),
        Column("what", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("detail", Text, nullable=False),
        UniqueConstraint("what", "key"),
    )
    dialect = operations.get_bind().dialect.name
    for statement in _SEARCH_POSTGRESQL if dialect == "postgresql" else (_SEARCH_SQLITE,):
        operations.execute(statement)


def _create_indexes(operations: Operations) -> None:
    make = operations.create_index
    make("web_tokens_by_account", "web_tokens", ["account_id"])
    make("premises_by_name", "premises", ["name", "premises_id"])
    make(
        "instruments_in_order",
        "instruments",
        [
            "premises_name",
            "serial_number",
            "instrument_id",
            "valid_until",
            "last_outcome",
        ],
    )
    make("instruments_by_premises", "instruments", ["premises_id"])
    make("instruments_by_validity", "instruments", ["valid_until", "last_outcome"])
    make("review_tasks_by_key", "review_tasks", ["key"])
    make("inspections_in_order", "inspections", ["opened"])
    make("inspections_by_state", "inspections", ["state", "opened"])
    make("inspections_by_instrument", "inspections", ["instrument_id", "opened"])
    make("inspections_by_scope", "inspections", ["scope", "opened"])
    make("inspections_by_device", "inspections", ["device_id", "opened"])
