"""What is handed down: the parts that rooms and pages are given, without knowing who gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from inspector_app.settings import Settings
from ui.main_window import MainWindow
from ui.task_runner import TaskRunner

if TYPE_CHECKING:  # imported behind the first painted window
    from inspector_app.bootstrap import Desk
    from inspector_app.services.workplace import Workplace
    from ui.live_instrument import LiveInstrument
    from ui.sync_bridge import SyncBridge


class HouseParts(Protocol):
    """What the composition root gives the rooms. scale_gain is that of the example's scale."""

    desk: Desk | None
    live: LiveInstrument | None
    window: MainWindow
    runner: TaskRunner
    settings: Settings
    example: bool
    attended: bool
    scale_gain: str


class RoomParts(Protocol):
    """What the rooms give a page that changes the laptop itself."""

    desk: Desk
    window: MainWindow
    runner: TaskRunner
    settings: Settings
    workplace: Workplace | None
    sync: SyncBridge

    def load_example(self) -> None:
        """Load the example market into the log."""
        ...

    def package_installed(self, number: int) -> None:
        """Say that other rules hold, and offer their kinds of inspection."""
        ...
