"""The commands about captures: replay, capture-to-transcript. Their JSON: docs/ports.md."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TextIO

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import Indication
from inspector_app.output import Progress, complain
from inspector_app.words import gettext as _
from inspector_app.words import ngettext
from serial_drivers.decoding import indication_as_json, problem_as_json
from serial_drivers.keeping.capture import CaptureHeader, read_header
from serial_drivers.keeping.replay import ReplayEnd
from serial_drivers.keeping.replay import replay as play
from serial_drivers.keeping.transcripts import Transcript, transcript_of
from serial_drivers.ports.port_events import (
    FellQuiet,
    IndicationReceived,
    Lost,
    Opened,
    PortEvent,
    ProblemSeen,
    Reconnected,
    Sent,
)
from serial_drivers.stability import StabilityGate

Say = Callable[[str], None]
CUT: Final = 3
"""Exit code of a capture that was cut: all before the cut was told."""


def replay(file: Path, say: Say, *, as_json: bool) -> int:
    """Print what a capture says, without waiting; return 0, or CUT for one without an end.

    Raises InputInvalid with the reason: no capture, a newer one, an unknown protocol.
    """
    header = read_header(file)
    telling = _Telling(say, as_json=as_json)
    telling.header(header)
    end = play(file, telling.take, wait=lambda _seconds: False, speed=None, on_percent=Progress())
    telling.end(end)
    if end.is_cut:
        complain(cut_sentence(file.name))
        return CUT
    return 0


def cut_sentence(name: str) -> str:
    """Return the sentence for a capture whose end is missing."""
    return _("{file} was cut: everything up to the cut was played.").format(file=name)


class _Telling:
    """Prints the events of a capture as lines."""

    def __init__(self, say: Say, *, as_json: bool) -> None:
        self.say, self.as_json, self.gate = say, as_json, StabilityGate()
        self.seen = self.problems = 0

    def header(self, header: CaptureHeader) -> None:
        """Say what was captured."""
        settings = header.settings
        facts = {
            "at": header.started_at.isoformat(),
            "program": header.program,
            "version": header.version,
            "port": settings.device,
            "protocol": settings.protocol,
            "line": str(settings.line),
            "poll": None if settings.poll is None else settings.poll.hex(),
        }
        words = f"{settings.protocol}  {settings.line}  {settings.device}  {header.started_at}"
        self._print("capture", facts, words)

    def take(self, event: PortEvent) -> None:
        """Say one event; received bytes are told with what they became."""
        match event:
            case IndicationReceived():
                self._indication(self.gate.judge(event.indication))
            case ProblemSeen():
                self.problems += 1
                self.gate.disturb(event.problem)
                words = f"{event.problem.kind}  {event.problem.raw.hex(' ')}"
                self._print("problem", {**_at(event), **problem_as_json(event.problem)}, words)
            case Sent():
                facts = {**_at(event), "raw": event.data.hex()}
                self._print("sent", facts, f"> {event.data.hex(' ')}")
            case Opened():
                self._print("opened", {**_at(event), "line": event.line}, event.line)
            case Lost():
                self.gate.reset()
                self._print("lost", {**_at(event), "reason": event.reason}, event.reason)
            case Reconnected():
                self._print("reconnected", _at(event), _("Connected again"))
            case FellQuiet():
                self.gate.reset()

    def _indication(self, said: Indication) -> None:
        self.seen += 1
        basis = said.stability_basis
        facts = {
            "at": said.received_at.isoformat() if said.received_at is not None else None,
            "session": said.session_id,
            "sequence": said.sequence,
            "stability_basis": None if basis is None else basis.value,
            **indication_as_json(said),
        }
        value = "" if facts["value"] is None else f"{facts['value']} {said.unit or ''}".strip()
        self._print("indication", facts, f"{facts['at']}  {value}  {said.raw.hex(' ')}")

    def end(self, end: ReplayEnd) -> None:
        """Say how it ended."""
        facts = {
            "indications": self.seen,
            "problems": self.problems,
            "events": end.events,
            "cut": end.is_cut,
        }
        counted = ngettext("{n} reading", "{n} readings", self.seen).format(n=self.seen)
        self._print("end", facts, counted)

    def _print(self, kind: str, facts: dict[str, Any], words: str) -> None:
        if self.as_json:
            self.say(json.dumps({"type": kind, **facts}, ensure_ascii=False))
        else:
            self.say(words)


def _at(event: Opened | Lost | Reconnected | Sent | ProblemSeen) -> dict[str, str]:
    return {"at": event.at.isoformat()}


def to_transcript(file: Path, out: Path | None, say: Say, *, most: int) -> None:
    """Make a transcript of a capture, printed or into a file that must not be there yet.

    Raises InputInvalid with the reason.
    """
    made = transcript_of(file, most=most, on_percent=Progress())
    if out is None:
        say(made.text().rstrip("\n"))
    else:
        _write(out, made)
        say(str(out))
    counted = ngettext("{n} frame", "{n} frames", made.frames).format(n=made.frames)
    complain(
        _("{frames} that differ; {left} could not stand alone and were left out.").format(
            frames=counted, left=made.left_out
        )
    )
    if made.is_cut:
        complain(cut_sentence(file.name))


def _write(out: Path, made: Transcript) -> None:
    try:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            _fill(out, file, made.text())
    except FileExistsError:
        raise InputInvalid("transcript_exists", file=out) from None
    except OSError as failure:
        raise InputInvalid("transcript_unwritten", file=out, detail=failure.strerror) from None


def _fill(out: Path, file: TextIO, text: str) -> None:
    """Write all of it, or leave no file behind: half a transcript would pass for a whole one."""
    try:
        file.write(text)
        file.flush()
    except OSError:
        out.unlink(missing_ok=True)
        raise
