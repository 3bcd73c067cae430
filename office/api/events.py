"""The plane of events: push, pull, the office's word over its trees."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.domain.exceptions import OfficeRefused
from inspector_app.services.office_ports import Device
from inspector_app.sync import batches, grants
from inspector_app.sync.messages import MAX_BODY_BYTES, MAX_PAGE_EVENTS, Checkpoint
from office.api.calls import Call, add, json
from office.parts import OfficeParts


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the routes of events and proofs."""
    router = APIRouter()
    add(router, parts, "POST", "/v1/push", _push, limit=MAX_BODY_BYTES)
    add(router, parts, "GET", "/v1/scopes/{scope}/events", _pull)
    add(router, parts, "GET", "/v1/scopes/{scope}/checkpoint", _checkpoint)
    add(router, parts, "POST", "/v1/diverged", _diverged)
    add(router, parts, "GET", "/v1/proof/{event_id}", _proof)
    return router


def _push(call: Call) -> Response:
    from_device = call.device()
    batch = batches.unpack_batch(call.body)
    now = call.parts.clock.now()
    answer = call.parts.storage.intake.accept(from_device.device_id, batch, now)
    call.parts.poke()
    return json(answer)


def _pull(call: Call) -> Response:
    device = call.device()
    page = call.parts.storage.scopes.page(
        _granted(device, call.named("scope")),
        call.number("epoch", 1),
        call.number("after", 0),
        reader=device.device_id,
        now=call.parts.clock.now(),
        limit=call.number("limit", MAX_PAGE_EVENTS),
    )
    return Response(batches.pack_page(page), media_type=batches.MEDIA_TYPE)


def _checkpoint(call: Call) -> Response:
    scope = _granted(call.device(), call.named("scope"))
    return json(call.parts.storage.scopes.checkpoint(scope, call.parts.clock.now()))


def _diverged(call: Call) -> Response:
    device, shown = call.device(), call.decoded(Checkpoint)
    _granted(device, shown.scope)
    return json(call.parts.storage.scopes.diverged(shown, call.parts.clock.now()))


def _proof(call: Call) -> Response:
    device = call.device()
    event_id = call.named("event_id")
    proof = call.parts.storage.scopes.proof(event_id, call.parts.clock.now())
    if proof is None or not grants.cover(device.scopes, proof.scope):
        raise OfficeRefused("event_unknown", event_id=event_id[:64])
    return json(proof)


def _granted(device: Device, scope: str) -> str:
    if not grants.cover(device.scopes, scope):
        raise OfficeRefused("scope_not_granted", scope=scope[:64])
    return scope
