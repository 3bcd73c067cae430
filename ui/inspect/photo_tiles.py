"""Photo tiles: what was photographed so far, each with its role and the way to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.theme import paint_icon, theme
from ui.widgets.button import Button
from ui.widgets.label import Elide
from ui.widgets.painting import draw_box


@dataclass(frozen=True, slots=True)
class Photo:
    """One kept photo: its id, the words of its role, its size in words and its JPEG bytes."""

    photo_id: str
    title: str
    detail: str
    image: bytes


class _Thumbnail(QWidget):
    """The picture itself, cut to the tile; painted sharp at any ratio."""

    def __init__(self, photo: Photo) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._pixmap.loadFromData(photo.image)
        self.setAccessibleName(photo.title)
        self.setFixedSize(theme().size("step"), theme().size("reading_c"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        draw_box(
            painter, self.rect(), ground=t.colour("sunken"), edge=None, radius=t.radius("card")
        )
        if self._pixmap.isNull():
            paint_icon(painter, "camera", self.rect(), "text3")
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(0, 0, size.width(), size.height())
        box.moveCenter(self.rect().center())
        painter.drawPixmap(box, self._pixmap)


class PhotoTile(QWidget):
    """A thumbnail with its words. Signal withdrawn(photo_id)."""

    withdrawn = Signal(str)

    def __init__(self, photo: Photo, *, editable: bool) -> None:
        super().__init__()
        self.photo = photo
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{photo.title}, {photo.detail}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._undo = Button(icon="undo", kind="ghost", dense=True)
        self._undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Delete on the tile does it
        self._undo.setToolTip(_("Take back (kept in the record)"))
        self._undo.setAccessibleName(_("Take back (kept in the record)"))
        self._undo.clicked.connect(lambda: self.withdrawn.emit(photo.photo_id))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Elide(photo.title, "capx"))
        words.addWidget(Elide(photo.detail, "cap"))
        foot = QHBoxLayout()
        foot.addLayout(words, 1)
        foot.addWidget(self._undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        column.addWidget(_Thumbnail(photo))
        column.addLayout(foot)
        self._undo.setVisible(editable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
        if event.key() in keys and not self._undo.isHidden():
            self.withdrawn.emit(self.photo.photo_id)
            return
        super().keyPressEvent(event)


class PhotoTiles(QWidget):
    """Tiles in rows that wrap at the width. Signal withdrawn(photo_id)."""

    withdrawn = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[PhotoTile] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_photos(self, photos: Sequence[Photo], *, editable: bool) -> None:
        """Show these photos."""
        for tile in self._tiles:
            tile.hide()
            tile.deleteLater()
        self._tiles = [PhotoTile(photo, editable=editable) for photo in photos]
        for tile in self._tiles:
            tile.setParent(self)
            tile.withdrawn.connect(self.withdrawn)
            tile.show()
        self.setVisible(bool(self._tiles))
        self._place()

    def _place(self) -> None:
        gap, left, top, bottom = theme().space("m"), 0, 0, 0
        for tile in self._tiles:
            tile.adjustSize()
            if left and left + tile.width() > self.width():
                left, top = 0, bottom + gap
            tile.move(left, top)
            left += tile.width() + gap
            bottom = max(bottom, top + tile.height())
        self.setFixedHeight(bottom)

    def resizeEvent(self, _event: object) -> None:
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(theme().size("step"), self.height())
