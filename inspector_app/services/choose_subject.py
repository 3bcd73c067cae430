"""What is inspected, where, and with which weights: each choice is one event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspector_app.domain.events import (
    InstrumentChosen,
    MeasuringInstrumentChosen,
    PremisesChosen,
    StandardsChosen,
)
from inspector_app.domain.exceptions import InputInvalid, WrongState
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import ReferenceWeightSet
from inspector_app.kinds.catalogue import kind_for
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.inspection_log import load_draft, record
from inspector_app.services.ports import Clock, EventLog, Registry
from inspector_app.services.standards import require_fine_enough, require_valid


@dataclass(frozen=True, slots=True)
class ChoosePremises:
    """Choose a registered place."""

    log: EventLog
    registry: Registry

    def __call__(self, inspection_id: str, premises_id: str) -> Inspection:
        """Record it as the register knows it now. Raises InputInvalid(`premises_unknown`)."""
        inspection = load_draft(self.log, inspection_id)
        premises = self.registry.premises(premises_id)
        if premises is None:
            raise InputInvalid("premises_unknown", field="premises", key=premises_id)
        if inspection.premises == premises:
            return inspection
        return record(self.log, inspection, PremisesChosen(premises=premises))


@dataclass(frozen=True, slots=True)
class ChooseInstrument:
    """Choose a registered instrument; its premises come with it while none are chosen."""

    log: EventLog
    registry: Registry

    def __call__(self, inspection_id: str, instrument_id: str) -> Inspection:
        """Record it as the register knows it now.

        Raises InputInvalid(`instrument_unknown`), and WrongState(`observations_exist`) when
        something was already measured on another one.
        """
        inspection = load_draft(self.log, inspection_id)
        instrument = self.registry.instrument(instrument_id)
        if instrument is None:
            raise InputInvalid("instrument_unknown", field="instrument", key=instrument_id)
        if inspection.instrument == instrument:
            return inspection
        _require_nothing_measured(inspection)
        chosen = record(self.log, inspection, InstrumentChosen(instrument=instrument))
        if chosen.premises is not None or not instrument.premises_id:
            return chosen
        premises = self.registry.premises(instrument.premises_id)
        return record(self.log, chosen, PremisesChosen(premises=premises)) if premises else chosen


@dataclass(frozen=True, slots=True)
class ChooseMeasuringInstrument:
    """Choose a registered instrument that is no scale, of the category that the kind tests."""

    log: EventLog
    registry: Registry

    def __call__(self, inspection_id: str, instrument_id: str) -> Inspection:
        """Record it as the register knows it now.

        Raises InputInvalid (`instrument_unknown`, `instrument_category`), and
        WrongState(`observations_exist`) when something was already measured on another one.
        """
        inspection = load_draft(self.log, inspection_id)
        found = self.registry.measuring_instrument(instrument_id)
        if found is None:
            raise InputInvalid("instrument_unknown", field="instrument", key=instrument_id)
        if found.category != kind_for(inspection).category:
            raise InputInvalid("instrument_category", field="instrument", name=found.name)
        if inspection.measuring_instrument == found:
            return inspection
        _require_nothing_measured(inspection)
        return record(self.log, inspection, MeasuringInstrumentChosen(instrument=found))


@dataclass(frozen=True, slots=True)
class ChooseWeights:
    """Choose the reference weights, refused here if they may not be used."""

    log: EventLog
    registry: Registry
    clock: Clock
    book: RegulationBook

    def __call__(self, inspection_id: str, weight_set_ids: Sequence[str]) -> Inspection:
        """Record the sets with their certificates.

        Raises StandardRefused: expired, without certificate, too coarse for a planned load;
        InputInvalid(`weights_unknown`); WrongState(`observations_exist`).
        """
        inspection = load_draft(self.log, inspection_id)
        chosen = tuple(self._known(key) for key in weight_set_ids)
        if inspection.weight_sets == chosen:
            return inspection
        _require_nothing_measured(inspection)
        planned = replace(inspection, weight_sets=chosen)
        require_valid(planned, self.clock.today())
        for row in kind_for(inspection).plan(planned, self.book):
            require_fine_enough(planned, row, self.book)
        return record(self.log, inspection, StandardsChosen(weight_sets=chosen))

    def _known(self, weight_set_id: str) -> ReferenceWeightSet:
        for known in self.registry.weight_sets():
            if known.weight_set_id == weight_set_id:
                return known
        raise InputInvalid("weights_unknown", field="standards", key=weight_set_id)


def _require_nothing_measured(inspection: Inspection) -> None:
    """The rows of a plan belong to its instrument and weights: values must not change rows."""
    counting = [o for o in inspection.observations if not o.withdrawn]
    if counting:
        raise WrongState("observations_exist", count=len(counting))
