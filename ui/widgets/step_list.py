"""Steps of a job with their state: a column beside the work, or a strip above it when small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.words import gettext as _
from ui.theme import paint_icon, theme
from ui.widgets.painting import draw_box, draw_selection, draw_text, text_width

StepState = Literal["done", "current", "attention", "waiting"]
_ICONS: Final[dict[StepState, tuple[str, str]]] = {
    "done": ("pass", "ok"),
    "current": ("current", "accent"),
    "attention": ("warn", "warn"),
    "waiting": ("pending", "text3"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step, ready to read. badge: a short count such as `3/5`, shown in the strip.

    is_void: what the detail names counts no longer; it is struck through.
    """

    key: str
    title: str
    detail: str = ""
    state: StepState = "waiting"
    badge: str = ""
    is_void: bool = False


def step_state_word(state: StepState) -> str:
    """Return the state in words, for screen readers."""
    return {
        "done": _("done"),
        "current": _("in progress"),
        "attention": _("needs attention"),
        "waiting": _("waiting"),
    }[state]


class StepList(QWidget):
    """The steps; up and down (left and right in the strip) choose, jumping is free.

    compact: one strip of 42 px instead of a column. Emits the chosen step's key.
    """

    chosen = Signal(str)

    def __init__(self, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self._chosen = ""
        self._compact = compact
        self._room = 0
        self._hovered = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_compact(compact=compact)
        self.retranslate()

    def set_compact(self, *, compact: bool) -> None:
        """Become a strip or a column."""
        self._compact = compact
        down = QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding if compact else down, down)
        self.retint()

    def set_room(self, height: int) -> None:
        """Be at most so high: many steps stand closer together. 0: as high as they like."""
        if height != self._room:
            self._room = height
            self.retint()

    def full_height(self) -> int:
        """Return the height of the column with nothing pressed together."""
        return max(1, len(self._steps) * (theme().size("step_row") + theme().stroke * 2))

    def set_steps(self, steps: Sequence[Step], chosen: str) -> None:
        """Show these steps, with this key chosen."""
        self._steps = tuple(steps)
        self._chosen = chosen
        self._speak()
        self.retint()

    def chosen_key(self) -> str:
        """Return the key of the chosen step."""
        return self._chosen

    def choose(self, key: str) -> None:
        """Choose this step, as a click would."""
        if key != self._chosen and any(step.key == key for step in self._steps):
            self._chosen = key
            self._speak()
            self.update()
            self.chosen.emit(key)

    def choose_number(self, number: int) -> None:
        """Choose the step of this number, counted from 1, for Ctrl+1 and on."""
        if 1 <= number <= len(self._steps):
            self.choose(self._steps[number - 1].key)

    def retint(self) -> None:
        """Measure again in the theme in use."""
        t = theme()
        self.setMinimumSize(0, 0)
        self.setMaximumSize(16777215, 16777215)
        if self._compact:
            self.setFixedHeight(t.size("step_strip"))
        else:
            self.setFixedSize(t.size("step") - 2 * t.space("s"), self._column_height())
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Say what this is in the language in use."""
        self.setAccessibleName(_("Steps"))
        self._speak()

    def _speak(self) -> None:
        spoken = [
            f"{step.title}, {step_state_word(step.state)}, {step.detail}"
            for step in self._steps
            if step.key == self._chosen
        ]
        self.setAccessibleDescription(" ".join(spoken))

    def _column_height(self) -> int:
        return max(1, len(self._steps) * self._pitch())

    def _pitch(self) -> int:
        full = theme().size("step_row") + theme().stroke * 2
        return min(full, self._room // len(self._steps)) if self._room and self._steps else full

    def _rect_of(self, at: int) -> QRect:
        if self._compact:
            needs = [self._strip_need(step, self._strip_px()) for step in self._steps]
            share = max(0, self.width() - sum(needs)) / len(needs)
            left = round(sum(needs[:at]) + at * share)
            return QRect(left, 0, round(needs[at] + share), self.height())
        pitch = self._pitch()
        return QRect(0, at * pitch, self.width(), pitch - theme().stroke * 2)

    def _strip_px(self) -> str:
        """Return the type token of the strip: smaller when the titles would not fit."""
        fits = sum(self._strip_need(step, "body") for step in self._steps) <= self.width()
        return "body" if fits else "dense"

    def _strip_text(self, step: Step) -> str:
        return f"{step.title} {step.badge}".strip() if step.key == self._chosen else step.title

    def _strip_need(self, step: Step, type_token: str) -> int:
        t = theme()
        text = text_width(t.font(type_token, 600), self._strip_text(step))
        gaps = t.space("xs") + t.space("s") if type_token == "dense" else 3 * t.space("s")
        return t.size("icon_button") + gaps + text

    def _at(self, event: QMouseEvent) -> int:
        point = event.position().toPoint()
        return next((at for at in range(len(self._steps)) if self._rect_of(at).contains(point)), -1)

    def sizeHint(self) -> QSize:
        t = theme()
        if self._compact:
            return QSize(t.size("minimum_width"), t.size("step_strip"))
        return QSize(t.size("step") - 2 * t.space("s"), self._column_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if not self._compact else QSize(0, theme().size("step_strip"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back, forth = (Qt.Key.Key_Up, Qt.Key.Key_Left), (Qt.Key.Key_Down, Qt.Key.Key_Right)
        keys = [step.key for step in self._steps]
        if event.key() not in (*back, *forth) or self._chosen not in keys:
            super().keyPressEvent(event)
            return
        move = 1 if event.key() in forth else -1
        at = min(max(keys.index(self._chosen) + move, 0), len(keys) - 1)
        self.choose(keys[at])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event)
        if at >= 0:
            self.choose(self._steps[at].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._at(event)
        step = self._steps[self._hovered] if self._hovered >= 0 else None
        self.setToolTip(f"{step.title} · {step.detail}" if step and step.detail else "")
        self.update()

    def leaveEvent(self, _event: object) -> None:
        self._hovered = -1
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, step in enumerate(self._steps):
            paint = self._paint_strip_step if self._compact else self._paint_step
            paint(painter, self._rect_of(at), step, at)

    def _paint_step(self, painter: QPainter, area: QRect, step: Step, at: int) -> None:
        t, is_chosen = theme(), step.key == self._chosen
        if is_chosen:
            draw_selection(painter, area)
        elif at == self._hovered:
            draw_box(painter, area, ground=t.colour("hover"), edge=None, radius=t.radius("chip"))
        icon, colour = _ICONS[step.state]
        px, side = t.size("icon"), t.space("m")
        paint_icon(
            painter, icon, QRect(area.left() + side, area.center().y() - px // 2, px, px), colour
        )
        left = area.left() + side + px + t.space("m") - t.stroke
        half = area.height() // 2
        room = QRect(
            left,
            area.top() + t.space("xs"),
            area.right() - left - t.space("xs"),
            half - t.space("xs"),
        )
        draw_text(
            painter, room, step.title, t.font("body", 600 if is_chosen else 400), t.colour("text")
        )
        below = QRect(left, area.top() + half, room.width(), half - t.space("xs"))
        quiet = "warn" if step.state == "attention" else "text2" if is_chosen else "text3"
        font = QFont(t.font("cap"))
        font.setStrikeOut(step.is_void)
        draw_text(painter, below, step.detail, font, t.colour(quiet))

    def _paint_strip_step(self, painter: QPainter, area: QRect, step: Step, at: int) -> None:
        t, is_chosen = theme(), step.key == self._chosen
        token = self._strip_px()
        font, text = t.font(token, 600 if is_chosen else 400), self._strip_text(step)
        px = t.size("icon_button")
        width = min(px + t.space("s") + text_width(font, text), area.width() - t.space("xs"))
        left = area.left() + (area.width() - width) // 2
        if at == self._hovered and not is_chosen:
            painter.fillRect(area, t.colour("hover"))
        icon, colour = _ICONS[step.state]
        paint_icon(painter, icon, QRect(left, (area.height() - px) // 2, px, px), colour)
        room = QRect(left + px + t.space("s"), 0, width - px - t.space("s"), area.height())
        draw_text(painter, room, text, font, t.colour("text" if is_chosen else "text2"))
        if is_chosen:
            line = t.tokens.stroke_px["underline"]
            painter.fillRect(
                area.left() + t.space("s"),
                area.bottom() + 1 - line,
                area.width() - 2 * t.space("s"),
                line,
                t.colour("accent"),
            )
