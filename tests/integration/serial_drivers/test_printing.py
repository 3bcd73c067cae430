"""Slip and label to a printer that is a pseudo-terminal, a TCP listener or a raw device."""

from __future__ import annotations

import itertools
import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pypdfium2
import pytest

from inspector_app.adapters import qr
from inspector_app.domain.exceptions import DeviceFailure, PortUnavailable
from serial_drivers.driver import SerialLine
from serial_drivers.printers.label_printers import (
    DOTS_PER_MM,
    SLIP_DOTS,
    Raster,
    esc_pos,
    raster_of_grey,
    zpl,
)
from serial_drivers.printers.printing import (
    Printer,
    is_raw,
    parse_printer,
    print_bytes,
    raw_devices,
)
from serial_drivers.simulators.pty_port import PtyPort
from tests.helpers.printed import from_esc_pos, from_zpl, png
from tests.integration.adapters.test_papers_pdf import sample

DATA = bytes(range(256)) * 64


def drawn(key: str, width_mm: int, crop_mm: int) -> tuple[Raster, str]:
    """Return a paper's first page as a printer gets it, and the token of its code."""
    _document, pdf, _record, token = sample(key, "zh_CN")
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        page = document[0]
        scale = width_mm * DOTS_PER_MM / page.get_width()
        image = page.render(scale=scale).to_pil().convert("L")
    edge = crop_mm * DOTS_PER_MM
    image = image.crop((edge, 0, width_mm * DOTS_PER_MM - edge, image.height))
    grey = image.tobytes()
    return raster_of_grey(image.width, image.height, grey, stride=image.width), token


def test_the_code_of_a_printed_slip_can_be_scanned() -> None:
    raster, token = drawn("visit_slip", 80, 4)
    assert raster.width == SLIP_DOTS
    image, _others = from_esc_pos(esc_pos(raster))
    assert qr.read(png(image)) == (token,)


def test_the_code_of_a_printed_label_can_be_scanned() -> None:
    raster, token = drawn("inspection_label", 60, 0)
    assert (raster.width, len(raster.rows)) == (480, 320)
    (image,) = from_zpl(zpl(raster))
    assert qr.read(png(image)) == (token,)


@contextmanager
def listening_pty() -> Iterator[tuple[str, bytearray]]:
    """A printer on a pseudo-terminal: its name and what it has taken."""
    port, taken, ended = PtyPort("printer"), bytearray(), threading.Event()

    def take() -> None:
        while (data := port.read(0.05)) or not ended.is_set():
            taken.extend(data)

    thread = threading.Thread(target=take)
    thread.start()
    try:
        yield port.path, taken
    finally:
        ended.set()
        thread.join()
        port.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_serial_printer_gets_every_byte() -> None:
    with listening_pty() as (device, taken):
        print_bytes(Printer(device=device, line=SerialLine(baudrate=115200)), DATA)
    assert bytes(taken) == DATA


def test_a_printer_in_the_network_gets_every_byte() -> None:
    taken = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def take() -> None:
            client, _ = listener.accept()
            with client:
                while data := client.recv(4096):
                    taken.extend(data)

        thread = threading.Thread(target=take)
        thread.start()
        address = f"socket://127.0.0.1:{listener.getsockname()[1]}"
        print_bytes(Printer(device=address), DATA)
        thread.join()
    assert bytes(taken) == DATA


def test_a_raw_device_gets_every_byte(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    (tmp_path / "hiddev0").touch()
    assert raw_devices(tmp_path) == (str(device),)
    assert raw_devices(tmp_path / "none") == ()
    print_bytes(Printer(device=str(device)), DATA)
    assert device.read_bytes() == DATA


def test_a_printer_that_is_not_there_is_named(tmp_path: Path) -> None:
    for device in (str(tmp_path / "lp7"), str(tmp_path / "ttyUSB7")):
        with pytest.raises(PortUnavailable) as caught:
            print_bytes(Printer(device=device), DATA)
        assert (caught.value.code, caught.value.parameters["device"]) == ("port_missing", device)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_printer_pulled_in_the_middle_is_told_as_a_cut_paper() -> None:
    port, pulled = PtyPort("printer"), threading.Event()

    def pull() -> bool:
        """Between two pieces: that is when a person pulls the cable."""
        if not pulled.is_set():
            pulled.set()
            port.unplug()
        return False

    with pytest.raises(DeviceFailure) as caught:
        print_bytes(Printer(device=port.path), DATA, is_cancelled=pull)
    port.close()
    assert caught.value.code == "printer_stopped"


def test_an_end_of_the_program_ends_the_printing(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    with pytest.raises(DeviceFailure):
        print_bytes(Printer(device=str(device)), DATA, is_cancelled=lambda: True)
    assert device.read_bytes() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_raw_device_that_takes_no_more_can_be_left(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    os.mkfifo(device)
    asked = itertools.count()
    with pytest.raises(DeviceFailure) as caught:  # a pipe that nobody reads holds 64 pieces
        print_bytes(Printer(device=str(device)), DATA * 16, is_cancelled=lambda: next(asked) > 70)
    assert caught.value.code == "printer_stopped"


@pytest.mark.parametrize("device", ["/dev/ttyUSB0", "COM5", "/dev/usb/lp0", "socket://h:9100"])
def test_a_printer_is_remembered_in_one_text(device: str) -> None:
    printer = Printer(device=device, line=SerialLine(baudrate=19200))
    assert parse_printer(str(printer)) == printer
    assert is_raw(device) == device.endswith("lp0")


@pytest.mark.parametrize("text", ["", "COM5", "COM5 fast 8N1", " 9600 8N1"])
def test_a_text_that_is_no_printer_is_none(text: str) -> None:
    assert parse_printer(text) is None
