"""All widgets in all their states, on panels that the tests render and people look at."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.words import current_language
from ui.widgets.banner import Banner, EmptyState
from ui.widgets.button import Button
from ui.widgets.byte_rows import ByteModel, ByteRow, ByteTable, Part
from ui.widgets.card import Card, Rule, row
from ui.widgets.charts import Bar, BarChart, LineChart, LinePoint
from ui.widgets.chip import Chip
from ui.widgets.choice import CheckBox, RadioButton, Select
from ui.widgets.field import Field
from ui.widgets.gauge import ErrorGauge, GaugeState
from ui.widgets.label import Elide, KeyCap, Label
from ui.widgets.live_plot import LivePlot, Sample
from ui.widgets.load_row import LoadRowData
from ui.widgets.load_table import LoadTable
from ui.widgets.meter import Meter
from ui.widgets.paper_preview import PaperPreview
from ui.widgets.port_card import PortCard, PortData
from ui.widgets.reading import Motion, Reading, ReadingState
from ui.widgets.search_box import SearchBox
from ui.widgets.signature_pad import SignaturePad, StrokePoint
from ui.widgets.step_list import Step, StepList
from ui.widgets.strip import MiniStrip, StripState, Verdict
from ui.widgets.table import CHIP_ROLE, STYLE_ROLE, CellChip, CellStyle, Table
from ui.widgets.tabs import Tabs
from ui.widgets.top_chips import InstrumentChip, InstrumentMotion, PersonChip, SyncChip, SyncState


def say(zh: str, en: str) -> str:
    """Return the page's own words in the language in use; the widgets have theirs."""
    return zh if current_language().startswith("zh") else en


def panel() -> tuple[QWidget, QVBoxLayout]:
    widget = QWidget()
    widget.setProperty("ground", "bg")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(widget)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(12)
    return widget, column


def _in_row(column: QVBoxLayout, widgets: list[QWidget], height: int = 0) -> None:
    line = QHBoxLayout()
    line.setSpacing(12)
    for widget in widgets:
        if height:
            widget.setFixedHeight(height)
        line.addWidget(widget)
    column.addLayout(line)


def reading(state: ReadingState) -> Reading:
    widget = Reading()
    widget.show_state(state)
    return widget


def gauge(state: GaugeState) -> ErrorGauge:
    widget = ErrorGauge()
    widget.show_state(state)
    return widget


def _reading_state(figures: str, motion: Motion, held: str = "", unit: str = "kg") -> ReadingState:
    return ReadingState(
        figures,
        unit,
        motion,
        held,
        mode=say("净重", "Net"),
        note=say("零点 0.000", "Zero 0.000"),
        source="COM5 · XK3190-A9 · 9600 8N1",
        rate=say("10.2 帧/秒", "10.2 frames/s"),
    )


def _gauge_state(error: str | None, verdict: Verdict, **rest: object) -> GaugeState:
    values: dict[str, object] = {
        "title": say("修正误差 Ec · 载荷 20 kg", "Corrected error Ec · load 20 kg"),
        "error": None if error is None else Decimal(error),
        "lower": Decimal(-20),
        "upper": Decimal(20),
        "guard": Decimal(3),
        "interval": Decimal(10),
        "verdict": verdict,
    }
    return GaugeState(**(values | rest))  # type: ignore[arg-type]


def readings_panel() -> QWidget:
    widget, column = panel()
    _in_row(
        column,
        [
            reading(_reading_state("20.010", "stable", "0.8 s")),
            gauge(_gauge_state("10", "pass", note=say("2.0 e，2000 e 以内", "2.0 e up to 2000 e"))),
        ],
        206,
    )
    _in_row(
        column,
        [
            reading(_reading_state("19.870", "moving")),
            reading(_reading_state("31.005", "overload")),
            reading(_reading_state("20.010", "lost", "3 s")),
            reading(_reading_state("-300.005", "stable", "1.2 s", "g")),
        ],
        164,
    )
    _in_row(
        column,
        [
            gauge(_gauge_state("7", "pass")),
            gauge(_gauge_state("-18", "guard")),
            gauge(_gauge_state("24", "over")),
            gauge(_gauge_state("-46", "over")),
        ],
        176,
    )
    _in_row(
        column,
        [
            gauge(_gauge_state(None, "")),
            gauge(
                _gauge_state(
                    "-4.2",
                    "pass",
                    lower=Decimal(-9),
                    upper=None,
                    interval=None,
                    guard=Decimal("0.5"),
                    title=say("净含量", "Net content"),
                )
            ),
            gauge(
                _gauge_state(
                    "0.21",
                    "pass",
                    lower=Decimal("-0.30"),
                    upper=Decimal("0.30"),
                    guard=Decimal("0.05"),
                    interval=None,
                    unit="%",
                    title=say("加油机", "Dispenser"),
                )
            ),
            gauge(
                _gauge_state(
                    "2",
                    "pass",
                    lower=Decimal(-5),
                    upper=Decimal(5),
                    guard=Decimal(1),
                    title="0.5 e",
                )
            ),
            gauge(GaugeState(say("没有允差", "No limits yet"))),
        ],
        164,
    )
    column.addStretch(1)
    return widget


