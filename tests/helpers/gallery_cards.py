"""The gallery's cards: small widgets and the Bench's, each in its states."""

from __future__ import annotations

import math
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from tests.helpers.gallery_values import say
from ui.widgets.button import Button
from ui.widgets.byte_rows import ByteModel, ByteRow, ByteTable, Part
from ui.widgets.card import Card, row
from ui.widgets.charts import Bar, BarChart, LineChart, LinePoint
from ui.widgets.chip import Chip
from ui.widgets.choice import CheckBox, RadioButton, Select
from ui.widgets.field import Field
from ui.widgets.ink import StrokePoint
from ui.widgets.label import KeyCap, Label
from ui.widgets.live_plot import LivePlot
from ui.widgets.meter import Meter
from ui.widgets.paper_preview import PaperPreview
from ui.widgets.plot_samples import Sample
from ui.widgets.search_box import SearchBox
from ui.widgets.signature_pad import SignaturePad
from ui.widgets.strip import MiniStrip, StripState
from ui.widgets.table import CHIP_ROLE, STYLE_ROLE, CellChip, CellStyle, Table
from ui.widgets.top_chips import InstrumentChip, InstrumentMotion, PersonChip, SyncChip, SyncState


def chips_card() -> Card:
    card = Card()
    card.body.addWidget(Label(say("判定与状态", "Verdicts and states"), "strong"))
    lines = [
        [
            Chip(say("合格", "Pass"), "ok"),
            Chip(say("临界", "Guard band"), "warn"),
            Chip(say("超差", "Over limit"), "bad"),
            Chip(say("待捕获", "Capture now"), "live"),
        ],
        [
            Chip(say("待测", "To do")),
            Chip(say("将到期", "Due soon"), "warn", icon="clock"),
            Chip(say("封存", "Sealed"), icon="seal"),
            Chip(say("日常抽查", "Spot check"), "info"),
        ],
    ]
    for chips in lines:
        card.body.addLayout(row(*chips, 1))
    instruments: tuple[tuple[InstrumentMotion, str], ...] = (
        ("live", "20.010 kg"),
        ("moving", "19.870 kg"),
        ("lost", ""),
        ("none", ""),
    )
    for motion, value in instruments:
        box = InstrumentChip()
        box.show_instrument("ACS-30", value, "COM5", motion)
        card.body.addLayout(row(box, 1))
    card.body.addStretch(1)
    return card


def sync_card() -> Card:
    card = Card()
    card.body.addWidget(Label(say("同步", "Sending"), "strong"))
    for state in (
        SyncState("offline", 14),
        SyncState("syncing", 0, 3, 14),
        SyncState("sent", at="14:02"),
        SyncState("attention", 2),
    ):
        chip = SyncChip()
        chip.show_state(state)
        card.body.addLayout(row(chip, 1))
    person = PersonChip()
    person.show_person(say("林晓敏", "Lin Xiaomin"))
    card.body.addLayout(row(person, PersonChip(), 1))
    search = SearchBox(lambda: say("搜索", "Search"), keys="Ctrl K")
    card.body.addWidget(search)
    card.body.addStretch(1)
    return card


def buttons_card() -> Card:
    card = Card()
    card.body.addWidget(Label(say("按钮", "Buttons"), "strong"))
    capture, undo = say("捕获", "Capture"), say("撤回", "Undo")
    off_primary, off = Button(capture, icon="check", kind="primary"), Button(undo, icon="undo")
    off_primary.setEnabled(False)
    off.setEnabled(False)
    chosen = Button(say("全部 1 284", "All 1 284"), kind="filter")
    chosen.setChecked(True)
    checked, radio = CheckBox(say("已核对", "Checked")), RadioButton(say("合格", "Complies"))
    checked.setChecked(True)
    radio.setChecked(True)
    select = Select()
    select.setAccessibleName("unit")
    select.addItems(["kg", "g"])
    card.body.addLayout(
        row(Button(capture, icon="check", kind="primary"), Button(undo, icon="undo"), 1)
    )
    card.body.addLayout(row(off_primary, off, 1))
    card.body.addLayout(
        row(
            chosen,
            Button(say("逾期 31", "Overdue 31"), kind="filter"),
            Button(say("导出", "Export"), icon="export", kind="ghost"),
            1,
        )
    )
    card.body.addLayout(row(checked, radio, CheckBox(say("未选", "Not chosen")), 1))
    card.body.addLayout(row(select, KeyCap("Space"), 1))
    card.body.addStretch(1)
    return card


