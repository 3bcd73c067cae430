"""Last byte on the wire to the slot on the UI thread, against a bare QSerialPort.

A writer process puts numbered frames on a pseudo-terminal and notes the machine's clock before
each. Ours goes the whole way: worker process, framer, decoder, stability gate, reader thread,
queued signal. The peer only reads bytes. Blocks of both are interleaved; the ratio is of p95s.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import tty
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic_ns, sleep

from PySide6.QtCore import QCoreApplication, QEventLoop, QIODevice, QTimer
from PySide6.QtSerialPort import QSerialPort

from inspector_app.domain.indication import Indication
from serial_drivers.layers.checksums import xor_of
from tests.benchmarks.method import Ratio
from ui.live_instrument import LinkEvent, LinkSettings, LinkState, LinkStatus, LiveInstrument
from ui.serial_link import SerialLink

BAR = 2.0
FRAMES, WARM_UP, BLOCKS, PACE_S = 150, 20, 5, 0.02


def frame(number: int) -> bytes:
    """Return a Yaohua tF=0 frame whose six digits are this number."""
    body = f"+{number:06d}0".encode("ascii")
    return b"\x02" + body + f"{xor_of(body):02X}".encode("ascii") + b"\x03"


def write_frames(master: int, ready: Connection) -> None:
    """Write the frames at their pace; send back when each was written, by number."""
    ready.recv()
    sent = {}
    for number in range(1, FRAMES + 1):
        sleep(PACE_S)
        sent[number] = monotonic_ns()
        os.write(master, frame(number))
    ready.send(sent)


def _block(listen: Callable[[str, dict[int, int]], Callable[[], None]]) -> list[float]:
    """Return the latencies in microseconds of one block heard through `listen`."""
    master, slave = os.openpty()
    tty.setraw(slave)
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    writer = context.Process(target=write_frames, args=(master, theirs), daemon=True)
    writer.start()
    heard: dict[int, int] = {}
    stop = listen(os.ttyname(slave), heard)
    ours.send("go")
    loop, poll = QEventLoop(), QTimer()
    poll.timeout.connect(lambda: loop.quit() if ours.poll() else None)
    poll.start(100)
    loop.exec()
    sent: dict[int, int] = ours.recv()
    QTimer.singleShot(200, loop.quit)
    loop.exec()
    stop()
    writer.join()
    os.close(master)
    os.close(slave)
    kept = [number for number in sent if number > WARM_UP and number in heard]
    return [(heard[number] - sent[number]) / 1000 for number in kept]


def _bare(device: str, heard: dict[int, int]) -> Callable[[], None]:
    port = QSerialPort(device)
    port.setBaudRate(9600)
    port.open(QIODevice.OpenModeFlag.ReadWrite)
    buffer = bytearray()

    def on_ready() -> None:
        buffer.extend(bytes(port.readAll().data()))
        at = monotonic_ns()
        while (end := buffer.find(b"\x03")) >= 0:
            heard[int(buffer[2:8])] = at
            del buffer[: end + 1]

    port.readyRead.connect(on_ready)
    return port.close


def _whole(device: str, heard: dict[int, int]) -> Callable[[], None]:
    folder = tempfile.TemporaryDirectory()
    loop = QEventLoop()

    def open_port(settings: LinkSettings, post: Callable[[LinkEvent], None]) -> SerialLink:
        return SerialLink(
            settings,
            post,
            tell=lambda _fact: None,
            captures=Path(folder.name),
            attend=live.attendant.attend,
        )

    live = LiveInstrument(open_port)

    def on_indication(indication: Indication) -> None:
        at = monotonic_ns()
        if indication.value is not None:
            heard[int(indication.value)] = at

    def on_status(status: LinkStatus) -> None:
        if status.state in {LinkState.STREAMING, LinkState.FAILED}:
            loop.quit()

    live.indication_received.connect(on_indication)
    live.status_changed.connect(on_status)
    live.connect_port(LinkSettings(port=device, protocol="yaohua-tf0", line="9600 8N1"))
    QTimer.singleShot(10_000, loop.quit)
    loop.exec()

    def stop() -> None:
        live.disconnect_port()
        folder.cleanup()

    return stop


def p95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(values)[int(0.95 * (len(values) - 1))]


def run(blocks: int = BLOCKS) -> list[Ratio]:
    """Measure; raises RuntimeError when frames got lost."""
    application = QCoreApplication.instance() or QCoreApplication([])
    pairs = [(_block(_whole), _block(_bare)) for _at in range(blocks)]
    del application
    if any(len(side) < FRAMES - WARM_UP for pair in pairs for side in pair):
        raise RuntimeError("frames were lost")
    ratios = sorted(p95(ours) / p95(theirs) for ours, theirs in pairs)
    mine = sorted(p95(ours) for ours, _theirs in pairs)
    other = sorted(p95(theirs) for _ours, theirs in pairs)
    middle = len(pairs) // 2
    return [
        Ratio(
            name="last byte to slot, p95",
            peer="bare QSerialPort",
            ratio=ratios[middle],
            low=ratios[0],
            high=ratios[-1],
            bar=BAR,
            better="low",
            ours=f"{mine[middle]:.0f} us",
            theirs=f"{other[middle]:.0f} us",
            pairs=len(pairs),
        )
    ]
