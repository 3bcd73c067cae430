from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.office_link import HttpEnrolmentLink, HttpOfficeLink
from inspector_app.adapters.tus_client import FIRST_PIECE
from inspector_app.domain.exceptions import (
    EvidenceBroken,
    InspectorError,
    OfficeNotTrusted,
    OfficeRefused,
    OfficeUnreachable,
)
from inspector_app.sync.batches import Batch, Head, compress, pack_page, unpack_batch
from inspector_app.sync.messages import (
    BlobsWanted,
    Cursor,
    EnrolBegin,
    Fate,
    HelloAnswer,
    HelloRequest,
    Outcome,
    Problem,
    PulledEvent,
    PullPage,
    PushAnswer,
)
from tests.helpers.fake_office import NOON
from tests.helpers.tls_office import Answer, Authority, Request, Responder, serving

HELLO = HelloRequest(
    device_id="d", office_id="o", device_seq=1, hash="0", nonce="n", wall_clock=NOON, signature=""
)
SILENCE = 2.0


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def files(authority: Authority, tmp_path: Path) -> tuple[Path, Path]:
    return authority.server_files(tmp_path)


def link(authority: Authority, *addresses: str, silence: float = SILENCE) -> HttpOfficeLink:
    return HttpOfficeLink(
        addresses, authority.pem, present=lambda: HELLO, clock=SystemClock(), silence=silence
    )


def json(value: object, status: int = 200, **headers: str) -> Answer:
    return Answer(status, msgspec.json.encode(value), headers)


def welcome(session: str = "s1") -> Answer:
    return json(
        HelloAnswer(
            office_id="o",
            office_time=NOON,
            session=session,
            session_seconds=600,
            last_device_seq=0,
            last_hash="",
            scopes=(),
        )
    )


def hello_failure(authority: Authority, files: tuple[Path, Path], answer: Answer) -> InspectorError:
    with serving(files, lambda _request: answer) as address:
        one = link(authority, address)
        try:
            with pytest.raises(InspectorError) as caught:
                one.hello(HELLO)
        finally:
            one.close()
    return caught.value


def test_a_certificate_of_another_authority_is_not_trusted(tmp_path: Path) -> None:
    stranger = Authority().server_files(tmp_path)
    failure = hello_failure(Authority(), stranger, welcome())
    assert isinstance(failure, OfficeNotTrusted)
    assert failure.code == "certificate_not_ours"


def test_an_expired_certificate_is_told_apart(authority: Authority, tmp_path: Path) -> None:
    old = authority.server_files(tmp_path, days=(-9, -1))
    assert hello_failure(authority, old, welcome()).code == "certificate_expired"


def test_a_certificate_from_tomorrow_points_at_the_clock(
    authority: Authority, tmp_path: Path
) -> None:
    early = authority.server_files(tmp_path, days=(1, 3))
    assert hello_failure(authority, early, welcome()).code == "certificate_not_yet_valid"


def test_a_certificate_for_another_name_is_not_trusted(
    authority: Authority, tmp_path: Path
) -> None:
    other = authority.server_files(tmp_path, name="mail.example")
    assert hello_failure(authority, other, welcome()).code == "certificate_not_ours"


def test_a_refusal_carries_its_code_its_parameters_and_the_wait(
    authority: Authority, files: tuple[Path, Path]
) -> None:
    problem = Problem(code="chain_gap", parameters={"expected": "7", "code": "x"}, retry_after=0)
    failure = hello_failure(authority, files, json(problem, 409))
    assert isinstance(failure, OfficeRefused)
    assert (failure.code, failure.parameters["expected"]) == ("chain_gap", "7")
    assert failure.retry_after == 0


