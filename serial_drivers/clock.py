"""The time and the session names that readings are stamped with; the only clock of the wire."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Protocol

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_of(at_us: int) -> datetime:
    """Return microseconds since 1970 as an aware moment, UTC."""
    return _EPOCH + timedelta(0, 0, at_us)


class ReadingClock(Protocol):
    """What a port session asks for."""

    def utc_us(self) -> int:
        """Return the wall clock, microseconds since 1970, UTC."""
        ...

    def monotonic_ns(self) -> int:
        """Return nanoseconds that never go back; the same count in every process."""
        ...

    def new_session_id(self) -> str:
        """Return a name that no other session has."""
        ...


class MachineClock:
    """The machine's own."""

    def utc_us(self) -> int:
        """Return the wall clock as a plain number: a figure's way to the screen is measured."""
        return time.time_ns() // 1000

    monotonic_ns = staticmethod(time.monotonic_ns)  # all processes of a machine share it

    def new_session_id(self) -> str:
        """Return a random UUID."""
        return str(uuid.uuid4())
