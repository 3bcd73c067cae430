"""How the widgets behave: what they say, what keys do, what they refuse to show."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from inspector_app import words
from inspector_app.domain.drawing import Drawing
from inspector_app.domain.text import Text
from tests.helpers.gallery_values import load_rows, steps
from tests.helpers.geometry import settle
from ui.theme import apply_theme, switch_language, theme
from ui.theme.icon_engine import themed_icon
from ui.widgets.byte_rows import ByteModel, ByteRow
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.field import Field
from ui.widgets.gauge import ErrorGauge, GaugeState
from ui.widgets.load_table import LoadTable
from ui.widgets.painting import signed
from ui.widgets.reading import Motion, Reading, ReadingState, shown_figures
from ui.widgets.ring import FocusRing
from ui.widgets.signature_pad import SignaturePad
from ui.widgets.sketch import Sketch
from ui.widgets.step_list import StepList
from ui.widgets.strip import axis
from ui.widgets.top_chips import SyncChip, SyncState


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    apply_theme(qapp, "light")
    words.set_language("en")
    yield qapp
    words.set_language("en")
    apply_theme(qapp, "light")


def _table() -> LoadTable:
    table = LoadTable()
    table.is_animated = False
    table.set_rows(load_rows(), 0)
    table.resize(1034, 600)
    table.show()
    settle()
    return table


@pytest.mark.parametrize("motion", ["lost", "none", "overload", "underload"])
def test_a_reading_without_a_valid_signal_never_shows_the_last_number(motion: Motion) -> None:
    assert "20.010" not in shown_figures(ReadingState("20.010", "kg", motion))


@pytest.mark.parametrize("motion", ["moving", "lost", "overload", "underload", "none"])
def test_only_a_stable_reading_may_be_captured(motion: Motion) -> None:
    reading = Reading()
    reading.show_state(ReadingState("20.010", "kg", motion))

    assert not reading.capturable


def test_a_stable_reading_may_be_captured_and_says_so() -> None:
    reading = Reading()
    reading.show_state(ReadingState("20.010", "kg", "stable"))

    assert reading.capturable
    assert reading.accessibleName() == "20.010 kg, Stable"


@pytest.mark.parametrize("figures", ["0", "20.010", "-300.005", "1234567.8"])
@pytest.mark.parametrize("width", [180, 280, 396])
def test_digits_always_fit_their_room_whole(figures: str, width: int) -> None:
    area = QRect(0, 0, width, 140)

    font = Reading().digit_font(area, figures)

    assert QFontMetricsF(font).horizontalAdvance(figures) <= width


def test_digits_are_the_hero_size_where_there_is_room() -> None:
    font = Reading().digit_font(QRect(0, 0, 396, 140), "20.010")

    assert font.pixelSize() == theme().type_px("hero")


def test_a_reading_keeps_its_trailing_zeros_and_takes_a_true_minus() -> None:
    assert shown_figures(ReadingState("-1.500", "kg", "stable")) == "−1.500"


@pytest.mark.parametrize(
    "figure,text",
    [("7", "+7"), ("-3", "−3"), ("0", "0"), ("0.00", "0.00"), ("-0.0", "0.0"), ("0.5", "+0.5")],
)
def test_an_error_carries_its_sign_and_zero_none(figure: str, text: str) -> None:
    assert signed(figure) == text


def test_the_gauge_says_error_limit_and_verdict_in_words() -> None:
    gauge = ErrorGauge()
    gauge.show_state(GaugeState("", Decimal(10), Decimal(-20), Decimal(20), verdict="pass"))

    assert gauge.accessibleName() == "Ec +10 g, Limit ±20 g, Pass"


def test_the_margin_of_an_error_over_the_limit_is_negative() -> None:
    state = GaugeState("", Decimal(24), Decimal(-20), Decimal(20))

    assert state.margin() == Decimal(-4)


def test_a_one_sided_limit_is_written_as_a_bound() -> None:
    assert GaugeState("", None, Decimal(-9), None).limit_text() == "≥ −9 g"


def test_arrow_keys_move_the_current_row_and_stop_at_the_ends() -> None:
    table = _table()

    for _ in range(20):
        QTest.keyClick(table, Qt.Key.Key_Down)

    assert table.current() == table.row_count() - 1
    table.close()


def test_enter_unfolds_the_calculation_of_the_current_row() -> None:
    table = _table()
    toggles: list[tuple[int, bool]] = []
    table.how_toggled.connect(lambda at, is_open: toggles.append((at, is_open)))

    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_Return)

    assert toggles == [(0, True), (0, False)]
    table.close()


def test_a_row_updated_while_unfolded_stays_unfolded() -> None:
    table = _table()
    table.toggle_how(2)
    row = table._rows[2]
    height = row.height()

    table.update_row(2, load_rows()[2])

    assert (row.is_open, row.height()) == (True, height)
    table.close()


def test_space_is_left_to_the_page() -> None:
    page = QWidget()
    pressed: list[int] = []
    page.keyPressEvent = lambda event: pressed.append(event.key())  # type: ignore[method-assign]
    table = LoadTable(page)
    table.set_rows(load_rows(), 0)
    page.show()

    QTest.keyClick(table, Qt.Key.Key_Space)

    assert pressed == [int(Qt.Key.Key_Space)]
    page.close()


def test_steps_can_be_jumped_to_by_number_and_by_arrow() -> None:
    chosen: list[str] = []
    listed = StepList()
    listed.set_steps(steps(), "measure")
    listed.chosen.connect(chosen.append)

    listed.choose_number(1)
    QTest.keyClick(listed, Qt.Key.Key_Down)

    assert chosen == ["premises", "instrument"]


def test_a_field_in_error_is_marked_and_says_what_is_wrong() -> None:
    field = Field("Load", unit="kg")
    field.set_error("Digits only.")

    assert field.edit.property("state") == "error"
    assert field.edit.accessibleDescription() == "Digits only."


def _sign(pad: SignaturePad) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 30))
    for x in range(20, 120, 10):
        QTest.mouseMove(pad, QPoint(x, 30 + x % 20))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(120, 40))


def _pad() -> SignaturePad:
    pad = SignaturePad()
    pad.resize(290, pad.height())
    pad.show()
    settle()
    return pad


def test_a_drawn_stroke_signs_and_gives_a_picture_with_ink() -> None:
    pad = _pad()

    _sign(pad)

    image = QImage.fromData(pad.png())
    inked = any(
        image.pixelColor(x, y).alpha() > 0
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )
    assert pad.state == "signed"
    assert len(pad.strokes()) == 1
    assert inked
    pad.close()


def test_a_refused_pad_takes_no_ink_and_gives_no_picture() -> None:
    pad = _pad()
    pad.refuse("Refused; witness Huang")

    _sign(pad)

    assert (pad.state, pad.strokes(), pad.png()) == ("refused", (), b"")
    pad.close()


def test_a_locked_pad_is_not_emptied_by_delete() -> None:
    pad = _pad()
    _sign(pad)
    pad.set_locked(locked=True)

    QTest.keyClick(pad, Qt.Key.Key_Delete)

    assert pad.state == "signed"
    pad.close()


def test_a_typed_name_signs_for_people_without_a_pointer() -> None:
    pad = _pad()
    pad.set_typed_name("林晓敏")

    assert (pad.state, pad.typed_name()) == ("signed", "林晓敏")
    assert pad.png().startswith(b"\x89PNG")
    pad.close()


def test_the_sync_chip_says_how_far_it_is() -> None:
    chip = SyncChip()
    chip.show_state(SyncState("syncing", 0, 3, 14))

    assert chip.accessibleName() == "Syncing 3 of 14"


def test_switching_the_language_speaks_to_every_widget(dressed: QApplication) -> None:
    class Probe(QWidget):
        calls = 0

        def retranslate(self) -> None:
            self.calls += 1

    probe = Probe()

    switch_language(dressed, "zh_CN")

    assert probe.calls == 1
    assert words.current_language() == "zh_CN"


def test_the_byte_model_drops_the_oldest_frames_beyond_its_bound() -> None:
    model = ByteModel(most=3)

    for number in range(5):
        model.append([ByteRow(str(number), b"\x02A\x03")])

    assert model.rowCount() == 3
    assert model.index(0, 0).data() == "2"


def test_unprintable_bytes_become_middle_dots() -> None:
    assert ByteRow("", b"\x02A\x7f").text() == "·A·"


def test_the_ring_surrounds_the_focused_widget_and_takes_no_mouse(qapp: QApplication) -> None:
    window = QWidget()
    listed = StepList(parent=window)
    listed.set_steps(steps(), "sign")
    listed.move(50, 50)
    ring = FocusRing(window)
    window.show()
    window.activateWindow()
    ring.on_focus_changed(None, listed)

    assert ring.geometry().contains(listed.geometry())
    assert ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    window.close()


def test_a_themed_icon_is_drawn_in_the_theme_of_the_moment(dressed: QApplication) -> None:
    icon = themed_icon("stable", "text")

    light = icon.pixmap(24, 24).toImage().pixelColor(12, 12)
    apply_theme(dressed, "dark")
    dark = icon.pixmap(24, 24).toImage().pixelColor(12, 12)

    assert light.lightness() < 64
    assert dark.lightness() > 192


def test_the_system_choice_follows_the_desktop_from_light_to_dark(dressed: QApplication) -> None:
    apply_theme(dressed, "system")
    hints = dressed.styleHints()

    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    dark = theme().name
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    light = theme().name

    assert (dark, light) == ("dark", "light")


def test_an_icon_is_sharp_at_twice_the_pixels() -> None:
    from ui.theme import icon_pixmap

    pixmap = icon_pixmap("check", "text", 18, 2.0)

    assert (pixmap.width(), pixmap.devicePixelRatio()) == (36, 2.0)


def test_choices_take_fewer_columns_when_their_words_or_type_grow(dressed: QApplication) -> None:
    room = QWidget()
    inside = QVBoxLayout(room)
    row = ChoiceRow(wraps=True)
    inside.addWidget(row)
    row.set_choices([(key, f"Choice {key}") for key in "abcdef"])
    room.resize(700, 300)
    room.show()
    settle()
    row.set_choices([(key, f"A choice with far longer words {key}") for key in "abcdef"])
    settle()
    buttons = [row.button(key) for key in "abcdef"]
    assert all(each.width() >= each.minimumSizeHint().width() for each in buttons)
    apply_theme(dressed, "sunlight")
    settle()
    assert all(each.width() >= each.minimumSizeHint().width() for each in buttons)
    room.close()


def test_the_scale_of_a_gauge_holds_limit_and_error_also_where_zero_is_far_away() -> None:
    share = Decimal(10) / Decimal(16)
    assert axis(Decimal(95), None, share) == (Decimal(0), Decimal(152))
    assert axis(Decimal(-20), Decimal(20), share) == (Decimal(-32), Decimal(32))
    assert axis(None, None, share) is None


def test_limits_of_nothing_are_drawn_and_no_limits_are_not(qapp: QApplication) -> None:
    gauge = ErrorGauge()
    gauge.resize(400, 160)

    def drawn(state: GaugeState) -> QImage:
        gauge.show_state(state)
        return gauge.grab().toImage()

    nothing = Decimal(0)
    empty = drawn(GaugeState("", unit="kg"))
    exact = drawn(GaugeState("", nothing, nothing, nothing, unit="kg"))
    over = drawn(GaugeState("", Decimal("0.2"), nothing, nothing, unit="kg"))
    band = QRect(20, 60, 360, 40)
    assert empty.copy(band) != exact.copy(band)
    assert exact.copy(band) != over.copy(band)


def test_words_of_a_drawing_grow_no_larger_than_those_beside_it(qapp: QApplication) -> None:
    sketch = Sketch()
    title = Text(zh="图", en="drawing")
    sketch.show_drawing(
        Drawing(key="box", title=title, sentence=title, width=1600, height=800, marks=())
    )
    assert sketch.heightForWidth(320) == 160
    assert sketch.heightForWidth(5000) == sketch.heightForWidth(1000) < 500
