from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from inspector_app.domain.exceptions import PortUnavailable
from serial_drivers.ports.addresses import (
    has_line,
    is_network,
    parse_address,
    short_name,
    system_name,
)


@pytest.mark.parametrize(
    "text, written",
    [
        ("socket://192.168.1.9:4001", "socket://192.168.1.9:4001"),
        (" RFC2217://Gate.local:7000/ ", "rfc2217://gate.local:7000"),
        ("rfc2217://[fe80::1]:7000", "rfc2217://[fe80::1]:7000"),
    ],
)
def test_an_address_is_taken_apart_and_written_again(text: str, written: str) -> None:
    assert str(parse_address(text)) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "COM3",
        "socket://",
        "socket://host",
        "socket://host:0",
        "socket://host:70000",
        "socket://host:port",
        "socket://[::1:80",
        "socket://a b:80",
        "socket://user@host:80",
        "rfc2217://host:1?logging=debug",
        "spy://host:1",
        "loop://",
        "socket://" + "a" * 300 + ":1",
        "socket://host:1\x00",
    ],
)
def test_what_is_no_plain_address_is_refused(text: str) -> None:
    with pytest.raises(PortUnavailable) as caught:
        parse_address(text)
    assert caught.value.code == "address_unreadable"


@pytest.mark.parametrize(
    "device, opened, short",
    [
        ("COM3", r"\\.\COM3", "COM3"),
        ("COM10", r"\\.\COM10", "COM10"),
        (r"\\.\COM10", r"\\.\COM10", "COM10"),
        (r"\\?\com256", r"\\.\COM256", "COM256"),
        ("COMX", "COMX", "COMX"),
    ],
)
def test_windows_names_beyond_com9_are_opened_by_their_full_name(
    device: str, opened: str, short: str
) -> None:
    assert system_name(device, on_windows=True) == opened
    assert short_name(device) == short


def test_other_systems_names_stay_as_they_are() -> None:
    assert system_name("COM10", on_windows=False) == "COM10"
    assert system_name("/dev/ttyUSB0", on_windows=True) == "/dev/ttyUSB0"
    assert short_name("/dev/ttyUSB0") == "ttyUSB0"
    assert short_name("rfc2217://10.0.0.9:4001") == "10.0.0.9:4001"


def test_only_plain_tcp_leaves_the_line_to_the_server() -> None:
    assert is_network("socket://h:1")
    assert not is_network("COM3")
    assert [has_line(name) for name in ("socket://h:1", "rfc2217://h:1", "COM3")] == [
        False,
        True,
        True,
    ]


def test_the_freezer_is_told_of_the_handlers_that_are_loaded_by_name() -> None:
    spec = (Path(__file__).resolve().parents[3] / "build.spec").read_text(encoding="utf-8")
    told = set(re.findall(r'"serial\.urlhandler\.protocol_(\w+)"', spec))
    assert told == {"socket", "rfc2217"}
    assert all(find_spec(f"serial.urlhandler.protocol_{scheme}") for scheme in told)
