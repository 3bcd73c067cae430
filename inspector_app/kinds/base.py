"""What an inspection kind declares. One made of known shapes touches only its own file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from inspector_app.domain.drawing import Drawing
from inspector_app.domain.figures import Figure
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Confirmation, Verdict
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.rest import Rest
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook

WEIGHING = "weighing"
NO_INSTRUMENT = ""


class Step(StrEnum):
    """The steps of the Inspect page, in order; a kind names those it needs."""

    PREMISES = "premises"
    INSTRUMENT = "instrument"
    MEASURING_INSTRUMENT = "measuring_instrument"
    CHECKS = "checks"
    PARTICULARS = "particulars"
    MEASUREMENTS = "measurements"
    TRIALS = "trials"
    EVIDENCE = "evidence"
    CONCLUSION = "conclusion"
    SIGNATURES = "signatures"


WEIGHING_STEPS = (
    Step.PREMISES,
    Step.INSTRUMENT,
    Step.CHECKS,
    Step.MEASUREMENTS,
    Step.EVIDENCE,
    Step.CONCLUSION,
    Step.SIGNATURES,
)


def weighing_steps(*more: Step) -> tuple[Step, ...]:
    """Return the steps of a weighing and these besides, in the order of the page."""
    return tuple(step for step in Step if step in {*WEIGHING_STEPS, *more})


TRIAL_STEPS = (
    Step.PREMISES,
    Step.MEASURING_INSTRUMENT,
    Step.CHECKS,
    Step.PARTICULARS,
    Step.TRIALS,
    Step.EVIDENCE,
    Step.CONCLUSION,
    Step.SIGNATURES,
)


class Area(StrEnum):
    """Where a kind is carried out: how a person finds it among all kinds, in this order."""

    MARKET = "market"
    FUEL = "fuel"
    GOODS = "goods"
    PLACES = "places"
    METERS = "meters"
    OTHER = "other"


AREAS: dict[Area, Text] = {
    Area.MARKET: Text(zh="市场与衡器", en="Markets"),
    Area.FUEL: Text(zh="加油、充电、出租车", en="Fuel and charging"),
    Area.GOODS: Text(zh="商品与标识", en="Goods"),
    Area.PLACES: Text(zh="商店与服务", en="Shops"),
    Area.METERS: Text(zh="表计与能源", en="Meters"),
    Area.OTHER: Text(zh="证书与其他", en="Other"),
}


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis: document and article, e.g. `集贸市场计量监督管理办法` `第五条（六）`."""

    document: Text
    article: str
    confirmation: Confirmation = Confirmation.VERIFIED_SECONDARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question of the list, asked so that `yes` is the lawful answer.

    must_answer: cannot be skipped; the inspection cannot be concluded without it.
    decisive: `no` makes the inspection fail; otherwise `no` is a finding to correct.
    may_not_apply: `not_applicable` is an answer too; False for what every instrument must carry.
    hint: how to find out, step by step; shown under the question, no part of the record.
    """

    key: str
    text: Text
    basis: Basis
    group: Text
    must_answer: bool = True
    decisive: bool = True
    may_not_apply: bool = True
    hint: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeUse:
    """A shape of measurement the kind asks for; optional ones may stay empty.

    judged: what the value of a row is called that is held against its limit, where it is no error
    (a void ratio, a share of the price).
    """

    shape: Shape
    title: Text
    optional: bool = False
    judged: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRole:
    """A photo the kind asks for."""

    key: str
    title: Text
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionKind:
    """A kind of inspection.

    plan: the rows to measure for this inspection's instrument and weights; empty while either is
    unknown. assess: one observation (kept or live) against its limits; None when it cannot be
    said yet. judge: the verdict with every reason; INCOMPLETE names what is missing.
    signature_roles: who signs, in order. version rises when the declaration changes meaning.
    category: which instruments of the register it tests: WEIGHING, a category of its own
    (`fuel_dispenser`) whose entries carry the figures of `plate`, or NO_INSTRUMENT.
    particulars: what is asked once about the whole inspection, kept as its fields. merges_by: the
    particular that names the parts of a visit (`nozzles`): a colleague's sealed record of other
    parts may join a draft; empty: none may. area: among which kinds a person looks for it.
    digest: SHA-256 of the text of a kind that an office published, '' for one of this program.
    offered_from, offered_until: first and last day on which such a kind may be begun, None: any.
    drawing: what is drawn of the values measured so far; () while there is nothing to draw.
    fills_from_dcc: a digital calibration certificate may fill them. rest: how still and for how
    long an indication must stand before it may be captured, beyond the instrument's own word.
    """

    key: str
    title: Text
    summary: Text
    basis: tuple[Basis, ...]
    steps: tuple[Step, ...]
    checks: tuple[Check, ...]
    shapes: tuple[ShapeUse, ...]
    photos: tuple[PhotoRole, ...]
    signature_roles: tuple[str, ...]
    plan: Callable[[Inspection, RegulationBook], tuple[PlanRow, ...]]
    assess: Callable[[Inspection, PlanRow, Observation, RegulationBook], Assessment | None]
    judge: Callable[[Inspection, RegulationBook], Verdict]
    version: int = 1
    category: str = WEIGHING
    plate: tuple[Figure, ...] = ()
    particulars: tuple[Figure, ...] = ()
    merges_by: str = ""
    area: Area = Area.OTHER
    digest: str = ""
    offered_from: date | None = None
    offered_until: date | None = None
    drawing: Callable[[Inspection, RegulationBook], tuple[Drawing, ...]] | None = None
    fills_from_dcc: bool = False
    rest: Rest = field(default_factory=Rest)
