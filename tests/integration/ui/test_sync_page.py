"""Office and sync as a person meets it: joining by keyboard, retrying, overlaps, every dress."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.services.sync_ports import FileOnItsWay, WaitingBlob
from inspector_app.sync.machine import Phase
from inspector_app.words import failures
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from tests.helpers.rooms_rig import VARIANTS, Variant
from tests.helpers.sync_fakes import AT, DETAILS, ENROLMENT, FakeSyncDesk, snapshot
from ui.demo_waiter import Waiter
from ui.settings.sync_view import SyncView
from ui.settings.waiting_model import AMOUNT_COLUMN, REASON_COLUMN, WaitingModel, rows_of
from ui.sync_bridge import SyncBridge, SyncDetails
from ui.sync_words import amount, chip_state, last_round
from ui.task_runner import TaskRunner
from ui.theme import apply_theme, switch_language, theme
from ui.widgets.label import Elide
from ui.widgets.painting import text_width
from ui.widgets.table import METER_ROLE

_OUT = Path(__file__).resolve().parents[3] / "out" / "screens"
_STATES = {
    "alone": (snapshot(Phase.NOT_ENROLLED, events=14), SyncDetails()),
    "offline": (snapshot(Phase.OFFLINE, events=15, code="office_unreachable"), DETAILS),
    "sending": (
        replace(
            snapshot(Phase.SENDING, events=12, done=3, total=15),
            file=FileOnItsWay(sha256="c" * 64, held=900_000, size=2_400_000),
        ),
        DETAILS,
    ),
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


def _photos(count: int) -> tuple[WaitingBlob, ...]:
    return tuple(
        WaitingBlob(sha256=f"{n:064x}", size=2_400_000, role="photo", name="A", inspection_id="a")
        for n in range(count)
    )


def test_a_file_on_its_way_shows_its_bytes_and_leaves_the_other_rows_alone() -> None:
    model = WaitingModel()
    model.show_rows(rows_of((), _photos(3)))
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    model.show_file(FileOnItsWay(sha256=f"{1:064x}", held=1_200_000, size=2_400_000))
    assert model.data(model.index(1, AMOUNT_COLUMN)) == "1.2 of 2.4 MB"
    assert model.data(model.index(1, AMOUNT_COLUMN), METER_ROLE) == 0.5
    assert model.data(model.index(1, REASON_COLUMN)) == "On its way now"
    assert changed == [1]
    model.show_file(None)
    assert (model.data(model.index(1, AMOUNT_COLUMN)), changed) == ("2.4 MB", [1, 1])


@pytest.mark.parametrize("total", [900_000, 2_400_000, 24_300_000])
def test_bytes_going_up_never_change_the_width_of_their_words(
    qapp: QApplication, total: int
) -> None:
    apply_theme(qapp, "light")
    font = theme().font("dense")
    widths = {text_width(font, amount(total * part // 10, total)) for part in range(11)}
    assert max(widths) - min(widths) <= 1  # a rounded figure space


def test_a_thousand_waiting_files_are_shown_within_a_blink(view: SyncView) -> None:
    """Painting and filling cost by the rows in view, not by those that wait."""

    def cost(count: int) -> float:
        view.show_details(replace(DETAILS, blobs=_photos(count)))
        shot, began = snapshot(Phase.SENDING, done=1, total=count), time.perf_counter()
        for part in range(50):
            file = FileOnItsWay(sha256=f"{part:064x}", held=part, size=2_400_000)
            view.show_snapshot(replace(shot, file=file), AT)
            view.table.viewport().repaint()
        return time.perf_counter() - began

    few = cost(20)
    assert cost(1000) < 4 * few


def test_what_waits_says_why(view: SyncView) -> None:
    view.show_details(DETAILS)
    view.show_snapshot(snapshot(Phase.OFFLINE, code="office_unreachable"), AT)
    reason = view.model.data(view.model.index(0, REASON_COLUMN))
    assert reason == failures.sentence_of("office_unreachable")
    view.show_snapshot(snapshot(Phase.NOT_ENROLLED), AT)
    assert view.model.data(view.model.index(0, REASON_COLUMN)) == "No office is connected yet"


def test_f5_sends_now_from_anywhere_on_the_page(view: SyncView) -> None:
    asked: list[bool] = []
    view.state.retry_wanted.connect(lambda: asked.append(True))
    view.show_details(DETAILS)
    view.show_snapshot(snapshot(Phase.OFFLINE), AT)
    view.activateWindow()
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_F5)
    assert asked == [True]


def test_an_overlap_names_the_field_and_whose_laptop_in_words(view: SyncView) -> None:
    view.show_details(DETAILS)
    shown = {one.text() for one in view.reviews[0].findChildren(Elide)}
    assert any("Telephone" in text for text in shown)
    assert any(text.startswith("this laptop") for text in shown)


def test_the_last_exchange_of_an_earlier_run_is_still_said() -> None:
    shot = replace(snapshot(Phase.OFFLINE), last=AT - timedelta(days=1))
    said = last_round(shot, AT)
    assert f"{(AT - timedelta(days=1)).astimezone():%m-%d %H:%M}" in said
