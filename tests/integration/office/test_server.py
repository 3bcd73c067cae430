"""The real server over TLS: the whole way of a laptop, and whoever misbehaves."""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from inspector_app.domain.exceptions import OfficeUnreachable
from inspector_app.sync import enrolment
from inspector_app.sync.batches import unpack_page
from inspector_app.sync.messages import BlobsWanted, Fate
from tests.helpers import running_office
from tests.helpers.office_caller import Caller, new_chain, over_tls, problem
from tests.helpers.office_chain import Chain
from tests.helpers.running_office import RunningOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    with running_office.running_office(tmp_path_factory.mktemp("server") / "data") as office:
        yield office


def enrolled(office: RunningOffice, caller: Caller) -> Chain:
    chain = new_chain()
    code = enrolment.parse(office.another_code())
    assert caller.begin(code).status_code == 200
    answer = caller.enrol(code, chain)
    assert answer.status_code == 200, answer.text
    assert caller.hello(chain).status_code == 200
    return chain


@pytest.fixture
def caller(office: RunningOffice) -> Iterator[Caller]:
    caller = over_tls(office.address, str(office.said["authority"]))
    with caller.client:
        yield caller


@pytest.fixture(scope="module")
def laptop(office: RunningOffice) -> Iterator[tuple[Caller, Chain]]:
    caller = over_tls(office.address, str(office.said["authority"]))
    with caller.client:
        yield caller, enrolled(office, caller)


def connected(office: RunningOffice) -> ssl.SSLSocket:
    """Return a bare TLS connection, to write on it what no client would."""
    context = ssl.create_default_context(cadata=str(office.said["authority"]))
    bare = socket.create_connection(("127.0.0.1", int(office.said["port"])), timeout=30)
    return context.wrap_socket(bare, server_hostname="hengping-office")


def test_what_one_laptop_pushes_another_pulls(
    office: RunningOffice, laptop: tuple[Caller, Chain], caller: Caller
) -> None:
    sender, chain = laptop
    first = len(chain.records) + 1
    chain.add("第一")
    chain.add("第二")
    answer = sender.push(chain, first)
    assert [o.fate for o in answer.outcomes] == [Fate.ACCEPTED, Fate.ACCEPTED]
    enrolled(office, caller)
    place = answer.outcomes[0]
    path = f"/v1/scopes/{place.scope}/events?epoch=1&after={place.seq - 1}"
    page = unpack_page(caller.client.get(path, headers=caller.headers()).content)
    assert [event.record for event in page.events] == chain.records[first - 1 :]
    assert page.checkpoint is not None
    assert page.checkpoint.size == page.head


def test_a_photo_cut_in_the_middle_goes_on_where_it_stopped(
    office: RunningOffice, laptop: tuple[Caller, Chain]
) -> None:
    caller, _ = laptop
    photo = os.urandom(3_000_000)
    sha256 = hashlib.sha256(photo).hexdigest()
    location = caller.begin_upload(sha256, len(photo)).headers["location"]
    head = (
        f"PATCH {location} HTTP/1.1\r\nHost: office\r\nAuthorization: Bearer {caller.session}\r\n"
        "Content-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\n"
        f"Content-Length: {len(photo)}\r\n\r\n"
    )
    with connected(office) as line:
        line.sendall(head.encode() + photo[:1_000_000])
    kept = until_writable(caller, location, photo)
    assert 0 < kept <= 1_000_000
    assert caller.send_piece(location, kept, photo[kept:]).status_code == 204
    wanted = caller.post("/v1/blobs/want", BlobsWanted(sha256=(sha256, "0" * 64)))
    assert msgspec.json.decode(wanted.content, type=BlobsWanted).sha256 == ("0" * 64,)


def until_writable(caller: Caller, location: str, photo: bytes) -> int:
    """Return the offset once the cut writer has let go: an empty piece there is taken."""
    pause = threading.Event()
    for _ in range(200):
        kept = caller.offset(location)
        if kept and caller.send_piece(location, kept, b"").status_code == 204:
            return caller.offset(location)
        pause.wait(0.05)
    raise AssertionError("the office never let go of the upload")


def test_one_gigabyte_is_refused_before_it_is_read(
    office: RunningOffice, laptop: tuple[Caller, Chain]
) -> None:
    caller, _ = laptop
    head = (
        f"POST /v1/push HTTP/1.1\r\nHost: office\r\nAuthorization: Bearer {caller.session}\r\n"
        f"Content-Length: {10**9}\r\n\r\n"
    )
    with connected(office) as line:
        line.sendall(head.encode())
        assert b" 413 " in line.recv(4096)


def test_a_body_that_lies_about_its_length_is_cut_at_the_limit(
    laptop: tuple[Caller, Chain],
) -> None:
    caller, _ = laptop
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 10**9:
            sent += 1_000_000
            yield bytes(1_000_000)

    # The office may close the line while we are still writing.
    with contextlib.suppress(httpx.WriteError):
        assert problem(caller.push_body(endless())) == (413, "request_too_large")
    assert sent < 200_000_000


def test_a_laptop_that_drips_does_not_keep_others_waiting(
    office: RunningOffice, laptop: tuple[Caller, Chain], caller: Caller
) -> None:
    slow, _ = laptop
    head = (
        f"POST /v1/push HTTP/1.1\r\nHost: office\r\nAuthorization: Bearer {slow.session}\r\n"
        "Content-Length: 1000\r\n\r\n{"
    )
    lines = [connected(office) for _ in range(40)]
    try:
        for line in lines:
            line.sendall(head.encode())
        chain = enrolled(office, caller)
        chain.add()
        assert caller.push(chain).outcomes[0].fate is Fate.ACCEPTED
    finally:
        for line in lines:
            line.close()


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    office = running_office.start(tmp_path / "data")
    caller = over_tls(office.address, str(office.said["authority"]))
    chain = enrolled(office, caller)
    chain.add()
    caller.push(chain)
    photo = os.urandom(500_000)
    sha256 = hashlib.sha256(photo).hexdigest()
    location = caller.begin_upload(sha256, len(photo)).headers["location"]
    assert caller.send_piece(location, 0, photo[:200_000]).status_code == 204
    office.kill()
    caller.client.close()
    again = running_office.start(tmp_path / "data")
    try:
        caller = over_tls(again.address, str(again.said["authority"]))
        caller.begin(enrolment.parse(again.code))
        said = msgspec.json.decode(caller.hello(chain).content)
        assert said["last_device_seq"] == 1
        assert caller.push(chain).outcomes[0].fate is Fate.DUPLICATE
        assert caller.offset(location) == 200_000
        assert caller.send_piece(location, 200_000, photo[200_000:]).status_code == 204
        caller.client.close()
    finally:
        again.stop()


def test_a_second_office_on_the_same_port_says_so_and_ends(
    office: RunningOffice, tmp_path: Path
) -> None:
    with pytest.raises(OfficeUnreachable) as failure:
        running_office.start(tmp_path / "other", port=int(office.said["port"]))
    assert failure.value.parameters["why"] == "exit 1"


def test_the_office_stops_cleanly_when_asked(tmp_path: Path) -> None:
    office = running_office.start(tmp_path / "data")
    assert office.stop() == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such mode")
def test_what_a_script_is_told_is_readable_by_its_owner_alone(office: RunningOffice) -> None:
    ready = office.data / "ready.json"
    assert ready.stat().st_mode & 0o777 == 0o600
