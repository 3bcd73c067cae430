"""A scale behind a terminal server: pyserial's RFC 2217 server, and plain TCP."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator

import pytest

from inspector_app.domain.exceptions import PortLost, PortUnavailable
from serial_drivers.catalog import drivers, find_driver
from serial_drivers.driver import SerialLine
from serial_drivers.finding.detection import Detection, DetectionRun
from serial_drivers.ports import network_transport
from serial_drivers.ports.port_events import (
    IndicationReceived,
    Lost,
    Opened,
    PortEvent,
    Reconnected,
)
from serial_drivers.ports.port_loop import settings_for
from serial_drivers.ports.port_worker import PortWorker
from serial_drivers.ports.transport import READ_TIMEOUT_S, Transport, open_transport
from serial_drivers.simulators import ScaleNature, SimulatedScale
from serial_drivers.simulators.pty_port import PtyPort
from tests.helpers.terminal_server import TerminalServer
from tests.integration.serial_drivers.test_port_worker import PATIENCE_S, Listener

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
SCHEMES = ("socket", "rfc2217")


@pytest.fixture
def scale() -> Iterator[SimulatedScale]:
    made = SimulatedScale("yaohua-tf0", nature=ScaleNature(noise=0.0, settling_s=0.05))
    made.start()
    made.put("5")
    yield made
    made.stop()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_scale_is_read_through_the_network_and_back_after_the_server_hung_up(
    scheme: str, scale: SimulatedScale
) -> None:
    listener = Listener()
    with TerminalServer(scale.path, scheme) as server:
        worker = PortWorker(settings_for(scale.driver, server.address), listener)
        worker.start()
        try:
            before = listener.until_value("5.000")
            server.hang_up()
            lost = listener.until(Lost)
            again = listener.until(Reconnected)
            after = listener.until(IndicationReceived).indication
        finally:
            worker.close()
            assert worker.join(PATIENCE_S)
    assert lost.reason == "port_lost"
    assert lost.session_id == before.session_id == again.interrupted
    assert after.session_id == again.session_id != before.session_id


def test_rfc2217_sets_the_line_and_plain_tcp_leaves_it_to_the_server(scale: SimulatedScale) -> None:
    line = SerialLine(baudrate=4800)
    said: dict[str, tuple[str, list[str]]] = {}
    for scheme in SCHEMES:
        with TerminalServer(scale.path, scheme) as server:
            open_transport(server.address, line).close()
            port = open_transport(server.address, line)
            port.set_speed(19200)
            port.close()
        said[scheme] = (port.line, server.lines)
    assert said["rfc2217"] == ("4800 8N1", ["4800 8N1", "19200 8N1"])
    assert said["socket"] == ("TCP", ["9600 8N1", "9600 8N1"])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_sent_arrives_and_what_waited_can_be_dropped(scheme: str) -> None:
    scale = SimulatedScale("mt-sics", nature=ScaleNature(noise=0.0, settling_s=0.05))
    scale.start()
    try:
        with TerminalServer(scale.path, scheme) as server:
            port = open_transport(server.address, SerialLine())
            port.discard_input()
            port.write(b"SI\r\n")
            answer = b""
            while not answer.endswith(b"\r\n"):
                answer += port.read(READ_TIMEOUT_S)
            port.close()
    finally:
        scale.stop()
    assert answer == b"S S      0.000 kg\r\n"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_detection_works_through_the_network(scheme: str, scale: SimulatedScale) -> None:
    done = threading.Event()
    found: list[Detection] = []

    def end(result: Detection) -> None:
        found.append(result)
        done.set()

    with TerminalServer(scale.path, scheme) as server:
        run = DetectionRun(server.address, drivers(), on_progress=lambda _: None, on_done=end)
        run.start()
        assert done.wait(PATIENCE_S)
        assert run.join(PATIENCE_S)
    assert found[0].chosen is not None, found[0].reason
    assert found[0].chosen.driver.key == "yaohua-tf0"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_peer_that_closed_is_a_lost_port(scheme: str, scale: SimulatedScale) -> None:
    with TerminalServer(scale.path, scheme) as server:
        port = open_transport(server.address, SerialLine())
        server.hang_up()
        with pytest.raises(PortLost):
            read_on(port)
        port.close()


def read_on(port: Transport) -> None:
    while True:
        port.read(READ_TIMEOUT_S)


def refusal(address: str) -> str:
    with pytest.raises(PortUnavailable) as caught:
        open_transport(address, SerialLine())
    assert caught.value.parameters["device"] == address
    return caught.value.code


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_refused_connection_is_told(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number = listener.getsockname()[1]
    assert refusal(f"{scheme}://127.0.0.1:{number}") == "port_refused"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_unknown_host_is_told(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert refusal(f"{scheme}://no-such-host:4001") == "host_unknown"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_host_that_never_answers_is_told(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(*_args: object, **_options: object) -> None:
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket, "create_connection", too_late)
    assert refusal(f"{scheme}://10.255.255.1:4001") == "host_unreachable"


def test_a_peer_that_accepts_and_says_nothing_does_not_speak_rfc2217(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(network_transport._OPTIONS, "rfc2217", "?timeout=0.2")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number = listener.getsockname()[1]
        assert refusal(f"rfc2217://127.0.0.1:{number}") == "not_rfc2217"


def test_a_silent_server_leaves_the_worker_alive_and_the_port_silent(
    scale: SimulatedScale,
) -> None:
    """A hang of the network: the connection stands, nothing comes."""
    listener = Listener()
    with TerminalServer(scale.path, "socket") as server:
        worker = PortWorker(settings_for(find_driver("yaohua-tf0"), server.address), listener)
        worker.start()
        try:
            listener.until_value("5.000")
            scale.put("999")  # over Max: this scale then sends nothing
            lost = listener.until(Lost)
            scale.take_all()
            listener.until(Reconnected)
        finally:
            worker.close()
            assert worker.join(PATIENCE_S)
    assert lost.reason == "port_silent"
    opened: list[PortEvent] = [event for event in listener.seen if isinstance(event, Opened)]
    assert len(opened) == 1


@pytest.mark.parametrize(
    "marks", [b"\xff\xf0", b"\xff\xfa" + b"endless" * 20_000, b"\xff\xfb\x01" * 500 + b"\xff\xf0"]
)
def test_marks_that_no_server_may_send_end_the_port_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, scale: SimulatedScale, marks: bytes
) -> None:
    stumbled: list[object] = []
    monkeypatch.setattr(threading, "excepthook", stumbled.append)
    with TerminalServer(scale.path, "rfc2217") as server:
        port = open_transport(server.address, SerialLine())
        server.say(marks)
        with pytest.raises(PortLost):
            read_on(port)
        port.close()
    assert stumbled == []


def test_what_nobody_reads_waits_at_the_server_and_arrives_whole() -> None:
    said = bytes(range(255)) * 4000  # a megabyte, without the mark
    silent = PtyPort()
    with TerminalServer(silent.path, "rfc2217") as server:
        port = open_transport(server.address, SerialLine())
        teller = threading.Thread(target=server.say, args=(said,))
        teller.start()
        heard = bytearray()
        while len(heard) < len(said):
            heard += port.read(READ_TIMEOUT_S)
        teller.join(PATIENCE_S)
        port.close()
    silent.close()
    assert bytes(heard) == said


@pytest.mark.parametrize(
    "words", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"Port already in use\r\n", b"\xff" * 3000]
)
def test_a_server_that_closes_at_once_is_there_but_does_not_speak_rfc2217(words: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def close_at_once() -> None:
            client, _ = listener.accept()
            client.sendall(words)
            client.close()

        closing = threading.Thread(target=close_at_once)
        closing.start()
        assert refusal(f"rfc2217://127.0.0.1:{listener.getsockname()[1]}") == "not_rfc2217"
        closing.join(PATIENCE_S)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_machine_without_a_word_is_asked_by_the_system_whether_it_is_there(
    scheme: str, scale: SimulatedScale
) -> None:
    with TerminalServer(scale.path, scheme) as server:
        port = open_transport(server.address, SerialLine())
        connection = port._port._socket  # type: ignore[attr-defined]
        asked = {
            name: connection.getsockopt(socket.IPPROTO_TCP, getattr(socket, name))
            for name in network_transport._KEEP_ALIVE
            if hasattr(socket, name)
        }
        assert connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        port.close()
    assert asked == {name: network_transport._KEEP_ALIVE[name] for name in asked}


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_an_ipv6_address_is_opened(scale: SimulatedScale) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as listener:
        address = f"socket://[::1]:{listener.getsockname()[1]}"
        port = open_transport(address, SerialLine())
        client, _ = listener.accept()
        with client:
            client.sendall(b"5.000 kg")
            assert port.read(READ_TIMEOUT_S) == b"5.000 kg"
        port.close()
