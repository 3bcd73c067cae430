"""The commands about ports: ports, detect, read. Shapes of JSON and exit codes: docs/ports.md."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from inspector_app.domain.exceptions import InspectorError, NoAnswer, PortUnavailable
from inspector_app.domain.indication import Indication
from inspector_app.output import complain, say_failure
from inspector_app.words import current_language, failures, figures
from inspector_app.words import gettext as _
from inspector_app.words.detection import counted as counted_frames
from serial_drivers.catalog import drivers, find_driver
from serial_drivers.clock import MachineClock
from serial_drivers.decoding import indication_as_json, problem_as_json
from serial_drivers.driver import ScaleDriver, SerialLine
from serial_drivers.finding.budget import THOROUGH, THOROUGH_WORST_S, USUAL
from serial_drivers.finding.detection import Candidate, Detection, Detector, Trying
from serial_drivers.line import parse_line
from serial_drivers.ports.addresses import has_line
from serial_drivers.ports.listening import listen
from serial_drivers.ports.port_events import (
    Failed,
    FellQuiet,
    IndicationReceived,
    Lost,
    Opened,
    PortEvent,
    ProblemSeen,
    Reconnected,
)
from serial_drivers.ports.port_list import PortInfo, PortList
from serial_drivers.ports.port_loop import settings_for
from serial_drivers.ports.transport import open_transport
from serial_drivers.stability import StabilityGate

Say = Callable[[str], None]
SEVERAL: Final = 3
NOTHING: Final = 4
INTERRUPTED: Final = 130
_NS: Final = 1_000_000_000
_NO_PORT: Final = frozenset({"no_answer", "instrument_silent"})


def ports(say: Say, *, as_json: bool) -> None:
    """List the machine's serial ports."""
    found = PortList().all()
    if as_json:
        say(json.dumps([_port_as_json(port) for port in found], ensure_ascii=False, indent=1))
        return
    for port in found:
        say("  ".join(filter(None, (port.device, port.adapter_name or port.description))))
        for one in port.troubles:
            say(f"  {one.text.in_language(current_language())}")
    if not found:
        say(_("No serial port is there."))


def _port_as_json(port: PortInfo) -> dict[str, Any]:
    return {
        "device": port.device,
        "description": port.description,
        "adapter": port.adapter_name or None,
        "vid": None if port.vid is None else f"{port.vid:04x}",
        "pid": None if port.pid is None else f"{port.pid:04x}",
        "serial_number": port.serial_number,
        "location": port.location,
        "advice": [
            {"key": one.key, "text": one.text.in_language(current_language())}
            for one in port.troubles
        ],
    }


def detect(device: str, say: Say, *, as_json: bool, thorough: bool = False) -> int:
    """Find out what speaks on a port; return 0 for one protocol, SEVERAL or NOTHING.

    thorough: every line and slow answers too, within minutes.
    """
    found = _detected(device, complain, thorough=thorough)
    if as_json:
        say(json.dumps(_detection_as_json(device, found), ensure_ascii=False, indent=1))
    else:
        for candidate in found.candidates:
            title = candidate.driver.title.in_language(current_language())
            say(f"{candidate.driver.key}  {candidate.line}  {title}")
            say(f"  {_why(candidate)}")
    refused = _refusal(device, found)
    if refused is None:
        return 0
    complain(failures.sentence(refused))
    if isinstance(refused, NoAnswer) and not thorough:
        minutes = THOROUGH_WORST_S // 60
        complain(
            _("Slow instruments and other speeds: --thorough, up to {n} min.").format(n=minutes)
        )
    return _exit_code(refused)


def _why(found: Candidate) -> str:
    """Return the evidence for a protocol, in the language in use."""
    how = (
        _("it spoke by itself")
        if found.poll is None
        else _("it answered {bytes}").format(bytes=found.poll.hex(" ").upper())
    )
    counted = counted_frames(found.good_frames, found.bad_frames, found.proof)
    told = _("Recognised: {how}, {counted}").format(how=how, counted=counted)
    return f"{told}  {found.sample.hex(' ')}"


def _detected(device: str, progress: Say, *, thorough: bool = False) -> Detection:
    """Run the detection in this thread. Raises PortUnavailable where the port itself fails."""

    def tell(step: Trying | Candidate) -> None:
        if isinstance(step, Trying):
            what = step.driver.key if step.driver is not None else _("Listening")
            progress(f"{step.i}/{step.n}  {step.line}  {what}")

    found = Detector(
        drivers(),
        open_transport=partial(open_transport, device),
        clock=MachineClock(),
        on_progress=tell,
        has_line=has_line(device),
        budget=THOROUGH if thorough else USUAL,
    ).run()
    if found.failure and found.failure != "no_answer":
        raise PortUnavailable(found.failure, device=device)
    return found


def _detection_as_json(device: str, found: Detection) -> dict[str, Any]:
    chosen = found.chosen
    return {
        "port": device,
        "protocol": chosen.driver.key if chosen is not None else None,
        "line": str(chosen.line) if chosen is not None else None,
        "candidates": [
            {
                "protocol": one.driver.key,
                "title": one.driver.title.in_language(current_language()),
                "line": str(one.line),
                "good_frames": one.good_frames,
                "bad_frames": one.bad_frames,
                "asked": None if one.poll is None else one.poll.hex(),
                "sample": one.sample.hex(),
                "reason": one.reason,
            }
            for one in found.candidates
        ],
        "reason": found.reason,
    }


