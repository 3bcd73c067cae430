"""Adding premises or an instrument beside the table, without a check."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from inspector_app.services.workplace import Workplace
from inspector_app.words import gettext as _
from inspector_app.words import marked
from ui.inspect import instrument_step, premises_step
from ui.inspect.entry_form import EntryForm
from ui.inspect.registering import Registering
from ui.task_runner import TaskRunner
from ui.widgets.card import Card
from ui.widgets.paragraph import Paragraph
from ui.widgets.see_through import see_through


class AddingCard(Card):
    """The two forms in the place of the detail. Signals: added(id), closed."""

    added = Signal(str)
    closed = Signal()

    def __init__(
        self, workplace: Workplace, runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._scope = workplace.scope
        self._place: tuple[str, str] | None = None
        self._registering = Registering(workplace, runner, self)
        self._where = Paragraph("", "dense")
        self.premises = EntryForm(premises_step.ENTRIES, title=marked("New premises"), columns=1)
        self.instrument = EntryForm(
            instrument_step.ENTRIES,
            title=marked("New instrument"),
            switch=("price_computing", marked("Computes the price")),
            columns=2,
        )
        self._build()
        self._connect(runner)
        self.hide()

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._where, self.premises, self.instrument):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = see_through(QScrollArea(), inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(scroll, 1)

    def _connect(self, runner: TaskRunner) -> None:
        entering = self._registering
        self.premises.saved.connect(entering.add_premises)
        self.instrument.saved.connect(self._on_instrument)
        entering.premises_refused.connect(self.premises.set_errors)
        entering.instrument_refused.connect(self.instrument.set_errors)
        entering.premises_added.connect(self._on_premises_added)
        entering.instrument_added.connect(self._on_instrument_added)
        entering.failed.connect(runner.failed)
        for form in (self.premises, self.instrument):
            form.cancelled.connect(self._close)

    def open_for(self, place: tuple[str, str] | None, *, is_place: bool) -> None:
        """Open a form. place: id and name of the premises a new instrument belongs to."""
        self._place = place
        self.premises.setVisible(is_place)
        self.instrument.setVisible(not is_place)
        form = self.premises if is_place else self.instrument
        form.clear()
        if is_place:
            form.set_values({"scope": self._scope})
        self._tell()
        self.show()
        form.enter()

    def _on_instrument(self, values: dict[str, str]) -> None:
        self._registering.add_instrument(values, self._place[0] or None if self._place else None)

    def _on_premises_added(self, premises_id: str) -> None:
        """Go on with the instrument: a place is entered for the sake of one."""
        name = self.premises.values()["name"]
        self.added.emit(premises_id)
        self.open_for((premises_id, name), is_place=False)

    def _on_instrument_added(self, instrument_id: str) -> None:
        self.added.emit(instrument_id)
        self._close()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def _tell(self) -> None:
        name = self._place[1] if self._place else ""
        words = _("Belongs to {premises}.").format(premises=name) if name else ""
        self._where.set_text(words)
        self._where.setVisible(bool(name) and self.instrument.isVisibleTo(self))

    def retranslate(self) -> None:
        """Say it in the language in use."""
        self._tell()
