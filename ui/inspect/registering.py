"""New premises and instruments on the spot: errors refuse, warnings are shown once and let pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.instrument import MeasuringInstrument
from inspector_app.services.register_instrument import RegisterInstrument
from inspector_app.services.register_measuring_instrument import (
    RegisterMeasuringInstrument,
    measuring_instrument_problems,
)
from inspector_app.services.register_premises import RegisterPremises
from inspector_app.services.validation import (
    EntryRefused,
    Problem,
    Severity,
    instrument_problems,
    premises_problems,
)
from inspector_app.services.workplace import Workplace
from inspector_app.words import failures, reasons
from inspector_app.words import gettext as _
from ui.inspect.entries import FormInvalid, Values, instrument_from, premises_from
from ui.task_runner import TaskRunner


class Registering(QObject):
    """Signals: premises_refused(errors, warning), instrument_refused(errors, warning): sentences
    by field; premises_added(id), instrument_added(id), failed(Exception).
    """  # noqa: D205 - the signals are the summary

    premises_refused = Signal(object, str)
    instrument_refused = Signal(object, str)
    measuring_instrument_refused = Signal(object, str)
    premises_added = Signal(str)
    measuring_instrument_added = Signal(str)
    instrument_added = Signal(str)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace, self._runner = workplace, runner
        self._warned: dict[str, str] = {}

    def add_premises(self, values: Values) -> None:
        """Enter a place, or say what is wrong with it."""
        work = self._workplace
        entry = premises_from(values)
        problems = premises_problems(entry, work.rules)
        if not self._passes(values, problems, self.premises_refused.emit):
            return
        case = RegisterPremises(work.storage.log, work.ids, work.rules)
        self._runner.run(
            lambda: case(entry),
            lambda place: self.premises_added.emit(place.premises_id),
            lambda failure: self._refuse(failure, self.premises_refused.emit),
        )

    def add_instrument(self, values: Values, premises_id: str | None) -> None:
        """Enter an instrument of a place, or say what is wrong with it."""
        work = self._workplace
        try:
            entry = instrument_from(values, premises_id)
        except FormInvalid as invalid:
            self.instrument_refused.emit(invalid.errors, "")
            return
        problems = instrument_problems(entry, work.rules, today=work.clock.today())
        if not self._passes(values, problems, self.instrument_refused.emit):
            return
        case = RegisterInstrument(
            work.storage.log, work.storage.registry, work.clock, work.ids, work.rules, work.scope
        )
        self._runner.run(
            lambda: case(entry),
            lambda one: self.instrument_added.emit(one.instrument_id),
            lambda failure: self._refuse(failure, self.instrument_refused.emit),
        )

    def add_measuring_instrument(self, values: Values, entry: MeasuringInstrument) -> None:
        """Enter an instrument that is no scale, or say what is wrong with it."""
        work = self._workplace
        refuse = self.measuring_instrument_refused.emit
        if not self._passes(values, measuring_instrument_problems(entry), refuse):
            return
        storage = work.storage
        case = RegisterMeasuringInstrument(storage.log, storage.registry, work.ids, work.scope)
        self._runner.run(
            lambda: case(entry),
            lambda one: self.measuring_instrument_added.emit(one.instrument_id),
            lambda failure: self._refuse(failure, refuse),
        )

    def _passes(
        self,
        values: Values,
        problems: tuple[Problem, ...],
        refuse: Callable[[Mapping[str, str], str], None],
    ) -> bool:
        """Say whether the entry may be saved; the same warnings are shown only once."""
        errors = {p.field: _sentence(p) for p in problems if p.severity is Severity.ERROR}
        warnings = [_sentence(p) for p in problems if p.severity is Severity.WARNING]
        if not errors and (not warnings or dict(values) == self._warned):
            self._warned = {}
            return True
        self._warned = {} if errors else dict(values)
        again = _("Save once more to keep it as it is.") if warnings and not errors else ""
        refuse(errors, "  ".join([*warnings, again]).strip())
        return False

    def _refuse(self, failure: Exception, refuse: Callable[[Mapping[str, str], str], None]) -> None:
        if isinstance(failure, EntryRefused):
            refuse({p.field: _sentence(p) for p in failure.problems}, "")
        elif isinstance(failure, InputInvalid):
            refuse({failure.parameters.get("field", ""): failures.sentence(failure)}, "")
        else:
            self.failed.emit(failure)


def _sentence(problem: Problem) -> str:
    return reasons.sentence(problem.reason)
