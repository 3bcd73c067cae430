"""The Insights room: what the sealed records say, where to look, and the lists as files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.insights.patterns import Look, Weight
from inspector_app.insights.rates import Rate
from inspector_app.services.insights import InsightsView
from tests.helpers.inspect_rig import InspectRig
from tests.integration.ui.test_merging import sealed_by_a_colleague
from ui.insights.page import InsightsPage
from ui.registry.page import RegistryPage

VIEW = InsightsView(
    on=date(2026, 11, 27),
    year=Rate(inside=90, guard=4, over=6),
    short_weight=3,
    by_scope={"445202": Rate(inside=40, guard=2, over=3), "445281": Rate(inside=50, over=3)},
    by_kind={"market_scale": Rate(inside=90, guard=4, over=6)},
    months={"2026-10": Rate(inside=9, over=1), "2026-11": Rate(inside=8)},
    looks=(
        Look(
            code="same_photo",
            weight=Weight.HIGH,
            records=(("one", "261123-A"), ("two", "261123-B")),
            parameters=(("bits", "0"),),
        ),
        Look(code="identical_series", weight=Weight.HIGH, records=(), parameters=(("count", "5"),)),
    ),
    looked_at=100,
    sealed=100,
)


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[InspectRig]:
    made = InspectRig(tmp_path / "data", language="zh_CN")
    yield made
    made.close()


def page_of(rig: InspectRig) -> InsightsPage:
    page = InsightsPage(rig.workplace, rig.runner)
    rig.window.add_page("insights", "insights", lambda: "Insights", lambda: page)
    rig.window.show_page("insights")
    rig.settle()
    return page


def test_a_sealed_record_is_counted(rig: InspectRig) -> None:
    sealed_by_a_colleague(rig)
    page = page_of(rig)
    assert page.divisions.accessibleName().startswith("榕城区")
    assert "燃油加油机" in page.kinds.accessibleName()


def test_other_tasks_pass_between_the_slices(rig: InspectRig) -> None:
    sealed_by_a_colleague(rig)
    page, order = page_of(rig), list[str]()
    page._presenter.read.connect(lambda _view: order.append("read"))
    page.refresh()
    rig.runner.run(lambda: None, lambda _none: order.append("other"))
    rig.settle()
    assert order == ["other", "read"]


def test_a_newer_refresh_drops_the_one_under_way(rig: InspectRig) -> None:
    sealed_by_a_colleague(rig)
    page, views = page_of(rig), list[InsightsView]()
    page._presenter.read.connect(views.append)
    page.refresh()
    page.refresh()
    rig.settle()
    assert [view.looked_at for view in views] == [1]


def test_an_empty_laptop_says_what_it_would_show(rig: InspectRig) -> None:
    page = page_of(rig)
    assert page.divisions.accessibleName() == ""
    assert page.looks.isVisible()


def test_a_look_opens_its_first_record(rig: InspectRig) -> None:
    page, wanted = page_of(rig), list[str]()
    page.record_wanted.connect(wanted.append)
    page.show_view(VIEW)
    page.looks.acted.emit("one")
    page.looks.acted.emit("")
    assert wanted == ["one"]


def test_an_export_before_anything_was_read_says_so(rig: InspectRig, tmp_path: Path) -> None:
    page = InsightsPage(rig.workplace, rig.runner)
    for name in ("early.csv", "early.xlsx"):
        page.exporting.write(tmp_path / name)
    rig.settle()
    assert [str(failure) for failure in rig.failures] == ["export_nothing_yet"] * 2
    assert list(tmp_path.glob("early*")) == []
    page.deleteLater()


def test_every_table_of_the_page_is_in_the_workbook(rig: InspectRig, tmp_path: Path) -> None:
    page, written = page_of(rig), list[Path]()
    page.exported.connect(written.append)
    page.show_view(VIEW)
    page.exporting.write(tmp_path / "a.xlsx")
    rig.settle()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        strings = book.read("xl/sharedStrings.xml").decode()
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) == 4
    assert all(text in strings for text in ("榕城区", "普宁市", "同一照片出现在两份记录中"))
    assert written == [tmp_path / "a.xlsx"]


def test_a_folder_that_cannot_be_written_is_told(rig: InspectRig, tmp_path: Path) -> None:
    page = page_of(rig)
    page.show_view(VIEW)
    page.exporting.write(tmp_path / "no such folder" / "a.csv")
    rig.settle()
    assert [getattr(failure, "code", "") for failure in rig.failures] == ["export_not_written"]
    rig.failures.clear()


def test_the_registers_are_written_whole(rig: InspectRig, tmp_path: Path) -> None:
    page = RegistryPage(rig.workplace, rig.runner)
    rig.window.add_page("registry", "registry", lambda: "Registry", lambda: page)
    rig.window.show_page("registry")
    rig.settle()
    page.exporting.write(tmp_path / "r.csv")
    page.exporting.write(tmp_path / "r.xlsx")
    rig.settle()
    text = (tmp_path / "r.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) - 1 == rig.storage.registry.count_instruments()
    with zipfile.ZipFile(tmp_path / "r.xlsx") as book:
        assert sum(name.startswith("xl/worksheets/") for name in book.namelist()) == 5
