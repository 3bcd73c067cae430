"""Which regulation an instrument is checked by, and the change for price-computing scales."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.instrument import AccuracyClass
from inspector_app.domain.judgement import Citation
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.regulations import Regulation, RegulationBook

DIGITAL_SCALES = "jjg_539"
PRICE_SCALES = "jjg_1204"
BALANCES = "jjg_1036"
TRANSITION = "price_scale_transition"
MOST_E_IN_D = "most_e_in_d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """What an act with an old price-computing scale is on a day: `ok`, `warning`, `violation`."""

    result: str
    citation: Citation | None


def applicable_regulation(
    book: RegulationBook,
    *,
    maximum_capacity: Mass,
    accuracy_class: AccuracyClass,
    price_computing: bool,
    on_date: date,
) -> Regulation | None:
    """Return the edition in force on a day; None for a class I or II before the edition held.

    From 2027-01-08 price-computing scales with Max <= 100 kg, class III or IIII, follow
    JJG 1204-2025; everything else of these classes JJG 539-2016. Classes I and II are balances:
    JJG 1036. Raises OutOfRange for a day before any edition held. An edition pinned in the book
    goes before that of the other regulation.
    """
    price_rules = (
        book.held(PRICE_SCALES, on_date) if _asks_price_rules(book, price_computing) else None
    )
    if (
        price_rules is not None
        and _in_scope(accuracy_class, price_rules)
        and maximum_capacity.in_unit("kg") <= price_rules.figure("maximum_capacity_kg").decimal()
    ):
        return price_rules
    rules = book.in_force(DIGITAL_SCALES, on_date)
    if _in_scope(accuracy_class, rules):
        return rules
    return book.held(BALANCES, on_date)


def price_scale_transition(
    act: str, on_date: date, *, networked: bool, book: RegulationBook
) -> Transition:
    """Return what the act is on that day, by the table of JJF 2184-2025 and the notice of 2026.

    act: `sell_nonconforming`, `make_nonconforming`, `install_nonconforming`,
    `repair_nonconforming` or `use_verified_old`. Raises InputInvalid for another act.
    """
    rows = [r for r in book.newest(TRANSITION).rows("transition") if r.text("act") == act]
    if not rows:
        raise InputInvalid("act_unknown", field="act", value=act[:40])
    for row in rows:
        concerns = row.values.get("networked", networked) == networked
        if concerns and on_date >= row.values["from"]:
            return Transition(result=row.text("result"), citation=row.citation)
    return Transition(result="ok", citation=None)


def interval_is_suspect(e: Mass, displayed_d: Mass, rules: Regulation | None = None) -> bool:
    """Say whether the displayed interval contradicts the nameplate's e.

    e = d is required, unless the rules (JJG 1036) know an auxiliary indicating device: then d may
    be finer, d < e <= 10 d (R 76-1:2006 3.4). Raises OutOfRange for an interval of 0 or less.
    """
    for interval in (e, displayed_d):
        if interval.value <= 0:
            raise OutOfRange("scale_interval_not_positive", interval=interval)
    if e.equals(displayed_d):
        return False
    if rules is None or MOST_E_IN_D not in rules.figures:
        return True
    return displayed_d > e or e > displayed_d * rules.figure(MOST_E_IN_D).decimal()


def _asks_price_rules(book: RegulationBook, price_computing: bool) -> bool:  # noqa: FBT001 - a fact
    return price_computing and (PRICE_SCALES in book.pins or DIGITAL_SCALES not in book.pins)


def _in_scope(accuracy_class: AccuracyClass, rules: Regulation) -> bool:
    return any(r.text("accuracy_class") == accuracy_class.value for r in rules.rows("scope"))
