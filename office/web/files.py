"""Photos, signatures and documents of records, for those who may read the record."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from inspector_app.domain.exceptions import OfficeRefused
from office.parts import OfficeParts
from office.web import gate
from office.web.gate import SignedIn
from office.web.pages import HEADERS

_BEGINNINGS = {
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"%PDF-": ("application/pdf", "pdf"),
    b'{"format":"hengping-capture"': ("application/x-hengping-capture", "hpcapture"),
}
"""What a file is, told by its own first bytes: what a laptop claims of it decides nothing here."""
_UNKNOWN = ("application/octet-stream", "bin")
_HEADERS = HEADERS | {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    # Named by its content: it never changes. Private: no proxy may keep it.
    "Cache-Control": "private, max-age=31536000, immutable",
}
_NAME = re.compile(r"[0-9a-f]{64}")


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the route of files."""
    router = APIRouter()
    gate.add(router, parts, "GET", "/files/{sha256}", _file)
    return router


def _file(visit: SignedIn) -> Response:
    sha256 = visit.request.path_params["sha256"]
    storage = visit.parts.storage
    if not _NAME.fullmatch(sha256) or not storage.records.blob_is_readable(sha256, visit.scopes):
        raise OfficeRefused("blob_unknown")
    path = visit.parts.blobs.path(sha256)
    if storage.intake.wanted((sha256,)) or not path.exists():
        raise OfficeRefused("blob_unknown")
    media_type, ending = _kind_of(path)
    # Pictures show within the record's page; anything else is only ever saved.
    how = "inline" if media_type.startswith("image/") else "attachment"
    headers = _HEADERS | {"Content-Disposition": f'{how}; filename="{sha256[:16]}.{ending}"'}
    return FileResponse(path, headers=headers, media_type=media_type)


def _kind_of(path: Path) -> tuple[str, str]:
    """Return media type and file ending of what lies there."""
    with path.open("rb") as file:
        first = file.read(32)
    found = (kind for beginning, kind in _BEGINNINGS.items() if first.startswith(beginning))
    return next(found, _UNKNOWN)
