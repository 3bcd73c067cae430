"""Frames by the million, whole and damaged, for each family of framers; what is believed of them.

A checked frame with a wrong checksum never gives a value. Where a protocol has no checksum, a
changed digit cannot be noticed by anybody; there a value's digits have to stand together in bytes
that were sent together: nothing is stitched from two frames or left over from one before.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from inspector_app.domain.indication import Indication
from serial_drivers.catalog import drivers, find_driver
from serial_drivers.driver import Decoded
from serial_drivers.framing import BUFFER_LIMIT, FixedLayout, MarkedShape
from tests.helpers.line_fire import PASSES, Report, family_of, fire

FAMILIES = sorted({family_of(driver) for driver in drivers()})
IN_THE_GATE, IN_TORTURE = 20_000, 1_000_000


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(
    "count",
    [
        IN_THE_GATE,
        pytest.param(IN_TORTURE, marks=[pytest.mark.slow, pytest.mark.timeout(3600)]),
    ],
)
def test_no_damage_makes_a_wrong_value(family: str, count: int) -> None:
    members = [driver for driver in drivers() if family_of(driver) == family]
    share = -(-count // len(members))
    reports = {driver.key: fire(driver, share, f"{family} {count}") for driver in members}
    print(f"{family}: {', '.join(f'{key} {told(each)}' for key, each in reports.items())}")
    assert sum(each.sent for each in reports.values()) >= count
    assert [wrong for each in reports.values() for wrong in each.wrong] == []
    for key, each in reports.items():
        assert each.most_held <= BUFFER_LIMIT, key
        assert each.values > each.sent // 10, f"{key}: hardly a good frame was found"
        assert each.problems > each.sent // 10, f"{key}: hardly a damage was told"


def told(report: Report) -> str:
    return (
        f"{report.sent} sent, {report.damaged} damaged, {report.values} values,"
        f" {report.collisions} with a right checksum by chance, {report.most_held} bytes held"
    )


def test_each_checksum_is_known_to_the_judge() -> None:
    assert {driver.key for driver in drivers() if driver.has_checksum} <= set(PASSES)


def test_the_judge_sees_a_driver_that_takes_any_checksum() -> None:
    driver = find_driver("yaohua-tf0")
    shape = driver.new_shape()
    assert isinstance(shape, MarkedShape)
    layout = shape.measure.__self__  # type: ignore[attr-defined]
    careless = FixedLayout(layout.layouts, lambda _frame: None)
    report = fire(
        replace(driver, new_shape=lambda: MarkedShape(2, careless.measure, careless.measure_end)),
        2_000,
        "careless",
    )
    assert any("wrong checksum" in wrong for wrong in report.wrong)


def test_the_judge_sees_a_value_whose_digits_were_not_sent() -> None:
    driver = find_driver("mt-sics")

    def stale(frame: bytes) -> Decoded:
        (said,) = driver.decode(frame)
        is_measured = isinstance(said, Indication) and said.value is not None
        return (Indication(value=Decimal("777.777"), raw=frame),) if is_measured else (said,)

    report = fire(replace(driver, decode=stale), 500, "stale")
    assert any("other digits" in wrong for wrong in report.wrong)
