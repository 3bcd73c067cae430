"""Chips of the top bar: the connected instrument and the signed-in person."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector_app.words import gettext as _
from ui.theme import paint_icon, theme
from ui.widgets.bar_button import BarButton
from ui.widgets.painting import MINUS, draw_box, draw_text, text_width
from ui.widgets.sync_chip import SyncChip, SyncState

__all__ = ["InstrumentChip", "InstrumentMotion", "PersonChip", "SyncChip", "SyncState"]

InstrumentMotion = Literal["live", "moving", "waiting", "lost", "none"]
_MOTIONS: Final[dict[InstrumentMotion, tuple[str, str]]] = {
    "live": ("stable", "ok"),
    "moving": ("moving", "warn"),
    "lost": ("lost", "bad"),
    "waiting": ("pending", "text3"),
    "none": ("plug", "text3"),
}
_DASHES: Final = "\u2013 \u2013 \u2013"


class InstrumentChip(BarButton):
    """The connected instrument: name, live value, port; dashes once the signal is lost.

    Signal language_changed: the name was given in another language.
    """

    language_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._value, self._port = "", "", ""
        self._motion: InstrumentMotion = "none"
        self._brief = False
        self._value_room = 0
        self.retranslate()

    def show_instrument(self, name: str, value: str, port: str, motion: InstrumentMotion) -> None:
        """Show this; value: figures with unit. With motion `none` the rest is ignored."""
        known = (self._name, self._port, self._motion) == (name, port, motion)
        self._name, self._port, self._motion = name, port, motion
        self._value = _DASHES if motion in ("lost", "waiting") else value.replace("-", MINUS)
        width = text_width(theme().font("dense", 600), self._value)
        # The box grows with a longer value but never shrinks: the bar must not twitch.
        grown = width > self._value_room or not known
        self._value_room = max(width, self._value_room) if known else width
        self._speak()
        if grown:
            self.updateGeometry()
        self.update()

    def set_brief(self, *, brief: bool) -> None:
        """Leave out the port, for small windows."""
        self._brief = brief
        self.updateGeometry()

    def retint(self) -> None:
        """Measure again in the theme in use."""
        self._value_room = text_width(theme().font("dense", 600), self._value)
        super().retint()

    def retranslate(self) -> None:
        """Say the state in the language in use."""
        self._speak()
        self.updateGeometry()
        self.update()
        self.language_changed.emit()

    def _speak(self) -> None:
        if self._motion == "none":
            self.setAccessibleName(_("No instrument"))
        elif self._motion in ("lost", "waiting"):
            words = {"lost": _("Signal lost"), "waiting": _("Waiting for the first reading")}
            self.setAccessibleName(f"{self._name}, {words[self._motion]}, {self._port}")
        else:
            self.setAccessibleName(f"{self._name}, {self._port}")

    def _parts(self) -> list[tuple[str, int, str, int]]:
        """Return text, weight, colour and room of each part."""
        t = theme()
        if self._motion == "none":
            texts = [(_("No instrument"), 400, "text2")]
        else:
            texts = [(self._name, 400, "text"), (self._value, 600, "text")]
            texts += [] if self._brief else [(self._port, 400, "text3")]
        shown = [(text, weight, colour) for text, weight, colour in texts if text]
        return [
            (
                text,
                weight,
                colour,
                max(
                    text_width(t.font("dense", weight), text),
                    self._value_room if weight > 400 else 0,
                ),
            )
            for text, weight, colour in shown
        ]

    def sizeHint(self) -> QSize:
        t = theme()
        width = sum(room + t.space("s") for *_rest, room in self._parts())
        return QSize(width + t.size("icon_small") + 2 * t.space("m"), self.box_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        area = self.paint_mark(painter, self.paint_box(painter), *_MOTIONS[self._motion])
        for text, weight, colour, room in self._parts():
            cell = QRect(area.left(), 0, room, self.height())
            draw_text(painter, cell, text, t.font("dense", weight), t.colour(colour))
            area.setLeft(area.left() + room + t.space("s"))


class PersonChip(BarButton):
    """The signed-in person: first letter in a disc, and the name where there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._brief = False
        self.show_person("")

    def show_person(self, name: str) -> None:
        """Show this name."""
        self._name = name
        self.setAccessibleName(name or _("Not signed in"))
        self.updateGeometry()
        self.update()

    def set_brief(self, *, brief: bool) -> None:
        """Show the disc alone; the name becomes the tooltip."""
        self._brief = brief
        self.setToolTip(self._name if brief else "")
        self.updateGeometry()

    def box_height(self) -> int:
        return theme().size("avatar") + 2 * theme().space("xs")

    def sizeHint(self) -> QSize:
        t = theme()
        name = "" if self._brief or not self._name else self._name
        width = text_width(t.font("body"), name) + t.space("s") if name else 0
        return QSize(t.size("avatar") + width, self.box_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t, px = QPainter(self), theme(), theme().size("avatar")
        disc = QRect(0, (self.height() - px) // 2, px, px)
        draw_box(painter, disc, ground=t.colour("accent"), edge=None, radius=px / 2)
        if self._name:
            draw_text(
                painter,
                disc,
                self._name[0].upper(),
                t.font("dense", 600),
                t.colour("onaccent"),
                Qt.AlignmentFlag.AlignHCenter,
            )
        else:
            inset = t.space("xs") + t.stroke
            paint_icon(painter, "user", disc.adjusted(inset, inset, -inset, -inset), "onaccent")
        if not self._brief:
            room = self.rect().adjusted(px + t.space("s"), 0, 0, 0)
            draw_text(painter, room, self._name, t.font("body"), t.colour("text"))
