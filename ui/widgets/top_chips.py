"""Chips of the top bar: the connected instrument, the state of sending, the signed-in person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from inspector_app.words import gettext as _
from ui.theme import paint_icon, theme
from ui.widgets.painting import MINUS, draw_box, draw_text, text_width

InstrumentMotion = Literal["live", "moving", "lost", "none"]
SyncKind = Literal["offline", "syncing", "sent", "attention"]
_MOTIONS: Final[dict[InstrumentMotion, tuple[str, str]]] = {
    "live": ("stable", "ok"),
    "moving": ("moving", "warn"),
    "lost": ("lost", "bad"),
    "none": ("plug", "text3"),
}
_SYNC: Final[dict[SyncKind, tuple[str, str, str]]] = {
    "offline": ("offline", "text2", "text"),
    "syncing": ("sync", "accent", "text"),
    "sent": ("pass", "ok", "text"),
    "attention": ("warn", "warn", "warn"),
}
_TURN_STEPS: Final = 24


class _BarButton(QAbstractButton):
    """Common drawing of the bar's boxes: a button, because each leads to its page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def retint(self) -> None:
        """Measure again in the theme in use."""
        self.updateGeometry()
        self.update()

    def _height(self) -> int:
        return theme().size("ctl_dense")

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _paint_box(self, painter: QPainter) -> QRect:
        t = theme()
        ground = t.colour("hover" if self.underMouse() else "surface")
        draw_box(
            painter,
            self.rect(),
            ground=ground,
            edge=t.colour("line"),
            radius=t.radius("ctl"),
            stroke=t.stroke,
        )
        side = t.space("m")
        return self.rect().adjusted(side, 0, -side, 0)

    def _paint_icon(self, painter: QPainter, area: QRect, icon: str, colour: str) -> QRect:
        px = theme().size("icon_small")
        paint_icon(painter, icon, QRect(area.left(), (self.height() - px) // 2, px, px), colour)
        return area.adjusted(px + theme().space("s"), 0, 0, 0)


class InstrumentChip(_BarButton):
    """The connected instrument: name, live value, port; dashes once the signal is lost."""

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
        self._value = "\u2013 \u2013 \u2013" if motion == "lost" else value.replace("-", MINUS)
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

    def _speak(self) -> None:
        if self._motion == "none":
            self.setAccessibleName(_("No instrument"))
        elif self._motion == "lost":
            self.setAccessibleName(f"{self._name}, {_('Signal lost')}, {self._port}")
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
        return QSize(width + t.size("icon_small") + 2 * t.space("m"), self._height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        area = self._paint_icon(painter, self._paint_box(painter), *_MOTIONS[self._motion])
        for text, weight, colour, room in self._parts():
            cell = QRect(area.left(), 0, room, self.height())
            draw_text(painter, cell, text, t.font("dense", weight), t.colour(colour))
            area.setLeft(area.left() + room + t.space("s"))


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


class SyncChip(_BarButton):
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
        return QSize(width + bar + t.space("s") + 2 * t.space("m"), self._height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        area = self._paint_box(painter)
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


class PersonChip(_BarButton):
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

    def _height(self) -> int:
        return theme().size("avatar") + 2 * theme().space("xs")

    def sizeHint(self) -> QSize:
        t = theme()
        name = "" if self._brief or not self._name else self._name
        width = text_width(t.font("body"), name) + t.space("s") if name else 0
        return QSize(t.size("avatar") + width, self._height())

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
