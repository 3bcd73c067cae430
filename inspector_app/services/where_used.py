"""Where a regulation is used: found by trying, never written down by hand.

Each kind judges a made-up inspection in which everything that it asks for is filled in, with a book
that notes what it is asked for. Checks are found by the document that they cite, deadlines and
fines by their tables, rules of the evaluate command by the worked examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from inspector_app.domain.events import CheckAnswered
from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.figures import Figure, FigureKind
from inspector_app.domain.indication import StabilityBasis
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import (
    AccuracyClass,
    MeasuringInstrument,
    Premises,
    ReferenceWeightSet,
    Stage,
    WeighingInstrument,
)
from inspector_app.domain.measurement import Observation, PlanRow, RecordedIndication, Shape
from inspector_app.domain.quantities import Mass, grams, kilograms
from inspector_app.kinds.base import NO_INSTRUMENT, WEIGHING, Basis, Check, InspectionKind
from inspector_app.kinds.catalogue import kinds
from inspector_app.metrology.regulations import Notes, Regulation, RegulationBook
from inspector_app.reports.base import Report
from inspector_app.reports.catalogue import reports

_PIECES = "10 g,20 g,20 g,50 g,100 g,200 g,200 g,500 g,1 kg,2 kg,2 kg,5 kg,10 kg,10 kg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """Where one regulation is used.

    kinds: whose judgement asks for its figures. checks: questions that cite it, by their kind.
    documents: that print such a judgement. deadlines, fines: names of the rows that it holds.
    rules: of the evaluate command, by its worked examples.
    """

    kinds: tuple[InspectionKind, ...]
    checks: tuple[tuple[InspectionKind, Check], ...]
    documents: tuple[Report, ...]
    deadlines: tuple[str, ...]
    fines: tuple[str, ...]
    rules: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing in the program uses it."""
        return not any((self.kinds, self.checks, self.deadlines, self.fines, self.rules))


@dataclass(frozen=True, slots=True)
class WhereUsed:
    """Answers for every regulation of a book; each kind is tried once."""

    book: RegulationBook
    asked: dict[str, frozenset[str]]

    @classmethod
    def of(cls, book: RegulationBook, on: date) -> WhereUsed:
        """Try every kind as of a day, and return what to ask."""
        return cls(book, {kind.key: _asked_by(kind, book, on) for kind in kinds()})

    def uses(self, rules: Regulation) -> Uses:
        """Return where this regulation is used, whatever its edition."""
        using = tuple(kind for kind in kinds() if rules.key in self.asked[kind.key])
        editions = self.book.editions(rules.key)
        keys = {kind.key for kind in using}
        return Uses(
            kinds=using,
            checks=tuple(_citing(editions)),
            documents=tuple(r for r in reports() if keys & _kinds_of(r)),
            deadlines=_named(editions, "deadline", "event"),
            fines=_named(editions, "fine", "violation"),
            rules=tuple(dict.fromkeys(one.rule for r in editions for one in r.examples)),
        )


def made_up(kind: InspectionKind, book: RegulationBook, on: date) -> Inspection:
    """Return an inspection of a kind with everything filled in; its figures mean nothing."""
    empty = Inspection(
        inspection_id="made-up",
        number="made-up",
        kind=kind.key,
        scope="",
        on=on,
        stage=Stage.IN_USE,
        inspectors=(),
        purpose="routine",
        language="zh_CN",
        premises=Premises(premises_id="", name="-", scope=""),
        fields={figure.key: _filled(figure, on) for figure in kind.particulars},
        answers={c.key: CheckAnswered(check=c.key, answer="yes") for c in kind.checks},
    )
    told = _with_instrument(empty, kind, on)
    rows = kind.plan(told, book)
    return replace(told, observations=tuple(_seen(row, on) for row in rows))


def _asked_by(kind: InspectionKind, book: RegulationBook, on: date) -> frozenset[str]:
    noting, notes = book.noting()
    try:
        kind.judge(made_up(kind, noting, on), noting)
    except InspectorError:
        # The made-up figures did not suit; what was asked until then is noted all the same.
        return _keys(notes)
    return _keys(notes)


