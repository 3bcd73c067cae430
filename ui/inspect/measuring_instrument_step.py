"""The instrument under test where it is no scale: chosen from the register, or entered here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.figures import Figure, FigureKind
from inspector_app.domain.instrument import MeasuringInstrument
from inspector_app.domain.text import Text
from inspector_app.kinds.base import Step
from inspector_app.services.plan_inspection import InspectionView
from inspector_app.words import current_language
from inspector_app.words import gettext as _
from ui.inspect.facts import Facts
from ui.inspect.figures_form import FiguresForm
from ui.inspect.hit_list import Hit, HitList
from ui.inspect.model import is_open
from ui.inspect.step_pane import StepPane
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph


def _text(key: str, zh: str, en: str, *, required: bool = False) -> Figure:
    return Figure(key=key, label=Text(zh=zh, en=en), kind=FigureKind.TEXT, required=required)


NAMEPLATE = (
    _text("name", "器具名称", "name of the instrument", required=True),
    _text("model", "型号规格", "model"),
    _text("serial_number", "出厂编号", "serial number", required=True),
    _text("manufacturer", "制造单位", "manufacturer"),
    _text("type_approval_number", "型式批准编号", "type approval number"),
    _text("verification_certificate", "检定证书编号", "verification certificate"),
    Figure(
        key="verification_valid_until",
        label=Text(zh="检定有效期至", en="verified until"),
        kind=FigureKind.DATE,
        required=False,
    ),
)
"""What every instrument's entry has; the kind's plate follows."""


class MeasuringInstrumentPane(StepPane):
    """Signals: picked(instrument_id), saved(dict of the form)."""

    STEP = Step.MEASURING_INSTRUMENT
    picked = Signal(str)
    saved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.known, self.form = HitList(), FiguresForm(columns=3)
        self.nothing, self.warning = Paragraph("", "cap"), Paragraph("", "cap", tone="bad")
        self.add, self.save, self.cancel = Button(icon="plus"), Button(kind="primary"), Button()
        self.chosen_title, self.facts = Label("", "lead"), Facts()
        self.known_card, self.form_card, self.chosen_card = Card(), Card(), Card()
        self._adding = False
        self._view: InspectionView | None = None
        self._build()
        self.known.picked.connect(self.picked)
        self.add.clicked.connect(self.start_form)
        self.save.clicked.connect(self._on_save)
        self.form.finished.connect(self._on_save)
        self.cancel.clicked.connect(self._close)
        self.retranslate()

    def _build(self) -> None:
        self.known_card.body.addWidget(self.known)
        self.known_card.body.addWidget(self.nothing)
        self.known_card.body.addLayout(_right(self.add))
        self.form_card.body.addWidget(self.form)
        self.form_card.body.addWidget(self.warning)
        self.form_card.body.addLayout(_right(self.cancel, self.save))
        self.chosen_card.body.addWidget(self.chosen_title)
        self.chosen_card.body.addWidget(self.facts)
        for button in (self.add, self.cancel, self.save):
            button.setAutoDefault(True)  # Enter presses it, as Space does
        for card in (self.known_card, self.form_card, self.chosen_card):
            self.body.addWidget(card)
        self.build_frame()

    def show_view(self, view: InspectionView) -> None:
        """Show the chosen instrument, or what may be chosen."""
        self._view = view
        self.form.show_figures((*NAMEPLATE, *view.kind.plate))
        chosen = view.inspection.measuring_instrument
        self._adding = self._adding and chosen is None
        choosing = chosen is None and is_open(view.inspection)
        self.known_card.setVisible(choosing and not self._adding)
        self.form_card.setVisible(self._adding)
        self.chosen_card.setVisible(chosen is not None)
        self.next_button.setVisible(chosen is not None)
        if chosen is not None:
            self._tell(chosen, view.kind.plate)

    def _tell(self, chosen: MeasuringInstrument, plate: Sequence[Figure]) -> None:
        language = current_language()
        until, kept = chosen.verification_valid_until, chosen.particulars
        self.chosen_title.setText(" ".join(filter(None, (chosen.name, chosen.model))))
        self.facts.show_pairs(
            (
                (_("Serial number"), chosen.serial_number),
                (_("Manufacturer"), chosen.manufacturer),
                (_("Verified until"), until.isoformat() if until else ""),
                *((f.label.in_language(language), kept.get(f.key, "")) for f in plate),
            )
        )

    def show_known(self, known: Sequence[MeasuringInstrument]) -> None:
        """Offer the registered instruments of the kind's category."""
        self.known.show_hits(
            [
                Hit(
                    one.instrument_id,
                    " ".join(filter(None, (one.name, one.model))),
                    " · ".join(filter(None, (one.serial_number, one.manufacturer))),
                    icon="weight",
                )
                for one in known
            ]
        )
        self.nothing.setVisible(not known)

    def start_form(self) -> None:
        """Open the form of a new entry."""
        self._adding = True
        if self._view is not None:
            self.show_view(self._view)
        self.form.enter()

    def _close(self) -> None:
        self._adding = False
        if self._view is not None:
            self.show_view(self._view)

    def _on_save(self) -> None:
        self.saved.emit(self.form.values())

    def form_refused(self, errors: Mapping[str, str], warning: str = "") -> None:
        """Show what is wrong with the form."""
        loose = [text for key, text in errors.items() if not self.form.set_error(key, text)]
        self.warning.set_text("  ".join([*loose, warning]).strip())

    def form_accepted(self) -> None:
        """Empty and close the form: the entry is in the register."""
        self.warning.set_text("")
        self.form.show_values({})
        self._close()

    def enter(self) -> None:
        """Go to the list, the form, or on."""
        if self.known_card.isVisible():
            target = self.known if self.known.count() else self.add
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not (self.form_card.isVisible() and self.form.enter()):
            super().enter()

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        super().retranslate()
        self.heading.setText(_("Instrument"))
        self.hint.set_text(_("Choose it from the register, or enter it as its nameplate says."))
        self.nothing.set_text(_("No such instrument is in the register yet."))
        self.known.setAccessibleName(_("Registered instruments"))
        for button, words in (
            (self.add, _("Add instrument")),
            (self.save, _("Save")),
            (self.cancel, _("Cancel")),
        ):
            button.setText(words)
            button.updateGeometry()
        self.form.retranslate()
        if self._view is not None:
            self.show_view(self._view)


def _right(*buttons: Button) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme().space("s"))
    line.addStretch(1)
    for button in buttons:
        line.addWidget(button)
    return line