@pytest.mark.parametrize(
    "answer, kind, code, wait",
    [
        (Answer(502, b"<html>Bad gateway"), OfficeUnreachable, "office_not_ready", 0),
        (Answer(503, b"", {"Retry-After": "17"}), OfficeRefused, "office_busy", 17),
        (Answer(429, b"{}", {"Retry-After": "9"}), OfficeRefused, "office_busy", 9),
        (Answer(429, b"slow down"), OfficeRefused, "office_busy", 30),
        (
            Answer(429, b"", {"Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT"}),
            OfficeRefused,
            "office_busy",
            3600,
        ),
        (json(Problem(code="disk_full"), 507), OfficeRefused, "disk_full", 60),
        (json(Problem(code="x", retry_after=10**9), 503), OfficeRefused, "x", 3600),
        (Answer(302, b"", {"Location": "/"}), OfficeUnreachable, "office_not_ready", 0),
        (Answer(200, b"<html>"), OfficeUnreachable, "office_answer_invalid", 0),
        (Answer(200, b"[" * 20000), OfficeUnreachable, "office_answer_invalid", 0),
        (Answer(200, b"x" * 2_000_000), OfficeUnreachable, "connection_cut", 0),
        (Answer(200, b"{}" * 50, cut=20), OfficeUnreachable, "connection_cut", 0),
    ],
)
def test_whatever_stands_between_gives_a_failure_that_heals_or_explains(
    authority: Authority,
    files: tuple[Path, Path],
    answer: Answer,
    kind: type[InspectorError],
    code: str,
    wait: int,
) -> None:
    failure = hello_failure(authority, files, answer)
    assert isinstance(failure, kind)
    assert failure.code == code
    assert getattr(failure, "retry_after", 0) == wait


def test_an_office_that_stays_silent_is_given_up(
    authority: Authority, files: tuple[Path, Path]
) -> None:
    over = threading.Event()

    def wait(_request: Request) -> Answer:
        over.wait(10)
        return welcome()

    with serving(files, wait) as address:
        one = link(authority, address, silence=0.2)
        with pytest.raises(OfficeUnreachable, match="office_slow"):
            one.hello(HELLO)
        over.set()
        one.close()


def test_closing_from_another_thread_ends_a_request_at_once(
    authority: Authority, files: tuple[Path, Path]
) -> None:
    arrived, over, ended = threading.Event(), threading.Event(), threading.Event()
    failures: list[InspectorError] = []

    def wait(_request: Request) -> Answer:
        arrived.set()
        over.wait(10)
        return welcome()

    with serving(files, wait) as address:
        one = link(authority, address, silence=30)

        def ask() -> None:
            try:
                one.hello(HELLO)
            except InspectorError as error:
                failures.append(error)
            ended.set()

        threading.Thread(target=ask, daemon=True).start()
        assert arrived.wait(5)
        one.close()
        assert ended.wait(1)
        over.set()
    assert isinstance(failures[0], OfficeUnreachable)


def test_the_next_address_is_tried_and_the_good_one_remembered(
    authority: Authority, files: tuple[Path, Path]
) -> None:
    with serving(files, lambda _request: welcome()) as address:
        one = link(authority, "https://127.0.0.1:9", address)
        assert one.hello(HELLO).session == "s1"
        assert one._channel._addresses[0] == address
        one.close()


