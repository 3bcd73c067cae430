"""What was read at an adapter before: asked for first, or taken over. No widgets.

An adapter is VID:PID with its serial number or USB socket, never the name of its port. The same
cable visits many scales: what was there before is a hint that has to answer, unless a person had
said how to read it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.instrument import InstrumentProfile
from serial_drivers.catalog import find_driver
from serial_drivers.finding.detection import Hint
from serial_drivers.line import parse_line
from ui.bench.ports.model import Known, PortEntry
from ui.live_instrument import LinkSettings
from ui.task_runner import TaskRunner

ProfilesAt = Callable[[str], Sequence[InstrumentProfile]]


@dataclass(frozen=True, slots=True)
class _Before:
    """How a port was read. is_said: by a person, not by detection."""

    settings: LinkSettings
    reason: str
    unit: str | None
    is_said: bool


class PortMemory:
    """Remembers by adapter, for this run; for longer, the instruments' profiles do."""

    def __init__(self, runner: TaskRunner, profiles_at: ProfilesAt) -> None:
        self._runner, self._profiles_at = runner, profiles_at
        self._before: dict[str, _Before] = {}

    def keep(self, entry: PortEntry) -> None:
        """Remember how a port was read that is going now."""
        if entry.info.vid is not None and entry.settings is not None:
            is_said = entry.candidate is None
            before = _Before(entry.settings, entry.reason, entry.unit, is_said)
            self._before[entry.info.adapter] = before

    def recall(self, entry: PortEntry) -> bool:
        """Give a port that came back its settings; say whether a person had said them."""
        before = self._before.get(entry.info.adapter)
        if before is None:
            return False
        entry.unit = before.unit
        if not before.is_said:
            return False
        entry.settings = replace(before.settings, port=entry.key)
        entry.known, entry.reason = Known.RECOGNISED, before.reason
        return True

    def hints(self, entry: PortEntry, then: Callable[[PortEntry, Sequence[Hint]], None]) -> None:
        """Find out what was read at this adapter before, the latest first, and go on with it."""
        if entry.info.vid is None:
            then(entry, ())
            return
        before = self._before.get(entry.info.adapter)
        known = [_hint(before.settings.protocol, before.settings.line)] if before else []

        def go_on(saved: Sequence[InstrumentProfile]) -> None:
            entry.profiles = tuple(saved)
            found = [*known, *(_hint(profile.protocol, profile.line) for profile in saved)]
            then(entry, tuple(dict.fromkeys(hint for hint in found if hint is not None)))

        adapter = entry.info.adapter
        self._runner.run(lambda: self._profiles_at(adapter), go_on, lambda _failure: go_on(()))


def _hint(protocol: str, line: str) -> Hint | None:
    """Return driver and line, None for what this version does not know."""
    try:
        driver = find_driver(protocol)
        return driver, parse_line(line) if line else driver.line
    except InspectorError:
        return None
