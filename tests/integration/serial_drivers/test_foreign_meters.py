"""Meters not written here, over a pair of pseudo-terminals: read by our driver in its worker."""

from __future__ import annotations

import asyncio
import queue
import sys
import threading
from collections.abc import Iterator

import pytest

from inspector_app.domain.indication import Indication
from serial_drivers.catalog import find_driver
from serial_drivers.driver import SerialLine
from serial_drivers.port_events import IndicationReceived, PortEvent
from serial_drivers.port_loop import settings_for
from serial_drivers.port_worker import PortWorker
from tests.helpers.pty_pair import PtyPair

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals", allow_module_level=True)

from dlt645 import MeterServerService
from pymodbus import FramerType
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

PATIENCE_S = 30.0
EIGHT_BITS = SerialLine(baudrate=9600)
"""Pseudo-terminals refuse some parities; the bytes are the same."""


@pytest.fixture
def cable() -> Iterator[PtyPair]:
    pair = PtyPair()
    yield pair
    pair.close()


def first(name: str, port: str, wanted: str = "value") -> Indication:
    """Return the first indication with a value (or a refusal) that the driver reads there."""
    seen: queue.SimpleQueue[PortEvent] = queue.SimpleQueue()
    worker = PortWorker(settings_for(find_driver(name), port, EIGHT_BITS), seen.put)
    worker.start()
    try:
        while True:
            event = seen.get(timeout=PATIENCE_S)
            if (
                isinstance(event, IndicationReceived)
                and getattr(event.indication, wanted) is not None
            ):
                return event.indication
    finally:
        worker.close()
        assert worker.join(PATIENCE_S)


@pytest.fixture
def meter(cable: PtyPair) -> Iterator[PtyPair]:
    """The dlt645 package's server as meter 123456781012 (it keeps addresses in wire order)."""
    service = MeterServerService.new_rtu_server(cable.theirs, 8, 1, 9600, "N", 0.05)
    service.set_address("121078563412")
    service.set_00(0x00010000, 1234.56)
    service.set_02(0x02010100, 220.5)
    service.start()
    yield cable
    service.stop()
    service.close()


@pytest.mark.parametrize(
    "name, value, unit, di",
    [
        ("dlt645-2007", "1234.56", "kWh", "00010000"),
        ("dlt645-2007@123456781012", "1234.56", "kWh", "00010000"),
        ("dlt645-2007@123456781012#voltage_a", "220.5", "V", "02010100"),
        ("dlt645-2007#voltage_a", "220.5", "V", "02010100"),
    ],
)
def test_a_foreign_dlt645_meter_is_read(
    meter: PtyPair, name: str, value: str, unit: str, di: str
) -> None:
    said = first(name, meter.ours)
    assert (str(said.value), said.unit, said.extra("di")) == (value, unit, di)
    assert said.extra("address") == "123456781012"
    assert said.raw


class ModbusServer:
    """pymodbus's own server on a loop and thread of its own."""

    def __init__(self, port: str) -> None:
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        assert self._ready.wait(PATIENCE_S)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        words = [305, 546]
        kilograms = [0, 12345]
        device = SimDevice(
            id=1,
            simdata=(
                [SimData(0, values=[0], datatype=DataType.BITS)],
                [SimData(0, values=[0], datatype=DataType.BITS)],
                [SimData(0, values=kilograms, datatype=DataType.REGISTERS)],
                [SimData(1, values=words, datatype=DataType.REGISTERS)],
            ),
        )
        self._server = ModbusSerialServer(
            device, framer=FramerType.RTU, port=self._port, baudrate=9600
        )
        serving = asyncio.create_task(self._server.serve_forever())
        self._stopped = asyncio.Event()
        self._ready.set()
        await self._stopped.wait()
        await self._server.shutdown()  # type: ignore[no-untyped-call]
        await serving

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(PATIENCE_S)


@pytest.fixture
def modbus(cable: PtyPair) -> Iterator[PtyPair]:
    server = ModbusServer(cable.theirs)
    yield cable
    server.close()


@pytest.mark.parametrize(
    "name, value, unit",
    [
        ("modbus-rtu/xy-md02@1", "30.5", "C"),
        ("modbus-rtu/xy-md02@1#rh", "54.6", "%RH"),
        ("modbus-rtu/load-cell@1", "12.345", "kg"),
    ],
)
def test_a_foreign_modbus_server_is_read(modbus: PtyPair, name: str, value: str, unit: str) -> None:
    said = first(name, modbus.ours)
    assert (str(said.value), said.unit) == (value, unit)
    assert said.extra("address") == 1


def test_registers_that_a_foreign_server_has_not_are_refused_with_its_code(
    modbus: PtyPair,
) -> None:
    said = first("modbus-rtu/dc-energy@1", modbus.ours, "error")
    assert said.value is None
    assert said.error == "exception 2"
