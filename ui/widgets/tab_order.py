"""Tab goes where the eye goes, also through what was made after the window was."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def chain(anchor: QWidget, reached: Iterable[QWidget]) -> None:
    """Let Tab go from the anchor through these, one after the other.

    A widget made late comes last in its window's order, behind everything further down the page.
    anchor: a widget of the same window that was there before; it need not take the focus itself.
    """
    policy = anchor.focusPolicy()
    # Qt orders only what Tab reaches; a frame that it does not reach still has its place.
    anchor.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    last = anchor
    for widget in reached:
        QWidget.setTabOrder(last, widget)
        last = widget
    anchor.setFocusPolicy(policy)


def follow(anchor: QWidget, *homes: QWidget) -> None:
    """Let Tab go from the anchor through all that stands in these, in the order it was made.

    A field in them no longer hands the focus on to its line, which is to be asked itself: the
    field would keep its place at the end, and lead Tab from there back up the page.
    """
    places: list[QWidget] = []
    for child in (child for home in homes for child in home.findChildren(QWidget)):
        if child.window() is not anchor.window():  # a list's popup
            continue
        if child.focusProxy() is not None:
            child.setFocusProxy(None)  # type: ignore[arg-type] # None takes the proxy away
        elif child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            places.append(child)
    chain(anchor, places)
