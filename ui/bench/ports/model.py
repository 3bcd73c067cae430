"""The ports as the bench knows them: what is plugged in, what was recognised, what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.instrument import InstrumentProfile
from inspector_app.words import current_language
from inspector_app.words import gettext as _
from serial_drivers.catalog import find_driver
from serial_drivers.driver import ScaleDriver
from serial_drivers.finding.detection import Candidate, Detection, Trying
from serial_drivers.ports.addresses import has_line, short_name
from serial_drivers.ports.port_list import PortInfo
from ui.bench import wording
from ui.bench.ports import kept_reason
from ui.bench.ports.plate_interval import PlateInterval
from ui.live_instrument import LinkSettings
from ui.widgets.port_card import PortData, PortState


class Known(StrEnum):
    """How far the bench has come with a port."""

    IDLE = "idle"
    TRYING = "trying"
    RECOGNISED = "recognised"
    AMBIGUOUS = "ambiguous"
    FAILED = "failed"
    LOST = "lost"


_BUSY = frozenset(("port_busy", "port_forbidden"))


@dataclass(slots=True)
class PortEntry:
    """One card. settings: how to read the port, once known. problem: a failure code or empty.

    reason: why these settings, in English, for the record. number: of a simulated scale, 1...
    is_thorough: the detection under way, or the last one, takes its time.
    is_adopted: another page opened it; the system may not list it, as the example's scale.
    profiles: what was saved at this adapter. said_interval: of the instrument a person named.
    """

    info: PortInfo
    known: Known = Known.IDLE
    trying: Trying | None = None
    detection: Detection | None = None
    candidate: Candidate | None = None
    settings: LinkSettings | None = None
    problem: str = ""
    reason: str = ""
    live_value: str = ""
    unit: str | None = None
    number: int = 0
    is_replay: bool = False
    is_adopted: bool = False
    patience: int = field(default=0)
    is_thorough: bool = False
    profiles: tuple[InstrumentProfile, ...] = ()
    said_interval: PlateInterval | None = None

    @property
    def key(self) -> str:
        """Return the device, by which the port is opened."""
        return self.info.device

    @property
    def name(self) -> str:
        """Return the short name: `COM5`, `ttyUSB0`, a file's name, `Simulated scale 1`."""
        if self.info.is_simulated and self.number:
            return _("Simulated scale {n}").format(n=self.number)
        return short_name(self.info.device)

    @property
    def adapter(self) -> str:
        """Return adapter, VID:PID and socket or serial number."""
        info = self.info
        if self.is_replay:
            return _("Recorded capture")
        if info.is_simulated:
            return " · ".join(part for part in (_("Simulated"), info.device) if part)
        if info.is_network:
            return (
                _("Terminal server, RFC 2217")
                if has_line(info.device)
                else _("Terminal server, plain TCP")
            )
        if info.vid is None or info.pid is None:
            return info.description or _("Port on the board")
        place = info.serial_number or (f"USB {info.location}" if info.location else "")
        ids = f"{info.vid:04X}:{info.pid:04X}"
        return " · ".join(
            part for part in (info.adapter_name or info.description, ids, place) if part
        )

    @property
    def driver(self) -> ScaleDriver | None:
        """Return the driver of the settings, None before there are any."""
        return find_driver(self.settings.protocol) if self.settings is not None else None

    @property
    def interval(self) -> PlateInterval | None:
        """Return what is known of d, as registered or saved; None if several differ.

        One cable visits many scales: of what was saved at it, only this protocol's counts.
        """
        if self.said_interval is not None:
            return self.said_interval
        protocol = self.settings.protocol if self.settings is not None else ""
        saved = {p.verification_interval for p in self.profiles if p.protocol == protocol}
        e = saved.pop() if len(saved) == 1 else None
        return PlateInterval(e, "profile") if e is not None else None

    @property
    def reason_line(self) -> str:
        """Return why this protocol was taken, in the language in use."""
        if self.candidate is not None:
            return kept_reason.candidate_line(self.candidate)
        return kept_reason.kept_line(self.reason)

    def card(self) -> PortData:
        """Return what the card shows."""
        done, total = (self.trying.i, self.trying.n) if self.trying is not None else (0, 0)
        return PortData(
            key=self.key,
            name=self.name,
            adapter=self.adapter,
            detail=self._detail(),
            state=self._card_state(),
            done=done,
            total=total,
            advice=self._advice(),
        )

    def _advice(self) -> str:
        """Return what is known to trouble such an adapter, until it has been read."""
        if self.known is Known.RECOGNISED:
            return ""
        return "\n".join(one.text.in_language(current_language()) for one in self.info.troubles)

    def _card_state(self) -> PortState:
        if self.known is Known.FAILED:
            return "busy" if self.problem in _BUSY else "silent"
        states: dict[Known, PortState] = {
            Known.IDLE: "idle",
            Known.TRYING: "trying",
            Known.RECOGNISED: "recognised",
            Known.AMBIGUOUS: "choose",
            Known.LOST: "lost",
        }
        return states[self.known]

    def _trying(self) -> str:
        said = wording.trying_line(self.trying) if self.trying else _("Opening the port")
        return _("Thorough search: {said}").format(said=said) if self.is_thorough else said

    def _detail(self) -> str:
        match self.known:
            case Known.TRYING:
                return self._trying()
            case Known.RECOGNISED if self.settings is not None and self.driver is not None:
                title = wording.driver_title(self.driver)
                line = self.settings.line or str(self.driver.line)
                return " · ".join(part for part in (self.live_value, line, title) if part)
            case Known.AMBIGUOUS:
                count = len(self.detection.candidates) if self.detection else 0
                return _("{n} protocols fit: choose one").format(n=count)
            case Known.FAILED | Known.LOST:
                said = wording.trouble(self.problem)
                return _("{happened}: {to_do}").format(happened=said.happened, to_do=said.to_do)
            case _:
                return _("Choose it to find out what it speaks")


def settings_of(entry: PortEntry, candidate: Candidate) -> LinkSettings:
    """Return how to read a port as this candidate says."""
    return LinkSettings(
        port=entry.info.device,
        protocol=candidate.driver.key,
        line=str(candidate.line),
        unit=entry.unit,
        title=wording.driver_title(candidate.driver),
        adapter=entry.info.adapter,
        detection=candidate.reason,
    )
