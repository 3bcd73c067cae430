"""DocumentField: a whole text of another maker's, pasted or read from a file, never typed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.figures import LONGEST_DOCUMENT
from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.field import Field

_SHOWN = 48


class DocumentField(Field):
    """Keeps the text letter by letter; its line shows the beginning and the length only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._document = ""
        self.paste, self.open = Button(icon="down"), Button(icon="doc")
        super().__init__(parent=parent)
        self.edit.setReadOnly(True)
        below = QHBoxLayout()
        below.setSpacing(theme().space("s"))
        below.addWidget(self.paste)
        below.addWidget(self.open)
        below.addStretch(1)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.addLayout(below)
        self.paste.clicked.connect(self.paste_text)
        self.open.clicked.connect(self._choose)

    def text(self) -> str:
        """Return the whole text."""
        return self._document

    def set_text(self, text: str) -> None:
        """Take a whole text without emitting `edited`."""
        self._document = text
        self._say()

    def paste_text(self) -> None:
        """Take what lies on the clipboard."""
        self.take(QGuiApplication.clipboard().text())

    def take_file(self, path: Path) -> None:
        """Take a file's text; what is too long or no text is refused below the box."""
        try:
            if path.stat().st_size > LONGEST_DOCUMENT * 4:
                self._refuse_length(path.stat().st_size)
                return
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            self.set_error(_("This file is no text."))
        except OSError as failure:
            self.set_error(
                _("The file cannot be read: {detail}").format(detail=failure.strerror or "")
            )
        else:
            self.take(text)

    def take(self, text: str) -> None:
        """Take a text as if typed; nothing changes where it is too long."""
        if len(text.strip()) > LONGEST_DOCUMENT:
            self._refuse_length(len(text))
            return
        self.set_text(text.strip())
        self.edited.emit(self._document)
        self.committed.emit(self._document)

    def _refuse_length(self, length: int) -> None:
        self.set_error(
            _(
                "Too long: {length} characters; at most {limit} are taken. Nothing was changed."
            ).format(length=length, limit=LONGEST_DOCUMENT)
        )

    def _choose(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(self, _("Choose a file"))
        if path:
            self.take_file(Path(path))

    def _on_editing_finished(self) -> None:
        """Leave the box as it is: what was taken is committed when it is taken."""

    def _say(self) -> None:
        if not self._document:
            self.edit.setText("")
            return
        start = " ".join(self._document[:_SHOWN].split())
        count = _("{count} characters").format(count=len(self._document))
        self.edit.setText(f"{count} · {start}…")
        self.edit.setCursorPosition(0)

    def retint(self) -> None:
        """Take the heights of the theme in use."""
        super().retint()
        for button in (self.paste, self.open):
            button.retint()

    def retranslate(self) -> None:
        """Say the buttons in the language in use."""
        super().retranslate()
        paste = QKeySequence(QKeySequence.StandardKey.Paste)
        self.paste.setText(_("Paste"))
        self.paste.setToolTip(paste.toString())
        self.open.setText(_("From a file…"))
        self._say()
