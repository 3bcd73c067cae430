"""An office whose disk is full: it says so, keeps nothing half, serves the public, and goes on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.adapters.public_page import fetch_page
from inspector_app.domain.events import FieldFilled
from inspector_app.domain.exceptions import OfficeRefused
from tests.helpers.line_laptops import all_there_once, enrolled, one_round, receipts_hold
from tests.helpers.running_office import running_office

MIB = 1 << 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MiB, where one may be mounted."""
    room = tmp_path / "disk"
    room.mkdir()
    size = ["-t", "tmpfs", "-o", "size=6m", "tmpfs", str(room)]
    mounted = subprocess.run(["mount", *size], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("tmpfs cannot be mounted here")
    yield room
    subprocess.run(["umount", str(room)], check=True)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("what", ["events", "a photo"])
def test_a_full_disk_is_answered_and_nothing_is_lost(
    small_disk: Path, tmp_path: Path, what: str
) -> None:
    with running_office(small_disk / "office") as office:
        port = int(office.said["port"])
        laptop, other = (
            enrolled(name, tmp_path / name, code)
            for name, code in (("one", office.code), ("two", office.another_code()))
        )
        laptop.add("s", FieldFilled(name="remark", value="before"))
        for one in (laptop, other):
            one_round(one, port)
        filler = small_disk / "filler"
        room = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        filler.write_bytes(bytes(room - MIB // 4))
        if what == "events":
            for number in range(80):
                laptop.add(
                    "s", FieldFilled(name="remark", value=os.urandom(4096).hex() + str(number))
                )
        else:
            laptop.add("s", FieldFilled(name="photo", value="x"), blob=os.urandom(MIB))
        with pytest.raises(OfficeRefused) as refused:
            one_round(laptop, port)
        assert refused.value.code == "disk_full"
        assert receipts_hold(laptop, office.data) >= 1
        page = fetch_page(f"{office.address}/v", str(office.said["authority"]), language="en")
        assert "Verify a record" in page
        one_round(other, port)  # another client with nothing to send is served
        filler.unlink()
        one_round(laptop, port)
        all_there_once([laptop, other], office)
        queue = laptop.storage.sync.queue()
        assert (queue.events, queue.blobs) == (0, 0)
        for one in (laptop, other):
            one.storage.close()
