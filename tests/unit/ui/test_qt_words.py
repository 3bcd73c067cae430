"""Qt's dialogs speak Chinese too: what its own catalogue leaves out, ours says."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from ui.qt_words import OURS, QtWords


@pytest.fixture
def chinese(qapp: QApplication) -> QtWords:
    del qapp
    made = QtWords()
    assert made.load_language("zh_CN")
    return made


def test_what_qt_leaves_in_english_is_said_in_chinese(chinese: QtWords) -> None:
    words.set_language("zh_CN")
    try:
        found = {key: chinese.translate(*key) for key in OURS}
    finally:
        words.set_language("en")
    assert all("一" <= text[0] <= "鿿" for text in found.values()), found
    assert found["QFileSystemModel", "Size"] == "大小"


def test_what_qt_knows_stays_its_own(chinese: QtWords) -> None:
    assert chinese.translate("QFileDialog", "Save As") == "另存为"
    assert chinese.translate("QFileDialog", "no such words") == ""
