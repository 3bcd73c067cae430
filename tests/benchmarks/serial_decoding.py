"""Frames a second: Yaohua decoding against its bar, Modbus framing against pymodbus's own framer.

Processor time of one thread, both sides in turn over the same frames, which differ all from each
other. Ours gets the stream in blocks of 1 KiB, as one read of a busy port or a replay gives it,
and has to find each frame in it; pymodbus gets each telegram alone, for its framer takes a second
one in the same bytes for nothing. The last row gives ours one telegram a call as well: there
Python's own calls weigh most, a bare framer with less to do is faster, and the bar only guards
what is reached.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from time import process_time

from pymodbus.framer import FramerRTU
from pymodbus.pdu import DecodePDU

from serial_drivers.catalog import find_driver
from serial_drivers.drivers.modbus_rtu import new_shape, with_crc
from serial_drivers.framing import Framer
from tests.benchmarks.method import Ratio, calm_pairs
from tests.benchmarks.serial_latency import frame

FRAMES, PAIRS, BLOCK = 20_000, 9, 1024
YAOHUA_BAR, MODBUS_BAR, SINGLE_BAR = 200_000, 5.0, 0.4


def answers(count: int) -> list[bytes]:
    """Return answers of a thermo-hygrometer: two registers, no two neighbours alike."""
    bodies = ((180 + n % 170, 300 + n * 7 % 600) for n in range(count))
    return [
        with_crc(b"\x01\x04\x04" + t.to_bytes(2, "big") + h.to_bytes(2, "big")) for t, h in bodies
    ]


def timed(work: Callable[[], int], wanted: int) -> float:
    """Return seconds of processor time. Raises RuntimeError if frames got lost."""
    start = process_time()
    found = work()
    seconds = process_time() - start
    if found != wanted:
        raise RuntimeError(f"{found} frames of {wanted}")
    return seconds


def fed(feed: Callable[[bytes], Sequence[object]], chunks: Sequence[bytes]) -> int:
    """Return how many things the chunks completed."""
    return sum(len(feed(chunk)) for chunk in chunks)


def blocks(frames: Sequence[bytes]) -> list[bytes]:
    """Return the stream of these frames in blocks."""
    stream = b"".join(frames)
    return [stream[at : at + BLOCK] for at in range(0, len(stream), BLOCK)]


def _yaohua(count: int, pairs: int) -> Ratio:
    chunks = blocks([frame(number % 1_000_000) for number in range(count)])
    driver = find_driver("yaohua-tf0")
    seconds = [timed(lambda: fed(driver.new_reader().feed, chunks), count) for _at in range(pairs)]
    rates = sorted(count / each / YAOHUA_BAR for each in seconds)
    return Ratio(
        name="Yaohua frames decoded",
        peer=f"{YAOHUA_BAR} frames/s",
        ratio=median(rates),
        low=rates[0],
        high=rates[-1],
        bar=1.0,
        better="high",
        ours=f"{median(rates) * YAOHUA_BAR / 1000:.0f} k/s",
        theirs="-",
        pairs=pairs,
    )


def _modbus(name: str, chunks: Sequence[bytes], frames: list[bytes], bar: float, n: int) -> Ratio:
    peer = FramerRTU(DecodePDU(is_server=False))

    def theirs(_at: int) -> float:
        return timed(lambda: sum(peer.decode(each)[0] > 0 for each in frames), len(frames))

    def ours(_at: int) -> float:
        return timed(lambda: fed(Framer(new_shape(1)).feed, chunks), len(frames))

    mine, other = calm_pairs(ours, theirs, n)
    each = sorted(b / a for a, b in zip(mine, other, strict=True))
    rate = len(frames) / 1000
    return Ratio(
        name=name,
        peer="pymodbus FramerRTU",
        ratio=median(each),
        low=each[0],
        high=each[-1],
        bar=bar,
        better="high",
        ours=f"{rate / median(mine):.0f} k/s",
        theirs=f"{rate / median(other):.0f} k/s",
        pairs=n,
    )


def run(count: int = FRAMES, pairs: int = PAIRS) -> list[Ratio]:
    """Measure; raises RuntimeError when frames got lost."""
    frames = answers(count)
    return [
        _yaohua(count, pairs),
        _modbus("Modbus frames framed", blocks(frames), frames, MODBUS_BAR, pairs),
        _modbus("Modbus, one frame a call", frames, frames, SINGLE_BAR, pairs),
    ]
