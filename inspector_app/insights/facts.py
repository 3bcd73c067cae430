"""One sealed inspection as flat facts: what rates and patterns are computed from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Band, Outcome
from inspector_app.domain.measurement import Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFact:
    """One photo: its file, its likeness (64 bits), where it lies."""

    photo_id: str
    sha256: str
    bits: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionFacts:
    """What a record says, flat.

    instrument: maker and serial number, the identity of a thing (empty without both). readings:
    by row, what was read there as text, only where it tells more than its nominal load. by_hand:
    figures that a person typed, as written. near_limit: passed, but inside a guard band.
    """

    inspection_id: str
    number: str
    kind: str
    scope: str
    on: date
    outcome: Outcome | None
    near_limit: bool
    premises_id: str
    premises_name: str
    inspectors: tuple[str, ...]
    instrument: str
    readings: tuple[tuple[str, str], ...]
    by_hand: tuple[str, ...]
    photos: tuple[PhotoFact, ...]


def facts_of(inspection: Inspection) -> InspectionFacts:
    """Return the facts of an inspection."""
    device = inspection.instrument or inspection.measuring_instrument
    maker, serial = (
        (device.manufacturer.strip(), device.serial_number.strip()) if device else ("",) * 2
    )
    seen = [o for o in inspection.observations if not o.withdrawn]
    place = inspection.premises
    return InspectionFacts(
        inspection_id=inspection.inspection_id,
        number=inspection.number,
        kind=inspection.kind,
        scope=inspection.scope,
        on=inspection.on,
        outcome=inspection.verdict.outcome if inspection.verdict else None,
        near_limit=_is_near(inspection),
        premises_id=place.premises_id if place else "",
        premises_name=place.name if place else "",
        inspectors=tuple(person.name for person in inspection.inspectors),
        instrument=f"{maker} {serial}" if maker and serial else "",
        readings=tuple(pair for o in seen for pair in _telling(o)),
        by_hand=tuple(text for o in seen for text in _typed(o)),
        photos=tuple(
            PhotoFact(photo_id=p.photo_id, sha256=p.sha256, bits=_bits(p.perceptual_hash))
            for p in inspection.photos_kept()
        ),
    )


def _is_near(inspection: Inspection) -> bool:
    verdict = inspection.verdict
    return verdict is not None and any(f.reason.code == "within_guard" for f in verdict.findings)


def _telling(seen: Observation) -> list[tuple[str, str]]:
    """Return what was read, where it is more than the nominal load itself.

    A good scale shows the nominal load, and so do all good scales: only readings that differ from
    it, or whose rest below the division was measured, tell one scale from another.
    """
    if seen.indication is None:
        return [
            (f"{seen.row_id}/{key}", text) for key, text in seen.figures.items() if _is_number(text)
        ]
    added = f"{seen.changeover_load.value:f}" if seen.changeover_load else ""
    try:
        differs = seen.load is not None and not seen.indication.mass.equals(seen.load)
    except ValueError:
        differs = True
    if not differs and added in {"", "0"}:
        return []
    return [(seen.row_id, f"{seen.indication.value:f} {seen.indication.unit} {added}".strip())]


def _typed(seen: Observation) -> list[str]:
    if seen.indication is not None:
        added = seen.changeover_load
        return [f"{added.value:f}"] if added is not None else []
    return [
        text for key, text in seen.figures.items() if key not in seen.readings and _is_number(text)
    ]


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except ArithmeticError:
        return False


def _bits(text: str) -> int | None:
    try:
        return int(text, 16) if text else None
    except ValueError:
        return None


def band_name(fact: InspectionFacts) -> Band | None:
    """Return how the record came out in three: pass, pass near a limit, fail; None without."""
    if fact.outcome is Outcome.FAIL:
        return Band.OVER
    if fact.outcome is Outcome.PASS:
        return Band.GUARD if fact.near_limit else Band.INSIDE
    return None
