"""Settings wired to the laptop: who works, how keys are kept, the chain, a report to verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from inspector_app import __version__
from inspector_app.licences import shipped
from inspector_app.services.introduce_person import IntroducePerson
from inspector_app.words import gettext as _
from inspector_app.words import verification
from ui.settings.package_page import RulesActs
from ui.settings.sync_page import SyncActs
from ui.settings.view import Security, SettingsPage, WhoWorks

if TYPE_CHECKING:
    from ui.parts import RoomParts


def make_settings_page(rooms: RoomParts) -> SettingsPage:
    """Return the page with its acts connected."""
    page = SettingsPage(rooms.settings, __version__)
    _Acts(rooms, page)
    SyncActs(page.sync, rooms)
    RulesActs(page.rules, rooms)
    return page


class _Acts(QObject):
    """What the page's buttons do; lives as long as the page."""

    def __init__(self, rooms: RoomParts, page: SettingsPage) -> None:
        super().__init__(page)
        self._rooms, self._page = rooms, page
        if rooms.workplace is not None:
            person = rooms.workplace.person
            page.show_person(
                WhoWorks(name=person.name, unit=person.unit, card_number=person.card_number)
            )
        page.person_edited.connect(self._on_person)
        page.example_wanted.connect(rooms.load_example)
        page.check_chain_wanted.connect(self._on_check_chain)
        page.verify_wanted.connect(self._on_verify)
        page.licences.wanted.connect(
            lambda: rooms.runner.run(shipped, page.licences.show_licences, storage=False)
        )
        desk = rooms.desk

        def ask() -> Security:
            return Security(
                in_keyring=desk.keys.is_protected_by_keyring,
                data_folder=str(desk.folder),
                chain_events=desk.storage.log.verify_chain(),
                device_key=desk.keys.device_signer().key_id,
            )

        rooms.runner.run(ask, page.show_security)

    def _on_person(self, name: str, unit: str, card_number: str) -> None:
        rooms = self._rooms
        if rooms.workplace is None or not unit:
            return
        place, person = rooms.workplace, rooms.workplace.person

        def work() -> object:
            return IntroducePerson(place.storage.log, place.ids, place.scope)(
                name, unit, card_number=card_number, person_id=person.person_id
            )

        rooms.runner.run(
            work, lambda _person: rooms.window.say(_("Saved. It holds from the next start."))
        )

    def _on_check_chain(self) -> None:
        log = self._rooms.desk.storage.log
        self._rooms.runner.run(
            log.verify_chain,
            lambda count: self._page.show_chain_result(
                _(
                    "All {count} facts hold: every hash, link and signature was computed again."
                ).format(count=count)
            ),
        )

    def _on_verify(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self._page, _("Verify a report"), "", "PDF (*.pdf)"
        )
        if path:
            desk = self._rooms.desk
            self._rooms.runner.run(
                lambda: desk.verify(Path(path)),
                lambda report: self._page.show_chain_result(
                    "\n".join(verification.sentences(report.outcome.value, report.reasons))
                ),
            )
