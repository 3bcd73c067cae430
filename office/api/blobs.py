"""The plane of files: tus 1.0.0 up (creation, HEAD, PATCH, expiration), HTTP Range down."""

from __future__ import annotations

import base64
import binascii
import re
from contextlib import ExitStack

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from inspector_app.domain.exceptions import InputInvalid, OfficeRefused
from inspector_app.sync.messages import MAX_FILE_BYTES, BlobsWanted
from office import limits, sessions
from office.api.calls import Call, add, device_id_of, guarded, json, on_thread
from office.parts import OfficeParts
from office.uploads import LIFETIME, Upload, UploadFolder

_TUS = {"Tus-Resumable": "1.0.0", "Cache-Control": "no-store"}
_OFFSET_TYPE = "application/offset+octet-stream"
_MOST_ASKED = 2000
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WRITE_BYTES = 256 * 1024
_LOCATION = "/v1/uploads/"


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the routes of files."""
    router = APIRouter()
    files = UploadFolder(parts.uploads, parts.blobs, parts.storage.intake)
    add(router, parts, "POST", "/v1/blobs/want", _want)
    add(router, parts, "GET", "/v1/blobs/{sha256}", _read)
    add(router, parts, "POST", "/v1/uploads", lambda call: _create(call, files))
    add(router, parts, "POST", _LOCATION, lambda call: _create(call, files))
    add(router, parts, "HEAD", _LOCATION + "{upload_id}", lambda call: _head(call, files))
    router.add_route(_LOCATION, _options, methods=["OPTIONS"])

    async def patch(request: Request) -> Response:
        return await _patch(request, parts, files)

    router.add_route(_LOCATION + "{upload_id}", guarded(patch), methods=["PATCH"])
    return router


def _want(call: Call) -> Response:
    call.device()
    asked = call.decoded(BlobsWanted).sha256
    if len(asked) > _MOST_ASKED or not all(_SHA256.fullmatch(name) for name in asked):
        raise InputInvalid("request_unreadable", field="sha256")
    return json(BlobsWanted(sha256=call.parts.storage.intake.wanted(asked)))


def _read(call: Call) -> Response:
    device, sha256 = call.device(), call.request.path_params["sha256"]
    if not _SHA256.fullmatch(sha256):
        raise InputInvalid("blob_name_invalid", field="sha256")
    path = call.parts.blobs.path(sha256)
    is_readable = call.parts.storage.records.blob_is_readable(sha256, device.scopes)
    if not is_readable or not path.exists():
        raise OfficeRefused("blob_unknown", sha256=sha256)
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


async def _options(_request: Request) -> Response:
    extensions = {"Tus-Version": "1.0.0", "Tus-Extension": "creation,expiration"}
    return Response(None, 204, {**_TUS, **extensions, "Tus-Max-Size": str(MAX_FILE_BYTES)})


def _create(call: Call, files: UploadFolder) -> Response:
    device = call.device()
    length = _whole(call.request, "upload-length")
    sha256 = _metadata(call.request).get("sha256", "")
    upload = files.create(sha256, length, device.device_id)
    expires = (call.parts.clock.now() + LIFETIME).strftime("%a, %d %b %Y %H:%M:%S GMT")
    location = {"Location": _LOCATION + upload.upload_id, "Upload-Expires": expires}
    return Response(None, 201, {**_TUS, **location})


def _head(call: Call, files: UploadFolder) -> Response:
    device, upload_id = call.device(), call.request.path_params["upload_id"]
    upload = files.find(upload_id, device.device_id)
    if upload is None:
        size = files.stored_size(upload_id)
        if size is None:
            raise OfficeRefused("upload_unknown")
        return _at(size, size, status=200)
    offset = files.offset(upload)
    if offset == upload.size:
        # The server was stopped between the last byte and the check.
        with files.writing(upload, offset):
            files.finish(upload, call.parts.clock.now())
    return _at(offset, upload.size, status=200)


async def _patch(request: Request, parts: OfficeParts, files: UploadFolder) -> Response:
    device_id = device_id_of(parts, request)
    if request.headers.get("content-type") != _OFFSET_TYPE:
        raise InputInvalid("request_unreadable", field="content-type")
    offset = _whole(request, "upload-offset")
    upload = await on_thread(_own_upload, parts, files, request, device_id)
    with ExitStack() as held:
        file = await on_thread(held.enter_context, files.writing(upload, offset))
        buffer = bytearray()
        try:
            async for chunk in limits.chunks(request):
                offset += len(chunk)
                if offset > upload.size:
                    raise InputInvalid("blob_too_large", field="body", limit=upload.size)
                buffer += chunk
                if len(buffer) >= _WRITE_BYTES:
                    await on_thread(file.write, bytes(buffer))
                    buffer.clear()
        finally:
            # What came before a cut is kept: the laptop goes on from there.
            await on_thread(file.write, bytes(buffer))
        if offset == upload.size:
            await on_thread(file.flush)
            await on_thread(files.finish, upload, parts.clock.now())
        await on_thread(held.close)
    return _at(offset, upload.size, status=204)


def _own_upload(
    parts: OfficeParts, files: UploadFolder, request: Request, device_id: str
) -> Upload:
    sessions.admitted(parts.storage.devices, device_id)
    upload = files.find(request.path_params["upload_id"], device_id)
    if upload is None:
        raise OfficeRefused("upload_unknown")
    return upload


def _at(offset: int, size: int, *, status: int) -> Response:
    where = {"Upload-Offset": str(offset), "Upload-Length": str(size)}
    return Response(None, status, {**_TUS, **where})


def _whole(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise InputInvalid("request_unreadable", field=name)
    return int(text)


def _metadata(request: Request) -> dict[str, str]:
    """Return tus metadata: comma-separated `key base64`."""
    found: dict[str, str] = {}
    for pair in request.headers.get("upload-metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError) as error:
            raise InputInvalid("request_unreadable", field="upload-metadata") from error
    return found
