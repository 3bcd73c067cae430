"""Answers, photos and fields of the record: joins their panes, the camera and the use cases."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.position import POSITION, POSITION_FIX, Fix
from inspector_app.words import failures
from inspector_app.words import gettext as _
from ui.inspect.camera import CameraDialog, camera_problem
from ui.inspect.position_row import Placing
from ui.inspect.presenter import InspectPresenter
from ui.inspect.view import InspectView


class Entering:
    """What a person enters beside the measurement. page: over which the camera opens."""

    def __init__(
        self, view: InspectView, presenter: InspectPresenter, placing: Placing, page: QWidget
    ) -> None:
        self._view, self._presenter, self._page = view, presenter, page
        evidence = view.evidence
        view.checks.answer_given.connect(presenter.answer)
        evidence.photo_chosen.connect(presenter.attach)
        evidence.photo_withdrawn.connect(presenter.withdraw_photo)
        evidence.field_filled.connect(self._on_field)
        evidence.camera_asked.connect(self._on_camera)
        placing.taken.connect(self._on_fix)

    def _on_field(self, name: str, text: str) -> None:
        def failed(failure: Exception) -> None:
            if not isinstance(failure, InspectorError):
                raise failure
            self._view.evidence.field_refused(name, failures.sentence(failure))

        if self._presenter.view is not None:
            self._presenter.fill(name, text.strip(), failed)

    def _on_fix(self, fix: Fix) -> None:
        """Keep the position first: the fix is only of a position that is kept."""
        self._on_field(POSITION, str(fix.position))
        self._on_field(POSITION_FIX, fix.kept())

    def _on_camera(self, role: str) -> None:
        problem = camera_problem()
        if problem:
            self._view.banner.say(_("No photo was taken"), problem, "info", icon="camera")
            self._view.banner.show()
            return
        CameraDialog(lambda data: self._presenter.attach(data, role), self._page).open()
