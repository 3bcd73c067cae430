"""How far records have come, shown where they are read; asked again after each round."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from inspector_app.domain.inspection import State
from inspector_app.services.plan_inspection import InspectionView
from inspector_app.services.ports import InspectionRow
from inspector_app.services.sync_ports import RecordState
from inspector_app.words import failures
from inspector_app.words import gettext as _
from ui.inspect.page import InspectPage
from ui.registry.page import RegistryPage
from ui.sync_bridge import SyncBridge
from ui.task_runner import TaskRunner
from ui.today.page import TodayPage


class InspectStates(QObject):
    """Shows the open record's way to the office, and whose it is when it came from elsewhere."""

    def __init__(self, page: InspectPage, bridge: SyncBridge, runner: TaskRunner) -> None:
        super().__init__(page)
        self._page, self._bridge, self._runner = page, bridge, runner
        self._log = page.workplace.storage.log
        self._known: tuple[str, str] = ("", "")
        page.presenter.shown.connect(self._on_shown)
        bridge.round_ended.connect(self._ask)

    def _on_shown(self, view: InspectionView) -> None:
        key = view.inspection.inspection_id
        if key == self._known[0]:
            self._show_owner(key, self._known[1])
        else:
            self._runner.run(
                lambda: self._log.stream(key)[0].device_id,
                lambda owner: self._show_owner(key, owner),
            )
        self._ask()

    def _show_owner(self, key: str, owner: str) -> None:
        """Keep editing off in a record that another laptop opened; say whose it is once."""
        if self._page.presenter.inspection_id != key:
            return
        is_new, self._known = self._known[0] != key, (key, owner)
        is_foreign = owner != self._log.device_id
        self._page.view.set_read_only(read_only=is_foreign)
        if is_foreign and is_new:
            self._page.view.banner.say(
                failures.sentence_of("owned_by_another_device", None, device_id=owner),
                _("It can be read here; changes are made on the laptop that opened it."),
                "info",
            )
            self._page.view.banner.show()

    def _ask(self) -> None:
        view = self._page.presenter.view
        if view is None or view.inspection.state is not State.SEALED:
            self._page.view.show_state(None)
            return
        key = view.inspection.inspection_id

        def show(states: dict[str, RecordState]) -> None:
            if self._page.presenter.inspection_id == key:
                self._page.view.show_state(states.get(key))

        self._bridge.ask_states((key,), show)


class RegistryStates(QObject):
    """Shows how far the last check of the chosen instrument has come."""

    def __init__(self, page: RegistryPage, bridge: SyncBridge) -> None:
        super().__init__(page)
        self._page, self._bridge = page, bridge
        page.presenter.history_ready.connect(self._on_history)

    def _on_history(self, rows: Sequence[InspectionRow]) -> None:
        self._bridge.ask_states([row.inspection_id for row in rows], self._page.detail.show_states)


class TodayStates(QObject):
    """Shows how far each record in Today's lists has come; asked again after each round."""

    def __init__(self, page: TodayPage, bridge: SyncBridge) -> None:
        super().__init__(page)
        self._page, self._bridge = page, bridge
        page.records_listed.connect(self._on_listed)
        # A round may have brought records of other laptops: the lists themselves are asked again.
        bridge.round_ended.connect(self._on_round)

    def _on_listed(self, ids: Sequence[str]) -> None:
        self._bridge.ask_states(ids, self._page.show_states)

    def _on_round(self) -> None:
        if self._page.isVisible():
            self._page.refresh()
