"""Fuel dispensers: the tax port is listened to, the buses of pumps are not touched."""

from __future__ import annotations

import pytest

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import Indication
from inspector_app.words import Words, failures
from serial_drivers.catalog import PUMP_BUSES, drivers, find_driver
from serial_drivers.decoding import decode_vectors
from serial_drivers.drivers.cn_tax_dispenser import framed
from tests.unit.serial_drivers.test_port_loop import FakeWorld

TOTAL = framed(b"\xff\x89\x01000001234567000009876543")


def test_nothing_is_ever_sent_to_a_tax_port() -> None:
    world = FakeWorld("cn-tax-dispenser", [b"", TOTAL, b""])
    world.orders = [TOTAL, framed(b"\xff\x83\x01")]
    world.run()
    assert world.written == []
    driver = find_driver("cn-tax-dispenser")
    assert driver.commands.harmless == ()
    assert driver.commands.question is None


def test_a_collector_and_its_dispenser_are_heard_together() -> None:
    asked = framed(b"\xff\x89\x02\x00\x01")
    seen = find_driver("cn-tax-dispenser").new_reader().feed(b"\x00" + asked + TOTAL + asked)
    said = [item for item in seen if isinstance(item, Indication)]
    assert [item.extra("nozzle") for item in said] == [2, None, 2]
    assert [str(item.value) for item in said] == ["None", "12345.67", "None"]


@pytest.mark.parametrize("key", PUMP_BUSES)
def test_a_bus_of_pumps_is_refused_with_its_reason(key: str) -> None:
    with pytest.raises(InputInvalid) as refused:
        find_driver(key)
    assert refused.value.code == "pump_bus"
    for language in ("zh_CN", "en"):
        advice = failures.explain(refused.value, Words(language))
        assert PUMP_BUSES[key] in advice.happened
        assert advice.kept
        assert advice.to_do


@pytest.mark.parametrize("key", PUMP_BUSES)
def test_no_driver_of_a_bus_of_pumps_exists_and_decoding_says_why(key: str) -> None:
    assert key not in {name for driver in drivers() for name in (driver.key, *driver.aliases)}
    (result,) = decode_vectors([{"id": "1", "protocol": key, "hex": "ff f1 f8"}])
    assert result["indications"] == []
    assert [problem["kind"] for problem in result["problems"]] == ["pump_bus"]
