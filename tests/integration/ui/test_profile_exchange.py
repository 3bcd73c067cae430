"""A profile leaves the Bench as a file or a code and comes in again, with its earlier versions."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from inspector_app.adapters.qr import read
from inspector_app.domain.instrument import InstrumentProfile
from inspector_app.services.profile_exchange import SharedProfile, from_file, from_token, to_token
from serial_drivers.simulators.pty_port import PtyPort
from tests.helpers.bench_rig import BenchRig
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from ui.bench.ports.model import Known
from ui.live_instrument import LinkState

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[BenchRig]:
    with BenchRig(tmp_path) as opened:
        yield opened


def form_for_the_first_instrument(rig: BenchRig) -> str:
    """Open the form for a scale that is read; return the chosen instrument's id."""
    rig.page.open_form()
    form = rig.page.form
    rig.until(lambda: form.search.hits.isVisible() and form._found)
    key = next(iter(form._found))
    form._on_picked(key)
    form.units.set_current("kg")
    form._show()
    return key


def test_saving_twice_shows_the_version_before(rig: BenchRig) -> None:
    rig.read()
    key = form_for_the_first_instrument(rig)
    assert rig.page.form.figures.text().startswith("Decimal places: 3 · e = ")
    rig.page.form.done.click()
    rig.until(lambda: rig.sentence().startswith("Profile saved"))
    saved = rig.storage.registry.instrument(key)
    assert saved is not None
    assert saved.profile is not None
    assert saved.profile.decimal_places == "3"
    assert saved.profile.verification_interval == saved.verification_scale_interval

    assert form_for_the_first_instrument(rig) == key
    rig.until(lambda: "Version 1, " in rig.page.form.versions.text())
    assert "yaohua-tf0 · 9600 8N1 · kg" in rig.page.form.versions.text()


def test_a_profile_is_written_and_shown_as_a_code(rig: BenchRig, tmp_path: Path) -> None:
    rig.read()
    form_for_the_first_instrument(rig)
    target = tmp_path / "scale.hpprofile"
    rig.page.exchange.write(target)
    rig.until(lambda: rig.sentence() == "Profile written")
    written = from_file(target.read_bytes())
    assert written.profile.protocol == "yaohua-tf0"
    assert written.name

    rig.page.form.exchange.code.click()
    qr = rig.page.form.exchange.qr
    rig.until(lambda: qr.isVisible() and qr.height() == qr.width())
    (token,) = read(png(rig))
    assert from_token(token).profile.line == "9600 8N1"
    rig.page.form.exchange.code.click()
    assert not rig.page.form.exchange.qr.isVisible()


def png(rig: BenchRig) -> bytes:
    """What stands on the screen, as a picture: that is what another laptop's camera sees."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    rig.page.form.exchange.qr.grab().save(buffer, "PNG")
    return bytes(data.data())


def test_a_scanned_code_makes_the_port_be_read_so(rig: BenchRig) -> None:
    scale = rig.read()
    rig.page.open_form()
    profile = InstrumentProfile(protocol="yaohua-tf0", line="4800 8N1", unit="t")
    field = rig.page.form.exchange.field
    QTest.keyClicks(field.edit, to_token(SharedProfile(profile=profile, name="Scale B")))
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    rig.until(lambda: "as the profile of Scale B says" in rig.sentence())
    rig.until(lambda: rig.live.status.state is LinkState.STREAMING)
    settings = rig.live.status.settings
    assert settings is not None
    assert (settings.port, settings.line, settings.unit) == (scale.path, "4800 8N1", "t")


@pytest.mark.parametrize(
    "protocol, sentence",
    [("no-such", "no-such"), ("gilbarco-2wire", "Gilbarco")],
)
def test_a_profile_of_what_is_not_read_here_is_refused_with_the_port_as_it_was(
    rig: BenchRig, protocol: str, sentence: str
) -> None:
    rig.read()
    before = rig.live.status.settings
    token = to_token(SharedProfile(profile=InstrumentProfile(protocol=protocol, line="")))
    rig.page.exchange.take_code(token)
    assert sentence in rig.sentence()
    assert rig.live.status.settings == before


def test_a_file_that_is_no_profile_says_so(rig: BenchRig, tmp_path: Path) -> None:
    rig.read()
    file = tmp_path / "photo.hpprofile"
    file.write_bytes(b"\x89PNG" * 100)
    rig.page.exchange.read(file)
    rig.until(lambda: rig.sentence() == "This is no instrument profile of this program.")


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_pipe_in_the_place_of_a_profile_keeps_nobody_waiting(
    rig: BenchRig, tmp_path: Path
) -> None:
    rig.read()
    os.mkfifo(tmp_path / "pipe.hpprofile")
    rig.page.exchange.read(tmp_path / "pipe.hpprofile")
    rig.until(lambda: "pipe.hpprofile is a device or a pipe" in rig.sentence())


def test_a_scanned_text_that_is_no_profile_is_told_under_the_field(rig: BenchRig) -> None:
    rig.read()
    rig.page.open_form()
    rig.page.exchange.take_code("HPI:scale-1")
    field = rig.page.form.exchange.field
    assert field.edit.accessibleDescription() == "This is no instrument profile of this program."


def test_a_port_that_nothing_was_found_on_is_read_by_a_copied_code(rig: BenchRig) -> None:
    silent = PtyPort()
    try:
        rig.page.ports.add_simulated(silent.path, "silent", None)
        rig.page.ports.cancel(silent.path)
        entry = rig.page.ports.entries[silent.path]
        entry.known, entry.problem = Known.FAILED, "no_answer"
        rig.page.ports._follow(silent.path)
        assert "Use a profile…" in [button.text() for button in rig.page.notice.buttons]

        QGuiApplication.clipboard().setText("HPI:scale-1")
        rig.page.ports.profile_code_wanted.emit()
        assert rig.sentence() == "This is no instrument profile of this program."

        profile = InstrumentProfile(protocol="yaohua-tf0", line="4800 8N1")
        QGuiApplication.clipboard().setText(to_token(SharedProfile(profile=profile)))
        rig.page.ports.profile_code_wanted.emit()
        rig.until(lambda: rig.live.status.state is LinkState.STREAMING)
        settings = rig.live.status.settings
        assert settings is not None
        assert (settings.port, settings.line) == (silent.path, "4800 8N1")
        rig.live.disconnect_port()
    finally:
        silent.close()


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_form_is_whole_with_its_code_shown(
    qapp: QApplication, tmp_path: Path, language: str
) -> None:
    with BenchRig(tmp_path, language=language) as rig:
        rig.read()
        rig.page.column.network.click()
        settle()
        assert geometry_faults(rig.page) == []
        form_for_the_first_instrument(rig)
        rig.page.form.exchange.code.click()
        settle()
        assert geometry_faults(rig.page) == []
        assert unnamed_controls(rig.page) == []
        assert rig.page.grab().save(str(tmp_path / "form.png"))
    words.set_language("en")
