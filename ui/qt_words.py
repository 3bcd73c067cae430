"""Qt's own words, for its dialogs: its Chinese catalogue, and ours where that is silent or odd."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

from inspector_app.words import gettext as _
from inspector_app.words import marked

OURS: Final[dict[tuple[str, str], str]] = {
    ("QFileDialog", "&Look in:"): marked("Look in:"),
    ("QFileDialog", "Files of &type:"): marked("Files of type:"),
    ("QAbstractFileIconProvider", "Folder"): marked("Folder"),
    ("QAbstractFileIconProvider", "File"): marked("File"),
    ("QFileSystemModel", "Size"): marked("Size"),
}
"""What `qtbase_zh_CN` of Qt 6 leaves in English, or translates as the size of a body (体积)."""


class QtWords(QTranslator):
    """The catalogue to install for a language other than English."""

    def load_language(self, language: str) -> bool:
        """Read Qt's catalogue of this language; say whether there is one."""
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        return self.load(QLocale(language), "qtbase", "_", folder)

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """Return the words for one of Qt's, empty where there are none."""
        own = OURS.get((context, source))
        if own is not None:
            return _(own)
        return super().translate(context, source, disambiguation, n) or ""
