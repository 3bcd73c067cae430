"""Whether an instrument reads in a unit that its plate has."""

from __future__ import annotations

from inspector_app.domain.instrument import WeighingInstrument


def plate_units(instrument: WeighingInstrument) -> tuple[str, ...]:
    """Return the units in which Max, e and d stand on the plate, each once, Max's first."""
    return tuple(
        dict.fromkeys(
            (
                instrument.maximum_capacity.unit,
                instrument.verification_scale_interval.unit,
                instrument.actual_scale_interval.unit,
            )
        )
    )


def reads_in_plate_unit(instrument: WeighingInstrument, unit: str) -> bool:
    """Say whether the unit is one of the plate's.

    A scale switched to pounds or carats is not read as it is verified: asking it to be switched
    back is safer than converting, since the rounding to d then happened in another unit.
    """
    return unit in plate_units(instrument)
