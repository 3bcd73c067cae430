"""How the frames of this protocol look, and how many of the last minute's were good."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector_app.words import current_language
from inspector_app.words import gettext as _
from serial_drivers.driver import ScaleDriver
from ui.bench.wire.frames import Counts
from ui.theme import theme
from ui.widgets.card import Rule
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph

_NONE = "–"
_MOST_FACTS = 4


class FrameFacts(QWidget):
    """Facts of the driver's card above, counts below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._driver: ScaleDriver | None = None
        self._counts = Counts()
        self._none, self._minute = Label(role="cap"), Label(role="strong")
        self._labels = [Label(role="cap") for _at in range(_MOST_FACTS + 3)]
        self._values = [Paragraph("", "dense") for _at in range(_MOST_FACTS + 3)]
        self._facts, self._figures = QGridLayout(), QGridLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._build()
        self.retranslate()
        self.retint()

    def _build(self) -> None:
        self._column.addWidget(self._none)
        self._column.addLayout(self._facts)
        self._column.addWidget(Rule())
        self._column.addWidget(self._minute)
        self._column.addLayout(self._figures)
        self._column.addStretch(1)
        for at, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            grid = self._facts if at < _MOST_FACTS else self._figures
            grid.addWidget(label, at % _MOST_FACTS if at < _MOST_FACTS else at, 0)
            grid.addWidget(value, at % _MOST_FACTS if at < _MOST_FACTS else at, 1)
        for grid in (self._facts, self._figures):
            grid.setColumnStretch(1, 1)
        for label in self._labels:
            label.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_driver(self, driver: ScaleDriver | None) -> None:
        """Describe this protocol's frames; None while nothing is recognised."""
        self._driver = driver
        language = current_language()
        facts = driver.card[:_MOST_FACTS] if driver is not None else ()
        for at in range(_MOST_FACTS):
            has = at < len(facts)
            label, value = facts[at] if has else (None, None)
            self._labels[at].setText(label.in_language(language) if label else "")
            self._values[at].set_text(value.in_language(language) if value else "")
            self._labels[at].setVisible(has)
            self._values[at].setVisible(has)
        self._none.setVisible(not facts)

    def show_counts(self, counts: Counts) -> None:
        """Show the last minute's figures."""
        self._counts = counts
        bad = _NONE
        if counts.good + counts.bad:
            bad = f"{counts.bad} · {counts.bad_share:.2f} %"
        late = f"p95 {counts.latency_ms:.1f} ms" if counts.latency_ms is not None else _NONE
        for at, text in enumerate((str(counts.good), bad, late), start=_MOST_FACTS):
            if self._values[at].text() != text:
                self._values[at].set_text(text)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._none.setText(_("No protocol yet"))
        self._minute.setText(_("Last 60 s"))
        for at, text in enumerate((_("Good frames"), _("Bad frames"), _("Delay")), _MOST_FACTS):
            self._labels[at].setText(text)
        self.show_driver(self._driver)
        self.show_counts(self._counts)

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        self._column.setSpacing(t.space("xs"))
        for grid in (self._facts, self._figures):
            grid.setHorizontalSpacing(t.space("m"))
            grid.setVerticalSpacing(t.space("xs"))
