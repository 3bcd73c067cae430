"""All widgets in all their states, on panels that the tests render and people look at."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tests.helpers.gallery_cards import (
    buttons_card,
    bytes_card,
    charts_card,
    chips_card,
    fields_card,
    pads_card,
    plot_card,
    register_card,
    sync_card,
)
from tests.helpers.gallery_values import gauge_state, load_rows, reading_state, say, steps
from ui.widgets.banner import Banner, EmptyState
from ui.widgets.card import Card, Rule, row
from ui.widgets.gauge import ErrorGauge, GaugeState
from ui.widgets.label import Elide, Label
from ui.widgets.load_table import LoadTable
from ui.widgets.port_card import PortCard, PortData
from ui.widgets.reading import Reading, ReadingState
from ui.widgets.step_list import StepList
from ui.widgets.tabs import Tabs


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


def readings_panel() -> QWidget:
    widget, column = panel()
    note = say("2.0 e，2000 e 以内", "2.0 e up to 2000 e")
    wide = [reading(reading_state("20.010", "stable", "0.8 s"))]
    _in_row(column, [*wide, gauge(gauge_state("10", "pass", note=note))], 206)
    states: list[QWidget] = [
        reading(reading_state("19.870", "moving")),
        reading(reading_state("31.005", "overload")),
        reading(reading_state("20.010", "lost", "3 s")),
        reading(reading_state("-300.005", "stable", "1.2 s", "g")),
    ]
    _in_row(column, states, 164)
    judged: list[QWidget] = [
        gauge(gauge_state("7", "pass")),
        gauge(gauge_state("-18", "guard")),
        gauge(gauge_state("24", "over")),
        gauge(gauge_state("-46", "over")),
    ]
    _in_row(column, judged, 176)
    _in_row(column, _odd_gauges(), 164)
    column.addStretch(1)
    return widget


def _odd_gauges() -> list[QWidget]:
    content = {"lower": Decimal(-9), "upper": None, "interval": None, "guard": Decimal("0.5")}
    fuel = {"lower": Decimal("-0.30"), "upper": Decimal("0.30"), "guard": Decimal("0.05")}
    half = {"lower": Decimal(-5), "upper": Decimal(5), "guard": Decimal(1), "title": "0.5 e"}
    return [
        gauge(gauge_state(None, "")),
        gauge(gauge_state("-4.2", "pass", title=say("净含量", "Net content"), **content)),
        gauge(
            gauge_state(
                "0.21", "pass", title=say("加油机", "Dispenser"), unit="%", interval=None, **fuel
            )
        ),
        gauge(gauge_state("2", "pass", **half)),
        gauge(GaugeState(say("没有允差", "No limits yet"))),
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


def states_panel() -> QWidget:
    widget, column = panel()
    _in_row(column, [chips_card(), sync_card(), buttons_card(), fields_card()])
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
    _in_row(column, [card, roles, pads_card()])
    column.addStretch(1)
    return widget


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
    grid.addWidget(plot_card(), 0, 1)
    grid.addWidget(charts_card(), 0, 2)
    grid.addWidget(bytes_card(), 1, 1, 1, 2)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    column.addLayout(grid)
    column.addWidget(register_card())
    return widget


PANELS: dict[str, Callable[[], QWidget]] = {
    "readings": readings_panel,
    "rows": rows_panel,
    "states": states_panel,
    "bench": bench_panel,
}
