"""What the official papers share: head and foot, the party, what was found, laws, items, hands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.figures import Figure
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.kinds.catalogue import kind_for
from inspector_app.metrology.regulations import RegulationBook, Row
from inspector_app.reports import page
from inspector_app.reports.base import (
    Block,
    Cell,
    Closing,
    Document,
    Fields,
    Paragraph,
    ProofBlock,
    SignatureBlock,
    Signatures,
    Table,
)
from inspector_app.reports.entries import EntryTable, Filled
from inspector_app.reports.page import PageFormat
from inspector_app.reports.sections import evidence, labels
from inspector_app.reports.sections.context import Context, written
from inspector_app.words import Words

PAGE_WORD = "— {page} —"
NOT_GIVEN = Text(zh="（未提供）", en="(not stated)")
STOP = Text(zh="。", en=".")
_BETWEEN = Text(zh="；", en="; ")
_LIST = Text(zh="、", en=", ")
_NUMBER = Text(zh="编号", en="No.")
_OF_RECORD = Text(zh="检查编号：{number}", en="Inspection {number}")
_UNNUMBERED = Text(zh="（草稿，未编号）", en="(draft, no number)")
_SEAL = Text(zh="（印章）", en=" (seal)")
_DAY = Text(zh="{year}年{month}月{day}日", en="{year:04d}-{month:02d}-{day:02d}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An inspection about to become a paper: seen through its kind, with what was filled in."""

    context: Context
    filled: Filled

    @property
    def seen(self) -> Inspection:
        """Return the inspection."""
        return self.context.inspection

    @property
    def on(self) -> date:
        """Return the day of the paper: when it is issued, else that of the inspection."""
        return self.filled.on or self.seen.on

    @property
    def law(self) -> RegulationBook:
        """Return the rules that hold on the day of the paper; the record keeps to its own."""
        return self.filled.law or self.context.book

    @property
    def issuer(self) -> str:
        """Return the bureau that issues it."""
        return self.seen.inspectors[0].unit if self.seen.inspectors else ""

    def say(self, text: Text, **values: object) -> str:
        """Return a declared text in the paper's language with its values."""
        said = self.context.say(text)
        return said.format(**values) if values else said

    def words_of(self, language: str) -> Words:
        """Return the words of Chinese or English: the paper's own where it is that one."""
        own = self.context.words
        if own.language.startswith(language):
            return own
        return Words("zh_CN" if language == "zh" else "en")

    def entry(self, key: str) -> str:
        """Return an entry as it stands on paper; a word of its own where nothing was filled in."""
        return self.filled[key] or self.say(NOT_GIVEN)

    def chosen(self, figure: Figure) -> str:
        """Return an entry with its unit, a choice by its words, empty if not filled in."""
        text = self.filled[figure.key]
        return written(self.context, figure, text) if text else ""

    def day(self, day: date | str) -> str:
        """Return a date in words: `2026年11月24日`; a text that is no date as it is."""
        if isinstance(day, date):
            return self.say(_DAY, year=day.year, month=day.month, day=day.day)
        try:
            return self.day(date.fromisoformat(day[:10]))
        except ValueError:
            return day or self.say(NOT_GIVEN)

    def moment(self, key: str) -> str:
        """Return an entry that is a moment, to the minute."""
        text = self.filled[key]
        return text.replace("T", " ")[:16] if text else self.say(NOT_GIVEN)

    def listed(self, parts: Iterable[str]) -> str:
        """Return the parts in a row, each once."""
        return self.say(_LIST).join(dict.fromkeys(part for part in parts if part))


def paper_of(inspection: Inspection, book: RegulationBook, words: Words, filled: Filled) -> Paper:
    """Return the paper's view. Raises InputInvalid for an unknown kind."""
    kind = kind_for(inspection)
    plan = kind.plan(inspection, book)
    context = Context(inspection=inspection, kind=kind, book=book, words=words, plan=plan)
    return Paper(context=context, filled=filled)


def document(
    paper: Paper,
    title: Text,
    blocks: Iterable[Block],
    *,
    has_number: bool = True,
    letter: bool = False,
    sheet: PageFormat | None = None,
) -> Document:
    """Return the finished tree. has_number: it carries a number of its own, else the record's."""
    seen = paper.seen
    return Document(
        title=paper.say(title),
        issuer=paper.issuer,
        number=_number(paper, has_number=has_number),
        language=paper.context.words.language,
        blocks=tuple(blocks),
        subject=paper.say(paper.context.kind.title),
        keywords=tuple(k for k in (seen.number, paper.filled.number, seen.kind) if k),
        page_word=PAGE_WORD,
        page=sheet or page.official(paper.context.book),
        letter=letter,
    )


def _number(paper: Paper, *, has_number: bool) -> str:
    """Return the paper's own number; a draft says that it has none yet."""
    if not has_number:
        return paper.say(_OF_RECORD, number=paper.seen.number)
    return paper.filled.number or paper.say(_UNNUMBERED)


# --- the party and the instrument ------------------------------------------------------------

_PARTY = Text(zh="当事人：{name}", en="Party: {name}")
_PARTY_LINES = (
    Text(zh="统一社会信用代码：{value}", en="Unified social credit code: {value}"),
    Text(zh="住所（住址）：{value}", en="Address: {value}"),
    Text(
        zh="法定代表人（负责人、经营者）：{value}",
        en="Legal representative (person responsible): {value}",
    ),
    Text(zh="联系电话：{value}", en="Telephone: {value}"),
)


