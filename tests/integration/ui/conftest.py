"""Windows end with what made them: those that stay are painted anew by every later change of theme.

A module whose window serves all of its tests says so by `WINDOWS_STAY = True`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication


@contextmanager
def _no_window_stays(qapp: QApplication) -> Iterator[None]:
    before = set(qapp.topLevelWidgets())
    yield
    for window in qapp.topLevelWidgets():
        if window not in before and window.parentWidget() is None:
            window.close()
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True, scope="module")
def no_window_stays_after_a_module(qapp: QApplication) -> Iterator[None]:
    """Delete the windows that a module's tests and fixtures made."""
    with _no_window_stays(qapp):
        yield


@pytest.fixture(autouse=True)
def no_window_stays(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    """Delete the windows that a test made."""
    if getattr(request.module, "WINDOWS_STAY", False):
        yield
    else:
        with _no_window_stays(qapp):
            yield
