"""Where the check was made: typed, or from a satellite receiver with what it said of its fix."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import Indication
from inspector_app.domain.position import Fix, fix_of
from inspector_app.words import current_language
from inspector_app.words import gettext as _
from ui.live_instrument import LinkState, LinkStatus, LiveInstrument
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph

STALE_MS: Final = 5_000
"""A receiver speaks each second; what is older may be of another place."""


class PositionRow(QWidget):
    """The field, the button beside it, and a line about the fix. Signal take_asked()."""

    take_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self.take, self.words = Field(), Button(icon="place"), Paragraph("", "cap")
        self._kept_fix, self._editable = "", True
        self._offered: Fix | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().space("l"))
        line.addWidget(self.field, 2, Qt.AlignmentFlag.AlignTop)
        line.addLayout(_below_caption(self.take), 0)
        line.addLayout(_below_caption(self.words), 3)
        self.take.clicked.connect(self.take_asked)
        self.field.edited.connect(lambda _text: self.field.set_error(""))
        self.retranslate()

    def show_kept(self, position: str, fix: str, *, editable: bool) -> None:
        """Show what the record holds. fix: as `Fix.kept` wrote it, empty for one typed by hand."""
        self._kept_fix, self._editable = fix, editable
        self.field.setEnabled(editable)
        if not self.field.edit.hasFocus():
            self.field.set_text(position)
        self.field.set_by_hand(by_hand=bool(position) and not fix)
        self._say()

    def offer(self, fix: Fix | None) -> None:
        """Show what the receiver says now, None while it says nothing of use."""
        self._offered = fix
        self._say()

    def _say(self) -> None:
        self.take.setEnabled(self._editable and self._offered is not None)
        kept = _fix(self._kept_fix)
        language = current_language()
        if kept is not None:
            self.words.set_text(
                _("Fix kept: {words}").format(words=kept.words().in_language(language))
            )
        elif self._offered is not None:
            self.words.set_text(
                _("The receiver says: {position} ({words})").format(
                    position=self._offered.position,
                    words=self._offered.words().in_language(language),
                )
            )
        else:
            self.words.set_text(
                _("Connect a satellite receiver on the bench page, or type the position.")
            )

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        self.field.set_caption(_("Position (WGS 84)"))
        self.field.set_placeholder("23.55000,116.37000")
        self.take.setText(_("From the receiver"))
        self._say()


def _below_caption(widget: QWidget) -> QVBoxLayout:
    """Return the widget in line with a field's edit, whether or not an error stands below that."""
    column = QVBoxLayout()
    column.setSpacing(theme().space("xs"))
    column.addWidget(Label("\N{NO-BREAK SPACE}", "capx"))
    column.addWidget(widget)
    column.addStretch(1)
    return column


class Placing(QObject):
    """Joins the row with the connected instrument. Signal taken(Fix): keep this one."""

    taken = Signal(object)

    def __init__(self, row: PositionRow, live: LiveInstrument, parent: QObject) -> None:
        super().__init__(parent)
        self._row = row
        self.fix: Fix | None = None
        self.stale = QTimer(self)
        self.stale.setSingleShot(True)
        self.stale.setInterval(STALE_MS)
        self.stale.timeout.connect(self._forget)
        row.take_asked.connect(self._take)
        live.indication_received.connect(self._hear)
        live.status_changed.connect(self._on_status)

    @Slot(object)
    def _hear(self, said: Indication) -> None:
        """Hold the newest fix: between two of them a receiver says much that is none."""
        if said.error == "no_fix":
            self._forget()
            return
        fix = fix_of(said)
        knows_less = self.fix is not None and self.fix.satellites and not (fix and fix.satellites)
        if fix is None or knows_less:
            return
        self.fix = fix
        self.stale.start()
        self._row.offer(fix)

    @Slot(object)
    def _on_status(self, status: LinkStatus) -> None:
        if status.state is not LinkState.STREAMING:
            self._forget()

    @Slot()
    def _forget(self) -> None:
        if self.fix is not None:
            self.fix = None
            self.stale.stop()
            self._row.offer(None)

    @Slot()
    def _take(self) -> None:
        if self.fix is not None:
            self.taken.emit(self.fix)


def _fix(text: str) -> Fix | None:
    try:
        return Fix.parse(text) if text else None
    except InputInvalid:
        return None