def fields_card() -> Card:
    card = Card()
    card.body.addWidget(Label(say("输入", "Input"), "strong"))
    plain = Field(say("示值", "Reading"), unit="kg", is_number=True)
    plain.set_text("20.010")
    plain.set_by_hand(by_hand=True)
    wrong = Field(say("示值", "Reading"), unit="kg", is_number=True)
    wrong.set_text("20.1x")
    wrong.set_error(
        say(
            "只能是数字，如 20.010。原值已保留。",
            "Digits only, like 20.010. The old value is kept.",
        )
    )
    off = Field(say("编号", "Number"))
    off.set_text("RC-40117")
    off.setEnabled(False)
    for field in (plain, wrong, off):
        card.body.addWidget(field)
    card.body.addStretch(1)
    return card


def pads_card() -> Card:
    card = Card()
    empty, drawn, refused = SignaturePad(), SignaturePad(), SignaturePad()
    drawn.set_strokes(
        [tuple(StrokePoint(60.0 + x, 40 + 20 * math.sin(x / 9)) for x in range(0, 160, 4))]
    )
    refused.refuse(say("拒签，见证人 黄伟强", "Refused; witness Huang Weiqiang"))
    for pad in (empty, drawn, refused):
        card.body.addWidget(pad)
    card.body.addStretch(1)
    return card


def plot_card() -> Card:
    card, plot = Card(), LivePlot()
    for step in range(250):
        at_s = step / 10
        settled = 1 - math.exp(-max(0.0, at_s - 4) * 1.5)
        plot.add(Sample(at_s, 15 + 5 * settled, at_s > 16))
    card.body.addWidget(plot)
    return card


def charts_card() -> Card:
    card, bars, line, meter = Card(), BarChart(), LineChart(), Meter()
    counts = (0, 5, 4, 6, 3, 4, 0, 0, 6, 5, 6, 5, 4, 0, 0, 5, 7, 4, 6, 5, 0, 0, 3)
    bars.show_bars(
        [
            Bar(count, str(day) if day % 7 == 2 else "", day == 22)
            for day, count in enumerate(counts)
        ],
        "bars",
    )
    line.show_line(
        [
            LinePoint(str(2021 + year), Decimal(error))
            for year, error in enumerate((-2, 0, 3, -4, 5, 7))
        ],
        "line",
        lower=Decimal(-20),
        upper=Decimal(20),
    )
    meter.show_share(0.8, "80 %", target=0.95, tone="warn")
    for widget in (bars, line, meter):
        card.body.addWidget(widget)
    return card


def bytes_card() -> Card:
    model, raw = ByteModel(), bytes.fromhex("022B30323030313033314203")
    parts: list[Part] = ["frame", *(["value"] * 7), "decimal", "check", "check", "frame"]  # type: ignore[list-item]
    model.append(
        [
            ByteRow("10:42:15.902", raw, parts, "+20.010 kg", "good", say("校验通过", "Checked")),
            ByteRow(
                "10:42:16.196",
                raw,
                parts,
                say("算得 13，帧内 1B", "computed 13, got 1B"),
                "bad",
                say("校验错", "Dropped"),
            ),
            ByteRow("10:42:16.294", raw * 3, parts, "", "unknown", say("未知", "Unknown")),
        ]
    )
    table, card = ByteTable(model), Card(margins=False)
    table.setProperty("kept_model", model)
    model.setParent(table)
    card.body.addWidget(table)
    return card


def register_card() -> Card:
    model = QStandardItemModel(3, 4)
    model.setHorizontalHeaderLabels(
        [
            say("编号", "Number"),
            say("器具", "Instrument"),
            say("上次误差", "Last error"),
            say("状态", "State"),
        ]
    )
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    model.setHeaderData(2, Qt.Orientation.Horizontal, right, Qt.ItemDataRole.TextAlignmentRole)
    chips = (
        CellChip(say("有效", "Valid"), "ok"),
        CellChip(say("将到期", "Due soon"), "warn", "clock"),
        CellChip(say("不合格", "Failed"), "bad"),
    )
    for line, chip in enumerate(chips):
        for column, text in enumerate(
            ("RC-40117", say("电子计价秤 ACS-30", "Price scale ACS-30"), "+7 g")
        ):
            model.setItem(line, column, QStandardItem(text))
        model.setData(model.index(line, 1), CellStyle(600), STYLE_ROLE)
        model.setData(model.index(line, 2), int(right), Qt.ItemDataRole.TextAlignmentRole)
        model.setData(model.index(line, 3), chip, CHIP_ROLE)
    table, card, strip = Table("register"), Card(margins=False), MiniStrip()
    model.setParent(table)
    table.setModel(model)
    table.set_column_widths((110, 200, 110))
    table.selectRow(1)
    strip.show_state(StripState(Decimal(7), Decimal(-20), Decimal(20), Decimal(3), "pass"), "+7 g")
    preview = PaperPreview()
    preview.show_empty(say("还没有预览", "No preview yet"))
    preview.setFixedHeight(150)
    card.body.addLayout(row(table, strip, preview))
    return card
