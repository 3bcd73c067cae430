from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector_app import resource_files
from serial_drivers.ports import adapters as module
from serial_drivers.ports.adapters import adapters, find_adapter, known_troubles, may_open, troubles
from serial_drivers.ports.port_list import PortInfo


def keys(vid: int, pid: int, system: str, *, is_forbidden: bool = False) -> list[str]:
    return [one.key for one in known_troubles(vid, pid, is_forbidden=is_forbidden, system=system)]


def test_the_table_names_each_pair_once_and_only_troubles_it_declares() -> None:
    pairs = [(one.vid, pid) for one in adapters() for pid in one.pids or {-1}]
    assert len(pairs) == len(set(pairs))
    assert {key for one in adapters() for key in one.troubles} <= set(troubles())
    told = {key for one in adapters() for key in one.troubles}
    told |= {key for key, one in troubles().items() if one.is_of_every_port}
    assert told == set(troubles()), "a trouble that belongs to no adapter is never told"
    assert all(one.text.zh and one.text.en for one in troubles().values())


@pytest.mark.parametrize(
    "vid, pid, name",
    [
        (0x0403, 0x6001, "FTDI FT232R"),
        (0x0403, 0x6014, "FTDI FT232H"),
        (0x1A86, 0x7523, "WCH CH340"),
        (0x4348, 0x5523, "WCH HL-340"),
        (0x1A86, 0x55D4, "WCH CH9102"),
        (0x067B, 0x23F3, "Prolific PL2303G"),
        (0x10C4, 0xEA71, "Silicon Labs CP2108"),
        (0x110A, 0x1151, "Moxa UPort"),
        (0x9710, 0x7840, "MosChip MCS7840"),
        (0x04D8, 0x00DD, "Microchip MCP2221"),
    ],
)
def test_an_adapter_is_known_by_its_pair(vid: int, pid: int, name: str) -> None:
    found = find_adapter(vid, pid)
    assert found is not None
    assert found.name == name


def test_trouble_depends_on_chip_and_system() -> None:
    assert keys(0x1A86, 0x7523, "linux") == ["brltty", "odd_parity", "socket"]
    assert keys(0x1A86, 0x7523, "windows") == ["socket"]
    assert keys(0x067B, 0x2303, "windows") == ["socket", "phased_out"]
    assert keys(0x067B, 0x23A3, "windows") == []
    assert keys(0x0403, 0x6001, "windows") == ["latency"]
    assert keys(0x1A86, 0x55D3, "linux") == ["modem_manager"]


def test_a_port_that_this_user_may_not_open_says_so_whatever_its_adapter() -> None:
    assert keys(0x1234, 0x5678, "linux", is_forbidden=True) == ["dialout"]
    assert keys(0x1234, 0x5678, "windows", is_forbidden=True) == []


def test_whether_a_port_may_be_opened_is_only_said_of_one_that_is_there(tmp_path: Path) -> None:
    assert may_open(str(tmp_path / "none"))
    assert may_open(str(tmp_path))


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Put another text in the table's place."""

    def forget() -> None:
        for kept in (module.adapters, module.troubles, module._table):
            kept.cache_clear()

    def put(text: str) -> None:
        monkeypatch.setattr(resource_files, "read_text", lambda _name: text)
        forget()

    yield put
    monkeypatch.undo()
    forget()


@pytest.mark.parametrize("damage", ["", "[[adapter]", "\x00" * 50, "x = " + "[" * 5000])
def test_without_its_table_a_port_is_still_a_port(
    table: Callable[[str], None], damage: str
) -> None:
    table(damage)
    port = PortInfo(device="COM5", vid=0x0403, pid=0x6001)
    assert (port.adapter_name, port.troubles) == ("", ())


def test_a_damaged_row_costs_itself_only(table: Callable[[str], None]) -> None:
    whole = resource_files.read_text("instruments/adapters.toml")
    for broken in ('vid = "zzzz"', "vid = 5", 'name = "no more"', 'vid = ""\npids = 7'):
        table(f"[[adapter]]\n{broken}\n\n{whole}")
        assert find_adapter(0x0403, 0x6001) is not None
        assert keys(0x0403, 0x6001, "linux") != []
