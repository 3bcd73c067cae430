"""A cable is pulled and comes back under another name: the same adapter, the same instrument."""

from __future__ import annotations

import sys

import pytest

from serial_drivers.ports import reopening
from serial_drivers.ports.listening import listen
from serial_drivers.ports.port_events import IndicationReceived, Lost, Opened, PortEvent
from serial_drivers.ports.port_list import PortInfo
from serial_drivers.ports.port_loop import settings_for
from serial_drivers.simulators import ScaleNature, SimulatedScale

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
SOCKET = "1-2"


class Listed:
    """The system's list: our adapter at one name, another adapter at the old one."""

    ports: tuple[PortInfo, ...] = ()

    def all(self) -> tuple[PortInfo, ...]:
        return self.ports


def ch340(device: str, socket: str) -> PortInfo:
    return PortInfo(device=device, vid=0x1A86, pid=0x7523, location=socket)


def calm_scale(load: str) -> SimulatedScale:
    scale = SimulatedScale("yaohua-tf0", nature=ScaleNature(noise=0.0, settling_s=0.05))
    scale.put(load)
    scale.start()
    return scale


def test_reading_goes_on_at_the_new_name_and_never_at_the_old_ones_new_owner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, after = calm_scale("5"), calm_scale("7")
    old, adapter = before.path, f"1a86:7523:{SOCKET}"
    listed, seen = Listed(), list[PortEvent]()
    monkeypatch.setattr(reopening, "PortList", lambda: listed)

    def take(event: PortEvent) -> None:
        seen.append(event)
        values = [str(e.indication.value) for e in seen if isinstance(e, IndicationReceived)]
        if values[-1:] == ["5.000"] and not listed.ports:
            listed.ports = (ch340(old, "1-4"), ch340(after.path, SOCKET))
            before.unplug()

    def is_over() -> bool:
        last = seen[-1] if seen else None
        return isinstance(last, IndicationReceived) and str(last.indication.value) == "7.000"

    try:
        settings = settings_for(before.driver, old, adapter=adapter)
        listen(settings, before.driver, take, is_over)
    finally:
        before.stop()
        after.stop()
    assert [event.device for event in seen if isinstance(event, Opened)] == [old, after.path]
    assert [event.reason for event in seen if isinstance(event, Lost)] == ["port_lost"]
    sessions = [e.indication.session_id for e in seen if isinstance(e, IndicationReceived)]
    assert len(set(sessions)) == 2
