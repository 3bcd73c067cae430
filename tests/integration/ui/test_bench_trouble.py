"""Bad input on the Bench: each trouble has its sentence in both languages, and the port stays usable."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import serial
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from serial_drivers.catalog import find_driver
from serial_drivers.driver import Display, SerialLine
from serial_drivers.keeping.capture import CaptureReader
from serial_drivers.layers.checksums import crc16
from serial_drivers.ports.port_events import Received
from tests.helpers.bench_rig import BenchRig
from tests.helpers.talker import Babbler, Talker, at_wrong_speed, with_parity
from ui.bench.ports.model import Known
from ui.crossing import MOST
from ui.live_instrument import LinkState
from ui.serial_link import SessionEnded

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[BenchRig]:
    assert qapp is not None
    with BenchRig(tmp_path) as opened:
        yield opened
    words.set_language("en")


def frame(value: str = "5.000") -> bytes:
    stream = find_driver("yaohua-tf0").voice.stream
    assert stream is not None
    return stream(Display(value=Decimal(value), unit="kg", stable=True))


def read_as(rig: BenchRig, path: str, protocol: str, line: SerialLine | None = None) -> None:
    """Read a port as a person says, without detection."""
    rig.page.ports.add_simulated(path, "device", None)
    rig.page.ports.cancel(path)
    driver = find_driver(protocol)
    rig.page.ports.read_as(path, driver, line or driver.line)


def told(rig: BenchRig) -> str:
    """Wait for the banner, hear it in Chinese too, and return it in English."""
    rig.until(rig.sentence)
    english = rig.sentence()
    words.set_language("zh_CN")
    rig.page.retranslate()
    assert any("\u4e00" <= character <= "\u9fff" for character in rig.sentence())
    words.set_language("en")
    rig.page.retranslate()
    return english


def becomes_usable(rig: BenchRig) -> None:
    """A sane scale on another port is read at once: nothing is stuck."""
    rig.page.notice.drop()
    rig.live.disconnect_port()
    scale = rig.scale("yaohua-tf0", "3.000")
    rig.until(lambda: rig.known(scale) is Known.RECOGNISED)
    rig.page.ports.choose(scale.path)
    rig.until(lambda: "3.000" in rig.page.live_card.reading.accessibleName())


def test_a_wrong_speed(rig: BenchRig) -> None:
    with Talker(lambda _n: at_wrong_speed(frame() * 2)) as device:
        read_as(rig, device.path, "yaohua-tf0")
        said = told(rig)
        assert said == "Bytes come, but none of them is a frame of Yaohua XK3190 continuous tF0"
        assert [button.text() for button in rig.page.notice.buttons[:2]] == [
            "Detect again",
            "Read as…",
        ]
        becomes_usable(rig)


def test_a_wrong_parity_and_the_button_that_puts_it_right(rig: BenchRig) -> None:
    with Talker(lambda _n: with_parity(frame())) as device:
        read_as(rig, device.path, "yaohua-tf0")
        said = told(rig)
        assert said == ("The bytes are frames of Yaohua XK3190 continuous tF0 with a parity bit")
        assert rig.page.notice.buttons[0].text() == "Read at 9600 7E1"
        rig.page.notice.buttons[0].click()
        rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())
        rig.until(lambda: not rig.sentence())


def test_half_a_frame_for_ever(rig: BenchRig) -> None:
    with Talker(lambda n: frame()[:6] if n % 20 == 0 else b"") as device:
        read_as(rig, device.path, "yaohua-tf0")
        assert told(rig) == "Frames begin but never end"
        becomes_usable(rig)


def test_a_device_that_floods_leaves_the_window_alive_and_loses_no_byte(
    rig: BenchRig, tmp_path: Path
) -> None:
    flood = frame() * 300
    with Talker(lambda _n: flood, pause_s=0.003) as device:
        read_as(rig, device.path, "yaohua-tf0")
        said = told(rig)
        assert said == "More bytes come in than any instrument sends"
        came: list[bytes] = []
        rig.live.raw_seen.connect(
            lambda raw: came.append(raw.data) if rig.page.stream.capture.is_running else None
        )
        rig.page.record_to(tmp_path / "flood.hpcapture")
        rig.until(lambda: len(came) > 50)
        rig.page.stream.capture.stop()
        heard = b"".join(came)
        rig.until(lambda: rig.sentence().startswith("Capture saved"))
        assert rig.page.bytes.model.rowCount() <= 2000
        assert len(rig.live._crossing) < 2 * MOST
        becomes_usable(rig)

    kept = CaptureReader(tmp_path / "flood.hpcapture")
    assert b"".join(event.data for event in kept if isinstance(event, Received)) == heard


@pytest.mark.parametrize(
    "seconds", [2, pytest.param(60, marks=[pytest.mark.slow, pytest.mark.timeout(300)])]
)
@pytest.mark.parametrize("kind", ["noise", "half"])
def test_a_babble_of_a_megabyte_a_second_is_kept_byte_for_byte(
    rig: BenchRig, tmp_path: Path, kind: str, seconds: int
) -> None:
    piece = {"noise": bytes(range(256)) * 16, "half": frame()[:7] * 580}[kind]
    with Babbler(piece, 1_000_000) as device:
        read_as(rig, device.path, "yaohua-tf0")
        rig.until(lambda: rig.live.status.state is LinkState.STREAMING)
        device.begin()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QTest.qWait(50)
        device.fall_silent()
        heard = [0]
        (session,) = (tmp_path / "captures").iterdir()
        rig.until(lambda: _settled(session, heard))
        rig.live.disconnect_port()
        rig.until(lambda: any(isinstance(fact, SessionEnded) for fact in rig.sessions))

        kept = hashlib.sha256()
        for event in CaptureReader(session):
            kept.update(event.data if isinstance(event, Received) else b"")
        assert kept.digest() == device.hash.digest()
        assert len(rig.live._crossing) < 2 * MOST
    becomes_usable(rig)


def _settled(file: Path, before: list[int]) -> bool:
    """Say whether a file has stopped growing for half a second."""
    QTest.qWait(500)
    last, before[0] = before[0], file.stat().st_size
    return last == before[0]


def test_two_devices_on_one_line(rig: BenchRig) -> None:
    one, other = frame("5.000"), frame("7.250")
    pieces = (one, one[:5] + other, other[:7] + one)
    with Talker(lambda n: pieces[n % 3]) as device:
        read_as(rig, device.path, "yaohua-tf0")
        assert told(rig) == "Good and broken frames are mixed"
        becomes_usable(rig)


@pytest.mark.parametrize("protocol", ["mt-sics", "modbus-rtu/xy-md02@1#rh"])
def test_an_echoing_adapter_is_passed_over(rig: BenchRig, protocol: str) -> None:
    humidity = bytes.fromhex("01 04 04 01 31 02 22")  # 30.5 C and 54.6 %
    replies = {
        "mt-sics": b"S S      5.000 kg\r\n",
        "modbus-rtu/xy-md02@1#rh": humidity + crc16(humidity).to_bytes(2, "little"),
    }
    shown = {"mt-sics": "5.000", "modbus-rtu/xy-md02@1#rh": "54.6"}[protocol]
    with Talker(answer=lambda heard: heard + replies[protocol]) as device:
        read_as(rig, device.path, protocol)
        rig.until(lambda: shown in rig.page.live_card.reading.accessibleName())
        assert told(rig) == "The adapter sends back what is sent to it"
        assert shown in rig.page.live_card.reading.accessibleName()


def test_a_port_that_another_program_holds(rig: BenchRig) -> None:
    with Talker(lambda _n: frame()) as device:
        holder = serial.Serial(device.path, exclusive=True)
        read_as(rig, device.path, "yaohua-tf0")
        said = told(rig)
        assert said == "device: Another program has the port open"
        holder.close()
        read_as(rig, device.path, "yaohua-tf0")
        rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())


def test_settings_that_the_driver_refuses(rig: BenchRig) -> None:
    with Talker(lambda _n: frame()) as device:
        read_as(rig, device.path, "yaohua-tf0", SerialLine(baudrate=-1))
        said = told(rig)
        assert said == "device: The adapter refuses these settings"
        read_as(rig, device.path, "yaohua-tf0")
        rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())


def test_detection_on_garbage_says_that_nothing_readable_came(rig: BenchRig) -> None:
    with Talker(lambda _n: at_wrong_speed(frame() * 2)) as device:
        rig.page.ports.add_simulated(device.path, "device", None)
        rig.page.ports.choose(device.path)
        rig.until(lambda: rig.page.ports.entries[device.path].known is Known.FAILED)
        assert told(rig) == "device: Nothing readable came"
