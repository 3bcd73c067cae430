"""Fuel dispensers: the tax port is listened to, the buses of pumps are not touched."""

from __future__ import annotations

from decimal import Decimal

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
    assert [item.extra("nozzle") for item in said] == [2, 2, 2]
    assert [str(item.value) for item in said] == ["None", "12345.67", "None"]


def total(litres: str, *, mode: bytes = b"\x00\x00") -> bytes:
    """Return the collector's question for nozzle 1 and the answer with this total."""
    digits = f"{int(Decimal(litres) * 100):012d}".encode()
    return framed(b"\xff\x89\x01" + mode) + framed(b"\xff\x89\x00" + digits + b"0" * 12)


def delivery(time: str, litres: str, *, nozzle: bytes = b"\x01") -> bytes:
    """Return the question for the newest delivery and its answer, at 7.50 a litre."""
    volume = int(Decimal(litres) * 100)
    figures = f"23{time}{volume:06d}{volume * 15 // 2:06d}0750".encode()
    return framed(b"\xff\x86" + nozzle + b"\x00") + framed(b"\xff\x86\x00" + figures)


def heard(*pieces: bytes) -> list[Indication]:
    """Return the answers among what a session hears."""
    seen = find_driver("cn-tax-dispenser").new_reader().feed(b"".join(pieces))
    said = [item for item in seen if isinstance(item, Indication)]
    return [item for item in said if item.extra("answer")]


def test_a_delivery_is_told_exactly_and_is_not_the_reading() -> None:
    (said,) = heard(delivery("1015", "10.50"))
    assert said.value is None
    assert dict(said.extras) == {
        "answer": "delivery",
        "volume": "10.50",
        "amount": "78.75",
        "price": "7.50",
        "day": "23",
        "time": "10:15",
        "status": "00",
        "nozzle": 1,
    }


def test_a_total_says_by_how_much_it_rose_and_what_was_delivered_meanwhile() -> None:
    old, new = delivery("1015", "10.00"), delivery("1020", "20.00")
    said = heard(total("1000.00"), old, old, new, new, total("1020.00"), total("1019.50"))
    told = [(one.extra("total_rise"), one.extra("deliveries_heard")) for one in said]
    assert told == [(None, None)] * 5 + [("20.00", "20.00"), ("19.50", "20.00")]


def test_other_nozzles_and_other_totals_are_not_mixed() -> None:
    others = (delivery("1015", "1.00", nozzle=b"\x02"), delivery("1016", "2.00", nozzle=b"\x02"))
    said = heard(total("1000.00"), *others, total("7.00", mode=b"\x01\x00"), total("1000.00"))
    assert [one.extra("total_rise") for one in said] == [None] * 5


@pytest.mark.parametrize("rest", [b"", b"01" + b"9" * 19])
def test_tax_information_names_the_port(rest: bytes) -> None:
    (said,) = heard(framed(b"\xff\x83\x00" + b"A123456789" + rest))
    assert (said.extra("answer"), said.extra("serial")) == ("tax_info", "A123456789")


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
