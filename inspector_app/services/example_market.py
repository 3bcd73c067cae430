"""The built-in example market: premises, instruments and weights to try the program with."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from inspector_app import resource_files
from inspector_app.domain.events import (
    EventDraft,
    InstrumentRegistered,
    PremisesRegistered,
    WeightSetRegistered,
)
from inspector_app.domain.instrument import (
    AccuracyClass,
    InstrumentProfile,
    Premises,
    ReferenceWeightSet,
    WeighingInstrument,
)
from inspector_app.domain.quantities import Mass
from inspector_app.services.ports import Clock, EventLog, Registry

FILES = ("examples/market.toml", "examples/shops.toml")
_NAMESPACE = uuid.UUID("6f0c2f52-6f9e-5d0e-9f0a-2f1f0a5d7c11")


def example_id(key: str) -> str:
    """Return the fixed id of an example entry, so that loading twice adds nothing."""
    return str(uuid.uuid5(_NAMESPACE, key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How many entries were added."""

    premises: int
    instruments: int
    weight_sets: int


@dataclass(frozen=True, slots=True)
class LoadExampleMarket:
    """Enter the example into the register, in one commit."""

    log: EventLog
    registry: Registry
    clock: Clock

    def __call__(self) -> Loaded:
        """Record what is not there yet; dates are counted from today. Returns the counts."""
        files = [tomllib.loads(resource_files.read_text(name)) for name in FILES]
        drafts = [draft for data in files for draft in self._drafts(data)]
        if drafts:
            self.log.append(*drafts)
        kinds = [type(draft.body) for draft in drafts]
        return Loaded(
            premises=kinds.count(PremisesRegistered),
            instruments=kinds.count(InstrumentRegistered),
            weight_sets=kinds.count(WeightSetRegistered),
        )

    def _drafts(self, data: dict[str, Any]) -> Iterator[EventDraft]:
        scope, today = data["market"]["scope"], self.clock.today()
        for entry in data["premises"]:
            premises = _premises(entry, data["market"])
            if self.registry.premises(premises.premises_id) is None:
                body = PremisesRegistered(premises=premises)
                yield EventDraft(stream_id=premises.premises_id, scope=scope, body=body)
        for entry in data.get("instruments", ()):
            instrument = _instrument(entry, data["models"][entry["model"]], today)
            if self.registry.instrument(instrument.instrument_id) is None:
                registered = InstrumentRegistered(instrument=instrument)
                yield EventDraft(stream_id=instrument.instrument_id, scope=scope, body=registered)
        known = {weights.weight_set_id for weights in self.registry.weight_sets()}
        for entry in data.get("weight_sets", ()):
            weights = _weight_set(entry, today)
            if weights.weight_set_id not in known:
                entered = WeightSetRegistered(weight_set=weights)
                yield EventDraft(stream_id=weights.weight_set_id, scope=scope, body=entered)


def _premises(entry: dict[str, Any], market: dict[str, Any]) -> Premises:
    return Premises(
        premises_id=example_id("premises:" + entry["key"]),
        name=entry["name"],
        scope=market["scope"],
        address=entry.get("address", market["address"]),
        market=market["name"] if entry.get("stall") else "",
        stall=entry.get("stall", ""),
        credit_code=entry.get("credit_code", ""),
        responsible_person=entry.get("responsible_person", ""),
    )


def _instrument(entry: dict[str, Any], model: dict[str, Any], today: date) -> WeighingInstrument:
    until = today + timedelta(days=entry["days_left"])
    return WeighingInstrument(
        instrument_id=example_id("instrument:" + entry["serial_number"]),
        name=model["name"],
        model=entry["model"],
        serial_number=entry["serial_number"],
        manufacturer=model["manufacturer"],
        accuracy_class=AccuracyClass(model["accuracy_class"]),
        maximum_capacity=Mass.parse(model["maximum_capacity"]),
        minimum_capacity=Mass.parse(model["minimum_capacity"]),
        verification_scale_interval=Mass.parse(model["e"]),
        actual_scale_interval=Mass.parse(model["e"]),
        price_computing=model["price_computing"],
        supports=model.get("supports", 4),
        type_approval_number=model["type_approval_number"],
        verification_certificate=entry.get("certificate", ""),
        verified_on=until - timedelta(days=365),
        verification_valid_until=until,
        seal_numbers=tuple(entry.get("seals", ())),
        premises_id=example_id("premises:" + entry["premises"]),
        profile=_profile(model),
    )


def _profile(model: dict[str, Any]) -> InstrumentProfile | None:
    if "protocol" not in model:
        return None
    return InstrumentProfile(protocol=model["protocol"], line=model["line"], unit=model["unit"])


def _weight_set(entry: dict[str, Any], today: date) -> ReferenceWeightSet:
    return ReferenceWeightSet(
        weight_set_id=example_id("weights:" + entry["serial_number"]),
        name=entry["name"],
        accuracy_class=entry["accuracy_class"],
        pieces=tuple(Mass.parse(piece) for piece in entry["pieces"]),
        certificate_number=entry["certificate_number"],
        valid_until=today + timedelta(days=entry["days_left"]),
        serial_number=entry["serial_number"],
        issuer=entry["issuer"],
    )
