"""How long and how still an indication must stand before it may be taken."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """All of at least `frames` stable indications over `seconds` within `band` intervals d.

    The plain Rest() believes the instrument's own word. band >= 0, seconds >= 0, frames >= 1.
    """

    band: Decimal = Decimal(1)
    seconds: Decimal = Decimal(0)
    frames: int = 1
