"""Facts: captions and values in columns, for what is chosen and no longer typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets.label import Elide, Label


class Facts(QWidget):
    """Pairs of caption and value, `columns` pairs a row; empty values are left out."""

    def __init__(self, *, columns: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._cells: list[tuple[Label, Elide]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().space("xl"))
        self._grid.setVerticalSpacing(theme().space("xs"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show these (caption, value)."""
        shown = [(caption, value) for caption, value in pairs if value]
        while len(self._cells) < len(shown):
            self._add()
        for at, (caption, value) in enumerate(self._cells):
            for widget in (caption, value):
                widget.setVisible(at < len(shown))
            if at < len(shown):
                caption.setText(shown[at][0])
                value.set_text(shown[at][1])

    def _add(self) -> None:
        at = len(self._cells)
        caption, value = Label("", "cap"), Elide("", "body")
        row, column = divmod(at, self._columns)
        self._grid.addWidget(caption, 2 * row, column)
        self._grid.addWidget(value, 2 * row + 1, column)
        self._cells.append((caption, value))
