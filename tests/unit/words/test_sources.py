"""What is said about a source reads Chinese in the Chinese window; its names stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector_app.metrology.regulations import load_book
from inspector_app.words.sources import source_words

# Two English words in a row say something; a page's name stands alone.
_SAID = re.compile(r"(?<![\w.])[a-z\']{2,} [a-z]{2,}(?!\d|\w*\d)")


def sources() -> Iterator[str]:
    for rules in load_book().regulations:
        yield rules.source
        yield from (row.source for row in rules.figures.values())
        yield from (row.source for table in rules.tables.values() for row in table)


def test_no_sentence_about_a_source_is_english_in_the_chinese_window() -> None:
    found = set(sources())
    assert len(found) > 100
    left = {source for source in found if _SAID.search(source_words(source, "zh_CN"))}
    assert left == set()


def test_what_is_only_a_name_is_the_same_everywhere() -> None:
    for source in ("LawRefBook/Laws", "psx.gov.cn 2026-03-16", "a page of a later package"):
        assert source_words(source, "zh_CN") == source
    assert source_words("own knowledge", "en") == "own knowledge"


def test_parts_are_said_one_by_one() -> None:
    said = source_words("own knowledge; code index 57443279225", "zh_CN")
    assert said == "凭自有知识；代码索引 57443279225"


def test_a_row_lent_by_another_edition_says_whose_it_is() -> None:
    assert source_words("JJF 1070-2005: own choice", "zh_CN") == "JJF 1070-2005：本程序自定"
