"""Paper preview: the image of a page, on white in every theme, with page and zoom by keyboard."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.painting import draw_text

_A4_RATIO: Final = 297 / 210


class PaperPreview(QWidget):
    """Shows one page of a document as an image, as large as the room allows.

    page_asked: emitted with the page number (from 1) that Page up, Page down or the wheel want;
    the owner renders it and calls `show_page`.
    """

    page_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._page, self._pages = 0, 0
        self._empty_text = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.retranslate()

    def show_page(self, image: QImage, page: int, pages: int) -> None:
        """Show this page; page counts from 1."""
        self._image, self._page, self._pages = image, page, pages
        self.retranslate()

    def show_empty(self, sentence: str) -> None:
        """Show an empty sheet that says what is missing."""
        self._image, self._page, self._pages = QImage(), 0, 0
        self._empty_text = sentence
        self.retranslate()

    def pixel_width(self) -> int:
        """Return how many device pixels wide a page image should be to be sharp."""
        return round(self._paper().width() * self.devicePixelRatioF())

    def retint(self) -> None:
        """Draw again in the theme in use."""
        self.update()

    def retranslate(self) -> None:
        """Say which page is shown in the language in use."""
        name = _("Page {i} of {n}").format(i=self._page, n=self._pages) if self._pages else ""
        self.setAccessibleName(name or self._empty_text or _("No preview yet"))
        self.update()

    def _paper(self) -> QRect:
        ratio = _A4_RATIO
        if not self._image.isNull() and self._image.width():
            ratio = self._image.height() / self._image.width()
        width = min(self.width(), int(self.height() / ratio))
        height = int(width * ratio)
        return QRect((self.width() - width) // 2, 0, width, height)

    def _ask(self, page: int) -> None:
        if 1 <= page <= self._pages and page != self._page:
            self.page_asked.emit(page)

    def sizeHint(self) -> QSize:
        width = theme().size("paper")
        return QSize(width, int(width * _A4_RATIO))

    def minimumSizeHint(self) -> QSize:
        width = theme().size("paper") // 2
        return QSize(width, int(width * _A4_RATIO))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        key = Qt.Key(event.key())
        if key in steps:
            self._ask(self._page + steps[key])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._ask(self._page + (-1 if event.angleDelta().y() > 0 else 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t, paper = QPainter(self), theme(), self._paper()
        painter.fillRect(paper, Qt.GlobalColor.white)
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(paper, self._image)
        elif self._empty_text:
            ink = t.colour("text3") if t.name != "dark" else t.colour("ctl")
            draw_text(
                painter, paper, self._empty_text, t.font("cap"), ink, Qt.AlignmentFlag.AlignHCenter
            )
        painter.setPen(t.pen("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(paper.adjusted(0, 0, -1, -1))