def _keys(notes: Notes) -> frozenset[str]:
    return frozenset([*notes.keys, *notes.looked_up])


def _with_instrument(inspection: Inspection, kind: InspectionKind, on: date) -> Inspection:
    if kind.category == WEIGHING and kind.shapes:
        return replace(inspection, instrument=_scale(on), weight_sets=(_weights(on),))
    if kind.category in {WEIGHING, NO_INSTRUMENT}:
        return inspection
    entry = MeasuringInstrument(
        instrument_id="",
        category=kind.category,
        name="-",
        model="-",
        serial_number="-",
        manufacturer="-",
        verification_valid_until=on,
        particulars={figure.key: _filled(figure, on) for figure in kind.plate},
    )
    return replace(inspection, measuring_instrument=entry)


def _scale(on: date) -> WeighingInstrument:
    return WeighingInstrument(
        instrument_id="",
        name="-",
        model="-",
        serial_number="-",
        manufacturer="-",
        accuracy_class=AccuracyClass.III,
        maximum_capacity=kilograms(30),
        verification_scale_interval=grams(10),
        actual_scale_interval=grams(10),
        minimum_capacity=grams(200),
        price_computing=True,
        verification_valid_until=on,
    )


def _weights(on: date) -> ReferenceWeightSet:
    return ReferenceWeightSet(
        weight_set_id="",
        name="-",
        accuracy_class="M1",
        pieces=tuple(Mass.parse(piece) for piece in _PIECES.split(",")),
        certificate_number="-",
        valid_until=on,
    )


def _filled(figure: Figure, on: date) -> str:
    if figure.kind is FigureKind.CHOICE:
        return figure.choices[0][0]
    if figure.kind is FigureKind.DATE:
        return on.isoformat()
    if figure.kind is FigureKind.MOMENT:
        return f"{on.isoformat()}T09:00:00"
    if figure.kind is FigureKind.NUMBER:
        low, high = figure.lowest or Decimal(0), figure.highest
        one = Decimal(1)
        return f"{one if low <= one and (high is None or one <= high) else max(low, Decimal(0)):f}"
    return "1"


def _seen(row: PlanRow, on: date) -> Observation:
    if row.shape is Shape.TRIAL:
        figures = {figure.key: _filled(figure, on) for figure in row.figures}
        return Observation(
            observation_id=row.row_id, row_id=row.row_id, shape=row.shape, figures=figures
        )
    shown = row.load or grams(0)
    return Observation(
        observation_id=row.row_id,
        row_id=row.row_id,
        shape=row.shape,
        indication=RecordedIndication(
            value=shown.value, unit=shown.unit, stability_basis=StabilityBasis.BY_HAND
        ),
        load=row.load,
    )


def _citing(editions: Iterable[Regulation]) -> Iterator[tuple[InspectionKind, Check]]:
    """Yield the checks whose document is one of these, by title or by number."""
    titles = {rules.title.zh for rules in editions} | {rules.number for rules in editions}
    for kind in kinds():
        for check in kind.checks:
            if any(_cites(check.basis, title) for title in titles):
                yield kind, check


def _cites(basis: Basis, title: str) -> bool:
    # 计量法 must not be found in 计量法实施细则: what follows the title may only be a mark.
    written = basis.document.zh
    return written in {title, title.removesuffix("（试行）")} or title in (
        written.split(" ")[0],
        basis.article,
        " ".join(written.split(" ")[:2]),
    )


def _kinds_of(report: Report) -> set[str]:
    if "*" in report.for_kinds:
        return {kind.key for kind in kinds()}
    return set(report.for_kinds)


def _named(editions: Iterable[Regulation], table: str, column: str) -> tuple[str, ...]:
    rows = (row for rules in editions for row in rules.tables.get(table, ()))
    return tuple(dict.fromkeys(row.text(column) for row in rows if row.has(column)))
