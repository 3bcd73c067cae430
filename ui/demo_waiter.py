"""How the demo waits: on the event loop, for a condition, never for time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QTimer

SECONDS = 1000


class DemoFailed(Exception):
    """A step did not come to its end."""


@dataclass(slots=True)
class Waiter:
    """Waits on the event loop for a condition, never for time."""

    def until(self, condition: Callable[[], object], what: str, timeout_s: float = 30.0) -> None:
        """Return once the condition holds. Raises DemoFailed after the timeout."""
        loop, poll, late = QEventLoop(), QTimer(), QTimer()
        state = {"late": False}

        def give_up() -> None:
            state["late"] = True
            loop.quit()

        poll.timeout.connect(lambda: loop.quit() if condition() else None)
        late.timeout.connect(give_up)
        late.setSingleShot(True)
        poll.start(20)
        late.start(int(timeout_s * SECONDS))
        if not condition():
            loop.exec()
        if state["late"] and not condition():
            raise DemoFailed(f"timed out after {timeout_s:.0f} s: {what}")
