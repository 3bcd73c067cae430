"""Who, where, why, with what: the inspection, the party, the instrument, the standards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.figures import Figure
from inspector_app.domain.instrument import (
    MeasuringInstrument,
    ReferenceWeightSet,
    WeighingInstrument,
)
from inspector_app.domain.position import POSITION, POSITION_FIX, Fix
from inspector_app.domain.text import Text
from inspector_app.reports.base import Block, Cell, Fields, Table
from inspector_app.reports.sections import labels
from inspector_app.reports.sections.context import Context, written
from inspector_app.words import figures
from inspector_app.words.clauses import article_of

Pair = tuple[Text, str]
_BETWEEN = Text(zh="；", en="; ")


def inspection(context: Context) -> Iterator[Block]:
    """Yield what was inspected, when, on which basis and by whom."""
    seen = context.inspection
    purpose = labels.PURPOSES.get(seen.purpose)
    people = "\n".join(
        " ".join(part for part in (p.name, p.unit, p.card_number and f"({p.card_number})") if part)
        for p in seen.inspectors
    )
    language = context.words.language
    basis = context.say(_BETWEEN).join(
        article_of(b.document, b.article, language) for b in context.kind.basis
    )
    yield _fields(
        context,
        (Text(zh="检查项目", en="Inspection"), context.say(context.kind.title)),
        (Text(zh="检查日期", en="Date"), figures.day(seen.on)),
        (Text(zh="检查事由", en="Reason"), context.say(purpose) if purpose else seen.purpose),
        (Text(zh="检查阶段", en="Stage"), context.say(labels.STAGES[seen.stage])),
        (Text(zh="检查人员", en="Inspectors"), people),
        (Text(zh="检查依据", en="Legal basis"), basis),
    )
    yield from _merged(context)


def _merged(context: Context) -> Iterator[Block]:
    """Yield the colleagues' sealed records whose observations this record holds."""
    for each in context.inspection.merged:
        people = ", ".join(person.name for person in each.inspectors)
        yield _fields(
            context,
            (Text(zh="并入的检查记录", en="Record that joined"), each.number),
            (Text(zh="其检查人员", en="Its inspectors"), people),
            (Text(zh="其记录哈希（SHA-256）", en="Its hash (SHA-256)"), each.record_sha256),
        )


def party(context: Context) -> Iterator[Block]:
    """Yield the party as the register knew it then."""
    place = context.inspection.premises
    if place is None:
        return
    yield _fields(
        context,
        (Text(zh="名称", en="Name"), place.name),
        (Text(zh="统一社会信用代码", en="Unified social credit code"), place.credit_code),
        (Text(zh="负责人", en="Responsible person"), place.responsible_person),
        (Text(zh="联系电话", en="Telephone"), place.phone),
        (Text(zh="市场及摊位", en="Market and stall"), f"{place.market} {place.stall}".strip()),
        (Text(zh="地址", en="Address"), place.address),
    )


def instrument(context: Context) -> Iterator[Block]:
    """Yield the nameplate and what the file says of the instrument."""
    device = context.inspection.instrument
    if device is not None:
        yield _fields(context, *_nameplate(device), *_file(device, context.say(_LIST)))
    other = context.inspection.measuring_instrument
    if other is not None:
        yield _fields(context, *_entry(context, other))


def _entry(context: Context, device: MeasuringInstrument) -> tuple[Pair, ...]:
    """Return the register's entry of an instrument that is no scale, its plate last."""
    return (
        (Text(zh="器具名称", en="Instrument"), device.name),
        (Text(zh="型号规格", en="Model"), device.model),
        (Text(zh="出厂编号", en="Serial number"), device.serial_number),
        (Text(zh="制造单位", en="Manufacturer"), device.manufacturer),
        (Text(zh="型式批准编号", en="Type approval"), device.type_approval_number),
        (Text(zh="检定证书编号", en="Verification certificate"), device.verification_certificate),
        (Text(zh="检定日期", en="Verified on"), figures.day(device.verified_on)),
        (Text(zh="有效期至", en="Valid until"), figures.day(device.verification_valid_until)),
        *((_begun(f.label), _stated(context, f, device.particulars)) for f in context.kind.plate),
    )


def particulars(context: Context) -> Iterator[Block]:
    """Yield what was asked about the whole inspection."""
    asked = context.kind.particulars
    if asked:
        filled = context.inspection.fields
        yield _fields(context, *((_begun(f.label), _stated(context, f, filled)) for f in asked))


def _stated(context: Context, figure: Figure, kept: Mapping[str, str]) -> str:
    text = kept.get(figure.key, "")
    return written(context, figure, text) if text else ""


