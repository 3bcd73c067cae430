"""A line between a laptop and its office that fails on purpose, by a script.

Faults below TLS (bytes) are the proxy's; those of HTTP (429, 502, an answer lost, a request sent
twice) are put into the laptop's channel, as TLS hides them from a proxy.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from inspector_app.adapters.office_channel import OfficeChannel, Reply
from inspector_app.domain.exceptions import OfficeUnreachable

BYTE_FAULTS = ("delay", "cut_up", "cut_down", "reset", "half_open")
HTTP_FAULTS = ("busy", "bad_gateway", "lost", "twice")
_CHUNK = 16 * 1024
_WAIT_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Fault:
    """What the next connection meets. after: bytes that still pass."""

    kind: str
    after: int


class FaultProxy:
    """Passes TCP on; each connection takes the next fault of the script, then none."""

    def __init__(self, office_port: int) -> None:
        self.script: deque[Fault] = deque()
        self.met: Counter[str] = Counter()
        self.port = 0
        self._office_port = office_port
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> asyncio.Server:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    def run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(self.open())
        ready.set()
        self._loop.run_forever()
        server.close()
        for task in self._tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        self._loop.run_until_complete(asyncio.wait_for(server.wait_closed(), 10))
        self._loop.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _connected(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        fault = self.script.popleft() if self.script else Fault("none", 0)
        try:
            far, forth = await asyncio.open_connection("127.0.0.1", self._office_port)
        except OSError:
            back.close()
            self._tasks.discard(task)
            return
        try:
            up = self._pass_on(near, forth, fault, is_up=True, reset=back)
            down = self._pass_on(far, back, fault, is_up=False, reset=back)
            both = [asyncio.ensure_future(up), asyncio.ensure_future(down)]
            _, rest = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            for other in rest:
                other.cancel()
            await asyncio.gather(*both, return_exceptions=True)
        finally:
            for writer in (forth, back):
                writer.transport.abort() if fault.kind == "reset" else writer.close()
            self._tasks.discard(task)

    async def _pass_on(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        fault: Fault,
        *,
        is_up: bool,
        reset: asyncio.StreamWriter,
    ) -> None:
        """Copy until the end or the fault; returning ends the connection."""
        left = fault.after
        hit = {"cut_up": is_up, "cut_down": not is_up, "reset": is_up, "half_open": not is_up}
        with suppress(OSError):
            while piece := await source.read(_CHUNK):
                if fault.kind == "delay":
                    self.met["delay"] += 1
                    await asyncio.sleep(_WAIT_SECONDS)
                elif hit.get(fault.kind) and len(piece) > left:
                    await self._fail(fault.kind, piece[:left], target, reset)
                    return
                left -= len(piece)
                target.write(piece)
                await target.drain()

    async def _fail(
        self, kind: str, rest: bytes, target: asyncio.StreamWriter, reset: asyncio.StreamWriter
    ) -> None:
        self.met[kind] += 1
        target.write(rest)
        await target.drain()
        if kind == "half_open":
            await asyncio.sleep(10 * _WAIT_SECONDS)  # silent both ways before it goes
        if kind == "reset":
            linger = struct.pack("ii", 1, 0)
            bare: Any = reset.get_extra_info("socket")
            bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


class TroubledChannel(OfficeChannel):
    """The laptop's channel whose requests meet the script: `(how many pass first, fault)`."""

    def trouble(self, script: deque[tuple[int, str]], met: Counter[str]) -> None:
        self._script, self._met = script, met
        self._passed = 0

    def request(self, method: str, path: str, **more: Any) -> Reply:
        if not self._script or self._passed < self._script[0][0]:
            self._passed += 1
            return super().request(method, path, **more)
        _, fault = self._script.popleft()
        self._passed = 0
        self._met[fault] += 1
        if fault == "busy":
            return Reply(status=429, headers={"retry-after": "1"}, body=b"")
        if fault == "bad_gateway":
            return Reply(status=502, headers={}, body=b"<h1>Bad gateway</h1>")
        answer = super().request(method, path, **more)
        if fault == "lost":
            raise OfficeUnreachable("connection_cut")
        return super().request(method, path, **more) if fault == "twice" else answer


@contextmanager
def fault_proxy(office_port: int) -> Iterator[FaultProxy]:
    proxy = FaultProxy(office_port)
    ready = threading.Event()
    thread = threading.Thread(target=proxy.run, args=(ready,), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join(20)
