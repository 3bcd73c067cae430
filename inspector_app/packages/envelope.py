"""The signed file: two lines that a person can read, then one canonical JSON. Nothing is packed.

    hengping-package 1 <bytes of the JSON>
    <key id> <base64 Ed25519 signature over the SHA-256 of the JSON>
    {"files":{"kinds/x.toml":"…"},"issued_at":…}

One value has one sequence of bytes, so the file's SHA-256 names the package. There is neither
compression nor an archive: nothing unpacks to more than it weighs, no name is a place on a disk.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from inspector_app.domain.exceptions import EvidenceBroken, InputInvalid
from inspector_app.evidence import canonical
from inspector_app.evidence.signatures import KEY_ID_DIGITS, KeyHolder, is_valid, key_id_of

FORMAT, VERSION = "hengping-package", 1
MEDIA_TYPE = "application/vnd.hengping.package"
SUFFIX = ".hpkg"
MOST_BYTES = 4 * 1024 * 1024
"""Of the whole file; the shipped regulations together are a thirtieth of it."""
MOST_FILE_BYTES = 256 * 1024
MOST_FILES = 500
MOST_TEXT = 400
FOLDERS = ("regulations", "overrides", "kinds")
_HEAD = re.compile(rb"hengping-package ([0-9]{1,9}) ([0-9]{1,9})")
_PROOF = re.compile(rb"([0-9a-f]{%d}) ([A-Za-z0-9+/]{86}==)" % KEY_ID_DIGITS)
_NAME = re.compile(r"(regulations|overrides|kinds)/[a-z0-9][a-z0-9_]{0,79}\.toml")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DIVISION = re.compile(r"[0-9]{6}")
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What an office publishes. number: 1, 2, 3… without gaps; each replaces the one before whole.

    previous: SHA-256 of the file before, '' for the first. scopes: divisions it is for. issued_by:
    who at the office answers for it. note: what changed, in words. files: TOML texts by their name,
    `regulations/…` (new editions), `overrides/…`, `kinds/…`.
    """

    office_id: str
    number: int
    issued_at: datetime
    issued_by: str
    scopes: tuple[str, ...]
    previous: str
    note: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPackage:
    """A package with what proves it. sha256: of the whole file. key_id: who signed."""

    package: Package
    sha256: str
    key_id: str
    data: bytes


def is_name(name: str) -> bool:
    """Say whether this is a name that a package may carry."""
    return _NAME.fullmatch(name) is not None


def sign(package: Package, signer: KeyHolder) -> SignedPackage:
    """Return the signed file. Raises InputInvalid as `open_package` would of it."""
    payload = canonical.encode(_plain(package))
    proof = base64.b64encode(signer.sign(_statement(payload))).decode("ascii")
    head = f"{FORMAT} {VERSION} {len(payload)}\n{signer.key_id} {proof}\n"
    data = head.encode("ascii") + payload
    return open_package(data, office_id=package.office_id, office_key=signer.public_key)


def open_package(data: bytes, *, office_id: str, office_key: bytes) -> SignedPackage:
    """Return a package once it proves to be this office's own; nothing is believed before.

    Raises InputInvalid: `package_too_large`, `package_not_one`, `package_newer`, `package_cut`,
    `package_manifest`, `package_file_name`, `package_file_too_large`; EvidenceBroken:
    `package_signer_unknown`, `package_signature_wrong`, `package_other_office`.
    """
    key_id, signature, payload = _parted(data)
    if key_id != key_id_of(office_key):
        raise EvidenceBroken("package_signer_unknown", signer=key_id)
    if not is_valid(office_key, signature, _statement(payload)):
        raise EvidenceBroken("package_signature_wrong", signer=key_id)
    package = _package(payload)
    if package.office_id != office_id:
        raise EvidenceBroken("package_other_office", number=package.number)
    _require_files(package.files)
    sha256 = hashlib.sha256(data).hexdigest()
    return SignedPackage(package=package, sha256=sha256, key_id=key_id, data=data)


def read_kept(data: bytes) -> SignedPackage:
    """Return a package that was proved when it was taken in and is kept under its SHA-256 since.

    Raises InputInvalid as `open_package`.
    """
    key_id, _signature, payload = _parted(data)
    package = _package(payload)
    _require_files(package.files)
    sha256 = hashlib.sha256(data).hexdigest()
    return SignedPackage(package=package, sha256=sha256, key_id=key_id, data=data)


