"""Error gauge: an error against its limits, with the guard band, and the figures written out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.chip import ChipKind, chip_width, paint_chip
from ui.widgets.gauge_band import BandState, paint_band
from ui.widgets.painting import DASH, draw_text, line_height, signed, text_width
from ui.widgets.strip import VERDICT_COLOURS, Verdict

_CHIPS: Final[dict[Verdict, ChipKind]] = {
    "pass": "ok",
    "guard": "warn",
    "over": "bad",
    "open": "warn",
}
_ICONS: Final[dict[Verdict, str]] = {
    "pass": "check",
    "guard": "warn",
    "over": "close",
    "open": "pending",
}


def verdict_word(verdict: Verdict) -> str:
    """Return the word of one point's verdict; the instrument's conclusion has other words."""
    return {
        "pass": _("Pass"),
        "guard": _("Guard band"),
        "over": _("Over limit"),
        "open": _("Undecided"),
        "": "",
    }[verdict]


@dataclass(frozen=True, slots=True)
class GaugeState:
    """What the gauge shows; figures in `unit`, with the decimals to be written.

    error: None while there is none. lower, upper: limits; None for a side without limit.
    guard: width of the guard band inside each limit. interval: e, for the ticks; None counts in
    figures instead. symbol: how the error is called, `Ec` or `E`. note: a remark at the foot.
    """

    title: str = ""
    error: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    guard: Decimal = Decimal(0)
    unit: str = "g"
    interval: Decimal | None = None
    verdict: Verdict = ""
    symbol: str = "Ec"
    note: str = ""

    def with_unit(self, figure: str) -> str:
        """Return the figure and the unit with a space between them."""
        return f"{figure} {self.unit}" if self.unit else figure

    def limit_text(self) -> str:
        """Return the limits in words: `±20 g`, `≥ −9 g` or `−5 … +3 %`."""
        if self.lower is None and self.upper is None:
            return DASH
        if self.lower is None:
            return f"≤ {self.with_unit(signed(str(self.upper)))}"
        if self.upper is None:
            return f"≥ {self.with_unit(signed(str(self.lower)))}"
        if self.lower == -self.upper:
            return self.with_unit(f"±{self.upper}")
        return self.with_unit(f"{signed(str(self.lower))} … {signed(str(self.upper))}")

    def margin(self) -> Decimal | None:
        """Return the distance to the nearer limit, below zero when over it; None without."""
        if self.error is None:
            return None
        rooms = [self.upper - self.error] if self.upper is not None else []
        rooms += [self.error - self.lower] if self.lower is not None else []
        return min(rooms) if rooms else None


class ErrorGauge(QFrame):
    """The card with title, verdict, band and figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = GaugeState()
        self.setProperty("card", "plain")
        self.show_state(self._state)

    @property
    def state(self) -> GaugeState:
        """What is on screen now."""
        return self._state

    def show_state(self, state: GaugeState) -> None:
        """Show these figures."""
        self._state = state
        self.setAccessibleName(self.sentence())
        self.update()

    def sentence(self) -> str:
        """Return the gauge in words: `Ec +10 g, limit ±20 g, pass`."""
        state = self._state
        error = DASH if state.error is None else state.with_unit(signed(str(state.error)))
        parts = [f"{state.symbol} {error}", f"{_('Limit')} {state.limit_text()}"]
        return ", ".join([*parts, *filter(None, [verdict_word(state.verdict)])])

    def retint(self) -> None:
        """Draw again in the theme in use."""
        self.update()

    def retranslate(self) -> None:
        """Say the sentence in the language in use."""
        self.setAccessibleName(self.sentence())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().size("detail"), theme().size("reading"))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size("step"), theme().size("reading_c"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, t = QPainter(self), theme()
        low = self.height() < t.size("reading")
        top, side = t.size("head_top_c" if low else "head_top"), t.space("l")
        inner = self.rect().adjusted(side, top, -side, -top)
        head = QRect(inner.left(), inner.top(), inner.width(), t.size("chip"))
        self._paint_head(painter, head)
        foot = line_height(t.type_px("body"))
        self._paint_foot(
            painter, QRect(inner.left(), inner.bottom() - foot + 1, inner.width(), foot)
        )
        room = inner.adjusted(0, head.height(), 0, -foot)
        height = t.size("gauge_band_c" if low else "gauge_band")
        paint_band(painter, room, self._band(), height)

    def _band(self) -> BandState:
        state = self._state
        return BandState(
            error=state.error,
            lower=state.lower,
            upper=state.upper,
            guard=state.guard,
            interval=state.interval,
            unit=state.unit,
            colour=VERDICT_COLOURS[state.verdict],
        )

    def _paint_head(self, painter: QPainter, area: QRect) -> None:
        state, room = self._state, QRect(area)
        if state.verdict:
            word, icon = verdict_word(state.verdict), _ICONS[state.verdict]
            width = chip_width(word, icon)
            chip = QRect(area.right() - width + 1, area.top(), width, area.height())
            paint_chip(painter, chip, word, icon, _CHIPS[state.verdict])
            room.setRight(chip.left() - theme().space("s"))
        draw_text(painter, room, state.title, theme().font("body", 600), theme().colour("text"))

    def _foot_items(self) -> list[tuple[str, str, str]]:
        """Return caption, figure and colour of each foot figure, the most needed first."""
        state, margin = self._state, self._state.margin()
        error = DASH if state.error is None else state.with_unit(signed(str(state.error)))
        spare = DASH if margin is None else state.with_unit(str(margin).replace("-", "\u2212"))
        colour = VERDICT_COLOURS[state.verdict] if state.verdict else "text"
        items = [(state.symbol, error, colour), (_("Limit"), state.limit_text(), "text")]
        guard = [(_("Guard"), state.with_unit(str(state.guard)), "text")]
        last = [(_("Margin"), spare, "text")]
        return items + (guard if state.guard else []) + last

    def _paint_foot(self, painter: QPainter, area: QRect) -> None:
        items = self._foot_items()
        while _items_width(items) > area.width() and len(items) > 2:
            items.pop(2)  # the guard band is drawn above; the margin follows from the other two
        end = area.left()
        for caption, figure, colour in items:
            end = _paint_item(
                painter,
                QRect(end, area.top(), area.right() - end, area.height()),
                caption,
                figure,
                colour,
            )
        room = area.adjusted(end - area.left(), 0, 0, 0)
        if text_width(theme().font("cap"), self._state.note) <= room.width():
            draw_text(
                painter,
                room,
                self._state.note,
                theme().font("cap"),
                theme().colour("text3"),
                Qt.AlignmentFlag.AlignRight,
            )


def _items_width(items: list[tuple[str, str, str]]) -> int:
    t = theme()
    return sum(
        text_width(t.font("cap"), caption)
        + text_width(t.font("body", 600), figure)
        + t.space("s")
        + t.space("l")
        for caption, figure, _colour in items
    ) - t.space("l")


def _paint_item(painter: QPainter, area: QRect, caption: str, figure: str, colour: str) -> int:
    """Draw one caption with its figure and return where the next may begin."""
    t = theme()
    draw_text(painter, area, caption, t.font("cap"), t.colour("text3"))
    room = area.adjusted(text_width(t.font("cap"), caption) + t.space("s"), 0, 0, 0)
    draw_text(painter, room, figure, t.font("body", 600), t.colour(colour))
    return room.left() + text_width(t.font("body", 600), figure) + t.space("l")
