"""Saves what the bench found out as an instrument's profile. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.indication import Indication
from inspector_app.domain.instrument import InstrumentProfile, WeighingInstrument
from inspector_app.services.ports import InstrumentRow
from inspector_app.services.profile_versions import ProfileVersion, profile_versions
from inspector_app.services.register_instrument import SaveProfile
from inspector_app.services.workplace import Workplace
from ui.bench.ports.model import PortEntry
from ui.task_runner import TaskRunner

_MOST_HITS = 20


def profile_of(
    entry: PortEntry,
    unit: str | None,
    seen: Indication | None = None,
    instrument: WeighingInstrument | None = None,
) -> InstrumentProfile | None:
    """Return the profile of a recognised port, None before it is recognised.

    seen: an indication, for the decimals of the display. instrument: for which, for its e.
    """
    driver, settings = entry.driver, entry.settings
    if driver is None or settings is None:
        return None
    e = instrument.verification_scale_interval if instrument is not None else None
    return InstrumentProfile(
        protocol=driver.key,
        line=settings.line or str(driver.line),
        unit=unit,
        port_hint="" if entry.is_replay else entry.info.adapter,
        detection=entry.reason or settings.detection,
        decimal_places=decimals_of(seen),
        verification_interval=e,
    )


def decimals_of(seen: Indication | None) -> str:
    """Return the digits behind the point of what a display shows, empty if it shows no value."""
    exponent = seen.value.as_tuple().exponent if seen is not None and seen.value is not None else ""
    return str(max(0, -exponent)) if isinstance(exponent, int) else ""


class BenchProfiles(QObject):
    """Signals: found(text, rows), versions_found(id, versions), saved(name), refused(failure)."""

    versions_found = Signal(str, object)
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

    def ask_versions(self, instrument_id: str) -> None:
        """Look up what was saved for an instrument before."""
        log = self._workplace.storage.log

        def show(versions: Sequence[ProfileVersion]) -> None:
            self.versions_found.emit(instrument_id, versions)

        self._runner.run(lambda: profile_versions(log, instrument_id), show)

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
