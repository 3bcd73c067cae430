"""Every clause of the regulation tables reads Chinese where Chinese is shown."""

from __future__ import annotations

import re

from inspector_app import words
from inspector_app.domain.judgement import Citation, Confirmation
from inspector_app.metrology.regulations import load_book
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
        assert citation_line(citation) == "GB 23350-2021, 空隙率，表 1（未确认）"
    finally:
        words.set_language("en")
    assert citation_line(citation) == "GB 23350-2021, void ratio, table 1 (not confirmed)"


def test_a_clause_unknown_here_is_shown_as_it_is() -> None:
    assert clause_words("5.4", "zh_CN") == "5.4"
    assert clause_words("a clause of a later package", "zh_CN") == "a clause of a later package"
