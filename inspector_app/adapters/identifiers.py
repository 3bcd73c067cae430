"""New identifiers: UUIDv7 (RFC 9562), which sort by the moment they were made."""

from __future__ import annotations

import uuid_utils


class UuidSource:
    """Implements the port `IdSource`."""

    def new_id(self) -> str:
        """Return a fresh UUIDv7, text form."""
        return str(uuid_utils.uuid7())
