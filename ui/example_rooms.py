"""What the example brings beside its market: a simulated scale, its window, and an office."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector_app.domain.quantities import Mass
from inspector_app.words import gettext as _
from ui.live_instrument import LinkSettings
from ui.parts import HouseParts
from ui.sync_bridge import SyncBridge

if TYPE_CHECKING:
    from serial_drivers.simulators import SimulatedScale
    from ui.example_sync import ExampleSync

PROTOCOL = "yaohua-tf0"


class ExampleRooms(QObject):
    """Started with the rooms of the example, closed with them."""

    def __init__(self, application: HouseParts, sync: SyncBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._application, self._sync = application, sync
        self.scale: SimulatedScale | None = None
        self._window: QWidget | None = None
        self._office: ExampleSync | None = None

    def start(self, data_folder: Path) -> None:
        """Start the scale; with a person before the screen its window and the office too."""
        self._start_scale()
        if self._application.attended:
            self._start_office(data_folder / "office")

    def _start_scale(self) -> None:
        from serial_drivers.simulators import ScaleNature, SimulatedScale

        gain = Decimal(self._application.scale_gain)
        nature = ScaleNature(maximum=Decimal(30), interval=Decimal("0.010"), gain=gain)
        self.scale = SimulatedScale(PROTOCOL, nature=nature)
        self.scale.start()
        if self._application.attended:
            from ui.simulator_window import SimulatorWindow

            why = _("Came with the example market")
            self.connect_scale(protocol=PROTOCOL, line="", why=why)
            window = SimulatorWindow(
                self.scale, Mass(nature.maximum, nature.unit), self._application.window
            )
            self._window = window
            window.show_beside(self._application.window)

    def _start_office(self, folder: Path) -> None:
        from ui.example_sync import ExampleSync

        self._office = ExampleSync(folder, self._sync, self._application.runner, self)
        self._office.failed.connect(
            lambda _failure: self._application.window.say(
                _("The example's office did not start; everything is kept on this laptop."),
                "offline",
            )
        )
        self._office.start()

    def connect_scale(self, *, protocol: str, line: str, why: str) -> None:
        """Read the simulated scale in this protocol. why: the reason for the choice, kept."""
        live = self._application.live
        if self.scale is not None and live is not None:
            live.connect_port(
                LinkSettings(
                    port=self.scale.path,
                    protocol=protocol,
                    line=line,
                    unit="kg",
                    title="XK3190-A9",
                    detection=why,
                )
            )

    def close(self) -> None:
        """Stop office, window and scale."""
        if self._office is not None:
            self._office.close()
        if self._window is not None:
            self._window.close()
        if self.scale is not None:
            self.scale.stop()
