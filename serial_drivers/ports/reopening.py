"""Opens a port, and opens it again where its adapter is now: names change, adapters do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from inspector_app.domain.exceptions import PortUnavailable
from serial_drivers.driver import SerialLine
from serial_drivers.ports.port_list import PortInfo, PortList
from serial_drivers.ports.port_loop import PortSettings
from serial_drivers.ports.transport import Transport, open_transport


class PortOpener:
    """Opens one port time after time. `device`: the name it was opened by last.

    At first the port is taken as it is named. After a gap the system's list says where the same
    VID:PID with the same serial number or socket is; what else has got the old name meanwhile is
    another instrument and is left alone. Ports without an adapter keep their name.
    """

    def __init__(
        self,
        settings: PortSettings,
        *,
        listed: Callable[[], Iterable[PortInfo]] = lambda: PortList().all(),
        open_: Callable[[str, SerialLine], Transport] = open_transport,
        was_open: bool = False,
    ) -> None:
        self._settings, self._listed, self._open = settings, listed, open_
        self._was_open = was_open
        self.device = settings.device

    def __call__(self) -> Transport:
        """Open it. Raises PortUnavailable."""
        if self._was_open and self._settings.adapter not in ("", self._settings.device):
            self.device = self._now()
        transport = self._open(self.device, self._settings.line)
        self._was_open = True
        return transport

    def _now(self) -> str:
        for info in self._listed():
            if info.adapter == self._settings.adapter:
                return info.device
        raise PortUnavailable("port_missing", device=self.device)
