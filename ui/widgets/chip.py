"""Chip: a state in one word with its shape, on a ground of its colour. It is never a button."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import paint_icon, theme
from ui.widgets.painting import draw_box, draw_text, text_width

ChipKind = Literal["ok", "warn", "bad", "idle", "info", "live"]

# kind: text, ground, edge, default icon
_KINDS: Final[dict[str, tuple[str, str, str, str]]] = {
    "ok": ("ok", "okbg", "okline", "check"),
    "warn": ("warn", "warnbg", "warnline", "warn"),
    "bad": ("bad", "badbg", "badline", "close"),
    "idle": ("idle", "idlebg", "line", "pending"),
    "info": ("accent", "accentbg", "accentbg", ""),
    "live": ("accent", "surface", "accent", "live"),
}


def default_icon(kind: ChipKind) -> str:
    """Return the shape that goes with this kind when none is given; `` for none."""
    return _KINDS[kind][3]


def chip_width(text: str, icon: str) -> int:
    """Return the width that a chip of this text and icon needs."""
    t = theme()
    width = text_width(t.font("cap", 500), text) + 2 * t.size("chip_side")
    return width + (t.size("icon_chip") + t.space("xs") if icon else 0)


def paint_chip(painter: QPainter, rect: QRect, text: str, icon: str, kind: ChipKind) -> None:
    """Paint a chip filling rect; the delegates of tables use it too."""
    t = theme()
    colour, ground, edge, _ = _KINDS[kind]
    edge = "line" if t.is_sunlight and kind == "info" else edge
    draw_box(
        painter,
        rect,
        ground=t.colour(ground),
        edge=t.colour(edge),
        radius=t.radius("chip"),
        stroke=t.stroke,
    )
    inner = rect.adjusted(t.size("chip_side"), 0, -t.size("chip_side"), 0)
    if icon:
        px = t.size("icon_chip")
        box = QRect(inner.left(), rect.center().y() - px // 2 + 1, px, px)
        paint_icon(painter, icon, box, colour)
        inner.setLeft(inner.left() + px + t.space("xs"))
    draw_text(painter, inner, text, t.font("cap", 500), t.colour(colour))


class Chip(QWidget):
    """A state in one word. icon: None takes the kind's own shape, `` shows none."""

    def __init__(
        self,
        text: str = "",
        kind: ChipKind = "idle",
        *,
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._kind, self._icon = "", kind, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(text, kind, icon=icon)

    def text(self) -> str:
        """Return the word shown."""
        return self._text

    def kind(self) -> ChipKind:
        """Return the kind shown."""
        return self._kind

    def set_state(self, text: str, kind: ChipKind, *, icon: str | None = None) -> None:
        """Show this word in this kind."""
        self._text, self._kind = text, kind
        self._icon = default_icon(kind) if icon is None else icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def retint(self) -> None:
        """Measure again in the theme in use."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._text, self._icon), theme().size("chip"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_chip(QPainter(self), self.rect(), self._text, self._icon, self._kind)
