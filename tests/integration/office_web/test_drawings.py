"""The drawing of a record on its page: a picture in the page itself, without script or style."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from inspector_app.reports.base import DrawingBlock
from inspector_app.reports.catalogue import report_of
from inspector_app.services.account_ports import Role
from inspector_app.words import Words
from office.server import OpenOffice
from tests.helpers.sealed_office import SealingLaptop
from tests.helpers.signed_in import signed_in_client


def pictures(page: str) -> list[ET.Element]:
    found = re.findall(r'<figure class="drawing">.*?(<svg.*?</svg>)', page, re.DOTALL)
    return [ET.fromstring(one) for one in found]  # noqa: S314 - a page of our own


@pytest.mark.parametrize("kind", ["excessive_packaging", "prepackaged_goods"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_draws_what_the_paper_draws(office: OpenOffice, kind: str, language: str) -> None:
    record = SealingLaptop(office.storage).seal(kind=kind)
    reader = signed_in_client(office, Role.INSPECTOR, scopes=("445200",))
    page = reader.get(f"/records/inspection-1?lang={language}").text
    words = Words("zh_CN" if language == "zh" else "en")
    document = report_of("spot_check_record").build(record.inspection, office.parts.rules, words)
    drawn = [block for block in document.blocks if isinstance(block, DrawingBlock)]
    shown = pictures(page)
    assert len(shown) == len(drawn) == 1
    said = [element.text for element in shown[0] if element.tag == "text"]
    assert said == [label.text.in_language(words.language) for label in drawn[0].drawing.labels()]
    assert shown[0].get("aria-label") == drawn[0].sentence
    assert drawn[0].sentence in unescape(page)
    assert len(shown[0]) == len(drawn[0].drawing.marks)
    assert not re.search(r"<svg[^>]*style=|<script|\sstyle=", page)


def test_words_in_a_drawing_are_words_never_markup(office: OpenOffice) -> None:
    SealingLaptop(office.storage).seal()
    reader = signed_in_client(office, Role.INSPECTOR, scopes=("445200",))
    assert pictures(reader.get("/records/inspection-1").text) == []
