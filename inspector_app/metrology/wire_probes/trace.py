"""A trace: the readings of one instrument in order of time, and what several probes ask of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import gcd

from inspector_app.domain.indication import Indication

_NS_EXPONENT = -9


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One reading. at_s: seconds of any one steady clock. value: exactly the digits of the wire.

    stretch: readings of different stretches (sessions, units, gross or net) are never compared.
    """

    at_s: Decimal
    value: Decimal
    stable: bool | None = None
    stretch: tuple[str, ...] = ()


Trace = Sequence[Sample]


def sample_of(indication: Indication) -> Sample | None:
    """Return the sample of an indication, None where it has no value that may be used.

    Expanded and inferred figures are left out: digits finer than d are no legal indication.
    """
    value = indication.value
    extras = dict(indication.extras)
    if value is None or not indication.is_weighable:
        return None
    if extras.get("expanded") or extras.get("inferred"):
        return None
    return Sample(
        at_s=Decimal(indication.monotonic_ns).scaleb(_NS_EXPONENT),
        value=value,
        stable=indication.stable,
        stretch=(indication.session_id or "", indication.unit or "", str(indication.net)),
    )


def span_s(trace: Trace) -> Decimal:
    """Return the seconds from the first to the last reading, 0 for fewer than two."""
    return trace[-1].at_s - trace[0].at_s if trace else Decimal(0)


def moves(trace: Trace) -> Iterator[tuple[Sample, Sample]]:
    """Yield each two successive readings of one stretch whose values differ."""
    for before, after in itertools.pairwise(trace):
        if before.stretch == after.stretch and before.value != after.value:
            yield before, after


def low_median(trace: Trace) -> Decimal:
    """Return the middle value, of an even count the lower one: always a value that was shown."""
    values = sorted(sample.value for sample in trace)
    return values[(len(values) - 1) // 2]


def common_step(steps: Sequence[Decimal]) -> Decimal:
    """Return the largest number of which every step is a whole multiple, 0 without steps. Exact."""
    exponent = min((_exponent(step) for step in steps), default=0)
    whole = gcd(*(int(step.scaleb(-exponent)) for step in steps))
    return Decimal(whole).scaleb(exponent)


def whole_numbers(trace: Trace) -> tuple[list[int], int]:
    """Return the values as whole numbers of one power of ten, and its exponent: exact and fast."""
    exponent = min((_exponent(sample.value) for sample in trace), default=0)
    return [int(sample.value.scaleb(-exponent)) for sample in trace], exponent


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plateau:
    """A load at rest: the low median of its readings, which is a value that was shown."""

    value: Decimal
    readings: int
    span_s: Decimal


def plateaus(
    trace: Trace,
    interval: Decimal,
    *,
    apart: int = 5,
    readings: int = 5,
    seconds: Decimal = Decimal(1),
) -> tuple[Plateau, ...]:
    """Return the loads at rest in order of time.

    Readings belong together while each lies within 2 d of the first of them and none says that it
    moves. A plateau has at least so many readings over so many seconds; two that lie less than
    `apart` d from each other are one.
    """
    found: list[list[Sample]] = []
    for group in _groups(trace, 2 * interval):
        if len(group) < readings or span_s(group) < seconds:
            continue
        if found and abs(low_median(group) - low_median(found[-1])) < apart * interval:
            found[-1] += group
        else:
            found.append(group)
    return tuple(
        Plateau(value=low_median(group), readings=len(group), span_s=span_s(group))
        for group in found
    )


def _groups(trace: Trace, band: Decimal) -> Iterator[list[Sample]]:
    group: list[Sample] = []
    for sample in trace:
        if sample.stable is False:
            continue
        belongs = group and sample.stretch == group[0].stretch
        if not belongs or abs(sample.value - group[0].value) > band:
            if group:
                yield group
            group = []
        group.append(sample)
    if group:
        yield group
