"""One HTTPS request to an office that may have several addresses; every answer bounded."""

from __future__ import annotations

import contextlib
import email.utils
import socket
import ssl
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
import msgspec

from inspector_app.adapters.office_tls import translated
from inspector_app.domain.exceptions import (
    InspectorError,
    OfficeNotTrusted,
    OfficeRefused,
    OfficeUnreachable,
)
from inspector_app.services.ports import Clock
from inspector_app.sync.back_off import LONGEST_RETRY_AFTER_SECONDS
from inspector_app.sync.messages import SERVER_NAME, Problem

SMALL_ANSWER = 1024 * 1024
CONNECT_SECONDS = 5.0
SILENCE_SECONDS = 30.0
WHOLE_ANSWER_SECONDS = 180
"""A line that drips one byte a second never ends the silence, but it ends this."""
_SERVER_TROUBLE_SECONDS = 60
_BUSY_SECONDS = 30
_SERVER_TROUBLE = 500
_TOO_MANY = 429
_RESERVED = frozenset({"self", "code"})
_LINE_TROUBLE = {"request_cut": "connection_cut", "request_too_slow": "office_slow"}
"""What an office says of a request that did not arrive whole: the line is at fault."""

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer, whole. headers: names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class OfficeChannel:
    """The connections. Used by one thread; `close` may be called by any."""

    def __init__(
        self,
        addresses: Sequence[str],
        context: ssl.SSLContext,
        clock: Clock,
        *,
        silence: float = SILENCE_SECONDS,
    ) -> None:
        self._addresses = list(addresses)
        self._clock = clock
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._is_closed = False
        self._client = httpx.Client(
            verify=context,
            trust_env=False,  # an office is reached directly: proxies of the machine see nothing
            timeout=httpx.Timeout(silence, connect=min(CONNECT_SECONDS, silence)),
            limits=httpx.Limits(max_connections=2, max_keepalive_connections=1),
        )

    def request(
        self,
        method: str,
        path: str,
        *,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str | int] | None = None,
        limit: int = SMALL_ANSWER,
        repeat: bool = True,
    ) -> Reply:
        """Return the answer of the first address that gives one, whatever its status.

        repeat: ask again once over a fresh connection when a kept one turns out to be gone.
        Raises OfficeUnreachable or OfficeNotTrusted.
        """
        failures: list[InspectorError] = []
        for address in tuple(self._addresses):
            try:
                request = self._client.build_request(
                    method,
                    address + path,
                    content=content,
                    headers={"Accept-Encoding": "identity", **(headers or {})},
                    params=params,
                    extensions={"sni_hostname": SERVER_NAME, "trace": self._notice},
                )
                reply = self._sent(request, limit, repeat=repeat)
            except (OSError, httpx.HTTPError, httpx.InvalidURL, RuntimeError) as error:
                failures.append(translated(error))
                if self._is_closed or not _may_ask_elsewhere(error, failures[-1]):
                    raise failures[-1] from error
            else:
                self._prefer(address)
                return reply
        raise _worst(failures)

    def close(self) -> None:
        """Give the connections back; a request under way in another thread ends at once."""
        self._is_closed = True
        for one in tuple(self._sockets):
            with contextlib.suppress(OSError):
                # Not SSLSocket.shutdown: it takes the TLS state from under the reading thread.
                socket.socket.shutdown(one, socket.SHUT_RDWR)
        self._client.close()

    def _sent(self, request: httpx.Request, limit: int, *, repeat: bool) -> Reply:
        try:
            return self._read(request, limit)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            if not repeat or self._is_closed:
                raise
            return self._read(request, limit)

    def _read(self, request: httpx.Request, limit: int) -> Reply:
        deadline = self._clock.monotonic_ns() + WHOLE_ANSWER_SECONDS * 10**9
        response = self._client.send(request, stream=True)
        try:
            body = bytearray()
            for piece in response.iter_raw():
                body += piece
                if len(body) > limit:
                    raise httpx.DecodingError("the answer is larger than agreed")
                if self._clock.monotonic_ns() > deadline:
                    raise httpx.ReadTimeout("the answer takes too long")
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Reply(status=response.status_code, headers=headers, body=bytes(body))
        finally:
            response.close()

    def _notice(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the sockets that httpx opens, so that `close` can end a waiting read."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            found = info["return_value"].get_extra_info("socket")
            if isinstance(found, socket.socket):
                self._sockets.add(found)

    def _prefer(self, address: str) -> None:
        if self._addresses[0] != address:
            self._addresses.remove(address)
            self._addresses.insert(0, address)


def decoded(body: bytes, kind: type[Answer]) -> Answer:
    """Return a typed JSON answer. Raises OfficeUnreachable(`office_answer_invalid`)."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise OfficeUnreachable("office_answer_invalid", why=str(error)[:120]) from error


def refusal(reply: Reply, clock: Clock) -> InspectorError:
    """Return what an answer other than the one hoped for means.

    A Problem is the office's own no. Anything else comes from a proxy or a half-started server:
    waiting helps.
    """
    wait = _retry_after(reply, clock)
    try:
        problem = msgspec.json.decode(reply.body, type=Problem)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        if wait:
            return OfficeRefused("office_busy", retry_after=wait)
        return OfficeUnreachable("office_not_ready", status=reply.status)
    if problem.code in _LINE_TROUBLE:
        return OfficeUnreachable(_LINE_TROUBLE[problem.code])
    wait = min(max(problem.retry_after, wait), int(LONGEST_RETRY_AFTER_SECONDS))
    if not wait and reply.status >= _SERVER_TROUBLE:
        wait = _SERVER_TROUBLE_SECONDS
    parameters = {k: v for k, v in problem.parameters.items() if k not in _RESERVED}
    return OfficeRefused(problem.code[:80], **parameters | {"retry_after": str(wait)})


def _retry_after(reply: Reply, clock: Clock) -> int:
    text = reply.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:9])
    else:
        try:
            seconds = (email.utils.parsedate_to_datetime(text) - clock.now()).total_seconds()
        except (TypeError, ValueError):
            seconds = 0.0
    if seconds <= 0 and reply.status == _TOO_MANY:
        seconds = _BUSY_SECONDS
    return int(min(max(seconds, 0.0), LONGEST_RETRY_AFTER_SECONDS))


def _may_ask_elsewhere(error: Exception, failure: InspectorError) -> bool:
    """Say whether nothing of the request can have been acted upon at this address."""
    connecting = httpx.ConnectError | httpx.ConnectTimeout | httpx.InvalidURL
    return isinstance(failure, OfficeNotTrusted) or isinstance(error, connecting)


def _worst(failures: Sequence[InspectorError]) -> InspectorError:
    """Return the failure to tell: a stranger at an address matters only if all are strangers."""
    unreachable = [f for f in failures if isinstance(f, OfficeUnreachable)]
    return (unreachable or failures or [OfficeUnreachable("office_address_missing")])[0]
