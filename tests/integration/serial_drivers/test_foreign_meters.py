"""Meters and hosts not written here, over pseudo-terminals: our driver reads them, they read ours."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from inspector_app.domain.indication import Indication
from serial_drivers.catalog import find_driver
from serial_drivers.driver import Display
from serial_drivers.layers.checksums import crc16
from serial_drivers.simulators import ScaleNature, SimulatedScale
from serial_drivers.simulators.pty_port import PtyPort
from tests.helpers import transcripts
from tests.helpers.foreign_port import PATIENCE_S, first
from tests.helpers.pty_pair import PtyPair
from tests.helpers.terminal_server import TerminalServer

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals", allow_module_level=True)

from dlt645 import MeterClientService, MeterServerService
from dsmr_parser import telegram_specifications
from dsmr_parser.parsers import TelegramParser
from pymodbus import FramerType
from pymodbus.client import ModbusSerialClient
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice


@pytest.fixture
def cable() -> Iterator[PtyPair]:
    pair = PtyPair()
    yield pair
    pair.close()


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
    said = first("modbus-rtu/dc-energy@1", modbus.ours, lambda it: it.error is not None)
    assert said.value is None
    assert said.error == "exception 2"


@pytest.fixture
def simulate() -> Iterator[Callable[[str, str], SimulatedScale]]:
    """Start our simulator of a protocol, showing a value."""
    running: list[SimulatedScale] = []

    def start(protocol: str, shown: str) -> SimulatedScale:
        def has_settled(_said: Indication) -> bool:
            return scale.display.stable and scale.display.value == Decimal(shown)

        scale = SimulatedScale(protocol)
        running.append(scale)
        scale.set_load(shown)
        scale.start()
        first(protocol, scale.path, has_settled)
        return scale

    yield start
    for scale in running:
        scale.stop()


Simulate = Callable[[str, str], SimulatedScale]


def test_a_foreign_modbus_host_reads_our_simulator(simulate: Simulate) -> None:
    scale = simulate("modbus-rtu/xy-md02@1", "23.4")
    client = ModbusSerialClient(scale.path, framer=FramerType.RTU, baudrate=9600, timeout=3)
    assert client.connect()
    try:
        said = client.read_input_registers(1, count=2, device_id=1)
        refused = client.read_input_registers(900, count=1, device_id=1)
    finally:
        client.close()  # type: ignore[no-untyped-call]
    assert said.registers[0] == 234
    assert refused.isError()
    assert refused.exception_code == 2


def test_a_foreign_dlt645_host_reads_our_simulator(simulate: Simulate) -> None:
    scale = simulate("dlt645-2007#voltage_a", "220.5")
    client = MeterClientService.new_rtu_client(scale.path, 9600, 8, 1, "N", 3.0)
    assert client.connect()
    try:
        assert client.read_address() is not None
        said = client.read_02(0x02010100)
    finally:
        client.disconnect()
    assert said is not None
    assert Decimal(str(said.value)) == Decimal("220.5")


def telegram(*lines: str, ident: str = "/XMX5LGBBFG1009325446", checked: bool = True) -> bytes:
    """Return a telegram of these lines, with the CRC of version 4 and 5 or, as in 2.2, without."""
    body = "\r\n".join((ident, "", *lines, "!")).encode()
    return body + (b"%04X" % crc16(body, 0) if checked else b"") + b"\r\n"


VERSION_5 = telegram(
    "1-3:0.2.8(50)",
    "0-0:1.0.0(261127101112W)",
    "0-0:96.1.1(4530303434303037333832323436303139)",
    "1-0:1.8.1(000051.775*kWh)",
    "1-0:1.8.2(000024.413*kWh)",
    "1-0:2.8.1(000000.000*kWh)",
    "0-0:96.14.0(0002)",
    "1-0:1.7.0(00.335*kW)",
    "1-0:32.7.0(229.0*V)",
    "0-1:24.1.0(003)",
    "0-1:96.1.0(4730303339303031363532303530323136)",
    "0-1:24.2.1(261127101000W)(00016.713*m3)",
)
VERSION_2 = telegram(
    "0-0:96.1.1(4B384547303034303436333935353037)",
    "1-0:1.8.1(00001.001*kWh)",
    "1-0:1.8.2(00002.002*kWh)",
    "1-0:1.7.0(0001.01*kW)",
    ident="/ISk5\\2MT382-1003",
    checked=False,
)


def as_foreign(specification: dict[str, Any], sent: bytes) -> dict[str, Decimal]:
    """Return what the dsmr-parser package makes of a telegram, by our names."""
    read = TelegramParser(specification).parse(sent.decode(), throw_ex=True)
    names = {
        "import_t1_kWh": "ELECTRICITY_USED_TARIFF_1",
        "import_t2_kWh": "ELECTRICITY_USED_TARIFF_2",
        "power_kW": "CURRENT_ELECTRICITY_USAGE",
    }
    return {ours: getattr(read, theirs).value for ours, theirs in names.items()}


EXAMPLE_4, EXAMPLE_5 = [frame for frame, _said in transcripts.rows(find_driver("dsmr-p1"))][:2]
"""The parser's own examples, as its tests have them."""


@pytest.mark.parametrize(
    "specification, sent",
    [
        (telegram_specifications.V5, EXAMPLE_5),
        (telegram_specifications.V4, EXAMPLE_4),
        (telegram_specifications.V5, VERSION_5),
        (telegram_specifications.V2_2, VERSION_2),
    ],
)
def test_our_driver_and_a_foreign_parser_read_the_same_of_a_stream(
    specification: dict[str, Any], sent: bytes
) -> None:
    port = PtyPort("p1")
    stop = threading.Event()

    def stream() -> None:
        at = 0
        while not stop.wait(0.02):
            port.write(sent[at : at + 60])
            at = 0 if at + 60 >= len(sent) else at + 60

    meter = threading.Thread(target=stream)
    meter.start()
    try:
        for name, value in as_foreign(specification, sent).items():
            said = first(f"dsmr-p1#{name}", port.path)
            assert (said.value, said.extra(name)) == (value, str(value)), name
    finally:
        stop.set()
        meter.join()
        port.close()


@pytest.mark.parametrize("shown", ["0", "0.001", "899.999"])
def test_a_foreign_parser_reads_the_telegram_of_our_simulator(shown: str) -> None:
    driver = find_driver("dsmr-p1")
    assert driver.voice.stream is not None
    sent = driver.voice.stream(Display(value=Decimal(shown), unit="kWh", stable=True))
    read = TelegramParser(telegram_specifications.V5).parse(sent.decode(), throw_ex=True)
    assert read.ELECTRICITY_USED_TARIFF_1.value == Decimal(shown)


def test_a_dlms_meter_is_read_in_the_wrapper_of_tcp() -> None:
    name = "dlms-hdlc/tcp#voltage_a"
    meter = SimulatedScale(name, nature=ScaleNature(noise=0.0))
    meter.start()
    try:
        with TerminalServer(meter.path, "socket") as server:
            said = first(name, server.address)
    finally:
        meter.stop()
    assert (said.unit, said.extra("scaler"), said.extra("wrapper")) == ("V", "-1", True)
    assert said.value is not None


def test_a_dlms_meter_is_opened_by_mode_e_through_a_port() -> None:
    name = "dlms-hdlc/e#voltage_a"
    meter = SimulatedScale(name, nature=ScaleNature(noise=0.0))
    meter.start()
    try:
        said = first(name, meter.path)
    finally:
        meter.stop()
    assert (said.unit, said.extra("scaler")) == ("V", "-1")
