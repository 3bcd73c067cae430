"""Fetching a record's files: in pieces, resumed after a cut, each checked, none stopping another."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from db.blob_store import FolderBlobStore
from db.incoming_blobs import IncomingBlobs
from inspector_app.domain.events import BlobReference
from inspector_app.domain.exceptions import OfficeRefused, OfficeUnreachable
from inspector_app.services.fetch_evidence import FetchEvidence, Progress

PIECE = 1000


class Office:
    """Gives files piece by piece; cut_after: answers until the line is cut, -1 for never."""

    def __init__(self, *files: bytes) -> None:
        self.files = {hashlib.sha256(data).hexdigest(): data for data in files}
        self.asked: list[tuple[str, int]] = []
        self.cut_after = -1

    def fetch_piece(self, sha256: str, start: int) -> tuple[bytes, int]:
        if self.cut_after == 0:
            raise OfficeUnreachable("connection_cut")
        self.cut_after -= 1
        self.asked.append((sha256, start))
        if sha256 not in self.files:
            raise OfficeRefused("blob_unknown")
        data = self.files[sha256]
        return data[start : start + PIECE], len(data)


def file(data: bytes) -> BlobReference:
    name = hashlib.sha256(data).hexdigest()
    return BlobReference(sha256=name, size=len(data), role="photo", media_type="image/jpeg")


SMALL, LARGE = b"small" * 20, bytes(range(250)) * 14


@pytest.fixture
def store(tmp_path: Path) -> FolderBlobStore:
    return FolderBlobStore(tmp_path)


@pytest.fixture
def incoming(store: FolderBlobStore, tmp_path: Path) -> IncomingBlobs:
    return IncomingBlobs(store, tmp_path)


def test_what_came_lies_in_the_store_checked(
    store: FolderBlobStore, incoming: IncomingBlobs
) -> None:
    found = FetchEvidence(link=Office(SMALL, LARGE), files=incoming)([file(SMALL), file(LARGE)])
    assert (found.count, found.problems) == (2, {})
    assert [store.get(file(data).sha256) for data in (SMALL, LARGE)] == [SMALL, LARGE]


def test_after_a_cut_only_what_is_missing_is_asked_for(
    store: FolderBlobStore, incoming: IncomingBlobs
) -> None:
    office = Office(LARGE)
    office.cut_after = 2
    case = FetchEvidence(link=office, files=incoming)
    with pytest.raises(OfficeUnreachable):
        case([file(LARGE)])
    assert not incoming.is_here(file(LARGE).sha256)
    office.cut_after = -1
    case([file(LARGE)])
    assert [start for _name, start in office.asked] == [0, 1000, 2000, 3000]
    assert store.get(file(LARGE).sha256) == LARGE


def test_a_stop_keeps_what_came_and_is_no_failure(incoming: IncomingBlobs) -> None:
    office = Office(LARGE)
    found = FetchEvidence(link=office, files=incoming)(
        [file(LARGE)], is_stopped=lambda: len(office.asked) == 2
    )
    assert found.is_stopped
    assert incoming.held(file(LARGE).sha256) == 2 * PIECE


@pytest.mark.parametrize("sent", [LARGE[:-1] + b"x", LARGE + b"x", b""], ids=len)
def test_another_file_under_the_name_is_thrown_away_and_the_next_one_comes(
    store: FolderBlobStore, incoming: IncomingBlobs, sent: bytes
) -> None:
    office = Office(SMALL)
    office.files[file(LARGE).sha256] = sent
    found = FetchEvidence(link=office, files=incoming)([file(LARGE), file(SMALL)])
    assert [p.code for p in found.problems.values()] == ["file_came_altered"]
    assert (incoming.is_here(file(LARGE).sha256), incoming.held(file(LARGE).sha256)) == (False, 0)
    assert store.get(file(SMALL).sha256) == SMALL


def test_a_file_that_the_office_lacks_does_not_stop_the_others(
    store: FolderBlobStore, incoming: IncomingBlobs
) -> None:
    found = FetchEvidence(link=Office(LARGE), files=incoming)([file(SMALL), file(LARGE)])
    assert (found.count, [p.code for p in found.problems.values()]) == (1, ["blob_unknown"])
    assert store.get(file(LARGE).sha256) == LARGE


def test_a_revoked_laptop_is_told_so_at_once(incoming: IncomingBlobs) -> None:
    class Revoking(Office):
        def fetch_piece(self, sha256: str, start: int) -> tuple[bytes, int]:
            self.asked.append((sha256, start))
            raise OfficeRefused("device_revoked")

    office = Revoking()
    with pytest.raises(OfficeRefused, match="device_revoked"):
        FetchEvidence(link=office, files=incoming)([file(SMALL), file(LARGE)])
    assert len(office.asked) == 1


def test_progress_counts_the_bytes_of_all_files_and_never_goes_back(
    incoming: IncomingBlobs,
) -> None:
    seen: list[Progress] = []
    FetchEvidence(link=Office(SMALL, LARGE), files=incoming)(
        [file(SMALL), file(LARGE)], seen.append
    )
    held = [progress.held for progress in seen]
    assert held == sorted(held)
    assert (held[-1], seen[-1].total) == (len(SMALL + LARGE), len(SMALL + LARGE))
    assert {(p.number, p.count) for p in seen} == {(1, 2), (2, 2)}


def test_an_empty_file_needs_no_answer(store: FolderBlobStore, incoming: IncomingBlobs) -> None:
    office = Office()
    FetchEvidence(link=office, files=incoming)([file(b"")])
    assert (store.get(file(b"").sha256), office.asked) == (b"", [])


def test_a_piece_that_does_not_follow_is_refused(incoming: IncomingBlobs) -> None:
    with pytest.raises(ValueError, match="does not follow"):
        incoming.add(file(SMALL).sha256, 5, b"late")
