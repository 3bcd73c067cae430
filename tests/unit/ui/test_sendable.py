"""What is typed into the send box becomes exactly these bytes, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.settings import Settings
from serial_drivers.catalog import drivers
from serial_drivers.driver import ScaleDriver
from ui.bench.wire.send_history import MOST, SendHistory
from ui.bench.wire.sendable import LONGEST, NotSendable, bytes_of, changing, harmless


@pytest.mark.parametrize(
    "text, data",
    [
        ("R\\r\\n", b"R\r\n"),
        ("\\x02AB03\\x03", b"\x02AB03\x03"),
        ("\\e\\t\\0", b"\x1b\t\0"),
        ("a\\\\n", b"a\\n"),
        ("\\xFF", b"\xff"),
        ("é", b"\xe9"),
    ],
)
def test_text_with_escapes_becomes_bytes(text: str, data: bytes) -> None:
    assert bytes_of(text, is_hex=False) == data


@pytest.mark.parametrize("text", ["", "\\", "\\q", "\\x2", "\\xzz", "称", "x" * 1025])
def test_what_is_no_text_for_a_wire_is_refused(text: str) -> None:
    with pytest.raises(NotSendable):
        bytes_of(text, is_hex=False)


@pytest.mark.parametrize(
    "text, data", [("52 0D 0A", b"R\r\n"), ("0x52,0x0d", b"R\r"), ("520d", b"R\r")]
)
def test_hex_becomes_bytes(text: str, data: bytes) -> None:
    assert bytes_of(text, is_hex=True) == data


@pytest.mark.parametrize("text", ["", "5", "5 zz", "R\\r"])
def test_what_is_no_hex_is_refused(text: str) -> None:
    with pytest.raises(NotSendable):
        bytes_of(text, is_hex=True)


@pytest.mark.parametrize(
    "end, data", [("", b"S"), ("CR", b"S\r"), ("LF", b"S\n"), ("CR LF", b"S\r\n")]
)
def test_a_line_end_is_put_behind_a_text(end: str, data: bytes) -> None:
    assert bytes_of("S", is_hex=False, ending=end) == data


@pytest.mark.parametrize(
    "ending, check", [("XOR", "25"), ("SUM", "25"), ("CRC-16", "20 0B"), ("CR LF", "0D 0A")]
)
def test_a_check_is_reckoned_over_what_was_typed(ending: str, check: str) -> None:
    """CRC-16: the request for two registers of unit 1, as Modbus sensors of the bench are asked."""
    asked = "01 04 00 01 00 02" if ending == "CRC-16" else "20 05"
    data = bytes_of(asked, is_hex=True, ending=ending)
    assert data == bytes.fromhex(asked) + bytes.fromhex(check)


def test_what_is_too_long_with_its_check_is_refused() -> None:
    with pytest.raises(NotSendable):
        bytes_of("00" * LONGEST, is_hex=True, ending="CRC-16")


@pytest.mark.parametrize("driver", drivers(), ids=lambda driver: driver.key)
def test_every_command_of_a_driver_has_a_name_of_its_own(driver: ScaleDriver) -> None:
    commands = driver.commands
    named = {**harmless(commands), **changing(commands)}
    assert set(commands.harmless) <= {*named, commands.probe}
    assert len(set(named.values())) == len(named)


def test_the_history_is_walked_both_ways_and_kept_for_the_next_day(tmp_path: Path) -> None:
    history = SendHistory(Settings(tmp_path / "settings.json"))
    for text in ("52", "53", "53"):
        history.add("hex", text)
    history.add("text", "S\\r\\n")

    assert len(history) == 3
    next_day = SendHistory(Settings(tmp_path / "settings.json"))
    assert next_day.step(-1) == ("text", "S\\r\\n")
    assert next_day.step(-1) == ("hex", "53")
    assert next_day.step(-5) == ("hex", "52")
    assert next_day.step(1) == ("hex", "53")
    assert next_day.step(5) is None


def test_the_history_does_not_grow_and_a_damaged_one_is_none(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    history = SendHistory(settings)
    for number in range(3 * MOST):
        history.add("hex", f"{number:02x}")
    assert len(history) == MOST

    for damaged in ("{", "[1]", '[["a"]]', "null", "5"):
        settings.set("bench_history", damaged)
        assert len(SendHistory(settings)) == 0
