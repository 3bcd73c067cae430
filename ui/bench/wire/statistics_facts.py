"""What the shown stretch of readings says: pace, mean, spread, drift, lowest and highest."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.words import figures as written
from inspector_app.words import gettext as _
from serial_drivers.keeping.series import SeriesFigures
from ui.theme import theme
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph

_NONE: Final = "–"
_FURTHER: Final = 2
"""Places behind the instrument's own, in which a mean or a deviation still says something."""


def rounded(value: Decimal | None, places: int) -> str:
    """Return a computed figure with this many decimals, half to even; a dash for None."""
    if value is None:
        return _NONE
    return written.number(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN))


def lines(told: SeriesFigures, unit: str) -> tuple[str, ...]:
    """Return the figures as the card shows them, in its order."""
    places = told.decimals + _FURTHER

    def of_unit(text: str, behind: str = "") -> str:
        return text if text == _NONE else f"{text} {unit}{behind}".rstrip()

    drift = rounded(told.drift, places)
    sign = "+" if told.drift is not None and told.drift > 0 else ""
    pace = rounded(told.rate, 2)
    jitter = rounded(told.jitter_ms, 1)
    return (
        pace if pace == _NONE else f"{pace} /s",
        jitter if jitter == _NONE else f"{jitter} ms",
        of_unit(rounded(told.mean, places)),
        of_unit(rounded(told.deviation, places)),
        of_unit(f"{sign}{drift}" if drift != _NONE else drift, "/\u2060min"),
        of_unit(_NONE if told.lowest is None else written.number(told.lowest)),
        of_unit(_NONE if told.highest is None else written.number(told.highest)),
        str(told.n),
    )


def summary(told: SeriesFigures, unit: str) -> str:
    """Return the figures in one line, what matters most first, for a window without the card."""
    pace, jitter, mean, deviation, drift, lowest, highest, n = lines(told, unit)
    pairs = (
        (_("Mean"), mean),
        (_("Std deviation"), deviation),
        (_("Drift"), drift),
        (_("Pace"), pace),
        (_("Readings"), n),
        (_("Lowest"), lowest),
        (_("Highest"), highest),
        (_("Jitter"), jitter),
    )
    return " · ".join(f"{name} {figure}" for name, figure in pairs if figure != _NONE)


class StatisticsFacts(QWidget):
    """Name, figure: a row each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told, self._unit = SeriesFigures(), ""
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        count = len(lines(self._told, ""))
        self.names = [Label(role="cap") for _at in range(count)]
        self.values = [Paragraph("", "dense") for _at in range(count)]
        for at, (name, value) in enumerate(zip(self.names, self.values, strict=True)):
            self._grid.addWidget(name, at, 0)
            self._grid.addWidget(value, at, 1)
        self.retranslate()
        self.retint()

    def show_figures(self, told: SeriesFigures, unit: str) -> None:
        """Show these."""
        self._told, self._unit = told, unit
        for value, text in zip(self.values, lines(told, unit), strict=True):
            if value.text() != text:
                value.set_text(text)

    def retranslate(self) -> None:
        """Name the figures in the language in use; each says how it is computed."""
        words = (
            (_("Pace"), _("Frames per second, over the pauses between them")),
            (_("Jitter"), _("Standard deviation of the pauses between frames")),
            (_("Mean"), _("Sum of the readings divided by their number")),
            (_("Std deviation"), _("Root of the squared deviations divided by n − 1")),
            (_("Drift"), _("Slope of the straight line with the least squares")),
            (_("Lowest"), ""),
            (_("Highest"), ""),
            (_("Readings"), _("Frames with a value in the stretch that the plot shows")),
        )
        for (name, how), label, value in zip(words, self.names, self.values, strict=True):
            label.setText(name)
            for widget in (label, value):
                widget.setToolTip(how)
        self.show_figures(self._told, self._unit)

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        self._grid.setHorizontalSpacing(theme().space("m"))
        self._grid.setVerticalSpacing(theme().space("xs"))
