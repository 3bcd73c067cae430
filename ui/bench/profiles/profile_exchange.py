"""A profile as a file, as a QR code, and from either: the part of the profile form that shares."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.exceptions import InputInvalid, InspectorError, OutsideFailure
from inspector_app.plain_file import opened
from inspector_app.services.profile_exchange import (
    MAX_BYTES,
    SharedProfile,
    from_file,
    from_token,
    to_file,
    to_token,
)
from inspector_app.words import failures
from inspector_app.words import gettext as _
from ui.task_runner import TaskRunner
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.qr_label import QrLabel

PROFILE_FILTER: Final = "*.hpprofile"


class ExchangePane(QWidget):
    """Buttons, the code, and a field for a scanned one. Signals say what is wanted.

    code_said(text): a person pasted or scanned a profile's code. grew: it needs more room now.
    """

    file_wanted = Signal()
    open_wanted = Signal()
    code_wanted = Signal(bool)
    code_said = Signal(str)
    grew = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.save, self.open = Button(dense=True), Button(dense=True)
        self.code = Button(icon="qr-code", kind="filter", dense=True)
        self.qr, self.field = QrLabel("profile_qr"), Field()
        self._column, line = QVBoxLayout(self), QHBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().space("s"))
        for button in (self.save, self.open, self.code):
            line.addWidget(button)
        line.addStretch(1)
        self._column.addLayout(line)
        self._column.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self.field)
        self.save.clicked.connect(self.file_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.code.toggled.connect(self.code_wanted)
        self.field.edited.connect(lambda _text: self.field.set_error(""))
        self.field.edit.returnPressed.connect(lambda: self.code_said.emit(self.field.text()))
        self.qr.setVisible(False)
        self.retranslate()
        self.retint()

    def show_code(self, text: str) -> None:
        """Show this text as a code, none if empty."""
        self.code.setChecked(bool(text))
        self.qr.setVisible(bool(text))
        if text:
            self.qr.show_code(text, _("Code of this profile, to scan at another laptop"))

    def clear(self) -> None:
        """Show no code, and no text from before."""
        self.show_code("")
        self.field.set_text("")
        self.field.set_error("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.qr.isVisible():
            self.grew.emit()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.save.setText(_("Export"))
        self.save.setToolTip(_("Write this profile to a file for another laptop"))
        self.open.setText(_("Open"))
        self.open.setToolTip(_("Read the port as a profile file says"))
        self.code.setAccessibleName(_("Show this profile as a QR code"))
        self.code.setToolTip(_("Show this profile as a QR code"))
        self.field.set_caption(_("Or scan or paste a profile's code"))
        self.field.set_placeholder("HPP1:…")

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        self._column.setSpacing(theme().space("s"))


class ProfileExchange(QObject):
    """Writes and reads profiles. shared: returns the form's profile, None before there is one.

    Signals: taken(SharedProfile) read from file or code, written(path), refused(InspectorError).
    """

    taken = Signal(object)
    written = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        pane: ExchangePane,
        runner: TaskRunner,
        shared: Callable[[], SharedProfile | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._pane, self._runner, self._shared = pane, runner, shared
        self._dialog: QFileDialog | None = None
        pane.file_wanted.connect(self._ask_target)
        pane.open_wanted.connect(self.ask_source)
        pane.code_wanted.connect(self._on_code)
        pane.code_said.connect(self.take_code)

    @Slot(bool)
    def _on_code(self, wanted: bool) -> None:
        shared = self._shared() if wanted else None
        self._pane.show_code(to_token(shared) if shared is not None else "")

    @Slot(str)
    def take_code(self, text: str) -> None:
        """Take the profile of a scanned or pasted text, or say why not, if shown at the field."""
        try:
            shared = from_token(text)
        except InputInvalid as failure:
            if self._pane.isVisible():
                self._pane.field.set_error(failures.sentence(failure))
            else:
                self.refused.emit(failure)
            return
        self._pane.field.set_text("")
        self.taken.emit(shared)

    @Slot()
    def take_clipboard(self) -> None:
        """Take the profile of the code that was copied."""
        self.take_code(QGuiApplication.clipboard().text())

    def write(self, target: Path) -> None:
        """Write the form's profile to a file."""
        shared = self._shared()
        if shared is None:
            return
        text = to_file(shared)

        def task() -> Path:
            try:
                target.write_text(text, encoding="utf-8")
            except OSError as failure:
                raise OutsideFailure(
                    "export_not_written", name=target.name, detail=failure.strerror or ""
                ) from failure
            return target

        self._runner.run(task, self.written.emit, self._on_failure, storage=False)

    def read(self, source: Path) -> None:
        """Take the profile of a file."""

        def task() -> SharedProfile:
            with opened(source) as file:
                return from_file(file.read(MAX_BYTES + 1))

        self._runner.run(task, self.taken.emit, self._on_failure, storage=False)

    def _on_failure(self, failure: Exception) -> None:
        if not isinstance(failure, InspectorError):
            raise failure
        self.refused.emit(failure)

    @Slot()
    def _ask_target(self) -> None:
        shared = self._shared()
        if shared is not None:
            stem = "".join(c if c.isalnum() else "-" for c in shared.name).strip("-")
            self._ask(_("Export the profile"), self.write, stem or "profile")

    @Slot()
    def ask_source(self) -> None:
        """Ask for a profile file."""
        self._ask(_("Open a profile"), self.read)

    def _ask(self, title: str, act: Callable[[Path], None], name: str = "") -> None:
        dialog = QFileDialog(self._pane.window(), title)
        mode = QFileDialog.AcceptMode.AcceptSave if name else QFileDialog.AcceptMode.AcceptOpen
        dialog.setAcceptMode(mode)
        kind = QFileDialog.FileMode.AnyFile if name else QFileDialog.FileMode.ExistingFile
        dialog.setFileMode(kind)
        dialog.setNameFilters([_("Profiles ({pattern})").format(pattern=PROFILE_FILTER), "* (*)"])
        dialog.setDefaultSuffix(PROFILE_FILTER.removeprefix("*."))
        if name:
            dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: act(Path(chosen)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog = dialog
        dialog.open()
