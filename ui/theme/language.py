"""The switch of the interface language at run time."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from inspector_app import words
from ui.theme.current import call_all


def switch_language(app: QApplication, language: str) -> None:
    """Show this language (`zh_CN` or `en`) at once: every widget with `retranslate()` is called.

    Qt's own widgets get LanguageChange as usual. Runs on the UI thread.
    """
    words.set_language(language)
    for window in app.topLevelWidgets():
        QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
    call_all(app, "retranslate")
