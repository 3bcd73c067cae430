"""d of the scale under inspection reaches the gate that says when a silent wire is at rest."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from inspector_app.domain.indication import Indication
from inspector_app.domain.inspection import State
from inspector_app.domain.quantities import Mass
from serial_drivers.ports.port_events import IndicationReceived, PortEvent
from tests.helpers.evidence import instrument as scale
from ui import serial_link
from ui.live_instrument import LinkEvent, LinkSettings
from ui.serial_link import SerialLink
from ui.under_inspection import UnderInspection


class Wire:
    """A link whose port is fed by hand."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, folder: Path, interval: Callable[[], Mass | None]
    ) -> None:
        self.shown: list[LinkEvent] = []
        self._feed: Callable[[PortEvent], None] = lambda _event: None
        self._now = 0.0
        monkeypatch.setattr(serial_link, "open_port", self._open)
        settings = LinkSettings(port="x", protocol="yaohua-eq", line="", unit="kg")
        self.link = SerialLink(
            settings,
            self.shown.append,
            tell=lambda _fact: None,
            captures=folder,
            interval=interval,
        )

    def _open(
        self, _settings: object, on_event: Callable[[PortEvent], None], *_more: object
    ) -> None:
        self._feed = on_event

    def says(self, *values: str) -> bool | None:
        """Feed values 0.6 s apart; return whether the last one counts as stable."""
        for value in values:
            self._now += 0.6
            seen = Indication(
                value=Decimal(value), session_id="a", monotonic_ns=int(self._now * 1e9)
            )
            self._feed(IndicationReceived(indication=seen))
        last = self.shown[-1]
        assert isinstance(last, Indication)
        return last.stable


def test_a_flicker_of_one_d_is_rest_once_d_is_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    known: list[Mass | None] = [None]
    wire = Wire(monkeypatch, tmp_path, lambda: known[0])
    flicker = ("1.000", "1.005", "1.000", "1.005")
    assert wire.says(*flicker) is False
    known[0] = Mass.parse("5 g")
    assert wire.says(*flicker) is True
    known[0] = Mass.parse("1 g")
    assert wire.says(*flicker) is False


def test_the_scale_is_told_while_its_inspection_is_open() -> None:
    told = UnderInspection()
    assert (told.scale(), told.interval()) == (None, None)

    def shown(state: State) -> None:
        inspection = SimpleNamespace(state=state, instrument=scale())
        told._on_shown(SimpleNamespace(inspection=inspection))  # type: ignore[arg-type]

    shown(State.DRAFT)
    assert told.interval() == scale().actual_scale_interval
    shown(State.CONCLUDED)
    assert told.scale() is None
    shown(State.DRAFT)
    told._on_left()
    assert told.interval() is None
