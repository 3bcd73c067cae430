"""The shell: rooms are built when entered, and everything is reached by keyboard."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from inspector_app import words
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from ui.main_window import MainWindow
from ui.theme import apply_theme
from ui.theme.tokens import THEME_NAMES, ThemeName
from ui.widgets.top_chips import SyncState

_ROOT = Path(__file__).resolve().parents[3]
_LATE = ("sqlalchemy", "reportlab", "httpx", "cryptography.x509", "numpy", "pyqtgraph", "serial")


class _Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setAccessibleName("first field")
        self.compact: list[bool] = []
        QVBoxLayout(self).addWidget(self.edit)

    def focus_first(self) -> None:
        self.edit.setFocus()

    def set_compact(self, compact: bool) -> None:
        self.compact.append(compact)


@pytest.fixture
def built() -> list[str]:
    return []


@pytest.fixture
def window(qapp: QApplication, built: list[str]) -> Iterator[MainWindow]:
    apply_theme(qapp, "light")
    words.set_language("en")
    window = MainWindow()
    for key in ("today", "inspect", "registry", "bench"):
        window.add_page(key, key, key.title, _factory(key, built))
    window.add_page(
        "settings", "settings", lambda: "Settings", _factory("settings", built), at_foot=True
    )
    window.top_bar.instrument.show_instrument("ACS-30", "20.010 kg", "COM5", "live")
    window.top_bar.sync.show_state(SyncState("offline", 14))
    window.top_bar.person.show_person("Lin Xiaomin")
    window.show()
    window.activateWindow()
    settle()
    yield window
    window.close()
    apply_theme(qapp, "light")


def _factory(key: str, built: list[str]) -> Callable[[], QWidget]:
    def make() -> QWidget:
        built.append(key)
        return _Page()

    return make


def test_a_room_is_built_when_it_is_first_entered(window: MainWindow, built: list[str]) -> None:
    assert built == []
    window.show_page("inspect")
    window.show_page("today")
    window.show_page("inspect")

    assert built == ["inspect", "today"]


def test_entering_a_room_puts_the_focus_on_its_first_task(window: MainWindow) -> None:
    window.show_page("inspect")

    focused = window.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "first field"


def test_clicking_the_rail_enters_the_room(window: MainWindow) -> None:
    window.show_page("today")

    QTest.mouseClick(window.rail._buttons["bench"], Qt.MouseButton.LeftButton)

    assert window.current_key() == "bench"


def test_f6_goes_round_page_rail_and_bar(window: MainWindow) -> None:
    window.show_page("today")
    seen = []
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_F6)
        focused = window.focusWidget()
        assert focused is not None
        seen.append(
            next(
                name
                for name, pane in (
                    ("rail", window.rail),
                    ("bar", window.top_bar),
                    ("page", window.page("today")),
                )
                if pane.isAncestorOf(focused)
            )
        )

    assert seen == ["rail", "bar", "page"]


def test_ctrl_k_goes_to_the_search(window: MainWindow) -> None:
    window.show_page("today")

    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)

    assert window.focusWidget() is window.top_bar.search


def test_enter_in_the_search_submits_what_was_typed(window: MainWindow) -> None:
    asked: list[str] = []
    window.search_submitted.connect(asked.append)

    QTest.keyClicks(window.top_bar.search, " ACS-30 ")
    QTest.keyClick(window.top_bar.search, Qt.Key.Key_Return)

    assert asked == ["ACS-30"]


def test_a_narrow_window_tells_its_pages_and_shows_icons_alone(window: MainWindow) -> None:
    window.show_page("today")
    window.resize(1024, 600)
    settle()

    page = window.page("today")
    assert isinstance(page, _Page)
    assert page.compact[-1] is True
    assert window.rail.width() == 56


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", THEME_NAMES)
def test_the_shell_has_no_fault_in_any_dress(
    window: MainWindow, qapp: QApplication, name: ThemeName, language: str, size: tuple[int, int]
) -> None:
    apply_theme(qapp, name)
    words.set_language(language)
    window.show_page("today")
    window.resize(*size)
    settle()

    assert geometry_faults(window) == []
    assert unnamed_controls(window) == []
    assert (window.width(), window.height()) == size


def test_the_shell_loads_nothing_that_its_first_paint_does_not_need() -> None:
    code = "import sys, ui.main_window; print([m for m in sys.argv[1:] if m in sys.modules])"
    ran = subprocess.run(
        [sys.executable, "-c", code, *_LATE], cwd=_ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "[]"


def test_a_sentence_is_shown_in_one_toast_however_often(window: MainWindow) -> None:
    from ui.widgets.toast import Toast

    window.say("Saved")
    window.say("Sent")

    toasts = window.findChildren(Toast)
    assert [toast.accessibleName() for toast in toasts] == ["Sent"]
    assert toasts[0].isVisible()
