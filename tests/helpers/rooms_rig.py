"""The whole window on a temporary folder with the example market: for looking at every room."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from ui.app import Application
from ui.demo_waiter import Waiter
from ui.main_window import MainWindow

ROOMS = ("today", "inspect", "registry", "bench", "cases", "insights", "rules", "settings")
SIZES = ((1366, 768), (1024, 600))


@dataclass(frozen=True, slots=True)
class Variant:
    """One way a page may be looked at."""

    language: str
    theme: str
    size: tuple[int, int]

    def __str__(self) -> str:
        width, height = self.size
        return f"{self.language}-{self.theme}-{width}x{height}"


VARIANTS = tuple(
    Variant(*each) for each in product(("zh_CN", "en"), ("light", "dark", "sunlight"), SIZES)
)


class RoomsRig:
    """The running desktop, unattended; one for many variants, as a person would switch them."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.application = Application(app, folder, example=True, attended=False)
        self.wait = Waiter()
        self.application.start()
        self.wait.until(lambda: self.window.current_key() == "today", "Today is shown")
        self.rest()

    @property
    def window(self) -> MainWindow:
        return self.application.window

    def show(self, variant: Variant) -> None:
        """Switch language, theme and size while it runs."""
        settings = self.application.settings
        settings.set("language", variant.language)
        settings.set("theme", variant.theme)
        self.application.window.resize(*variant.size)
        self.rest()

    def enter(self, room: str) -> QWidget:
        self.application.window.show_page(room)
        self.rest()
        return self.application.window.page(room)

    def rest(self) -> None:
        """Wait until nothing is fetched and the layouts have come to rest."""
        settle()
        self.wait.until(lambda: not self.application.runner.is_busy, "the runner is idle")
        settle()

    def close(self) -> None:
        self.application.close()
        self.window.close()


def faults_of(window: QWidget) -> list[str]:
    """Return what the walks find in the window as it is shown."""
    settle()
    unnamed = [f"{name} has no accessible name" for name in unnamed_controls(window)]
    return geometry_faults(window) + unnamed
