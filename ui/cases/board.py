"""The board: a column for each stage, the cards of its cases in it; arrows move, Enter opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.case import Stage
from inspector_app.services.list_cases import OPEN_STAGES, CaseCard
from ui.cases import wording
from ui.cases.case_card import CaseButton
from ui.theme import theme
from ui.widgets.card import Card
from ui.widgets.label import Elide, Label


class StageColumn(Card):
    """One stage with its cards. Signals: opened(case_id), move_asked(right, down)."""

    opened = Signal(str)
    move_asked = Signal(int, int)

    def __init__(self, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent, kind="sunken", margins=False)
        self.stage = stage
        self._title, self._count = Elide("", "strong"), Label("", "cap")
        self.cards: list[CaseButton] = []
        self._inner, self._list = QWidget(), QVBoxLayout()
        self._scroll = QScrollArea()
        self._head = QHBoxLayout()
        self._build()
        self.retint()

    def _build(self) -> None:
        self._title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._head.addWidget(self._title)
        self._head.addWidget(self._count)
        self._head.addStretch(1)
        self._inner.setLayout(self._list)
        self._scroll.setWidget(self._inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._inner.setAutoFillBackground(False)
        self.body.addLayout(self._head)
        self.body.addWidget(self._scroll, 1)

    def show_cards(self, cards: Sequence[CaseCard], chosen: str) -> None:
        """Show these cards, the chosen one marked."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.cards = [CaseButton(card) for card in cards]
        for button in self.cards:
            button.setChecked(button.card.case.case_id == chosen)
            button.clicked.connect(
                lambda _on=False, key=button.card.case.case_id: self.opened.emit(key)
            )
            button.move_asked.connect(self.move_asked)
            self._list.addWidget(button)
        self._list.addStretch(1)
        self._count.setText(str(len(cards)))

    def mark(self, case_id: str) -> None:
        """Mark the card whose file is open."""
        for button in self.cards:
            button.setChecked(button.card.case.case_id == case_id)
            if button.isChecked():
                self._scroll.ensureWidgetVisible(button)

    def retranslate(self) -> None:
        """Name the stage."""
        self._title.set_text(wording.stage_word(self.stage))
        self.setAccessibleName(wording.stage_word(self.stage))

    def retint(self) -> None:
        """Take margins from the theme in use."""
        super().retint()
        t = theme()
        if hasattr(self, "_list"):
            self._head.setContentsMargins(t.space("m"), t.space("m"), t.space("m"), t.space("s"))
            self._head.setSpacing(t.space("s"))
            self._list.setContentsMargins(t.space("s"), 0, t.space("s"), t.space("s"))
            self._list.setSpacing(t.space("s"))


class Board(QWidget):
    """Four columns. Signal opened(case_id)."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = {stage: StageColumn(stage) for stage in OPEN_STAGES}
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        for column in self.columns.values():
            column.opened.connect(self.opened)
            column.move_asked.connect(self._move)
            self._line.addWidget(column, 1)
        self.retint()
        self.retranslate()

    def show_cards(self, cards: Sequence[CaseCard], chosen: str) -> None:
        """Show these cards in their columns; a closed case with a deadline stands in the last."""
        for stage, column in self.columns.items():
            own = {stage, Stage.CLOSED} if stage is Stage.DECISION else {stage}
            column.show_cards([card for card in cards if card.stage in own], chosen)

    def mark(self, case_id: str) -> None:
        """Mark the card whose file is open."""
        for column in self.columns.values():
            column.mark(case_id)

    def focus_card(self, case_id: str) -> None:
        """Go to this card, else to the first there is."""
        buttons = [b for column in self.columns.values() for b in column.cards]
        target = next((b for b in buttons if b.card.case.case_id == case_id), None)
        target = target or (buttons[0] if buttons else None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, right: int, down: int) -> None:
        """Go from the card that has the focus to its neighbour; the edges hold."""
        filled = [column.cards for column in self.columns.values() if column.cards]
        for at, cards in enumerate(filled):
            for row, button in enumerate(cards):
                if button.hasFocus():
                    column = filled[min(max(at + right, 0), len(filled) - 1)]
                    target = column[min(max(row + down, 0), len(column) - 1)]
                    target.setFocus(Qt.FocusReason.OtherFocusReason)
                    return

    def retranslate(self) -> None:
        """Name the stages in the language in use."""
        for column in self.columns.values():
            column.retranslate()

    def retint(self) -> None:
        """Take the gap of the theme in use."""
        self._line.setSpacing(theme().space("s"))
