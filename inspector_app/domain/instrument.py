"""The weighing instrument under test and the weights it is tested with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from inspector_app.domain.quantities import Mass


class AccuracyClass(StrEnum):
    """Accuracy class of a non-automatic weighing instrument (OIML R 76-1:2006 3.1)."""

    I = "I"  # noqa: E741 - the standard's own name
    II = "II"
    III = "III"
    IIII = "IIII"


class Stage(StrEnum):
    """Which limits apply: of verification, or doubled for an instrument in service."""

    INITIAL = "initial"
    SUBSEQUENT = "subsequent"
    IN_USE = "in_use"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighingInstrument:
    """A non-automatic weighing instrument as its nameplate and its file describe it.

    maximum_capacity (Max), minimum_capacity (Min), verification_scale_interval (e) and
    actual_scale_interval (d): masses; minimum_capacity may be None where the plate is silent.
    supports: number of points of support of the load receptor, 1 or more.
    """

    instrument_id: str
    name: str
    model: str
    serial_number: str
    manufacturer: str
    accuracy_class: AccuracyClass
    maximum_capacity: Mass
    verification_scale_interval: Mass
    actual_scale_interval: Mass
    minimum_capacity: Mass | None = None
    maximum_tare: Mass | None = None
    price_computing: bool = False
    supports: int = 4
    type_approval_number: str = ""
    verification_certificate: str = ""
    verified_on: date | None = None
    verification_valid_until: date | None = None
    seal_numbers: tuple[str, ...] = ()
    premises_id: str | None = None
    profile: InstrumentProfile | None = None

    @property
    def number_of_intervals(self) -> Decimal:
        """Return n = Max / e."""
        e = self.verification_scale_interval
        return self.maximum_capacity.in_unit(e.unit) / e.value


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuringInstrument:
    """An instrument that is no scale: a fuel dispenser, a charger, a taximeter, a water meter.

    category: the register it stands in, as inspection kinds name it (`fuel_dispenser`).
    particulars: what its nameplate, its type certificate and the ledger say, by the keys that the
    kinds of its category declare (`plate`): flow range, board number, seals...
    """

    instrument_id: str
    category: str
    name: str
    model: str
    serial_number: str
    manufacturer: str
    type_approval_number: str = ""
    verification_certificate: str = ""
    verified_on: date | None = None
    verification_valid_until: date | None = None
    premises_id: str | None = None
    profile: InstrumentProfile | None = None
    particulars: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentProfile:
    """How this instrument speaks: saved once by a technician, used at every visit.

    protocol: a driver's name, with register map, address and quantity behind the key where the
    instrument is one of a bus (`modbus-rtu/xy-md02@7#rh`). line: e.g. `9600 8N1`. port_hint: the
    adapter's VID:PID:serial or location, never a COM number. unit: used where the wire carries
    none. decimal_places: digits behind the point of its display, as text, empty if not known.
    verification_interval: e, in the unit of the nameplate.
    """

    protocol: str
    line: str
    unit: str | None = None
    port_hint: str = ""
    detection: str = ""
    decimal_places: str = ""
    verification_interval: Mass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceWeightSet:
    """A set of standard weights with its certificate.

    accuracy_class: `E1` ... `M3` (OIML R 111-1; JJG 99). pieces: nominal values, with repeats.
    """

    weight_set_id: str
    name: str
    accuracy_class: str
    pieces: tuple[Mass, ...]
    certificate_number: str
    valid_until: date
    serial_number: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """A place under supervision: a stall, a shop, a station.

    credit_code: unified social credit code (GB 32100-2015), may be empty for a natural person.
    scope: administrative division code (GB/T 2260), e.g. `445202`; decides which office sees it.
    """

    premises_id: str
    name: str
    scope: str
    address: str = ""
    market: str = ""
    stall: str = ""
    credit_code: str = ""
    responsible_person: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An inspector: name, unit and law-enforcement card number."""

    person_id: str
    name: str
    unit: str
    card_number: str = ""
