"""Problems of a typed entry, field by field: errors refuse it, warnings let it pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.instrument import Premises, ReferenceWeightSet, WeighingInstrument
from inspector_app.domain.judgement import Reason, reason
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.applicable_regulation import DIGITAL_SCALES
from inspector_app.metrology.classes import check_class
from inspector_app.metrology.credit_code import check_credit_code
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import shown, tidy


class Severity(StrEnum):
    """Whether a problem refuses the entry."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem; field: attribute name of the entry, for the window to mark."""

    field: str
    severity: Severity
    reason: Reason


class EntryRefused(InputInvalid):
    """An entry has errors; `problems` are all of them, the first one's field is `field`."""

    code = "entry_refused"

    def __init__(
        self, code: str | None = None, problems: tuple[Problem, ...] = (), **parameters: object
    ) -> None:
        self.problems = problems
        if problems:
            parameters = {"field": problems[0].field, **parameters}
        super().__init__(code, **parameters)


def require_no_errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the warnings. Raises EntryRefused with all problems if one is an error."""
    found = tuple(problems)
    if any(p.severity is Severity.ERROR for p in found):
        raise EntryRefused(problems=found)
    return found


def premises_problems(premises: Premises, book: RegulationBook) -> tuple[Problem, ...]:
    """Return what is wrong with a place; a wrong check character of its code only warns."""
    return tuple(_premises_problems(premises, book))


def _premises_problems(premises: Premises, book: RegulationBook) -> Iterator[Problem]:
    if not premises.name.strip():
        yield _error("name", "name_missing")
    if not (len(premises.scope) == 6 and premises.scope.isascii() and premises.scope.isdigit()):
        yield _error("scope", "scope_invalid", scope=premises.scope)
    if premises.credit_code.strip():
        checked = check_credit_code(premises.credit_code, book.newest("credit_code"))
        if not checked.valid:
            yield _warning(
                "credit_code",
                "credit_code_check" if checked.expected_check_char else "credit_code_form",
                credit_code=premises.credit_code,
                expected=checked.expected_check_char,
            )


def instrument_problems(
    instrument: WeighingInstrument, book: RegulationBook, *, today: date
) -> tuple[Problem, ...]:
    """Return what is wrong with an instrument's entry, nameplate first, then its dates."""
    plate = tuple(_capacity_problems(instrument))
    # Max < Min and the like make n meaningless: say the first thing, not its consequences.
    fits = () if plate else tuple(_class_problems(instrument, book))
    return (*_name_problems(instrument), *plate, *fits, *_date_problems(instrument, today))


def _name_problems(instrument: WeighingInstrument) -> Iterator[Problem]:
    if not instrument.name.strip():
        yield _error("name", "name_missing")
    if not instrument.serial_number.strip():
        yield _warning("serial_number", "serial_number_missing")
    if instrument.supports < 1:
        yield _error("supports", "supports_too_few")


def _capacity_problems(instrument: WeighingInstrument) -> Iterator[Problem]:
    e, d = instrument.verification_scale_interval, instrument.actual_scale_interval
    positive = {
        "maximum_capacity": instrument.maximum_capacity,
        "verification_scale_interval": e,
        "actual_scale_interval": d,
    }
    for name, value in positive.items():
        if value.value <= 0:
            yield _error(name, "not_positive", value=shown(value))
    if d > e:
        yield _error("actual_scale_interval", "d_above_e", d=shown(d), e=shown(e))
    minimum, maximum = instrument.minimum_capacity, instrument.maximum_capacity
    if minimum is not None and maximum < minimum:
        yield _error(
            "maximum_capacity", "max_below_min", maximum=shown(maximum), minimum=shown(minimum)
        )
    if maximum < e:
        yield _error("maximum_capacity", "max_below_e", maximum=shown(maximum), e=shown(e))


def _class_problems(instrument: WeighingInstrument, book: RegulationBook) -> Iterator[Problem]:
    """An unfitting plate is entered all the same: it is what the inspector found."""
    e, name = instrument.verification_scale_interval, instrument.accuracy_class.value
    rules = book.newest(DIGITAL_SCALES)
    field = "verification_scale_interval"
    try:
        checked = check_class(instrument.maximum_capacity, e, instrument.accuracy_class, rules)
    except OutOfRange:
        yield _error(field, "class_does_not_fit", accuracy_class=name, e=shown(e), n="?")
        return
    if not checked.n_within_limits:
        n = tidy(checked.number_of_intervals)
        yield _warning(field, "class_does_not_fit", accuracy_class=name, e=shown(e), n=n)
    minimum = instrument.minimum_capacity
    if minimum is not None and not checked.accepts_minimum(minimum):
        limit = shown(checked.minimum_lower_limit)
        yield _warning("minimum_capacity", "min_below_limit", minimum=shown(minimum), limit=limit)


def _date_problems(instrument: WeighingInstrument, today: date) -> Iterator[Problem]:
    verified, until = instrument.verified_on, instrument.verification_valid_until
    if verified is not None and verified > today:
        yield _error("verified_on", "date_in_future", date=verified.isoformat())
    if verified is not None and until is not None and until < verified:
        yield _error("verification_valid_until", "ends_before_it_begins", date=until.isoformat())
    if until is not None and until < today:
        yield _warning("verification_valid_until", "verification_expired", until=until.isoformat())


def weight_set_problems(
    weights: ReferenceWeightSet, book: RegulationBook, *, today: date
) -> tuple[Problem, ...]:
    """Return what is wrong with a set of weights; an expired one may be entered, not used."""
    return tuple(_weight_set_problems(weights, book, today))


def _weight_set_problems(
    weights: ReferenceWeightSet, book: RegulationBook, today: date
) -> Iterator[Problem]:
    if not weights.name.strip():
        yield _error("name", "name_missing")
    if not weights.certificate_number.strip():
        yield _error("certificate_number", "certificate_missing")
    if not weights.pieces:
        yield _error("pieces", "pieces_missing")
    for piece in dict.fromkeys(weights.pieces):
        if not _is_in_table(piece, weights.accuracy_class, book):
            yield _error(
                "pieces", "piece_unknown", piece=shown(piece), accuracy_class=weights.accuracy_class
            )
    if weights.valid_until < today:
        yield _warning(
            "valid_until", "weights_expired", name=weights.name, until=weights.valid_until
        )


def _is_in_table(piece: Mass, accuracy_class: str, book: RegulationBook) -> bool:
    rows = book.newest("jjg_99").rows("weight_mpe")
    return any(
        Mass.parse(row.text("nominal")).equals(piece) and accuracy_class in row.values["mpe_mg"]
        for row in rows
    )


def _error(field: str, code: str, **parameters: object) -> Problem:
    return Problem(field=field, severity=Severity.ERROR, reason=reason(code, **parameters))


def _warning(field: str, code: str, **parameters: object) -> Problem:
    return Problem(field=field, severity=Severity.WARNING, reason=reason(code, **parameters))