def _parted(data: bytes) -> tuple[str, bytes, bytes]:
    if len(data) > MOST_BYTES:
        raise InputInvalid("package_too_large", field="file", limit=MOST_BYTES)
    first, _, rest = data.partition(b"\n")
    head = _HEAD.fullmatch(first) if len(first) <= _LONGEST_LINE else None
    if head is None:
        raise InputInvalid("package_not_one", field="file")
    version, size = int(head[1]), int(head[2])
    if version != VERSION:
        raise InputInvalid("package_newer", field="file", version=version)
    second, ending, payload = rest.partition(b"\n")
    if len(payload) < size or not ending:
        raise InputInvalid("package_cut", field="file", size=len(data))
    proof = _PROOF.fullmatch(second) if len(second) <= _LONGEST_LINE else None
    if proof is None or len(payload) != size:
        raise InputInvalid("package_not_one", field="file")
    return proof[1].decode("ascii"), _unbase64(proof[2]), payload


def _unbase64(text: bytes) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise InputInvalid("package_not_one", field="file") from None


def _statement(payload: bytes) -> bytes:
    # Its own first line: no other signature of the office can stand for a package's.
    return f"hengping-package-v1\n{hashlib.sha256(payload).hexdigest()}\n".encode("ascii")


def _plain(package: Package) -> dict[str, object]:
    return {
        "files": dict(package.files),
        "issued_at": package.issued_at.astimezone(UTC).isoformat(timespec="seconds"),
        "issued_by": package.issued_by,
        "note": package.note,
        "number": package.number,
        "office_id": package.office_id,
        "previous": package.previous,
        "scopes": list(package.scopes),
    }


def _package(payload: bytes) -> Package:
    try:
        plain = canonical.decode(payload)
    except InputInvalid as failure:
        raise InputInvalid("package_manifest", field="manifest", what="JSON") from failure
    fields = {"files", "issued_at", "issued_by", "note", "number", "office_id", "previous"}
    if not isinstance(plain, dict) or set(plain) != fields | {"scopes"}:
        raise InputInvalid("package_manifest", field="manifest", what="fields")
    files, scopes = plain["files"], plain["scopes"]
    if not (isinstance(files, dict) and all(isinstance(t, str) for t in files.values())):
        raise InputInvalid("package_manifest", field="manifest", what="files")
    if not (
        isinstance(scopes, list)
        and scopes
        and all(isinstance(s, str) and _DIVISION.fullmatch(s) for s in scopes)
    ):
        raise InputInvalid("package_manifest", field="manifest", what="scopes")
    previous, number = plain["previous"], plain["number"]
    if type(number) is not int or number < 1:
        raise InputInvalid("package_manifest", field="manifest", what="number")
    is_first = number == 1 and previous == ""
    if not (is_first or (isinstance(previous, str) and _SHA256.fullmatch(previous))):
        raise InputInvalid("package_manifest", field="manifest", what="previous")
    return Package(
        office_id=_said(plain, "office_id"),
        number=number,
        issued_at=_moment(_said(plain, "issued_at")),
        issued_by=_said(plain, "issued_by"),
        scopes=tuple(scopes),
        previous=str(previous),
        note=_said(plain, "note", may_be_empty=True),
        files=files,
    )


def _said(plain: Mapping[str, object], name: str, *, may_be_empty: bool = False) -> str:
    text = plain[name]
    if not isinstance(text, str) or len(text) > MOST_TEXT or not (text.strip() or may_be_empty):
        raise InputInvalid("package_manifest", field="manifest", what=name)
    return text


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise InputInvalid("package_manifest", field="manifest", what="issued_at")
    return at.astimezone(UTC)


def _require_files(files: Mapping[str, str]) -> None:
    if not files:
        raise InputInvalid("package_empty", field="files")
    if len(files) > MOST_FILES:
        raise InputInvalid("package_manifest", field="manifest", what="files")
    for name, text in files.items():
        if not is_name(name):
            raise InputInvalid("package_file_name", field="files", name=name[:80])
        if len(text.encode()) > MOST_FILE_BYTES:
            raise InputInvalid(
                "package_file_too_large", field="files", name=name, limit=MOST_FILE_BYTES
            )