def load_rows() -> list[LoadRowData]:
    how = (
        "P = I + 0.5 e − ΔL = 15.010 kg + 5 g − 7 g = 15.008 kg;  Ec = P − m − E₀ = 8 − 1 = +7 g",
        say(
            "1500 e 在 500 e – 2000 e 内，使用中允差 2.0 e = ±20 g；|+7| ≤ 20 − 3，合格。 JJG 539-2016",
            "1500 e lies in 500 e – 2000 e: in-service limit 2.0 e = ±20 g; |+7| ≤ 20 − 3: pass. "
            "JJG 539-2016",
        ),
    )
    serial = say("串口", "serial")

    def strip(error: str | None, limit: int, verdict: Verdict = "pass") -> StripState:
        figure = None if error is None else Decimal(error)
        return StripState(figure, Decimal(-limit), Decimal(limit), Decimal(3), verdict)

    return [
        LoadRowData(
            "1",
            "0.200",
            "0.200",
            "4",
            "0",
            "±10",
            "captured",
            "pass",
            strip("0", 10),
            "10:40:52",
            serial,
            how,
        ),
        LoadRowData(
            "2",
            "5.000",
            "5.000",
            "2",
            "+2",
            "±10",
            "by_hand",
            "pass",
            strip("2", 10),
            "10:41:20",
            serial,
            how,
        ),
        LoadRowData(
            "3",
            "15.000",
            "15.010",
            "7",
            "+7",
            "±20",
            "captured",
            "pass",
            strip("7", 20),
            "10:41:47",
            serial,
            how,
        ),
        LoadRowData(
            "4", "20.000", "20.010", "4", "+10", "±20", "current", "", strip("10", 20, ""), how=how
        ),
        LoadRowData(
            "5",
            "20.000",
            "20.018",
            "4",
            "+18",
            "±20",
            "captured",
            "guard",
            strip("18", 20, "guard"),
            "10:42:09",
            serial,
            how,
        ),
        LoadRowData(
            "6",
            "20.000",
            "20.030",
            "4",
            "+28",
            "±20",
            "captured",
            "over",
            strip("28", 20, "over"),
            "10:42:31",
            serial,
            how,
        ),
        LoadRowData(
            "7",
            "20.000",
            "20.030",
            "4",
            "+28",
            "±20",
            "undone",
            "",
            strip(None, 20),
            "10:42:31",
            serial,
        ),
        LoadRowData(
            "8",
            "20.000",
            state="error",
            limit="±20",
            strip=strip(None, 20),
            problem=say(
                "读数单位是 lb，本表用 kg。原始帧已保留，切换秤的单位后重新捕获。",
                "The reading is in lb, this table in kg. The raw frame is kept; switch the unit of the "
                "scale and capture again.",
            ),
        ),
        LoadRowData("9", "30.000", limit="±30", strip=strip(None, 30)),
    ]


def steps() -> list[Step]:
    return [
        Step(
            "premises",
            say("场所", "Premises"),
            say("东门农贸市场 12 号摊", "East Gate Market, stall 12"),
            "done",
        ),
        Step("instrument", say("器具", "Instrument"), "ACS-30", "done"),
        Step(
            "checks",
            say("外观与标志", "Marks and seals"),
            say("8 项全部符合", "8 of 8 comply"),
            "done",
        ),
        Step(
            "measure",
            say("测量", "Measurements"),
            say("示值误差 3 / 5", "Error of indication 3 / 5"),
            "current",
            "3/5",
        ),
        Step(
            "evidence",
            say("证据", "Evidence"),
            say("还差 1 张铭牌照片", "1 nameplate photo missing"),
            "attention",
        ),
        Step(
            "conclude",
            say("结论", "Conclusion"),
            say("待测量完成", "After measurements"),
            "waiting",
        ),
        Step("sign", say("签名", "Signatures"), say("2 人待签", "2 to sign"), "waiting"),
    ]


