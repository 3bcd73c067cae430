"""The card that shows a document beside its form, page by page."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.inspect.documents import Paper, PdfPages
from ui.theme import theme
from ui.widgets.card import Card
from ui.widgets.label import Elide, Label
from ui.widgets.paper_preview import PaperPreview


class PreviewCard(Card):
    """pages: of what is shown, None while there is nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.note, self.preview = Label("", "lead"), Elide("", "cap"), PaperPreview()
        self.pages: PdfPages | None = None
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.note, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.preview, 1)
        self.setFixedWidth(theme().size("preview"))
        self.preview.page_asked.connect(self._show_page)

    def show_paper(self, paper: Paper | None, otherwise: str) -> None:
        """Show a document from its first page on; otherwise: what to say while there is none."""
        self.pages = PdfPages(paper.data) if paper is not None else None
        if self.pages is not None and self.pages.count:
            self._show_page(1)
        else:
            self.preview.show_empty(otherwise)
            self.note.set_text("")

    def _show_page(self, number: int) -> None:
        if self.pages is None:
            return
        width = max(self.preview.pixel_width(), theme().size("paper"))
        count = self.pages.count
        self.preview.show_page(self.pages.page(number, width), number, count)
        self.note.set_text(_("Page {i} of {n}").format(i=number, n=count))

    def print_paper(self) -> bool:
        """Print what is shown; say whether it was printed."""
        return self.pages is not None and self.pages.print_on(self)
