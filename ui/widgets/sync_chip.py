"""Sync chip: what waits, what is being sent, that all is sent, or what needs a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QRect, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector_app.words import gettext as _
from ui.theme import paint_icon, theme
from ui.widgets.bar_button import BarButton
from ui.widgets.painting import draw_box, draw_text, text_width

SyncKind = Literal["offline", "syncing", "sent", "attention"]
_SYNC: Final[dict[SyncKind, tuple[str, str, str]]] = {
    "offline": ("offline", "text2", "text"),
    "syncing": ("sync", "accent", "text"),
    "sent": ("pass", "ok", "text"),
    "attention": ("warn", "warn", "warn"),
}
_TURN_STEPS: Final = 24


@dataclass(frozen=True, slots=True)
class SyncState:
    """How far sending is. waiting: events not sent; done of total while syncing; at: `14:02`."""

    kind: SyncKind = "offline"
    waiting: int = 0
    done: int = 0
    total: int = 0
    at: str = ""

    def sentence(self) -> str:
        """Return the state in words, in the language in use."""
        if self.kind == "offline":
            return _("Offline · {n} waiting").format(n=self.waiting)
        if self.kind == "syncing":
            return _("Syncing {i} of {n}").format(i=self.done, n=self.total)
        if self.kind == "sent":
            return _("All sent {time}").format(time=self.at)
        return _("{n} need you").format(n=self.waiting)


class SyncChip(BarButton):
    """What waits, what is being sent (with a bar), that all is sent, or what needs a person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = SyncState()
        self._turn = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_turn)
        self.show_state(self._state)

    def show_state(self, state: SyncState) -> None:
        """Show this state; only the icon of `syncing` moves, once round in 1.2 s."""
        self._state = state
        self.setAccessibleName(state.sentence())
        if state.kind == "syncing":
            self._timer.start(theme().tokens.motion_ms["turn"] // _TURN_STEPS)
        else:
            self._timer.stop()
            self._turn = 0
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Say the state in the language in use."""
        self.show_state(self._state)

    def _on_turn(self) -> None:
        self._turn = (self._turn + 1) % _TURN_STEPS
        self.update()

    def _bar_width(self) -> int:
        return theme().size("meter_small") if self._state.kind == "syncing" else 0

    def sizeHint(self) -> QSize:
        t = theme()
        width = text_width(t.font("dense"), self._state.sentence()) + t.size("icon_small")
        bar = self._bar_width() + t.space("s") if self._bar_width() else 0
        return QSize(width + bar + t.space("s") + 2 * t.space("m"), self.box_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        area = self.paint_box(painter)
        icon, colour, text_colour = _SYNC[self._state.kind]
        self._paint_turned(painter, area, icon, colour)
        area.setLeft(area.left() + t.size("icon_small") + t.space("s"))
        draw_text(painter, area, self._state.sentence(), t.font("dense"), t.colour(text_colour))
        if self._bar_width():
            self._paint_bar(painter, area)

    def _paint_turned(self, painter: QPainter, area: QRect, icon: str, colour: str) -> None:
        px = theme().size("icon_small")
        box = QRect(area.left(), (self.height() - px) // 2, px, px)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(box.center())
        painter.rotate(360 * self._turn / _TURN_STEPS)
        painter.translate(-box.center())
        paint_icon(painter, icon, box, colour)
        painter.restore()

    def _paint_bar(self, painter: QPainter, area: QRect) -> None:
        t, height = theme(), theme().size("meter")
        bar = QRect(
            area.right() - self._bar_width() + 1,
            (self.height() - height) // 2,
            self._bar_width(),
            height,
        )
        edge = t.colour("line") if t.is_sunlight else None
        draw_box(painter, bar, ground=t.colour("idlebg"), edge=edge, radius=t.radius("bar"))
        share = self._state.done / self._state.total if self._state.total else 0
        bar.setWidth(round(bar.width() * min(1.0, share)))
        draw_box(painter, bar, ground=t.colour("accent"), edge=None, radius=t.radius("bar"))
