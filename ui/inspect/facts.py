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

    def set_columns(self, columns: int) -> None:
        """Lay the pairs out in so many columns from now on, at least one."""
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, int(column < columns))
        self._columns = columns
        for at, cell in enumerate(self._cells):
            self._place(at, *cell)

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
        self._place(at, caption, value)
        self._cells.append((caption, value))

    def _place(self, at: int, caption: Label, value: Elide) -> None:
        row, column = divmod(at, self._columns)
        self._grid.addWidget(caption, 2 * row, column)
        self._grid.addWidget(value, 2 * row + 1, column)
