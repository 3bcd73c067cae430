"""A certificate value written as XML of PTB's DCC schema 3.2.1 with D-SI quantities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from inspector_app.adapters.dcc_reader import DCC, SI
from inspector_app.domain.quantities import plain
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

VERSION = "3.2.1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PLACE = f"https://ptb.de/dcc https://ptb.de/dcc/v{VERSION}/dcc.xsd"
_PROBABILITY = "0.95"
"""Coverage probability written beside k = 2."""


def write(certificate: CalibrationCertificate) -> bytes:
    """Return the XML, UTF-8 with declaration; the same value always gives the same bytes."""
    from lxml import etree

    root = etree.Element(
        f"{{{DCC}}}digitalCalibrationCertificate", nsmap={"dcc": DCC, "si": SI, "xsi": _XSI}
    )
    root.set("schemaVersion", VERSION)
    root.set(f"{{{_XSI}}}schemaLocation", _PLACE)
    _administration(_add(root, "administrativeData"), certificate)
    measured = _add(root, "measurementResults")
    for group in certificate.groups:
        _group(_add(measured, "measurementResult"), group)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def _add(parent: Any, name: str, text: str = "", *, space: str = DCC) -> Any:
    from lxml import etree

    made = etree.SubElement(parent, f"{{{space}}}{name}")
    if text:
        made.text = _printable(text)
    return made


def _printable(text: str) -> str:
    """Return the text without the control characters that XML 1.0 cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or c >= " ").strip()


def _words(parent: Any, name: str, text: Text) -> Any:
    made = _add(parent, name)
    for language, said in (("zh", text.zh), ("en", text.en)):
        if said.strip():
            _add(made, "content", said).set("lang", language)
    return made


def _plain(parent: Any, name: str, text: str) -> Any:
    """Write a proper name: it has no language."""
    made = _add(parent, name)
    _add(made, "content", text.strip() or "—")
    return made


def _administration(head: Any, certificate: CalibrationCertificate) -> None:
    software = _add(_add(head, "dccSoftware"), "software")
    _plain(software, "name", certificate.software)
    _add(software, "release", certificate.release or "—")
    _core(_add(head, "coreData"), certificate)
    items = _add(head, "items")
    for item in certificate.items:
        _item(_add(items, "item"), item)
    laboratory = _add(head, "calibrationLaboratory")
    if certificate.laboratory.code:
        _add(laboratory, "calibrationLaboratoryCode", certificate.laboratory.code)
    _contact(_add(laboratory, "contact"), certificate.laboratory)
    people = _add(head, "respPersons")
    for number, name in enumerate(certificate.people):
        person = _add(people, "respPerson")
        _plain(_add(person, "person"), "name", name)
        _add(person, "mainSigner", "true" if number == 0 else "false")
    _contact(_add(head, "customer"), certificate.customer)
    if certificate.statements:
        said = _add(head, "statements")
        for statement in certificate.statements:
            _statement(_add(said, "statement"), statement)


def _core(core: Any, certificate: CalibrationCertificate) -> None:
    _add(core, "countryCodeISO3166_1", certificate.country)
    for language in certificate.languages:
        _add(core, "usedLangCodeISO639_1", language)
    _add(core, "mandatoryLangCodeISO639_1", certificate.languages[0])
    _add(core, "uniqueIdentifier", certificate.identifier)
    _identifications(core, certificate.identifications)
    _add(core, "beginPerformanceDate", certificate.begun_on.isoformat())
    _add(core, "endPerformanceDate", certificate.ended_on.isoformat())
    _add(core, "performanceLocation", "customer")
    if certificate.issued_on is not None:
        _add(core, "issueDate", certificate.issued_on.isoformat())


def _identifications(parent: Any, known: Iterable[Identification]) -> None:
    listed = tuple(known)
    if not listed:
        return
    made = _add(parent, "identifications")
    for one in listed:
        each = _add(made, "identification")
        _add(each, "issuer", one.issuer)
        _add(each, "value", one.value)
        _words(each, "name", one.name)


def _item(element: Any, item: CertifiedItem) -> None:
    _plain(element, "name", item.name)
    if item.manufacturer.strip():
        _plain(_add(element, "manufacturer"), "name", item.manufacturer)
    if item.model.strip():
        _add(element, "model", item.model)
    _identifications(element, item.identifications)


def _contact(element: Any, contact: Contact) -> None:
    _plain(element, "name", contact.name)
    place = _add(element, "location")
    _add(place, "countryCode", contact.country)
    if contact.address.strip():
        _plain(place, "further", contact.address)


def _statement(element: Any, statement: Statement) -> None:
    _words(element, "name", statement.name)
    if statement.norm:
        _add(element, "norm", statement.norm)
    _words(element, "declaration", statement.declaration)
    if statement.conformity:
        _add(element, "conformity", statement.conformity)


def _group(element: Any, group: ResultGroup) -> None:
    _words(element, "name", group.name)
    if group.methods:
        methods = _add(element, "usedMethods")
        for name, norm in group.methods:
            method = _add(methods, "usedMethod")
            _words(method, "name", name)
            if norm.strip():
                _add(method, "norm", norm)
    if group.equipment:
        equipment = _add(element, "measuringEquipments")
        for item in group.equipment:
            _item(_add(equipment, "measuringEquipment"), item)
    if group.conditions:
        conditions = _add(element, "influenceConditions")
        for quantity in group.conditions:
            condition = _add(conditions, "influenceCondition")
            _words(condition, "name", quantity.name)
            _quantity(_add(condition, "data"), quantity)
    results = _add(element, "results")
    for result in group.results:
        _result(_add(results, "result"), result)


def _result(element: Any, result: CertifiedResult) -> None:
    """Write a point; the rule, its limits and a conformity stand with the last quantity."""
    _words(element, "name", result.name)
    data = _add(element, "data")
    for quantity in result.quantities:
        last = _quantity(data, quantity)
    if result.norm:
        meta = _add(_add(last, "measurementMetaData"), "metaData")
        _add(meta, "norm", result.norm)
        if result.limits:
            _plain(meta, "declaration", result.limits)
        if result.conformity:
            _add(meta, "conformity", result.conformity)


def _quantity(parent: Any, quantity: CertifiedQuantity) -> Any:
    made = _add(parent, "quantity")
    _words(made, "name", quantity.name)
    if quantity.value is None:
        _plain(made, "noQuantity", quantity.text)
        return made
    real = _add(made, "real", space=SI)
    _add(real, "value", plain(quantity.value), space=SI)
    _add(real, "unit", quantity.unit, space=SI)
    if quantity.uncertainty is not None and quantity.coverage_factor is not None:
        expanded = _add(real, "expandedUnc", space=SI)
        _add(expanded, "uncertainty", plain(quantity.uncertainty), space=SI)
        _add(expanded, "coverageFactor", plain(quantity.coverage_factor), space=SI)
        _add(expanded, "coverageProbability", _PROBABILITY, space=SI)
    return made
