"""Whether reference weights may be used for a load (JJG 99, OIML R 111-1 table 1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from inspector_app.domain.exceptions import StandardRefused
from inspector_app.domain.instrument import ReferenceWeightSet
from inspector_app.domain.judgement import Citation
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.regulations import Regulation, Row
from inspector_app.metrology.rounding import part_of, shown


def weight_mpe(nominal: Mass, accuracy_class: str, weight_rules: Regulation) -> Mass:
    """Return the MPE of one weight, in mg.

    accuracy_class: `E2` ... `M3`. weight_rules: the `jjg_99` edition in force.
    Raises StandardRefused (`weight_limit_unknown`) where the table has no such weight.
    """
    return Mass(_row(nominal, accuracy_class, weight_rules)[1], "mg")


def combined_limit(
    pieces: Sequence[Mass], accuracy_class: str, weight_rules: Regulation
) -> tuple[Mass, Citation]:
    """Return the sum of the pieces' MPEs in grams (the worst case), and its clause.

    Raises StandardRefused for an empty load or a weight the table does not know.
    """
    if not pieces:
        raise StandardRefused("no_weights", pieces=0)
    found = [_row(piece, accuracy_class, weight_rules) for piece in pieces]
    total = sum((mpe for _, mpe in found), Decimal(0))
    return Mass(total, "mg").to("g"), found[0][0].citation


def require_usable(weights: ReferenceWeightSet, on_date: date) -> None:
    """Raise StandardRefused for a set without certificate or expired on the day of use.

    The last day of validity still counts as valid.
    """
    if not weights.certificate_number.strip():
        raise StandardRefused("weights_without_certificate", name=weights.name)
    if weights.valid_until < on_date:
        raise StandardRefused(
            "weights_expired",
            name=weights.name,
            certificate=weights.certificate_number,
            valid_until=weights.valid_until.isoformat(),
            on=on_date.isoformat(),
        )


def require_fine_enough(
    pieces: Sequence[Mass],
    accuracy_class: str,
    *,
    mpe: Mass,
    rules: Regulation,
    weight_rules: Regulation,
) -> Mass:
    """Return the combined limit error in grams if it is at most 1/3 of the MPE at that load.

    mpe: magnitude of the limit being judged. Raises StandardRefused (`weights_too_coarse`)
    otherwise. Source: OIML R 76-1:2006 3.7.1.
    """
    limit, _ = combined_limit(pieces, accuracy_class, weight_rules)
    allowed = part_of(abs(mpe), rules.figure("weights_part_of_mpe").ratio())
    if limit > allowed:
        raise StandardRefused(
            "weights_too_coarse",
            accuracy_class=accuracy_class,
            limit=shown(limit),
            allowed=shown(allowed),
            mpe=shown(abs(mpe)),
        )
    return limit


def _row(nominal: Mass, accuracy_class: str, weight_rules: Regulation) -> tuple[Row, Decimal]:
    for row in weight_rules.rows("weight_mpe"):
        if Mass.parse(row.text("nominal")).equals(nominal):
            limits = row.values["mpe_mg"]
            if accuracy_class in limits:
                return row, Decimal(limits[accuracy_class])
    raise StandardRefused(
        "weight_limit_unknown", nominal=shown(nominal), accuracy_class=accuracy_class
    )
