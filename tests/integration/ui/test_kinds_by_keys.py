"""A petrol station and a lot of packages from the first key to the verdict, without a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from inspector_app.domain.inspection import State
from inspector_app.domain.judgement import Outcome
from inspector_app.domain.measurement import Shape
from inspector_app.kinds.base import Step
from inspector_app.kinds.catalogue import kind_of
from tests.helpers.documents import photo
from tests.helpers.golden_inspections import golden_base
from tests.helpers.inspect_rig import InspectRig
from ui.widgets.choice import Select

Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[InspectRig]:
    picture = tmp_path / "seen.jpg"
    picture.write_bytes(photo(1))
    made = InspectRig(tmp_path / "data", files=[str(picture)])
    yield made
    made.close()


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def choose_kind(rig: InspectRig, area: int, key: str) -> None:
    """From the search back to the areas, to the kind, and forward to the search again."""
    rig.press(Key.Key_Backtab, SHIFT, times=2)
    rig.press(Key.Key_Right, times=area)
    rig.press(Key.Key_Tab)
    for _way in range(8):
        if rig.page.view.premises.kinds.current() == key:
            break
        rig.press(Key.Key_Right)
    assert rig.page.view.premises.kinds.current() == key
    rig.press(Key.Key_Tab)
    rig.press(Key.Key_Return)  # the first of the places
    assert rig.inspection().kind == key


def fill(rig: InspectRig, values: dict[str, str], keys: list[str]) -> None:
    """Type each box of a form and press Enter; a list is moved by the arrows."""
    for key in keys:
        at = focused()
        wanted = values.get(key, "")
        if isinstance(at, Select):
            while wanted and at.currentData() != wanted:
                assert at.currentIndex() < at.count() - 1, key
                rig.press(Key.Key_Down)
        elif wanted:
            assert isinstance(at, QLineEdit)
            at.selectAll()
            rig.type(wanted)
        rig.press(Key.Key_Return)


def fill_rows(rig: InspectRig, rows: dict[str, dict[str, str]]) -> None:
    """Fill every row that must be, as the page leads from one to the next."""
    for _row in range(60):
        row = rig.page.trying.row()
        assert row is not None
        if rig.inspection().observation_at(row.row_id) is not None or row.optional:
            return
        fill(rig, rows[row.row_id], [figure.key for figure in row.figures])
    raise AssertionError("the rows never end")


def end(rig: InspectRig) -> None:
    """A photo of each role, then conclude."""
    kind = kind_of(rig.inspection().kind)
    rig.press(Key.Key_Return)  # on from the rows
    for _role in kind.photos:
        while focused() is not _from_file(rig):
            rig.press(Key.Key_Tab)
        rig.press(Key.Key_Space)
    conclusion = list(kind.steps).index(Step.CONCLUSION) + 1
    rig.press(Key(Key.Key_0 + conclusion), CONTROL)
    rig.press(Key.Key_Return)


def _from_file(rig: InspectRig) -> QWidget:
    return rig.page.view.evidence.file_button


def test_a_petrol_station_by_keys_alone(rig: InspectRig) -> None:
    base = golden_base("fuel_dispenser")
    choose_kind(rig, 1, "fuel_dispenser")
    rig.press(Key.Key_Return)  # add the instrument
    pane = rig.page.view.measuring_instrument
    entry = {"name": "CS46", "serial_number": "220517", **base["measuring_instrument"]}
    fill(rig, entry, [figure.key for figure in pane.form._figures])
    assert rig.inspection().measuring_instrument is not None
    rig.press(Key.Key_Y, times=len(kind_of("fuel_dispenser").checks))
    rig.press(Key.Key_Return)
    fill(rig, base["fields"], [f.key for f in kind_of("fuel_dispenser").particulars])
    rig.press(Key.Key_Return)
    fill_rows(rig, base["rows"])
    end(rig)
    assert rig.failures == []
    assert rig.inspection().state is State.CONCLUDED
    verdict = rig.inspection().verdict
    assert verdict is not None
    assert verdict.outcome is Outcome.PASS


def test_a_lot_of_packages_by_keys_alone(rig: InspectRig) -> None:
    base = golden_base("prepackaged_goods")
    choose_kind(rig, 2, "prepackaged_goods")
    rig.press(Key.Key_Y, times=len(kind_of("prepackaged_goods").checks))
    rig.press(Key.Key_Return)
    fill(rig, base["fields"], [f.key for f in kind_of("prepackaged_goods").particulars])
    rig.press(Key.Key_Return)
    fill_rows(rig, base["rows"])
    end(rig)
    assert rig.failures == []
    assert rig.inspection().state is State.CONCLUDED
    kept = rig.inspection().observations_of(Shape.TRIAL)
    assert len(kept) == len(base["rows"])


@pytest.mark.parametrize("key", ["fuel_dispenser", "prepackaged_goods", "price_computing_scale"])
def test_tab_goes_down_the_page_as_the_eye_does(rig: InspectRig, key: str) -> None:
    place = rig.storage.registry.list_premises()[0]
    rig.page.presenter.start(key, premises_id=place.premises_id)
    rig.settle()
    for name, value in golden_base(key)["fields"].items():
        rig.page.view.particulars.filled.emit(name, value)
        rig.settle()
    rig.page.go_to(Step.CHECKS)
    inside, tops = rig.page.view.scroller.widget(), list[int]()
    for _step in range(120):
        at = focused()
        if inside is None or not inside.isAncestorOf(at):
            break
        pane = next(p for p in rig.page.view.panes.values() if p.isAncestorOf(at))
        tops.append(pane.y())
        rig.press(Key.Key_Tab)
    assert len(set(tops)) > 3
    assert tops == sorted(tops)
    assert focused().accessibleName().startswith("Search premises")  # and on to the top bar
