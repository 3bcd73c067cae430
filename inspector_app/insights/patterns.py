"""Where to look: likenesses that chance makes rarely. Each states its statistics, none decides.

Pure functions over the facts of many records, newest or oldest first alike.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from inspector_app.insights.facts import InspectionFacts, PhotoFact

ALIKE_BITS = 6
"""Two pictures are alike when at most so many of 64 bits differ."""
_BANDS = 8
LEAST_SERIES = 4
"""Readings that must all be equal before two records' series are called identical."""
LEAST_TYPED = 50
"""Figures of one inspector below which last digits say nothing."""
UNLIKELY = 0.001
_MOST_EACH = 50


class Weight(StrEnum):
    """How much a pattern asks for a look."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One pattern: what it is (a code of words.looks), between which records, by which figures.

    records: (inspection id, number) each.
    """

    code: str
    weight: Weight
    records: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, str], ...] = ()


def look_everywhere(facts: Sequence[InspectionFacts]) -> tuple[Look, ...]:
    """Return every pattern found, the weightiest first."""
    found = [look for rule in RULES for look in _at_most(rule(facts))]
    order = list(Weight)
    return tuple(sorted(found, key=lambda look: order.index(look.weight)))


def _at_most(looks: Iterator[Look]) -> list[Look]:
    return [look for _at, look in zip(range(_MOST_EACH), looks, strict=False)]


def _named(*facts: InspectionFacts) -> tuple[tuple[str, str], ...]:
    return tuple((fact.inspection_id, fact.number) for fact in facts)


# --- photos ------------------------------------------------------------------------------------


def alike_photos(facts: Iterable[InspectionFacts]) -> Iterator[Look]:
    """Yield pairs of records that hold the same or an alike picture.

    Two words of 64 bits that differ in fewer than 8 share one of their 8 bytes, so only pictures
    with an equal byte at one place are compared.
    """
    buckets: dict[tuple[int, int], list[tuple[InspectionFacts, PhotoFact]]] = defaultdict(list)
    told: set[tuple[str, str]] = set()
    for fact in facts:
        for photo in fact.photos:
            if photo.bits is None or not _has_structure(photo.bits):
                continue
            for band in range(_BANDS):
                bucket = buckets[band, photo.bits >> (8 * band) & 0xFF]
                for other, their in bucket:
                    pair = (other.inspection_id, fact.inspection_id)
                    if other.inspection_id != fact.inspection_id and pair not in told:
                        look = _alike(other, their, fact, photo)
                        if look is not None:
                            told.add(pair)
                            yield look
                bucket.append((fact, photo))


def _has_structure(bits: int) -> bool:
    """A plain wall or a black frame is alike to every other: it says nothing, and would cost much.

    Thousands of them would all share one bucket, each compared with each.
    """
    return _BANDS <= bits.bit_count() <= 64 - _BANDS


def _alike(
    one: InspectionFacts, first: PhotoFact, two: InspectionFacts, second: PhotoFact
) -> Look | None:
    differing = ((first.bits or 0) ^ (second.bits or 0)).bit_count()
    if differing > ALIKE_BITS:
        return None
    same = first.sha256 == second.sha256
    return Look(
        code="same_photo" if same else "alike_photo",
        weight=Weight.HIGH if same else Weight.MIDDLE,
        records=_named(one, two),
        parameters=(("bits", str(differing)),),
    )


# --- one scale at two places -------------------------------------------------------------------


def same_instrument_elsewhere(facts: Iterable[InspectionFacts]) -> Iterator[Look]:
    """Yield instruments (maker and serial number) that were checked at more than one place."""
    seen: dict[str, dict[str, InspectionFacts]] = defaultdict(dict)
    for fact in facts:
        if fact.instrument and fact.premises_id:
            seen[fact.instrument].setdefault(fact.premises_id, fact)
    for instrument, places in seen.items():
        if len(places) > 1:
            met = sorted(places.values(), key=lambda fact: fact.on)
            yield Look(
                code="instrument_at_two_places",
                weight=Weight.HIGH if met[0].on == met[-1].on else Weight.MIDDLE,
                records=_named(*met),
                parameters=(
                    ("instrument", instrument),
                    ("places", ", ".join(fact.premises_name for fact in met)),
                ),
            )


# --- readings ----------------------------------------------------------------------------------


def identical_series(facts: Iterable[InspectionFacts]) -> Iterator[Look]:
    """Yield pairs of different instruments whose telling readings are all the same."""
    groups: dict[tuple[str, tuple[tuple[str, str], ...]], list[InspectionFacts]] = defaultdict(list)
    for fact in facts:
        if len(fact.readings) >= LEAST_SERIES:
            groups[fact.kind, fact.readings].append(fact)
    for (_kind, readings), alike in groups.items():
        for one, two in combinations(alike, 2):
            if one.premises_id != two.premises_id:
                yield Look(
                    code="identical_series",
                    weight=Weight.HIGH,
                    records=_named(one, two),
                    parameters=(("count", str(len(readings))),),
                )


# --- last digits -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitCounts:
    """How often each last digit was typed. chi_square: against equal shares, 9 degrees."""

    counts: tuple[int, ...]
    chi_square: float
    probability: float

    @property
    def total(self) -> int:
        """Return how many figures were counted."""
        return sum(self.counts)


def last_digits(typed: Iterable[str]) -> DigitCounts:
    """Count the last digits of figures with at least three digits; shorter ones say nothing."""
    digits = ["".join(c for c in text if c.isdigit()) for text in typed]
    counted = Counter(text[-1] for text in digits if len(text.lstrip("0")) >= 3)
    counts = tuple(counted.get(str(digit), 0) for digit in range(10))
    total = sum(counts)
    expected = total / 10
    chi = sum((n - expected) ** 2 / expected for n in counts) if total else 0.0
    return DigitCounts(counts=counts, chi_square=chi, probability=chi_square_tail_9(chi))


def chi_square_tail_9(value: float) -> float:
    """Return P(chi-square with 9 degrees of freedom > value), exact for an odd degree.

    Q = erfc(sqrt(x/2)) + sqrt(2x/pi) e^(-x/2) (1 + x/3 + x^2/15 + x^3/105).
    """
    if value <= 0:
        return 1.0
    series = 1 + value / 3 + value**2 / 15 + value**3 / 105
    return (
        math.erfc(math.sqrt(value / 2))
        + math.sqrt(2 * value / math.pi) * math.exp(-value / 2) * series
    )


def uneven_last_digits(facts: Iterable[InspectionFacts]) -> Iterator[Look]:
    """Yield inspectors whose typed figures end in some digits far more often than in others."""
    typed: dict[str, list[str]] = defaultdict(list)
    for fact in facts:
        if fact.inspectors:
            typed[fact.inspectors[0]].extend(fact.by_hand)
    for name, texts in typed.items():
        found = last_digits(texts)
        if found.total < LEAST_TYPED or found.probability >= UNLIKELY:
            continue
        most = max(range(10), key=lambda digit: found.counts[digit])
        yield Look(
            code="uneven_last_digits",
            weight=Weight.LOW,
            records=(),
            parameters=(
                ("name", name),
                ("digit", str(most)),
                ("share", f"{found.counts[most] * 100 / found.total:.0f}"),
                ("count", str(found.total)),
                ("chi_square", f"{found.chi_square:.1f}"),
                ("probability", f"{found.probability:.1g}"),
            ),
        )


Rule = Callable[[Sequence[InspectionFacts]], Iterator[Look]]
RULES: tuple[Rule, ...] = (
    alike_photos,
    same_instrument_elsewhere,
    identical_series,
    uneven_last_digits,
)
