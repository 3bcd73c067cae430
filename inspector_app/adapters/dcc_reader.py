"""Digital calibration certificates read from XML that nobody vouches for, and checked.

Bounded before anything is parsed: size, then no document type (so no entities), then the number of
elements while they are read. Nothing is fetched, no hint of a schema's place is followed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from inspector_app import resource_files
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.quantities import exact_decimal
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

MAX_BYTES = 16 * 1024 * 1024
MAX_ELEMENTS = 50_000
MAX_ATTRIBUTES, MAX_OF_ONE = 100_000, 50
"""Attributes of the file and of one element; the schema knows nine, and each is checked."""
MAX_PROBLEMS = 20
_LONGEST = 400
DCC, SI = "https://ptb.de/dcc", "https://ptb.de/si"
NAMES = {"d": DCC, "s": SI, "ds": "http://www.w3.org/2000/09/xmldsig#"}
ROOT = f"{{{DCC}}}digitalCalibrationCertificate"
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DccReport:
    """What a file is. problems: where it does not fit the schema, `place: reason`, at most 20.

    certificate: what it says, None where that cannot be read.
    """

    sha256: str
    size: int
    schema_version: str
    problems: tuple[str, ...]
    certificate: CalibrationCertificate | None

    @property
    def is_sound(self) -> bool:
        """Say whether it fits the schema and could be read."""
        return not self.problems and self.certificate is not None


def check_file(file: Path, schema_folder: Path | None = None) -> DccReport:
    """Return what a file is; the size is looked at before it is read.

    schema_folder: PTB's own `dcc.xsd` with what it imports, checked besides. Raises InputInvalid:
    as `check_bytes`, and `input_missing`, `input_unreadable`, `dcc_no_schema`.
    """
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(size)
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputInvalid("input_missing", file=file) from None
    except OSError as failure:
        raise InputInvalid("input_unreadable", file=file, detail=failure.strerror) from None
    return check_bytes(data, schema_folder)


def check_bytes(data: bytes, schema_folder: Path | None = None) -> DccReport:
    """Return what these bytes are.

    Raises InputInvalid: `dcc_too_large`, `dcc_has_doctype`, `dcc_too_many_elements`,
    `dcc_too_many_attributes`, `dcc_not_xml`, `dcc_not_a_dcc`,
    `dcc_other_version`, `dcc_no_schema`.
    """
    root = _parsed(data)
    version = str(root.get("schemaVersion", ""))
    if root.tag != ROOT:
        raise InputInvalid("dcc_not_a_dcc", field="file", root=str(root.tag)[:80])
    if version.partition(".")[0] != "3":
        raise InputInvalid("dcc_other_version", field="file", version=version[:20] or "–")
    problems = _problems(root, resource_files.path("schemas/dcc.xsd"))
    if schema_folder is not None:
        problems += _problems(root, schema_folder / "dcc.xsd")
    return DccReport(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        schema_version=version,
        problems=problems[:MAX_PROBLEMS],
        certificate=_certificate(root, version),
    )


def _too_large(size: int) -> InputInvalid:
    return InputInvalid("dcc_too_large", field="file", size=size // 2**20, limit=MAX_BYTES // 2**20)


def _parsed(data: bytes) -> Any:
    """Return the root element. The elements are counted while they come, not afterwards."""
    from lxml import etree

    if len(data) > MAX_BYTES:
        raise _too_large(len(data))
    if any(mark in data.upper() for mark in _DOCTYPES):
        raise InputInvalid("dcc_has_doctype", field="file")
    walk = etree.iterparse(
        BytesIO(data),
        events=("start",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    attributes = 0
    try:
        for count, (_event, element) in enumerate(walk, 1):
            if count > MAX_ELEMENTS:
                raise InputInvalid("dcc_too_many_elements", field="file", limit=MAX_ELEMENTS)
            own = len(element.attrib)
            attributes += own
            if own > MAX_OF_ONE or attributes > MAX_ATTRIBUTES:
                limit = MAX_OF_ONE if own > MAX_OF_ONE else MAX_ATTRIBUTES
                raise InputInvalid("dcc_too_many_attributes", field="file", limit=limit)
    except etree.XMLSyntaxError as failure:
        raise InputInvalid("dcc_not_xml", field="file", detail=str(failure.msg)[:160]) from None
    root = walk.root
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputInvalid("dcc_has_doctype", field="file")
    return root


def _problems(root: Any, schema_file: Path) -> tuple[str, ...]:
    """Return where the document does not fit, `place: reason`. Raises InputInvalid."""
    import xmlschema

    try:
        schema = xmlschema.XMLSchema11(str(schema_file), allow="local", defuse="always")
    except (OSError, xmlschema.XMLSchemaException, xmlschema.XMLResourceError) as failure:
        raise InputInvalid("dcc_no_schema", field="schema", detail=str(failure)[:160]) from None
    found = []
    for error in schema.iter_errors(root, use_location_hints=False):
        found.append(f"{error.path}: {(error.reason or '').strip()}"[:_LONGEST])
        if len(found) == MAX_PROBLEMS:
            break
    return tuple(found)


# --- what it says ------------------------------------------------------------------------------


def _certificate(root: Any, version: str) -> CalibrationCertificate | None:
    """Return what it says, None where a date or the laboratory is missing."""
    head = root.find("d:administrativeData", NAMES)
    core = head.find("d:coreData", NAMES) if head is not None else None
    begun, ended = _day(core, "beginPerformanceDate"), _day(core, "endPerformanceDate")
    laboratory = _found(head, "d:calibrationLaboratory")
    if core is None or begun is None or ended is None or laboratory is None:
        return None
    return CalibrationCertificate(
        identifier=_text(core, "d:uniqueIdentifier"),
        laboratory=_contact(
            _found(laboratory, "d:contact"), _text(laboratory, "d:calibrationLaboratoryCode")
        ),
        customer=_contact(_found(head, "d:customer"), ""),
        begun_on=begun,
        ended_on=ended,
        issued_on=_day(core, "issueDate"),
        items=tuple(_item(each) for each in head.iterfind("d:items/d:item", NAMES)),
        people=tuple(
            _words(_found(each, "d:person/d:name")).zh
            for each in head.iterfind("d:respPersons/d:respPerson", NAMES)
        ),
        groups=tuple(
            _group(each)
            for each in root.iterfind("d:measurementResults/d:measurementResult", NAMES)
        ),
        country=_text(core, "d:countryCodeISO3166_1"),
        languages=tuple(_all(core, "d:usedLangCodeISO639_1")),
        identifications=_identifications(core),
        statements=tuple(
            _statement(each) for each in head.iterfind("d:statements/d:statement", NAMES)
        ),
        schema_version=version,
        software=_words(_found(head, "d:dccSoftware/d:software/d:name")).en,
        release=_text(head, "d:dccSoftware/d:software/d:release"),
        signed=root.find("ds:Signature", NAMES) is not None,
    )


def _found(parent: Any, path: str) -> Any:
    return parent.find(path, NAMES) if parent is not None else None


def _text(parent: Any, path: str) -> str:
    found = _found(parent, path)
    return " ".join("".join(found.itertext()).split())[:_LONGEST] if found is not None else ""


def _all(parent: Any, path: str) -> Iterator[str]:
    for each in parent.iterfind(path, NAMES):
        yield (each.text or "").strip()[:_LONGEST]


def _day(core: Any, name: str) -> date | None:
    try:
        return date.fromisoformat(_text(core, f"d:{name}")[:10])
    except ValueError:
        return None


def _words(element: Any) -> Text:
    """Return a text of several languages; where one is missing the other stands in."""
    if element is None:
        return Text(zh="", en="")
    said = {
        str(each.get("lang", "")): (each.text or "").strip()[:_LONGEST]
        for each in element.iterfind("d:content", NAMES)
    }
    first = next(iter(said.values()), "")
    english = said.get("en", first)
    return Text(zh=said.get("zh", english), en=english)


def _contact(element: Any, code: str) -> Contact:
    street = ("postCode", "state", "city", "street", "streetNo", "further")
    place = _found(element, "d:location")
    parts = [_text(place, f"d:{name}") for name in street]
    return Contact(
        name=_words(_found(element, "d:name")).zh,
        code=code,
        address=" ".join(part for part in parts if part),
        country=_text(place, "d:countryCode"),
    )


def _identifications(parent: Any) -> tuple[Identification, ...]:
    return tuple(
        Identification(
            issuer=_text(each, "d:issuer"),
            value=_text(each, "d:value"),
            name=_words(_found(each, "d:name")),
        )
        for each in parent.iterfind("d:identifications/d:identification", NAMES)
    )


def _item(element: Any) -> CertifiedItem:
    return CertifiedItem(
        name=_words(_found(element, "d:name")).zh,
        manufacturer=_words(_found(element, "d:manufacturer/d:name")).zh,
        model=_text(element, "d:model"),
        identifications=_identifications(element),
    )


def _statement(element: Any) -> Statement:
    return Statement(
        name=_words(_found(element, "d:name")),
        declaration=_words(_found(element, "d:declaration")),
        norm=_text(element, "d:norm"),
        conformity=_text(element, "d:conformity"),
    )


def _group(element: Any) -> ResultGroup:
    return ResultGroup(
        name=_words(_found(element, "d:name")),
        methods=tuple(
            (_words(_found(each, "d:name")), _text(each, "d:norm"))
            for each in element.iterfind("d:usedMethods/d:usedMethod", NAMES)
        ),
        equipment=tuple(
            _item(each)
            for each in element.iterfind("d:measuringEquipments/d:measuringEquipment", NAMES)
        ),
        conditions=tuple(
            condition
            for each in element.iterfind("d:influenceConditions/d:influenceCondition", NAMES)
            for condition in _quantities(each)
        ),
        results=tuple(_result(each) for each in element.iterfind("d:results/d:result", NAMES)),
    )


def _result(element: Any) -> CertifiedResult:
    meta = f".//{{{DCC}}}measurementMetaData/{{{DCC}}}metaData"
    first = element.find(meta)
    return CertifiedResult(
        name=_words(_found(element, "d:name")),
        quantities=tuple(_quantities(element)),
        norm=_text(first, "d:norm"),
        limits=_words(_found(first, "d:declaration")).zh,
        conformity=_text(first, "d:conformity"),
    )


def _quantities(element: Any) -> Iterator[CertifiedQuantity]:
    """Yield the single real quantities and the texts; lists and complex values are passed over."""
    for each in element.iterfind(f".//{{{DCC}}}quantity"):
        name = _words(_found(each, "d:name"))
        real, said = _found(each, "s:real"), _found(each, "d:noQuantity")
        if real is not None:
            yield CertifiedQuantity(
                name=name,
                value=_number(real, "s:value"),
                unit=_text(real, "s:unit"),
                uncertainty=_uncertainty(real, "uncertainty", "valueExpandedMU"),
                coverage_factor=_uncertainty(real, "coverageFactor", "coverageFactor"),
            )
        elif said is not None:
            yield CertifiedQuantity(name=name, value=None, unit="", text=_words(said).zh)


def _uncertainty(real: Any, old: str, new: str) -> Decimal | None:
    """Return a part of the expanded uncertainty, as D-SI 1 and 2.0 or as 2.1 and later write it."""
    found = _number(real, f"s:expandedUnc/s:{old}")
    return found or _number(real, f"s:measurementUncertaintyUnivariate/s:expandedMU/s:{new}")


def _number(parent: Any, path: str) -> Decimal | None:
    text = _text(parent, path)
    try:
        return exact_decimal(text, field="value") if text else None
    except InputInvalid:
        return None
