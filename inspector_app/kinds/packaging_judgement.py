"""Judging a pack: void ratio, layers, cost, masses, special rules. No kind of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.figures import number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Citation, Confirmation, Finding, reason
from inspector_app.domain.measurement import Observation, PlanRow
from inspector_app.domain.quantities import MINUS, Ratio
from inspector_app.kinds.packaging_plan import (
    RULES_OF_GOODS,
    Item,
    counted_layers,
    cuboid_of,
    fitted,
    group_of,
    inner_layers,
    is_fresh,
    items_of,
    layer_count,
    outermost,
    rules_of,
    sizes_of,
)
from inspector_app.kinds.trials import advice, assessed, date_of, decided, incomplete, numbers_of
from inspector_app.metrology import packaging
from inspector_app.metrology.case_marks import weakest
from inspector_app.metrology.packaging import VoidRatio
from inspector_app.metrology.regulations import Regulation, RegulationBook, Row
from inspector_app.metrology.rounding import EXACT, round_to, tidy

PERCENT = Decimal("0.01")


def void_of(
    inspection: Inspection, figures: dict[str, str], rules: Regulation
) -> tuple[VoidRatio, tuple[Item, ...]] | None:
    """Return the void ratio of a pack of these outer figures; None while something is missing.

    Contents of several kinds: the largest single unit chooses the limit, the strictest reading.
    """
    sizes, items = sizes_of(figures), items_of(inspection, rules)
    if sizes is None or not items:
        return None
    contents = [item.content for item in items]
    largest = max(item.unit_net for item in items)
    return packaging.void_ratio(sizes, contents, largest, rules), items


def assess(
    inspection: Inspection, row: PlanRow, observation: Observation, book: RegulationBook
) -> Assessment | None:
    """Return the void ratio at the outermost layer, the cost, or how many times the content.

    None for what is only written down, and for produce whose limit was not read.
    """
    if row.row_id == "trial:cost":
        return _cost(inspection, observation, book)
    if row.row_id == "trial:mass":
        return _mass(observation, rules_of(inspection, book))
    if row.row_id != outermost(inspection) or is_fresh(inspection):
        return None
    rules = rules_of(inspection, book)
    found = void_of(inspection, observation.figures, rules)
    if found is None:
        return None
    void, items = found
    limit = void.limit.decimal("percent")
    return assessed(
        Ratio(void.ratio, "%"),
        lower=None,
        upper=Ratio(limit, "%"),
        citation=_void_citation(void, items, rules),
        step=step_apart(void.ratio, limit),
        lines=_void_lines(void, items, sizes_of(observation.figures) or ()),
    )


def step_apart(value: Decimal, limit: Decimal) -> Decimal:
    """Return the step a value is rounded to: 0.01, finer where one over its limit would hide."""
    step = PERCENT
    while value > limit and round_to(value, step) == limit:
        step = step.scaleb(-1)
    return step


def _void_citation(void: VoidRatio, items: Sequence[Item], rules: Regulation) -> Citation:
    marks = [void.limit.confirmation, rules.figure("mm3_per_gram").confirmation]
    marks += [item.row.confirmation if item.row else Confirmation.INFERRED for item in items]
    limits = {packaging.void_limit(item.unit_net, rules).text("percent") for item in items}
    if len(limits) > 1:  # which unit of a mixed pack chooses the limit was not read
        marks.append(Confirmation.INFERRED)
    return Citation(void.limit.regulation, void.limit.clause, weakest(*marks))


def _void_lines(
    void: VoidRatio, items: Sequence[Item], sizes: Sequence[Decimal]
) -> tuple[str, ...]:
    product = " × ".join(tidy(size) for size in sizes)
    outer = f"Vn = {product}{' = ' + tidy(void.outer) if len(sizes) > 1 else ''} mm³"
    terms = " + ".join(
        f"{tidy(item.k)} × {tidy(item.unit_net)} × {tidy(item.count)} × 1000" for item in items
    )
    needed = f"Σ k V0 = {terms} = {tidy(void.necessary)} mm³"
    step = step_apart(void.ratio, void.limit.decimal("percent"))
    ratio = tidy(round_to(void.ratio, step)).replace("-", MINUS)
    return outer, needed, f"X = (Vn {MINUS} Σ k V0) / Vn = {ratio} %"


def _cost(
    inspection: Inspection, observation: Observation, book: RegulationBook
) -> Assessment | None:
    given = numbers_of(observation.figures, "cost", "price")
    if given is None:
        return None
    cost, price = given
    column = "group" if is_fresh(inspection) else "product"
    found = packaging.cost_ratio(
        group_of(inspection), cost, price, rules_of(inspection, book),
        on_date=inspection.on, column=column,
    )  # fmt: skip
    citation = found.row.citation
    if found.at_bound:
        citation = Citation(citation.regulation, citation.clause, Confirmation.INFERRED)
    limit = found.row.decimal("percent")
    step = step_apart(found.ratio, limit)
    shown = tidy(round_to(found.ratio, step))
    return assessed(
        Ratio(found.ratio, "%"),
        lower=None,
        upper=Ratio(limit, "%"),
        citation=citation,
        step=step,
        lines=(f"{tidy(cost)} / {tidy(price)} = {shown} %",),
    )


def _mass(observation: Observation, rules: Regulation) -> Assessment | None:
    given = numbers_of(observation.figures, "packaging_mass", "content_mass")
    if given is None:
        return None
    shell, content = given
    most = rules.figure("tea_mass_multiple")
    times = packaging.mass_multiple(shell, content)
    step = step_apart(times, most.decimal())
    return assessed(
        Ratio(times, "1"),
        lower=None,
        upper=Ratio(most.decimal(), "1"),
        citation=most.citation,
        step=step,
        lines=(f"{tidy(shell)} g / {tidy(content)} g = {tidy(round_to(times, step))}",),
    )


def layer_findings(inspection: Inspection, book: RegulationBook) -> Iterator[Finding]:
    """Yield whether the layers that count are few enough."""
    if not layer_count(inspection):
        return
    rules = rules_of(inspection, book)
    column = "group" if is_fresh(inspection) else "product"
    limit = _layer_limit(inspection, rules, column)
    if limit is None:
        yield advice("trial:layer", reason("layers_unread"))
        return
    count, films = counted_layers(inspection, rules)
    most = int(limit.decimal("layers"))
    said = reason("layers_within" if count <= most else "layers_over", count=count, limit=most)
    lines = [f"{layer_count(inspection)} {MINUS} {len(films)} = {count}"] if films else []
    lines.append(f"{count} {'≤' if count <= most else '>'} {most}")
    yield decided("trial:layer", count <= most, said, limit.citation, lines)


def _layer_limit(inspection: Inspection, rules: Regulation, column: str) -> Row | None:
    """Return the row of the group; a group of its own without a row is `other food`."""
    on_date = None if column == "group" else inspection.on
    for name in (group_of(inspection), "food"):
        try:
            return packaging.layer_limit(name, rules, on_date, column=column)
        except DomainRuleBroken:
            continue
    return None


def void_findings(inspection: Inspection, book: RegulationBook) -> Iterator[Finding]:
    """Yield why the void ratio cannot be judged, or what its judgement leaves open."""
    if not layer_count(inspection):
        return
    if is_fresh(inspection):
        yield advice("trial:void", reason("void_limit_unread"))
        return
    rules, seen = rules_of(inspection, book), inspection.observation_at(outermost(inspection))
    if seen is None:
        return
    if sizes_of(seen.figures) is None:
        yield incomplete(outermost(inspection), reason("outer_size_missing"))
    elif _contents_weighed(inspection) and items_of(inspection, rules) is None:
        yield advice("trial:void", reason("coefficient_unread"))


def _contents_weighed(inspection: Inspection) -> bool:
    return any(
        o.row_id.startswith("trial:item:") and not o.withdrawn for o in inspection.observations
    )


def is_exempt(inspection: Inspection, found: Assessment, book: RegulationBook) -> bool:
    """Say whether a void ratio over its limit decides nothing: packs of one layer (not read)."""
    counted, _films = counted_layers(inspection, rules_of(inspection, book))
    return counted == 1 and not found.conforms


def size_findings(inspection: Inspection) -> Iterator[Finding]:
    """Yield the inner boxes that do not go into the outermost one: a slip of the pen."""
    seen = inspection.observation_at(outermost(inspection)) if layer_count(inspection) else None
    outer = cuboid_of(seen.figures) if seen is not None else None
    for n, sizes in inner_layers(inspection) if outer is not None else ():
        if outer is not None and fitted(sizes, outer) is None:
            yield advice(f"trial:layer:{n}", reason("inner_larger"))


def special_findings(inspection: Inspection, book: RegulationBook) -> Iterator[Finding]:
    """Yield what mooncakes and zongzi may not do."""
    if not group_of(inspection) or is_fresh(inspection):
        return
    rules = rules_of(inspection, book)
    for row in packaging.special_rules(group_of(inspection), rules, inspection.on):
        breach = row.text("breach")
        subject = f"trial:special:{breach}"
        seen = inspection.observation_at(subject)
        if seen is None:
            yield incomplete(subject, reason("row_unmeasured"))
            continue
        kept = seen.figures.get("kept") == "yes"
        name = RULES_OF_GOODS[breach]
        code = "special_kept" if kept else "special_broken"
        said = reason(code, name=name.zh, name_en=name.en)
        yield decided(subject, kept, said, row.citation, (f"{row.regulation} {row.clause}",))


def older_edition(inspection: Inspection, book: RegulationBook) -> Iterator[Finding]:
    """Yield what was asked of these goods on the day they were made, where it differs."""
    made = date_of(inspection.fields, "made_on")
    if made is None or is_fresh(inspection) or not group_of(inspection):
        return
    rules = rules_of(inspection, book)
    if made > inspection.on:
        yield incomplete("field:made_on", reason("date_in_future", date=made))
        return
    then, now = (
        packaging.coefficient(group_of(inspection), rules, day) for day in (made, inspection.on)
    )
    if then is not None and now is not None and then.text("k") != now.text("k"):
        said = reason("made_under_older", made=made, then=then.text("k"), now=now.text("k"))
        yield advice("field:made_on", said, then.citation)


def net_of(figures: dict[str, str]) -> Decimal | None:
    """Return unit content times count of a row of contents, None while one is empty."""
    unit, count = number_of(figures, "unit_net"), number_of(figures, "count")
    return None if unit is None or count is None else EXACT.multiply(unit, count)
