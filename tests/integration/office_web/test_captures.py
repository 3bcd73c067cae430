"""The captures of the sessions that a record's readings came from, on the record's page."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

from inspector_app.domain.events import (
    BlobReference,
    ObservationRecorded,
    ReadingSessionClosed,
)
from inspector_app.domain.indication import StabilityBasis
from inspector_app.domain.measurement import Observation, RecordedIndication, Shape
from inspector_app.services.account_ports import Role
from inspector_app.services.reading_session import CAPTURE_MEDIA_TYPE
from office.server import OpenOffice
from serial_drivers.catalog import find_driver
from serial_drivers.keeping.capture import CaptureHeader, CaptureWriter, read_header
from serial_drivers.ports.port_loop import settings_for
from tests.helpers.office_chain import NOW
from tests.helpers.office_records import RecordingLaptop
from tests.helpers.signed_in import signed_in_client


def captured(file: Path, protocol: str) -> bytes:
    """Return a capture that the bench wrote."""
    settings = settings_for(find_driver(protocol), "COM5")
    CaptureWriter(file, CaptureHeader(settings=settings, program="1", started_at=NOW)).close()
    return file.read_bytes()


def read_from(session_id: str, protocol: str) -> ObservationRecorded:
    """Return an observation whose indication came in this session."""
    said = RecordedIndication(
        value=Decimal("5.000"),
        unit="kg",
        stability_basis=StabilityBasis.WIRE,
        session_id=session_id,
        protocol=protocol,
    )
    seen = Observation(
        observation_id="o1", row_id="load:1", shape=Shape.LOAD_POINTS, indication=said
    )
    return ObservationRecorded(observation=seen)


def end_session(laptop: RecordingLaptop, session_id: str, sha256: str, size: int) -> None:
    """Tell that a session ended, and which file holds its bytes."""
    ended = ReadingSessionClosed(
        session_id=session_id, interrupted=False, capture_sha256=sha256, capture_size=size
    )
    capture = BlobReference(sha256=sha256, size=size, role="capture", media_type=CAPTURE_MEDIA_TYPE)
    laptop.add(session_id, ended, blobs=(capture,))


def test_the_capture_of_the_session_that_a_reading_came_from_is_saved_from_its_record(
    office: OpenOffice, tmp_path: Path
) -> None:
    data = captured(tmp_path / "one.hpcapture", "yaohua-tf0")
    sha256 = hashlib.sha256(data).hexdigest()
    laptop = RecordingLaptop(office.storage)
    reader = signed_in_client(office, Role.INSPECTOR, scopes=("445200",))
    laptop.open("a1")
    laptop.add("a1", read_from("session-1", "yaohua-tf0"))
    end_session(laptop, "session-1", sha256, len(data))
    end_session(laptop, "session-2", "cd" * 32, 1)
    laptop.send()
    assert f"/files/{sha256}" not in reader.get("/records/a1").text
    office.parts.blobs.put(data, role="capture", media_type=CAPTURE_MEDIA_TYPE)
    office.storage.intake.blob_stored(sha256, len(data), NOW)
    page = reader.get("/records/a1").text
    assert f'<a href="/files/{sha256}">yaohua-tf0.hpcapture</a>' in page
    assert "cd" * 32 not in page
    answer = reader.get(f"/files/{sha256}")
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="{sha256[:16]}.hpcapture"'
    )
    again = tmp_path / "again.hpcapture"
    again.write_bytes(answer.content)
    assert read_header(again).settings.protocol == "yaohua-tf0"