def addressee(paper: Paper) -> Iterator[Block]:
    """Yield the party as the notices address it, a line each."""
    place = paper.seen.premises
    name = place.name if place else paper.say(NOT_GIVEN)
    yield Paragraph(text=paper.say(_PARTY, name=name))
    if place is None:
        return
    where = place_of(paper.seen)
    values = (place.credit_code, where, place.responsible_person, place.phone)
    for line, value in zip(_PARTY_LINES, values, strict=True):
        yield Paragraph(text=paper.say(line, value=value or paper.say(NOT_GIVEN)))


def party_fields(paper: Paper) -> Fields:
    """Return the party as the forms have it, in a grid."""
    place = paper.seen.premises
    where = place_of(paper.seen)
    return fields(
        paper,
        (Text(zh="当事人", en="Party"), place.name if place else ""),
        (Text(zh="统一社会信用代码", en="Credit code"), place.credit_code if place else ""),
        (
            Text(zh="法定代表人（负责人、经营者）", en="Person responsible"),
            place.responsible_person if place else "",
        ),
        (Text(zh="联系电话", en="Telephone"), place.phone if place else ""),
        (Text(zh="住所（住址）", en="Address"), where),
    )


def fields(paper: Paper, *pairs: tuple[Text, str]) -> Fields:
    """Return a grid of labels and values; a dash for what is empty."""
    return Fields(
        pairs=tuple((paper.say(label), text or labels.NOT_STATED) for label, text in pairs)
    )


def party_name(paper: Paper) -> str:
    """Return the party's name."""
    return paper.seen.premises.name if paper.seen.premises else paper.say(NOT_GIVEN)


def device_name(paper: Paper) -> str:
    """Return the instrument with model and serial number, empty where there is none."""
    device = paper.seen.instrument or paper.seen.measuring_instrument
    if device is None:
        return ""
    number = f"{paper.say(_NUMBER)} {device.serial_number}" if device.serial_number else ""
    return " ".join(part for part in (device.name, device.model, number) if part)


def model_and_number(paper: Paper) -> str:
    """Return the instrument's model and serial number, empty where there is none."""
    device = paper.seen.instrument or paper.seen.measuring_instrument
    if device is None:
        return ""
    number = f"{paper.say(_NUMBER)} {device.serial_number}" if device.serial_number else ""
    return " ".join(part for part in (device.model, number) if part)


def place_of(inspection: Inspection) -> str:
    """Return the address of the premises with market and stall, empty where none is chosen."""
    place = inspection.premises
    return " ".join(p for p in (place.address, place.market, place.stall) if p) if place else ""


def rule_title(paper: Paper, row: Row) -> str:
    """Return the title of the regulation that a row stands in."""
    held = (r for r in paper.law.regulations if r.number == row.regulation)
    title = next((paper.say(rules.title) for rules in held), row.regulation)
    return f"《{title}》" if paper.context.words.language.startswith("zh") else title


# --- tables, closing, hands -------------------------------------------------------------------

_ROW = Text(zh="序号", en="No.")


def table(
    paper: Paper, declared: EntryTable, widths: tuple[float, ...], *, caption: str = ""
) -> Table:
    """Return the rows filled in under their own labels, numbered."""
    return table_of(paper, declared, paper.filled.rows(declared), widths, caption=caption)


def table_of(
    paper: Paper,
    declared: EntryTable,
    rows: tuple[Mapping[str, str], ...],
    widths: tuple[float, ...],
    *,
    caption: str = "",
) -> Table:
    """Return given rows under the declared labels, numbered."""
    heads = (begun(paper.say(figure.label)) for figure in declared.figures)
    return Table(
        caption=caption,
        head=(paper.say(_ROW), *heads),
        rows=tuple(
            (
                Cell(text=str(number), align="center"),
                *(
                    Cell(
                        text=written(paper.context, figure, row[figure.key])
                        if row.get(figure.key)
                        else labels.NOT_STATED
                    )
                    for figure in declared.figures
                ),
            )
            for number, row in enumerate(rows, 1)
        ),
        widths=(0.8, *widths),
    )


def begun(label: str) -> str:
    """Return a label as it begins a box."""
    return label[:1].upper() + label[1:]


def closing(paper: Paper) -> Closing:
    """Return the bureau and the date that a notice ends with; the seal goes over them."""
    return Closing(issuer=paper.issuer + paper.say(_SEAL), date=paper.day(paper.on))


def hands(paper: Paper, *roles: tuple[Text, str]) -> Signatures:
    """Return empty places of signature: role and the name known beforehand."""
    return Signatures(
        blocks=tuple(SignatureBlock(role=paper.say(role), name=name) for role, name in roles)
    )


OFFICER_SIGNS = Text(zh="执法人员签名", en="Signature of the officer")


_OFFICER = Text(zh="{name}（{card}）", en="{name} ({card})")


def people(paper: Paper) -> tuple[str, ...]:
    """Return the officers, each with the number of the law-enforcement card."""
    return tuple(
        paper.say(_OFFICER, name=p.name, card=p.card_number) if p.card_number else p.name
        for p in paper.seen.inspectors
    )


def officers(paper: Paper) -> tuple[tuple[Text, str], ...]:
    """Return the places of the inspectors' signatures; always two, as the procedure asks."""
    names = people(paper)
    return tuple((OFFICER_SIGNS, name) for name in (*names, "", "")[: max(2, len(names))])


def proof(paper: Paper) -> Iterator[Block]:
    """Yield the QR of the record behind the paper."""
    return evidence.proof(paper.context)


_SCAN = Text(zh="扫码核验检查记录 {number}", en="Scan to check record {number}")


def small_proof(paper: Paper) -> Iterator[Block]:
    """Yield the QR of the record with one line beside it, for a narrow sheet."""
    seal = paper.seen.seal
    if seal is None:
        yield from proof(paper)
        return
    said = paper.say(_SCAN, number=paper.seen.number)
    yield ProofBlock(token=seal.token, title=said, lines=())