def rows_panel() -> QWidget:
    widget, column = panel()
    strip = StepList(compact=True)
    strip.set_steps(steps(), "measure")
    column.addWidget(strip)
    listed = StepList()
    listed.set_steps(steps(), "measure")
    table = LoadTable()
    table.is_animated = False
    table.set_rows(load_rows(), 3)
    table.toggle_how(2)
    tabs = Tabs("tests")
    tabs.set_tabs(
        [
            ("a", say("示值误差 3 / 5", "Error 3 / 5")),
            ("b", say("偏载 0 / 4", "Eccentricity 0 / 4")),
        ],
        "a",
    )
    card = Card(margins=False)
    head = row(tabs, 1, Label("E₀ = +1 g", "cap"))
    head.setContentsMargins(16, 0, 16, 0)
    card.body.addLayout(head)
    card.body.addWidget(Rule())
    card.body.addWidget(table, 1)
    side = Card()
    side.body.setContentsMargins(8, 12, 8, 12)
    side.body.addWidget(listed)
    side.body.addStretch(1)
    line = QHBoxLayout()
    line.addWidget(side)
    line.addWidget(card, 1)
    column.addLayout(line, 1)
    return widget


def _chips_card() -> Card:
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


def _sync_card() -> Card:
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


def _buttons_card() -> Card:
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


def _fields_card() -> Card:
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


def states_panel() -> QWidget:
    widget, column = panel()
    _in_row(column, [_chips_card(), _sync_card(), _buttons_card(), _fields_card()])
    lost = Banner(
        say("COM5 断开，已停止读取", "COM5 was unplugged; reading stopped"),
        say(
            "3 点已保存。插回数据线会自动继续，也可手工录入。",
            "3 points are saved. Plug the cable in to go on, or type by hand.",
        ),
        "bad",
    )
    lost.add_action(say("手工录入", "Type by hand"), lost.update)
    old = Banner(
        say("砝码 2026-11-20 已过期", "The weights expired on 2026-11-20"),
        say(
            "换一套有效砝码，或把本次检查存为预检。", "Choose a valid set, or keep this as a trial."
        ),
        "warn",
        icon="weight",
    )
    old.add_action(say("换砝码", "Change"), old.update)
    saved = Banner(
        say("已保存", "Saved"), say("全部内容已存在本机。", "Everything is on this laptop."), "ok"
    )
    _in_row(column, [lost, old, saved])
    empty = EmptyState(
        "inspect",
        say("还没有测量点", "No load points yet"),
        say(
            "把 0.200 kg 砝码放上秤，读数稳定后按空格键。",
            "Put 0.200 kg on the scale and press Space when it is stable.",
        ),
    )
    card = Card()
    card.body.addWidget(empty)
    roles = Card()
    for role in ("cap", "dense", "body", "strong", "lead", "title", "figure"):
        roles.body.addWidget(Elide(say("器具台账 8 412", "Registry 8 412"), role))
    _in_row(column, [card, roles, _pads_card()])
    column.addStretch(1)
    return widget


def _pads_card() -> Card:
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


def bench_panel() -> QWidget:
    widget, column = panel()
    grid = QGridLayout()
    grid.setSpacing(12)
    ports = QVBoxLayout()
    for number, data in enumerate(
        (
            PortData(
                "a",
                "COM5",
                "CH340 · 1A86:7523 · USB 2-1",
                "XK3190-A9 · 9600 8N1 · 20.010 kg",
                "recognised",
            ),
            PortData(
                "b",
                "COM6",
                "FT232R · 0403:6001",
                say("尝试 Toledo 连续 · 9600 7E1（11 / 18）", "Trying Toledo · 9600 7E1 (11 / 18)"),
                "trying",
                11,
                18,
            ),
            PortData(
                "c",
                "COM1",
                say("主板串口", "Motherboard"),
                say("未收到数据，检查接线", "No data; check the cable"),
                "silent",
            ),
            PortData("d", "COM7", "CP2102", "", "busy"),
            PortData("e", "COM8", "CP2102", "", "idle"),
        )
    ):
        card = PortCard(data)
        card.set_chosen(is_chosen=number == 0)
        ports.addWidget(card)
    ports.addStretch(1)
    grid.addLayout(ports, 0, 0, 2, 1)
    grid.addWidget(_plot_card(), 0, 1)
    grid.addWidget(_charts_card(), 0, 2)
    grid.addWidget(_bytes_card(), 1, 1, 1, 2)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    column.addLayout(grid)
    column.addWidget(_register_card())
    return widget


def _plot_card() -> Card:
    card, plot = Card(), LivePlot()
    for step in range(250):
        at_s = step / 10
        settled = 1 - math.exp(-max(0.0, at_s - 4) * 1.5)
        plot.add(Sample(at_s, 15 + 5 * settled, at_s > 16))
    card.body.addWidget(plot)
    return card


def _charts_card() -> Card:
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


def _bytes_card() -> Card:
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


def _register_card() -> Card:
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


PANELS: dict[str, Callable[[], QWidget]] = {
    "readings": readings_panel,
    "rows": rows_panel,
    "states": states_panel,
    "bench": bench_panel,
}
