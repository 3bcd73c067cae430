"""The plane of reference packages: one small question beside the events, never in their way."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.domain.exceptions import OfficeRefused
from inspector_app.packages.envelope import MEDIA_TYPE
from office.api.calls import Call, add
from office.parts import OfficeParts

_NOT_MODIFIED = 304


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the route of the newest package."""
    router = APIRouter()
    add(router, parts, "GET", "/v1/package", _newest)
    return router


def _newest(call: Call) -> Response:
    device, packages = call.device(), call.parts.storage.packages
    sha256 = packages.newest_for(device.home_scope)
    found = packages.file(sha256) if sha256 else None
    if found is None:
        raise OfficeRefused("package_none")
    headers = {"ETag": f'"{sha256}"', "Cache-Control": "no-cache"}
    if call.request.headers.get("if-none-match", "").strip() == headers["ETag"]:
        return Response(status_code=_NOT_MODIFIED, headers=headers)
    return Response(found.data, media_type=MEDIA_TYPE, headers=headers)
