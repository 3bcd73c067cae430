"""The first run: nothing can be started without what every record must say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app import words
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from ui.first_run import FirstRunAnswers, FirstRunPage
from ui.theme import ThemeChoice, apply_theme, switch_language

_FULL = {"name": "林晓敏", "unit": "榕城区市场监督管理局", "scope": "445202"}


@pytest.fixture
def page(qapp: QApplication) -> Iterator[FirstRunPage]:
    words.set_language("en")
    apply_theme(qapp, "light")
    made = FirstRunPage(scope="")
    made.resize(1024, 600)
    made.show()
    settle()
    yield made
    made.close()
    made.deleteLater()


def given(page: FirstRunPage) -> list[FirstRunAnswers]:
    heard: list[FirstRunAnswers] = []
    page.finished.connect(heard.append)
    return heard


def test_empty_answers_are_marked_and_the_first_gets_the_focus(page: FirstRunPage) -> None:
    heard = given(page)
    page.start.click()
    assert heard == []
    marked = [k for k, field in page.fields.items() if field.edit.property("state") == "error"]
    assert marked == ["name", "unit", "scope"]
    assert page.fields["name"].edit.hasFocus()


@pytest.mark.parametrize("scope", ["44520", "4452023", "44520a", "４４５２０２"])
def test_a_division_code_is_six_digits(page: FirstRunPage, scope: str) -> None:
    heard = given(page)
    for key, text in {**_FULL, "scope": scope}.items():
        page.fields[key].set_text(text)
    page.on_start()
    assert heard == []
    page.fields["scope"].set_text("445202")
    page.on_start()
    assert [a.scope for a in heard] == ["445202"]


def test_enter_goes_from_field_to_field_and_starts_from_the_last(page: FirstRunPage) -> None:
    heard = given(page)
    page.fields["name"].edit.setFocus()
    for text in ("Lin", "V-0231", "Rongcheng", "445202"):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, text)
        QTest.keyClick(focused, Qt.Key.Key_Return)
    assert heard == [
        FirstRunAnswers(
            name="Lin",
            card_number="V-0231",
            unit="Rongcheng",
            scope="445202",
            language="en",
            theme="system",
            with_example=True,
        )
    ]


def test_arrows_choose_the_language_once_each(page: FirstRunPage) -> None:
    heard: list[str] = []
    page.language_chosen.connect(heard.append)
    page.language.button("en").setFocus()
    QTest.keyClick(page.language.button("en"), Qt.Key.Key_Left)
    assert heard == ["zh_CN"]
    assert page.language.current() == "zh_CN"


def test_what_was_typed_survives_a_change_of_language(
    qapp: QApplication, page: FirstRunPage
) -> None:
    page.fields["name"].set_text("林晓敏")
    switch_language(qapp, "zh_CN")
    assert page.fields["name"].text() == "林晓敏"
    assert page.start.text() == words.gettext("Start")
    words.set_language("en")


@pytest.mark.parametrize("theme", ["light", "dark", "sunlight"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_page_fits_the_small_window_and_names_its_controls(
    qapp: QApplication, page: FirstRunPage, theme: ThemeChoice, language: str
) -> None:
    apply_theme(qapp, theme)
    switch_language(qapp, language)
    page.on_start()
    settle()
    faults, unnamed = geometry_faults(page), unnamed_controls(page)
    words.set_language("en")
    apply_theme(qapp, "light")
    assert faults == []
    assert unnamed == []


def test_tab_comes_to_language_and_light_before_start(page: FirstRunPage) -> None:
    page.fields["scope"].edit.setFocus()
    visited: list[QWidget] = []
    while page.start not in visited and len(visited) < 12:
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        visited.append(page.focusWidget())
    rows = [widget.parentWidget() for widget in visited]
    assert rows.index(page.language) < rows.index(page.theme_row)
    assert visited[-2:] == [page.example, page.start]
