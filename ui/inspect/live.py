"""What the instrument says now, made ready to look at and to judge; nothing here is kept.

Pure but for the last few indications it remembers for their pace. No widgets.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from inspector_app.domain.exceptions import UnitMismatch
from inspector_app.domain.indication import Indication
from inspector_app.domain.measurement import Observation, PlanRow, recorded
from inspector_app.domain.quantities import MINUS, Mass
from inspector_app.words import figures as written
from inspector_app.words import gettext as _
from ui.link_words import short_source, title_of
from ui.live_instrument import LinkState, LinkStatus
from ui.widgets.reading import Motion, ReadingState

_SECOND_NS: Final = 1_000_000_000
SILENT_AFTER_MS: Final = 5_000
_KEPT: Final = 40


@dataclass(slots=True)
class LiveReading:
    """The indication on screen with the state of the link.

    unit: what a person confirmed for an instrument that sends none. silent: the port is open but
    nothing came for a while, so what was on screen may no longer be true.
    """

    indication: Indication | None = None
    status: LinkStatus = field(default_factory=lambda: LinkStatus(state=LinkState.CLOSED))
    unit: str | None = None
    silent: bool = False
    _arrivals: deque[int] = field(default_factory=lambda: deque(maxlen=_KEPT))
    _stable_since: int = 0
    _stable_value: Decimal | None = None

    def take(self, indication: Indication) -> None:
        """Put this indication on screen."""
        self.indication, self.silent = indication, False
        self._arrivals.append(indication.monotonic_ns)
        if indication.stable is not True or indication.value != self._stable_value:
            self._stable_since = indication.monotonic_ns
            self._stable_value = indication.value

    def take_status(self, status: LinkStatus) -> None:
        """Note what the cable is doing; what an earlier session said is off the screen."""
        if status.state is not LinkState.STREAMING or status.session_id != self.status.session_id:
            self.indication = None
            self._arrivals.clear()
        self.status = status

    def shown_unit(self) -> str | None:
        """Return the unit of the wire, else of the profile, else the confirmed one."""
        return self._given_unit() or self.unit

    def _given_unit(self) -> str | None:
        wired = self.indication.unit if self.indication is not None else None
        profile = self.status.settings.unit if self.status.settings is not None else None
        return wired or profile

    def needs_unit(self) -> bool:
        """Say whether a person must say once what unit stands on the display."""
        return self.indication is not None and self.shown_unit() is None

    @property
    def has_confirmed_unit(self) -> bool:
        """Say whether the unit is only what a person said, neither of the wire nor a profile."""
        return self.unit is not None and self._given_unit() is None

    def mass(self) -> Mass | None:
        """Return what is on screen as a mass, None while there is none that may be used."""
        if self.indication is None or self.silent or not self.indication.is_weighable:
            return None
        try:
            return self.indication.mass(self.shown_unit())
        except UnitMismatch:
            return None

    def motion(self) -> Motion:
        """Return what moves, as the reading shows it."""
        now = self.indication
        if self.status.state is LinkState.CLOSED:
            return "none"
        if self.status.state in {LinkState.LOST, LinkState.FAILED}:
            return "lost"
        if now is None:
            return "waiting"
        if self.silent:
            return "lost"
        if now.overload:
            return "overload"
        if now.underload:
            return "underload"
        return "stable" if now.stable and now.is_weighable else "moving"

    def refusal(self) -> str:
        """Return why nothing may be captured now, in a sentence; empty when it may be."""
        words = {
            "none": _("No instrument is connected: connect it, or type the reading by hand (F2)."),
            "lost": _("The signal is lost: nothing can be captured until it is back."),
            "waiting": _("No reading has come yet: wait for the first one, or type it (F2)."),
            "overload": _("The instrument shows an overload: take weights off."),
            "underload": _("The instrument is below its range: set it to zero."),
            "moving": _("The reading is still moving: wait until it is stable."),
        }
        refused = words.get(self.motion(), "")
        if not refused and self.mass() is None:
            refused = (
                _("The instrument sends no unit: say once which one stands on its display.")
                if self.needs_unit()
                else _("The instrument shows a unit that is not one of mass.")
            )
        return refused

    def reading_state(self) -> ReadingState:
        """Return what the big figures show."""
        now = self.indication
        value = now.value if now is not None else None
        return ReadingState(
            figures=format(value, "f") if value is not None else "",
            unit=written.unit(self.shown_unit()),
            motion=self.motion(),
            held=self._held(),
            mode=self._mode(),
            note=self._tare(),
            source=self.short_source(),
            rate=self._rate(),
        )

    def short_source(self) -> str:
        """Return the source without the folder of a port's device file; the record keeps it."""
        settings = self.status.settings
        return short_source(settings) if settings is not None else ""

    def _held(self) -> str:
        """Return for how long it has been stable; while nothing came, what is waited for."""
        settings = self.status.settings
        if self.motion() == "waiting" and settings is not None:
            return " · ".join(filter(None, (title_of(settings), settings.line)))
        if self.motion() != "stable" or self.indication is None:
            return ""
        seconds = Decimal(self.indication.monotonic_ns - self._stable_since) / _SECOND_NS
        return f"{seconds:.1f} s"

    def _mode(self) -> str:
        net = self.indication.net if self.indication is not None else None
        return "" if net is None else _("Net") if net else _("Gross")

    def _tare(self) -> str:
        tare = self.indication.extra("tare") if self.indication is not None else None
        return f"T {tare}".replace("-", MINUS) if isinstance(tare, str) and tare else ""

    def _rate(self) -> str:
        if len(self._arrivals) < 2 or self._arrivals[-1] <= self._arrivals[0]:
            return ""
        span = Decimal(self._arrivals[-1] - self._arrivals[0]) / _SECOND_NS
        pace = Decimal(len(self._arrivals) - 1) / span
        return _("{n} frames/s").format(n=f"{pace:.1f}")

    def observation(
        self, row: PlanRow, delta: Mass | None, extra: dict[str, str]
    ) -> Observation | None:
        """Return the observation that capturing now would make, to be judged live."""
        if self.mass() is None or self.indication is None:
            return None
        settings = self.status.settings
        return Observation(
            observation_id="live",
            row_id=row.row_id,
            shape=row.shape,
            indication=recorded(
                self.indication,
                unit=self.shown_unit(),
                source=self.status.source,
                protocol=settings.protocol if settings is not None else "",
            ),
            load=row.load,
            changeover_load=delta,
            figures=dict(extra),
        )
