"""What the seven panes of the page share: a step, a heading, a body and the way to the next."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.kinds.base import Step
from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.label import Elide, Label


class StepPane(QWidget):
    """One pane. Signal next_asked: the person is done here.

    A subclass says its STEP, fills `body`, and shows a view in `show_view`.
    """

    STEP: ClassVar[Step]
    next_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = 0
        self.heading, self.hint = Label("", "lead"), Elide("", "cap")
        self.next_button = Button(kind="primary", icon="right")
        self.next_button.setAutoDefault(True)  # Enter presses it, as Space does
        self.next_button.clicked.connect(self.next_asked)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme().space("m"))
        self.body = QVBoxLayout()
        self.body.setSpacing(theme().space("m"))
        self.foot = QHBoxLayout()
        self.foot.setSpacing(theme().space("s"))

    def build_frame(self, *, with_next: bool = True) -> None:
        """Put heading, body and foot in place, unless a pane has a frame of its own."""
        head = QHBoxLayout()
        head.setSpacing(theme().space("m"))
        head.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.hint, 1, Qt.AlignmentFlag.AlignBottom)
        self.foot.addStretch(1)
        if with_next:
            self.foot.addWidget(self.next_button)
        self.column.addLayout(head)
        self.column.addLayout(self.body)
        self.column.addStretch(1)
        self.column.addLayout(self.foot)

    def set_least_height(self, height: int) -> None:
        """Be at least so high: a step fills the view, however little there is in it."""
        self._least = height
        self.updateGeometry()

    def enter(self) -> None:
        """Give the focus to what is to be done first here."""
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        self.next_button.setText(_("Next"))
        self.next_button.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        # setMinimumHeight would replace what the layout needs instead of adding to it
        return super().minimumSizeHint().expandedTo(QSize(0, self._least))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()
