"""How far a record has come, and whose it is, on the Inspect page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.kinds.base import Step
from inspector_app.services.sync_ports import RecordState
from inspector_app.words import set_language
from tests.helpers.rooms_rig import RoomsRig
from ui.inspect.signature_step import SignaturePane
from ui.record_states import InspectStates
from ui.sync_words import record_chip, record_meaning
from ui.theme import apply_theme
from ui.today.page import TodayPage

WINDOWS_STAY = True


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
    rig.wait.until(lambda: page.beginning.hits, "the instrument is found")
    page.view.premises.picked.emit(next(iter(page.beginning.hits)))
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


def test_todays_lists_say_of_each_record_how_far_it_has_come(rig: RoomsRig) -> None:
    _open_a_check(rig)
    draft = rig.application.rooms.inspect_page().presenter.inspection_id
    today = rig.enter("today")
    assert isinstance(today, TodayPage)
    rig.wait.until(lambda: draft in today._states, "the states are asked")
    shown = {line.key: line.chip for line in today._drafts._lines}
    assert shown[draft] == record_chip(RecordState.LOCAL).text


def test_a_state_told_again_changes_the_chip_of_its_line_only(rig: RoomsRig) -> None:
    _open_a_check(rig)
    draft = rig.application.rooms.inspect_page().presenter.inspection_id
    today = rig.enter("today")
    assert isinstance(today, TodayPage)
    rig.wait.until(lambda: draft in today._states, "the states are asked")
    before = {line.key: line.chip for line in today._drafts._lines}
    today.show_states({**today._states, draft: RecordState.ACCEPTED})
    after = {line.key: line.chip for line in today._drafts._lines}
    assert {key for key in after if after[key] != before[key]} == {draft}


@pytest.mark.parametrize("state", RecordState)
def test_the_signature_step_says_how_far_a_sealed_record_has_come(
    qapp: QApplication, state: RecordState
) -> None:
    pane = SignaturePane()
    pane.show_state(state)
    assert pane.journey.text() == record_chip(state).text
    assert pane.journey_words.text() == record_meaning(state)
    assert not pane.journey.isHidden()


def test_the_signature_step_says_nothing_of_a_record_that_is_not_sealed(
    qapp: QApplication,
) -> None:
    pane = SignaturePane()
    pane.show_state(RecordState.LOCAL)
    pane.show_state(None)
    assert (pane.journey.isHidden(), pane.journey_words.isHidden()) == (True, True)
