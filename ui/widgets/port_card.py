"""Port card: one serial port, what hangs on it, and how far recognition is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.card import Card, row
from ui.widgets.chip import Chip, ChipKind
from ui.widgets.icon_mark import IconMark
from ui.widgets.label import Elide
from ui.widgets.meter import Meter

PortState = Literal["recognised", "trying", "idle", "silent", "busy", "choose", "lost"]
# state: chip kind, chip icon, icon of the port, its colour
_LOOK: Final[dict[PortState, tuple[ChipKind, str, str, str]]] = {
    "recognised": ("ok", "check", "plug", "text2"),
    "trying": ("info", "sync", "sync", "text2"),
    "idle": ("idle", "pending", "plug", "text3"),
    "silent": ("bad", "close", "plug", "text3"),
    "busy": ("warn", "warn", "plug", "warn"),
    "choose": ("warn", "warn", "plug", "text2"),
    "lost": ("bad", "lost", "plug", "text3"),
}


def port_state_word(state: PortState) -> str:
    """Return the state in a word, in the language in use."""
    return {
        "recognised": _("Recognised"),
        "trying": _("Detecting"),
        "idle": _("Idle"),
        "silent": _("No answer"),
        "busy": _("In use elsewhere"),
        "choose": _("Choose"),
        "lost": _("Signal lost"),
    }[state]


@dataclass(frozen=True, slots=True)
class PortData:
    """One port, ready to read. detail: what was recognised or is being tried.

    advice: known trouble of its adapter, one a line; the card shows the first.
    """

    key: str
    name: str
    adapter: str = ""
    detail: str = ""
    state: PortState = "idle"
    done: int = 0
    total: int = 0
    advice: str = ""


class PortCard(Card):
    """A card that can be chosen by click, Enter or Space.

    menu_wanted(key, place): the right mouse button or the menu key asked for the port's menu.
    """

    chosen = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, data: PortData, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing="xs")
        self._data = data
        self._is_chosen = False
        self._mark = IconMark("plug", "text2", "icon_button")
        self._name = Elide("", "lead")
        self._chip = Chip()
        self._adapter = Elide("", "cap")
        self._detail = Elide("", "dense")
        self._advice = Elide("", "cap")
        self._meter = Meter()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.body.addLayout(row(self._mark, self._name, self._chip))
        for widget in (self._adapter, self._detail, self._advice, self._meter):
            self.body.addWidget(widget)
        self.show_port(data)

    @property
    def key(self) -> str:
        """The port's key."""
        return self._data.key

    def show_port(self, data: PortData) -> None:
        """Show this port."""
        self._data = data
        kind, chip_icon, icon, colour = _LOOK[data.state]
        word = port_state_word(data.state)
        self._mark.set_icon(icon, "accent" if self._is_chosen else colour)
        self._name.set_text(data.name)
        self._chip.set_state(word, kind, icon=chip_icon)
        self._adapter.set_text(data.adapter)
        self._detail.set_text(data.detail)
        self._detail.setVisible(bool(data.detail))
        self._advice.set_text(data.advice.partition("\n")[0])
        self._advice.setVisible(bool(data.advice))
        share = data.done / data.total if data.total else None
        self._meter.show_share(share, f"{data.done} / {data.total}")
        self._meter.setVisible(data.state == "trying")
        self.setAccessibleName(", ".join(filter(None, (data.name, word, data.detail))))

    def set_chosen(self, *, is_chosen: bool) -> None:
        """Mark this card as the one whose data the page shows."""
        self._is_chosen = is_chosen
        self.set_kind("chosen" if is_chosen else "plain")
        self.show_port(self._data)

    def retint(self) -> None:
        """Take margins; a thicker edge must not move what stands inside."""
        super().retint()
        self.body.setSpacing(theme().space("xs"))

    def retranslate(self) -> None:
        """Say the state in the language in use."""
        self.show_port(self._data)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._data.key)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._data.key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self._data.key, event.globalPos())
