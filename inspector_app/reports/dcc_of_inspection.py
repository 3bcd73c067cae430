"""The measured results of a sealed inspection as a digital calibration certificate, pure.

Words of a conformity statement appear only where the figure behind them is confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from inspector_app import __version__
from inspector_app.domain.exceptions import DomainRuleBroken, InputInvalid, InspectorError
from inspector_app.domain.figures import Figure, FigureKind, number_of
from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.judgement import Assessment, Manner, Outcome, reason
from inspector_app.domain.measurement import Observation, PlanRow, Shape, titles
from inspector_app.domain.quantities import Quantity
from inspector_app.domain.text import Text
from inspector_app.evidence.calibration_certificate import (
    CalibrationCertificate,
    CertifiedItem,
    CertifiedQuantity,
    CertifiedResult,
    Contact,
    Identification,
    ResultGroup,
    Statement,
)
from inspector_app.evidence.dsi_units import dsi_unit, in_dsi
from inspector_app.kinds.base import InspectionKind
from inspector_app.kinds.trials import limits_text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.words import Words
from inspector_app.words.reasons import sentence, verdict_word

SOFTWARE = "Hengping 衡平"
_LOAD = Text(zh="载荷", en="load")
_INDICATION = Text(zh="示值", en="indication")
_ERROR = Text(zh="误差", en="error")
_SERIAL = Text(zh="出厂编号", en="serial number")
_CERTIFICATE = Text(zh="证书编号", en="certificate number")
_NUMBER = Text(zh="检查编号", en="number of the inspection")
_RECORD = Text(zh="封存记录 SHA-256", en="sealed record, SHA-256")
_CONCLUSION = Text(zh="检查结论", en="conclusion")
_NATURE = Text(zh="性质", en="nature of this document")
_STANDARD = Text(zh="标准器", en="reference standard")
_NO_CALIBRATION = Text(
    zh="本文件是现场监督检查测得值的数字化记录，不是校准证书或检定证书。",
    en="This is the record of values measured in a supervising inspection on site; it is neither a "
    "calibration nor a verification certificate.",
)
_CONDITIONS = (
    ("ambient_temperature_c", Text(zh="环境温度", en="ambient temperature"), "°C"),
    ("relative_humidity_pct", Text(zh="相对湿度", en="relative humidity"), "%"),
)


def dcc_of(
    inspection: Inspection, kind: InspectionKind, book: RegulationBook
) -> CalibrationCertificate:
    """Return the certificate of what was measured.

    Raises WrongState unless sealed, InputInvalid(`dcc_nothing_measured`).
    """
    inspection.require(State.SEALED)
    groups = tuple(_groups(inspection, kind, book))
    if not groups or inspection.seal is None:
        raise InputInvalid("dcc_nothing_measured", field="inspection", number=inspection.number)
    place = inspection.premises
    sealed = inspection.seal
    return CalibrationCertificate(
        identifier=f"{inspection.number}-{sealed.record_sha256[:16]}",
        identifications=(
            Identification(issuer="calibrationLaboratory", value=inspection.number, name=_NUMBER),
            Identification(
                issuer="calibrationLaboratory", value=sealed.record_sha256, name=_RECORD
            ),
        ),
        laboratory=Contact(name=inspection.inspectors[0].unit if inspection.inspectors else "—"),
        customer=Contact(name=place.name if place else "—", address=place.address if place else ""),
        begun_on=inspection.on,
        ended_on=inspection.on,
        issued_on=sealed.sealed_at.date(),
        items=(_item(inspection, kind),),
        people=tuple(person.name for person in inspection.inspectors) or ("—",),
        groups=groups,
        statements=tuple(_statements(inspection)),
        software=SOFTWARE,
        release=__version__,
    )


def _item(inspection: Inspection, kind: InspectionKind) -> CertifiedItem:
    """Return the instrument; where the kind tests none, the lot or goods under the kind's name."""
    chosen = inspection.instrument or inspection.measuring_instrument
    if chosen is None:
        own = Identification(issuer="other", value=inspection.number, name=_NUMBER)
        return CertifiedItem(name=kind.title.zh, identifications=(own,))
    numbers = [("manufacturer", chosen.serial_number, _SERIAL)]
    numbers.append(("other", chosen.verification_certificate, _CERTIFICATE))
    return CertifiedItem(
        name=chosen.name,
        manufacturer=chosen.manufacturer,
        model=chosen.model,
        identifications=tuple(
            Identification(issuer=issuer, value=value, name=name)
            for issuer, value, name in numbers
            if value.strip()
        )
        or (Identification(issuer="other", value=inspection.number, name=_NUMBER),),
    )


def _statements(inspection: Inspection) -> Iterator[Statement]:
    yield Statement(name=_NATURE, declaration=_NO_CALIBRATION)
    verdict = inspection.verdict
    if verdict is None:
        return
    judged = verdict.legal and verdict.manner is Manner.CONFORMITY
    conformity = {Outcome.PASS: "pass", Outcome.FAIL: "fail"}.get(verdict.outcome, "")
    screening = reason("screening")
    declared = {
        language: f"{verdict_word(verdict, Words(key))}. {sentence(screening, Words(key))}"
        for language, key in (("zh", "zh_CN"), ("en", "en"))
    }
    yield Statement(
        name=_CONCLUSION,
        norm=verdict.regulation,
        declaration=Text(zh=declared["zh"].replace(". ", "。", 1), en=declared["en"]),
        conformity=conformity if judged else "",
    )


