"""The ports side of the bench: scanning, detecting, choosing, connecting. No widgets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from inspector_app.domain.exceptions import InspectorError
from serial_drivers.catalog import find_driver
from serial_drivers.driver import ScaleDriver, SerialLine
from serial_drivers.finding.detection import Candidate, Detection, Hint, Trying
from serial_drivers.keeping.capture import CaptureHeader, read_header
from serial_drivers.ports.port_list import PortInfo, PortList
from ui.bench import wording
from ui.bench.ports.detecting import Detections
from ui.bench.ports.memory import PortMemory, ProfilesAt
from ui.bench.ports.model import Known, PortEntry, settings_of
from ui.live_instrument import LinkSettings, LinkState, LinkStatus, LiveInstrument
from ui.task_runner import TaskRunner

SCAN_MS: Final = 1000
AGAIN_MS: Final = 300
_PATIENCE: Final = 8
"""A port that this program itself has just closed may stay taken for a moment."""


class BenchPorts(QObject):
    """Knows every port and which one is read.

    Signals: listed (cards came or went), card_changed(key), followed(key) when another port is
    read (empty: none), replay_refused(InspectorError); profile_file_wanted and profile_code_wanted
    where a person reads the chosen port as a profile from elsewhere says.
    """

    listed = Signal()
    card_changed = Signal(str)
    followed = Signal(str)
    replay_refused = Signal(object)
    profile_file_wanted = Signal()
    profile_code_wanted = Signal()

    def __init__(
        self,
        runner: TaskRunner,
        live: LiveInstrument,
        replay: LiveInstrument,
        ports: PortList,
        parent: QObject | None = None,
        *,
        profiles_at: ProfilesAt = lambda _adapter: (),
    ) -> None:
        super().__init__(parent)
        self._memory = PortMemory(runner, profiles_at)
        self._runner, self._live, self._replay, self._ports = runner, live, replay, ports
        self.entries: dict[str, PortEntry] = {}
        self.chosen = ""
        self._is_scanning = False
        self._detections = Detections(self)
        self._detections.progressed.connect(self._on_progress)
        self._detections.finished.connect(self._on_finished)
        live.status_changed.connect(self._on_status)
        replay.status_changed.connect(self._on_status)
        self._clockwork = QTimer(self)
        self._clockwork.setInterval(SCAN_MS)
        self._clockwork.timeout.connect(self.scan)
        self._on_status(live.status)

    # --- what is plugged in ----------------------------------------------------------------

    def watch(self, *, watching: bool) -> None:
        """Look for plugged and unplugged ports every second, or rest while nobody looks."""
        if watching:
            self.scan()
            self._clockwork.start()
        else:
            self._clockwork.stop()

    @Slot()
    def scan(self) -> None:
        """Ask the system for its ports, off the UI thread."""
        if not self._is_scanning:
            self._is_scanning = True
            self._runner.run(self._ports.all, self._on_ports, self._on_scan_failed, storage=False)

    def _on_scan_failed(self, _failure: Exception) -> None:
        self._is_scanning = False

    def _on_ports(self, found: Iterable[PortInfo]) -> None:
        self._is_scanning = False
        seen = {info.device: info for info in found}
        # What a person adds comes and goes by that alone: a scan that was under way meanwhile knows
        # nothing of it.
        fresh = [
            info
            for device, info in seen.items()
            if device not in self.entries and not info.is_added
        ]
        moved = [info for info in fresh if self._came_back(info, seen)]
        new = [info for info in fresh if info not in moved]
        for info in new:
            self.entries[info.device] = PortEntry(info)
        gone = [key for key in self.entries if key not in seen and self._may_go(key)]
        for key in gone:
            self._detections.cancel(key)
            self._memory.keep(self.entries.pop(key))
        if fresh or gone:
            self.listed.emit()
        for info in new:
            self._greet(self.entries[info.device])

    def _greet(self, entry: PortEntry) -> None:
        """Read a new port as a person said before, or find out what it speaks."""
        if self._memory.recall(entry):
            self.card_changed.emit(entry.key)
            self._join_in(entry)
        elif entry.info.is_simulated or entry.info.vid is not None:
            self.detect(entry.key)

    def _came_back(self, info: PortInfo, seen: Mapping[str, PortInfo]) -> bool:
        """Say whether this is a known adapter under another name; its card then takes the name."""
        before = self._at_adapter(info.adapter) if info.vid is not None else None
        if before is None or before.key in seen:
            return False
        self._detections.cancel(before.key)
        self._rename(before, info)
        return True

    def _at_adapter(self, adapter: str) -> PortEntry | None:
        alike = (entry for entry in self.entries.values() if entry.info.adapter == adapter)
        return next(alike, None)

    def _rename(self, entry: PortEntry, info: PortInfo) -> None:
        """Let a card stand for the port under its new name."""
        old, new = entry.key, info.device
        entry.info = info
        if entry.settings is not None:
            entry.settings = replace(entry.settings, port=new)
        self.entries = {new if key == old else key: one for key, one in self.entries.items()}
        if self.chosen == old:
            self.chosen = new
            self.followed.emit(new)
        self.listed.emit()

    def _may_go(self, key: str) -> bool:
        """A port that is being read stays as a card that says that it was lost."""
        entry = self.entries[key]
        stays = entry.is_replay or entry.info.is_added
        stays = stays or (entry.is_adopted and Path(key).exists())
        return not stays and not self._is_open(key)

    def _is_open(self, key: str) -> bool:
        settings, entry = self._live.status.settings, self.entries.get(key)
        if settings is None:
            return False
        is_same = entry is not None and entry.info.vid is not None
        is_same = is_same and entry is not None and settings.adapter == entry.info.adapter
        return settings.port == key or is_same

    def add_simulated(self, device: str, title: str, unit: str | None, number: int = 0) -> None:
        """Show a simulated scale's port at once and find out what it speaks."""
        info = self._ports.add_simulated(device, title)
        known = self.entries.get(device)
        if known is not None:
            known.info = info
            self.card_changed.emit(device)
            return
        self.entries[device] = PortEntry(info, unit=unit, number=number)
        self.listed.emit()
        self.detect(device)

    def remove_simulated(self, device: str) -> None:
        """Take the card of a simulated scale away."""
        self.remove_added(device)

    def add_network(self, address: str) -> None:
        """Show a terminal server's port; what speaks there is found out when it is chosen."""
        self.entries.setdefault(address, PortEntry(self._ports.add_network(address)))
        self.listed.emit()

    def remove_added(self, device: str) -> None:
        """Take the card of a simulated or a terminal server's port away."""
        self._ports.remove_added(device)
        self._detections.cancel(device)
        if self._is_open(device):
            self._live.disconnect_port()
        self._drop(device)

    def _drop(self, key: str) -> None:
        self.entries.pop(key, None)
        if self.chosen == key:
            self._follow("")
        self.listed.emit()

    # --- detection -------------------------------------------------------------------------

    def detect(self, key: str, *, thorough: bool = False) -> None:
        """Find out what speaks on this port; if we read it ourselves, we let go of it first.

        thorough: every line and slow answers too, within minutes; a person asks for it.
        """
        entry = self.entries.get(key)
        if entry is None or entry.is_replay:
            return
        entry.patience, entry.is_thorough = 0, thorough
        if self._is_open(key):
            entry.patience = _PATIENCE
            self._live.disconnect_port()
        self._begin(entry)

    def _begin(self, entry: PortEntry) -> None:
        entry.known, entry.trying, entry.detection, entry.problem = Known.TRYING, None, None, ""
        entry.candidate, entry.reason, entry.live_value = None, "", ""
        self.card_changed.emit(entry.key)
        self._memory.hints(entry, self._try)

    def _try(self, entry: PortEntry, hints: Sequence[Hint]) -> None:
        """Begin to try, once it is known what was there before."""
        if self.entries.get(entry.key) is entry and entry.known is Known.TRYING:
            self._detections.start(entry.key, hints, thorough=entry.is_thorough)

    def cancel(self, key: str) -> None:
        """Stop trying on this port."""
        self._detections.cancel(key)
        entry = self.entries.get(key)
        if entry is not None and entry.known is Known.TRYING:
            entry.known = Known.IDLE
            self.card_changed.emit(key)

    @Slot(str, object)
    def _on_progress(self, key: str, trying: Trying) -> None:
        if key in self.entries:
            self.entries[key].trying = trying
            self.card_changed.emit(key)

    @Slot(str, object)
    def _on_finished(self, key: str, detection: Detection) -> None:
        entry = self.entries.get(key)
        if entry is None:
            return
        if detection.failure == "port_busy" and entry.patience:
            entry.patience -= 1
            QTimer.singleShot(AGAIN_MS, self, lambda: self._again(key))
            return
        entry.detection, entry.problem = detection, detection.failure
        if detection.chosen is not None:
            self._settle(entry, detection.chosen)
        elif detection.candidates:
            entry.known = Known.AMBIGUOUS
        else:
            entry.known = Known.FAILED
        self.card_changed.emit(key)
        self._join_in(entry)

    def _again(self, key: str) -> None:
        if key in self.entries:
            self._memory.hints(self.entries[key], self._try)

    def _settle(self, entry: PortEntry, candidate: Candidate) -> None:
        entry.known, entry.candidate, entry.reason = Known.RECOGNISED, candidate, candidate.reason
        entry.settings = settings_of(entry, candidate)

    def _join_in(self, entry: PortEntry) -> None:
        """Read a port that was just recognised, if it is the chosen one or nothing is read."""
        if entry.known is Known.RECOGNISED and self.chosen in {"", entry.key}:
            self._connect(entry)
        elif self.chosen == entry.key:
            self._follow(entry.key)

    # --- choosing and connecting -----------------------------------------------------------

    def choose(self, key: str) -> None:
        """Read this port, as before if it was closed; if it is not known yet, find out first."""
        entry = self.entries.get(key)
        if entry is None:
            return
        was_closed = entry.known is Known.IDLE and entry.settings is not None
        if entry.known is Known.RECOGNISED or was_closed:
            self._connect(entry)
            return
        self._follow(key)
        if entry.known in {Known.IDLE, Known.FAILED}:
            self.detect(key)

    def take_candidate(self, key: str, candidate: Candidate) -> None:
        """Settle an ambiguous port as a person says."""
        entry = self.entries.get(key)
        if entry is not None:
            self._settle(entry, candidate)
            entry.reason = f"chosen by a person among several that fit: {candidate.reason}"
            self._connect(entry)

    def read_as(self, key: str, driver: ScaleDriver, line: SerialLine) -> None:
        """Read a port by the protocol and line that a person says, without detection."""
        entry = self.entries.get(key)
        if entry is None:
            return
        self._detections.cancel(key)
        entry.candidate, entry.detection = None, None
        entry.reason = f"{driver.key} at {line}: chosen by a person"
        entry.settings = LinkSettings(
            port=key,
            protocol=driver.key,
            line=str(line),
            unit=entry.unit,
            title=wording.driver_title(driver),
            adapter=entry.info.adapter,
            detection=entry.reason,
        )
        self._connect(entry)

    def _connect(self, entry: PortEntry) -> None:
        if entry.settings is None:
            return
        entry.known, entry.problem, entry.patience = Known.RECOGNISED, "", _PATIENCE
        link = self._replay if entry.is_replay else self._live
        is_ours = link.status.settings == entry.settings
        self._follow(entry.key)
        if entry.is_replay or not is_ours or link.status.state is not LinkState.STREAMING:
            link.connect_port(entry.settings)

    def _follow(self, key: str) -> None:
        """Show this port; a replay that nobody looks at any more ends, and can be played again."""
        entry = self.entries.get(key)
        is_replay = entry is not None and entry.is_replay
        if not is_replay and self._replay.status.state is not LinkState.CLOSED:
            self._replay.disconnect_port()
        before, self.chosen = self.chosen, key
        for each in {before, key} & set(self.entries):
            if each != key:
                self.entries[each].live_value = ""
            self.card_changed.emit(each)
        self.followed.emit(key)

    def release(self, key: str) -> None:
        """Let go of a port, so that something else may open it; its card stays."""
        self.cancel(key)
        if self._is_open(key):
            self._live.disconnect_port()
        entry = self.entries.get(key)
        if entry is not None:
            entry.known, entry.problem, entry.live_value = Known.IDLE, "", ""
            self.card_changed.emit(key)

    def set_unit(self, key: str, unit: str) -> None:
        """Remember the unit on the display of an instrument whose wire carries none."""
        entry = self.entries.get(key)
        if entry is None:
            return
        entry.unit = unit
        if entry.settings is not None and entry.settings.unit != unit:
            entry.settings = replace(entry.settings, unit=unit)
        self.card_changed.emit(key)

    # --- replay ----------------------------------------------------------------------------

    def replay(self, path: Path) -> None:
        """Play a capture file; its card stays and plays again when chosen."""

        def refused(failure: Exception) -> None:
            if not isinstance(failure, InspectorError):
                raise failure
            self.replay_refused.emit(failure)

        def work() -> CaptureHeader:
            header = read_header(path)
            find_driver(header.settings.protocol)
            return header

        self._runner.run(
            work, lambda header: self._show_replay(path, header), refused, storage=False
        )

    def _show_replay(self, path: Path, header: CaptureHeader) -> None:
        driver, key = find_driver(header.settings.protocol), str(path)
        entry = PortEntry(PortInfo(device=key), is_replay=True, known=Known.RECOGNISED)
        entry.reason = f"as recorded on {header.settings.device}"
        entry.settings = LinkSettings(
            port=key,
            protocol=driver.key,
            line=str(header.settings.line),
            title=wording.driver_title(driver),
            detection=entry.reason,
        )
        self.entries[key] = entry
        self.listed.emit()
        self._connect(entry)

    # --- what the links say ----------------------------------------------------------------

    @Slot(object)
    def _on_status(self, status: LinkStatus) -> None:
        settings = status.settings
        if settings is None:
            return
        entry = self._entry_of(settings)
        if self._detections.is_running(entry.key):
            return
        entry.settings = entry.settings or settings
        match status.state:
            case LinkState.STREAMING:
                entry.known, entry.problem = Known.RECOGNISED, ""
            case LinkState.LOST:
                entry.known, entry.problem = Known.LOST, _lost(entry, status.detail)
            case LinkState.FAILED if status.detail == "port_busy" and entry.patience:
                entry.patience -= 1
                QTimer.singleShot(AGAIN_MS, self, lambda: self._reconnect(entry.key))
            case LinkState.FAILED:
                entry.known, entry.problem = Known.FAILED, status.detail
            case _:
                entry.known = Known.RECOGNISED
        self.card_changed.emit(entry.key)

    def _entry_of(self, settings: LinkSettings) -> PortEntry:
        """Return the card of what is read; the list may be slower than the reader is."""
        entry = self.entries.get(settings.port)
        if entry is None and settings.adapter not in ("", settings.port):
            entry = self._at_adapter(settings.adapter)
            if entry is not None:
                self._rename(entry, replace(entry.info, device=settings.port))
        return entry or self._adopt(settings)

    def _reconnect(self, key: str) -> None:
        entry = self.entries.get(key)
        if entry is not None and self.chosen == key and entry.settings is not None:
            self._live.connect_port(entry.settings)

    def _adopt(self, settings: LinkSettings) -> PortEntry:
        """A port that another page connected gets its card too, and is read here as well."""
        info = PortInfo(device=settings.port, description=settings.title)
        entry = PortEntry(info, known=Known.RECOGNISED, settings=settings, unit=settings.unit)
        entry.reason, entry.is_adopted = settings.detection, True
        self.entries[entry.key] = entry
        self.listed.emit()
        if not self.chosen:
            self._follow(entry.key)
        return entry

    def close(self) -> None:
        """Stop scanning and trying; the replay ends."""
        self._clockwork.stop()
        self._detections.close()
        self._replay.disconnect_port()


def _lost(entry: PortEntry, detail: str) -> str:
    """Return the code of a lost port: a terminal server has no cable that a person could plug."""
    is_unplugged = detail in ("", "port_lost")
    return ("connection_lost" if entry.info.is_network else "port_lost") if is_unplugged else detail
