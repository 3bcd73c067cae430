"""The machine's clocks. The only place that reads them."""

from __future__ import annotations

import functools
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

_LINUX_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """Implements the port `Clock`."""

    def now(self) -> datetime:
        """Return the wall clock, UTC, aware."""
        return datetime.now(UTC)  # noqa: TID251 - this is the clock that the others ask

    def today(self) -> date:
        """Return the local date, which picks the rules in force."""
        return self.now().astimezone().date()

    def monotonic_ns(self) -> int:
        """Return the machine's own count; never goes back within a boot."""
        return time.monotonic_ns()

    def boot_id(self) -> str:
        """Return what tells this boot from others."""
        return _boot_id()


@functools.cache
def _boot_id() -> str:
    """Return the kernel's boot id on Linux, the boot's moment elsewhere.

    Windows and macOS name no boot; the wall clock less the uptime tells boots apart, to 10 s, as
    long as nobody sets the clock between two starts of the program within one boot. It is read
    once per process, so that it cannot change under a running chain.
    """
    if _LINUX_BOOT_ID.exists():
        return _LINUX_BOOT_ID.read_text(encoding="ascii").strip()
    booted = round((time.time_ns() - time.monotonic_ns()) / 10**10) * 10
    return f"{sys.platform}-{booted}"
