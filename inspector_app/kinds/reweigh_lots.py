"""One re-weighed lot: what was typed, which limit applies, how far it is off. No kind of its own.

Figures of an observation, all text: `settled_mass` (`1.500 kg`, bare numbers are kg),
`unit_price` (yuan/kg), `category` (key or name of the annex, also an excluded one), `metal`
(`gold`, `silver`: annex 2 instead), `method` (`original`, `high`, `equal`), `band` and
`band_reason` (the officer's own choice), and for `original` the weight put on the trader's
scale: `weight_mass` and `weight_reading`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Band, Citation
from inspector_app.domain.measurement import Observation
from inspector_app.domain.quantities import MINUS, Mass, exact_decimal
from inspector_app.metrology import retail
from inspector_app.metrology.applicable_regulation import DIGITAL_SCALES
from inspector_app.metrology.mpe import MaximumPermissibleError, maximum_permissible_error
from inspector_app.metrology.regulations import Regulation, RegulationBook
from inspector_app.metrology.rounding import shown, shown_signed

RETAIL = "retail_weighing"
ANNEX_2 = "annex 2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot judged.

    bands: by category and by price, with the one used; None for jewellery. basis: band letter,
    metal, or `scale` for goods the annex excludes (the scale's own limit then is L).
    """

    settled: Mass
    checked: Mass
    method: retail.Method
    judged: retail.ShortWeight
    deviation: retail.NegativeDeviation
    basis: str
    bands: retail.BandChoice | None
    unit_price: Decimal | None
    weight: Mass | None
    reading: Mass | None

    @property
    def scale_error(self) -> Mass | None:
        """Return what the trader's scale shows too much for the weight, None if not tried."""
        if self.weight is None or self.reading is None:
            return None
        return (self.reading - self.weight).to("g")

    @property
    def conforms(self) -> bool:
        """Say whether the lot is right: both ways on the trader's own scale, else not short."""
        if self.method is retail.Method.ORIGINAL:
            return self.judged.agrees
        return not self.judged.is_short


def lot_of(inspection: Inspection, observation: Observation, book: RegulationBook) -> Lot | None:
    """Return the judged lot, None while settled mass, method or goods are not typed yet.

    Raises InputInvalid for figures that cannot be understood, OutOfRange for impossible ones.
    """
    figures = observation.figures
    typed = bool(figures.get("category") or figures.get("unit_price") or figures.get("metal"))
    if not figures.get("settled_mass") or not figures.get("method") or not typed:
        return None
    rules = book.in_force(RETAIL, inspection.on)
    settled = _mass(figures, "settled_mass")
    method = retail.Method(retail.method_row(figures["method"], rules).text("method"))
    deviation, basis, bands = _limit(inspection, figures, settled, book)
    weight, reading = (
        _optional_mass(figures, "weight_mass"),
        _optional_mass(figures, "weight_reading"),
    )
    judged = retail.judge_reweigh(
        settled,
        observation.shown.mass,
        deviation=deviation,
        method=method,
        rules=rules,
        scale_error=(reading - weight).to("g") if weight and reading else None,
    )
    return Lot(
        settled=settled,
        checked=observation.shown.mass,
        method=method,
        judged=judged,
        deviation=deviation,
        basis=basis,
        bands=bands,
        unit_price=_price(figures),
        weight=weight,
        reading=reading,
    )


def assessment_of(lot: Lot) -> Assessment:
    """Return the lot as the gauge shows it: the shortage against what the method allows."""
    both_ways = lot.method is retail.Method.ORIGINAL
    allowed = lot.judged.allowed
    return Assessment(
        error=lot.judged.difference,
        lower=-allowed if both_ways else None,
        upper=allowed,
        guard=None,
        band=Band.INSIDE if lot.conforms else Band.OVER,
        lines=_lines(lot),
        citation=lot.judged.citation,
    )


def scale_limit(
    inspection: Inspection, load: Mass, book: RegulationBook
) -> MaximumPermissibleError | None:
    """Return the MPE of the scale used, at this load and stage; None while none is chosen."""
    instrument = inspection.instrument
    if instrument is None:
        return None
    return maximum_permissible_error(
        load,
        instrument.verification_scale_interval,
        instrument.accuracy_class,
        inspection.stage,
        book.in_force(DIGITAL_SCALES, inspection.on),
    )


def _limit(
    inspection: Inspection, figures: Mapping[str, str], settled: Mass, book: RegulationBook
) -> tuple[retail.NegativeDeviation, str, retail.BandChoice | None]:
    rules = book.in_force(RETAIL, inspection.on)
    if figures.get("metal"):
        return retail.jewellery_deviation(figures["metal"], settled, rules), figures["metal"], None
    bands = retail.choose_band(figures.get("category") or None, _price(figures), rules)
    if bands.excluded or bands.band is None:
        return _own_limit(inspection, settled, bands.citation, book), "scale", bands
    used = _chosen_band(figures, bands.band, rules)
    return retail.negative_deviation(used, settled, rules), used.value, bands


def _own_limit(
    inspection: Inspection, settled: Mass, citation: Citation, book: RegulationBook
) -> retail.NegativeDeviation:
    """Goods without an annex limit may be off by the scale's own limit (商品量 art. 6)."""
    mpe = scale_limit(inspection, settled, book)
    if mpe is None:
        raise InputInvalid("goods_excluded_need_scale", field="instrument")
    return retail.NegativeDeviation(limit=mpe.limit.to("g"), beyond_annex=False, citation=citation)


def _chosen_band(
    figures: Mapping[str, str], strictest: retail.Band, rules: Regulation
) -> retail.Band:
    text = figures.get("band", "").strip().upper()
    if not text or text == strictest.value:
        return strictest
    if text not in {row.text("band") for row in rules.rows("price_band")}:
        raise InputInvalid("band_unknown", field="band", value=text[:10])
    if not figures.get("band_reason", "").strip():
        raise InputInvalid("band_reason_missing", field="band_reason", band=text)
    return retail.Band(text)


def _lines(lot: Lot) -> tuple[str, ...]:
    judged = lot.judged
    factor = "2 L" if lot.method is retail.Method.EQUAL else "L"
    size = abs(judged.difference) if lot.method is retail.Method.ORIGINAL else judged.difference
    sign = "≤" if size <= judged.allowed else ">"
    lines = [
        f"L({lot.basis}, {lot.settled}) = {shown(judged.limit)}",
        f"Δ = {lot.settled} {MINUS} {lot.checked} = {shown_signed(judged.difference)}",
        f"{shown(size)} {sign} {factor} = {shown(judged.allowed)}",
    ]
    error = lot.scale_error
    if error is not None:
        mark = "≤" if judged.scale_holds else ">"
        lines.append(
            f"|{lot.reading} {MINUS} {lot.weight}| = {shown(abs(error))} {mark} "
            f"{shown(judged.limit)}"
        )
    return tuple(lines)


def _mass(figures: Mapping[str, str], name: str) -> Mass:
    try:
        return Mass.parse(figures[name], unit="kg")
    except InputInvalid as unreadable:
        raise InputInvalid(unreadable.code, field=name, value=figures[name][:40]) from unreadable


def _optional_mass(figures: Mapping[str, str], name: str) -> Mass | None:
    return _mass(figures, name) if figures.get(name, "").strip() else None


def _price(figures: Mapping[str, str]) -> Decimal | None:
    text = figures.get("unit_price", "").strip()
    return exact_decimal(text, field="unit_price") if text else None
