"""Reading: the live indication in digits that can be read at arm's length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from inspector_app.words import gettext as _
from ui.theme import paint_icon, theme
from ui.theme.fonts import display
from ui.widgets.chip import chip_width, paint_chip
from ui.widgets.painting import DASH, MINUS, draw_text, text_width

Motion = Literal["stable", "moving", "overload", "underload", "lost", "waiting", "none"]

# motion: icon, colour of the word, colour of the digits
_LOOK: Final[dict[Motion, tuple[str, str, str]]] = {
    "stable": ("stable", "ok", "text"),
    "moving": ("moving", "warn", "text"),
    "overload": ("overload", "bad", "bad"),
    "underload": ("overload", "bad", "bad"),
    "lost": ("lost", "text2", "text3"),
    "waiting": ("pending", "text2", "text3"),
    "none": ("pending", "text2", "text3"),
}
_DASHES: Final = f"{DASH} {DASH} {DASH}"
_ANNOUNCED: Final = ("stable", "overload", "lost")
_CAP_SHARE: Final = 0.75  # of the digit area's height that digits may take


@dataclass(frozen=True, slots=True)
class ReadingState:
    """What the reading shows. All texts are ready to read, in the language in use.

    figures: the indication as sent, trailing zeros kept; ignored while lost, over- or underloaded.
    held: how long it has been stable, or what is waited for. note: tare or zero, in a chip.
    """

    figures: str = ""
    unit: str = "kg"
    motion: Motion = "none"
    held: str = ""
    mode: str = ""
    note: str = ""
    source: str = ""
    rate: str = ""


def motion_word(motion: Motion) -> str:
    """Return the word for this motion in the language in use."""
    return {
        "stable": _("Stable"),
        "moving": _("Moving"),
        "overload": _("Overload"),
        "underload": _("Underload"),
        "lost": _("Signal lost"),
        "waiting": _("Waiting for the first reading"),
        "none": _("No instrument"),
    }[motion]


def shown_figures(state: ReadingState) -> str:
    """Return what stands in digits; never the last number once the signal is gone."""
    if state.motion in ("lost", "waiting", "none") or not state.figures:
        return {"overload": "OVER", "underload": "UNDER"}.get(state.motion, _DASHES)
    if state.motion in ("overload", "underload"):
        return "OVER" if state.motion == "overload" else "UNDER"
    return state.figures.replace("-", MINUS)


class Reading(QFrame):
    """The card with the live reading; `capturable` says whether Space may take it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ReadingState()
        self.setProperty("card", "plain")
        self.show_state(self._state)

    @property
    def state(self) -> ReadingState:
        """What is on screen now."""
        return self._state

    @property
    def capturable(self) -> bool:
        """True while the figures on screen are stable."""
        return self._state.motion == "stable" and bool(self._state.figures)

    def show_state(self, state: ReadingState) -> None:
        """Show this; speaks to screen readers only when it turns stable, overloaded or lost."""
        changed = state.motion != self._state.motion
        self._state = state
        self.setAccessibleName(self.sentence())
        if changed and state.motion in _ANNOUNCED:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.sentence()))
        self.update()

    def sentence(self) -> str:
        """Return the reading in words: `20.010 kg, Stable`."""
        word = motion_word(self._state.motion)
        if shown_figures(self._state) == _DASHES or not self._state.figures:
            return word
        if self._state.motion in ("overload", "underload"):
            return word
        return f"{shown_figures(self._state)} {self._state.unit}, {word}"

    def retint(self) -> None:
        """Draw again in the theme in use."""
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Say the sentence in the language in use."""
        self.setAccessibleName(self.sentence())
        self.update()

    def digit_font(self, area: QRect, figures: str) -> QFont:
        """Return the largest display font that shows the figures whole inside area."""
        weight = 700 if theme().is_sunlight else 500
        for token in ("hero", "hero_c"):
            font = display(theme().type_px(token), weight)
            if _fits(font, figures, area):
                return font
        metrics = QFontMetricsF(font)
        by_width = area.width() / max(1.0, metrics.horizontalAdvance(figures))
        by_height = area.height() * _CAP_SHARE / metrics.capHeight()
        px = int(font.pixelSize() * min(by_width, by_height))
        return display(max(theme().type_px("cap"), px), weight)

    def sizeHint(self) -> QSize:
        return QSize(theme().size("detail"), theme().size("reading"))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size("step"), theme().size("reading_c"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        low = self.height() < theme().size("reading")
        top = theme().size("head_top_c" if low else "head_top")
        side, line = theme().space("l"), theme().size("chip")
        inner = self.rect().adjusted(side, top, -side, -top)
        self._paint_head(painter, QRect(inner.left(), inner.top(), inner.width(), line))
        foot = theme().type_px("cap") + theme().space("s")
        self._paint_foot(
            painter, QRect(inner.left(), inner.bottom() - foot + 1, inner.width(), foot)
        )
        self._paint_digits(painter, inner.adjusted(0, line, 0, -foot))

    def _paint_head(self, painter: QPainter, area: QRect) -> None:
        icon, colour, _digits = _LOOK[self._state.motion]
        t, px = theme(), theme().size("icon_button")
        left_end = self._paint_mode(painter, area)
        box = QRect(area.left(), area.center().y() - px // 2, px, px)
        paint_icon(painter, icon, box, colour)
        font, word = t.font("body", 600), motion_word(self._state.motion)
        room = QRect(area)
        room.setLeft(box.right() + t.space("xs"))
        room.setRight(left_end)
        draw_text(painter, room, word, font, t.colour(colour))
        room.setLeft(room.left() + text_width(font, word) + t.space("s"))
        if room.width() > 0:
            draw_text(painter, room, self._state.held, t.font("cap"), t.colour("text3"))

    def _paint_mode(self, painter: QPainter, area: QRect) -> int:
        """Draw mode and note at the right and return where the left part must end."""
        right = area.right()
        if self._state.note:
            width = chip_width(self._state.note, "")
            chip = QRect(right - width + 1, area.top(), width, area.height())
            paint_chip(painter, chip, self._state.note, "", "idle")
            right = chip.left() - theme().space("s")
        if self._state.mode:
            font = theme().font("cap", 500)
            width = text_width(font, self._state.mode)
            room = QRect(right - width, area.top(), width + 1, area.height())
            draw_text(painter, room, self._state.mode, font, theme().colour("text2"))
            right = room.left() - theme().space("s")
        return right

    def _paint_digits(self, painter: QPainter, area: QRect) -> None:
        t, figures = theme(), shown_figures(self._state)
        unit_font = t.font("figure", 500)
        unit_width = text_width(unit_font, self._state.unit) if self._state.unit else 0
        room = area.adjusted(0, 0, -unit_width - t.size("unit_gap"), 0)
        font = self.digit_font(room, figures)
        colour = t.colour(_LOOK[self._state.motion][2])
        draw_text(painter, room, figures, font, colour, Qt.AlignmentFlag.AlignRight)
        drop = (QFontMetricsF(font).capHeight() - QFontMetricsF(unit_font).capHeight()) / 2
        unit = area.translated(0, round(drop))
        shade = t.colour("bad" if _LOOK[self._state.motion][2] == "bad" else "text2")
        draw_text(painter, unit, self._state.unit, unit_font, shade, Qt.AlignmentFlag.AlignRight)

    def _paint_foot(self, painter: QPainter, area: QRect) -> None:
        t, px = theme(), theme().size("icon_chip")
        rate_width = text_width(t.font("cap"), self._state.rate) if self._state.rate else 0
        draw_text(
            painter,
            area,
            self._state.rate,
            t.font("cap"),
            t.colour("text3"),
            Qt.AlignmentFlag.AlignRight,
        )
        if not self._state.source:
            return
        box = QRect(area.left(), area.center().y() - px // 2, px, px)
        paint_icon(painter, "plug", box, "text2")
        room = area.adjusted(px + t.space("s"), 0, -rate_width - t.space("s"), 0)
        draw_text(painter, room, self._state.source, t.font("cap"), t.colour("text2"))


def _fits(font: QFont, figures: str, area: QRect) -> bool:
    metrics = QFontMetricsF(font)
    wide = metrics.horizontalAdvance(figures) <= area.width()
    return wide and metrics.capHeight() <= area.height() * _CAP_SHARE
