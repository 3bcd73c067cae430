"""The camera: a small window that takes one photo. QtMultimedia is loaded only when asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.button import Button

_QUALITY = 90


def camera_problem() -> str:
    """Return why no camera can be used, in a sentence; empty when one can."""
    try:
        from PySide6.QtMultimedia import QMediaDevices
        from PySide6.QtMultimediaWidgets import QVideoWidget  # noqa: F401 - only asked for
    except ImportError:
        return _("This computer lacks the multimedia libraries; choose a photo from a file.")
    if not QMediaDevices.videoInputs():
        return _("No camera was found; choose a photo from a file.")
    return ""


class CameraDialog(QDialog):
    """Live picture and one button. taken: called with JPEG bytes; make it only without problem."""

    def __init__(self, taken: Callable[[bytes], None], parent: QWidget | None = None) -> None:
        from PySide6.QtMultimedia import QCamera, QImageCapture, QMediaCaptureSession, QMediaDevices
        from PySide6.QtMultimediaWidgets import QVideoWidget

        super().__init__(parent)
        self.setWindowTitle(_("Camera"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._taken = taken
        self._camera = QCamera(QMediaDevices.defaultVideoInput(), self)
        self._capture, self._session = QImageCapture(self), QMediaCaptureSession(self)
        self._picture = QVideoWidget(self)
        self._session.setCamera(self._camera)
        self._session.setImageCapture(self._capture)
        self._session.setVideoOutput(self._picture)
        self._capture.imageCaptured.connect(self._on_captured)
        self._build()
        self._camera.start()

    def _build(self) -> None:
        shoot = Button(_("Take photo"), icon="camera", kind="primary")
        cancel = Button(_("Cancel"))
        shoot.clicked.connect(self._capture.capture)
        cancel.clicked.connect(self.reject)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(cancel)
        line.addWidget(shoot)
        column = QVBoxLayout(self)
        column.addWidget(self._picture, 1)
        column.addLayout(line)
        self.resize(theme().size("detail") * 2, theme().size("detail") + theme().size("reading"))
        shoot.setFocus()

    def _on_captured(self, _number: int, image: QImage) -> None:
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, b"JPEG", _QUALITY)
        buffer.close()
        self._taken(bytes(data.data()))
        self.accept()

    def done(self, result: int) -> None:
        """Let the camera go, however the window closes."""
        self._camera.stop()
        super().done(result)
