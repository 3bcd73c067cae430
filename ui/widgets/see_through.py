"""Scrolls what lies inside, without a frame or ground of its own: the card behind shows through."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QWidget


def see_through(scroll: QScrollArea, inside: QWidget) -> QScrollArea:
    """Put this inside, as wide as there is room; return the area."""
    scroll.setWidget(inside)
    scroll.setWidgetResizable(True)
    inside.setAutoFillBackground(False)  # setWidget has just turned it on
    scroll.setFrameShape(QScrollArea.Shape.NoFrame)
    scroll.viewport().setAutoFillBackground(False)
    return scroll
