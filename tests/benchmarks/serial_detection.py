"""How long detection takes on real pseudo-terminals, with the simulated instruments of this program.

Seconds against the bars: any outcome, a stream with a checksum at its usual speed, and the thorough
run that a person starts. A pseudo-terminal has no speed of its own; what a wire with one does is in
`tests/unit/serial_drivers/test_detection_of_everything.py`, in reckoned time.
"""

from __future__ import annotations

import threading
from functools import partial
from time import monotonic

from serial_drivers.catalog import drivers
from serial_drivers.clock import MachineClock
from serial_drivers.finding.budget import THOROUGH, USUAL, Budget
from serial_drivers.finding.detection import Detection, Detector
from serial_drivers.ports.transport import SerialTransport
from serial_drivers.simulators import SimulatedScale
from serial_drivers.simulators.pty_port import PtyPort
from tests.benchmarks.method import Ratio

WORST_BAR, STREAM_BAR, THOROUGH_BAR = 12.0, 2.0, 180.0
PAIRS = 3
_LAST_ASKED = "iec62056-21"
_BABBLE = bytes(range(0x90, 0xA0)) * 2
_BABBLE_S = 1.4


def _detected(port: str, budget: Budget = USUAL) -> tuple[float, Detection]:
    detector = Detector(
        drivers(),
        open_transport=partial(SerialTransport, port),
        clock=MachineClock(),
        budget=budget,
    )
    began = monotonic()
    found = detector.run()
    return monotonic() - began, found


def _simulated(protocol: str) -> float:
    scale = SimulatedScale(protocol)
    scale.start()
    try:
        seconds, found = _detected(scale.path)
    finally:
        scale.stop()
    if found.chosen is None or found.chosen.driver.key.partition("@")[0] != protocol:
        raise RuntimeError(f"{protocol} was not found: {found.reason}")
    return seconds


def _unknown(babbles: bool, budget: Budget = USUAL) -> float:
    """Return the seconds for a port where nothing comes, or now and then what nobody knows."""
    port, ended = PtyPort("unknown"), threading.Event()

    def speak() -> None:
        while not ended.wait(_BABBLE_S):
            port.write(_BABBLE)

    speaker = threading.Thread(target=speak)
    if babbles:
        speaker.start()
    try:
        seconds, found = _detected(port.path, budget)
    finally:
        ended.set()
        if babbles:
            speaker.join()
        port.close()
    if found.candidates:
        raise RuntimeError(f"something was found where nothing is: {found.reason}")
    return seconds


def _row(name: str, values: list[float], bar: float) -> Ratio:
    ordered = sorted(values)
    return Ratio(
        name=name,
        peer="seconds, the longest",
        ratio=ordered[-1],
        low=ordered[0],
        high=ordered[-1],
        bar=bar,
        better="low",
        ours=f"{ordered[-1]:.2f} s",
        theirs="-",
        pairs=len(values),
    )


def run(pairs: int = PAIRS) -> list[Ratio]:
    """Measure; raises RuntimeError when an instrument is not found, or one where none is."""
    streams = [d.key for d in drivers() if d.voice.stream and d.has_checksum]
    quick = [_simulated(key) for _pair in range(pairs) for key in streams]
    silent = [_unknown(babbles=False) for _pair in range(pairs)]
    babbling = [_unknown(babbles=True) for _pair in range(pairs)]
    last = [_simulated(_LAST_ASKED) for _pair in range(pairs)]
    thorough = [_unknown(babbles=babbles, budget=THOROUGH) for babbles in (False, True)]
    return [
        _row("detection, checked stream", quick, STREAM_BAR),
        _row("detection, nothing there", silent, WORST_BAR),
        _row("detection, babble", babbling, WORST_BAR),
        _row("detection, last one asked", last, WORST_BAR),
        _row("detection, thorough search", thorough, THOROUGH_BAR),
    ]
