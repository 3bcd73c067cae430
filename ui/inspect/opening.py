"""Opens the port of the instrument that was chosen, as its saved profile says: no detection.

An adapter is known by VID:PID with its serial number or USB socket. Whatever is read already stays:
nobody's port is taken over, and nothing is opened a second time for the same choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.instrument import InstrumentProfile
from inspector_app.services.plan_inspection import InspectionView
from inspector_app.services.ports import Storage
from inspector_app.words import current_language
from ui.inspect.model import is_open
from ui.live_instrument import LinkSettings, LinkState, LiveInstrument
from ui.task_runner import TaskRunner

if TYPE_CHECKING:  # drivers and ports load when a profile asks for them, not with the first window
    from serial_drivers.ports.port_list import PortInfo

LOOK_MS = 1000

ListPorts = Callable[[], "Iterable[PortInfo]"]
"""Asks the system for its ports; runs off the UI thread."""


def system_ports() -> Iterable[PortInfo]:
    """Return the ports of this machine."""
    from serial_drivers.ports.port_list import PortList

    return PortList().all()


class Opening(QObject):
    """Waits for the adapter of the chosen instrument for as long as nothing is read."""

    def __init__(
        self,
        storage: Storage,
        runner: TaskRunner,
        live: LiveInstrument,
        ports: ListPorts,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._storage, self._runner, self._live, self._ports = storage, runner, live, ports
        self._chosen = ""
        self._profile: InstrumentProfile | None = None
        self._looks = False
        self._clockwork = QTimer(self)
        self._clockwork.setInterval(LOOK_MS)
        self._clockwork.timeout.connect(self.look)

    def show(self, view: InspectionView) -> None:
        """Take a new state of the inspection; another instrument means another profile."""
        found = view.inspection.instrument or view.inspection.measuring_instrument
        chosen = found.instrument_id if found is not None and is_open(view.inspection) else ""
        if chosen == self._chosen:
            return
        self.forget()
        self._chosen = chosen
        if chosen:
            registry = self._storage.registry
            self._runner.run(
                lambda: registry.instrument(chosen) or registry.measuring_instrument(chosen),
                lambda one: self._take(chosen, one.profile if one is not None else None),
            )

    def forget(self) -> None:
        """Wait for nothing any more."""
        self._clockwork.stop()
        self._chosen, self._profile = "", None

    def _take(self, chosen: str, profile: InstrumentProfile | None) -> None:
        if chosen != self._chosen or profile is None or not profile.port_hint:
            return
        self._profile = profile
        self._clockwork.start()
        self.look()

    @Slot()
    def look(self) -> None:
        """Ask the system for its ports, off the UI thread, unless something is read."""
        if self._live.status.state is LinkState.CLOSED and not self._looks:
            self._looks = True
            self._runner.run(self._ports, self._on_ports, self._on_failed, storage=False)

    def _on_failed(self, _failure: Exception) -> None:
        self._looks = False

    def _on_ports(self, found: Iterable[PortInfo]) -> None:
        self._looks = False
        profile = self._profile
        if profile is None or self._live.status.state is not LinkState.CLOSED:
            return
        here = next((info for info in found if info.adapter == profile.port_hint), None)
        if here is None:
            return
        self._clockwork.stop()
        self._profile = None
        settings = settings_by(profile, here)
        if settings is not None:
            self._live.connect_port(settings)


def settings_by(profile: InstrumentProfile, info: PortInfo) -> LinkSettings | None:
    """Return how to read a port as a profile says, None for one of a newer version."""
    from serial_drivers.catalog import find_driver
    from serial_drivers.line import parse_line

    try:
        driver = find_driver(profile.protocol)
        line = parse_line(profile.line) if profile.line else driver.line
    except InspectorError:
        return None
    return LinkSettings(
        port=info.device,
        protocol=driver.key,
        line=str(line),
        unit=profile.unit,
        title=driver.title.in_language(current_language()),
        adapter=info.adapter,
        detection=f"{driver.key} at {line}: as the instrument's profile says",
    )
