"""Signed charging readings in the Open Charge Metering Format (OCMF 1.4): read and checked.

Everything but the signature, which needs a key and is checked in `evidence.ocmf_signature`. A
session may stand in one data set (begin and end) or in several, one after the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.json_names import NameTwice, once_each
from inspector_app.metrology.regulations import Regulation
from inspector_app.metrology.rounding import EXACT, tidy

KEY = "ocmf"
BEGIN = "B"
ENDS = frozenset("ELRAP")
REASONS = ENDS | frozenset("BCXST")
STATES = frozenset("NGTDRMXIOSEF")
CLOCKS = frozenset("URIS")
GOOD = "G"
_UNITS = {"kWh": Decimal(1), "Wh": Decimal("0.001")}
_INHERITED = ("TM", "TX", "RI", "RU", "RT", "EF", "ST")
_PAGE = re.compile(r"([TF])(0|[1-9][0-9]{0,17})")
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d),(\d{3})([+-]\d{4}) ?([A-Z])?", flags=re.ASCII)
_MOST_SETS = 64
_MOST_READINGS = 10_000
_MOST_DIGITS = 15
_SHOWN = 60
_BEFORE = 20
_LONGEST_LINE = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading of a register. energy in kWh, None where the reading carries no value.

    at: None where the time cannot be read. clock: U unknown, R relative, I informative, S
    synchronised. reason: TX. obis: RI. state: ST. errors: EF.
    """

    at: datetime | None
    clock: str
    reason: str
    energy: Decimal | None
    obis: str
    state: str
    errors: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """One signed data set. payload: the text that was signed, letter by letter.

    context, page: of the pagination (T or F). faults: where it departs from the format.
    """

    payload: str
    signature: Mapping[str, str]
    context: str
    page: int
    meter_serial: str
    gateway_serial: str
    readings: tuple[Reading, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found; lines: its arithmetic, or the places that are wrong.

    check: `schema`, `serial`, `pagination`, `register`, `pairing`, `state`, `plausible`, `clock`.
    """

    check: str
    conforms: bool
    lines: tuple[str, ...]


@dataclass(slots=True)
class _Faults:
    """Collects departures from the format, bounded."""

    found: list[str] = field(default_factory=list)

    def add(self, place: str, value: object = "") -> None:
        if len(self.found) < _MOST_SETS:
            self.found.append(f"{place}: {str(value)[:_SHOWN]}" if value != "" else place)


def read_data_sets(text: str) -> tuple[DataSet, ...]:
    """Return the data sets in a text, one or several after another, each from `OCMF|` on.

    Raises InputInvalid (`ocmf_unreadable`, place and detail) for what cannot be taken apart.
    """
    starts = [found.start() for found in re.finditer(r"OCMF\|", text)]
    if not starts or text[: starts[0]].strip():
        raise InputInvalid("ocmf_unreadable", field="data", place="OCMF|", detail=text[:_SHOWN])
    if len(starts) > _MOST_SETS:
        raise InputInvalid("ocmf_unreadable", field="data", place=len(starts), detail="OCMF|")
    stops = [*starts[1:], len(text)]
    return tuple(
        _data_set(text[a:b].strip(), n)
        for n, (a, b) in enumerate(zip(starts, stops, strict=True), 1)
    )


def _data_set(text: str, number: int) -> DataSet:
    parts = text.split("|")
    if len(parts) != 3:
        raise InputInvalid("ocmf_unreadable", field="data", place=number, detail=text[-_SHOWN:])
    payload, signature = (_object(part, number) for part in parts[1:])
    faults = _Faults()
    found = _PAGE.fullmatch(str(payload.get("PG", "")))
    if found is None:
        faults.add("PG", payload.get("PG", "–"))
    texts = {key: payload.get(key, "") for key in ("FV", "MS", "GS", "GI", "MV", "MM")}
    for key, value in texts.items():
        if not isinstance(value, str):
            faults.add(key, value)
    meter, gateway = str(texts["MS"]), str(texts["GS"])
    if not meter and not gateway:
        faults.add("MS, GS", "–")
    if not isinstance(signature.get("SD"), str) or not signature["SD"]:
        faults.add("SD", signature.get("SD", "–"))
    return DataSet(
        payload=parts[1],
        signature={key: str(value) for key, value in signature.items()},
        context=found[1] if found else "",
        page=int(found[2]) if found else 0,
        meter_serial=meter,
        gateway_serial=gateway,
        readings=tuple(_readings(payload.get("RD"), faults)),
        faults=tuple(faults.found),
    )


def _object(text: str, number: int) -> dict[str, Any]:
    """Return a JSON object with its numbers exact. A key that stands twice is refused: two
    readers could take different ones.
    """  # noqa: D205 - one thought
    try:
        value = json.loads(
            text,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_refuse,
            object_pairs_hook=once_each,
        )
        # Half a surrogate pair could not be written into the record: no text, no data set.
        json.dumps(value, ensure_ascii=False, default=str).encode("utf-8")
    except (ValueError, RecursionError, ArithmeticError) as failure:
        raise InputInvalid(
            "ocmf_unreadable", field="data", place=number, detail=_where(failure, text)[:_SHOWN]
        ) from None
    if not isinstance(value, dict):
        raise InputInvalid("ocmf_unreadable", field="data", place=number, detail=text[:_SHOWN])
    return value


def _where(failure: Exception, text: str) -> str:
    """Return the letters at which it cannot be read on: they need no language."""
    if isinstance(failure, json.JSONDecodeError):
        return text[max(0, failure.pos - _BEFORE) :] or text[-_BEFORE:]
    is_ours = type(failure) in (ValueError, NameTwice)  # raised with what stands there
    return (str(failure) if is_ours else text).encode("utf-8", "replace").decode("utf-8")


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _readings(given: object, faults: _Faults) -> Iterator[Reading]:
    if not isinstance(given, list) or not given or len(given) > _MOST_READINGS:
        faults.add("RD", "–" if not given else type(given).__name__)
        return
    last: dict[str, Any] = {}
    for number, entry in enumerate(given, 1):
        if not isinstance(entry, dict):
            faults.add(f"RD[{number}]", entry)
            continue
        # A field equal to the one before is left out (OCMF, "Readings"); the value never is.
        last = {**{key: last[key] for key in _INHERITED if key in last}, **entry}
        yield _reading(last, f"RD[{number}]", faults)


def _reading(entry: Mapping[str, Any], place: str, faults: _Faults) -> Reading:
    at, clock = _time(entry.get("TM"), f"{place}.TM", faults)
    reason, state = str(entry.get("TX", "")), str(entry.get("ST", ""))
    if reason and reason not in REASONS:
        faults.add(f"{place}.TX", reason)
    if state not in STATES:
        faults.add(f"{place}.ST", state or "–")
    return Reading(
        at=at,
        clock=clock,
        reason=reason,
        energy=_energy(entry, place, faults),
        obis=str(entry.get("RI", "")),
        state=state,
        errors=str(entry.get("EF", "")),
    )


def _time(value: object, place: str, faults: _Faults) -> tuple[datetime | None, str]:
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        faults.add(place, value if value is not None else "–")
        return None, ""
    try:
        at = datetime.strptime(f"{found[1]}.{found[2]}{found[3]}", "%Y-%m-%dT%H:%M:%S.%f%z")
    except ValueError:
        faults.add(place, value)
        return None, ""
    clock = found[4] or ""
    if clock not in CLOCKS:
        faults.add(place, value)
    return at, clock


def _energy(entry: Mapping[str, Any], place: str, faults: _Faults) -> Decimal | None:
    value, unit = entry.get("RV"), entry.get("RU")
    if value is None:
        return None
    if not isinstance(value, Decimal) or not _is_sane(value):
        faults.add(f"{place}.RV", value)
        return None
    if not isinstance(unit, str) or unit not in _UNITS:
        faults.add(f"{place}.RU", unit if unit is not None else "–")
        return None
    return EXACT.multiply(value, _UNITS[unit])


def _is_sane(value: Decimal) -> bool:
    """A register's digits: no number whose mere writing out would fill the memory."""
    exponent = value.as_tuple().exponent
    return (
        isinstance(exponent, int) and exponent >= -_MOST_DIGITS and value.adjusted() < _MOST_DIGITS
    )


# --- checks ----------------------------------------------------------------------------------


def check_session(
    sets: Sequence[DataSet], *, meter_number: str, rules: Regulation
) -> tuple[Finding, ...]:
    """Return every check of a session but the signature's, in a fixed order.

    meter_number: the register's, empty where it names none (then the serial is not compared).
    rules: limits of what is plausible (`largest_power_kw`, `longest_session_h`).
    """
    readings = tuple(reading for each in sets for reading in each.readings)
    found = [_schema(sets), *_serial(sets, meter_number), _pagination(sets)]
    found += [_register(readings), _pairing(sets), _state(readings)]
    return tuple(map(_bounded, (*found, _plausible(readings, rules), _clock(readings))))


def _bounded(found: Finding) -> Finding:
    """A data set may hold thousands of readings with long names; a reason is read by a person."""
    lines = tuple(line[:_LONGEST_LINE] for line in found.lines[:_MOST_SETS])
    return replace(found, lines=lines if len(found.lines) <= _MOST_SETS else (*lines, "…"))


def session_energy(sets: Iterable[DataSet]) -> Decimal | None:
    """Return last minus first reading of the first register, kWh; None without two of them."""
    series = next(iter(_by_register(r for each in sets for r in each.readings).values()), [])
    values = [reading.energy for reading in series if reading.energy is not None]
    return values[-1] - values[0] if len(values) > 1 else None


def _schema(sets: Sequence[DataSet]) -> Finding:
    faults = [
        f"{n}. {fault}" if len(sets) > 1 else fault
        for n, each in enumerate(sets, 1)
        for fault in each.faults
    ]
    return Finding(check="schema", conforms=not faults, lines=tuple(faults) or ("OCMF 1.4",))


def _serial(sets: Sequence[DataSet], meter_number: str) -> Iterator[Finding]:
    serials = tuple(dict.fromkeys(each.meter_serial or each.gateway_serial for each in sets))
    one = len(serials) == 1
    if not one:
        yield Finding(check="serial", conforms=False, lines=(" ≠ ".join(serials),))
    elif meter_number:
        same = _bare(serials[0]) == _bare(meter_number)
        line = f"{serials[0]} {'=' if same else '≠'} {meter_number}"
        yield Finding(check="serial", conforms=same, lines=(line,))


def _bare(serial: str) -> str:
    return "".join(serial.split()).casefold()


def _pagination(sets: Sequence[DataSet]) -> Finding:
    pages = [(each.context, each.page) for each in sets]
    wanted = [(pages[0][0], pages[0][1] + step) for step in range(len(pages))]
    shown = ", ".join(f"{context}{page}" for context, page in pages)
    return Finding(check="pagination", conforms=pages == wanted, lines=(shown,))


def _by_register(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    series: dict[str, list[Reading]] = {}
    for reading in readings:
        if reading.energy is not None:
            series.setdefault(reading.obis, []).append(reading)
    return series


def _register(readings: Sequence[Reading]) -> Finding:
    """A register never runs back while energy is delivered, and neither does time."""
    lines = []
    for obis, series in _by_register(readings).items():
        for one, two in pairwise(series):
            if (one.energy or 0) > (two.energy or 0):
                lines.append(f"{obis} {tidy(one.energy or Decimal(0))} > {_kwh(two.energy)}")
            if one.at is not None and two.at is not None and one.at > two.at:
                lines.append(f"{obis} {one.at.isoformat()} > {two.at.isoformat()}")
    shown = tuple(lines) or tuple(
        f"{obis} {_kwh(series[0].energy)} → {_kwh(series[-1].energy)}"
        for obis, series in _by_register(readings).items()
    )
    return Finding(check="register", conforms=bool(shown) and not lines, lines=shown or ("–",))


def _pairing(sets: Sequence[DataSet]) -> Finding:
    """Each register begins once, ends once, and in this order."""
    readings = [reading for each in sets for reading in each.readings]
    series: dict[str, list[str]] = {}
    for reading in readings:
        series.setdefault(reading.obis, []).append(reading.reason)
    shown = tuple(f"{obis} {' '.join(r or '–' for r in seen)}".strip()
                  for obis, seen in series.items())  # fmt: skip
    paired = bool(series) and all(_is_paired(seen) for seen in series.values())
    return Finding(check="pairing", conforms=paired, lines=shown or ("–",))


def _is_paired(seen: Sequence[str]) -> bool:
    ends = sum(reason in ENDS for reason in seen)
    return (
        len(seen) > 1
        and seen[0] == BEGIN
        and seen.count(BEGIN) == 1
        and (seen[-1] in ENDS and ends == 1)
    )


def _state(readings: Sequence[Reading]) -> Finding:
    """The meter was well at each reading, nothing unusable; an exception spoils the session."""
    bad = tuple(
        f"ST {reading.state or '–'}, EF {reading.errors or '–'}, TX {reading.reason or '–'}"
        for reading in readings
        if reading.state != GOOD or reading.errors or reading.reason == "X"
    )
    return Finding(check="state", conforms=bool(readings) and not bad, lines=bad or ("ST G",))


def _plausible(readings: Sequence[Reading], rules: Regulation) -> Finding:
    """Energy, time and the mean power they make stay within what a charger can do."""
    timed = [r for series in list(_by_register(readings).values())[:1] for r in series if r.at]
    if len(timed) < 2:
        return Finding(check="plausible", conforms=False, lines=("–",))
    first, last = timed[0], timed[-1]
    assert first.at is not None
    assert last.at is not None
    took = last.at - first.at
    energy = (last.energy or Decimal(0)) - (first.energy or Decimal(0))
    longest = rules.figure("longest_session_h").decimal()
    largest = rules.figure("largest_power_kw").decimal()
    hours = EXACT.divide(Decimal(took // timedelta(milliseconds=1)), Decimal(3_600_000))
    lines = [f"{_kwh(energy)}, {took}"]
    within = energy >= 0 and 0 <= hours <= longest and (hours > 0 or energy == 0)
    if hours > 0:
        power = EXACT.divide(energy, hours)
        sign = "≤" if power <= largest else ">"
        lines.append(f"P = {power.quantize(Decimal('0.1'))} kW {sign} {tidy(largest)} kW")
        within = within and power <= largest
    return Finding(check="plausible", conforms=within, lines=tuple(lines))


def _clock(readings: Sequence[Reading]) -> Finding:
    """The times were taken by a synchronised clock (S), or relative to one (R)."""
    found = "".join(dict.fromkeys(reading.clock or "–" for reading in readings))
    return Finding(check="clock", conforms=set(found) <= {"S", "R"}, lines=(f"TM {found}",))


def _kwh(value: Decimal | None) -> str:
    return "–" if value is None else f"{tidy(value)} kWh"
