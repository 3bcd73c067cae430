"""The conclusion of a long record: what decides first, what passed folded, doubt said once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from inspector_app import words
from inspector_app.domain.judgement import (
    Citation,
    Confirmation,
    Finding,
    Manner,
    Outcome,
    Reason,
)
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from ui.inspect.findings_list import FindingsList
from ui.settings.view import _GUARD_WORDS, _LANGUAGE_WORDS, _THEME_WORDS
from ui.theme import ThemeChoice, apply_theme
from ui.widgets.paragraph import Paragraph

CONFIRMED = Citation("JJG 539-2016", "5.4", Confirmation.VERIFIED)
MEMORY = Citation("JJG 539-2016", "5.5", Confirmation.MEMORY)


def finding(at: int, outcome: Outcome, citation: Citation = CONFIRMED) -> Finding:
    reason = Reason(code="check_no" if outcome is Outcome.FAIL else "check_yes")
    return Finding(subject=f"check:{at}", outcome=outcome, reason=reason, citation=citation)


LONG = (
    *(finding(at, Outcome.PASS) for at in range(50)),
    *(finding(at, Outcome.NOT_APPLICABLE) for at in range(50, 56)),
    *(finding(at, Outcome.FAIL, MEMORY) for at in range(56, 60)),
)


@pytest.fixture
def page(qapp: QApplication) -> Iterator[FindingsList]:
    made = FindingsList()
    made.resize(900, 600)
    yield made
    made.close()
    words.set_language("en")
    apply_theme(qapp, "light")


def show(page: FindingsList, found: tuple[Finding, ...], *, of_another: bool = True) -> None:
    page.show_findings(found, str, Manner.CONFORMITY, of_another=of_another)
    page.show()
    settle()


def test_of_sixty_findings_the_four_that_decide_are_shown_and_the_rest_is_folded(
    page: FindingsList,
) -> None:
    show(page, LONG)
    assert [row.finding.outcome for row in page.rows] == [Outcome.FAIL] * 4
    assert page.fold is not None
    page.fold.click()
    assert len(page.rows) == 60
    assert page.rows[0].finding.outcome is Outcome.FAIL
    page.fold.click()
    assert len(page.rows) == 4


def test_a_short_list_is_not_folded(page: FindingsList) -> None:
    show(page, LONG[47:52])
    assert page.fold is None
    assert len(page.rows) == 5


def test_another_inspection_begins_folded_and_the_same_stays_open(page: FindingsList) -> None:
    show(page, LONG)
    assert page.fold is not None
    page.fold.click()
    show(page, LONG, of_another=False)
    assert len(page.rows) == 60
    show(page, LONG, of_another=True)
    assert len(page.rows) == 4


def test_doubt_is_said_once_and_not_in_every_row(page: FindingsList) -> None:
    show(page, LONG)
    assert page.doubt is not None
    assert page.doubt.text().startswith("4 points rest on figures not confirmed")
    said = [each.text() for row in page.rows for each in row.findChildren(Paragraph)]
    assert sum("(not confirmed)" in text for text in said) == 4
    assert not any("against the published text" in text for text in said)
    show(page, LONG[:50])
    assert page.doubt is None


@pytest.mark.parametrize("theme", ["light", "dark", "sunlight"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("width", [900, 640])
def test_nothing_is_cut_and_everything_has_a_name(
    qapp: QApplication, page: FindingsList, theme: ThemeChoice, language: str, width: int
) -> None:
    words.set_language(language)
    apply_theme(qapp, theme)
    page.resize(width, 600)
    show(page, LONG)
    assert geometry_faults(page) == []
    assert unnamed_controls(page) == []
    if language == "zh_CN":
        assert not any("point" in label.text() for label in page.findChildren(QLabel)), (
            "the list speaks Chinese"
        )


@pytest.mark.parametrize("shown", [_LANGUAGE_WORDS, _THEME_WORDS, _GUARD_WORDS])
def test_every_choice_of_the_settings_has_chinese(shown: dict[str, str]) -> None:
    chinese = words.Words("zh_CN")
    own = {"zh_CN", "en"}  # a language is called by its own name
    assert [w for key, w in shown.items() if key not in own and chinese.gettext(w) == w] == []
