"""What stands in front of the rooms: opening, a passphrase, and what to do when storage refuses."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph

SHORTEST_PASSPHRASE: Final = 8


class Cover(QWidget):
    """A card in the middle of the page: a title, a paragraph, and what a subclass adds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.text = Label(role="title"), Paragraph("", "body2")
        self.card = Card(spacing="m")
        self.card.body.addWidget(self.title)
        self.card.body.addWidget(self.text)
        self.card.setFixedWidth(theme().size("detail") + theme().size("step"))
        across, column = QHBoxLayout(), QVBoxLayout(self)
        across.addStretch(1)
        across.addWidget(self.card)
        across.addStretch(1)
        column.addStretch(1)
        column.addLayout(across)
        column.addStretch(1)


class OpeningCover(Cover):
    """Shown for the fraction of a second in which the storage opens."""

    def __init__(self) -> None:
        super().__init__()
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in use."""
        self.title.setText(_("Hengping"))
        self.text.set_text(_("Opening the records on this laptop…"))


class PassphraseCover(Cover):
    """Asks the passphrase; for a new one twice, because nobody can recover it."""

    given = Signal(str)

    def __init__(self, *, is_new: bool, is_wrong: bool = False) -> None:
        super().__init__()
        self._is_new, self._is_wrong = is_new, is_wrong
        self.first, self.second = Field(), Field()
        for field in (self.first, self.second):
            field.edit.setEchoMode(QLineEdit.EchoMode.Password)
            field.edit.returnPressed.connect(self._on_done)
        self.done = Button(kind="primary", icon="check")
        self.done.clicked.connect(self._on_done)
        self.card.body.addWidget(self.first)
        if is_new:
            self.card.body.addWidget(self.second)
        self.card.body.addWidget(self.done, alignment=Qt.AlignmentFlag.AlignRight)
        self.setFocusProxy(self.first)
        self.retranslate()

    def _on_done(self) -> None:
        text = self.first.text()
        if self._is_new and len(text) < SHORTEST_PASSPHRASE:
            self.first.set_error(_("At least 8 characters."))
        elif self._is_new and text != self.second.text():
            self.second.set_error(_("The two do not agree."))
        elif text:
            self.given.emit(text)

    def retranslate(self) -> None:
        """Say it in the language in use."""
        self.done.setText(_("Open"))
        self.first.set_caption(_("Passphrase"))
        self.second.set_caption(_("The same once more"))
        self.first.set_error(_("That passphrase does not open it.") if self._is_wrong else "")
        if self._is_new:
            self.title.setText(_("Choose a passphrase"))
            self.text.set_text(
                _(
                    "This system has no keyring. Whoever knows the passphrase can read the "
                    "records; nobody can recover them without it. Write it down and lock it away."
                )
            )
        else:
            self.title.setText(_("Passphrase needed"))
            self.text.set_text(_("The records on this laptop are locked with a passphrase."))


class FailureCover(Cover):
    """The storage cannot be used: what happened, what was kept, what to do.

    Signals: retry_wanted, salvage_wanted (a damaged file: export what can be read), quit_wanted.
    """

    retry_wanted = Signal()
    salvage_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, title: str, text: str, *, can_salvage: bool) -> None:
        super().__init__()
        self.title.setText(title)
        self.text.set_text(text)
        self.result = Paragraph("", "body2")
        self.result.setVisible(False)
        self.retry, self.salvage = Button(icon="sync"), Button(kind="primary", icon="export")
        self.quit = Button(icon="close")
        self.salvage.setVisible(can_salvage)
        self.retry.clicked.connect(self.retry_wanted)
        self.salvage.clicked.connect(self.salvage_wanted)
        self.quit.clicked.connect(self.quit_wanted)
        line = QHBoxLayout()
        for button in (self.quit, self.retry, self.salvage):
            line.addWidget(button)
        self.card.body.addWidget(self.result)
        self.card.body.addLayout(line)
        self.retranslate()

    def show_result(self, sentence: str) -> None:
        """Say what the export gave."""
        self.result.set_text(sentence)
        self.result.setVisible(True)

    def retranslate(self) -> None:
        """Say the buttons in the language in use."""
        self.retry.setText(_("Try again"))
        self.salvage.setText(_("Export what can be read"))
        self.quit.setText(_("Quit"))
