"""The instrument under test and the reference weights it is tested with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.instrument import ReferenceWeightSet, WeighingInstrument
from inspector_app.kinds.base import Step
from inspector_app.words import figures, marked
from inspector_app.words import gettext as _
from ui.inspect.entry_form import Entry, EntryForm
from ui.inspect.facts import Facts
from ui.inspect.hit_list import Hit, HitList
from ui.inspect.model import instrument_line, valid_to, weights_line
from ui.inspect.step_pane import StepPane
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.label import Elide, Label
from ui.widgets.paragraph import Paragraph

_MASS = (("kg", "kg"), ("g", "g"))
ENTRIES: Final = (
    Entry("name", marked("Instrument name"), hint=marked("Price-computing scale"), needed=True),
    Entry("model", marked("Model")),
    Entry("serial_number", marked("Serial number"), needed=True),
    Entry("manufacturer", marked("Manufacturer")),
    Entry(
        "accuracy_class",
        marked("Accuracy class"),
        choices=(("III", "III"), ("IIII", "IIII"), ("II", "II"), ("I", "I")),
        initial="III",
    ),
    Entry("maximum_capacity", "Max", hint="30 kg", needed=True),
    Entry("minimum_capacity", "Min", hint="200 g"),
    Entry("verification_scale_interval", "e", hint="10 g", needed=True),
    Entry("actual_scale_interval", marked("d (empty: as e)"), hint="10 g"),
    Entry("type_approval_number", marked("Type approval number")),
    Entry("verification_certificate", marked("Verification certificate")),
    Entry("verification_valid_until", marked("Verified until"), hint="2027-03-18"),
)


class InstrumentPane(StepPane):
    """Signals: picked(id), saved(values), weights_picked(id)."""

    STEP = Step.INSTRUMENT
    picked = Signal(str)
    saved = Signal(object)
    weights_picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instrument: WeighingInstrument | None = None
        self._instruments: tuple[WeighingInstrument, ...] = ()
        self._weights: tuple[ReferenceWeightSet, ...] = ()
        self._chosen_weights: frozenset[str] = frozenset()
        self._editable, self._today = True, date.min
        self._adding, self._choosing = False, True
        self.list_title, self.nothing = Label("", "strong"), Elide("", "cap")
        self.list = HitList(most=4)
        self.add_button, self.change_button = Button(icon="plus"), Button(icon="undo")
        self.form = EntryForm(
            ENTRIES,
            title=marked("New instrument"),
            switch=("price_computing", marked("Computes the price")),
            columns=4,
        )
        self.chosen_title, self.facts = Label("", "lead"), Facts(columns=4)
        self.weights_title, self.weights = Label("", "strong"), HitList(most=4)
        self.weights_note = Paragraph("", "cap", tone="warn")
        self.list_card, self.form_card = Card(), Card()
        self.chosen_card, self.weights_card = Card(), Card()
        self._build()
        self._connect()
        self._arrange()
        self.retranslate()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.nothing, 1)
        line.addWidget(self.add_button)
        self.list_card.body.addWidget(self.list_title)
        self.list_card.body.addWidget(self.list)
        self.list_card.body.addLayout(line)
        self.form_card.body.addWidget(self.form)
        head = QHBoxLayout()
        head.addWidget(self.chosen_title, 1)
        head.addWidget(self.change_button)
        self.chosen_card.body.addLayout(head)
        self.chosen_card.body.addWidget(self.facts)
        for widget in (self.weights_title, self.weights, self.weights_note):
            self.weights_card.body.addWidget(widget)
        for card in (self.list_card, self.form_card, self.chosen_card, self.weights_card):
            self.body.addWidget(card)
        self.build_frame()

    def _connect(self) -> None:
        self.list.picked.connect(self.picked)
        self.weights.picked.connect(self.weights_picked)
        self.add_button.setAutoDefault(True)
        self.add_button.clicked.connect(self.start_form)
        self.change_button.clicked.connect(self._choose_again)
        self.form.saved.connect(self.saved)
        self.form.cancelled.connect(self._close_form)

    def show_inspection(self, inspection: Inspection, today: date) -> None:
        """Show the instrument and the weights of this inspection."""
        changed = inspection.instrument != self._instrument
        self._instrument = inspection.instrument
        self._chosen_weights = frozenset(w.weight_set_id for w in inspection.weight_sets)
        self._editable, self._today = inspection.state is State.DRAFT, today
        if changed:
            self._adding, self._choosing = False, inspection.instrument is None
        self._arrange()
        self._tell()

    def show_choices(
        self,
        instruments: Sequence[WeighingInstrument],
        weights: Sequence[ReferenceWeightSet],
    ) -> None:
        """Offer the instruments of the premises and the weight sets of this laptop."""
        self._instruments, self._weights = tuple(instruments), tuple(weights)
        self._tell()

    def _arrange(self) -> None:
        showing = not self._choosing and not self._adding
        self.list_card.setVisible(self._choosing and not self._adding)
        self.form_card.setVisible(self._adding)
        self.chosen_card.setVisible(showing)
        self.weights_card.setVisible(showing)
        self.change_button.setVisible(self._editable)
        self.next_button.setVisible(showing)

    def _tell(self) -> None:
        self.list.show_hits([self._instrument_hit(one) for one in self._instruments])
        empty = not self._instruments
        self.nothing.set_text(_("No instrument is on file here yet.") if empty else "")
        self.weights.show_hits([self._weights_hit(one) for one in self._weights])
        if not self.weights.hasFocus():  # nobody is choosing: the line in use is the current one
            self.weights.choose(next(iter(self._chosen_weights), ""))
        none = _("No reference weights are on file: add a set in Settings.")
        self.weights_note.set_text("" if self._weights else none)
        self.weights_note.setVisible(not self._weights)
        if self._instrument is not None:
            self.chosen_title.setText(instrument_line(self._instrument))
            self.facts.show_pairs(_facts(self._instrument))

    def _instrument_hit(self, one: WeighingInstrument) -> Hit:
        until = one.verification_valid_until
        overdue = until is not None and until < self._today
        chip = _("Overdue") if overdue else _("Valid") if until else _("No date")
        kind = "bad" if overdue else "ok" if until else "idle"
        return Hit(
            key=one.instrument_id,
            title=instrument_line(one),
            detail=_line(one.serial_number, one.manufacturer, figures.day(until)),
            icon="weight",
            chip=chip,
            chip_kind=kind,  # type: ignore[arg-type] # three literals of ChipKind
        )

    def _weights_hit(self, one: ReferenceWeightSet) -> Hit:
        expired = one.valid_until < self._today
        return Hit(
            key=one.weight_set_id,
            title=f"{one.name} · {weights_line(one)}",
            detail=_line(one.certificate_number, valid_to(one.valid_until)),
            icon="weight",
            chip=_("Expired") if expired else _("In use here") if self._uses(one) else "",
            chip_kind="bad" if expired else "ok",
            marked=self._uses(one),
        )

    def _uses(self, one: ReferenceWeightSet) -> bool:
        return one.weight_set_id in self._chosen_weights

    def weights_refused(self, sentence: str) -> None:
        """Say why a set may not be used."""
        self.weights_note.set_text(sentence)
        self.weights_note.setVisible(bool(sentence))

    def start_form(self) -> None:
        """Open the form."""
        self._adding = True
        self._arrange()
        self.form.enter()

    def _choose_again(self) -> None:
        self._choosing = True
        self._arrange()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_form(self) -> None:
        self._adding, self._choosing = False, self._instrument is None
        self._arrange()
        self.enter()

    def form_refused(self, errors: Mapping[str, str], warning: str = "") -> None:
        """Show what is wrong with the form."""
        self.form.set_errors(errors, warning)

    def form_accepted(self) -> None:
        """Empty and close the form."""
        self.form.clear()
        self._adding = False
        self._arrange()

    def enter(self) -> None:
        """Go to the list, to the weights, or on."""
        if self._instrument is None:
            target: QWidget = self.list if self._instruments else self.add_button
        elif not self._chosen_weights and self._weights:
            target = self.weights
        else:
            target = self.next_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        super().retranslate()
        self.heading.setText(_("Instrument"))
        self.hint.set_text(_("Arrows choose, Enter takes."))
        self.list_title.setText(_("Instruments of these premises"))
        self.list.setAccessibleName(_("Instruments of these premises"))
        self.weights.setAccessibleName(_("Reference weights"))
        self.add_button.setText(_("Add instrument"))
        self.change_button.setText(_("Choose another"))
        self.weights_title.setText(_("Reference weights"))
        self._tell()


def _line(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _facts(one: WeighingInstrument) -> tuple[tuple[str, str], ...]:
    return (
        (_("Model"), one.model),
        (_("Serial number"), one.serial_number),
        (_("Manufacturer"), one.manufacturer),
        (_("Accuracy class"), one.accuracy_class.value),
        ("Max", figures.trimmed_mass(one.maximum_capacity)),
        ("Min", figures.trimmed_mass(one.minimum_capacity) if one.minimum_capacity else ""),
        ("e", figures.trimmed_mass(one.verification_scale_interval)),
        ("d", figures.trimmed_mass(one.actual_scale_interval)),
        (_("Type approval number"), one.type_approval_number),
        (_("Verification certificate"), one.verification_certificate),
        (_("Verified until"), figures.day(one.verification_valid_until)),
        (_("Seals"), ", ".join(one.seal_numbers)),
    )
