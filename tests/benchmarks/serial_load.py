"""What open ports cost and carry: a flood, silence, and eight scales that all talk.

Everything goes the whole way: pseudo-terminal, worker process, framer, decoder, stability gate,
reader thread, queued signal, slot. Processor time is that of all threads of all our processes, as
the kernel counts it; the writer that plays the scales runs apart and is not counted.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import tty
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from time import monotonic, sleep

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from tests.benchmarks.method import Ratio
from tests.benchmarks.serial_latency import frame
from ui.live_instrument import LinkEvent, LinkSettings, LinkState, LinkStatus, LiveInstrument
from ui.serial_link import SerialLink

LINE_BYTES_S = 11_520
"""What 115200 bit/s carry with ten bits a byte."""
FLOOD_BAR, IDLE_BAR, BUSY_BAR = 30.0, 0.15, 10.0
FLOOD_FRAMES, ROUNDS, WATCH_S = 40_000, 3, 8.0
PORTS, RATE = 8, 20
_BLOCK = 4096
_OPENING_MS = 15_000
_SETTLE_S = 2.0


class Listening:
    """A port opened as the window opens it. heard: the indications that reached the slot."""

    def __init__(self, folder: Path) -> None:
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.heard = 0
        self.on_heard: Callable[[], None] = lambda: None
        self._folder = folder
        self._live = LiveInstrument(self._open)
        self._live.indication_received.connect(self._count)
        loop = QEventLoop()
        self._live.status_changed.connect(partial(_when_open, loop))
        device = os.ttyname(self._slave)
        settings = LinkSettings(port=device, protocol="yaohua-tf0", line="9600 8N1")
        self._live.connect_port(settings)
        QTimer.singleShot(_OPENING_MS, loop.quit)
        loop.exec()
        if self._live.status.state is not LinkState.STREAMING:
            raise RuntimeError("a port did not open")

    def _open(self, settings: LinkSettings, post: Callable[[LinkEvent], None]) -> SerialLink:
        return SerialLink(
            settings,
            post,
            tell=lambda _fact: None,
            captures=self._folder,
            attend=self._live.attendant.attend,
        )

    def _count(self, _indication: object) -> None:
        self.heard += 1
        self.on_heard()

    def unplug(self) -> None:
        self._live.disconnect_port()

    def close(self) -> None:
        os.close(self.master)
        os.close(self._slave)


def _when_open(loop: QEventLoop, status: LinkStatus) -> None:
    if status.state in {LinkState.STREAMING, LinkState.FAILED}:
        loop.quit()


@contextmanager
def ports(count: int) -> Iterator[list[Listening]]:
    """Open so many ports; their capture files go when they do."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        opened = []
        for _each in range(count):
            opened.append(Listening(folder))
            stack.callback(opened[-1].close)
        _wait(_SETTLE_S)
        yield opened
        for port in opened:
            port.unplug()
        _wait(_SETTLE_S)  # their workers end by themselves


def _wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def processor_s(workers: list[int | None]) -> float:
    """Return the processor seconds of this process and of these so far."""
    return sum(
        int(Path(task, "schedstat").read_text(encoding="ascii").split()[0]) / 1e9
        for pid in [os.getpid(), *workers]
        for task in Path("/proc", str(pid), "task").iterdir()
    )


def _play(masters: list[int], rate: int, seconds: float) -> None:
    """Be so many scales, each with so many frames a second."""
    until, number = monotonic() + seconds, 0
    while (now := monotonic()) < until:
        number += 1
        for master in masters:
            os.write(master, frame(number % 1000))
        sleep(max(0.0, 1 / rate - (monotonic() - now)))


def _flood(master: int, frames: int) -> None:
    stream = b"".join(frame(number % 1_000_000) for number in range(frames))
    for at in range(0, len(stream), _BLOCK):
        left = stream[at : at + _BLOCK]
        while left:
            left = left[os.write(master, left) :]


def _writer(work: Callable[..., None], *arguments: object) -> multiprocessing.process.BaseProcess:
    return multiprocessing.get_context("fork").Process(target=work, args=arguments, daemon=True)


def flooded(frames: int) -> float:
    """Return bytes a second that reached the slot as frames. Raises RuntimeError if any is lost."""
    with ports(1) as (port,):
        loop = QEventLoop()
        port.on_heard = lambda: loop.quit() if port.heard == frames else None
        writer = _writer(_flood, port.master, frames)
        began = monotonic()
        writer.start()
        QTimer.singleShot(60_000, loop.quit)
        loop.exec()
        seconds = monotonic() - began
        writer.join()
        if port.heard != frames:
            raise RuntimeError(f"{frames - port.heard} of {frames} frames were lost")
    return frames * len(frame(0)) / seconds


def share_of_a_core(count: int, rate: int, seconds: float) -> float:
    """Return the percent of one core that so many ports take, each with so many frames a second."""
    with ports(count) as opened:
        writer = _writer(_play, [port.master for port in opened], rate, seconds + 1)
        if rate:
            writer.start()
        ours = [child.pid for child in multiprocessing.active_children() if child is not writer]
        before, began, heard = processor_s(ours), monotonic(), [port.heard for port in opened]
        _wait(seconds)
        used, took = processor_s(ours) - before, monotonic() - began
        if rate:
            writer.join()
        got = [port.heard - first for port, first in zip(opened, heard, strict=True)]
    if any(each < 0.9 * rate * seconds for each in got):
        raise RuntimeError(f"frames were lost: {got}")
    return 100 * used / took


def _row(name: str, peer: str, values: list[float], bar: float, unit: str) -> Ratio:
    ordered = sorted(values)
    middle = ordered[len(ordered) // 2]
    better = "high" if unit == "kB/s" else "low"
    told = f"{middle * LINE_BYTES_S / 1000:.0f} kB/s" if unit == "kB/s" else f"{middle:.3f} %"
    return Ratio(
        name=name,
        peer=peer,
        ratio=middle,
        low=ordered[0],
        high=ordered[-1],
        bar=bar,
        better=better,
        ours=told,
        theirs="-",
        pairs=len(values),
    )


def run(frames: int = FLOOD_FRAMES, rounds: int = ROUNDS, seconds: float = WATCH_S) -> list[Ratio]:
    """Measure; raises RuntimeError when frames got lost."""
    application = QCoreApplication.instance() or QCoreApplication([])
    floods = [flooded(frames) / LINE_BYTES_S for _round in range(rounds)]
    idle = [share_of_a_core(PORTS, 0, seconds) / PORTS for _round in range(rounds)]
    busy = [share_of_a_core(PORTS, RATE, seconds) for _round in range(rounds)]
    del application
    return [
        _row("flood to the slot, none lost", "115200 line", floods, FLOOD_BAR, "kB/s"),
        _row("an idle port", "% of a core", idle, IDLE_BAR, "%"),
        _row(f"{PORTS} ports at {RATE} frames/s", "% of a core", busy, BUSY_BAR, "%"),
    ]
