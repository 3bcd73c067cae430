"""The section of rules wired to the laptop: what holds, a package from a stick, one from sync."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from inspector_app.domain.exceptions import InspectorError
from inspector_app.packages.envelope import SUFFIX, SignedPackage
from inspector_app.packages.summary import summary_of
from inspector_app.words import gettext as _
from ui.settings.package_view import RulesState, RulesView

if TYPE_CHECKING:
    from ui.parts import RoomParts


class RulesActs(QObject):
    """What the section's button does; lives as long as the view."""

    def __init__(self, view: RulesView, rooms: RoomParts) -> None:
        super().__init__(view)
        self._view, self._rooms = view, rooms
        view.install_wanted.connect(self._on_install)
        rooms.sync.round_ended.connect(self.refresh)
        rooms.sync.enrolled.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what holds now."""
        packages = self._rooms.desk.packages

        def ask() -> RulesState:
            current, refused = packages.shelf.current, packages.refused
            return RulesState(
                summary=summary_of(current) if current is not None else None,
                installed_at=packages.installed_at(),
                refused=refused.failure if refused is not None else None,
            )

        self._rooms.runner.run(ask, self._view.show_state)

    def _on_install(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self._view, _("Install a package of rules"), "", f"Hengping (*{SUFFIX})"
        )
        if path:
            self.install(Path(path))

    def install(self, file: Path) -> None:
        """Install a package from a file, and say what came of it."""
        desk = self._rooms.desk
        self._rooms.runner.run(lambda: desk.install_package(file), self._on_done, self._on_refused)

    def _on_done(self, signed: SignedPackage) -> None:
        self._rooms.package_installed(signed.package.number)
        self.refresh()

    def _on_refused(self, failure: Exception) -> None:
        if not isinstance(failure, InspectorError):
            raise failure
        self._view.show_refusal(failure)
