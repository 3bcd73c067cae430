"""Something on a port that takes its time, on a thread of its own, until it ends or is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable


class BackgroundRun:
    """Runs `work` once. work: looks at `is_cancelled` and ends soon after it says yes."""

    def __init__(self, name: str, work: Callable[[], object]) -> None:
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=work, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Ask to end."""
        self._cancelled.set()

    def is_cancelled(self) -> bool:
        """Say whether it was asked to end."""
        return self._cancelled.is_set()

    def pause(self, seconds: float) -> bool:
        """Wait so long, or until it is asked to end; say whether it was."""
        return self._cancelled.wait(seconds)

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; say whether it came."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()
