"""What a cheated buyer may claim, and which acts count as fraud: an aid, no decision."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.judgement import Citation
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.regulations import Regulation
from inspector_app.metrology.rounding import round_to

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensation:
    """Amounts in yuan, each rounded once to 0.01; total is rounded from the exact sum."""

    price_paid: Decimal
    refund: Decimal
    punitive: Decimal
    total: Decimal
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class FraudPresumption:
    """Whether the act is fraud on consumers, with the articles it rests on."""

    fraud: bool
    basis: str
    citation: Citation


def compensation(
    unit_price_yuan_per_kg: Decimal, settled: Mass, actual: Mass, *, fraud: bool, rules: Regulation
) -> Compensation:
    """Return refund = price x shortage and, on fraud, max(3 x price paid, 500 yuan).

    Source: 消费者权益保护法 article 55. A lot that is not short gives no refund.
    Raises OutOfRange for a negative price or mass.
    """
    if unit_price_yuan_per_kg < 0 or settled.value < 0 or actual.value < 0:
        raise OutOfRange("amount_negative", price=unit_price_yuan_per_kg)
    paid = unit_price_yuan_per_kg * settled.in_unit("kg")
    shortage = max(settled.in_unit("kg") - actual.in_unit("kg"), Decimal(0))
    refund = unit_price_yuan_per_kg * shortage
    multiple = rules.figure("punitive_multiple")
    punitive = Decimal(0)
    if fraud:
        least = rules.figure("punitive_minimum_yuan").decimal()
        punitive = max(paid * multiple.decimal(), least)
    return Compensation(
        price_paid=round_to(paid, CENT),
        refund=round_to(refund, CENT),
        punitive=round_to(punitive, CENT),
        total=round_to(refund + punitive, CENT),
        citation=multiple.citation,
    )


def presume_fraud(act: str, *, proves_no_intent: bool, rules: Regulation) -> FraudPresumption:
    """Return whether the act is fraud; some acts are not when no intent is proven (16 para 1).

    Source: 侵害消费者权益行为处罚办法 5, 16. Raises InputInvalid for an act not in the table.
    """
    row = next((r for r in rules.rows("fraud") if r.text("act") == act), None)
    if row is None:
        raise InputInvalid("act_unknown", field="act", value=act[:60])
    excused = proves_no_intent and bool(row.values["may_prove_no_intent"])
    return FraudPresumption(fraud=not excused, basis=row.text("basis"), citation=row.citation)
