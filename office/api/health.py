"""Whether the office answers and reaches its database, for balancers and for start-up."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app import __version__
from office.api.calls import Call, add, json
from office.parts import OfficeParts


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the route of health."""
    router = APIRouter()
    add(router, parts, "GET", "/health", _health, is_open=True)
    return router


def _health(call: Call) -> Response:
    call.parts.storage.devices.device("")
    said = {"status": "ok", "office_id": call.parts.office_id, "program_version": __version__}
    return json(said)
