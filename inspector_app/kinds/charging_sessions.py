"""Signed charging sessions (OCMF) as trials of a charger. No kind of its own.

One row is one session: the signed text as it came, the key that it is checked with, and what the
display said. The record keeps the text, so that whoever judges again checks the signature again.
"""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.figures import Figure, FigureKind, number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Finding, reason
from inspector_app.domain.measurement import Observation, PlanRow
from inspector_app.domain.quantities import MINUS
from inspector_app.domain.text import Text
from inspector_app.evidence.ocmf_signature import SignatureState, signature_state
from inspector_app.kinds.trials import (
    advice,
    count_of,
    decided,
    incomplete,
    number,
    trial_row,
    words,
)
from inspector_app.metrology import signed_readings
from inspector_app.metrology.regulations import Regulation, RegulationBook
from inspector_app.metrology.rounding import tidy

MOST_SESSIONS = 10
COUNT = number(
    "signed_sessions",
    Text(zh="签名充电会话数（OCMF）", en="signed sessions (OCMF)"),
    "",
    ("1", str(MOST_SESSIONS)),
    required=False,
)
SESSION = (
    Figure(
        key="data",
        label=Text(zh="签名数据（OCMF|…）", en="signed data (OCMF|…)"),
        kind=FigureKind.DOCUMENT,
    ),
    words("public_key", Text(zh="公钥（十六进制）", en="public key (hex)"), required=False),
    number(
        "displayed", Text(zh="显示电量", en="energy shown"), "kWh", ("0", "10000"), required=False
    ),
)
_GROUP = Text(zh="签名充电会话", en="signed sessions")
_SAID = {
    "schema": ("ocmf_schema_bad", "ocmf_schema_good"),
    "serial": ("ocmf_serial_bad", "ocmf_serial_good"),
    "pagination": ("ocmf_pagination_bad", "ocmf_pagination_good"),
    "register": ("ocmf_register_bad", "ocmf_register_good"),
    "pairing": ("ocmf_pairing_bad", "ocmf_pairing_good"),
    "state": ("ocmf_state_bad", "ocmf_state_good"),
    "plausible": ("ocmf_plausible_bad", "ocmf_plausible_good"),
    "clock": ("ocmf_clock_bad", "ocmf_clock_bad"),
}
"""What is said of each check: where it finds a fault, where it finds none."""
_SIGNATURE = {
    SignatureState.INVALID: "ocmf_signature_invalid",
    SignatureState.KEY_UNREADABLE: "ocmf_signature_key_unreadable",
    SignatureState.UNSUPPORTED: "ocmf_signature_unsupported",
    SignatureState.NO_KEY: "ocmf_signature_no_key",
    SignatureState.VALID: "ocmf_signature_valid",
}
"""What is said of a signature, the worst first: of several data sets the worst counts."""
_BESIDE = {"optional": "yes"}
"""A session stands beside the tests of the regulation: one that passes decides no conclusion."""
_ADVISORY = frozenset({"clock"})
"""An unsynchronised clock is told; it makes no reading wrong."""


def session_rows(inspection: Inspection) -> Iterator[PlanRow]:
    """Yield one optional row for each signed session that the particulars announce."""
    count = count_of(inspection, COUNT.key, most=MOST_SESSIONS, otherwise=0)
    for n in range(1, count + 1):
        label = Text(zh=f"会话 {n}", en=f"session {n}")
        yield trial_row(
            f"session:{n}", label, SESSION, group=_GROUP, optional=True, without_error=True
        )


def is_session(row: PlanRow) -> bool:
    """Say whether a row is a signed session."""
    return row.figures == SESSION


def session_findings(
    inspection: Inspection, row: PlanRow, book: RegulationBook
) -> Iterator[Finding]:
    """Yield one finding for each check of a session: the signature first, then its content."""
    seen = inspection.observation_at(row.row_id)
    if seen is None:
        return
    rules = book.in_force(signed_readings.KEY, inspection.on)
    try:
        sets = signed_readings.read_data_sets(seen.figures.get("data", ""))
    except DomainRuleBroken as broken:
        yield incomplete(row.row_id, reason(broken.code, **broken.parameters))
        return
    yield from _signatures(row, seen, sets, rules)
    entry = inspection.measuring_instrument
    ledger = entry.particulars.get("meter_number", "") if entry else ""
    for found in signed_readings.check_session(sets, meter_number=ledger, rules=rules):
        said = reason(_SAID[found.check][found.conforms])
        citation = rules.figure(found.check).citation
        if found.check in _ADVISORY:
            if not found.conforms:
                yield advice(row.row_id, said, citation)
            continue
        yield decided(row.row_id, found.conforms, said, citation, found.lines, _BESIDE)
    yield from _display(row, seen, sets, rules)


def _signatures(
    row: PlanRow,
    seen: Observation,
    sets: tuple[signed_readings.DataSet, ...],
    rules: Regulation,
) -> Iterator[Finding]:
    """Yield one finding for all data sets of the session."""
    key, citation = seen.figures.get("public_key", ""), rules.figure("signature").citation
    states = [signature_state(each.payload, each.signature, key) for each in sets]
    worst = next(state for state in _SIGNATURE if state in states)
    said = reason(_SIGNATURE[worst])
    method = sets[0].signature.get("SA", "ECDSA-secp256r1-SHA256")
    if worst in {SignatureState.VALID, SignatureState.INVALID}:
        conforms = worst is SignatureState.VALID
        line = f"{method}: {worst.value}"
        yield decided(row.row_id, conforms, said, citation, (line,), _BESIDE)
    else:
        yield advice(row.row_id, said, citation)


def _display(
    row: PlanRow,
    seen: Observation,
    sets: tuple[signed_readings.DataSet, ...],
    rules: Regulation,
) -> Iterator[Finding]:
    """Compare the signed energy with what the display said, where both are there."""
    shown, signed = number_of(seen.figures, "displayed"), signed_readings.session_energy(sets)
    if shown is None or signed is None:
        return
    limit = rules.figure("energy_difference_kwh")
    difference = abs(shown - signed)
    within = difference <= limit.decimal()
    line = (
        f"|{tidy(shown)} {MINUS} {tidy(signed)}| = {tidy(difference)} kWh "
        f"{'≤' if within else '>'} {tidy(limit.decimal())} kWh"
    )
    code = "ocmf_energy_good" if within else "ocmf_energy_bad"
    said = reason(code, shown=tidy(shown), signed=tidy(signed))
    yield decided(row.row_id, within, said, limit.citation, (line,), _BESIDE)
