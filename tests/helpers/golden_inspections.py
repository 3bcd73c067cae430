"""Inspections built from the golden files of the kinds, without a log."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from inspector_app.domain.events import CheckAnswered
from inspector_app.domain.figures import checked_figures
from inspector_app.domain.indication import StabilityBasis
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import (
    AccuracyClass,
    MeasuringInstrument,
    Person,
    Premises,
    ReferenceWeightSet,
    Stage,
    WeighingInstrument,
)
from inspector_app.domain.measurement import Observation, PlanRow, RecordedIndication, Shape
from inspector_app.domain.quantities import Mass
from inspector_app.kinds.base import InspectionKind
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import RegulationBook

FOLDER = Path(__file__).parent.parent / "golden" / "kinds"

PERSON = Person(
    person_id="p1", name="林晓敏", unit="揭阳市榕城区市场监督管理局", card_number="V-52-0117"
)
PREMISES = Premises(
    premises_id="pr1", name="陈记水产", scope="445202", market="东门农贸市场", stall="12 号摊"
)


def golden_cases() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [(data["kind"], data["base"], case) for case in data["case"]]
    return found


@cache
def golden_base(key: str) -> dict[str, Any]:
    """The base of a kind's golden file, empty for a kind without one."""
    return next((base for kind, base, _case in golden_cases() if kind == key), {})


def instrument_from(data: dict[str, Any]) -> WeighingInstrument:
    return WeighingInstrument(
        instrument_id="i1",
        name=data.get("name", "电子计价秤"),
        model=data.get("model", "ACS-30"),
        serial_number=data.get("serial_number", "2304718"),
        manufacturer=data.get("manufacturer", "永衡衡器"),
        accuracy_class=AccuracyClass(data["accuracy_class"]),
        maximum_capacity=Mass.parse(data["maximum_capacity"]),
        minimum_capacity=Mass.parse(data["minimum_capacity"]),
        verification_scale_interval=Mass.parse(data["e"]),
        actual_scale_interval=Mass.parse(data["d"]),
        price_computing=data.get("price_computing", False),
        supports=data.get("supports", 4),
        seal_numbers=tuple(data.get("seals", ())),
        verification_valid_until=data["valid_until"] or None,
    )


def measuring_instrument_from(kind: InspectionKind, entry: dict[str, Any]) -> MeasuringInstrument:
    plate = {figure.key for figure in kind.plate}
    return MeasuringInstrument(
        instrument_id="m1",
        category=kind.category,
        name=entry.get("name", kind.title.zh),
        model=entry.get("model", "X-1"),
        serial_number=entry.get("serial_number", "220517"),
        manufacturer=entry.get("manufacturer", "永衡仪表"),
        verification_valid_until=entry.get("valid_until"),
        particulars={key: value for key, value in entry.items() if key in plate},
    )


def weights_from(data: dict[str, Any]) -> ReferenceWeightSet:
    return ReferenceWeightSet(
        weight_set_id="w1",
        name=f"{data['accuracy_class']} 级砝码组",
        accuracy_class=data["accuracy_class"],
        pieces=tuple(Mass.parse(p) for p in data["pieces"]),
        certificate_number="JYJL-2026-01173",
        valid_until=data["valid_until"],
    )


def inspection_from(
    key: str, base: dict[str, Any], case: dict[str, Any], book: RegulationBook
) -> Inspection:
    kind = kind_of(key)
    given = case.get("answers", {})
    answers = {c.key: given.get(c.key, "yes") for c in kind.checks}
    inspection = Inspection(
        inspection_id="x",
        number="261123-ABCDEF",
        kind=key,
        scope="445202",
        on=case.get("on", base["on"]),
        stage=Stage(case.get("stage", base.get("stage", "in_use"))),
        inspectors=(PERSON,),
        purpose="routine",
        language="zh_CN",
        premises=PREMISES,
        answers={k: CheckAnswered(check=k, answer=a) for k, a in answers.items() if a},
    )
    if "instrument" in base:
        plate = {**base["instrument"], **case.get("instrument", {})}
        inspection = replace(inspection, instrument=instrument_from(plate))
    if "measuring_instrument" in base:
        entry = {**base["measuring_instrument"], **case.get("measuring_instrument", {})}
        inspection = replace(
            inspection, measuring_instrument=measuring_instrument_from(kind, entry)
        )
    fields = {**base.get("fields", {}), **case.get("fields", {})}
    inspection = replace(inspection, fields=fields)
    if "weights" in base:
        kit = {**base["weights"], **case.get("weights", {})}
        inspection = replace(inspection, weight_sets=(weights_from(kit),))
    # Fields may be changed after something was measured: what was measured stays.
    before = replace(inspection, fields={**fields, **case.get("weighed_under", {})})
    measured = _observations(kind, before, base, case, book) if "weighed_under" in case else ()
    taken = {seen.row_id for seen in measured}
    later = _observations(kind, inspection, base, case, book)
    rest = tuple(seen for seen in later if seen.row_id not in taken)
    return replace(inspection, observations=(*measured, *rest))


def _observations(
    kind: InspectionKind,
    inspection: Inspection,
    base: dict[str, Any],
    case: dict[str, Any],
    book: RegulationBook,
) -> tuple[Observation, ...]:
    optional = {use.shape for use in kind.shapes if use.optional}
    given = {**base.get("rows", {}), **case.get("rows", {})}
    figures = {**base.get("figures", {}), **case.get("figures", {})}
    found = []
    for row in kind.plan(inspection, book):
        if row.row_id in case.get("without", []):
            continue
        entry = given.get(row.row_id)
        if row.shape is Shape.TRIAL:
            usual = base.get("rows", {}).get(row.row_id, {})
            known = {key: text for key, text in usual.items() if row.figure(key)}
            if entry := {**known, **(entry or {})}:
                found.append(trial_of(row, entry))
            continue
        if entry is None and (row.shape in optional or row.shape is Shape.REWEIGH):
            continue
        if entry == {}:
            continue
        found.append(observation_of(row, entry or {}, figures))
    return tuple(found)


def trial_of(row: PlanRow, figures: dict[str, str]) -> Observation:
    return Observation(
        observation_id=f"o-{row.row_id}",
        row_id=row.row_id,
        shape=row.shape,
        figures=checked_figures(row.figures, figures),
    )


def observation_of(row: PlanRow, entry: dict[str, str], figures: dict[str, str]) -> Observation:
    load = row.load.to("kg") if row.load else None
    mass = (
        Mass.parse(entry["indication"])
        if "indication" in entry
        else (load or Mass(Decimal(0), "kg"))
    )
    extra = {"before": entry["before"]} if "before" in entry else {}
    return Observation(
        observation_id=f"o-{row.row_id}",
        row_id=row.row_id,
        shape=row.shape,
        indication=RecordedIndication(
            value=mass.value, unit=mass.unit, stability_basis=StabilityBasis.WIRE
        ),
        load=row.load,
        changeover_load=Mass.parse(entry["changeover"]) if "changeover" in entry else None,
        figures={**figures, **extra},
    )
