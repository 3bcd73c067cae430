"""How a failure is answered: one table from codes to HTTP statuses."""

from __future__ import annotations

import logging

import msgspec
from starlette.responses import Response

from inspector_app.domain.exceptions import (
    EvidenceBroken,
    InputInvalid,
    InspectorError,
    OfficeRefused,
    StorageUnavailable,
)
from inspector_app.sync.messages import Problem

JSON = "application/json"
_log = logging.getLogger("office")
DISK_FULL_SECONDS = 300
BUSY_SECONDS = 15
_REFUSED = 403
STATUSES = {
    "session_expired": 401,
    "account_unknown": 404,
    "blob_unknown": 404,
    "device_not_listed": 404,
    "package_none": 404,
    "package_unknown": 404,
    "record_not_found": 404,
    "enrolment_code_unknown": 404,
    "event_unknown": 404,
    "upload_unknown": 404,
    "request_too_slow": 408,
    "chain_forked": 409,
    "chain_gap": 409,
    "device_exists": 409,
    "epoch_changed": 409,
    "office_differs": 409,
    "upload_offset_differs": 409,
    "enrolment_code_expired": 410,
    "enrolment_code_used": 410,
    "invitation_ended": 410,
    "batch_too_large": 413,
    "blob_too_large": 413,
    "request_too_large": 413,
    "chain_broken": 422,
    "checkpoint_not_genuine": 422,
    "upload_busy": 423,
    "too_many_attempts": 429,
    "blob_hash_differs": 460,
    "office_busy": 503,
    "disk_full": 507,
}


def answer_to(failure: Exception) -> Response:
    """Return the answer to a failure; what nobody expected is logged and says nothing of itself."""
    if not isinstance(failure, InspectorError):
        _log.error("unexpected failure", exc_info=failure)
        return problem(500, Problem(code="office_failed", retry_after=BUSY_SECONDS))
    said = dict(failure.parameters)
    wait = said.pop("retry_after", "")
    seconds = int(wait) if wait.isdigit() else _wait(failure)
    if not isinstance(failure, OfficeRefused | InputInvalid):
        _log.warning("%s", failure)
        said.pop("why", None)
    body = Problem(code=failure.code, parameters=said, retry_after=seconds)
    return problem(status_of(failure), body)


def problem(status: int, body: Problem) -> Response:
    """Return a refusal as JSON, with `Retry-After` where waiting helps."""
    headers = {"Retry-After": str(body.retry_after)} if body.retry_after else {}
    return Response(msgspec.json.encode(body), status, headers, media_type=JSON)


def status_of(failure: InspectorError) -> int:
    """Return the HTTP status that says most nearly the same."""
    if failure.code in STATUSES:
        return STATUSES[failure.code]
    if isinstance(failure, InputInvalid | EvidenceBroken):
        return 400
    return _REFUSED if isinstance(failure, OfficeRefused) else 503


def _wait(failure: InspectorError) -> int:
    if isinstance(failure, OfficeRefused | InputInvalid | EvidenceBroken):
        return 0
    is_full = isinstance(failure, StorageUnavailable) and failure.code == "disk_full"
    return DISK_FULL_SECONDS if is_full else BUSY_SECONDS
