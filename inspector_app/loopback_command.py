"""`inspector-app loopback`: adapter and cable tested with a plug. Its JSON: docs/ports.md."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from inspector_app.domain.exceptions import PortUnavailable
from inspector_app.words import gettext as _
from inspector_app.words import loopback as words
from serial_drivers.clock import MachineClock
from serial_drivers.ports.loopback import (
    LoopbackResult,
    Outcome,
    SpeedResult,
    open_to_test,
    run_loopback,
)

Say = Callable[[str], None]
FAULTY: Final = 3
NO_PLUG: Final = 4


def loopback(device: str, say: Say, *, as_json: bool) -> int:
    """Test every speed; return 0 good, FAULTY, NO_PLUG. Raises PortUnavailable."""
    result = run_loopback(
        partial(open_to_test, device),
        clock=MachineClock(),
        on_result=lambda one: None if as_json else say(_line(one)),
        pause=threading.Event().wait,
    )
    if result.outcome is Outcome.REFUSED:
        raise PortUnavailable(result.speeds[-1].code, device=device)
    if as_json:
        say(json.dumps(_as_json(device, result), ensure_ascii=False, indent=1))
    else:
        say(words.verdict(result.outcome.value))
    if result.outcome is Outcome.GOOD:
        return 0
    return NO_PLUG if result.outcome is Outcome.NO_PLUG else FAULTY


def _line(one: SpeedResult) -> str:
    counted = _("sent {sent}, back {received}, lost {lost}, changed {changed}, echoed {echoed}")
    told = counted.format(
        sent=one.sent,
        received=one.received,
        lost=one.lost,
        changed=one.changed,
        echoed=one.echoed,
    )
    return f"{one.line}  {words.outcome(one.outcome.value)}  {told}"


def _as_json(device: str, result: LoopbackResult) -> dict[str, Any]:
    return {
        "port": device,
        "outcome": result.outcome.value,
        "speeds": [
            {
                "line": str(one.line),
                "outcome": one.outcome.value,
                "sent": one.sent,
                "received": one.received,
                "lost": one.lost,
                "changed": one.changed,
                "echoed": one.echoed,
                "code": one.code or None,
            }
            for one in result.speeds
        ],
    }
