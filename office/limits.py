"""What the office reads of a request, and how often it answers a stranger."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict, deque
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request

from inspector_app.domain.exceptions import InputInvalid, OfficeRefused

STALL_SECONDS = 30.0
"""A line that brings nothing for so long is given up."""
BODY_SECONDS = 900.0
"""The longest that one request may take to arrive, however steadily it drips."""
_MOST_ADDRESSES = 10_000
_MINUTE_NS = 60 * 10**9


async def chunks(
    request: Request, *, stall: float = STALL_SECONDS, total: float = BODY_SECONDS
) -> AsyncIterator[bytes]:
    """Yield the body as it arrives. Raises InputInvalid: `request_too_slow`, `request_cut`."""
    stream = request.stream().__aiter__()
    deadline = asyncio.get_running_loop().time() + total
    try:
        while True:
            left = deadline - asyncio.get_running_loop().time()
            async with asyncio.timeout(min(stall, left)):
                chunk = await anext(stream, None)
            if chunk is None:
                return
            if chunk:
                yield chunk
    except TimeoutError:
        raise InputInvalid("request_too_slow", field="body") from None
    except ClientDisconnect:
        raise InputInvalid("request_cut", field="body") from None


async def read_body(request: Request, limit: int, *, stall: float = STALL_SECONDS) -> bytes:
    """Return the body, at most `limit` bytes, whatever the client claims.

    Raises InputInvalid: `request_too_large`, `request_too_slow`, `request_cut`.
    """
    claimed = request.headers.get("content-length", "0")
    if not claimed.isascii() or not claimed.isdigit() or int(claimed[:20]) > limit:
        raise InputInvalid("request_too_large", field="body", limit=limit)
    parts: list[bytes] = []
    size = 0
    async for chunk in chunks(request, stall=stall):
        size += len(chunk)
        if size > limit:
            raise InputInvalid("request_too_large", field="body", limit=limit)
        parts.append(chunk)
    return b"".join(parts)


class Attempts:
    """Counts tries per network address. A worker process counts for itself."""

    def __init__(self, per_minute: int) -> None:
        self._limit = per_minute
        self._seen: OrderedDict[str, deque[int]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, address: str, now_ns: int) -> None:
        """Count one try. Raises OfficeRefused(`too_many_attempts`, retry_after: seconds)."""
        with self._lock:
            times = self._seen.setdefault(address, deque())
            self._seen.move_to_end(address)
            while len(self._seen) > _MOST_ADDRESSES:
                self._seen.popitem(last=False)
            while times and now_ns - times[0] >= _MINUTE_NS:
                times.popleft()
            if len(times) >= self._limit:
                wait = 1 + (_MINUTE_NS - (now_ns - times[0])) // 10**9
                raise OfficeRefused("too_many_attempts", retry_after=wait)
            times.append(now_ns)
