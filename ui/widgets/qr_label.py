"""QR label: a code on screen, always black on white, and as a picture for printing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import theme

QUIET_MODULES = 4


class QrLabel(QWidget):
    """A QR code with its quiet zone. size_token: of the theme, its side."""

    def __init__(self, size_token: str = "qr", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size_token = size_token
        self._rows: list[list[bool]] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_code(self, text: str, name: str) -> None:
        """Show this text as a code; name says what it opens."""
        from inspector_app.adapters.qr import matrix

        self._rows = matrix(text)
        self.setAccessibleName(name)
        self.update()

    def image(self, module_px: int = 8) -> QImage:
        """Return the code as a picture with its quiet zone, for printing."""
        side = (len(self._rows) + 2 * QUIET_MODULES) * module_px
        image = QImage(side, side, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        self._paint(painter, module_px)
        painter.end()
        return image

    def _paint(self, painter: QPainter, px: int) -> None:
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    left, top = (x + QUIET_MODULES) * px, (y + QUIET_MODULES) * px
                    painter.fillRect(left, top, px, px, Qt.GlobalColor.black)

    def sizeHint(self) -> QSize:
        side = theme().size(self._size_token)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self._rows:
            px = self.width() // (len(self._rows) + 2 * QUIET_MODULES)
            left = (self.width() - px * (len(self._rows) + 2 * QUIET_MODULES)) // 2
            painter.translate(left, left)
            self._paint(painter, px)
