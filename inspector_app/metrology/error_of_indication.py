"""Error of indication before rounding, by the flash-point method or read directly."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.instrument import AccuracyClass, Stage
from inspector_app.domain.quantities import MINUS, Mass
from inspector_app.domain.remembered import remembered
from inspector_app.metrology.mpe import MaximumPermissibleError, maximum_permissible_error
from inspector_app.metrology.regulations import Regulation
from inspector_app.metrology.rounding import shown, shown_at_least, shown_signed, tidy


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCalculation:
    """One point judged.

    before_rounding: P, in the unit of the indication. error, corrected_error: E and Ec in the
    unit of e. conforms: |Ec| <= MPE. lines: the arithmetic written out, one formula a line.
    """

    before_rounding: Mass
    error: Mass
    corrected_error: Mass
    mpe: MaximumPermissibleError
    conforms: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointReading:
    """What was seen at one point.

    indication: I. load: m, the true value of the weights. changeover_load: ΔL of the flash-point
    method, 0..e; None when the indication is taken as it stands. error_at_zero: E0.
    """

    indication: Mass
    load: Mass
    error_at_zero: Mass
    changeover_load: Mass | None = None


def may_read_directly(e: Mass, d: Mass, rules: Regulation) -> bool:
    """Say whether d is so fine (d <= e/5) that E = I - m needs no flash point (R 76 A.4.4.3)."""
    return d <= e * rules.figure("direct_reading_d_in_e").decimal()


def calculate_error(
    reading: PointReading,
    *,
    e: Mass,
    accuracy_class: AccuracyClass,
    stage: Stage,
    rules: Regulation,
) -> ErrorCalculation:
    """Return P = I + 0.5 e - dL (or P = I), E = P - m, Ec = E - E0 against the MPE at m.

    Exact, nothing rounded. Source: OIML R 76-1:2006 A.4.4.3.
    Raises OutOfRange if dL is outside 0..e, the load negative or e <= 0.
    """
    mpe = maximum_permissible_error(reading.load, e, accuracy_class, stage, rules)
    before_rounding, first_line, written = _before_rounding(reading, e, rules)
    error = (before_rounding - reading.load).to(e.unit)
    corrected = error - reading.error_at_zero
    size = abs(corrected)
    conforms = size <= mpe.limit
    return ErrorCalculation(
        before_rounding=before_rounding,
        error=error,
        corrected_error=corrected,
        mpe=mpe,
        conforms=conforms,
        lines=(
            first_line,
            _error_line(written, reading, error),
            _corrected_line(error, reading.error_at_zero, corrected),
            _limit_line(mpe, e),
            f"|Ec| = {shown(size)} {'≤' if conforms else '>'} {_limit(mpe)}",
        ),
    )


def error_free_indication(reading: PointReading, e: Mass, rules: Regulation) -> tuple[Mass, str]:
    """Return P, the indication before rounding, and its arithmetic.

    With a changeover load: P = I + 0.5 e - dL; without: P = I. Raises OutOfRange for dL not 0..e.
    """
    return _before_rounding(reading, e, rules)[:2]


def _before_rounding(reading: PointReading, e: Mass, rules: Regulation) -> tuple[Mass, str, str]:
    """Return P, its arithmetic, and P as it is written there."""
    indication, changeover = reading.indication, reading.changeover_load
    if changeover is None:
        written = shown_at_least(indication, indication)
        return indication, f"P = I = {indication}", written
    if changeover.value < 0 or changeover > e:
        raise OutOfRange("changeover_load", load=changeover, interval=e)
    half, name, added = _half_interval(e, rules)
    result = indication + half - changeover
    written = shown_at_least(result, indication)
    line = (
        f"P = I + {name} e {MINUS} ΔL = {indication} + {added} "
        f"{MINUS} {shown(changeover)} = {written}"
    )
    return result, line, written


@remembered(64)
def _half_interval(e: Mass, rules: Regulation) -> tuple[Mass, str, str]:
    """Return 0.5 e, and the 0.5 and the 0.5 e as they are written."""
    factor = rules.figure("half_interval").decimal()
    return e * factor, tidy(factor), shown(e * factor)


def _error_line(before_rounding: str, reading: PointReading, error: Mass) -> str:
    return (
        f"E = P {MINUS} m = {before_rounding} "
        f"{MINUS} {shown_at_least(reading.load, reading.indication)} = {shown_signed(error)}"
    )


def _corrected_line(error: Mass, error_at_zero: Mass, corrected: Mass) -> str:
    zero = error_at_zero.to(error.unit)
    term = f"({shown(zero)})" if zero.value < 0 else shown(zero)
    return f"Ec = E {MINUS} E₀ = {shown(error)} {MINUS} {term} = {shown_signed(corrected)}"


@remembered(512)
def _limit_line(mpe: MaximumPermissibleError, e: Mass) -> str:
    step = f"{mpe.in_intervals.normalize():.1f} e"
    times = f" × {tidy(mpe.factor)}" if mpe.factor != 1 else ""
    return (
        f"m = {tidy(mpe.load_in_intervals)} e, e = {shown(e)}; MPE = ±{step}{times} "
        f"= ±{shown(mpe.limit)}"
    )


@remembered(512)
def _limit(mpe: MaximumPermissibleError) -> str:
    return shown(mpe.limit)
