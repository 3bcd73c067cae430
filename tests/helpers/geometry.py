"""Walks a shown widget tree for what the eye misses: overlaps, overflow, cut text, no name.

A widget that means to lie over others sets the property `overlay` to `true`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

# Their children are Qt's own business.
_CLOSED = (QAbstractItemView, QComboBox, QAbstractSpinBox, QLineEdit)


def settle(turns: int = 8) -> None:
    """Let layouts, height-for-width and queued events come to rest."""
    for _ in range(turns):
        QApplication.processEvents()


def geometry_faults(root: QWidget) -> list[str]:
    """Return a sentence for each fault below root; root must be shown and settled."""
    faults: list[str] = []
    for parent in _open_widgets(root):
        children = _shown_children(parent)
        for child in children:
            faults += _leaves_parent(child, parent)
            faults += _cuts_text(child)
        for one, other in combinations(children, 2):
            common = one.geometry().intersected(other.geometry())
            if not common.isEmpty():
                size = f"{common.width()}x{common.height()}"
                faults.append(f"{named(one)} and {named(other)} overlap by {size}")
    return faults


def unnamed_controls(root: QWidget) -> list[str]:
    """Return the focusable widgets below root that a screen reader could not name."""
    return [
        named(widget)
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget, QScrollArea)
        and not _spoken_name(widget)
    ]


def named(widget: QWidget) -> str:
    """Return kind, place and words of a widget, for a failure's message."""
    words = _spoken_name(widget) or getattr(widget, "text", lambda: "")()
    place = widget.geometry().getRect()
    return f"{type(widget).__name__}{place}[{words}]"


def _spoken_name(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        return widget.text()
    labels = [label for label in widget.window().findChildren(QLabel) if label.buddy() is widget]
    return labels[0].text() if labels else ""


def _open_widgets(root: QWidget) -> Iterator[QWidget]:
    yield root
    for child in _shown_children(root):
        if not isinstance(child, _CLOSED):
            yield from _open_widgets(child)


def _shown_children(parent: QWidget) -> list[QWidget]:
    children = parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [
        child
        for child in children
        if child.isVisible()
        and not child.isWindow()
        and child.property("overlay") != "true"
        and not child.size().isEmpty()
    ]


def _leaves_parent(child: QWidget, parent: QWidget) -> list[str]:
    area = QRect(QPoint(0, 0), parent.size())
    scroll = parent.parentWidget()
    if isinstance(scroll, QScrollArea) and scroll.viewport() is parent:
        # What is scrolled may be higher than its window, never wider.
        area.setTop(min(0, child.y()))
        area.setBottom(max(area.bottom(), child.geometry().bottom()))
    if area.contains(child.geometry()):
        return []
    return [f"{named(child)} leaves {named(parent)}"]


def _cuts_text(widget: QWidget) -> list[str]:
    if isinstance(widget, QLabel) and widget.text():
        return _cuts_label(widget)
    if isinstance(widget, QAbstractButton) and widget.text():
        needed = widget.minimumSizeHint().width()
        if widget.width() < needed and not widget.toolTip():
            return [f"{named(widget)} needs {needed} px"]
    return []


def _cuts_label(label: QLabel) -> list[str]:
    room = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        return [f"{named(label)} needs height {needed}"] if label.height() < needed else []
    lines = label.text().split("\n")
    needed = max(label.fontMetrics().horizontalAdvance(line) for line in lines)
    return [f"{named(label)} needs {needed} px"] if room.width() < needed else []
