"""Vehicle scales: material in the place of weights, and a vehicle rolled over. No kind of its own.

Fields of the inspection: `substitution` (`yes`), and of the vehicle `rolling_load`, its limit error
`rolling_load_error` and `usual_heaviest`, all in kg.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from inspector_app.domain.exceptions import DomainRuleBroken, StandardRefused
from inspector_app.domain.figures import number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Finding, Outcome, reason
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import Mass
from inspector_app.domain.text import Text
from inspector_app.kinds.trials import advice, incomplete
from inspector_app.kinds.weighing_plan import Rows, load_rows, made_loads, made_row
from inspector_app.kinds.weighing_points import assess_weighing
from inspector_app.kinds.weighing_rules import WeighingRules, all_pieces
from inspector_app.metrology import eccentricity, substitution
from inspector_app.metrology.error_of_indication import may_read_directly
from inspector_app.metrology.load_points import MadeLoad, TestLoad, load_points, nearest_with_kit
from inspector_app.metrology.mpe import maximum_permissible_error
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import part_of, shown, tidy

SUBSTITUTION = "substitution"
ROLLING = "rolling"
PLACES = (
    Text(zh="驶入端", en="near end"),
    Text(zh="中部", en="middle"),
    Text(zh="驶出端", en="far end"),
)


def loads_of(inspection: Inspection) -> Rows:
    """Return the test of the load points: with material beyond the weights, where it is used."""
    return _loads_with_material if _substitutes(inspection) else load_rows


def _substitutes(inspection: Inspection) -> bool:
    return inspection.fields.get(SUBSTITUTION, "") == "yes"


def _loads_with_material(rules: WeighingRules) -> list[PlanRow]:
    maximum = rules.instrument.maximum_capacity
    whole = made_loads(rules, [maximum])[0]
    light = load_rows(rules)
    if not (
        substitution.may_substitute(maximum, rules.weighing)
        and substitution.could_suffice(whole.load, maximum, rules.weighing)
    ):
        return light  # `substitution_findings` says so
    heavy = [
        _row_with_material(rules, point, whole)
        for point in load_points(rules.capacity, rules.weighing)
        if substitution.fillings(point.target, whole.load)
    ]
    if not heavy:
        return light
    # Without material the point next above the weights was brought down to them: it is no more.
    kept = [row for row in light if row.target is not None and row.target <= whole.load]
    return [
        replace(row, row_id=f"{Shape.LOAD_POINTS.value}:{number}")
        for number, row in enumerate((*kept, *heavy), start=1)
    ]


def _row_with_material(rules: WeighingRules, point: TestLoad, whole: MadeLoad) -> PlanRow:
    """Return a point of material (`times` times all weights) and, on top, weights again."""
    times = substitution.fillings(point.target, whole.load)
    material = whole.load * times
    rest = nearest_with_kit(
        [point.target - material],
        all_pieces(rules.weight_sets),
        at_most=rules.instrument.maximum_capacity - material,
        lightest=rules.e,
    )[0]
    made = MadeLoad(
        target=point.target,
        load=(material + rest.load).to(point.target.unit),
        pieces=rest.pieces,
        is_exact=rest.is_exact,
        is_nearest=rest.is_nearest,
    )
    purposes = " · ".join(point.purposes)
    label = Text(
        zh=f"{purposes}（替代物 {shown(material)}）", en=f"{purposes} (material {shown(material)})"
    )
    row = made_row(rules, f"{Shape.LOAD_POINTS.value}:1", Shape.LOAD_POINTS, label, made)
    return replace(row, material=material, load_error=_error_with(rules, whole, rest, times))


def _error_with(rules: WeighingRules, whole: MadeLoad, rest: MadeLoad, times: int) -> Mass | None:
    """Return the limit error: the material has that of the weights it was set by, each time."""
    try:
        return rules.weights_limit(whole.pieces) * times + rules.weights_limit(rest.pieces)
    except StandardRefused:
        return None  # said of the row as of any row with such a piece


def substitution_findings(
    inspection: Inspection,
    rows: Sequence[PlanRow],
    rules: WeighingRules,
    book: RegulationBook,
) -> Iterator[Finding]:
    """Say whether the weights are enough of Max for the material that was used."""
    maximum = rules.instrument.maximum_capacity
    whole = made_loads(rules, [maximum])[0].load
    if not _substitutes(inspection) or whole >= maximum:
        return
    if not substitution.may_substitute(maximum, rules.weighing):
        least = rules.weighing.figure("substitution_least")
        said = reason("substitution_not_for", maximum=shown(maximum), least=least.text())
        yield Finding(
            subject=SUBSTITUTION,
            outcome=Outcome.INCOMPLETE,
            reason=said,
            citation=least.citation,
        )
        return
    spread = _fine_spread(inspection, rows, rules, book)
    row = substitution.required_share(spread, rules.e, rules.weighing)
    suffices = substitution.share_suffices(whole, maximum, row, rules.weighing)
    said = reason(
        "substitution_allowed" if suffices else "substitution_share_short",
        weights=shown(whole),
        share=f"{substitution.share_of(whole, maximum) * 100:.1f} %",
        spread=shown(spread) if spread is not None else "?",
        required=f"{tidy(row.decimal('share_of_max') * 100)} %",
        least=rules.weighing.figure("substitution_least").text(),
    )
    if spread is None and not suffices:
        said = reason("substitution_spread_unknown", **dict(said.parameters))
    outcome = Outcome.PASS if suffices else Outcome.INCOMPLETE
    yield Finding(subject=SUBSTITUTION, outcome=outcome, reason=said, citation=row.citation)


def _fine_spread(
    inspection: Inspection, rows: Sequence[PlanRow], rules: WeighingRules, book: RegulationBook
) -> Mass | None:
    """Return Emax - Emin of the repeatability test, None unless all of it is known to 0.1 e."""
    wanted = [row for row in rows if row.shape is Shape.REPEATABILITY]
    errors: list[Mass] = []
    for row in wanted:
        seen = inspection.observation_at(row.row_id)
        error = _fine_error(inspection, row, seen, rules, book) if seen is not None else None
        if error is None:
            return None
        errors.append(error)
    return max(errors) - min(errors) if len(errors) > 1 else None


def _fine_error(
    inspection: Inspection,
    row: PlanRow,
    seen: Observation,
    rules: WeighingRules,
    book: RegulationBook,
) -> Mass | None:
    d = rules.instrument.actual_scale_interval
    if seen.changeover_load is None and not may_read_directly(rules.e, d, rules.weighing):
        return None
    try:
        found = assess_weighing(inspection, row, seen, book)
    except DomainRuleBroken:
        return None
    error = found.error if found is not None else None
    return error if isinstance(error, Mass) else None


# --- a vehicle rolled over --------------------------------------------------------------------


def rolling_rows(
    inspection: Inspection, rules: WeighingRules, *, first: int
) -> tuple[PlanRow, ...]:
    """Return the vehicle's places on the receptor, ids counted from `first`.

    No rows while its mass is not given, and none for one above the cap (a finding says so).
    """
    load = _kilograms(inspection, "rolling_load")
    if load is None or load > _cap(rules):
        return ()
    positions = int(rules.weighing.figure("rolling_positions").decimal())
    return tuple(
        PlanRow(
            row_id=f"{Shape.ECCENTRICITY.value}:{first + number}",
            shape=Shape.ECCENTRICITY,
            label=_rolling_label(number),
            load=_in_unit(load, rules.instrument.maximum_capacity.unit),
            limit=_limit_at(load, rules),
            load_error=_kilograms(inspection, "rolling_load_error"),
        )
        for number in range(positions)
    )


def _rolling_label(number: int) -> Text:
    place = PLACES[number] if number < len(PLACES) else Text(str(number + 1), str(number + 1))
    return Text(zh=f"滚动载荷 · {place.zh}", en=f"rolling load, {place.en}")


def _kilograms(inspection: Inspection, key: str) -> Mass | None:
    number = number_of(inspection.fields, key)
    return Mass(number, "kg") if number is not None else None


def _in_unit(mass: Mass, unit: str) -> Mass:
    return Mass(Decimal(tidy(mass.in_unit(unit))), unit)


def _cap(rules: WeighingRules) -> Mass:
    """Return 0.8 (Max + additive tare); a vehicle scale has no additive tare here."""
    maximum = rules.instrument.maximum_capacity
    return eccentricity.rolling_load(
        maximum, usual_heaviest=maximum, rules=rules.weighing, additive_tare=None
    )[0]


def _limit_at(load: Mass, rules: WeighingRules) -> Mass:
    return maximum_permissible_error(
        load, rules.e, rules.instrument.accuracy_class, rules.stage, rules.weighing
    ).limit


def rolling_findings(inspection: Inspection, rules: WeighingRules) -> Iterator[Finding]:
    """Say whether the vehicle is one to test with: its mass, the cap, how well it is known."""
    load = _kilograms(inspection, "rolling_load")
    part = rules.weighing.figure("rolling_load_cap")
    citation = part.citation
    if load is None:
        yield Finding(
            subject=ROLLING, outcome=Outcome.NOT_APPLICABLE, reason=reason("rolling_not_tested")
        )
        return
    cap = _cap(rules)
    if load > cap:
        said = reason(
            "rolling_load_above_cap", load=shown(load), part=part.text(), cap=shown(cap.to("kg"))
        )
        yield Finding(subject=ROLLING, outcome=Outcome.INCOMPLETE, reason=said, citation=citation)
        return
    yield from _known_enough(inspection, load, rules)
    usual = _kilograms(inspection, "usual_heaviest")
    if usual is None:
        return
    wanted = min(usual, cap).to("kg")
    if load < wanted:
        said = reason("rolling_load_light", load=shown(load), wanted=shown(wanted))
        yield advice(ROLLING, said, citation)


def _known_enough(inspection: Inspection, load: Mass, rules: WeighingRules) -> Iterator[Finding]:
    error = _kilograms(inspection, "rolling_load_error")
    if error is None:
        yield incomplete(ROLLING, reason("rolling_load_error_missing"))
        return
    share = rules.weighing.figure("weights_part_of_mpe")
    limit = _limit_at(load, rules)
    fine = error <= part_of(limit, share.ratio())
    code = "rolling_load_known" if fine else "rolling_load_too_coarse"
    yield Finding(
        subject=ROLLING,
        outcome=Outcome.PASS if fine else Outcome.INCOMPLETE,
        reason=reason(code, error=shown(error), limit=shown(limit)),
        citation=share.citation,
    )
