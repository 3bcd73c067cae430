"""A whole inspection with the keyboard alone: from the search to the sealed, verified PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from inspector_app.adapters.pdf_verification import FileOutcome, verify_file
from inspector_app.domain.inspection import State
from inspector_app.domain.judgement import Outcome
from tests.helpers.documents import photo
from tests.helpers.evidence import signer
from tests.helpers.inspect_rig import InspectRig

Key = Qt.Key


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[InspectRig]:
    picture = tmp_path / "plate.jpg"
    picture.write_bytes(photo(1))
    made = InspectRig(tmp_path / "data", files=[str(picture)])
    yield made
    made.close()


def test_keys_alone_lead_from_a_serial_number_to_a_pdf_that_proves_itself(rig: InspectRig) -> None:
    rig.begin()
    rig.press(Key.Key_Y, times=14)
    rig.connect()
    rig.press(Key.Key_Return)  # on "Next", where the last answer put the focus
    rig.measure()
    rig.press(Key.Key_Return)
    rig.type("23.5")
    rig.press(Key.Key_Return)
    rig.type("61")
    rig.press(Key.Key_Return, times=3)  # past the statement and the remarks
    rig.press(Key.Key_Return)  # the photo from the file
    rig.press(Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    rig.press(Key.Key_Return)  # conclude
    rig.press(Key.Key_Return)  # on to the signatures
    rig.press(Key.Key_Return)  # the inspector signs by name
    rig.press(Key.Key_Return)  # and the party
    rig.press(Key.Key_Return)  # seal and issue

    inspection = rig.inspection()
    assert rig.failures == []
    assert inspection.state is State.SEALED
    assert inspection.verdict is not None
    assert inspection.verdict.outcome is Outcome.PASS
    assert inspection.fields["ambient_temperature_c"] == "23.5"
    assert len(inspection.photos_kept()) == 1
    report = inspection.reports[-1]
    checked = verify_file(
        rig.storage.blobs.path(report.sha256),
        known_hash=rig.storage.registry.report_hash_known,
        known_keys=(rig.device_key.public_key, signer(2).public_key),
    )
    assert checked.outcome is FileOutcome.GENUINE


def test_what_was_on_screen_is_what_is_kept_with_its_raw_bytes(rig: InspectRig) -> None:
    rig.begin()
    rig.connect()
    seen = rig.show("0.000", raw=b"\x02+000000018\x03")
    rig.press(Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    rig.press(Key.Key_Space)
    kept = rig.inspection().observations[-1].shown
    assert kept.raw_hex == seen.raw.hex()
    assert kept.sequence == seen.sequence
    assert str(kept.mass) == "0.000 kg"


@pytest.mark.parametrize(
    "state", [{"stable": False}, {"overload": True}, {"underload": True}, {"stable": None}]
)
def test_nothing_is_captured_unless_the_reading_is_stable_and_usable(
    rig: InspectRig, state: dict[str, object]
) -> None:
    rig.begin()
    rig.connect()
    rig.show("0.000", **state)  # type: ignore[arg-type] # the unit is none of them
    rig.press(Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    rig.press(Key.Key_Space)
    assert rig.inspection().observations == ()
    assert rig.page.view.measurements.bar.refusal.text()


def test_space_in_a_text_field_captures_nothing(rig: InspectRig) -> None:
    rig.begin()
    rig.connect()
    rig.show("0.000")
    rig.press(Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    rig.press(Key.Key_1)  # a figure on the rows begins the additional weights
    assert rig.page.view.measurements.bar.delta.edit.hasFocus()
    rig.press(Key.Key_Space)
    assert rig.inspection().observations == ()


def test_backspace_takes_the_last_reading_back_and_leaves_it_in_the_log(rig: InspectRig) -> None:
    rig.begin()
    rig.connect()
    rig.show("0.000")
    rig.press(Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    rig.press(Key.Key_Space)
    rig.page.measuring.go_to_row("zero:1")
    rig.press(Key.Key_Backspace)
    (taken_back,) = rig.inspection().observations
    assert taken_back.withdrawn
    assert rig.page.measuring.model.row_id == "zero:1"


def test_additional_weights_typed_on_the_rows_belong_to_the_next_capture_only(
    rig: InspectRig,
) -> None:
    rig.begin()
    rig.connect()
    rig.show("0.000")
    rig.press(Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    rig.press(Key.Key_4)
    rig.press(Key.Key_Return)
    rig.press(Key.Key_Space)
    rig.show("0.200")
    rig.press(Key.Key_Space)
    first, second = rig.inspection().observations
    assert str(first.changeover_load) == "4 g"
    assert second.changeover_load is None


def test_a_reading_typed_by_hand_is_marked_as_such(rig: InspectRig) -> None:
    rig.begin()
    rig.press(Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    rig.press(Key.Key_F2)
    rig.type("0.000")
    rig.press(Key.Key_Return)
    (kept,) = rig.inspection().observations
    assert kept.shown.entered_by_hand
    assert str(kept.shown.mass) == "0.000 kg"


def test_a_wrong_figure_by_hand_is_marked_and_stays_typed(rig: InspectRig) -> None:
    rig.begin()
    rig.press(Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    rig.press(Key.Key_F2)
    rig.type("20.1x")
    rig.press(Key.Key_Return)
    assert rig.inspection().observations == ()
    assert rig.page.view.measurements.bar.hand.text() == "20.1x"
    assert rig.page.view.measurements.bar.hand.edit.property("state") == "error"


def test_discrimination_notes_the_indication_before_and_then_keeps_the_one_after(
    rig: InspectRig,
) -> None:
    rig.begin()
    rig.connect()
    rig.press(Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    rig.page.measuring.go_to_row("discrimination:1")
    rig.show("0.200")
    rig.press(Key.Key_Space)
    assert rig.inspection().observations == ()
    rig.show("0.210")
    rig.press(Key.Key_Space)
    (kept,) = rig.inspection().observations
    assert kept.figures["before"] == "0.200 kg"
    assert str(kept.shown.mass) == "0.210 kg"
