"""Office and sync as a person meets it: joining by keyboard, retrying, overlaps, every dress."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.sync.machine import Phase
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from tests.helpers.rooms_rig import VARIANTS, Variant
from tests.helpers.sync_fakes import AT, DETAILS, ENROLMENT, FakeSyncDesk, snapshot
from ui.demo_waiter import Waiter
from ui.settings.sync_view import SyncView
from ui.sync_bridge import SyncBridge, SyncDetails
from ui.sync_words import chip_state
from ui.task_runner import TaskRunner
from ui.theme import apply_theme, switch_language

_OUT = Path(__file__).resolve().parents[3] / "out" / "screens"
_STATES = {
    "alone": (snapshot(Phase.NOT_ENROLLED, events=14), SyncDetails()),
    "offline": (snapshot(Phase.OFFLINE, events=15, code="office_unreachable"), DETAILS),
    "sending": (snapshot(Phase.SENDING, events=12, done=3, total=15), DETAILS),
    "sent": (snapshot(Phase.ALL_SENT), SyncDetails(enrolment=ENROLMENT)),
    "needs": (snapshot(Phase.NEEDS_YOU, attention=2, code="device_revoked"), DETAILS),
}


@pytest.fixture
def view(qapp: QApplication) -> Iterator[SyncView]:
    page = SyncView()
    page.resize(1240, 640)
    page.show()
    yield page
    page.close()
    words.set_language("en")
    switch_language(qapp, "en")
    apply_theme(qapp, "light")


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    made.close()


_SMALL_ENGLISH = next(v for v in VARIANTS if v.language == "en" and v.size[0] < 1100)
# The two fullest states in every dress, the others in the dress with the least room.
_WALKS = [(state, v) for state in ("alone", "needs") for v in VARIANTS] + [
    (state, _SMALL_ENGLISH) for state in ("offline", "sending", "sent")
]


@pytest.mark.parametrize("state, variant", _WALKS, ids=str)
def test_no_state_of_sync_cuts_overlaps_or_leaves_a_control_nameless(
    qapp: QApplication, view: SyncView, state: str, variant: Variant
) -> None:
    words.set_language(variant.language)
    apply_theme(qapp, variant.theme)  # type: ignore[arg-type] # the variants name the themes
    shot, details = _STATES[state]
    view.resize(variant.size[0] - 110, variant.size[1] - 110)
    view.show_details(details)
    view.show_snapshot(shot, AT)
    switch_language(qapp, variant.language)
    settle(16)
    _OUT.mkdir(parents=True, exist_ok=True)
    assert view.grab().save(str(_OUT / f"sync-{state}-{variant}.png"))
    assert geometry_faults(view) == []
    assert unnamed_controls(view) == []


def _joined(desk: FakeSyncDesk, runner: TaskRunner, view: SyncView) -> SyncBridge:
    bridge = SyncBridge(desk, runner, view)
    bridge.details_changed.connect(view.show_details)
    bridge.enrolled.connect(view.show_enrolled)
    bridge.enrol_refused.connect(view.enrol.show_refusal)
    bridge.changed.connect(lambda shot: view.show_snapshot(shot, AT))
    view.enrol.wanted.connect(bridge.enrol)
    view.state.retry_wanted.connect(bridge.retry)
    bridge.start()
    return bridge


def test_a_laptop_joins_and_sends_by_keys_alone(view: SyncView, runner: TaskRunner) -> None:
    desk = FakeSyncDesk()
    bridge = _joined(desk, runner, view)
    view.activateWindow()
    view.focus_first()
    QTest.keyClicks(view.enrol.code.edit, "ABCD-EFGH")
    QTest.keyClick(view.enrol.code.edit, Qt.Key.Key_Return)
    Waiter().until(view.office.isVisible, "the office is shown")
    assert desk.listener is not None
    desk.listener(snapshot(Phase.OFFLINE, events=3, code="office_unreachable"))
    Waiter().until(view.state.send.isEnabled, "sending may be asked for")
    QTest.keyClick(view.state.send, Qt.Key.Key_Space)
    bridge.close()
    assert desk.calls == ["enrol ABCD-EFGH", "enrolled", "retry", "stop"]


def test_a_refused_code_is_explained_under_its_field(view: SyncView, runner: TaskRunner) -> None:
    desk = FakeSyncDesk()
    desk.refusal = InputInvalid("enrolment_code_invalid", field="code")
    bridge = _joined(desk, runner, view)
    QTest.keyClicks(view.enrol.code.edit, "nonsense")
    QTest.keyClick(view.enrol.code.edit, Qt.Key.Key_Return)
    Waiter().until(view.enrol.join.isEnabled, "the refusal is shown")
    bridge.close()
    assert view.enrol.code.edit.accessibleDescription()


def test_keeping_one_side_of_an_overlap_names_its_event(view: SyncView) -> None:
    chosen: list[tuple[str, str]] = []
    view.resolved.connect(lambda _task, event_id, typed: chosen.append((event_id, typed)))
    view.show_details(DETAILS)
    view.reviews[0].choices[1].click()
    assert chosen == [("e2", "")]


def test_a_moved_office_is_tried_first_at_its_new_address(
    view: SyncView, runner: TaskRunner
) -> None:
    desk = FakeSyncDesk(SyncDetails(enrolment=ENROLMENT))
    bridge = _joined(desk, runner, view)
    bridge.move_office("10.0.0.7", lambda failure: pytest.fail(str(failure)))
    Waiter().until(lambda: "enrolled" in desk.calls, "the sync thread is told")
    bridge.close()
    assert desk.details.enrolment is not None
    assert desk.details.enrolment.addresses[0] == "https://10.0.0.7:8443"


def test_more_waiting_events_wake_the_sync_thread_and_fewer_do_not(
    view: SyncView, runner: TaskRunner
) -> None:
    desk = FakeSyncDesk()
    bridge = _joined(desk, runner, view)
    for count in (3, 5, 2):
        bridge.note_pending(count)
    bridge.close()
    assert desk.calls == ["poke", "poke", "stop"]


def test_the_chip_counts_what_needs_a_person() -> None:
    assert chip_state(snapshot(Phase.NEEDS_YOU, attention=2)).sentence() == "2 need you"
