"""A simulated scale at the end of a real (pseudo-)serial port, with a thread of its own."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from inspector_app.domain.exceptions import PortLost, PortUnavailable
from inspector_app.domain.quantities import Quantity, exact_decimal
from serial_drivers.catalog import find_driver
from serial_drivers.clock import MachineClock
from serial_drivers.driver import Display
from serial_drivers.drivers.kern_legacy import encode_short
from serial_drivers.drivers.st_gs_generic import encode_and, encode_cas
from serial_drivers.simulators.faults import with_fault
from serial_drivers.simulators.load_cell import LoadCell, ScaleNature, usual_nature
from serial_drivers.simulators.pty_port import GivenPort, PtyPort, ScaleEnd
from serial_drivers.simulators.script import FAULTS, Act, Verb
from serial_drivers.simulators.speaking import SpeakingScale

_VARIANTS: dict[str, Callable[[Display], bytes]] = {
    "and-standard": encode_and,
    "cas-22": encode_cas,
    "kern-ew": encode_short,
}
_UNPLUGGED_WAIT_S = 0.05
_JOIN_S = 3.0
_log = logging.getLogger(__name__)


class SimulatedScale:
    """A scale to put things on. Its acts may be called from any thread; they happen within 50 ms.

    protocol: a driver's key or alias. port: an existing port; None makes a pseudo-terminal, whose
    name is `path`. seed: repeats the noise. script: acts at their times after start().
    Raises InputInvalid for an unknown protocol, PortUnavailable for a port that cannot be had.
    """

    def __init__(
        self,
        protocol: str,
        *,
        port: str | None = None,
        nature: ScaleNature | None = None,
        seed: int = 1,
        script: Sequence[Act] = (),
        say: Callable[[str], None] | None = None,
    ) -> None:
        self.driver = find_driver(protocol)
        self._cell = LoadCell(nature or usual_nature(self.driver.voice), Random(seed))
        self._voice = SpeakingScale(self.driver, self._cell, encode=_VARIANTS.get(protocol))
        self._end: ScaleEnd = GivenPort(port, self.driver.line) if port else PtyPort()
        self._acts: queue.SimpleQueue[Act] = queue.SimpleQueue()
        self._script = list(script)
        self._say = say or (lambda _: None)
        self._clock = MachineClock()
        self._stop = threading.Event()
        self._plugged = threading.Event()
        self._plugged.set()
        self._thread = threading.Thread(target=self._run, name="simulated-scale", daemon=True)

    @property
    def path(self) -> str:
        """Return the port the host has to open."""
        return self._end.path

    @property
    def is_plugged(self) -> bool:
        """Say whether the cable is in."""
        return self._plugged.is_set()

    @property
    def nature(self) -> ScaleNature:
        """Return what it is: range, interval, unit."""
        return self._cell.nature

    @property
    def display(self) -> Display:
        """Return what the display shows now."""
        return self._cell.display()

    def start(self) -> None:
        """Switch on."""
        self._thread.start()

    def put(self, mass: Quantity | Decimal | str) -> None:
        """Put a mass on the pan; a bare number is in the scale's unit, a negative one takes off."""
        if isinstance(mass, Quantity):
            self._acts.put(Act(at_s=Decimal(0), verb=Verb.PUT, mass=mass))
        else:
            self._acts.put(Act(at_s=Decimal(0), verb=Verb.PUT, amount=exact_decimal(mass)))

    def set_load(self, mass: Quantity | Decimal | str) -> None:
        """Make this the whole load."""
        self.take_all()
        self.put(mass)

    def take_all(self) -> None:
        """Empty the pan."""
        self._ask(Verb.TAKE_ALL)

    def tare(self) -> None:
        """Press the tare key."""
        self._ask(Verb.TARE)

    def zero(self) -> None:
        """Press the zero key."""
        self._ask(Verb.ZERO)

    def unplug(self) -> None:
        """Pull the cable."""
        self._ask(Verb.UNPLUG)

    def replug(self) -> None:
        """Plug the cable in again, under the same name."""
        self._ask(Verb.REPLUG)

    def stop(self) -> None:
        """Switch off and take the port away; returns when it is done."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(_JOIN_S)
        else:
            self._end.close()

    def wait(self, timeout_s: float) -> bool:
        """Wait for the end of the script (`stop`); say whether it came."""
        return self._stop.wait(timeout_s)

    def _ask(self, verb: Verb) -> None:
        self._acts.put(Act(at_s=Decimal(0), verb=verb))

    @property
    def _unit(self) -> str:
        return self._cell.nature.unit

    def _run(self) -> None:
        started_ns = before_ns = self._clock.monotonic_ns()
        try:
            while not self._stop.is_set():
                now_ns = self._clock.monotonic_ns()
                self._do_what_is_due((now_ns - started_ns) / 1e9)
                self._step((now_ns - before_ns) / 1e9)
                before_ns = now_ns
        except (PortLost, PortUnavailable, OSError) as error:
            _log.warning("simulated scale on %s ended: %s", self.path, error)
            self._say(f"{self.path}: {error}")
            self._stop.set()
        finally:
            self._end.close()

    def _step(self, seconds: float) -> None:
        if not self._plugged.is_set():
            self._voice.step(seconds, b"")
            self._stop.wait(_UNPLUGGED_WAIT_S)
            return
        heard = self._end.read(self._voice.until_next_s)
        said = self._voice.step(seconds, heard)
        if said:
            self._end.write(said)

    def _do_what_is_due(self, elapsed_s: float) -> None:
        while self._script and self._script[0].at_s <= Decimal(elapsed_s):
            self._act(self._script.pop(0))
        while not self._acts.empty():
            self._act(self._acts.get())

    def _act(self, act: Act) -> None:
        self._say(f"{act.verb} {act.mass or act.amount or act.factor or ''}".strip())
        amount = act.amount or Decimal(0)
        if act.mass is not None:
            amount = act.mass.in_unit(self._unit)
        match act.verb:
            case Verb.PUT:
                self._cell.put(amount)
            case Verb.TAKE:
                self._cell.put(-amount)
            case Verb.TAKE_ALL:
                self._cell.take_all()
            case Verb.TARE:
                self._cell.tare()
            case Verb.CLEAR_TARE:
                self._cell.clear_tare()
            case Verb.ZERO:
                self._cell.zero()
            case Verb.UNPLUG:
                self._plugged.clear()
                self._end.unplug()
            case Verb.REPLUG:
                self._end.replug()
                self._plugged.set()
            case Verb.STOP:
                self._stop.set()
            case _:
                self._change_nature(act, amount)

    def _change_nature(self, act: Act, amount: Decimal) -> None:
        nature = self._cell.nature
        if act.verb is Verb.DRIFT:
            nature = replace(nature, drift_per_minute=amount)
        elif act.verb is Verb.OFFSET:
            nature = replace(nature, offset=amount)
        elif act.verb in FAULTS:
            nature = replace(nature, faults=with_fault(nature.faults, act.verb.value, amount))
        elif act.factor is not None:
            nature = replace(nature, gain=act.factor)
        self._cell.nature = nature