def test_a_stranger_at_an_old_address_does_not_hide_the_office(
    authority: Authority, files: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    stranger = Authority().server_files(tmp_path / "other")
    with (
        serving(stranger, lambda _request: welcome("stolen")) as wrong,
        serving(files, lambda _request: welcome("right")) as right,
    ):
        one = link(authority, wrong, right)
        assert one.hello(HELLO).session == "right"
        one.close()


def office(answers: dict[str, Callable[[Request], Answer]], log: list[Request]) -> Responder:
    def respond(request: Request) -> Answer:
        log.append(request)
        path = request.path.partition("?")[0]
        if path == "/v1/hello":
            return welcome(f"s{sum(r.path == '/v1/hello' for r in log)}")
        return answers[path](request)

    return respond


def test_a_session_that_ran_out_is_renewed_with_a_fresh_hello(
    authority: Authority, files: tuple[Path, Path]
) -> None:
    log: list[Request] = []

    def push(request: Request) -> Answer:
        if request.headers["authorization"] == "Bearer s1":
            return json(Problem(code="session_expired"), 401)
        assert unpack_batch(request.body).records == (b"{}",)
        outcome = Outcome(1, Fate.ACCEPTED, "445202", 1)
        return json(PushAnswer(received_at=NOON, last_device_seq=1, outcomes=(outcome,)))

    head = Head(device_id="d", device_seq=1, hash="0", signature="", signed_at=NOON)
    with serving(files, office({"/v1/push": push}, log)) as address:
        one = link(authority, address)
        assert one.push(Batch(head=head, first_seq=1, records=(b"{}",))).last_device_seq == 1
        one.close()
    assert [r.path for r in log] == ["/v1/hello", "/v1/push", "/v1/hello", "/v1/push"]


def test_a_revoked_laptop_does_not_knock_again(
    authority: Authority, files: tuple[Path, Path]
) -> None:
    log: list[Request] = []
    no = {"/v1/blobs/want": lambda _request: json(Problem(code="device_revoked"), 401)}
    with serving(files, office(no, log)) as address:
        one = link(authority, address)
        with pytest.raises(OfficeRefused, match="device_revoked"):
            one.wanted(["a"])
        one.close()
    assert [r.path for r in log] == ["/v1/hello", "/v1/blobs/want"]


@pytest.mark.parametrize("body", [b"no zstd", compress(b"no header"), compress(b"{}\n\xff")])
def test_a_page_that_cannot_be_read_is_asked_for_again_later(
    authority: Authority, files: tuple[Path, Path], body: bytes
) -> None:
    pages = {"/v1/scopes/445202/events": lambda _request: Answer(200, body)}
    with serving(files, office(pages, [])) as address:
        one = link(authority, address)
        with pytest.raises(OfficeUnreachable, match="office_answer_invalid"):
            one.pull(Cursor(scope="445202", epoch=1, seq=0))
        one.close()


def test_a_page_is_asked_for_by_its_cursor(authority: Authority, files: tuple[Path, Path]) -> None:
    log: list[Request] = []
    page = PullPage(
        scope="445202", epoch=2, after=5, head=6, events=(PulledEvent(6, "", b'{"a":1}'),)
    )
    pages = {"/v1/scopes/445202/events": lambda _request: Answer(200, pack_page(page))}
    with serving(files, office(pages, log)) as address:
        one = link(authority, address)
        assert one.pull(Cursor(scope="445202", epoch=2, seq=5)) == page
        one.close()
    assert "epoch=2&after=5" in log[-1].path


class TusOffice:
    """The server's side of tus, with cuts."""

    def __init__(
        self, *, cut_at: tuple[int, ...] = (), forget: bool = False, keeps: bytes = b""
    ) -> None:
        self.keeps = keeps
        self.data = bytearray()
        self.size = 0
        self.begun = 0
        self.cut_at = list(cut_at)
        self.forget = forget
        self.pieces: list[int] = []

    def __call__(self, request: Request) -> Answer:
        if request.path == "/v1/hello":
            return welcome()
        if request.path == "/v1/blobs/want":
            done = self.begun and len(self.data) == self.size
            asked = msgspec.json.decode(request.body, type=BlobsWanted).sha256
            return json(BlobsWanted(sha256=() if done else asked))
        assert request.headers["tus-resumable"] == "1.0.0"
        return {"POST": self._begin, "HEAD": self._tell, "PATCH": self._take}[request.method](
            request
        )

    def _begin(self, request: Request) -> Answer:
        self.begun += 1
        self.data = bytearray(self.keeps)
        self.size = int(request.headers["upload-length"])
        name, _, value = request.headers["upload-metadata"].partition(" ")
        assert (name, len(base64.b64decode(value))) == ("sha256", 64)
        return Answer(201, headers={"Location": f"https://elsewhere/v1/uploads/{self.begun}"})

    def _tell(self, _request: Request) -> Answer:
        if self.forget and len(self.data) == self.size:
            return Answer(404)
        return Answer(200, headers={"Upload-Offset": str(len(self.data))})

    def _take(self, request: Request) -> Answer:
        if int(request.headers["upload-offset"]) != len(self.data):
            return Answer(409)
        self.data += request.body
        self.pieces.append(len(request.body))
        if self.cut_at and len(self.data) >= self.cut_at[0]:
            self.cut_at.pop(0)
            return Answer(200, b"lost", cut=0)
        return Answer(204, headers={"Upload-Offset": str(len(self.data))})


def photo(folder: Path, size: int) -> tuple[str, Path]:
    data = hashlib.shake_128(b"photo").digest(size)
    (folder / "photo").write_bytes(data)
    return hashlib.sha256(data).hexdigest(), folder / "photo"


@pytest.mark.parametrize("size", [0, 1, FIRST_PIECE, 5 * FIRST_PIECE + 1])
def test_a_file_arrives_whole(
    authority: Authority, files: tuple[Path, Path], tmp_path: Path, size: int
) -> None:
    name, path = photo(tmp_path, size)
    server, seen = TusOffice(), list[int]()
    with serving(files, server) as address:
        one = link(authority, address)
        one.send_blob(name, path, seen.append)
        one.close()
    assert hashlib.sha256(server.data).hexdigest() == name
    assert seen[-1] == size
    assert seen == sorted(seen)


@pytest.mark.parametrize("forget", [False, True])
def test_a_lost_answer_is_made_good_without_sending_the_piece_again(
    authority: Authority, files: tuple[Path, Path], tmp_path: Path, forget: bool
) -> None:
    size = 3 * FIRST_PIECE
    name, path = photo(tmp_path, size)
    server = TusOffice(cut_at=(FIRST_PIECE, size), forget=forget)
    with serving(files, server) as address:
        one = link(authority, address)
        one.send_blob(name, path)
        one.close()
    assert hashlib.sha256(server.data).hexdigest() == name
    assert server.begun == 1
    assert sum(server.pieces) == size


def test_what_an_earlier_run_sent_is_not_sent_again(
    authority: Authority, files: tuple[Path, Path], tmp_path: Path
) -> None:
    name, path = photo(tmp_path, 3 * FIRST_PIECE)
    server = TusOffice(keeps=path.read_bytes()[:FIRST_PIECE])
    with serving(files, server) as address:
        one = link(authority, address)
        one.send_blob(name, path)
        one.close()
    assert hashlib.sha256(server.data).hexdigest() == name
    assert sum(server.pieces) == 2 * FIRST_PIECE


def test_a_file_that_was_altered_or_is_gone_is_noticed_before_anything_is_sent(
    authority: Authority, files: tuple[Path, Path], tmp_path: Path
) -> None:
    name, path = photo(tmp_path, 100)
    path.write_bytes(path.read_bytes()[:-1])
    server = TusOffice()
    with serving(files, server) as address:
        one = link(authority, address)
        with pytest.raises(EvidenceBroken, match="blob_altered"):
            one.send_blob(name, path)
        with pytest.raises(FileNotFoundError):
            one.send_blob(name, tmp_path / "gone")
        one.close()
    assert server.begun == 0


@pytest.mark.parametrize("with_ranges", [True, False])
def test_a_file_is_fetched_in_pieces_and_checked(
    authority: Authority,
    files: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    with_ranges: bool,
) -> None:
    monkeypatch.setattr("inspector_app.adapters.office_link.PIECE_BYTES", 40)
    data = bytes(range(100))
    name = hashlib.sha256(data).hexdigest()

    def give(request: Request) -> Answer:
        first, _, last = request.headers["range"].removeprefix("bytes=").partition("-")
        if not with_ranges:
            return Answer(200, data)
        piece = data[int(first) : int(last) + 1]
        return Answer(206, piece, {"Content-Range": f"bytes {first}-{last}/100"})

    other = "0" * 64
    with serving(
        files, office({f"/v1/blobs/{name}": give, f"/v1/blobs/{other}": give}, [])
    ) as address:
        one = link(authority, address)
        assert one.fetch_blob(name) == data
        with pytest.raises(EvidenceBroken, match="blob_altered"):
            one.fetch_blob(other)
        one.close()


def test_the_first_meeting_asks_whoever_answers(
    authority: Authority, files: tuple[Path, Path]
) -> None:
    answer = json(Problem(code="enrolment_code_unknown"), 404)
    with (
        serving(files, lambda _request: answer) as address,
        pytest.raises(OfficeRefused, match="enrolment_code_unknown"),
    ):
        HttpEnrolmentLink(SystemClock()).begin(address, EnrolBegin(code_id="a", nonce="b"))
