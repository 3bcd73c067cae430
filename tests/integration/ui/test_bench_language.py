"""What stands on the Bench follows the language at once; a port just opened waits for its reading."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from inspector_app.domain.indication import Indication
from tests.helpers.bench_rig import BenchRig
from ui.bench.ports import advice
from ui.inspect.live import LiveReading
from ui.link_words import title_of
from ui.live_instrument import LinkSettings, LinkState, LinkStatus
from ui.theme import apply_theme, switch_language
from ui.widgets.reading import motion_word
from ui.widgets.top_chips import InstrumentChip

SETTINGS = LinkSettings(port="/dev/ttyUSB0", protocol="yaohua-tf0", line="9600 8N1", title="A9")


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[BenchRig]:
    with BenchRig(tmp_path) as opened:
        yield opened
    words.set_language("en")
    apply_theme(qapp, "light")


def remarks(rig: BenchRig) -> set[str]:
    model = rig.page.bytes.model
    return {model.row_at(at).remark for at in range(model.rowCount())}


def test_the_rows_of_bytes_follow_the_language(qapp: QApplication, rig: BenchRig) -> None:
    rig.read("yaohua-tf0", "5.000")
    rig.until(lambda: rig.page.bytes.model.rowCount() > 3)
    rig.page.bytes.pause.click()
    rig.until(lambda: remarks(rig) == {"Check right"})
    switch_language(qapp, "zh_CN")
    assert remarks(rig) == {"校验正确"}
    # The rows that waited meanwhile are in the new language too.
    rig.page.bytes.pause.click()
    before = rig.page.bytes.model.rowCount()
    rig.until(lambda: rig.page.bytes.model.rowCount() > before)
    assert remarks(rig) == {"校验正确"}


def test_a_question_keeps_its_answer_in_another_language(qapp: QApplication, rig: BenchRig) -> None:
    sent: list[int] = []
    advice.ask_before(rig.page.notice, "Z", lambda: sent.append(1))
    assert rig.sentence().startswith("“Z” changes the instrument")
    switch_language(qapp, "zh_CN")
    assert rig.sentence() != ""
    assert "changes" not in rig.sentence()
    rig.page.notice.buttons[0].click()
    assert sent == [1]
    assert rig.sentence() == ""


def test_a_notice_put_away_stays_away(qapp: QApplication, rig: BenchRig) -> None:
    advice.say_nothing_to_record(rig.page.notice)
    rig.page.notice.buttons[-1].click()
    switch_language(qapp, "zh_CN")
    assert rig.sentence() == ""


def test_a_protocols_title_follows_the_language_and_a_given_name_stays() -> None:
    taken = LinkSettings(port="x", protocol="cas-10", line="", title="CAS 10-byte display data")
    unknown = LinkSettings(port="x", protocol="nothing", line="", title="T")
    words.set_language("zh_CN")
    told = [title_of(one) for one in (taken, SETTINGS, unknown)]
    words.set_language("en")
    assert told == ["CAS 10 字节显示数据", "A9", "T"]
    assert title_of(taken) == taken.title


@pytest.mark.parametrize("state", [LinkState.OPENING, LinkState.STREAMING])
def test_until_its_first_reading_a_port_is_waited_for(state: LinkState) -> None:
    words.set_language("en")
    live = LiveReading()
    live.take_status(LinkStatus(state=state, settings=SETTINGS, session_id="a"))
    shown = live.reading_state()
    assert (shown.motion, shown.held) == ("waiting", "A9 · 9600 8N1")
    assert motion_word(shown.motion) == "Waiting for the first reading"
    assert "wait for the first one" in live.refusal()
    assert live.mass() is None


def test_what_was_read_and_stopped_is_lost_not_waited_for() -> None:
    live = LiveReading()
    live.take_status(LinkStatus(state=LinkState.STREAMING, settings=SETTINGS, session_id="a"))
    live.take(Indication(value=Decimal(1), unit="kg", stable=True, session_id="a"))
    assert live.motion() == "stable"
    live.silent = True
    assert live.motion() == "lost"
    live.take_status(LinkStatus(state=LinkState.LOST, settings=SETTINGS, session_id="a"))
    assert live.motion() == "lost"
    live.take_status(LinkStatus(state=LinkState.STREAMING, settings=SETTINGS, session_id="b"))
    assert live.motion() == "waiting"


def test_the_bar_says_that_it_waits(qapp: QApplication) -> None:
    assert qapp is not None
    chip = InstrumentChip()
    chip.show_instrument("A9", "", "ttyUSB0", "waiting")
    assert chip.accessibleName() == "A9, Waiting for the first reading, ttyUSB0"
