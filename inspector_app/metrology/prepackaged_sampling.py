"""Lots of prepackaged goods (JJF 1070): sample, average with lambda x s, T1 and T2 errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.metrology.regulations import Regulation, Row, first_row
from inspector_app.metrology.rounding import EXACT
from inspector_app.metrology.student_t import t_quantile

KEY = "jjf_1070"
_LARGEST_SAMPLE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many packages are drawn and what they must fulfil.

    factor: lambda in q_mean >= Qn - lambda s; None where every package is tested.
    """

    sample_size: int
    factor: Decimal | None
    allowed_t1: int
    allowed_t2: int
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class LotDecision:
    """What the sample says; deviation, correction and average_ok are None where all are tested."""

    plan: Plan
    mean: Decimal
    deviation: Decimal | None
    correction: Decimal | None
    t1_count: int
    t2_count: int
    average_ok: bool | None

    @property
    def accept(self) -> bool:
        """Say whether the lot is accepted: average and both counts within the plan."""
        counts = self.t1_count <= self.plan.allowed_t1 and self.t2_count <= self.plan.allowed_t2
        return counts and self.average_ok is not False


def sampling_plan(lot_size: int, rules: Regulation) -> Plan:
    """Return the plan for a lot of 1 package or more.

    Raises OutOfRange for no package or for a number that can only be a slip of the pen.
    """
    largest = int(rules.figure("largest_lot").decimal())
    if not 1 <= lot_size <= largest:
        raise OutOfRange("lot_size_out_of_range", lot=lot_size, largest=largest)
    row = first_row(r for r in rules.rows("plan") if _holds(r, lot_size))
    every = row.text("n") == "all"
    return Plan(
        sample_size=lot_size if every else int(row.decimal("n")),
        factor=row.decimal("lambda") if row.has("lambda") else None,
        allowed_t1=int(row.decimal("allowed_t1")),
        allowed_t2=int(row.decimal("allowed_t2")),
        row=row,
    )


def decide_lot(
    nominal: Decimal, contents: Sequence[Decimal], shortage: Decimal, plan: Plan
) -> LotDecision:
    """Return the decision on a lot from the net contents of its sample, in the unit of nominal.

    T1: T < Qn - q <= 2T; T2: Qn - q > 2T. Average: q_mean >= Qn - lambda s, s with n - 1.
    Raises OutOfRange for a sample of another size than the plan's or a negative content.
    """
    if len(contents) != plan.sample_size:
        raise OutOfRange("sample_size_wrong", count=len(contents), wanted=plan.sample_size)
    if any(content < 0 for content in contents):
        raise OutOfRange("content_negative", content=min(contents))
    short = [nominal - content for content in contents]
    mean = EXACT.divide(sum(contents, Decimal(0)), Decimal(len(contents)))
    deviation = None if plan.factor is None else standard_deviation(contents)
    correction = None
    if plan.factor is not None and deviation is not None:
        correction = EXACT.multiply(plan.factor, deviation)
    return LotDecision(
        plan=plan,
        mean=mean,
        deviation=deviation,
        correction=correction,
        t1_count=sum(shortage < by <= 2 * shortage for by in short),
        t2_count=sum(by > 2 * shortage for by in short),
        average_ok=None if correction is None else mean + correction >= nominal,
    )


def standard_deviation(values: Sequence[Decimal]) -> Decimal:
    """Return s = sqrt(sum (x - mean)^2 / (n - 1)). Raises OutOfRange for fewer than two values."""
    if len(values) < 2:
        raise OutOfRange("too_few_weighings", least=2, count=len(values))
    count = Decimal(len(values))
    mean = EXACT.divide(sum(values, Decimal(0)), count)
    squares = sum((EXACT.power(EXACT.subtract(v, mean), 2) for v in values), Decimal(0))
    return EXACT.sqrt(EXACT.divide(squares, count - 1))


def finite_lot_factor(lot_size: int, sample_size: int, rules: Regulation) -> Decimal:
    """Return t0.995(n-1)/sqrt n x sqrt((N-n)/(N-1)): an option, never a legal verdict.

    Derived from the confidence of JJF 1070; neither JJF 1070-2023 nor R 87:2016 was read. 0 when
    every package is tested. Raises OutOfRange unless 2 <= n <= N.
    """
    sampling_plan(lot_size, rules)
    if not 2 <= sample_size <= min(lot_size, _LARGEST_SAMPLE):
        raise OutOfRange("sample_size_wrong", count=sample_size, wanted=f"2-{lot_size}")
    n, lot = Decimal(sample_size), Decimal(lot_size)
    confidence = rules.figure("confidence_percent").decimal() / 100
    t = t_quantile(confidence, sample_size - 1)
    share = EXACT.divide(lot - n, EXACT.multiply(n, lot - 1))
    return EXACT.multiply(t, EXACT.sqrt(share))


def net_contents(gross: Sequence[Decimal], tares: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return each gross mass less the mean tare, in the unit of both (JJF 1070 annex B).

    Raises OutOfRange for no tare, a negative mass, or a package lighter than its tare.
    """
    if not tares:
        raise OutOfRange("too_few_weighings", least=1, count=0)
    if min([*gross, *tares], default=Decimal(0)) < 0:
        raise OutOfRange("content_negative", content=min([*gross, *tares]))
    mean = EXACT.divide(sum(tares, Decimal(0)), Decimal(len(tares)))
    net = tuple(EXACT.subtract(one, mean) for one in gross)
    if any(one < 0 for one in net):
        raise OutOfRange("content_negative", content=min(net))
    return net


def volume_from_mass(mass_g: Decimal, density_g_per_ml: Decimal) -> Decimal:
    """Return V = m / rho in mL at the temperature of the density, 20 degC (JJF 1070 annex D).

    Raises OutOfRange for a density that is not positive or a negative mass.
    """
    if density_g_per_ml <= 0:
        raise OutOfRange("density_not_positive", density=density_g_per_ml)
    if mass_g < 0:
        raise OutOfRange("content_negative", content=mass_g)
    return EXACT.divide(mass_g, density_g_per_ml)


def tares_needed(*, large_spread: bool, rules: Regulation) -> tuple[int, Row]:
    """Return how many empty packages are weighed for the mean tare, with the row that says so."""
    row = rules.figure("tare_sample")
    return int(row.decimal("value_large_spread" if large_spread else "value")), row


def _holds(row: Row, lot_size: int) -> bool:
    return row.decimal("lot_from") <= lot_size and (
        not row.has("lot_to") or lot_size <= row.decimal("lot_to")
    )
