"""Every clause of the regulation tables reads Chinese where Chinese is shown."""

from __future__ import annotations

import re

import pytest

from inspector_app import words
from inspector_app.domain.judgement import Citation, Confirmation
from inspector_app.metrology.regulations import load_book
from inspector_app.words.articles import is_law, numeral
from inspector_app.words.clauses import CHINESE, cited_words, clause_words
from ui.inspect.model import citation_line

# A number, or the number of a document and of its clause, is the same in every language.
_NAMES = re.compile(r"OIML|JJ[GF]|qmin|qmax|mod|W\(i\)")


def test_every_clause_with_english_words_has_chinese() -> None:
    found: set[str] = set()
    for rules in load_book().regulations:
        rows = (*rules.figures.values(), *(row for table in rules.tables.values() for row in table))
        found |= {rules.clause, *(row.clause for row in rows)}
    english = {c for c in found if re.search(r"[A-Za-z]{3,}", _NAMES.sub("", c))}
    assert english
    assert english - CHINESE.keys() == set()


def test_no_chinese_is_left_over_and_none_is_english() -> None:
    assert all(re.search(r"[一-鿿]|^5：W", text) for text in CHINESE.values())


def test_the_window_and_a_paper_show_the_clause_in_their_own_language() -> None:
    citation = Citation("GB 23350-2021", "void ratio, table 1", Confirmation.MEMORY)
    assert cited_words(citation, "zh_CN") == "GB 23350-2021 空隙率，表 1"
    assert cited_words(citation, "en") == "GB 23350-2021 void ratio, table 1"
    assert cited_words(None, "zh_CN") == ""
    words.set_language("zh_CN")
    try:
        assert citation_line(citation) == "GB 23350-2021 空隙率，表 1（未确认）"
    finally:
        words.set_language("en")
    assert citation_line(citation) == "GB 23350-2021, void ratio, table 1 (not confirmed)"


def test_a_clause_unknown_here_is_shown_as_it_is() -> None:
    assert clause_words("5.4", "zh_CN") == "5.4"
    assert clause_words("a clause of a later package", "zh_CN") == "a clause of a later package"


@pytest.mark.parametrize(
    "clause,chinese,english",
    [
        ("18", "第十八条", "art. 18"),
        ("105", "第一百零五条", "art. 105"),
        ("6(2)", "第六条（二）", "art. 6(2)"),
        ("23(1)(5)", "第二十三条第一款第五项", "art. 23(1)(5)"),
        ("5(10), 16", "第五条（十）、第十六条", "art. 5(10), 16"),
        ("55; 计量法 30", "第五十五条；计量法第三十条", "art. 55; 计量法 30"),
    ],
)
def test_a_law_is_quoted_by_its_articles(clause: str, chinese: str, english: str) -> None:
    law = "市场监督管理行政处罚程序规定"
    assert clause_words(clause, "zh_CN", regulation=law) == chinese
    assert clause_words(clause, "en", regulation=law) == english


def test_a_standard_keeps_its_numbers_and_a_named_law_needs_none() -> None:
    assert clause_words("18", "zh_CN", regulation="GB 32100-2015") == "18"
    assert clause_words("18", "zh_CN") == "18"
    said = clause_words("加油站办法 5(七), 9(三); 计量法 27", "zh_CN")
    assert said == "加油站办法第五条（七）、第九条（三）；计量法第二十七条"


def test_no_law_of_the_book_is_quoted_by_a_bare_number_in_chinese() -> None:
    for rules in load_book().regulations:
        rows = (*rules.figures.values(), *(row for table in rules.tables.values() for row in table))
        if is_law(rules.number):
            said = [clause_words(r.clause, "zh_CN", regulation=rules.number) for r in rows]
            assert not [each for each in said if re.match(r"\d", each)], rules.number


def test_numerals_reach_as_far_as_laws_do() -> None:
    assert [numeral(n) for n in (0, 9, 10, 11, 20, 99, 100, 110, 999)] == [
        "〇", "九", "十", "十一", "二十", "九十九", "一百", "一百一十", "九百九十九",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="1000"):
        numeral(1000)
