"""How far a record has come, and whose it is, on the Inspect page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.kinds.base import Step
from inspector_app.services.sync_ports import RecordState
from inspector_app.words import set_language
from tests.helpers.rooms_rig import RoomsRig
from ui.record_states import InspectStates
from ui.sync_words import record_chip, record_meaning
from ui.theme import apply_theme


@pytest.fixture(scope="module")
def rig(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomsRig]:
    made = RoomsRig(qapp, tmp_path_factory.mktemp("states") / "data")
    yield made
    made.close()
    set_language("en")
    apply_theme(qapp, "light")


def _open_a_check(rig: RoomsRig) -> InspectStates:
    rig.application.rooms.find("2304718")
    page = rig.application.rooms.inspect_page()
    rig.wait.until(lambda: page._hits, "the instrument is found")
    page.view.premises.picked.emit(next(iter(page._hits)))
    rig.wait.until(lambda: page.presenter.view, "the check is open")
    rig.rest()
    states: InspectStates | None = page.findChild(InspectStates)
    assert states is not None
    return states


def test_an_own_draft_may_be_edited_and_another_laptops_only_read(rig: RoomsRig) -> None:
    states = _open_a_check(rig)
    page = rig.application.rooms.inspect_page()
    own = page.view.panes[Step.CHECKS].isEnabled()
    states._known = ("", "")
    states._show_owner(page.presenter.inspection_id, "another laptop")
    assert (own, page.view.panes[Step.CHECKS].isEnabled()) == (True, False)
    assert page.view.banner.isVisible()


def test_a_new_check_after_another_laptops_record_may_be_edited(rig: RoomsRig) -> None:
    states = _open_a_check(rig)
    page = rig.application.rooms.inspect_page()
    states._show_owner(page.presenter.inspection_id, "another laptop")
    page.start_check()
    assert page.view.panes[Step.PREMISES].isEnabled()


@pytest.mark.parametrize("state", RecordState)
def test_each_state_of_a_record_has_a_word_a_shape_and_a_meaning(state: RecordState) -> None:
    chip = record_chip(state)
    assert chip.text
    assert chip.icon
    assert record_meaning(state).endswith(".")
