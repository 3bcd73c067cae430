"""Saving what was found as an instrument's profile: for which instrument, in which unit, why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.instrument import WeighingInstrument
from inspector_app.services.ports import InstrumentRow
from inspector_app.services.profile_versions import ProfileVersion
from inspector_app.words import figures
from inspector_app.words import gettext as _
from ui.bench import wording
from ui.bench.ports.model import PortEntry
from ui.bench.profiles.profile_exchange import ExchangePane
from ui.inspect.find_box import FindBox
from ui.inspect.hit_list import Hit
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.label import Elide, Label
from ui.widgets.paragraph import Paragraph

UNITS: Final = ("kg", "g", "t")


class ProfileForm(Card):
    """Signals: searched(text), saved(instrument_id, name, unit), unit_said(unit), cancelled.

    picked_one(instrument_id): a person chose for which instrument.
    """

    picked_one = Signal(str)
    searched = Signal(str)
    saved = Signal(str, str, str)
    unit_said = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: dict[str, WeighingInstrument] = {}
        self._decimals = ""
        self._saved: Sequence[ProfileVersion] = ()
        self._entry: PortEntry | None = None
        self._needs_unit = False
        self.picked = ""
        self._title, self._what = Label(role="lead"), Elide("", "dense")
        self._why = Paragraph("", "cap")
        self.figures, self.versions = Paragraph("", "cap"), Paragraph("", "cap")
        self.exchange = ExchangePane()
        self._unit_caption, self.units = Paragraph("", "capx"), ChoiceRow()
        self.search, self._scroll = FindBox(), QScrollArea()
        self._for, self._advice = Paragraph("", "dense"), Paragraph("", "cap")
        self.done, self.cancel = Button(icon="save", kind="primary"), Button(icon="close")
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("scrolled", "true")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("s"))
        parts = (self._what, self._why, self.figures, self._unit_caption, self.units, self.search)
        for widget in (*parts, self.versions, self.exchange):
            column.addWidget(widget)
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._title)
        self.body.addWidget(self._scroll, 1)
        for widget in (self._for, self._advice):
            self.body.addWidget(widget)
        line = QHBoxLayout()
        line.setSpacing(theme().space("s"))
        line.addWidget(self.cancel)
        line.addWidget(self.done, 1)
        self.body.addLayout(line)

    def _connect(self) -> None:
        self.search.searched.connect(self.searched)
        self.search.picked.connect(self._on_picked)
        self.units.chosen.connect(self._on_unit)
        self.cancel.clicked.connect(self.cancelled)
        self.done.clicked.connect(self._on_done)
        self.exchange.grew.connect(self._show_exchange)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Escape, as by the button."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _show_exchange(self) -> None:
        """Bring the code into sight: it stands below the list of instruments."""
        # Only once the layouts have come to rest is there enough to scroll.
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.exchange.qr))

    def open_for(self, entry: PortEntry, *, needs_unit: bool, decimals: str = "") -> None:
        """Begin with this port. needs_unit: the wire carries none, a person has to say it.

        decimals: digits behind the point of what the display shows, empty if not known.
        """
        self._entry, self._needs_unit, self.picked = entry, needs_unit, ""
        self._decimals, self._saved = decimals, ()
        self.exchange.clear()
        if entry.unit in UNITS:
            self.units.set_current(entry.unit)
        self.search.clear()
        self._show()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_found(self, text: str, rows: Sequence[InstrumentRow]) -> None:
        """Show the instruments found for this text."""
        if text != self.search.text():
            return
        hits = []
        for row in rows:
            one = row.instrument
            name = f"{one.name} {one.model}".strip()
            self._found[one.instrument_id] = one
            detail = " · ".join(part for part in (one.serial_number, row.premises_name) if part)
            is_picked = one.instrument_id == self.picked
            hits.append(Hit(one.instrument_id, name, detail, icon="weight", marked=is_picked))
        self.search.hits.show_hits(hits)
        nothing = _("No instrument fits. Register it on the Inspect page first.")
        self.search.nothing.set_text("" if hits else nothing)
        self.search.nothing.setVisible(not hits)
        self.search.answered(text, len(hits))

    def instrument(self) -> WeighingInstrument | None:
        """Return the instrument that was chosen."""
        return self._found.get(self.picked)

    def name(self) -> str:
        """Return the name of the chosen instrument, empty before."""
        one = self.instrument()
        return f"{one.name} {one.model}".strip() if one is not None else ""

    def show_versions(self, instrument_id: str, versions: Sequence[ProfileVersion]) -> None:
        """Show what was saved for the chosen instrument before, the newest first."""
        if instrument_id == self.picked:
            self._saved = versions
            self._show()

    def _on_picked(self, instrument_id: str) -> None:
        self.picked, self._saved = instrument_id, ()
        self.picked_one.emit(instrument_id)
        self.searched.emit(self.search.text())
        self._show()

    def _on_unit(self, unit: str) -> None:
        self.unit_said.emit(unit)
        self._show()

    def unit(self) -> str:
        """Return the unit that was said, empty if none is needed or none was said."""
        return self.units.current() if self._needs_unit else ""

    def _is_ready(self) -> bool:
        return bool(self.picked) and (not self._needs_unit or bool(self.unit()))

    def _on_done(self) -> None:
        if self._is_ready():
            self.saved.emit(self.picked, self.name(), self.unit())

    def _show(self) -> None:
        entry = self._entry
        if entry is None or entry.settings is None or entry.driver is None:
            return
        title = wording.driver_title(entry.driver)
        self._what.set_text(f"{title} · {entry.settings.line or entry.driver.line}")
        self._why.set_text(entry.reason_line)
        for widget in (self._unit_caption, self.units):
            widget.setVisible(self._needs_unit)
        self._show_figures()
        name = self.name()
        self._for.set_text(_("For {name}").format(name=name) if name else "")
        self._for.setVisible(bool(name))
        advice = ""
        if not self.picked:
            advice = _("Find the instrument and choose it.")
        elif not self._is_ready():
            advice = _("Say which unit stands on its display.")
        self._advice.set_text(advice)
        self._advice.setVisible(bool(advice))
        self.done.setEnabled(self._is_ready())

    def _show_figures(self) -> None:
        """Say decimals and e as they are saved along, and what was saved before."""
        one = self.instrument()
        parts = []
        if self._decimals:
            parts.append(_("Decimal places: {n}").format(n=self._decimals))
        if one is not None:
            e = one.verification_scale_interval
            parts.append(f"e = {figures.number(e.value)} {e.unit}")
        said = "\n".join(wording.version_line(version) for version in self._saved)
        for widget, text in ((self.figures, " · ".join(parts)), (self.versions, said)):
            widget.set_text(text)
            widget.setVisible(bool(text))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.exchange.retranslate()
        self._title.setText(_("Instrument profile"))
        self._unit_caption.set_text(_("Unit on the display (the wire carries none)"))
        self.units.set_choices([(unit, unit) for unit in UNITS])
        self.units.setAccessibleName(_("Unit on the display"))
        self.search.field.set_caption(_("For which instrument"))
        self.search.field.set_placeholder(_("Name, number or place"))
        self.search.hits.setAccessibleName(_("Instruments found"))
        self._scroll.setAccessibleName(_("Instrument profile"))
        self.done.setText(_("Save profile"))
        self.cancel.setAccessibleName(_("Cancel"))
        self.cancel.setToolTip(_("Cancel"))
        self._show()
