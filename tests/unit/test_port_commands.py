"""What `ports` prints of adapters that are plugged in nowhere here."""

from __future__ import annotations

import json

import pytest

from inspector_app import port_commands, words
from serial_drivers.ports import adapters
from serial_drivers.ports.port_list import PortInfo

CH340 = PortInfo(device="/dev/ttyUSB0", vid=0x1A86, pid=0x7523, location="1-2")
BOARD = PortInfo(device="/dev/ttyS4", description="16550A")


class Plugged:
    def all(self) -> tuple[PortInfo, ...]:
        return (CH340, BOARD)


@pytest.fixture(autouse=True)
def plugged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port_commands, "PortList", Plugged)
    monkeypatch.setattr(adapters, "this_system", lambda: "linux")
    monkeypatch.setattr(
        "serial_drivers.ports.port_list.may_open", lambda device: device != BOARD.device
    )


def test_each_port_is_told_with_its_adapter_and_what_may_trouble_it() -> None:
    said: list[str] = []
    port_commands.ports(said.append, as_json=True)
    usb, board = json.loads(said[0])
    assert (usb["adapter"], usb["vid"], usb["pid"]) == ("WCH CH340", "1a86", "7523")
    assert [one["key"] for one in usb["advice"]] == ["brltty", "odd_parity", "socket"]
    assert (board["adapter"], board["vid"]) == (None, None)
    assert [one["key"] for one in board["advice"]] == ["dialout"]


def test_advice_stands_below_its_port_in_the_language_in_use() -> None:
    for language, word in (("en", "braille"), ("zh_CN", "盲文")):
        words.set_language(language)
        said: list[str] = []
        port_commands.ports(said.append, as_json=False)
        assert said[0] == "/dev/ttyUSB0  WCH CH340"
        assert word in said[1]
    words.set_language("en")
