"""The time and the session names that readings are stamped with; the only clock of the wire."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime
from typing import Protocol


class ReadingClock(Protocol):
    """What a port session asks for."""

    def utc_now(self) -> datetime:
        """Return the wall clock, aware, UTC."""
        ...

    def monotonic_ns(self) -> int:
        """Return nanoseconds that never go back; the same count in every process."""
        ...

    def new_session_id(self) -> str:
        """Return a name that no other session has."""
        ...


class MachineClock:
    """The machine's own."""

    def utc_now(self) -> datetime:
        """Return the wall clock, aware, UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the wire's Clock, the others ask it

    def monotonic_ns(self) -> int:
        """Return CLOCK_MONOTONIC, which all processes of a machine share."""
        return time.monotonic_ns()

    def new_session_id(self) -> str:
        """Return a random UUID."""
        return str(uuid.uuid4())
