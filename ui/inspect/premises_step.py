"""The premises: found by code, name or scanned text while typing, or added on the spot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import Premises
from inspector_app.kinds.base import AREAS, Area, InspectionKind, Step
from inspector_app.words import current_language, marked
from inspector_app.words import gettext as _
from ui.inspect.entry_form import Entry, EntryForm
from ui.inspect.facts import Facts
from ui.inspect.find_box import FindBox
from ui.inspect.hit_list import Hit
from ui.inspect.step_pane import StepPane
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph
from ui.widgets.tabs import Tabs

ENTRIES: Final = (
    Entry("name", marked("Name of the trader or shop"), needed=True),
    Entry("market", marked("Market")),
    Entry("stall", marked("Stall or shop number")),
    Entry("address", marked("Address")),
    Entry(
        "credit_code",
        marked("Unified social credit code"),
        hint=marked("18 characters; empty for a person"),
    ),
    Entry("scope", marked("Administrative division code"), hint="445202", needed=True),
    Entry("responsible_person", marked("Person in charge")),
    Entry("phone", marked("Phone")),
)


class PremisesPane(StepPane):
    """Signals: kind_chosen(key), searched(text), picked(key), saved(values, allow_warnings)."""

    STEP = Step.PREMISES
    kind_chosen = Signal(str)
    searched = Signal(str)
    picked = Signal(str)
    saved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds: tuple[InspectionKind, ...] = ()
        self._premises: Premises | None = None
        self._adding = False
        self.kind_caption, self.kinds = Label("", "capx"), ChoiceRow(wraps=True)
        self.areas, self._current = Tabs(), ""
        self.summary, self.search = Paragraph("", "cap"), FindBox()
        self.add_button = Button(icon="plus")
        self.form = EntryForm(ENTRIES, title=marked("New premises"))
        self.chosen_title, self.facts = Label("", "lead"), Facts()
        self.kind_card, self.find_card = Card(spacing="xs"), Card()
        self.form_card, self.chosen_card = Card(), Card()
        self._build()
        self._connect()
        self.show_new()
        self.retranslate()

    def _build(self) -> None:
        for widget in (self.kind_caption, self.areas, self.kinds, self.summary):
            self.kind_card.body.addWidget(widget)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.add_button)
        self.find_card.body.addWidget(self.search)
        self.find_card.body.addLayout(line)
        self.form_card.body.addWidget(self.form)
        self.chosen_card.body.addWidget(self.chosen_title)
        self.chosen_card.body.addWidget(self.facts)
        for card in (self.kind_card, self.find_card, self.form_card, self.chosen_card):
            self.body.addWidget(card)
        self.build_frame()

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._on_kind)
        self.areas.chosen.connect(self._on_area)
        self.search.searched.connect(self.searched)
        self.search.picked.connect(self.picked)
        self.add_button.setAutoDefault(True)
        self.add_button.clicked.connect(self.start_form)
        self.form.saved.connect(self.saved)
        self.form.cancelled.connect(self._close_form)

    def set_kinds(self, kinds: Sequence[InspectionKind], current: str) -> None:
        """Offer these kinds, by their areas; the area of the current one is open."""
        self._kinds = tuple(kinds)
        self._mark(current)

    def _mark(self, current: str) -> None:
        """Make a kind the current one and open its area."""
        self._current = current
        self._open(next((k.area for k in self._kinds if k.key == current), Area.MARKET))

    def _open(self, area: Area) -> None:
        """Show the kinds of an area; the current one stays current, wherever it stands."""
        language = current_language()
        here = {kind.area for kind in self._kinds}
        tabs = [(a.value, t.in_language(language)) for a, t in AREAS.items() if a in here]
        self.areas.set_tabs(tabs, area.value)
        shown = [kind for kind in self._kinds if kind.area is area]
        self.kinds.set_choices([(k.key, k.title.in_language(language)) for k in shown])
        self.kinds.set_current(self._current)
        self._summarise()

    def _on_area(self, key: str) -> None:
        self._open(Area(key))

    def _on_kind(self, key: str) -> None:
        self._current = key
        self._summarise()
        self.kind_chosen.emit(key)

    def _summarise(self) -> None:
        """Say what the current kind is, by its name too where another area is open."""
        language = current_language()
        found = next((k for k in self._kinds if k.key == self._current), None)
        words = found.summary.in_language(language) if found else ""
        if found is not None and found.area.value != self.areas.chosen_key():
            words = f"{found.title.in_language(language)}: {words}"
        self.summary.set_text(words)

    def kind(self) -> str:
        """Return the chosen kind's key."""
        return self._current

    def show_hits(self, text: str, hits: Sequence[Hit]) -> None:
        """Show what was found for this text."""
        if text != self.search.text():
            return
        self.search.hits.show_hits(hits)
        nothing = _("Nothing found. Add it below; nothing typed is lost.")
        self.search.nothing.set_text(nothing if text and not hits else "")
        self.search.nothing.setVisible(bool(text) and not hits)
        self.search.answered(text, len(hits))

    def show_new(self) -> None:
        """Show the search, for an inspection that is not open yet."""
        self._premises = None
        self._show(choosing=True)

    def show_inspection(self, inspection: Inspection) -> None:
        """Show the premises of an open inspection; the search while it has none."""
        self._premises = inspection.premises
        self._mark(inspection.kind)
        self._show(choosing=inspection.premises is None)
        self._tell()

    def _show(self, *, choosing: bool) -> None:
        self.kinds.setEnabled(choosing)
        self.areas.setEnabled(choosing)
        self._adding = self._adding and choosing
        self.find_card.setVisible(choosing and not self._adding)
        self.form_card.setVisible(self._adding)
        self.chosen_card.setVisible(not choosing)
        self.next_button.setVisible(not choosing)

    def _tell(self) -> None:
        place = self._premises
        if place is None:
            return
        self.chosen_title.setText(place.name)
        self.facts.show_pairs(
            (
                (_("Market"), place.market),
                (_("Stall or shop number"), place.stall),
                (_("Address"), place.address),
                (_("Unified social credit code"), place.credit_code),
                (_("Person in charge"), place.responsible_person),
                (_("Phone"), place.phone),
                (_("Administrative division code"), place.scope),
            )
        )

    def start_form(self) -> None:
        """Open the form, with what was searched for as the name or the code."""
        text = self.search.text()
        if text and not self.form.fields["name"].text():
            is_code = text.isascii() and len(text) > 8
            self.form.set_values({"credit_code" if is_code else "name": text})
        self._adding = True
        self._show(choosing=True)
        self.form.enter()

    def _close_form(self) -> None:
        self._adding = False
        self._show(choosing=True)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def form_refused(self, errors: Mapping[str, str], warning: str = "") -> None:
        """Show what is wrong with the form."""
        self.form.set_errors(errors, warning)

    def form_accepted(self) -> None:
        """Empty and close the form: the entry is in the register."""
        self.form.clear()
        self._adding = False
        self._show(choosing=self._premises is None)

    def enter(self) -> None:
        """Go to the search, or on."""
        if self._premises is None:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().enter()

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        super().retranslate()
        self.heading.setText(_("Premises"))
        self.hint.set_text(_("Type a code or a name, or scan the QR label; Enter takes the first."))
        self.kind_caption.setText(_("Kind of inspection"))
        self._open(Area(self.areas.chosen_key() or Area.MARKET.value))
        self.areas.setAccessibleName(_("Kinds by area"))
        self.search.field.set_caption(_("Find premises or an instrument"))
        self.search.field.set_placeholder(_("Code, name, stall, instrument number or scanned text"))
        self.search.hits.setAccessibleName(_("Found"))
        self.add_button.setText(_("Add premises"))
        self._tell()
