"""The gate before a reading may be taken: stable by the wire's own word, or derived. Pure."""

from __future__ import annotations

from collections import deque
from decimal import Decimal

from inspector_app.domain.indication import FrameProblem, Indication, StabilityBasis
from inspector_app.domain.rest import Rest

_NS = 1_000_000_000
_LONGEST_GAP_NS = 2 * _NS
_HARMLESS = ("echo", "wrong_address")
"""Frames that are whole and simply not the instrument's."""


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


class _Window:
    """The newest indications that lie within one band, no more of them than are needed.

    allowed: widest band, in the stream's unit; None takes one unit of the last decimal.
    """

    def __init__(self, allowed: Decimal | None, frames: int, span_ns: int) -> None:
        self._allowed_band, self._frames, self._span_ns = allowed, frames, span_ns
        self._recent: deque[Indication] = deque()
        self._unit = Decimal(1)  # of the last decimal

    def clear(self) -> None:
        self._recent.clear()

    def allow(self, band: Decimal | None) -> None:
        """Take another band from now on."""
        if band != self._allowed_band:
            self._allowed_band = band
            self.clear()

    def is_at_rest_with(self, indication: Indication) -> bool:
        """Remember it; say whether enough of them now lie within the band for long enough."""
        self._remember(indication)
        return (
            len(self._recent) >= self._frames
            and indication.monotonic_ns - self._recent[0].monotonic_ns >= self._span_ns
        )

    def _remember(self, indication: Indication) -> None:
        value = indication.value
        if value is None:
            return
        if self._recent and not _continues(self._recent[-1], indication):
            self.clear()
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
        """Say whether what is remembered spreads over more than the band."""
        if self._low == self._high:
            return False
        if self._allowed_band is not None:
            return self._high - self._low > self._allowed_band
        if not value.same_quantum(self._unit):
            self._unit = interval_of(value)
        return self._high - self._low > self._unit


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
        self._window = _Window(interval, max(frames, 3), int(max(seconds, 1.0) * _NS))

    def take_interval(self, interval: Decimal | None) -> None:
        """Judge by this d from now on; it has become known, or another scale is read."""
        self._window.allow(interval)

    def judge(self, indication: Indication) -> Indication:
        """Return the indication with `stable` and `stability_basis` filled in where derivable."""
        if not indication.is_weighable or indication.stable is not None:
            self.reset()
            if indication.stable is None:
                return indication
            return indication.having(stability_basis=StabilityBasis.WIRE)
        at_rest = self._window.is_at_rest_with(indication)
        return indication.having(stable=at_rest, stability_basis=StabilityBasis.DERIVED)

    def reset(self) -> None:
        """Forget what came before: a gap, a problem or another session lies between."""
        self._window.clear()

    def disturb(self, problem: FrameProblem) -> None:
        """Forget what came before a problem; an echo or another instrument's frame is none."""
        if problem.kind not in _HARMLESS:
            self.reset()


class RestGate:
    """Asks for more rest than the instrument's own word, where a kind or a run declares it.

    interval: d in the stream's unit, None as above.
    """

    def __init__(self, rest: Rest, interval: Decimal | None = None) -> None:
        allowed = None if interval is None else interval * rest.band
        self._window = _Window(allowed, rest.frames, int(rest.seconds * _NS))

    def judge(self, indication: Indication) -> Indication:
        """Return the very indication, or one marked as moving while it has not stood enough."""
        if not may_be_recorded(indication):
            self._window.clear()
            return indication
        if self._window.is_at_rest_with(indication):
            return indication
        return indication.having(stable=False)


def interval_of(value: Decimal) -> Decimal:
    """Return one unit of the last decimal: the smallest interval that the digits can show."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _continues(before: Indication, after: Indication) -> bool:
    return (
        before.session_id == after.session_id
        and before.unit == after.unit
        and before.net == after.net
        and 0 <= after.monotonic_ns - before.monotonic_ns <= _LONGEST_GAP_NS
    )