def _refusal(device: str, found: Detection) -> InspectorError | None:
    """Return why there is nothing to read with, None where one protocol was found."""
    if found.chosen is not None:
        return None
    if not found.candidates:
        return NoAnswer(device=device)
    named = ", ".join(f"{one.driver.key} ({one.line})" for one in found.candidates)
    return NoAnswer("protocol_ambiguous", device=device, candidates=named)


def _exit_code(failure: InspectorError) -> int:
    return NOTHING if failure.code in _NO_PORT else SEVERAL


@dataclass(slots=True)
class _Reading:
    """Prints what a port says until enough was said or nothing came for too long."""

    device: str
    say: Say
    as_json: bool
    count: int
    patience_s: int
    clock: MachineClock = field(default_factory=MachineClock)
    gate: StabilityGate = field(default_factory=StabilityGate)
    seen: int = 0
    failure: InspectorError | None = None
    _last_ns: int = 0

    def __post_init__(self) -> None:
        self._last_ns = self.clock.monotonic_ns()

    def is_over(self) -> bool:
        """Say whether to stop reading."""
        if self.failure is not None or (self.count and self.seen >= self.count):
            return True
        waited = self.clock.monotonic_ns() - self._last_ns
        if self.patience_s and waited > self.patience_s * _NS:
            self.failure = NoAnswer(
                "instrument_silent", device=self.device, seconds=self.patience_s
            )
        return self.failure is not None

    def take(self, event: PortEvent) -> None:
        """Print one event; bytes alone are printed with what they became."""
        match event:
            case IndicationReceived():
                self._indication(self.gate.judge(event.indication))
            case ProblemSeen():
                self.gate.disturb(event.problem)
                said = {"at": event.at.isoformat(), **problem_as_json(event.problem)}
                self._print("problem", said, f"{event.problem.kind}  {event.problem.raw.hex(' ')}")
            case Opened():
                self._print("opened", {"at": event.at.isoformat(), "line": event.line}, "")
            case Reconnected():
                self._print("reconnected", {"at": event.at.isoformat()}, _("Connected again"))
            case Lost():
                self.gate.reset()
                lost = {"at": event.at.isoformat(), "reason": event.reason}
                self._print("lost", lost, _("The connection is lost; trying again."))
            case FellQuiet():
                self.gate.reset()
            case Failed():
                self.failure = PortUnavailable(event.code, device=event.device, detail=event.detail)

    def _indication(self, said: Indication) -> None:
        self.seen += 1
        self._last_ns = self.clock.monotonic_ns()
        basis = said.stability_basis
        at = said.received_at.isoformat() if said.received_at is not None else None
        facts = {
            "at": at,
            "session": said.session_id,
            "sequence": said.sequence,
            "stability_basis": None if basis is None else basis.value,
            **indication_as_json(said),
        }
        self._print("indication", facts, _in_words(said))

    def _print(self, kind: str, facts: dict[str, Any], words: str) -> None:
        if self.as_json:
            self.say(json.dumps({"type": kind, **facts}, ensure_ascii=False))
        elif words:
            self.say(words)


def _in_words(said: Indication) -> str:
    value = "" if said.value is None else f"{figures.number(said.value)} {said.unit or ''}".strip()
    flags = (
        (said.stable is True, _("stable")),
        (said.stable is False, _("moving")),
        (said.net is True, _("Net")),
        (said.overload, _("Overload")),
        (said.underload, _("Underload")),
        (said.error is not None, _("Error {code}").format(code=said.error)),
    )
    words = [word for is_set, word in flags if is_set]
    return "  ".join(filter(None, (value, *words, said.raw.hex(" "))))


def read(
    device: str,
    say: Say,
    *,
    protocol: str = "",
    line: str = "",
    count: int = 0,
    patience_s: int = 0,
    as_json: bool = False,
) -> int:
    """Print what the instrument says; return 0, or the exit code that says why it ended.

    protocol: a name as the bench writes it, found out first if empty. count: so many indications,
    0 until interrupted. patience_s: how long nothing may come, 0 for ever.
    Raises InputInvalid for an unknown protocol or line, PortUnavailable.
    """
    wanted = parse_line(line) if line else None
    try:
        driver, spoken = _chosen(device, protocol)
    except NoAnswer as failure:
        return _unanswered(failure, as_json=as_json)
    reading = _Reading(device, say, as_json=as_json, count=count, patience_s=patience_s)
    settings = settings_for(driver, device, wanted or spoken)
    try:
        listen(settings, driver, reading.take, reading.is_over)
    except KeyboardInterrupt:
        return INTERRUPTED if count else 0
    if reading.failure is None:
        return 0
    if reading.failure.code not in _NO_PORT:
        raise reading.failure
    return _unanswered(reading.failure, as_json=as_json)


def _unanswered(failure: InspectorError, *, as_json: bool) -> int:
    """Say why nothing was read, or no more; return the exit code."""
    sentence = failures.sentence(failure)
    if as_json:
        say_failure(failure.code, sentence)
    complain(sentence)
    return _exit_code(failure)


def _chosen(device: str, protocol: str) -> tuple[ScaleDriver, SerialLine | None]:
    """Return the driver and the line it was heard at. Raises NoAnswer where it is not one."""
    if protocol:
        return find_driver(protocol), None
    found = _detected(device, complain)
    refused = _refusal(device, found)
    if refused is not None or found.chosen is None:
        raise refused or NoAnswer(device=device)
    complain(f"{found.chosen.driver.key}  {found.chosen.line}  {_why(found.chosen)}")
    return found.chosen.driver, found.chosen.line
