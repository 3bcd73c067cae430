"""询问笔录 (form 14): who was asked, what was told of rights, each question with its answer."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Paragraph, Report
from inspector_app.reports.entries import NOTHING_FILLED, EntryTable, Filled
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections.asked import LONG, moment, words
from inspector_app.reports.sections.paper import Paper
from inspector_app.words import Words

TITLE = Text(zh="询问笔录", en="Record of Inquiry")
QUESTIONS = EntryTable(
    key="questions",
    title=Text(zh="问答", en="questions"),
    figures=(
        words("question", Text(zh="问", en="question"), longest=LONG),
        words("answer", Text(zh="答", en="answer"), longest=LONG),
    ),
)
_RIGHTS = Text(
    zh="告知：我们是{bureau}的执法人员{people}，已向你出示执法证件。现依法向你询问，你应当如实回答、协助调查，"
    "不得阻挠；你有权进行陈述和申辩；如认为执法人员与你有直接利害关系，有权申请回避。",
    en="Told: we are officers {people} of {bureau} and have shown our law-enforcement cards. We "
    "question you according to law; you are to answer truthfully and not to obstruct. You may "
    "state your case and defend yourself, and ask for an officer with an interest in the matter to "
    "withdraw.",
)
_Q, _A = Text(zh="问：{said}", en="Question: {said}"), Text(zh="答：{said}", en="Answer: {said}")
_READ = Text(
    zh="以上笔录已经本人核对（或已向本人宣读），无误。如有修改，修改处由本人签名或按指印。",
    en="I have read this record (or had it read to me); it is right. Changes are signed beside.",
)
_EACH_PAGE = Text(zh="被询问人须在每页签名或按指印。", en="The person asked signs every page.")


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the record of the inquiry. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, TITLE, _blocks(paper), has_number=False)


def _blocks(paper: Paper) -> Iterator[Block]:
    people = paper.listed(of.people(paper))
    yield of.fields(
        paper,
        (Text(zh="开始时间", en="Begun"), paper.moment("begun")),
        (Text(zh="结束时间", en="Ended"), paper.moment("ended")),
        (Text(zh="询问地点", en="Place"), paper.filled["place"]),
        (Text(zh="案由或检查编号", en="Matter"), paper.seen.number),
        (Text(zh="被询问人", en="Person asked"), paper.filled["name"]),
        (Text(zh="身份证件号码", en="Identity number"), paper.filled["identity"]),
        (Text(zh="与当事人关系", en="Relation to the party"), paper.filled["relation"]),
        (Text(zh="联系电话", en="Telephone"), paper.filled["phone"]),
        (Text(zh="询问人", en="Asked by"), people),
        (Text(zh="记录人", en="Recorded by"), paper.filled["recorder"]),
    )
    yield Paragraph(text=paper.say(_RIGHTS, bureau=paper.issuer, people=people), indent=2)
    for row in paper.filled.rows(QUESTIONS):
        yield Paragraph(text=paper.say(_Q, said=row.get("question", "")), indent=2)
        yield Paragraph(text=paper.say(_A, said=row.get("answer", "")), indent=2)
    yield Paragraph(text=paper.say(_EACH_PAGE), small=True)
    yield Paragraph(text=paper.say(_READ), indent=2)
    asked = Text(zh="被询问人（签名或按指印）", en="Person asked (signature or fingerprint)")
    yield of.hands(paper, (asked, paper.filled["name"]), *of.officers(paper))
    yield from of.proof(paper)


def prefill(inspection: Inspection, _book: RegulationBook, _words: Words) -> dict[str, str]:
    """Return the place and the person responsible."""
    place = inspection.premises
    known = {"place": of.place_of(inspection)}
    if place is not None:
        known |= {"name": place.responsible_person, "phone": place.phone}
    if inspection.inspectors:
        known["recorder"] = inspection.inspectors[-1].name
    return {key: text for key, text in known.items() if text}


REPORT = Report(
    key="inquiry_record",
    title=TITLE,
    for_kinds=("*",),
    build=build,
    entries=(
        moment("begun", Text(zh="开始时间", en="begun")),
        moment("ended", Text(zh="结束时间", en="ended")),
        words("place", Text(zh="询问地点", en="place")),
        words("name", Text(zh="被询问人", en="person asked")),
        words("identity", Text(zh="身份证件号码", en="identity number"), required=False),
        words("relation", Text(zh="与当事人关系", en="relation to the party")),
        words("phone", Text(zh="联系电话", en="telephone"), required=False),
        words("recorder", Text(zh="记录人", en="recorded by")),
    ),
    tables=(QUESTIONS,),
    form="14 询问笔录",
    prefill=prefill,
)