def _nameplate(device: WeighingInstrument) -> tuple[Pair, ...]:
    return (
        (Text(zh="器具名称", en="Instrument"), device.name),
        (Text(zh="型号规格", en="Model"), device.model),
        (Text(zh="出厂编号", en="Serial number"), device.serial_number),
        (Text(zh="制造单位", en="Manufacturer"), device.manufacturer),
        (Text(zh="准确度等级", en="Accuracy class"), device.accuracy_class.value),
        (
            Text(zh="检定分度数 n", en="Intervals n"),
            figures.trimmed_number(device.number_of_intervals),
        ),
        (Text(zh="最大秤量 Max", en="Max"), figures.mass(device.maximum_capacity)),
        (Text(zh="最小秤量 Min", en="Min"), figures.mass(device.minimum_capacity)),
        (
            Text(zh="检定分度值 e", en="Verification interval e"),
            figures.mass(device.verification_scale_interval),
        ),
        (
            Text(zh="实际分度值 d", en="Scale interval d"),
            figures.mass(device.actual_scale_interval),
        ),
    )


_LIST = Text(zh="、", en=", ")


def _file(device: WeighingInstrument, separator: str) -> tuple[Pair, ...]:
    return (
        (Text(zh="型式批准编号", en="Type approval"), device.type_approval_number),
        (Text(zh="检定证书编号", en="Verification certificate"), device.verification_certificate),
        (Text(zh="检定日期", en="Verified on"), figures.day(device.verified_on)),
        (Text(zh="有效期至", en="Valid until"), figures.day(device.verification_valid_until)),
        (Text(zh="铅封编号", en="Seal numbers"), separator.join(device.seal_numbers)),
    )


def environment(context: Context) -> Iterator[Block]:
    """Yield the influence quantities and whatever else was filled in, by name."""
    filled = context.inspection.fields
    names = [n for n in labels.ENVIRONMENT if n in filled]
    said_before = {figure.key for figure in context.kind.particulars}
    names += [
        n
        for n in filled
        if n not in labels.ENVIRONMENT and n not in _SAID_LATER and n not in said_before
    ]
    pairs = [
        (labels.FIELDS.get(n, Text(n, n)), _filled(context, n) + labels.FIELD_UNITS.get(n, ""))
        for n in names
        if filled[n]
    ]
    if pairs:
        yield _fields(context, *pairs)


_SAID_LATER = ("party_statement", "remarks")


def _filled(context: Context, name: str) -> str:
    """Return a field as people read it; a fix only in words if it is of the position kept."""
    filled = context.inspection.fields
    if name != POSITION_FIX:
        return filled[name]
    try:
        fix = Fix.parse(filled[name])
    except InputInvalid:
        return filled[name]
    same = str(fix.position) == filled.get(POSITION)
    return context.say(fix.words()) if same else filled[name]


def standards(context: Context) -> Iterator[Block]:
    """Yield the reference weights with their certificates."""
    sets = context.inspection.weight_sets
    if not sets:
        return
    head = (
        Text(zh="标准器", en="Reference standard"),
        Text(zh="编号", en="Serial number"),
        Text(zh="等级", en="Class"),
        Text(zh="组成", en="Pieces"),
        Text(zh="证书编号", en="Certificate"),
        Text(zh="有效期至", en="Valid until"),
    )
    yield Table(
        head=tuple(map(context.say, head)),
        rows=tuple(_standard(each) for each in sets),
        widths=(2.2, 1.7, 0.9, 3.5, 2.4, 2.1),
    )


def _standard(each: ReferenceWeightSet) -> tuple[Cell, ...]:
    issued = each.certificate_number + (f" ({each.issuer})" if each.issuer else "")
    return (
        Cell(text=each.name),
        Cell(text=each.serial_number or labels.NOT_STATED),
        Cell(text=each.accuracy_class, align="center"),
        Cell(text=_pieces(each)),
        Cell(text=issued),
        Cell(text=figures.day(each.valid_until), align="center"),
    )


def _pieces(each: ReferenceWeightSet) -> str:
    """Return `10 kg ×2, 500 g`: equal pieces counted."""
    counts: dict[str, int] = {}
    for piece in each.pieces:
        shown = figures.trimmed_mass(piece)
        counts[shown] = counts.get(shown, 0) + 1
    return ", ".join(f"{mass} ×{n}" if n > 1 else mass for mass, n in counts.items())


def _fields(context: Context, *pairs: Pair) -> Fields:
    return Fields(
        pairs=tuple((context.say(label), value or labels.NOT_STATED) for label, value in pairs)
    )


def _begun(label: Text) -> Text:
    """Return a figure's label as it begins a box; it is declared as it stands in a sentence."""
    return Text(zh=label.zh, en=label.en[:1].upper() + label.en[1:])
