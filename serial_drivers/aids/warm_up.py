"""How long an instrument has been read: the least it has been switched on for. Pure."""

from __future__ import annotations

from inspector_app.domain.indication import Indication

_NS = 1_000_000_000
WARM_AFTER_S = 600
"""Makers name 5 to 30 min for shop scales; the plate or the manual says it for one of them."""


class WarmUp:
    """Counts from the first indication; a lost signal begins anew, it may have been the plug."""

    def __init__(self) -> None:
        self._session: str | None = None
        self._began_ns: int | None = None
        self._now_ns = 0

    def see(self, indication: Indication) -> None:
        """Note an indication."""
        if self._began_ns is None or indication.session_id != self._session:
            self._session, self._began_ns = indication.session_id, indication.monotonic_ns
        self._now_ns = indication.monotonic_ns

    @property
    def seconds(self) -> int:
        """Return for how long it has been read, 0 before the first indication."""
        return 0 if self._began_ns is None else (self._now_ns - self._began_ns) // _NS

    @property
    def is_warm(self) -> bool:
        """Say whether it has been read for as long as warming up usually takes."""
        return self.seconds >= WARM_AFTER_S
