"""The gate before a reading may be taken: stable by the wire's own word, or derived. Pure."""

from __future__ import annotations

from collections import deque
from decimal import Decimal

from inspector_app.domain.indication import Indication, StabilityBasis

_NS = 1_000_000_000
_LONGEST_GAP_NS = 2 * _NS


def may_be_recorded(indication: Indication) -> bool:
    """Say whether an indication may become an observation.

    It has a value that no flag forbids, is stable, and is no expanded, held, inferred or unverified
    figure (digits finer than the instrument's own interval are no legal indication).
    """
    extras = dict(indication.extras)
    return (
        indication.is_weighable
        and indication.stable is True
        and not extras.get("expanded")
        and not extras.get("inferred")
        and not extras.get("hold")
        and not extras.get("zero_not_captured")
        and extras.get("verified_digits") is not False
    )


class StabilityGate:
    """Decides for each indication of a stream whether it is stable.

    interval: the actual scale interval d in the stream's unit; None takes one unit of the last
    decimal. frames (>= 3) and seconds (>= 1): how many indications over how long must lie within
    one interval where the wire carries no flag. Only indications of one session, in one unit, not
    more than 2 s apart, count together.
    """

    def __init__(
        self, interval: Decimal | None = None, *, frames: int = 3, seconds: float = 1.0
    ) -> None:
        self._interval = interval
        self._frames = max(frames, 3)
        self._span_ns = int(max(seconds, 1.0) * _NS)
        self._recent: deque[Indication] = deque()
        self._unit = Decimal(1)  # of the last decimal

    def judge(self, indication: Indication) -> Indication:
        """Return the indication with `stable` and `stability_basis` filled in where derivable."""
        if not indication.is_weighable or indication.stable is not None:
            self.reset()
            if indication.stable is None:
                return indication
            return indication.having(stability_basis=StabilityBasis.WIRE)
        self._remember(indication)
        at_rest = (
            len(self._recent) >= self._frames
            and indication.monotonic_ns - self._recent[0].monotonic_ns >= self._span_ns
        )
        return indication.having(stable=at_rest, stability_basis=StabilityBasis.DERIVED)

    def reset(self) -> None:
        """Forget what came before: a gap, a problem or another session lies between."""
        self._recent.clear()

    def _remember(self, indication: Indication) -> None:
        value = indication.value
        if value is None:
            return
        if self._recent and not _continues(self._recent[-1], indication):
            self.reset()
        if not self._recent:
            self._low = self._high = value
        self._recent.append(indication)
        # Bounds are carried along: this stands in the way of every figure to the screen.
        self._low, self._high = min(self._low, value), max(self._high, value)
        while self._is_spread(value) or self._is_longer_than_needed():
            self._recent.popleft()
            if self._low != self._high:
                values = [seen.value for seen in self._recent if seen.value is not None]
                self._low, self._high = min(values), max(values)

    def _is_longer_than_needed(self) -> bool:
        return (
            len(self._recent) > self._frames
            and self._recent[-1].monotonic_ns - self._recent[1].monotonic_ns >= self._span_ns
        )

    def _is_spread(self, value: Decimal) -> bool:
        """Say whether what is remembered spreads over more than one interval of this value."""
        if self._low == self._high:
            return False
        if self._interval is not None:
            return self._high - self._low > self._interval
        if not value.same_quantum(self._unit):
            exponent = value.as_tuple().exponent
            self._unit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        return self._high - self._low > self._unit


def _continues(before: Indication, after: Indication) -> bool:
    return (
        before.session_id == after.session_id
        and before.unit == after.unit
        and before.net == after.net
        and 0 <= after.monotonic_ns - before.monotonic_ns <= _LONGEST_GAP_NS
    )
