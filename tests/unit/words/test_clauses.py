"""Every clause of the regulation tables reads Chinese where Chinese is shown."""

from __future__ import annotations

import re

import pytest

from inspector_app import words
from inspector_app.domain.judgement import Citation, Confirmation
from inspector_app.domain.text import Text
from inspector_app.kinds.catalogue import kinds
from inspector_app.metrology.regulations import load_book
from inspector_app.words.articles import is_law, numeral
from inspector_app.words.clauses import (
    CHINESE,
    article_of,
    basis_words,
    cited_words,
    clause_words,
)
from inspector_app.words.law_titles import TITLES
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
    "regulation, clause, chinese, english",
    [
        ("市场监督管理行政处罚程序规定", "35", "第三十五条", "article 35"),
        ("集贸市场计量监督管理办法(市场监管总局令第94号)", "13", "第十三条", "article 13"),
        ("中华人民共和国食品安全法", "148", "第一百四十八条", "article 148"),
        ("中华人民共和国固体废物污染环境防治法", "105", "第一百零五条", "article 105"),
        ("零售商品称重计量监督管理办法", "6(1)", "第六条（一）", "article 6(1)"),
        ("中华人民共和国计量法实施细则", "第二十二条", "第二十二条", "article 22"),
        ("JJG 539-2016", "6", "6", "6"),
        ("在用计量表状态评价方法（本单位，草案）", "3", "3", "3"),
    ],
)
def test_an_article_of_a_law_is_named_and_a_clause_of_a_standard_is_not(
    regulation: str, clause: str, chinese: str, english: str
) -> None:
    assert clause_words(clause, "zh_CN", regulation=regulation) == chinese
    assert clause_words(clause, "en", regulation=regulation) == english


def test_every_number_counts_as_it_is_read() -> None:
    shown = {18: "十八", 10: "十", 20: "二十", 101: "一百零一", 110: "一百一十", 999: "九百九十九"}
    assert {number: numeral(number) for number in shown} == shown
    assert len({numeral(number) for number in range(1, 1000)}) == 999


@pytest.mark.parametrize(
    "article, chinese, english",
    [
        ("第五条至第九条", "《测试办法》第五条至第九条", "Test Measures, articles 5 to 9"),
        ("第二十二条、第五十一条", "《测试办法》第二十二条、第五十一条", "Test Measures, articles 22, 51"),
        ("第五条（六）", "《测试办法》第五条（六）", "Test Measures, article 5(6)"),
        ("附表 2", "《测试办法》附表 2", "Test Measures, 附表 2"),
        ("", "《测试办法》", "Test Measures"),
    ],
)  # fmt: skip
def test_a_basis_reads_as_its_language_cites_laws(article: str, chinese: str, english: str) -> None:
    for title in ("测试办法", "《测试办法》"):
        law = Text(zh=title, en="Test Measures")
        assert article_of(law, article, "zh_CN") == chinese
        assert article_of(law, article, "en") == english


@pytest.mark.parametrize(
    "basis, chinese, english",
    [
        ("集贸市场办法(94号)13", "集贸市场办法（94号）第十三条", "Market fair measures (order 94) art. 13"),
        ("加油站办法9(一)", "加油站办法第九条（一）", "Fuel station measures art. 9(1)"),
        ("刑法 140, 266; 国务院令310号 3", "刑法第一百四十条、第二百六十六条；国务院令310号第三条",
         "Criminal Law art. 140, art. 266; State Council order 310 art. 3"),
        ("same, art 5(2), 16 para 1", "侵害消费者权益行为处罚办法第五条（二）、第十六条第一款",
         "Measures on penalties for infringing consumer rights art. 5(2), art. 16 para. 1"),
        ("定量包装办法(70号)", "定量包装办法（70号）", "Prepackaged goods measures (order 70)"),
    ],
)  # fmt: skip
def test_the_short_bases_of_the_fines_name_their_articles(
    basis: str, chinese: str, english: str
) -> None:
    assert basis_words(basis, "zh_CN") == chinese
    assert basis_words(basis, "en") == english


def test_every_law_of_the_tables_and_the_kinds_has_an_english_title() -> None:
    held = {r.number: r.title.en for r in load_book().regulations if is_law(r.number)}
    assert held
    assert {number: TITLES.get(number) for number in held} == held
    bases = (b for k in kinds() for b in (*k.basis, *(check.basis for check in k.checks)))
    cited = {basis.document.zh.strip("《》") for basis in bases}
    assert {title for title in cited if is_law(title)} - TITLES.keys() == set()


def test_no_chinese_is_left_in_an_english_basis_of_the_tables() -> None:
    rows = [
        row for rules in load_book().regulations for table in rules.tables.values() for row in table
    ]
    bases = {row.text("basis") for row in rows if "basis" in row.values}
    bases |= {row.clause for row in load_book().newest("consequences").rows("consequence")}
    assert len(bases) > 20
    left = {each for each in bases if re.search("[一-鿿]", basis_words(each, "en"))}
    assert left == set()


@pytest.mark.parametrize(
    "clause,chinese,english",
    [
        ("18", "第十八条", "article 18"),
        ("105", "第一百零五条", "article 105"),
        ("6(2)", "第六条（二）", "article 6(2)"),
        ("23(1)(5)", "第二十三条第一款第五项", "article 23(1)(5)"),
        ("5(10), 16", "第五条（十）、第十六条", "articles 5(10), 16"),
        ("55; 计量法 30", "第五十五条；计量法第三十条", "article 55; 计量法 30"),
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
