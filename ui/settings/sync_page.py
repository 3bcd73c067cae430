"""The sync section wired to the laptop: join, send now, move the office, settle an overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.sync_thread import SyncSnapshot
from inspector_app.domain.exceptions import InspectorError
from inspector_app.services.resolve_overlap import ResolveOverlap
from inspector_app.services.sync_ports import ReviewTask
from inspector_app.words import failures
from ui.settings.sync_view import SyncView

if TYPE_CHECKING:
    from ui.parts import RoomParts


class SyncActs(QObject):
    """What the section's buttons do; lives as long as the view."""

    def __init__(self, view: SyncView, rooms: RoomParts) -> None:
        super().__init__(view)
        bridge = rooms.sync
        self._view, self._bridge, self._runner = view, bridge, rooms.runner
        self._workplace, self._clock = rooms.workplace, SystemClock()
        bridge.changed.connect(self._on_changed)
        bridge.details_changed.connect(view.show_details)
        bridge.enrolled.connect(view.show_enrolled)
        bridge.enrol_refused.connect(view.enrol.show_refusal)
        view.enrol.wanted.connect(bridge.enrol)
        view.state.retry_wanted.connect(bridge.retry)
        view.office.address_given.connect(
            lambda text: bridge.move_office(text, self._on_address_refused)
        )
        view.resolved.connect(self._on_resolved)
        self._on_changed(bridge.snapshot)
        view.show_details(bridge.details)
        bridge.refresh()

    def _on_changed(self, snapshot: SyncSnapshot) -> None:
        self._view.show_snapshot(snapshot, self._clock.now())

    def _on_address_refused(self, failure: Exception) -> None:
        if not isinstance(failure, InspectorError):
            raise failure
        self._view.office.address.set_error(failures.sentence(failure))

    def _on_resolved(self, task: ReviewTask, event_id: str, typed: str) -> None:
        if self._workplace is None:
            return
        place = self._workplace
        storage = place.storage
        resolve = ResolveOverlap(
            storage.log, storage.registry, place.clock, place.rules, place.scope
        )

        def done(_nothing: None) -> None:
            self._bridge.poke()
            self._bridge.refresh()

        self._runner.run(
            lambda: resolve(task, event_id=event_id, typed=None if event_id else typed), done
        )
