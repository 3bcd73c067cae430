"""Real encrypted files: what was appended is there again, whoever else holds the file is told."""

# ruff: noqa: S608 - names of our own tables

from __future__ import annotations

import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from db import integrity, tables
from db.engine import raw_connection
from db.storage import DATABASE_NAME, open_storage
from inspector_app.domain.events import DeviceEnrolled, FieldFilled, UnknownBody
from inspector_app.domain.exceptions import (
    EvidenceBroken,
    InputInvalid,
    KeyUnavailable,
    StorageCorrupt,
    StorageNewer,
    StorageUnavailable,
)
from inspector_app.domain.inspection import Inspection
from tests.helpers.evidence import (
    KEY,
    CountingIds,
    FakeClock,
    draft,
    inspection_drafts,
    register_drafts,
    signer,
    storage_in,
)


def test_what_was_appended_is_there_after_reopening(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    appended = storage.log.append(*inspection_drafts())
    storage.close()
    storage = storage_in(tmp_path)
    assert storage.log.stream("x1") == appended
    assert Inspection.fold(storage.log.stream("x1")).observations[0].withdrawn
    storage.close()


def test_the_chain_begins_with_the_devices_public_key(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    first = next(storage.events_after(0))
    assert isinstance(first.body, DeviceEnrolled)
    assert first.device_seq == 1
    assert first.device_id == storage.device_id == first.body.device_id
    storage.close()


def test_the_file_is_encrypted_and_the_owners_alone(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    storage.log.append(*register_drafts())
    storage.close()
    path = tmp_path / DATABASE_NAME
    data = path.read_bytes()
    assert not data.startswith(b"SQLite format 3")
    assert "进贤门".encode() not in data
    assert b"events" not in data
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_settings_are_the_durable_ones(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    with storage._work.alone() as driver:
        found = {
            name: str(driver.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("journal_mode", "synchronous", "foreign_keys", "page_size", "locking_mode")
        }
        application = driver.execute("PRAGMA application_id").fetchone()[0]
    assert found == {
        "journal_mode": "wal",
        "synchronous": "2",
        "foreign_keys": "1",
        "page_size": "4096",
        "locking_mode": "exclusive",
    }
    assert application == 0x48504E47
    storage.close()


def test_a_group_of_appends_is_undone_whole(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    before = storage.log.count

    def fail_in_the_middle() -> None:
        with storage.transaction():
            storage.log.append(*register_drafts())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_in_the_middle()
    assert storage.log.count == before
    assert storage.registry.premises("p1") is None
    storage.log.append(*register_drafts())
    assert storage.log.verify_chain() == before + 4
    storage.close()


def test_a_fact_that_cannot_be_written_exactly_leaves_nothing(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    before = storage.log.count
    bad = UnknownBody(type="Odd", type_version=1, data={"mass": 1.5})
    with pytest.raises(InputInvalid):
        storage.log.append(*register_drafts(), draft(bad, "x9"))
    assert storage.log.count == before
    assert storage.registry.people() == ()
    storage.close()


def test_a_second_instance_is_told_so(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    with pytest.raises(StorageUnavailable) as refused:
        storage_in(tmp_path)
    assert refused.value.code == "second_instance"
    storage.log.append(*register_drafts())
    storage.close()


_OPEN_AND_SAY = """
import sys
from pathlib import Path
from inspector_app.domain.exceptions import StorageUnavailable
from tests.helpers.evidence import storage_in
try:
    storage_in(Path(sys.argv[1]))
except StorageUnavailable as error:
    print(error.code)
"""


def test_a_second_process_is_told_so(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    storage.log.append(*register_drafts())
    said = subprocess.run(
        [sys.executable, "-c", _OPEN_AND_SAY, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert said.stdout.strip() == "second_instance"
    storage.close()


def test_a_wrong_key_is_told_from_damage(tmp_path: Path) -> None:
    storage_in(tmp_path).close()
    with pytest.raises(KeyUnavailable) as refused:
        open_storage(tmp_path, key=bytes(32), signer=signer(), clock=FakeClock(), ids=CountingIds())
    assert refused.value.code == "wrong_database_key"


def test_a_newer_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    storage_in(tmp_path).close()
    path = tmp_path / DATABASE_NAME
    connection = raw_connection(path, KEY)
    connection.execute(f"PRAGMA user_version = {tables.SCHEMA_VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StorageNewer):
        storage_in(tmp_path)
    assert path.read_bytes() == before


def test_a_foreign_database_is_not_taken_for_ours(tmp_path: Path) -> None:
    path = tmp_path / DATABASE_NAME
    connection = raw_connection(path, KEY)
    connection.execute("CREATE TABLE cats (name)")
    connection.close()
    with pytest.raises(StorageCorrupt) as refused:
        integrity.inspect_version(path, KEY)
    assert refused.value.code == "not_our_database"


def test_a_head_is_signed_at_closing_and_once(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    storage.log.append(*register_drafts())
    head = storage.log.sign_head()
    assert storage.log.sign_head() == head
    assert head.device_seq == storage.log.count
    storage.close()
    storage = storage_in(tmp_path)
    assert storage.log.sign_head() == head
    storage.close()


def test_a_new_device_key_is_enrolled_and_the_old_heads_still_hold(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    storage.log.append(*register_drafts())
    storage.close()
    ids = CountingIds("018f0000-0000-7000-8000-9")
    storage = open_storage(tmp_path, key=KEY, signer=signer(2), clock=FakeClock(), ids=ids)
    assert storage.log.verify_chain() == storage.log.count
    storage.close()


@pytest.mark.parametrize("column", ["record", "hash", "stream_id"])
def test_any_altered_column_of_any_row_is_found_and_named(tmp_path: Path, column: str) -> None:
    storage = storage_in(tmp_path)
    storage.log.append(*register_drafts(), *inspection_drafts())
    storage.log.sign_head()
    for seq in range(1, storage.log.count + 1):
        with storage.transaction():
            (kept,) = storage._work.rows(
                f'SELECT "{column}" FROM events WHERE device_seq = ?', (seq,)
            )
            raw = kept[0].encode() if isinstance(kept[0], str) else bytes(kept[0])
            altered = raw[:-2] + bytes([raw[-2] ^ 1]) + raw[-1:]
            value: object = altered.decode() if isinstance(kept[0], str) else altered
            storage._work.execute(
                f'UPDATE events SET "{column}" = ? WHERE device_seq = ?', (value, seq)
            )
            with pytest.raises(EvidenceBroken) as broken:
                storage.log.verify_chain()
            storage._work.execute(
                f'UPDATE events SET "{column}" = ? WHERE device_seq = ?', (kept[0], seq)
            )
        assert broken.value.parameters["device_seq"] == str(seq)
    assert storage.log.verify_chain() == storage.log.count
    storage.close()


def test_a_tail_cut_off_behind_a_signed_head_is_found(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    storage.log.append(*register_drafts())
    storage.log.sign_head()
    with storage.transaction():
        storage._work.execute("DELETE FROM events WHERE device_seq = ?", (storage.log.count,))
    with pytest.raises(EvidenceBroken) as broken:
        storage.log.verify_chain()
    assert broken.value.code == "chain_cut"
    storage._work.close()


def test_a_chain_rewritten_with_another_key_is_found(tmp_path: Path) -> None:
    stranger = open_storage(
        tmp_path, key=KEY, signer=signer(2), clock=FakeClock(), ids=CountingIds()
    )
    stranger.log.append(*register_drafts())
    stranger.close()
    storage = storage_in(tmp_path)
    with storage.transaction():
        storage._work.execute("DELETE FROM events WHERE device_seq > 5")
        storage._work.execute("DELETE FROM heads WHERE device_seq > 5")
    with pytest.raises(EvidenceBroken) as broken:
        storage.log.verify_chain()
    assert broken.value.code == "head_not_genuine"
    storage._work.close()


def test_a_clock_set_back_is_recorded_and_not_refused(tmp_path: Path) -> None:
    clock = FakeClock()
    storage = storage_in(tmp_path, clock)
    storage.log.append(*register_drafts())
    clock.time -= timedelta(days=400)
    appended = storage.log.append(*inspection_drafts())
    assert len(appended) == len(inspection_drafts())
    noted = [e.body for e in storage.log.stream(storage.device_id)]
    warnings = [b for b in noted if isinstance(b, FieldFilled) and b.name == "clock_went_back"]
    assert len(warnings) == 1
    assert warnings[0].value.startswith("2026-11-23")
    assert storage.log.verify_chain() == storage.log.count
    storage.close()


def test_events_come_in_order_and_in_pages(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    storage.log.append(*register_drafts(), *inspection_drafts())
    first = [event.device_seq for event in storage.events_after(0, limit=6)]
    rest = [event.device_seq for event in storage.events_after(6)]
    assert first + rest == list(range(1, storage.log.count + 1))
    storage.close()


def test_the_storage_may_be_used_from_another_thread(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    storage = storage_in(tmp_path)
    with ThreadPoolExecutor(4) as threads:
        drafts = [
            draft(FieldFilled(name="n", value=str(number)), f"s{number}") for number in range(40)
        ]
        list(threads.map(storage.log.append, drafts))
    assert storage.log.verify_chain() == storage.log.count
    storage.close()


def test_sqlalchemy_is_not_needed_to_import_the_ports() -> None:
    code = "import sys, inspector_app.services.ports; assert 'sqlalchemy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], timeout=60, check=True)
