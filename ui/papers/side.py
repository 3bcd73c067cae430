"""The papers in the place of the steps, with the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.services.workplace import Workplace
from inspector_app.settings import Settings
from inspector_app.words import gettext as _
from ui.inspect.papers_host import PapersHost
from ui.papers.panel import PapersPanel
from ui.task_runner import TaskRunner
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.label import Label


class PapersSide(PapersHost):
    """The panel under a heading."""

    def __init__(
        self,
        workplace: Workplace,
        runner: TaskRunner,
        parent: QWidget | None = None,
        *,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(parent)
        self.panel = PapersPanel(workplace, runner, settings=settings)
        self.back, self._title = Button(icon="left"), Label("", "title")
        self.back.clicked.connect(self.left)
        self.panel.issued.connect(self.issued)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.left)
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(self._title)
        head.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.panel, 1)
        self.retranslate()
        self.retint()

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        margin = theme().size("page_margin")
        self._column.setContentsMargins(margin, theme().space("s"), margin, margin)
        self._column.setSpacing(theme().space("m"))

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        self.back.setText(_("Back to the record"))
        self.back.updateGeometry()
        self._title.setText(_("Papers"))

    def show_papers(self, inspection_id: str, wanted: str = "") -> None:
        """Show the papers of this record, this one chosen, and take the focus."""
        self.panel.show_inspection(inspection_id, wanted)
        self.panel.enter()

    def panes(self) -> list[QWidget]:
        """Return the panes that F6 goes round."""
        return [self.panel.list, self.panel.home]

    def set_compact(self, *, compact: bool) -> None:
        """Leave the preview out in a small window."""
        self.panel.set_compact(compact=compact)
