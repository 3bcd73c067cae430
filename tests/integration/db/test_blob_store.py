from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from db.blob_store import FolderBlobStore
from inspector_app.domain.exceptions import EvidenceBroken


def test_a_file_is_named_by_its_hash_and_comes_back(tmp_path: Path) -> None:
    store = FolderBlobStore(tmp_path / "blobs")
    reference = store.put(b"photo", role="photo", media_type="image/jpeg")
    assert reference.sha256 == hashlib.sha256(b"photo").hexdigest()
    assert (reference.size, reference.role, reference.media_type) == (5, "photo", "image/jpeg")
    assert store.get(reference.sha256) == b"photo"
    assert store.path(reference.sha256).read_bytes() == b"photo"


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    store = FolderBlobStore(tmp_path)
    first = store.put(b"x", role="photo", media_type="a/b")
    written = store.path(first.sha256).stat().st_mtime_ns
    store.put(b"x", role="pdf", media_type="a/b")
    assert store.path(first.sha256).stat().st_mtime_ns == written


def test_an_altered_file_is_not_handed_out(tmp_path: Path) -> None:
    store = FolderBlobStore(tmp_path)
    reference = store.put(b"photo", role="photo", media_type="image/jpeg")
    store.path(reference.sha256).write_bytes(b"other")
    with pytest.raises(EvidenceBroken):
        store.get(reference.sha256)


def test_a_file_cut_short_is_written_again(tmp_path: Path) -> None:
    store = FolderBlobStore(tmp_path)
    reference = store.put(b"photo", role="photo", media_type="image/jpeg")
    store.path(reference.sha256).write_bytes(b"pho")
    store.put(b"photo", role="photo", media_type="image/jpeg")
    assert store.get(reference.sha256) == b"photo"


def test_a_file_that_is_not_here_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FolderBlobStore(tmp_path).get("0" * 64)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_a_name_that_is_no_hash_reaches_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(EvidenceBroken):
        FolderBlobStore(tmp_path).path(name)


def test_parts_left_by_a_crash_are_cleared(tmp_path: Path) -> None:
    (tmp_path / "abc.part").write_bytes(b"half")
    FolderBlobStore(tmp_path)
    assert not list(tmp_path.glob("*.part"))
