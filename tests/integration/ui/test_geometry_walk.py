"""The walk itself: it must see the faults that it exists for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tests.helpers.geometry import geometry_faults, settle, unnamed_controls


@pytest.fixture
def page(qapp: QApplication) -> Iterator[QWidget]:
    widget = QWidget()
    widget.resize(200, 100)
    yield widget
    widget.close()


def _place(page: QWidget, child: QWidget, left: int, width: int) -> None:
    child.setParent(page)
    child.setGeometry(left, 10, width, 20)


def _faults(page: QWidget) -> list[str]:
    page.show()
    settle()
    return geometry_faults(page)


def test_siblings_two_pixels_over_each_other_are_found(page: QWidget) -> None:
    _place(page, QWidget(), 0, 52)
    _place(page, QWidget(), 50, 50)

    assert any("overlap by 2x20" in fault for fault in _faults(page))


def test_a_child_outside_its_parent_is_found(page: QWidget) -> None:
    _place(page, QWidget(), 150, 60)

    assert any("leaves" in fault for fault in _faults(page))


def test_a_label_wider_than_its_room_is_found(page: QWidget) -> None:
    _place(page, QLabel("a sentence that needs far more room than this"), 0, 60)

    assert any("needs" in fault for fault in _faults(page))


def test_neighbours_that_only_touch_are_no_fault(page: QWidget) -> None:
    _place(page, QWidget(), 0, 50)
    _place(page, QWidget(), 50, 50)

    assert _faults(page) == []


def test_a_button_without_words_is_found_by_the_name_walk(page: QWidget) -> None:
    _place(page, QPushButton(), 0, 50)
    page.show()

    assert len(unnamed_controls(page)) == 1
