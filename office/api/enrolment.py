"""Enrolment and hello: how a laptop becomes the office's, and how it comes in."""

from __future__ import annotations

import base64
import binascii
from contextlib import suppress
from datetime import datetime, timedelta

from cryptography import x509
from fastapi import APIRouter
from starlette.responses import Response

from inspector_app import __version__
from inspector_app.domain.exceptions import InputInvalid, OfficeRefused, StorageUnavailable
from inspector_app.evidence.signatures import is_valid
from inspector_app.services.office_ports import Device, OpenCode
from inspector_app.sync import enrolment
from inspector_app.sync.messages import (
    PROTOCOL,
    EnrolAnswer,
    EnrolBegin,
    EnrolOffer,
    EnrolRequest,
    HelloAnswer,
    HelloRequest,
)
from inspector_app.sync.sessions import hello_statement
from office import sessions
from office.api.calls import MOST_NAME, Call, add, json, plain_name
from office.limits import Attempts
from office.parts import OfficeParts

TRIES_PER_MINUTE = 20
RENEW_BEFORE = timedelta(days=60)
_GENESIS = "0" * 64


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the routes of the first meeting and of every later greeting."""
    router = APIRouter()
    attempts = Attempts(TRIES_PER_MINUTE)

    def begin(call: Call) -> Response:
        attempts.count(call.address, call.parts.clock.monotonic_ns())
        return json(_begin(call))

    def enrol(call: Call) -> Response:
        attempts.count(call.address, call.parts.clock.monotonic_ns())
        return json(_enrol(call))

    add(router, parts, "POST", "/v1/enrol/begin", begin, is_open=True)
    add(router, parts, "POST", "/v1/enrol", enrol, is_open=True)
    add(router, parts, "POST", "/v1/hello", lambda call: json(_hello(call)), is_open=True)
    return router


def _begin(call: Call) -> EnrolOffer:
    asked, parts = call.decoded(EnrolBegin), call.parts
    code = _open_code(parts, plain_name(asked.code_id, "code_id"), parts.clock.now())
    if not 16 <= len(asked.nonce) <= MOST_NAME:
        raise InputInvalid("request_unreadable", field="nonce")
    proof = enrolment.office_proof(
        code.key, office_id=parts.office_id, authority=parts.authority, nonce=asked.nonce
    )
    return EnrolOffer(office_id=parts.office_id, authority=parts.authority, proof=proof)


def _enrol(call: Call) -> EnrolAnswer:
    asked, parts, now = call.decoded(EnrolRequest), call.parts, call.parts.clock.now()
    code = parts.storage.devices.code(plain_name(asked.code_id, "code_id"))
    if code is None:
        raise OfficeRefused("enrolment_code_unknown")
    public_key = _proven_key(asked, code)
    device = _enrolled_before(parts, asked, code, public_key, now)
    if device is None:
        device = _new_device(parts, asked, code, public_key, now)
        parts.storage.devices.enrol(code.code_id, device, now)
    return EnrolAnswer(
        office_id=parts.office_id,
        office_name=parts.name,
        office_key=base64.b64encode(parts.signer.public_key).decode("ascii"),
        certificate=device.certificate,
        scopes=device.scopes,
        home_scope=device.home_scope,
        addresses=parts.addresses,
        public_page=parts.public_page,
    )


def _open_code(parts: OfficeParts, code_id: str, now: datetime) -> OpenCode:
    code = parts.storage.devices.code(code_id)
    if code is None:
        raise OfficeRefused("enrolment_code_unknown")
    # A used code still proves the office until it expires: the answer to `enrol` may be lost.
    if now >= code.expires_at:
        raise OfficeRefused("enrolment_code_used" if code.used_at else "enrolment_code_expired")
    return code


def _proven_key(asked: EnrolRequest, code: OpenCode) -> bytes:
    """Return the device's raw key once it has proven code and key."""
    plain_name(asked.device_id, "device_id")
    texts = (asked.name, asked.program_version)
    if any(len(text) > MOST_NAME or not text.isprintable() for text in texts):
        raise InputInvalid("request_unreadable", field="name")
    expected = enrolment.device_proof(
        code.key, device_id=asked.device_id, public_key=asked.public_key, name=asked.name
    )
    statement = enrolment.possession_statement(
        code_id=code.code_id, device_id=asked.device_id, public_key=asked.public_key
    )
    key, signature = _raw(asked.public_key), _raw(asked.signature)
    if not enrolment.is_equal(asked.proof, expected) or not is_valid(key, signature, statement):
        raise OfficeRefused("enrolment_not_proven")
    return key


def _enrolled_before(
    parts: OfficeParts, asked: EnrolRequest, code: OpenCode, public_key: bytes, now: datetime
) -> Device | None:
    """Return the device that used this code already, when the same laptop asks again."""
    if code.used_at is None or now >= code.expires_at:
        return None
    known = parts.storage.devices.device(asked.device_id)
    is_same = (
        known is not None
        and known.public_key == public_key
        and known.revoked_at is None
        and known.enrolled_at == code.used_at
    )
    return known if is_same else None


def _new_device(
    parts: OfficeParts, asked: EnrolRequest, code: OpenCode, public_key: bytes, now: datetime
) -> Device:
    return Device(
        device_id=asked.device_id,
        name=asked.name or code.name,
        public_key=public_key,
        scopes=code.scopes,
        home_scope=code.scopes[0],
        certificate=parts.certify(asked.device_id, public_key),
        enrolled_at=now,
        last_device_seq=0,
        last_hash=_GENESIS,
        program_version=asked.program_version,
    )


def _hello(call: Call) -> HelloAnswer:
    asked, parts, now = call.decoded(HelloRequest), call.parts, call.parts.clock.now()
    if asked.protocol > PROTOCOL:
        raise InputInvalid("protocol_unknown", field="protocol", value=asked.protocol)
    if asked.office_id != parts.office_id:
        raise OfficeRefused("office_differs")
    plain_name(asked.device_id, "device_id")
    device = sessions.admitted(parts.storage.devices, asked.device_id)
    if not is_valid(device.public_key, _raw(asked.signature), hello_statement(asked)):
        raise OfficeRefused("hello_not_genuine")
    version = "".join(filter(str.isprintable, asked.program_version))
    with suppress(StorageUnavailable):  # a full disk keeps nobody from reading
        parts.storage.devices.seen(device.device_id, now, version)
    return HelloAnswer(
        office_id=parts.office_id,
        office_time=now,
        session=sessions.new_token(parts.session_secret, device.device_id, now),
        session_seconds=sessions.SECONDS,
        last_device_seq=device.last_device_seq,
        last_hash=device.last_hash,
        scopes=parts.storage.scopes.heads(device.scopes),
        addresses=parts.addresses,
        public_page=parts.public_page,
        certificate=_renewed(parts, device, now),
        program_version=__version__,
        opening=parts.storage.devices.opening(),
        package=parts.storage.packages.newest_for(device.home_scope),
    )


def _renewed(parts: OfficeParts, device: Device, now: datetime) -> str:
    """Return a new certificate when the known one ends soon, else ''."""
    known = x509.load_pem_x509_certificate(device.certificate.encode())
    if known.not_valid_after_utc - now > RENEW_BEFORE:
        return ""
    return parts.certify(device.device_id, device.public_key)


def _raw(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputInvalid("request_unreadable", field="base64") from error
