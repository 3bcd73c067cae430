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
    another instrument and is left alone. Ports without an adapter keep their name. Where several
    adapters give themselves the same number, only the one in the same socket is the same.
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
        self._socket: str | None = None
        self._has_twins = False
        self.device = settings.device

    def __call__(self) -> Transport:
        """Open it. Raises PortUnavailable."""
        has_adapter = self._settings.adapter not in ("", self._settings.device)
        if has_adapter and self._was_open:
            self.device = self._now()
        transport = self._open(self.device, self._settings.line)
        if has_adapter and not self._was_open:
            self._look_around()
        self._was_open = True
        return transport

    def _alike(self) -> list[PortInfo]:
        return [info for info in self._listed() if info.adapter == self._settings.adapter]

    def _look_around(self) -> None:
        """Remember the socket, and whether another adapter there says the same of itself."""
        alike = self._alike()
        own = (info.location for info in alike if info.device == self.device)
        self._socket, self._has_twins = next(own, None), len(alike) > 1

    def _now(self) -> str:
        alike = self._alike()
        if self._has_twins or len(alike) > 1:
            alike = [info for info in alike if self._is_in_place(info)]
        if not alike:
            raise PortUnavailable("port_missing", device=self.device)
        return alike[0].device

    def _is_in_place(self, info: PortInfo) -> bool:
        if self._socket is None:  # a worker after one that died does not know it: the name holds
            return info.device == self.device
        return info.location == self._socket
