"""The reading of the bench with its plot: what the instrument says now and said just before."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from inspector_app.words import gettext as _
from serial_drivers.keeping.series import SeriesFigures
from ui.bench.wire.statistics_facts import summary
from ui.bench.wire.stream import Batch
from ui.theme import paint_icon, theme
from ui.theme.fonts import display
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.label import Elide
from ui.widgets.live_plot import LivePlot
from ui.widgets.painting import draw_text, line_height, text_width
from ui.widgets.reading import Motion, ReadingState, motion_word, shown_figures

_LOOK: Final[dict[Motion, tuple[str, str]]] = {
    "stable": ("stable", "ok"),
    "moving": ("moving", "warn"),
    "overload": ("overload", "bad"),
    "underload": ("overload", "bad"),
    "lost": ("lost", "text2"),
    "waiting": ("pending", "text2"),
    "none": ("pending", "text2"),
}


class BenchReading(QWidget):
    """One line: state at the left, figures and unit at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = ReadingState()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retint()

    def show_state(self, state: ReadingState) -> None:
        """Show this."""
        self.state = state
        word = motion_word(state.motion)
        figures = shown_figures(state) if state.figures else ""
        self.setAccessibleName(", ".join(p for p in (f"{figures} {state.unit}".strip(), word) if p))
        self.update()

    def retint(self) -> None:
        """Take the height of the theme in use."""
        self.setFixedHeight(line_height(theme().type_px("bench")) - theme().space("s"))
        self.update()

    def retranslate(self) -> None:
        """Say the state in the language in use."""
        self.show_state(self.state)

    def sizeHint(self) -> QSize:
        return QSize(theme().size("detail"), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        icon, colour = _LOOK[self.state.motion]
        px = t.size("icon_button")
        box = QRect(0, (self.height() - px) // 2, px, px)
        paint_icon(painter, icon, box, colour)
        room = self.rect().adjusted(px + t.space("xs"), 0, 0, 0)
        word = motion_word(self.state.motion)
        draw_text(painter, room, word, t.font("body", 600), t.colour(colour))
        room.setLeft(room.left() + text_width(t.font("body", 600), word) + t.space("s"))
        right = self._paint_figures(painter)
        room.setRight(right - t.space("s"))
        note = " · ".join(p for p in (self.state.held, self.state.mode, self.state.note) if p)
        if room.width() > 0:
            draw_text(painter, room, note, t.font("cap"), t.colour("text3"))

    def _paint_figures(self, painter: QPainter) -> int:
        """Draw figures and unit at the right; return where they begin."""
        t, figures = theme(), shown_figures(self.state)
        font, unit_font = display(t.type_px("bench"), 500), t.font("figure")
        unit = self.state.unit if self.state.figures else ""
        gap = t.size("unit_gap") if unit else 0
        unit_width = text_width(unit_font, unit) if unit else 0
        width = text_width(font, figures)
        left = max(0, self.width() - unit_width - gap - width)
        bad = self.state.motion in ("overload", "underload")
        faint = self.state.motion in ("lost", "waiting", "none")
        colour = t.colour("bad" if bad else "text3" if faint else "text")
        draw_text(painter, QRect(left, 0, width + 1, self.height()), figures, font, colour)
        drop = (t.type_px("bench") - t.type_px("figure")) // 3
        area = QRect(self.width() - unit_width, drop, unit_width + 1, self.height())
        draw_text(painter, area, unit, unit_font, t.colour("text2"))
        return left


_SPANS: Final = (60, 600, 3600)


class LiveCard(Card):
    """Reading, plot, the stretch it shows, and the line that says why the protocol was taken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing="xs")
        self.reading, self.plot = BenchReading(), LivePlot(span_s=_SPANS[0])
        self.reason, self.summary = Elide("", "cap"), Elide("", "cap")
        self.summary.hide()
        self.spans, self.hold = ChoiceRow(dense=True), Button(icon="stop", dense=True)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.reason, 1)
        self._foot.addWidget(self.spans)
        self._foot.addWidget(self.hold)
        for widget in (self.reading, self.plot, self.summary):
            self.body.addWidget(widget)
        self.body.addLayout(self._foot)
        self.body.setStretchFactor(self.plot, 1)
        self.spans.chosen.connect(lambda key: self.plot.show_span(float(key)))
        self.hold.clicked.connect(lambda: self.plot.hold(held=self.plot.window_.is_live))
        self.plot.moved.connect(self._on_moved)
        self.retranslate()
        self.retint()

    def show_batch(self, batch: Batch) -> None:
        """Show what came."""
        self.reading.show_state(batch.reading)
        if batch.decimals is not None:
            self.plot.set_decimals(batch.decimals)
        for sample in batch.samples:
            self.plot.add(sample)

    def show_summary(self, *, shown: bool) -> None:
        """Let a line under the plot say what the card beside it would in a wider window."""
        self.summary.setVisible(shown)

    def show_figures(self, told: SeriesFigures, unit: str) -> None:
        """Show what the stretch on the plot says, where there is no card for it."""
        text = summary(told, unit)
        if text != self.summary.text():
            self.summary.set_text(text)

    def clear(self) -> None:
        """Begin anew for another port."""
        self.plot.clear()
        self._on_moved()

    def _on_moved(self) -> None:
        """Mark the span that is shown, and say whether the plot stands still."""
        span, is_live = self.plot.window_.span_s, self.plot.window_.is_live
        self.spans.set_current(str(int(span)) if is_live and span in _SPANS else "")
        self.hold.setText(_("Hold") if is_live else _("Now"))
        self.hold.set_icon("stop" if is_live else "play")
        self.hold.setToolTip(
            _("Keep the plot still; readings go on")
            if is_live
            else _("Follow the newest reading again")
        )

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        words = (_("1 min"), _("10 min"), _("1 h"))
        self.spans.set_choices([(str(s), word) for s, word in zip(_SPANS, words, strict=True)])
        self.spans.setAccessibleName(_("Stretch of time shown"))
        self._on_moved()

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        super().retint()
        if hasattr(self, "_foot"):
            self._foot.setSpacing(theme().space("s"))
