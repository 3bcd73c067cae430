"""What the register page asks of the storage, and what it is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.exceptions import DomainRuleBroken, InputInvalid
from inspector_app.domain.instrument import ReferenceWeightSet
from inspector_app.domain.quantities import Mass
from inspector_app.services.ports import InspectionRow, InstrumentRow
from inspector_app.services.register_weight_set import RegisterWeightSet
from inspector_app.services.workplace import Workplace
from ui.registry.model import PAGE, InstrumentModel
from ui.task_runner import TaskRunner

FILTERS = ("", "due_soon", "overdue", "failed")
TYPING_PAUSE_MS = 150


class RegistryPresenter(QObject):
    """Signals: counted({filter: n}), history_ready(rows), weights_ready(sets), refused(failure)
    of a form, accepted.
    """  # noqa: D205 - the signals are the summary

    counted = Signal(object)
    history_ready = Signal(object)
    weights_ready = Signal(object)
    refused = Signal(object)
    accepted = Signal()

    def __init__(self, workplace: Workplace, runner: TaskRunner, model: InstrumentModel) -> None:
        super().__init__()
        self._workplace, self._registry = workplace, workplace.storage.registry
        self._runner, self._model = runner, model
        self._text, self._status = "", ""
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.refresh)

    def set_text(self, text: str) -> None:
        """Filter by name, number or place, once the person stops typing."""
        self._text = text.strip()
        self._typing.start()

    def set_status(self, status: str) -> None:
        """Filter by status; `` shows all."""
        self._status = status
        self.refresh()

    def refresh(self) -> None:
        """Count again and show the first page."""
        text, status, registry = self._text, self._status, self._registry

        def count() -> dict[str, int]:
            return {name: registry.count_instruments(text, name) for name in FILTERS}

        def show(counts: dict[str, int]) -> None:
            if (text, status) == (self._text, self._status):
                self._model.reset_to(counts[status], self._fetcher(text, status))
                self.counted.emit(counts)

        self._runner.run(count, show)
        self._runner.run(registry.weight_sets, self._show_weights)

    def _fetcher(
        self, text: str, status: str
    ) -> Callable[[int, Callable[[Sequence[InstrumentRow]], None]], None]:
        def fetch(offset: int, deliver: Callable[[Sequence[InstrumentRow]], None]) -> None:
            self._runner.run(
                lambda: self._registry.list_instruments(text, status, offset=offset, limit=PAGE),
                deliver,
            )

        return fetch

    def ask_history(self, instrument_id: str) -> None:
        """Fetch an instrument's inspections for the detail panel."""
        self._runner.run(lambda: self._registry.inspections_of(instrument_id), self._show_history)

    def register_weights(self, values: dict[str, str]) -> None:
        """Register a set from the form's texts; a refusal names its field."""
        place = self._workplace

        def work() -> ReferenceWeightSet:
            use_case = RegisterWeightSet(
                place.storage.log, place.clock, place.ids, place.rules, place.scope
            )
            return use_case(_weight_set(values))

        self._runner.run(work, self._on_registered, self._on_refused)

    def _on_registered(self, _one: ReferenceWeightSet) -> None:
        self.accepted.emit()
        self.refresh()

    def _on_refused(self, failure: Exception) -> None:
        if not isinstance(failure, DomainRuleBroken):
            raise failure
        self.refused.emit(failure)

    def _show_history(self, rows: Sequence[InspectionRow]) -> None:
        self.history_ready.emit(rows)

    def _show_weights(self, sets: tuple[ReferenceWeightSet, ...]) -> None:
        self.weights_ready.emit(sets)


def _weight_set(values: dict[str, str]) -> ReferenceWeightSet:
    """Return the set that the form's texts describe. Raises InputInvalid naming the field."""
    try:
        until = date.fromisoformat(values["valid_until"])
    except ValueError:
        raise InputInvalid("not_a_date", field="valid_until", value=values["valid_until"]) from None
    parts = [part for part in re.split(r"[,;，；、]+", values["pieces"]) if part.strip()]
    return ReferenceWeightSet(
        weight_set_id="",
        name=values["name"],
        accuracy_class=values["accuracy_class"],
        pieces=tuple(Mass.parse(" ".join(_spaced(part))) for part in parts),
        certificate_number=values["certificate_number"],
        valid_until=until,
        serial_number=values["serial_number"],
        issuer=values["issuer"],
    )


def _spaced(text: str) -> tuple[str, str]:
    """Return number and unit of `5kg` or `5 kg`."""
    found = re.fullmatch(r"\s*([0-9.]+)\s*([A-Za-z]*)\s*", text)
    if found is None:
        raise InputInvalid("not_a_number", field="pieces", value=text.strip()[:40])
    return found[1], found[2] or "g"
