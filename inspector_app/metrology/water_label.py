"""Which products must carry the water efficiency label on a day (order 6/2017, its catalogue)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.metrology.regulations import Regulation, Row

KEY = "water_label"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelDuty:
    """Whether the label is required.

    settled: False where the catalogue's grace for older products was not read.
    """

    required: bool
    row: Row
    settled: bool = True


def water_label_duty(product: str, made_on: date, checked_on: date, rules: Regulation) -> LabelDuty:
    """Return the duty of a product made (imported) on one day and checked on another.

    Made from `made_from` on: from then on. Older ones: from `older_from` on, where the notice
    says so. Raises InputInvalid for a product not in the catalogue, OutOfRange when it was
    checked before it was made.
    """
    if checked_on < made_on:
        raise OutOfRange("checked_before_made", made=made_on, checked=checked_on)
    wanted = "_".join(product.strip().casefold().replace("-", " ").split())
    row = next((r for r in rules.rows("product") if wanted in r.names("product")), None)
    if row is None:
        raise InputInvalid("product_unknown", field="product", value=product[:40])
    if made_on >= row.values["made_from"]:
        return LabelDuty(required=True, row=row)
    if not row.has("older_from"):
        return LabelDuty(required=False, row=row, settled=False)
    return LabelDuty(required=checked_on >= row.values["older_from"], row=row)
