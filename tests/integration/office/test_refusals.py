"""Every refusal that reaches HTTP: what is asked, the status, the code; and nothing breaks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import msgspec
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.exceptions import StorageUnavailable
from inspector_app.services.office_ports import OpenCode
from inspector_app.sync import enrolment
from inspector_app.sync.batches import Batch, pack_batch
from inspector_app.sync.messages import MAX_FILE_BYTES, Checkpoint, Fate, Problem, PushAnswer
from office.app import make_app
from office.codes import make_code
from office.parts import OfficeParts
from office.server import OfficeSettings, open_up
from tests.helpers.evidence import FakeClock
from tests.helpers.office_caller import Caller, in_process, new_chain, problem
from tests.helpers.office_chain import NOW, Chain


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[OfficeParts]:
    office = open_up(OfficeSettings(data=tmp_path / "data", host="127.0.0.1", port=0))
    yield replace(office.parts, clock=FakeClock(NOW))
    office.close()


@pytest.fixture
def caller(parts: OfficeParts) -> Iterator[Caller]:
    with in_process(make_app(parts)) as client:
        yield Caller(client)


@pytest.fixture
def code(parts: OfficeParts) -> enrolment.Code:
    return make_code(parts, "laptop", ["445200"], "test")


@pytest.fixture
def chain(parts: OfficeParts, caller: Caller, code: enrolment.Code) -> Chain:
    """A laptop that is enrolled and came in."""
    chain = new_chain()
    caller.begin(code)
    assert caller.enrol(code, chain).status_code == 200
    assert caller.hello(chain).status_code == 200
    return chain


# --- enrolment -----------------------------------------------------------------------------


def test_a_code_never_made_is_unknown(caller: Caller) -> None:
    assert problem(caller.begin(enrolment.new_code())) == (404, "enrolment_code_unknown")


def test_a_code_lets_one_laptop_in(caller: Caller, chain: Chain, code: enrolment.Code) -> None:
    assert problem(caller.enrol(code, new_chain())) == (410, "enrolment_code_used")


def test_the_same_laptop_may_ask_again_after_a_lost_answer(
    caller: Caller, chain: Chain, code: enrolment.Code
) -> None:
    assert caller.enrol(code, chain).status_code == 200


def test_an_expired_code_is_told_apart(parts: OfficeParts, caller: Caller) -> None:
    code = enrolment.new_code()
    parts.storage.devices.offer(
        OpenCode(
            code_id=code.code_id,
            key=code.key,
            name="late",
            scopes=("445200",),
            made_by="test",
            expires_at=parts.clock.now() - timedelta(seconds=1),
        )
    )
    assert problem(caller.begin(code)) == (410, "enrolment_code_expired")
    assert problem(caller.enrol(code, new_chain())) == (410, "enrolment_code_expired")


@pytest.mark.parametrize("field", ["proof", "signature"])
def test_a_laptop_that_proves_nothing_is_not_enrolled(
    parts: OfficeParts, caller: Caller, code: enrolment.Code, field: str
) -> None:
    other = {"proof": "0" * 64, "signature": "AAAA"}[field]
    answer = caller.enrol(code, new_chain(), **{field: other})
    assert problem(answer) == (403, "enrolment_not_proven")
    assert not parts.storage.devices.list()


def test_guessing_codes_is_slowed_down(caller: Caller) -> None:
    answers = [caller.begin(enrolment.new_code()) for _ in range(25)]
    assert problem(answers[-1]) == (429, "too_many_attempts")
    assert 0 < int(answers[-1].headers["retry-after"]) <= 61


# --- hello and sessions ---------------------------------------------------------------------


def test_a_forged_presentation_is_refused(caller: Caller, chain: Chain) -> None:
    assert problem(caller.hello(chain, nonce="ff" * 16)) == (403, "hello_not_genuine")


def test_a_stranger_is_refused(caller: Caller, chain: Chain) -> None:
    assert problem(caller.hello(new_chain())) == (403, "device_unknown")


def test_a_laptop_of_another_office_is_told_so(caller: Caller, chain: Chain) -> None:
    caller.office_id = "other"
    assert problem(caller.hello(chain)) == (409, "office_differs")


def test_a_revoked_laptop_is_out_at_its_next_request(
    parts: OfficeParts, caller: Caller, chain: Chain
) -> None:
    chain.add()
    body = pack_batch(chain.batch())
    parts.storage.devices.revoke(chain.device_id, parts.clock.now())
    assert problem(caller.push_body(body)) == (403, "device_revoked")
    assert problem(caller.hello(chain)) == (403, "device_revoked")
    assert problem(caller.begin_upload("a" * 64, 10)) == (403, "device_revoked")


def test_a_session_ends(parts: OfficeParts, caller: Caller, chain: Chain) -> None:
    assert isinstance(parts.clock, FakeClock)
    parts.clock.time += timedelta(seconds=600)
    chain.add()
    answer = caller.push_body(pack_batch(chain.batch()))
    assert problem(answer) == (401, "session_expired")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "..", "MTIz.99999999999." + "0" * 64])
def test_a_made_up_session_is_refused(caller: Caller, chain: Chain, token: str) -> None:
    caller.session = token
    assert problem(caller.push_body(b"")) == (401, "session_expired")


# --- batches --------------------------------------------------------------------------------


def bomb() -> bytes:
    return zstandard.ZstdCompressor().compress(bytes(300 * 1024 * 1024))


def bomb_without_size() -> bytes:
    packer = zstandard.ZstdCompressor().compressobj()
    return packer.compress(bytes(50 * 1024 * 1024)) + packer.flush()


def deep() -> bytes:
    return zstandard.ZstdCompressor().compress(b"[" * 10_000 + b"\n" + b"[" * 10_000)


@pytest.mark.parametrize(
    "body,expected",
    [
        (bomb(), (413, "batch_too_large")),
        (bomb_without_size(), (400, "batch_unreadable")),
        (deep(), (400, "batch_unreadable")),
        (b"", (400, "batch_unreadable")),
        (b"garbage", (400, "batch_unreadable")),
        (bytes(9 * 1024 * 1024), (413, "request_too_large")),
    ],
    ids=["bomb", "bomb without its size", "deep", "empty", "garbage", "too large"],
)
def test_a_body_that_is_no_batch_is_refused(
    caller: Caller, chain: Chain, body: bytes, expected: tuple[int, str]
) -> None:
    assert problem(caller.push_body(body)) == expected
    chain.add()
    assert caller.push(chain).outcomes[0].fate is Fate.ACCEPTED


def test_ten_thousand_deep_records_are_set_aside_and_the_chain_goes_on(
    caller: Caller, chain: Chain
) -> None:
    chain.add_raw(b'{"a":' * 10_000 + b"1" + b"}" * 10_000)
    assert caller.push(chain).outcomes[0].fate is Fate.QUARANTINED


def test_ten_thousand_deep_messages_are_refused(caller: Caller) -> None:
    answer = caller.client.post("/v1/hello", content=b'{"x":' * 10_000)
    assert problem(answer) == (400, "request_unreadable")


def test_a_broken_signature_is_refused(caller: Caller, chain: Chain) -> None:
    chain.add()
    batch = chain.batch()
    head = msgspec.structs.replace(batch.head, signature="A" * 86 + "==")
    forged = Batch(head=head, first_seq=1, records=batch.records)
    assert problem(caller.push_body(pack_batch(forged))) == (403, "head_not_genuine")


def test_a_gap_in_the_chain_names_where_to_begin(caller: Caller, chain: Chain) -> None:
    for _ in range(3):
        chain.add()
    answer = caller.push_body(pack_batch(chain.batch(3)))
    assert problem(answer) == (409, "chain_gap")
    assert msgspec.json.decode(answer.content, type=Problem).parameters == {"expected": "1"}


# --- pulls ----------------------------------------------------------------------------------


def test_a_scope_that_was_not_granted_is_not_shown(caller: Caller, chain: Chain) -> None:
    answer = caller.client.get("/v1/scopes/110101/events?epoch=1&after=0", headers=caller.headers())
    assert problem(answer) == (403, "scope_not_granted")


def test_another_epoch_is_named(caller: Caller, chain: Chain) -> None:
    answer = caller.client.get("/v1/scopes/445202/events?epoch=7", headers=caller.headers())
    assert problem(answer) == (409, "epoch_changed")


def test_a_word_that_the_office_never_gave_is_refused(caller: Caller, chain: Chain) -> None:
    word = Checkpoint(
        office_id=caller.office_id,
        scope="445202",
        epoch=1,
        size=9,
        root="00" * 32,
        signed_at=NOW,
        signature="AAAA",
    )
    assert problem(caller.post("/v1/diverged", word)) == (422, "checkpoint_not_genuine")


# --- files ----------------------------------------------------------------------------------


def test_a_photo_with_another_hash_is_dropped_and_may_be_sent_again(
    caller: Caller, chain: Chain
) -> None:
    photo = b"photo" * 1000
    sha256 = hashlib.sha256(photo).hexdigest()
    location = caller.begin_upload(sha256, len(photo)).headers["location"]
    bad = caller.send_piece(location, 0, b"x" * len(photo))
    assert problem(bad) == (460, "blob_hash_differs")
    location = caller.begin_upload(sha256, len(photo)).headers["location"]
    assert caller.offset(location) == 0
    assert caller.send_piece(location, 0, photo).status_code == 204


def test_a_piece_at_the_wrong_place_names_the_right_one(caller: Caller, chain: Chain) -> None:
    location = caller.begin_upload("a" * 64, 100).headers["location"]
    caller.send_piece(location, 0, b"x" * 10)
    answer = caller.send_piece(location, 50, b"x" * 10)
    assert problem(answer) == (409, "upload_offset_differs")
    assert caller.offset(location) == 10


def test_a_piece_longer_than_announced_is_refused(caller: Caller, chain: Chain) -> None:
    location = caller.begin_upload("a" * 64, 100).headers["location"]
    assert problem(caller.send_piece(location, 0, b"x" * 101)) == (413, "blob_too_large")


def test_a_file_larger_than_allowed_is_refused(caller: Caller, chain: Chain) -> None:
    answer = caller.begin_upload("a" * 64, MAX_FILE_BYTES + 1)
    assert problem(answer) == (413, "blob_too_large")


@pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "a" * 63, ""])
def test_a_name_that_is_no_hash_makes_no_file(
    parts: OfficeParts, caller: Caller, chain: Chain, name: str
) -> None:
    assert problem(caller.begin_upload(name, 10)) == (400, "blob_name_invalid")
    assert not parts.uploads.exists() or not list(parts.uploads.iterdir())


def test_another_laptops_upload_cannot_be_touched(
    parts: OfficeParts, caller: Caller, chain: Chain
) -> None:
    location = caller.begin_upload("a" * 64, 100).headers["location"]
    code, stranger = make_code(parts, "other", ["445200"], "test"), new_chain()
    caller.enrol(code, stranger)
    caller.hello(stranger)
    assert problem(caller.send_piece(location, 0, b"x")) == (404, "upload_unknown")


def test_a_file_that_no_readable_event_names_is_not_given(caller: Caller, chain: Chain) -> None:
    photo = b"secret"
    sha256 = hashlib.sha256(photo).hexdigest()
    location = caller.begin_upload(sha256, len(photo)).headers["location"]
    assert caller.send_piece(location, 0, photo).status_code == 204
    answer = caller.client.get(f"/v1/blobs/{sha256}", headers=caller.headers())
    assert problem(answer) == (404, "blob_unknown")


# --- the office itself ----------------------------------------------------------------------


class FullDisk:
    """An intake whose disk has no room."""

    def accept(self, *_: object) -> PushAnswer:
        raise StorageUnavailable("disk_full", why="/var/office is full")


class Storage:
    """The real storage but for the intake."""

    def __init__(self, real: object) -> None:
        self._real = real
        self.intake = FullDisk()

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


def test_a_full_disk_asks_to_come_back_and_tells_no_paths(
    parts: OfficeParts, caller: Caller, chain: Chain
) -> None:
    full = replace(parts, storage=Storage(parts.storage))  # type: ignore[arg-type]  # a fake part
    chain.add()
    with in_process(make_app(full)) as client:
        answer = Caller(client, session=caller.session).push_body(pack_batch(chain.batch()))
    assert problem(answer) == (507, "disk_full")
    assert int(answer.headers["retry-after"]) > 0
    assert "/var" not in answer.text
    assert caller.push(chain).outcomes[0].fate is Fate.ACCEPTED


PATHS = [
    ("POST", "/v1/enrol/begin"),
    ("POST", "/v1/enrol"),
    ("POST", "/v1/hello"),
    ("POST", "/v1/push"),
    ("POST", "/v1/diverged"),
    ("POST", "/v1/blobs/want"),
    ("POST", "/v1/uploads/"),
    ("GET", "/v1/scopes/{}/events"),
    ("GET", "/v1/scopes/{}/checkpoint"),
    ("GET", "/v1/proof/{}"),
    ("GET", "/v1/blobs/{}"),
    ("HEAD", "/v1/uploads/{}"),
    ("PATCH", "/v1/uploads/{}"),
]


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    where=st.sampled_from(PATHS),
    name=st.text(max_size=40),
    query=st.dictionaries(st.sampled_from(["epoch", "after", "limit"]), st.text(max_size=20)),
    body=st.binary(max_size=300) | st.sampled_from([b"{}", b"[]", b"null", b"1e999", b'{"a":1}']),
    header=st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=30),
)
def test_nothing_that_is_sent_breaks_a_route(
    caller: Caller,
    chain: Chain,
    where: tuple[str, str],
    name: str,
    query: dict[str, str],
    body: bytes,
    header: str,
) -> None:
    method, path = where
    url = httpx.URL("https://office" + path.format("X"), params=query)
    segment = "".join(f"%{byte:02x}" for byte in name.encode("utf-8", "surrogatepass")) or "x"
    url = url.copy_with(raw_path=url.raw_path.replace(b"/X", b"/" + segment.encode()))
    more = {
        "Upload-Length": header,
        "Upload-Offset": header,
        "Upload-Metadata": header,
        "Content-Type": "application/offset+octet-stream",
    }
    sent = body if method in {"POST", "PATCH"} else b""
    answer = caller.client.request(method, url, content=sent, headers=caller.headers() | more)
    assert answer.status_code < 500, answer.text
