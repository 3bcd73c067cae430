"""Each protocol is found on a real pseudo-terminal without anybody saying what it is."""

from __future__ import annotations

import queue
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest

from serial_drivers.catalog import drivers
from serial_drivers.clock import MachineClock
from serial_drivers.finding.detection import Candidate, Detection, DetectionRun, Detector, Trying
from serial_drivers.ports.transport import SerialTransport
from serial_drivers.simulators import SimulatedScale

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
VARIANTS = {"and-standard": "st-gs-generic", "cas-22": "st-gs-generic", "kern-ew": "kern-legacy"}


PROTOCOLS = [*(driver.key for driver in drivers()), *VARIANTS]
AT_ONCE = 4
"""Detections side by side: each mostly waits, and each has a port of its own."""
Told = list[Trying | Candidate]


def detected(protocol: str) -> tuple[Detection, Told]:
    """Return what detection finds where this simulated instrument is, and what it told on the way."""
    scale = SimulatedScale(protocol)
    scale.start()
    told: Told = []
    try:
        detection = Detector(
            drivers(),
            open_transport=partial(SerialTransport, scale.path),
            clock=MachineClock(),
            on_progress=told.append,
        ).run()
    finally:
        scale.stop()
    return detection, told


@pytest.fixture(scope="module")
def found() -> Iterator[Mapping[str, Future[tuple[Detection, Told]]]]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {protocol: pool.submit(detected, protocol) for protocol in PROTOCOLS}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_protocol_is_found_with_its_evidence(
    protocol: str, found: Mapping[str, Future[tuple[Detection, Told]]]
) -> None:
    detection, told = found[protocol].result()
    assert detection.chosen is not None, detection.reason
    assert detection.chosen.driver.key.partition("@")[0] == VARIANTS.get(protocol, protocol)
    wanted = detection.chosen.driver.frames_to_convince
    assert detection.chosen.good_frames >= wanted or "its name in it" in detection.reason
    assert detection.chosen.sample
    assert "frames with" in detection.reason
    assert told[-1] == detection.chosen
    steps = [step for step in told if isinstance(step, Trying)]
    assert [step.i for step in steps] == list(range(1, len(steps) + 1))


def test_a_run_can_be_cancelled() -> None:
    scale = SimulatedScale("mt-sics")
    scale.start()
    started: queue.SimpleQueue[Trying | Candidate] = queue.SimpleQueue()
    done: queue.SimpleQueue[Detection] = queue.SimpleQueue()
    run = DetectionRun(scale.path, drivers(), on_progress=started.put, on_done=done.put)
    try:
        run.start()
        started.get(timeout=10)
        run.cancel()
        assert done.get(timeout=10).was_cancelled
        assert run.join(10)
    finally:
        scale.stop()
