"""Windows of a test end with it: those that stay are painted anew by every later change of theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def no_window_stays(qapp: QApplication) -> Iterator[None]:
    """Delete the windows that a test made; those of its module's fixtures were there before."""
    before = set(qapp.topLevelWidgets())
    yield
    for window in qapp.topLevelWidgets():
        if window not in before and window.parentWidget() is None:
            window.close()
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
