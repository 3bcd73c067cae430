from __future__ import annotations

import base64
import hashlib
from datetime import timedelta, timezone

import pytest

from inspector_app.adapters.keys import Ed25519Signer
from inspector_app.domain.exceptions import EvidenceBroken, InputInvalid, InspectorError
from inspector_app.evidence import canonical
from inspector_app.packages import envelope
from inspector_app.packages.envelope import SignedPackage, open_package
from inspector_app.words import Words, failures
from tests.helpers.packages import AT, KIND, OFFICE_ID, SIGNER, package, signed

STRANGER = Ed25519Signer(b"somebody else who signs packages")


def opened(data: bytes) -> SignedPackage:
    return open_package(data, office_id=OFFICE_ID, office_key=SIGNER.public_key)


def resigned(change: object, signer: Ed25519Signer = SIGNER) -> bytes:
    """Return a file whose contents were changed before the office signed it."""
    payload = canonical.encode(change)
    proof = base64.b64encode(signer.sign(envelope._statement(payload))).decode()
    return f"hengping-package 1 {len(payload)}\n{signer.key_id} {proof}\n".encode() + payload


def plain(**changes: object) -> dict[str, object]:
    return envelope._plain(package()) | changes


def refusal(data: bytes) -> InspectorError:
    with pytest.raises(InspectorError) as caught:
        opened(data)
    failure = caught.value
    for language in ("zh_CN", "en"):
        said = failures.explain(failure, Words(language))
        assert failures.is_known(failure.code)
        assert said.happened
        assert said.kept
        assert said.to_do
        assert "–" not in said.happened
    return failure


def test_what_was_signed_comes_out_and_the_same_package_is_the_same_bytes() -> None:
    one = signed()
    assert opened(one.data).package == package()
    assert one.data == signed().data
    assert one.sha256 == hashlib.sha256(one.data).hexdigest()
    assert envelope.read_kept(one.data) == one


def test_the_order_of_files_and_the_zone_of_the_clock_change_nothing() -> None:
    files = dict(reversed(list(package().files.items())))
    china = AT.astimezone(timezone(timedelta(hours=8)))
    assert signed(files=files, issued_at=china).data == signed().data


def test_a_person_can_read_who_signed_what() -> None:
    lines = signed().data.split(b"\n", 2)
    assert lines[0].startswith(b"hengping-package 1 ")
    assert lines[1].split(b" ")[0].decode() == SIGNER.key_id
    assert "农资店春季计量专项检查".encode() in lines[2]


@pytest.mark.parametrize("place", [-1, -200, 400])
def test_one_changed_letter_breaks_the_signature(place: int) -> None:
    data = bytearray(signed().data)
    data[place] ^= 1
    failure = refusal(bytes(data))
    assert isinstance(failure, EvidenceBroken)
    assert failure.code == "package_signature_wrong"


def test_another_key_is_named_and_not_believed() -> None:
    failure = refusal(signed(signer=STRANGER).data)
    assert (failure.code, failure.parameters["signer"]) == (
        "package_signer_unknown",
        STRANGER.key_id,
    )


def test_a_strangers_signature_under_our_keys_name_does_not_hold() -> None:
    data = signed(signer=STRANGER).data.replace(STRANGER.key_id.encode(), SIGNER.key_id.encode())
    assert refusal(data).code == "package_signature_wrong"


def test_another_offices_package_is_refused_whoever_signed_it() -> None:
    assert refusal(signed(office_id="another").data).code == "package_other_office"


@pytest.mark.parametrize("left", [0, 1, 10, 18, 60, 130, 300, -1])
def test_a_cut_file_says_so_or_that_it_is_none(left: int) -> None:
    assert refusal(signed().data[:left]).code in {"package_cut", "package_not_one"}


def test_a_file_that_lost_its_end_is_cut() -> None:
    assert refusal(signed().data[:-1]).code == "package_cut"


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04" * 20, b"\x00" * 5000, b"hengping-package one 2\n", b"[regulation]\n"]
)
def test_what_is_no_package_says_so(data: bytes) -> None:
    assert refusal(data).code == "package_not_one"


def test_something_after_the_end_is_refused() -> None:
    assert refusal(signed().data + b" ").code == "package_not_one"


def test_a_newer_format_asks_for_a_newer_program() -> None:
    data = signed().data.replace(b"hengping-package 1 ", b"hengping-package 2 ", 1)
    failure = refusal(data)
    assert (failure.code, failure.parameters["version"]) == ("package_newer", "2")


def test_two_hundred_megabytes_are_refused_unread() -> None:
    assert refusal(signed().data + b" " * (200 << 20)).code == "package_too_large"


@pytest.mark.parametrize(
    "name",
    [
        "../regulations/x.toml",
        "regulations/../../x.toml",
        "/etc/x.toml",
        "regulations\\x.toml",
        "regulations/X.toml",
        "regulations/x.toml/y.toml",
        "kinds/con.txt",
        "other/x.toml",
        "regulations/.toml",
        "kinds/" + "x" * 90 + ".toml",
    ],
)
def test_a_name_that_is_a_path_trick_is_refused(name: str) -> None:
    assert refusal(resigned(plain(files={name: "a = 1"}))).code == "package_file_name"


def test_one_file_of_the_package_is_bounded_too() -> None:
    files = {KIND: "#" * (envelope.MOST_FILE_BYTES + 1)}
    assert refusal(resigned(plain(files=files))).code == "package_file_too_large"


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 0},
        {"number": True},
        {"number": "1"},
        {"previous": "a"},
        {"previous": "", "number": 2},
        {"scopes": []},
        {"scopes": ["44"]},
        {"issued_at": "yesterday"},
        {"issued_at": "2026-11-24T12:00:00"},
        {"issued_by": ""},
        {"note": "x" * 500},
        {"files": ["a"]},
        {"files": {KIND: 1}},
        {"more": 1},
    ],
)
def test_a_manifest_that_says_something_else_is_refused(changes: dict[str, object]) -> None:
    assert refusal(resigned(plain(**changes))).code == "package_manifest"


def test_an_empty_package_is_refused() -> None:
    assert refusal(resigned(plain(files={}))).code == "package_empty"


def test_json_that_is_not_canonical_is_refused_even_when_signed() -> None:
    payload = b'{"a" : 1}'
    proof = base64.b64encode(SIGNER.sign(envelope._statement(payload))).decode()
    data = f"hengping-package 1 {len(payload)}\n{SIGNER.key_id} {proof}\n".encode() + payload
    assert refusal(data).code == "package_manifest"


def test_a_package_that_would_be_refused_is_not_signed() -> None:
    with pytest.raises(InputInvalid, match="package_file_name"):
        signed(files={"x": "y"})
