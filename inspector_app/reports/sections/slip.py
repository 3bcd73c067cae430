"""The visit slip: what was looked at, what came of it, what to do; in one language or two."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.figures import Figure
from inspector_app.domain.judgement import Outcome
from inspector_app.domain.text import Text
from inspector_app.reports.base import Block, Fields, Paragraph
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections import what_was_found as told
from inspector_app.reports.sections.asked import choice, day, words
from inspector_app.reports.sections.paper import Paper
from inspector_app.words.reasons import outcome_word

TITLE = Text(zh="检查告知单", en="Visit Slip")
NONE = "none"
LANGUAGE = choice(
    "language",
    Text(zh="当事人语言", en="the trader's language"),
    (NONE, Text(zh="仅用公文语言", en="the paper's language only")),
    ("en", Text(zh="英语 English", en="English")),
    ("zh", Text(zh="中文", en="Chinese 中文")),
    ("ru", Text(zh="俄语 Русский", en="Russian Русский")),
    ("vi", Text(zh="越南语 Tiếng Việt", en="Vietnamese Tiếng Việt")),
    ("ja", Text(zh="日语 日本語", en="Japanese 日本語")),
)
ENTRIES: tuple[Figure, ...] = (
    LANGUAGE,
    words("to_do", Text(zh="需要当事人做的事", en="what the trader is to do"), required=False),
    day("by", Text(zh="办理期限", en="by when"), required=False),
    words("contact", Text(zh="联系人及电话", en="contact and telephone")),
)

_Said = dict[str, str]
_DATE: _Said = {
    "zh": "检查日期",
    "en": "Date",
    "ru": "Дата проверки",
    "vi": "Ngày kiểm tra",
    "ja": "検査日",
}
_PLACE: _Said = {
    "zh": "当事人",
    "en": "Business",
    "ru": "Предприятие",
    "vi": "Cơ sở kinh doanh",
    "ja": "事業者",
}
_THING: _Said = {
    "zh": "检查对象",
    "en": "Checked",
    "ru": "Что проверено",
    "vi": "Đối tượng kiểm tra",
    "ja": "検査対象",
}
_PEOPLE: _Said = {
    "zh": "检查人员",
    "en": "Inspectors",
    "ru": "Инспекторы",
    "vi": "Người kiểm tra",
    "ja": "検査員",
}
_RESULT: _Said = {
    "zh": "检查结果",
    "en": "Result",
    "ru": "Результат",
    "vi": "Kết quả",
    "ja": "検査結果",
}
_TO_DO: _Said = {
    "zh": "需要办理",
    "en": "To do",
    "ru": "Что сделать",
    "vi": "Việc cần làm",
    "ja": "対応事項",
}
_BY: _Said = {"zh": "办理期限", "en": "By", "ru": "Срок", "vi": "Thời hạn", "ja": "期限"}
_CONTACT: _Said = {
    "zh": "联系方式",
    "en": "Contact",
    "ru": "Контакт",
    "vi": "Liên hệ",
    "ja": "連絡先",
}
_THANKS: _Said = {
    "zh": "感谢您的配合。本单仅告知现场检查情况，不是行政处罚决定。",
    "en": "Thank you for your help. This slip tells what the visit found; it is no penalty.",
    "ru": "Благодарим за содействие. Это уведомление о проверке, а не решение о наказании.",
    "vi": "Cảm ơn sự hợp tác của quý vị. Đây là phiếu thông báo kết quả kiểm tra, "
    "không phải quyết định xử phạt.",
    "ja": "ご協力ありがとうございました。本票は検査結果のお知らせで、処分の決定ではありません。",
}
_OUTCOMES: dict[Outcome, _Said] = {
    Outcome.PASS: {
        "ru": "Нарушений не найдено",
        "vi": "Không phát hiện sai phạm",
        "ja": "問題なし",
    },
    Outcome.FAIL: {"ru": "Есть нарушения", "vi": "Phát hiện sai phạm", "ja": "問題あり"},
    Outcome.INCOMPLETE: {"ru": "Проверка не завершена", "vi": "Chưa hoàn tất", "ja": "未完了"},
    Outcome.NOT_APPLICABLE: {"ru": "Неприменимо", "vi": "Không áp dụng", "ja": "該当なし"},
    Outcome.ADVISORY: {"ru": "К сведению", "vi": "Lưu ý", "ja": "注意"},
}
_UNSURE: _Said = {
    "ru": "Возможное превышение допуска",
    "vi": "Nghi vượt giới hạn cho phép",
    "ja": "許容限度超過の疑い",
}
_NOT_YET: _Said = {
    "zh": "尚无结论",
    "en": "No conclusion yet",
    "ru": "Пока без заключения",
    "vi": "Chưa có kết luận",
    "ja": "結論未定",
}


def languages(paper: Paper) -> tuple[str, ...]:
    """Return the official language, and the trader's where it is another."""
    own = "zh" if paper.context.words.language.startswith("zh") else "en"
    other = paper.filled["language"]
    return (own,) if other in {"", NONE, own} else (own, other)


def body(paper: Paper) -> Iterator[Block]:
    """Yield the slip's facts with each label in both languages, the findings, and the thanks."""
    spoken, seen = languages(paper), paper.seen
    device = of.device_name(paper)
    pairs = [
        (_DATE, paper.day(seen.on)),
        (_PLACE, of.party_name(paper)),
        (_THING, device or paper.say(paper.context.kind.title)),
        (_PEOPLE, paper.listed(of.people(paper))),
        (_RESULT, "\n".join(dict.fromkeys(_result(paper, each) for each in spoken))),
    ]
    yield Fields(pairs=tuple((_both(label, spoken), text) for label, text in pairs), columns=1)
    lines = told.found_lines(paper)
    for number, line in enumerate(lines, 1):
        yield Paragraph(text=f"{number}. {line}", small=True)
    asked = [
        (_TO_DO, paper.filled["to_do"]),
        (_BY, paper.day(paper.filled["by"]) if paper.filled["by"] else ""),
        (_CONTACT, paper.filled["contact"]),
    ]
    shown = tuple((_both(label, spoken), text) for label, text in asked if text)
    if shown:
        yield Fields(pairs=shown, columns=1)
    for each in spoken:
        yield Paragraph(text=_THANKS[each], small=True)


def _both(said: _Said, spoken: tuple[str, ...]) -> str:
    return " / ".join(said[each] for each in spoken)


def _result(paper: Paper, language: str) -> str:
    """Return the conclusion's word; never that of a legal verdict unless it is one."""
    verdict = paper.seen.verdict
    if verdict is None:
        return _NOT_YET[language]
    if language in {"zh", "en"}:
        words = paper.words_of(language)
        return outcome_word(verdict.outcome, words, legal=verdict.legal)
    if verdict.outcome is Outcome.FAIL and not verdict.legal:
        return _UNSURE[language]
    return _OUTCOMES[verdict.outcome][language]
