"""现场笔录 (form 9): who was there, what was told, seen and measured, what the party says."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import (
    Block,
    Document,
    Heading,
    Paragraph,
    Report,
    SignatureBlock,
    Signatures,
)
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.needs import PARTY
from inspector_app.reports.sections import checks, evidence, measurements, parties
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections import what_was_found as told
from inspector_app.reports.sections.asked import LONG, moment, words
from inspector_app.reports.sections.labels import PURPOSES
from inspector_app.reports.sections.paper import Paper
from inspector_app.words import Words

TITLE = Text(zh="现场笔录", en="Record on Site")
_RIGHTS = Text(
    zh="执法人员{people}向当事人出示执法证件，说明来意，告知当事人依法享有陈述、申辩的权利和申请回避的权利，"
    "以及如实说明情况、协助检查的义务。当事人表示：{reply}",
    en="Officers {people} showed their law-enforcement cards, said why they came and told the "
    "party of its rights to state its case, to defend itself and to ask an officer to withdraw, "
    "and of its duty to assist. The party said: {reply}",
)
_SEEN, _DATA, _MORE, _SAID = (
    Text(zh="一、现场检查情况", en="1  What was checked"),
    Text(zh="二、试验数据", en="2  Measurements"),
    Text(zh="三、其他情况", en="3  Further facts"),
    Text(zh="四、当事人意见", en="4  Statement of the party"),
)
_NOTHING = Text(zh="无。", en="None.")
_READ = Text(
    zh="以上笔录经核对无误。笔录每页由当事人签名或者盖章；拒绝的，由执法人员注明并由见证人签名。",
    en="This record was read and is right. The party signs every page; a refusal is noted by the "
    "officers and signed by a witness.",
)


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the record on site. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, TITLE, _blocks(paper), has_number=False)


def _blocks(paper: Paper) -> Iterator[Block]:
    seen, context = paper.seen, paper.context
    people = paper.listed(of.people(paper))
    purpose = PURPOSES.get(seen.purpose)
    yield of.fields(
        paper,
        (Text(zh="开始时间", en="Begun"), paper.moment("begun")),
        (Text(zh="结束时间", en="Ended"), paper.moment("ended")),
        (Text(zh="检查地点", en="Place"), paper.filled["place"]),
        (Text(zh="检查事由", en="Reason"), paper.say(purpose) if purpose else seen.purpose),
        (Text(zh="执法人员", en="Officers"), people),
        (Text(zh="现场人员", en="Persons present"), paper.filled["present"]),
        (Text(zh="录像编号", en="Recording"), paper.filled["recording_number"]),
        (Text(zh="检查编号", en="Inspection"), seen.number),
    )
    yield of.party_fields(paper)
    said = paper.say(_RIGHTS, people=people, reply=paper.entry("reply"))
    yield Paragraph(text=said, indent=2)
    yield Heading(text=paper.say(_SEEN))
    yield Paragraph(text=told.visit(paper), indent=2)
    yield from parties.instrument(context)
    yield from checks.checks(context)
    yield Heading(text=paper.say(_DATA))
    yield from parties.environment(context)
    yield from parties.standards(context)
    yield from measurements.measurements(context)
    yield from told.findings(paper)
    yield Heading(text=paper.say(_MORE))
    yield Paragraph(text=paper.filled["more"] or paper.say(_NOTHING), indent=2)
    yield Heading(text=paper.say(_SAID))
    yield Paragraph(text=paper.filled["party_statement"] or paper.say(_NOTHING), indent=2)
    yield Paragraph(text=paper.say(_READ), small=True)
    yield _hands(paper)
    yield from of.proof(paper)


def _hands(paper: Paper) -> Signatures:
    """Return the hands that the record holds, and a place for each officer who has not signed."""
    given = evidence.hands(paper.context)
    signed = {block.name for block in given}
    missing = (
        SignatureBlock(role=paper.say(of.OFFICER_SIGNS), name=shown)
        for person, shown in zip(paper.seen.inspectors, of.people(paper), strict=True)
        if person.name not in signed
    )
    return Signatures(blocks=(*given, *missing), date=paper.day(paper.seen.on))


def prefill(inspection: Inspection, _book: RegulationBook, _words: Words) -> dict[str, str]:
    """Return what the form of the inspection already holds."""
    filled = inspection.fields
    place = inspection.premises
    known = {
        "begun": filled.get("started_at", ""),
        "ended": filled.get("ended_at", ""),
        "place": filled.get("place", "") or of.place_of(inspection),
        "present": filled.get("present", "") or (place.responsible_person if place else ""),
        "recording_number": filled.get("recording_number", ""),
        "reply": filled.get("rights_told", ""),
        "party_statement": filled.get("party_statement", ""),
        "more": filled.get("remarks", ""),
    }
    return {key: text for key, text in known.items() if text}


REPORT = Report(
    key="on_site_record",
    title=TITLE,
    for_kinds=("*",),
    build=build,
    entries=(
        moment("begun", Text(zh="开始时间", en="begun")),
        moment("ended", Text(zh="结束时间", en="ended")),
        words("place", Text(zh="检查地点", en="place")),
        words("present", Text(zh="现场人员", en="persons present")),
        words("recording_number", Text(zh="录像编号", en="recording number"), required=False),
        words(
            "reply", Text(zh="当事人对权利告知的答复", en="the party's answer to the rights told")
        ),
        words("more", Text(zh="其他情况", en="further facts"), required=False, longest=LONG),
        words(
            "party_statement",
            Text(zh="当事人意见", en="statement of the party"),
            required=False,
            longest=LONG,
        ),
    ),
    form="9 现场笔录",
    needs=(PARTY,),
    prefill=prefill,
)
