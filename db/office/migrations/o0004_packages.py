"""Step 4: the packages of rules that the office published, and which laptop has which."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import BigInteger, Column, LargeBinary, Text

REVISION = "o0004"
DOWN_REVISION = "o0003"


def upgrade(operations: Operations) -> None:
    """Create both tables; the second is filled from the laptops' own events as they come."""
    operations.create_table(
        "packages",
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("sha256", Text, nullable=False, unique=True),
        Column("scopes", Text, nullable=False),
        Column("rules_digest", Text, nullable=False),
        Column("published_at", Text, nullable=False),
        Column("published_by", Text, nullable=False),
        Column("data", LargeBinary, nullable=False),
    )
    operations.create_table(
        "device_packages",
        Column("device_id", Text, primary_key=True),
        Column("number", BigInteger, nullable=False),
        Column("sha256", Text, nullable=False),
        Column("installed_at", Text, nullable=False),
    )
