"""The Bench's cable test: what to plug, one button, a row for each speed, and the verdict."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from inspector_app.words import loopback as words
from serial_drivers.ports.loopback import LoopbackResult, Outcome, SpeedResult
from ui.bench import wording
from ui.bench.ports import advice
from ui.bench.ports.cable_test import CableTest
from ui.theme import theme
from ui.widgets.banner import Banner, BannerKind
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import ChipKind
from ui.widgets.growing_rows import GrowingRows, Index
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph
from ui.widgets.table import CHIP_ROLE, CellChip, Table

_CHIPS: Final[dict[Outcome, ChipKind]] = {Outcome.GOOD: "ok", Outcome.NO_PLUG: "warn"}
_BANNERS: Final[dict[Outcome, BannerKind]] = {Outcome.GOOD: "ok", Outcome.NO_PLUG: "warn"}
_OUTCOME: Final = 6
_LESS: Final = (4, 5)
"""Changed and repeated bytes: the outcome says what they come to."""


class SpeedModel(GrowingRows[SpeedResult]):
    """A row for each speed that was tried."""

    def __init__(self) -> None:
        super().__init__([], _OUTCOME + 1)

    def add(self, result: SpeedResult) -> None:
        """Append a speed."""
        self._add([result])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        word = words.outcome(row.outcome.value)
        if role == CHIP_ROLE and index.column() == _OUTCOME:
            return CellChip(word, _CHIPS.get(row.outcome, "bad"))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            counts = (row.sent, row.received, row.lost, row.changed, row.echoed)
            return (str(row.line), *map(str, counts), word)[index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = (_("Speed"), _("Sent"), _("Back"), _("Lost"), _("Changed"), _("Echoed"))
        return (*heads, _("Outcome"))[section]


class CableView(QWidget):
    """One card."""

    def __init__(self, test: CableTest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._test = test
        self._device = self._name = ""
        self._is_listened_to = False
        self._result: LoopbackResult | None = None
        self._title, self.port = Label(role="lead"), Label(role="strong")
        self._advice = Paragraph("", "body")
        self.start = Button(icon="play", kind="primary")
        self.verdict = Banner("", "", "info")
        self.model, self.table = SpeedModel(), Table()
        self.table.setModel(self.model)
        self._build()
        test.tried.connect(self.model.add)
        test.ended.connect(self._on_ended)
        self.start.clicked.connect(self._on_start)
        self.verdict.setVisible(False)
        self.retranslate()
        self.retint()

    def _build(self) -> None:
        card = Card(spacing="m")
        self._row = QHBoxLayout()
        self._row.addWidget(self.port)
        self._row.addStretch(1)
        self._row.addWidget(self.start)
        for widget in (self._title, self._advice):
            card.body.addWidget(widget)
        card.body.addLayout(self._row)
        card.body.addWidget(self.verdict)
        card.body.addWidget(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def show_port(self, device: str, name: str, *, is_listened_to: bool) -> None:
        """Offer this port. is_listened_to: an instrument to which nothing may be sent is on it."""
        if device != self._device:
            self._test.stop()
            self._result = None
            self.model.clear()
        self._device, self._name, self._is_listened_to = device, name, is_listened_to
        self._say()

    def _on_start(self) -> None:
        if self._test.is_running:
            self._test.stop()
        else:
            self._result = None
            self.model.clear()
            self._test.start(self._device)
        self._say()

    @Slot(object)
    def _on_ended(self, result: LoopbackResult) -> None:
        self._result = None if result.was_cancelled else result
        self._say()

    def _say(self) -> None:
        is_running = self._test.is_running
        self.port.setText(self._name or _("Choose a port at the left first"))
        self.start.setText(_("Stop") if is_running else _("Start test"))
        self.start.set_icon("stop" if is_running else "play")
        self.start.setEnabled(bool(self._device) and not self._is_listened_to)
        self.verdict.setVisible(self._result is not None or self._is_listened_to)
        if self._is_listened_to:
            self.verdict.say(
                _("Nothing is sent on this port: its instrument is only listened to"),
                advice.third_voice(),
                "warn",
            )
        elif self._result is not None:
            outcome = self._result.outcome
            self.verdict.say(
                words.verdict(outcome.value), self._why(), _BANNERS.get(outcome, "bad")
            )

    def _why(self) -> str:
        code = self._result.speeds[-1].code if self._result and self._result.speeds else ""
        if not code:
            return ""
        said = wording.trouble(code)
        return _("{happened}: {to_do}").format(happened=said.happened, to_do=said.to_do)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(_("Cable test with a loopback plug"))
        self._advice.set_text(
            _(
                "Pull the instrument off and put a plug on that joins pins 2 and 3 (RS-232), or "
                "A to A and B to B of a four-wire line. One empty byte is sent first; only where "
                "it comes back do all 256 byte values follow, at six speeds."
            )
        )
        self.table.setAccessibleName(_("Result at each speed"))
        self.table.set_empty_text(_("The result at each speed appears here."))
        self.model.retranslate()
        self._say()

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        self._row.setSpacing(t.space("m"))
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Keep the outcome in sight: where the room is short, two of the counts give way."""
        t = theme()
        # The table itself is given its width only after this.
        room = self.width() - 2 * t.space("xl") - t.size("scrollbar")
        speed, outcome = t.size("col_text"), t.size("col_text")
        room -= speed + outcome
        is_short = room < t.size("col_reading") * (_OUTCOME - 1)
        for column in _LESS:
            self.table.setColumnHidden(column, is_short)
        shown = _OUTCOME - 1 - (len(_LESS) if is_short else 0)
        wide = min(t.size("col_reading"), max(room // shown, t.size("field_least") // 2))
        self.table.set_column_widths((speed, *[wide] * (_OUTCOME - 1)))