def _groups(
    inspection: Inspection, kind: InspectionKind, book: RegulationBook
) -> Iterator[ResultGroup]:
    rows = {row.row_id: row for row in kind.plan(inspection, book)}
    methods = tuple((basis.document, basis.article) for basis in kind.basis)
    equipment, conditions = tuple(_equipment(inspection)), tuple(_conditions(inspection))
    for use in kind.shapes:
        results = tuple(
            _result(inspection, kind, rows, seen, book)
            for seen in inspection.observations_of(use.shape)
        )
        results = tuple(result for result in results if result.quantities)
        if results:
            yield ResultGroup(
                name=use.title,
                results=results,
                methods=methods,
                equipment=equipment,
                conditions=conditions,
            )


def _equipment(inspection: Inspection) -> Iterator[CertifiedItem]:
    for kit in inspection.weight_sets:
        numbers = ((kit.serial_number, _SERIAL), (kit.certificate_number, _CERTIFICATE))
        yield CertifiedItem(
            name=kit.name,
            identifications=tuple(
                Identification(issuer="owner", value=value, name=name)
                for value, name in numbers
                if value.strip()
            ),
        )
    for key, value in inspection.fields.items():
        if key.endswith(("standard_number", "scale_number")) and value.strip():
            own = Identification(issuer="owner", value=value, name=_STANDARD)
            yield CertifiedItem(name=_STANDARD.zh, identifications=(own,))


def _conditions(inspection: Inspection) -> Iterator[CertifiedQuantity]:
    for key, name, unit in _CONDITIONS:
        value = number_of(inspection.fields, key)
        if value is not None:
            yield CertifiedQuantity(name=name, value=value, unit=dsi_unit(unit) or "")


def _result(
    inspection: Inspection,
    kind: InspectionKind,
    rows: dict[str, PlanRow],
    seen: Observation,
    book: RegulationBook,
) -> CertifiedResult:
    row = rows.get(seen.row_id)
    found = _assessed(inspection, kind, row, seen, book)
    parts = titles(rows.values(), seen.row_id)
    own = Text(zh=seen.row_id, en=seen.row_id)
    name = Text(
        zh=" · ".join(p.zh for p in parts) or own.zh, en=" · ".join(p.en for p in parts) or own.en
    )
    k = book.newest("uncertainty").figure("coverage_factor").decimal()
    quantities = (*_measured(row, seen), *((_error(found, k),) if found is not None else ()))
    # Runs of a series are judged together: a single one carries no conformity of its own.
    alone = row is not None and row.series is None
    confirmed = found is not None and found.citation.confirmation.is_confirmed
    said = ""
    if found is not None and found.is_decided:
        said = "pass" if found.conforms else "fail"
    return CertifiedResult(
        name=name,
        quantities=quantities,
        norm=f"{found.citation.regulation} {found.citation.clause}".strip() if found else "",
        limits=limits_text(found) if found is not None else "",
        conformity=said if alone and confirmed else "",
    )


def _assessed(
    inspection: Inspection,
    kind: InspectionKind,
    row: PlanRow | None,
    seen: Observation,
    book: RegulationBook,
) -> Assessment | None:
    if row is None:
        return None
    try:
        return kind.assess(inspection, row, seen, book)
    except DomainRuleBroken:  # the verdict names it
        return None


def _measured(row: PlanRow | None, seen: Observation) -> Iterator[CertifiedQuantity]:
    if seen.shape is Shape.TRIAL:
        for figure in row.figures if row else ():
            if text := seen.figures.get(figure.key, "").strip():
                yield _figure(figure, text)
        return
    load = seen.load or (row.load if row else None)
    if load is not None:
        yield _quantity(_LOAD, load)
    if seen.indication is not None:
        try:
            yield _quantity(_INDICATION, seen.indication.mass)
        except InspectorError:  # a unit of a newer program
            shown = f"{seen.indication.value} {seen.indication.unit}".strip()
            yield CertifiedQuantity(name=_INDICATION, value=None, unit="", text=shown)


def _figure(figure: Figure, text: str) -> CertifiedQuantity:
    unit = dsi_unit(figure.unit)
    if figure.kind is FigureKind.NUMBER and unit is not None:
        value = number_of({figure.key: text}, figure.key)
        return CertifiedQuantity(name=figure.label, value=value, unit=unit)
    if figure.kind is FigureKind.CHOICE:
        text = next((words.zh for key, words in figure.choices if key == text), text)
    return CertifiedQuantity(
        name=figure.label, value=None, unit="", text=f"{text} {figure.unit}".strip()
    )


def _quantity(name: Text, quantity: Quantity) -> CertifiedQuantity:
    written = in_dsi(quantity)
    if written is None:
        return CertifiedQuantity(name=name, value=None, unit="", text=str(quantity))
    return CertifiedQuantity(name=name, value=written[0], unit=written[1])


def _error(found: Assessment, k: Decimal) -> CertifiedQuantity:
    plain = _quantity(_ERROR, found.error)
    if found.guard is None or plain.value is None:
        return plain
    expanded = in_dsi(found.guard.to(found.error.unit))
    return replace(plain, uncertainty=expanded[0] if expanded else None, coverage_factor=k)
