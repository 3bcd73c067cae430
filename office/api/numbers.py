"""The plane of document numbers: a laptop asks for blocks that nobody else will give."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.sync.messages import NumberBlocksAsked, NumberBlocksGranted
from office.api.calls import Call, add, json
from office.parts import OfficeParts

MOST_SERIES = 60


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the route that reserves blocks."""
    router = APIRouter()
    add(router, parts, "POST", "/v1/number-blocks", _grant)
    return router


def _grant(call: Call) -> Response:
    device, asked = call.device(), call.decoded(NumberBlocksAsked)
    if len(asked.series) > MOST_SERIES:
        raise InputInvalid("request_unreadable", field="series")
    numbers, now = call.parts.storage.numbers, call.parts.clock.now()
    blocks = tuple(numbers.grant(device.device_id, series, now) for series in asked.series)
    return json(NumberBlocksGranted(blocks=blocks))
