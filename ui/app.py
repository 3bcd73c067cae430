"""The composition root of the window: builds every part and hands each what it needs.

Order matters at a stall: the shell is painted first; storage, keys and the heavy libraries are
opened behind it, on the storage thread.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import (
    QEvent,
    QObject,
    Qt,
    QThread,
    QTimer,
    Slot,
)
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app import __version__, words
from inspector_app.adapters.directories import data_directory
from inspector_app.settings import Settings
from inspector_app.words import gettext as _
from ui.main_window import MainWindow
from ui.qt_words import QtWords
from ui.task_runner import TaskRunner
from ui.theme import ThemeChoice, apply_theme, choose_style, switch_language

if TYPE_CHECKING:  # imported behind the first painted window
    from collections.abc import Callable

    from inspector_app.bootstrap import Desk
    from ui.covers import FailureCover
    from ui.live_instrument import LinkEvent, LinkSettings, LiveInstrument, PortHandle

_log = logging.getLogger(__name__)
EXAMPLE_GAIN = "1.0003"
"""Indication over load of the example's scale: not perfect, as no scale is."""
EXAMPLE_PASSPHRASE = "example market"


class Application(QObject):
    """The running desktop.

    example: the built-in market with a simulated scale. attended: a person is there, so the
    scale is connected and its small window shown at once.
    """

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        *,
        example: bool = False,
        attended: bool = True,
    ) -> None:
        super().__init__()
        self.app, self.folder, self.example = app, folder, example
        self.attended = attended
        self.scale_gain = EXAMPLE_GAIN
        self.settings = Settings(folder / "settings.json")
        self._qt_words = QtWords(self)
        self._set_language()
        apply_theme(app, self._theme_choice())
        self.runner = TaskRunner(self)
        self.window = MainWindow()
        self.window.cover(QWidget())
        self.live: LiveInstrument | None = None
        self.desk: Desk | None = None
        self.rooms: Any = None
        self._passphrase: str | None = EXAMPLE_PASSPHRASE if example else None
        self.runner.failed.connect(self._on_failed)
        self.settings.on_change(self._on_setting)
        self.settings.on_failure(self._on_failed)

    def start(self) -> None:
        """Show the window; open the storage once it has been painted."""
        self.window.rail.installEventFilter(self)
        if self.attended:
            self.window.show_fitted()
        else:
            self.window.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first paint: a timer alone may come before it on a busy machine."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._open)
        return False

    # --- opening ---------------------------------------------------------------------------

    @Slot()
    def _open(self) -> None:
        folder, passphrase = self.folder, self._passphrase

        def work() -> Desk:
            from inspector_app.bootstrap import open_desk

            return open_desk(folder, (lambda _is_new: passphrase) if passphrase else None)

        self.runner.run(work, self._on_opened, self._on_refused)

    def _on_opened(self, desk: Desk) -> None:
        from ui.live_instrument import LiveInstrument
        from ui.rooms import Rooms

        self.desk = desk
        self.live = LiveInstrument(self._open_port, self)
        self.runner.run(desk.worker.warm_up, storage=False)
        self.rooms = Rooms(self, self)
        self.rooms.enter()
        if self.settings.damaged:
            self.window.say(
                _("The settings file was damaged and set aside; please look at the settings."),
                "warn",
            )

    def _on_refused(self, failure: Exception) -> None:
        from inspector_app.domain.exceptions import InspectorError, OutsideFailure

        if not isinstance(failure, InspectorError):
            _log.error("storage could not be opened", exc_info=failure)
            failure = OutsideFailure()
        _log.warning("storage refused: %s", failure)
        if failure.code in {"passphrase_needed", "wrong_passphrase", "passphrase_too_short"}:
            self._ask_passphrase(is_wrong=failure.code == "wrong_passphrase")
        else:
            self._show_refusal(failure)

    def _ask_passphrase(self, *, is_wrong: bool) -> None:
        from inspector_app.adapters.keys import FILE_NAME
        from ui.covers import PassphraseCover

        is_new = not (self.folder / FILE_NAME).exists()
        cover = PassphraseCover(is_new=is_new, is_wrong=is_wrong)
        cover.given.connect(self._on_passphrase)
        self.window.cover(cover)
        cover.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_passphrase(self, text: str) -> None:
        from ui.covers import OpeningCover

        self._passphrase = text
        self.window.cover(OpeningCover())
        self._open()

    def _show_refusal(self, failure: Any) -> None:
        from inspector_app.domain.exceptions import StorageCorrupt
        from inspector_app.words import failures
        from ui.covers import FailureCover

        advice = failures.explain(failure)
        cover = FailureCover(
            advice.title,
            " ".join(part for part in (advice.happened, advice.kept, advice.to_do) if part),
            can_salvage=isinstance(failure, StorageCorrupt),
        )
        cover.retry_wanted.connect(self._open)
        cover.quit_wanted.connect(self.window.close)
        cover.salvage_wanted.connect(lambda: self._salvage(cover))
        self.window.cover(cover)

    def _salvage(self, cover: FailureCover) -> None:
        folder, passphrase = self.folder, self._passphrase
        cover.show_result(_("Reading what can be read…"))

        def work() -> str:
            from db.salvage import salvage
            from db.storage import DATABASE_NAME
            from inspector_app.adapters.keys import open_key_store

            keys = open_key_store(folder, ask_passphrase=lambda _new: passphrase)
            out = folder / "salvaged"
            report = salvage(folder / DATABASE_NAME, keys.database_key(), out)
            return _("{count} facts were read and written to {folder}.").format(
                count=report.events_saved, folder=out
            )

        self.runner.run(work, cover.show_result, lambda error: cover.show_result(_said(error)))

    def _open_port(self, settings: LinkSettings, post: Callable[[LinkEvent], None]) -> PortHandle:
        from ui.serial_link import SerialLink

        return SerialLink(
            settings,
            post,
            tell=self.rooms.recorder.tell,
            captures=self.folder / "captures",
            attend=self.live.attendant.attend if self.live else None,
            interval=self.rooms.inspected.interval,
        )

    # --- settings --------------------------------------------------------------------------

    def _on_setting(self, key: str) -> None:
        if key == "language":
            self._set_language()
            switch_language(self.app, words.current_language())
        elif key == "theme":
            apply_theme(self.app, self._theme_choice())

    def _theme_choice(self) -> ThemeChoice:
        return cast("ThemeChoice", self.settings.get("theme"))

    def _set_language(self) -> None:
        chosen = self.settings.get("language")
        language = words.system_language() if chosen == "system" else chosen
        words.set_language(language)
        self.app.removeTranslator(self._qt_words)
        if language != "en" and self._qt_words.load_language(language):
            self.app.installTranslator(self._qt_words)

    # --- failures and the end --------------------------------------------------------------

    def _on_failed(self, failure: Exception) -> None:
        self.window.say(_said(failure), "warn")

    def on_bug(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:
        """Log what nobody caught, and tell the person; each field was committed as it was typed."""
        _log.critical("not caught", exc_info=(kind, error, trace))
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, Exception) and QThread.currentThread() is self.thread():
            self._on_failed(error)

    def close(self) -> None:
        """Close in order: wire, rooms, storage."""
        if self.live is not None:
            self.live.disconnect_port()
        if self.rooms is not None:
            self.rooms.close()
        if self.desk is not None:
            self.runner.run(self.desk.close)
        self.runner.close()


def _said(failure: Exception) -> str:
    """Return a failure as a sentence; one that is not ours gets a general one."""
    from inspector_app.domain.exceptions import InspectorError
    from inspector_app.words import failures

    if isinstance(failure, InspectorError):
        return failures.sentence(failure)
    return _("Something went wrong inside the program; what was entered is kept.")


def _log_to(folder: Path) -> None:
    from logging.handlers import RotatingFileHandler

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:  # the storage meets the same and tells the person
        return
    handler = RotatingFileHandler(
        folder / "hengping.log", maxBytes=2_000_000, backupCount=3, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def example_directory() -> Path:
    """Return the folder of the example market, apart from real records."""
    return data_directory().with_name("hengping-example")


def run(*, example: bool = False) -> int:
    """Run the desktop until its window closes; return the exit code."""
    os.environ.setdefault("QT_ENABLE_HIGHDPI_SCALING", "1")
    choose_style()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Hengping")
    app.setApplicationVersion(__version__)
    folder = example_directory() if example else data_directory()
    desktop = Application(app, folder, example=example)
    sys.excepthook = desktop.on_bug
    desktop.start()
    QTimer.singleShot(0, lambda: _log_to(folder))
    code = app.exec()
    desktop.close()
    return code
