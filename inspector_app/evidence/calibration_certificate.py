"""A digital calibration certificate (DCC, PTB schema 3.x) as a value: what it says, no XML.

`adapters/dcc_reader.py` reads one, `reports/dcc_of_inspection.py` makes one of a sealed
inspection, `adapters/dcc_writer.py` writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inspector_app.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """A number by which something is known. issuer: who gave it (`manufacturer`, `owner`...)."""

    issuer: str
    value: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A laboratory, a bureau, a customer. code: of an accredited laboratory."""

    name: str
    code: str = ""
    address: str = ""
    country: str = "CN"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedItem:
    """What was measured."""

    name: str
    manufacturer: str = ""
    model: str = ""
    identifications: tuple[Identification, ...] = ()

    @property
    def serial_number(self) -> str:
        """Return the maker's own number, else the first one there is."""
        own = [i.value for i in self.identifications if i.issuer == "manufacturer"]
        return (own or [i.value for i in self.identifications] or [""])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedQuantity:
    r"""One figure. unit: D-SI (`\kilogram`); empty: a text that is no SI quantity, in `text`.

    uncertainty: expanded, with its coverage factor; None where it is not known.
    """

    name: Text
    value: Decimal | None
    unit: str
    text: str = ""
    uncertainty: Decimal | None = None
    coverage_factor: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedResult:
    """One measured point. conformity: `pass`, `fail`, or empty where nothing legal can be said."""

    name: Text
    quantities: tuple[CertifiedQuantity, ...]
    norm: str = ""
    limits: str = ""
    conformity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultGroup:
    """Results of one shape of measurement, with methods, equipment and conditions."""

    name: Text
    results: tuple[CertifiedResult, ...]
    methods: tuple[tuple[Text, str], ...] = ()
    equipment: tuple[CertifiedItem, ...] = ()
    conditions: tuple[CertifiedQuantity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement about the whole. conformity as of a result."""

    name: Text
    declaration: Text
    norm: str = ""
    conformity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationCertificate:
    """The whole certificate. signed: it carries an XML signature (which is not checked here)."""

    identifier: str
    laboratory: Contact
    customer: Contact
    begun_on: date
    ended_on: date
    items: tuple[CertifiedItem, ...]
    people: tuple[str, ...]
    groups: tuple[ResultGroup, ...]
    issued_on: date | None = None
    country: str = "CN"
    languages: tuple[str, ...] = ("zh", "en")
    identifications: tuple[Identification, ...] = ()
    statements: tuple[Statement, ...] = ()
    schema_version: str = "3.2.1"
    software: str = ""
    release: str = ""
    signed: bool = False


def particulars_of(certificate: CalibrationCertificate, sha256: str) -> dict[str, str]:
    """Return the particulars of a certificate check that this certificate fills.

    Only what it really says; a validity is no part of a DCC.
    """
    item = certificate.items[0] if certificate.items else None
    found = {
        "certificate_number": certificate.identifier,
        "issuer": certificate.laboratory.name,
        "verified_on": certificate.ended_on.isoformat(),
        "issued_on": certificate.issued_on.isoformat() if certificate.issued_on else "",
        "instrument_name": item.name if item else "",
        "serial_number": item.serial_number if item else "",
        "model": item.model if item else "",
        "manufacturer": item.manufacturer if item else "",
        "authorisation_number": certificate.laboratory.code,
        "dcc_sha256": sha256,
    }
    return {key: value for key, value in found.items() if value}
