"""The Bench on real pseudo-terminals: found, read, recorded, played again, kept as a profile."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from serial_drivers.catalog import find_driver
from serial_drivers.driver import SerialLine
from serial_drivers.finding.detection import Candidate, Detection
from serial_drivers.keeping.replay import replay
from serial_drivers.ports.port_events import IndicationReceived, PortEvent, Received
from serial_drivers.ports.port_list import PortInfo
from serial_drivers.simulators.pty_port import PtyPort
from tests.helpers.bench_rig import BenchRig, UsbPort
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from ui.bench.ports.advice import protocol_menu
from ui.bench.ports.model import Known, PortEntry
from ui.live_instrument import LinkState
from ui.serial_link import SessionBegan, SessionEnded
from ui.theme import apply_theme
from ui.theme.tokens import THEME_NAMES, ThemeName

_OUT = Path(__file__).resolve().parents[3] / "out" / "pages"


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[BenchRig]:
    with BenchRig(tmp_path) as opened:
        yield opened
    words.set_language("en")
    apply_theme(qapp, "light")


@pytest.mark.parametrize("protocol", ["yaohua-tf0", "mt-sics", "toledo-continuous"])
def test_a_plugged_scale_is_found_by_itself_and_its_reading_appears(
    rig: BenchRig, protocol: str
) -> None:
    scale = rig.read(protocol, "5.000")

    entry = rig.page.ports.entries[scale.path]
    assert entry.known is Known.RECOGNISED
    assert entry.settings is not None
    assert entry.settings.protocol == protocol
    assert "Recognised: " in rig.page.live_card.reason.text()


def test_detection_shows_each_attempt_on_the_card(rig: BenchRig) -> None:
    seen: list[tuple[int, int]] = []

    def note(key: str) -> None:
        card = rig.page.ports.entries[key].card()
        if card.state == "trying" and card.total:
            seen.append((card.done, card.total))

    rig.page.ports.card_changed.connect(note)
    rig.read("mt-sics")

    assert len(seen) > 1
    assert [done for done, _total in seen] == sorted(done for done, _total in seen)
    assert all(done <= total for done, total in seen)


def test_frames_stand_in_the_table_with_parts_result_and_meaning(rig: BenchRig) -> None:
    rig.read("yaohua-tf0", "5.000")
    rig.until(lambda: rig.page.bytes.model.rowCount() > 3)

    row = rig.page.bytes.model.row_at(rig.page.bytes.model.rowCount() - 1)
    assert row.parts == ("frame", *("value",) * 7, "decimal", "check", "check", "frame")
    assert (row.verdict, row.parsed) == ("good", "+5.000 kg")
    index = rig.page.bytes.model.index(rig.page.bytes.model.rowCount() - 1, 1)
    assert "Check: " in index.data(Qt.ItemDataRole.ToolTipRole)


def test_pausing_holds_the_table_while_figures_and_counts_go_on(rig: BenchRig) -> None:
    scale = rig.read()
    rig.page.bytes.pause.click()
    settle()
    held = rig.page.bytes.model.rowCount()
    scale.put("2.000")
    rig.until(lambda: "7.000" in rig.page.live_card.reading.accessibleName())

    assert rig.page.bytes.model.rowCount() == held
    rig.page.bytes.pause.click()
    rig.until(lambda: rig.page.bytes.model.rowCount() > held)


def test_an_unplugged_scale_says_so_in_words_and_comes_back_by_itself(rig: BenchRig) -> None:
    scale = rig.read()
    scale.unplug()
    rig.until(lambda: rig.known(scale) is Known.LOST)
    rig.until(rig.sentence)

    assert rig.sentence() == "scale: The cable was unplugged"
    rig.until(lambda: "5.000" not in rig.page.live_card.reading.accessibleName())
    scale.replug()
    rig.until(lambda: rig.known(scale) is Known.RECOGNISED)
    rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())
    assert rig.sentence() == ""


def test_each_stretch_between_two_gaps_is_one_session_with_one_capture(rig: BenchRig) -> None:
    scale = rig.read()
    scale.unplug()
    rig.until(lambda: rig.known(scale) is Known.LOST)
    scale.replug()
    rig.until(lambda: rig.known(scale) is Known.RECOGNISED)
    rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())
    rig.live.disconnect_port()
    rig.until(lambda: sum(isinstance(fact, SessionEnded) for fact in rig.sessions) > 1)

    began = [fact.session_id for fact in rig.sessions if isinstance(fact, SessionBegan)]
    ended = [fact.session_id for fact in rig.sessions if isinstance(fact, SessionEnded)]
    assert began == ended
    assert len(set(began)) == 2


def test_a_port_that_is_not_there_is_told_with_what_to_do(rig: BenchRig, tmp_path: Path) -> None:
    device = str(tmp_path / "ttyUSB7")
    rig.found.append(UsbPort(device))
    rig.page.ports.scan()
    rig.until(lambda: device in rig.page.ports.entries)
    rig.until(lambda: rig.page.ports.entries[device].known is Known.FAILED)

    detail = rig.page.ports.entries[device].card().detail
    assert detail == "The port is gone: Plug the cable in again."


def test_a_port_that_disappears_takes_its_card_along(rig: BenchRig, tmp_path: Path) -> None:
    device = str(tmp_path / "ttyUSB7")
    rig.found.append(UsbPort(device))
    rig.page.ports.scan()
    rig.until(lambda: device in rig.page.column.cards)
    rig.found.clear()
    rig.page.ports.scan()

    rig.until(lambda: device not in rig.page.column.cards)


def test_a_failed_port_that_is_looked_at_never_shows_another_ports_reading(
    rig: BenchRig, tmp_path: Path
) -> None:
    scale = rig.read()
    device = str(tmp_path / "ttyUSB7")
    rig.found.append(UsbPort(device))
    rig.page.ports.scan()
    rig.until(
        lambda: (
            device in rig.page.ports.entries
            and rig.page.ports.entries[device].known is Known.FAILED
        )
    )
    rig.page.ports.choose(device)
    rig.until(rig.sentence)
    heard: list[object] = []
    rig.live.indication_received.connect(heard.append)
    rig.until(lambda: len(heard) > 3)
    settle()

    assert rig.live.status.settings is not None
    assert rig.live.status.settings.port == scale.path
    assert "5.000" not in rig.page.live_card.reading.accessibleName()
    assert rig.page.bytes.model.rowCount() == 0
    assert not rig.page.stream.send(b"R")


def test_an_ambiguous_port_offers_each_protocol_and_reads_the_chosen_one(rig: BenchRig) -> None:
    scale = rig.scale("yaohua-tf0")
    rig.until(lambda: rig.known(scale) is Known.RECOGNISED)
    right, other = find_driver("yaohua-tf0"), find_driver("mt-sics")
    both = tuple(
        Candidate(
            driver=driver,
            line=SerialLine(),
            good_frames=5,
            bad_frames=0,
            poll=None,
            reason=driver.key,
            sample=b"",
        )
        for driver in (other, right)
    )
    rig.page.ports._on_finished(scale.path, Detection(candidates=both, reason="ambiguous"))

    assert rig.known(scale) is Known.AMBIGUOUS
    offers = rig.page.notice.buttons
    assert [button.text() for button in offers[:2]] == [
        "Mettler-Toledo MT-SICS · 9600 8N1",
        "Yaohua XK3190 continuous tF0 · 9600 8N1",
    ]
    offers[1].click()
    rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())
    assert "chosen by a person" in rig.page.ports.entries[scale.path].reason


def test_a_recording_holds_every_byte_and_plays_again_with_the_same_readings(
    rig: BenchRig, tmp_path: Path
) -> None:
    rig.read()
    came: list[bytes] = []
    # The page hears each piece first: what came before it records is dropped from this list.
    rig.live.raw_seen.connect(
        lambda raw: came.append(raw.data) if rig.page.stream.capture.is_running else None
    )
    rig.page.record_to(tmp_path / "one.hpcapture")
    rig.until(lambda: len(came) > 15)
    rig.page.stream.capture.stop()
    heard = len(came)
    rig.until(lambda: rig.sentence().startswith("Capture saved"))

    kept: list[PortEvent] = []
    replay(tmp_path / "one.hpcapture", kept.append, wait=lambda _s: False, speed=None)
    received = b"".join(event.data for event in kept if isinstance(event, Received))
    assert received == b"".join(came[:heard])
    assert any(isinstance(event, IndicationReceived) for event in kept)

    rig.page.replay(tmp_path / "one.hpcapture")
    rig.until(lambda: rig.page.ports.chosen == str(tmp_path / "one.hpcapture"))
    rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())


def test_a_replay_never_reaches_the_instrument_that_other_pages_read(
    rig: BenchRig, tmp_path: Path
) -> None:
    scale = rig.read()
    rig.page.record_to(tmp_path / "one.hpcapture")
    rig.until(lambda: rig.page.stream.capture.is_running)
    rig.until(lambda: rig.page.stream.capture.count > 5)
    rig.page.stream.capture.stop()
    rig.until(rig.sentence)
    rig.page.replay(tmp_path / "one.hpcapture")
    rig.until(lambda: rig.page.ports.chosen.endswith("one.hpcapture"))
    rig.until(lambda: rig.page.bytes.model.rowCount() > 1)

    assert rig.live.status.settings is not None
    assert rig.live.status.settings.port == scale.path


def test_a_file_that_is_no_capture_is_refused_in_words(rig: BenchRig, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a capture")
    rig.page.replay(tmp_path / "photo.jpg")

    rig.until(rig.sentence)
    assert rig.sentence() == "photo.jpg is no capture of a reading session."


def test_a_recording_into_a_folder_that_is_not_there_is_refused_in_words(
    rig: BenchRig, tmp_path: Path
) -> None:
    rig.read()
    rig.page.record_to(tmp_path / "nowhere" / "one.hpcapture")

    rig.until(rig.sentence)
    assert rig.sentence() == "The capture could not be written"
    assert not rig.page.stream.capture.is_running


def test_a_harmless_command_is_sent_and_answered(rig: BenchRig) -> None:
    rig.read("mt-sics")
    rig.page.send_bar.edit.setText("49 34 0D 0A")  # I4: asks for the serial number
    QTest.keyClick(rig.page.send_bar.edit, Qt.Key.Key_Return)
    model = rig.page.bytes.model

    rig.until(lambda: any("SIM0001" in model.row_at(at).parsed for at in range(model.rowCount())))


def test_zero_is_not_sent_before_a_person_says_so(rig: BenchRig) -> None:
    rig.read("mt-sics", "0.020")
    sent: list[bytes] = []
    rig.live.raw_seen.connect(lambda raw: sent.append(raw.data) if raw.sent else None)
    rig.page.send_bar.edit.setText("5A 0D 0A")
    QTest.keyClick(rig.page.send_bar.edit, Qt.Key.Key_Return)

    assert rig.sentence() == "“Set zero” changes the instrument. Send it?"
    rig.until(lambda: len(sent) > 3)
    assert b"Z\r\n" not in sent
    rig.page.notice.buttons[0].click()
    rig.until(lambda: b"Z\r\n" in sent)


def test_what_is_no_hex_is_marked_and_not_sent(rig: BenchRig) -> None:
    wanted: list[object] = []
    rig.page.send_bar.wanted.connect(lambda data, _name: wanted.append(data))
    rig.page.send_bar.edit.setText("5 zz")
    QTest.keyClick(rig.page.send_bar.edit, Qt.Key.Key_Return)

    assert wanted == []
    assert rig.page.send_bar.edit.property("state") == "error"


def test_the_arrow_up_brings_back_what_was_sent(rig: BenchRig) -> None:
    edit = rig.page.send_bar.edit
    for text in ("52", "53"):
        edit.setText(text)
        QTest.keyClick(edit, Qt.Key.Key_Return)
    edit.clear()
    QTest.keyClick(edit, Qt.Key.Key_Up)
    QTest.keyClick(edit, Qt.Key.Key_Up)

    assert edit.text() == "52"


def test_what_was_found_is_kept_as_the_instruments_profile_with_its_reason(rig: BenchRig) -> None:
    rig.read("yaohua-tf0")
    rig.page.column.save.click()
    rig.until(rig.page.form.search.hits.keys)
    chosen = rig.page.form.search.hits.keys()[0]
    rig.page.form.search.hits.take_current()
    rig.page.form.units.button("kg").click()
    rig.page.form.done.click()
    rig.until(lambda: rig.sentence().startswith("Profile saved"))

    instrument = rig.storage.registry.instrument(chosen)
    assert instrument is not None
    assert instrument.profile is not None
    profile = instrument.profile
    assert (profile.protocol, profile.line, profile.unit) == ("yaohua-tf0", "9600 8N1", "kg")
    assert "spoke by itself" in profile.detection


def test_a_simulator_is_one_click_away_and_its_window_ends_it(rig: BenchRig) -> None:
    rig.page.simulators.start("yaohua-tf0")
    (path,) = rig.page.simulators.running
    rig.until(lambda: "0.000" in rig.page.live_card.reading.accessibleName())

    rig.page.simulators.running[path][1].close()
    rig.until(lambda: path not in rig.page.column.cards)
    rig.until(lambda: not Path(path).exists())


def test_a_port_that_another_page_opened_has_its_card_here(rig: BenchRig) -> None:
    scale = rig.read()
    status = rig.live.status
    rig.page.ports.entries.clear()
    rig.page.ports.chosen = ""
    rig.live.status_changed.emit(status)

    assert rig.page.column.cards.keys() == {scale.path}
    assert rig.page.ports.chosen == scale.path


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("size", [(1294, 720), (968, 556)])
def test_the_page_is_whole_in_every_theme_language_and_size(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int], name: ThemeName, language: str
) -> None:
    with BenchRig(tmp_path, theme=name, language=language) as rig:
        rig.page.resize(*size)
        rig.page.set_compact(size[0] < 1024)
        rig.read()
        rig.until(lambda: rig.page.bytes.model.rowCount() > 5)
        settle()

        _OUT.mkdir(parents=True, exist_ok=True)
        shot = _OUT / f"bench-{language}-{name}-{size[0]}x{size[1]}.png"
        assert rig.page.grab().save(str(shot))
        assert geometry_faults(rig.page) == []
        assert unnamed_controls(rig.page) == []
        rig.page.open_form()
        rig.until(rig.page.form.search.hits.keys)
        settle()
        assert geometry_faults(rig.page) == []
        assert unnamed_controls(rig.page) == []
    words.set_language("en")
    apply_theme(qapp, "light")


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_the_card_of_a_scanner_shows_the_code_it_read_last(rig: BenchRig) -> None:
    wire = PtyPort("scanner")
    try:
        rig.page.ports.entries[wire.path] = PortEntry(PortInfo(device=wire.path))
        rig.page.ports.listed.emit()
        chosen = find_driver("scanner")
        rig.page.ports.read_as(wire.path, chosen, chosen.line)
        entry = rig.page.ports.entries[wire.path]
        rig.until(lambda: rig.live.status.state is LinkState.STREAMING)
        wire.write(b"HPI:0190f1c2\r\n")
        rig.until(lambda: entry.live_value == "HPI:0190f1c2")
        assert entry.card().detail.startswith("HPI:0190f1c2 · 9600 8N1 · Barcode or QR scanner")
    finally:
        rig.live.disconnect_port()
        wire.close()


def test_a_scanner_is_offered_where_a_protocol_is_chosen_by_hand(rig: BenchRig) -> None:
    entry = PortEntry(PortInfo(device="COM9"))
    menu = protocol_menu(rig.page.ports, entry, rig.page.notice)
    assert "Barcode or QR scanner" in [act.text() for act in menu.actions()]


def test_where_nothing_was_found_a_thorough_search_is_offered_and_shows_how_far_it_is(
    rig: BenchRig,
) -> None:
    rig.page.ports.watch(watching=False)
    port = PtyPort("silent")
    try:
        rig.page.ports.entries[port.path] = PortEntry(PortInfo(device=port.path), is_adopted=True)
        rig.page.ports.listed.emit()
        rig.page.ports._follow(port.path)
        nothing = Detection(reason="nobody", failure="no_answer", unasked=1)
        rig.page.ports._on_finished(port.path, nothing)
        offer = next(
            b for b in rig.page.notice.buttons if b.text() == "Search thoroughly (up to 3 min)"
        )
        banner = rig.page.notice.banner
        assert banner is not None
        assert "1 kind of instrument was not asked for" in banner._kept.text()
        offer.click()
        entry = rig.page.ports.entries[port.path]
        rig.until(lambda: entry.trying is not None)
        card = entry.card()
        assert card.state == "trying"
        assert card.detail.startswith("Thorough search: Listening · 115200 8N1 (1 / ")
        assert card.total > 60

        rig.page.ports.cancel(port.path)
        rig.page.ports._on_finished(port.path, nothing)
        assert "Search thoroughly (up to 3 min)" not in [b.text() for b in rig.page.notice.buttons]
    finally:
        rig.page.ports.cancel(port.path)
        port.close()
