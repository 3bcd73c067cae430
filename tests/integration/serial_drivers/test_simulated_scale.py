"""The simulator as a person starts it, and on a port that was given to it."""

from __future__ import annotations

import sys
from decimal import Decimal

import pytest

from inspector_app.domain.exceptions import InputInvalid, PortUnavailable
from inspector_app.domain.indication import Indication
from serial_drivers.catalog import find_driver
from serial_drivers.simulators import (
    ScaleNature,
    SimulatedScale,
    parse_script,
    run_simulator,
)
from serial_drivers.simulators.pty_port import PtyPort

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")


def test_a_script_is_played_and_each_act_is_told() -> None:
    told: list[str] = []
    script = "at 0 put 200 g\ntare\nunplug\nreplug\ngain 1.01\nat 0.1 stop\n"
    assert run_simulator("yaohua-tf0", None, script, say=told.append) == 0
    assert told[0].startswith("yaohua-tf0 on ")
    assert told[1:] == ["put 200 g", "tare", "unplug", "replug", "gain 1.01", "stop"]


def test_a_running_scale_takes_a_fault_from_its_script() -> None:
    wire = PtyPort("given")
    script = parse_script("interval 100 g\nput 5.02 kg\n")
    nature = ScaleNature(noise=0.0, settling_s=0.05)
    scale = SimulatedScale("yaohua-tf0", port=wire.path, nature=nature, script=script)
    scale.start()
    reader = scale.driver.new_reader()
    seen: set[str] = set()
    try:
        while "5.000" not in seen:
            items = reader.feed(wire.read(5))
            seen |= {str(item.value) for item in items if isinstance(item, Indication)}
    finally:
        scale.stop()
        wire.close()
    assert all(Decimal(value) % Decimal("0.1") == 0 for value in seen)


def test_an_unknown_protocol_or_port_is_refused_before_anything_starts() -> None:
    with pytest.raises(InputInvalid):
        run_simulator("morse", None, "", say=lambda _: None)
    with pytest.raises(PortUnavailable):
        run_simulator("mt-sics", "/dev/no-such-port", "", say=lambda _: None)


def test_on_a_given_port_the_scale_speaks_there() -> None:
    wire = PtyPort("given")
    scale = SimulatedScale(
        "st-gs-generic", port=wire.path, nature=ScaleNature(interval=Decimal("0.01"))
    )
    scale.start()
    reader = find_driver("st-gs-generic").new_reader()
    seen: list[object] = []
    try:
        while not seen:
            seen += [item for item in reader.feed(wire.read(5)) if isinstance(item, Indication)]
    finally:
        scale.stop()
        wire.close()
    assert isinstance(seen[0], Indication)
    assert str(seen[0].value) == "0.00"


def test_the_port_keeps_its_name_through_unplugging() -> None:
    port = PtyPort()
    name = port.path
    port.unplug()
    port.replug()
    assert port.path == name
    port.write(b"x")
    port.close()
