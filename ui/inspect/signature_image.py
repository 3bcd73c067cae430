"""A signature that was kept: black strokes on transparent ground, shown in the theme's ink."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.painting import draw_box


class SignatureImage(QWidget):
    """As high as the pad it came from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retint()
        self.retranslate()

    def show_image(self, image: QImage) -> None:
        """Show this image; a null one leaves the ground empty."""
        self._image = image
        self.update()

    def retint(self) -> None:
        """Take the height of the theme in use."""
        self.setFixedHeight(theme().size("signature"))
        self.update()

    def retranslate(self) -> None:
        """Say what this is in the language in use."""
        self.setAccessibleName(_("Signature, kept"))

    def sizeHint(self) -> QSize:
        return QSize(theme().size("step"), theme().size("signature"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        draw_box(
            painter,
            self.rect(),
            ground=t.colour("sunken"),
            edge=t.colour("line"),
            radius=t.radius("ctl"),
            stroke=t.stroke,
        )
        if self._image.isNull():
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(0, 0, size.width(), size.height())
        box.moveCenter(self.rect().center())
        inked = self._image.copy()
        ink = QPainter(inked)
        ink.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        ink.fillRect(inked.rect(), t.colour("text"))
        ink.end()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, inked)
