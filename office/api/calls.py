"""How a route is answered: bytes in with a bound, work on a thread, bytes or a problem out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.services.office_ports import Device
from office import limits, sessions
from office.api.problems import JSON, answer_to
from office.parts import OfficeParts

JSON_LIMIT = 256 * 1024
MOST_NAME = 200
THREADS = 12
"""Below the pool of connections; SQLite's writers stand in line anyway."""
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="office")

Result = TypeVar("Result")
Body = TypeVar("Body")
Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Call:
    """One request whose body has arrived."""

    parts: OfficeParts
    request: Request
    body: bytes

    def device(self) -> Device:
        """Return who asks. Raises OfficeRefused; asks the database, so on a worker thread only."""
        return sessions.admitted(self.parts.storage.devices, device_id_of(self.parts, self.request))

    def decoded(self, kind: type[Body]) -> Body:
        """Return the JSON body. Raises InputInvalid(`request_unreadable`)."""
        try:
            return msgspec.json.decode(self.body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            why = str(error)[:120]
            raise InputInvalid("request_unreadable", field="body", why=why) from error

    def named(self, name: str) -> str:
        """Return a part of the path. Raises InputInvalid for what no database should be asked."""
        return plain_name(self.request.path_params[name], name)

    def number(self, name: str, default: int) -> int:
        """Return a whole number of the query, 0 to 2^53 - 1. Raises InputInvalid."""
        text = self.request.query_params.get(name, str(default))
        if not (text.isascii() and text.isdigit() and len(text) < 17 and int(text) < 2**53):
            raise InputInvalid("request_unreadable", field=name)
        return int(text)

    @property
    def address(self) -> str:
        """Return the network address of who asks."""
        return address_of(self.request)


def plain_name(text: str, field: str) -> str:
    """Return an id or code of at most 200 printable ASCII characters. Raises InputInvalid."""
    if not (text and text.isascii() and text.isprintable() and len(text) <= MOST_NAME):
        raise InputInvalid("request_unreadable", field=field)
    return text


def address_of(request: Request) -> str:
    """Return the network address of who asks, '' if the server does not know."""
    return request.client.host if request.client else ""


def device_id_of(parts: OfficeParts, request: Request) -> str:
    """Return whose session it is. Raises OfficeRefused(`session_expired`)."""
    token = sessions.token_of(request.headers.get("authorization", ""))
    return sessions.device_id_of(parts.session_secret, token, parts.clock.now())


async def on_thread(work: Callable[..., Result], *arguments: Any) -> Result:
    """Do blocking work on one of the office's threads."""
    return await asyncio.get_running_loop().run_in_executor(_pool, work, *arguments)


def add(
    router: APIRouter,
    parts: OfficeParts,
    method: str,
    path: str,
    work: Callable[[Call], Response],
    *,
    limit: int = JSON_LIMIT,
    is_open: bool = False,
) -> None:
    """Serve a route. limit: bytes of its body. is_open: who asks needs no session.

    A session is checked before the body is read: a stranger does not make the office listen.
    """

    async def handle(request: Request) -> Response:
        if not is_open:
            device_id_of(parts, request)
        body = await limits.read_body(request, limit)
        return await on_thread(work, Call(parts, request, body))

    router.add_route(path, guarded(handle), methods=[method])


def guarded(handle: Handler) -> Handler:
    """Return a handler whose every failure is a `Problem`."""

    async def answered(request: Request) -> Response:
        try:
            return await handle(request)
        except Exception as failure:  # noqa: BLE001 - nothing may reach a client unworded
            return answer_to(failure)

    return answered


def json(value: object, status: int = 200) -> Response:
    """Return a message as JSON."""
    return Response(msgspec.json.encode(value), status, media_type=JSON)
