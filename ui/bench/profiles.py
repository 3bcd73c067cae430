"""Saves what the bench found out as an instrument's profile. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.instrument import InstrumentProfile
from inspector_app.services.ports import InstrumentRow
from inspector_app.services.register_instrument import SaveProfile
from inspector_app.services.workplace import Workplace
from ui.bench.model import PortEntry
from ui.task_runner import TaskRunner

_MOST_HITS = 20


def profile_of(entry: PortEntry, unit: str | None) -> InstrumentProfile | None:
    """Return the profile of a recognised port, None before it is recognised."""
    driver, settings = entry.driver, entry.settings
    if driver is None or settings is None:
        return None
    return InstrumentProfile(
        protocol=driver.key,
        line=settings.line or str(driver.line),
        unit=unit,
        port_hint="" if entry.is_replay else entry.info.adapter,
        detection=entry.reason or settings.detection,
    )


class BenchProfiles(QObject):
    """Signals: found(text, rows), saved(name), refused(failure)."""

    found = Signal(str, object)
    saved = Signal(str)
    refused = Signal(object)

    def __init__(
        self, workplace: Workplace, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._runner = workplace, runner

    def search(self, text: str) -> None:
        """Look instruments up by name, number or place; an empty text lists the first ones."""
        registry = self._workplace.storage.registry

        def show(rows: Sequence[InstrumentRow]) -> None:
            self.found.emit(text, rows)

        self._runner.run(lambda: registry.list_instruments(text, limit=_MOST_HITS), show)

    def save(self, instrument_id: str, name: str, profile: InstrumentProfile) -> None:
        """Keep the profile for every later visit."""
        place = self._workplace
        use_case = SaveProfile(place.storage.log, place.storage.registry, place.scope)

        def refused(failure: Exception) -> None:
            if not isinstance(failure, InspectorError):
                raise failure
            self.refused.emit(failure)

        self._runner.run(
            lambda: use_case(instrument_id, profile), lambda _none: self.saved.emit(name), refused
        )
