"""One instrument in full: facts, history, label, and the way to a check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.services.ports import InspectionRow, InstrumentRow
from inspector_app.services.sync_ports import RecordState
from inspector_app.words import figures
from inspector_app.words import gettext as _
from inspector_app.words.reasons import outcome_word
from ui.inspect.facts import Facts
from ui.registry.model import instrument_status, specification
from ui.sync_words import record_chip
from ui.widgets.banner import EmptyState
from ui.widgets.button import Button
from ui.widgets.card import Card, Rule
from ui.widgets.charts import LineChart, LinePoint
from ui.widgets.chip import Chip
from ui.widgets.label import Elide, Label
from ui.widgets.qr_label import QrLabel

LABEL_PREFIX = "HPI:"


class InstrumentDetail(Card):
    """Signals: check_wanted(premises_id, instrument_id), inspection_wanted(inspection_id)."""

    check_wanted = Signal(str, str)
    inspection_wanted = Signal(str)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing="m")
        self._today = today
        self._row: InstrumentRow | None = None
        self._history: tuple[InspectionRow, ...] = ()
        self._states: dict[str, RecordState] = {}
        self._empty = EmptyState("registry")
        self._content = QWidget()
        self._title, self._sub = Elide("", "lead"), Elide("", "dense")
        self._chip = Chip()
        self._facts = Facts(columns=2)
        self._chart_title = Label(role="strong")
        self._chart = LineChart()
        self._qr = QrLabel()
        self._qr_title, self._qr_text = Label(role="strong"), Label(role="dense", wrap=True)
        self._save_label = Button(icon="save", dense=True)
        self._start = Button(kind="primary", icon="plus")
        self._last = Button()
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        head, names = QHBoxLayout(), QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._sub)
        head.addLayout(names, 1)
        head.addWidget(self._chip)
        label, words = QHBoxLayout(), QVBoxLayout()
        words.addWidget(self._qr_title)
        words.addWidget(self._qr_text)
        words.addWidget(self._save_label)
        words.addStretch(1)
        label.addWidget(self._qr)
        label.addLayout(words, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._start, 1)
        foot.addWidget(self._last)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(Rule())
        column.addWidget(self._facts)
        column.addWidget(Rule())
        column.addWidget(self._chart_title)
        column.addWidget(self._chart, 1)
        column.addWidget(Rule())
        column.addLayout(label)
        column.addLayout(foot)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self._content, 1)
        self._content.setVisible(False)

    def _connect(self) -> None:
        self._start.clicked.connect(self._on_start)
        self._last.clicked.connect(self._on_last)
        self._save_label.clicked.connect(self._on_save_label)

    def show_instrument(self, row: InstrumentRow) -> None:
        """Show this instrument; its history follows."""
        self._row, self._history = row, ()
        self._empty.setVisible(False)
        self._content.setVisible(True)
        one = row.instrument
        self._qr.show_code(LABEL_PREFIX + one.instrument_id, one.serial_number)
        self.retranslate()

    def show_history(self, rows: Sequence[InspectionRow]) -> None:
        """Show the inspections of the instrument, newest first."""
        self._history = tuple(rows)
        self.retranslate()

    def show_states(self, states: dict[str, RecordState]) -> None:
        """Say how far the inspections of the history have come on their way to the office."""
        self._states = states
        self.retranslate()

    def _state_word(self) -> str:
        newest = self._history[0].inspection_id if self._history else ""
        return record_chip(self._states[newest]).text if newest in self._states else ""

    def _on_start(self) -> None:
        if self._row is not None:
            one = self._row.instrument
            self.check_wanted.emit(one.premises_id or "", one.instrument_id)

    def _on_last(self) -> None:
        if self._history:
            self.inspection_wanted.emit(self._history[0].inspection_id)

    def _on_save_label(self) -> None:
        if self._row is None:
            return
        name = f"{self._row.instrument.serial_number or 'label'}.png"
        path, _kind = QFileDialog.getSaveFileName(self, _("Save the label"), name, "PNG (*.png)")
        if path:
            self._qr.image().save(path)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._empty.say(
            _("No instrument chosen"), _("Choose a row to see its history and print its label.")
        )
        self._qr_title.setText(_("Instrument label"))
        self._qr_text.setText(_("A scan on Today opens this instrument."))
        self._save_label.setText(_("Save label"))
        self._start.setText(_("Start a check"))
        self._last.setText(_("Last record"))
        self._last.setEnabled(bool(self._history))
        self._chart_title.setText(_("Largest error as a share of its limit, %"))
        if self._row is not None:
            self._retranslate_row(self._row)

    def _retranslate_row(self, row: InstrumentRow) -> None:
        one, chip = row.instrument, instrument_status(row, self._today)
        self._title.set_text(" ".join(part for part in (one.name, one.model) if part))
        self._sub.set_text(_("Serial no. {number}").format(number=one.serial_number))
        self._chip.set_state(chip.text, chip.kind, icon=chip.icon)
        interval = figures.mass(one.actual_scale_interval)
        last = (
            " · ".join(
                filter(
                    None,
                    (str(row.last_checked), outcome_word(row.last_outcome), self._state_word()),
                )
            )
            if (row.last_checked and row.last_outcome)
            else ""
        )
        self._facts.show_pairs(
            (
                (_("Used by"), row.premises_name),
                (_("Max / e"), f"{specification(one)} · {one.accuracy_class}"),
                (_("d (actual scale interval)"), interval),
                (_("Manufacturer"), one.manufacturer),
                (_("Type approval number"), one.type_approval_number),
                (_("Seals"), ", ".join(one.seal_numbers)),
                (_("Verified until"), figures.day(one.verification_valid_until)),
                (_("Last check"), last),
            )
        )
        points = [
            LinePoint(str(at + 1), Decimal(share) * 100) for at, share in enumerate(row.history)
        ]
        self._chart.show_line(
            points, self._chart_title.text(), lower=Decimal(0), upper=Decimal(100)
        )
