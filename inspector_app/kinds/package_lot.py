"""A lot of packages: what is drawn, what each holds, what the label says. No kind of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.figures import number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Citation, Confirmation
from inspector_app.domain.measurement import Observation, Shape
from inspector_app.domain.quantities import Length, Mass, Quantity, Volume
from inspector_app.domain.text import Text
from inspector_app.metrology import pick_list, prepackaged_goods, prepackaged_sampling
from inspector_app.metrology.case_marks import weakest
from inspector_app.metrology.prepackaged_goods import UNITS, Shortage
from inspector_app.metrology.prepackaged_sampling import Plan
from inspector_app.metrology.regulations import RegulationBook, Row
from inspector_app.metrology.rounding import EXACT

LARGEST_SAMPLE = 125
"""What a plan can ask for at most; more would be a slip of the pen."""
MARKED_IN = (
    ("g", Text(zh="克 g", en="gram")),
    ("mL", Text(zh="毫升 mL", en="millilitre")),
    ("kg", Text(zh="千克 kg", en="kilogram")),
    ("L", Text(zh="升 L", en="litre")),
    ("mm", Text(zh="毫米 mm", en="millimetre")),
    ("cm", Text(zh="厘米 cm", en="centimetre")),
    ("m", Text(zh="米 m", en="metre")),
    ("cm2", Text(zh="平方厘米 cm²", en="square centimetre")),
    ("dm2", Text(zh="平方分米 dm²", en="square decimetre")),
    ("m2", Text(zh="平方米 m²", en="square metre")),
    ("count", Text(zh="个（件）", en="pieces")),
)
_BASES = {"mass": "g", "volume": "mL"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """The net content as it is marked, and as it is judged.

    unit: as marked. base: g or mL of what is weighed, else the unit itself; nominal, in base.
    """

    marked: Decimal
    unit: str
    base: str
    nominal: Decimal

    @property
    def is_weighed(self) -> bool:
        """Say whether the content is found on a scale, not measured or counted."""
        return self.base in _BASES.values()

    @property
    def is_volume(self) -> bool:
        """Say whether a density is needed."""
        return self.base == _BASES["volume"]

    @property
    def shown_base(self) -> str:
        """Return the unit as it is written: `g`, `mL`, `m²`, nothing for a count."""
        return {"count": "", "cm2": "cm²", "dm2": "dm²", "m2": "m²"}.get(self.base, self.base)

    def quantity(self, value: Decimal) -> Quantity | None:
        """Return a value in base as a quantity; None for an area or a count, which have none."""
        if self.base in Mass.FACTORS:
            return Mass(value, self.base)
        if self.base in Volume.FACTORS:
            return Volume(value, self.base)
        return Length(value, self.base) if self.base in Length.FACTORS else None


def marking_of(inspection: Inspection) -> Marking | None:
    """Return the marked content; None while number or unit is missing. Raises InputInvalid."""
    marked, unit = number_of(inspection.fields, "nominal"), inspection.fields.get("unit", "")
    if marked is None or not unit:
        return None
    dimension, factor = UNITS[prepackaged_goods.canonical_unit(unit)]
    base = _BASES.get(dimension, unit)
    nominal = EXACT.multiply(marked, factor) if dimension in _BASES else marked
    return Marking(marked=marked, unit=unit, base=base, nominal=nominal)


def shortage_of(marking: Marking, inspection: Inspection, book: RegulationBook) -> Shortage:
    """Return the permitted shortage T in the marking's base. Raises OutOfRange or InputInvalid."""
    goods = book.in_force(prepackaged_goods.KEY, inspection.on)
    if marking.is_weighed:
        return prepackaged_goods.permitted_shortage(marking.nominal, goods)
    unit = marking.unit.casefold()
    return prepackaged_goods.permitted_shortage_other(marking.nominal, unit, goods)


def shortage_citation(
    allowed: Shortage, *rows: Row, rounding_decides: bool | None = None
) -> Citation:
    """Return where T comes from, as weak as its weakest figure; with `rows`, those first.

    Where the ways of rounding T differ the annex does not say which: inferred. rounding_decides:
    whether that changes what is decided; None where only T itself is at stake.
    """
    marks = [row.confirmation for row in (allowed.row, *rows)]
    is_open = allowed.rounding_is_open if rounding_decides is None else rounding_decides
    marks += [Confirmation.INFERRED] * is_open
    first = rows[0] if rows else allowed.row
    return Citation(first.regulation, first.clause, weakest(*marks))


def drawn_sample(
    inspection: Inspection, book: RegulationBook
) -> tuple[Plan | None, tuple[int, ...]]:
    """Return the plan and the drawn numbers. Raises OutOfRange for what cannot be a lot."""
    lot, seed = number_of(inspection.fields, "lot_size"), inspection.fields.get("seed", "")
    if lot is None or not seed or lot != lot.to_integral_value():
        return None, ()
    rules = book.in_force(prepackaged_sampling.KEY, inspection.on)
    found = prepackaged_sampling.sampling_plan(int(lot), rules)
    count = min(found.sample_size, LARGEST_SAMPLE)
    return found, tuple(sorted(pick_list.draw_units(int(lot), count, seed)))


def mean_tare(inspection: Inspection) -> Decimal | None:
    """Return the mean of the tares weighed, None before the first."""
    tares = [
        number_of(o.figures, "tare")
        for o in inspection.observations_of(Shape.TRIAL)
        if o.row_id.startswith("trial:tare:")
    ]
    known = [tare for tare in tares if tare is not None]
    return EXACT.divide(sum(known, Decimal(0)), Decimal(len(known))) if known else None


def content_of(
    inspection: Inspection, seen: Observation, marking: Marking, tare: Decimal | None
) -> Decimal | None:
    """Return the net content in the marking's base: weighed less tare, by density, or as found.

    None while something is missing. Raises OutOfRange for a package lighter than its tare.
    """
    if not marking.is_weighed:
        return number_of(seen.figures, "content")
    gross = number_of(seen.figures, "gross")
    if gross is None or tare is None:
        return None
    net = prepackaged_sampling.net_contents([gross], [tare])[0]
    if not marking.is_volume:
        return net
    density = number_of(inspection.fields, "density")
    return None if density is None else prepackaged_sampling.volume_from_mass(net, density)


def contents_of(
    inspection: Inspection, drawn: tuple[int, ...], marking: Marking
) -> Iterator[tuple[int, Decimal]]:
    """Yield the drawn packages measured so far, with their contents in base."""
    tare = mean_tare(inspection)
    for unit in drawn:
        seen = inspection.observation_at(f"trial:unit:{unit}")
        content = content_of(inspection, seen, marking, tare) if seen is not None else None
        if content is not None:
            yield unit, content


def weighed_but_not_drawn(inspection: Inspection, drawn: tuple[int, ...]) -> tuple[int, ...]:
    """Return the packages measured that this seed does not draw: it was changed afterwards."""
    units = {
        int(o.row_id.rsplit(":", 1)[1])
        for o in inspection.observations_of(Shape.TRIAL)
        if o.row_id.startswith("trial:unit:")
    }
    return tuple(sorted(units - set(drawn)))
