"""Finding in the frames, and taking one along: by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from ui.bench.wire.byte_card import ByteCard
from ui.bench.wire.byte_finder import is_in
from ui.theme import apply_theme
from ui.widgets.byte_rows import ByteRow

ROWS = [
    ByteRow("10:00:00.001", b"S S      1.000 kg\r\n", parsed="+1.000 kg", remark="Layout right"),
    ByteRow("10:00:00.002", b"\x02\x41\x03", parsed="", remark="Not understood"),
    ByteRow("10:00:00.003", b"S S      2.000 kg\r\n", parsed="+2.000 kg", remark="Layout right"),
    ByteRow("10:00:00.004", b"SI\r\n", parsed="", remark="Sent"),
]


@pytest.fixture
def card(qapp: QApplication) -> Iterator[ByteCard]:
    words.set_language("en")
    apply_theme(qapp, "light")
    made = ByteCard()
    made.model.append(ROWS)
    made.resize(900, 300)
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.mark.parametrize(
    "text, found",
    [
        ("0D 0A", [0, 2, 3]),
        ("0241", [1]),
        ("2.000", [2]),
        ("layout", [0, 2]),
        ("SI", [3]),
        ("02 42", []),
        (" ", []),
    ],
)
def test_bytes_text_and_words_are_found(text: str, found: list[int]) -> None:
    assert [at for at, row in enumerate(ROWS) if is_in(row, text)] == found


def test_enter_goes_to_older_frames_and_round_and_shift_back(card: ByteCard) -> None:
    finder = card.finder
    finder.open()
    finder.edit.setText("kg")
    seen = []
    for modifier in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ShiftModifier,
    ):
        QTest.keyClick(finder.edit, Qt.Key.Key_Return, modifier)
        seen.append(card.table.currentIndex().row())
    assert seen == [2, 0, 2, 0]
    assert not card.table.follows
    finder.close_field()
    assert card.table.follows


def test_what_is_nowhere_is_marked_and_escape_puts_the_field_away(card: ByteCard) -> None:
    finder = card.finder
    finder.button.click()
    assert finder.isVisibleTo(card.tools)
    finder.edit.setText("zzz")
    QTest.keyClick(finder.edit, Qt.Key.Key_Return)
    assert finder.edit.property("state") == "error"
    QTest.keyClick(finder.edit, Qt.Key.Key_Escape)
    assert not finder.isVisibleTo(card.tools)
    assert card._legend.isVisibleTo(card.tools)


def test_an_empty_table_is_searched_without_a_fault(card: ByteCard) -> None:
    card.model.clear()
    card.finder.open()
    card.finder.edit.setText("kg")
    QTest.keyClick(card.finder.edit, Qt.Key.Key_Return)
    assert card.finder.edit.property("state") == "error"


def test_a_frame_is_copied_whole(card: ByteCard) -> None:
    card.table.setCurrentIndex(card.model.index(1, 0))
    QTest.keyClick(card.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "10:00:00.002\t02 41 03\t·A·\t\tNot understood"
