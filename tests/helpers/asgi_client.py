"""A browser's requests to an ASGI application in this process; keeps its cookies."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import httpx
from fastapi import FastAPI

HOST = "hengping-office.example"
Form = Mapping[str, str | Sequence[str]]


class AsgiClient:
    """hidden: fields that every form of it carries. address: where it seems to come from."""

    def __init__(
        self, app: FastAPI, *, headers: Mapping[str, str], address: str = "127.0.0.1"
    ) -> None:
        self._app = app
        self._headers = dict(headers)
        self._address = address
        self.cookies = httpx.Cookies()
        self.hidden: dict[str, str] = {}

    def get(
        self,
        address: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        return asyncio.run(self._ask("GET", address, headers, params=params))

    def post(
        self, address: str, form: Form | None = None, *, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Send a form as a browser does, with the hidden fields."""
        return asyncio.run(self._ask("POST", address, headers, data=self.hidden | dict(form or {})))

    def post_files(
        self, address: str, form: Form, files: Sequence[tuple[str, bytes]], box: str = "files"
    ) -> httpx.Response:
        """Send a form with chosen files as a browser does; none: the box stays empty."""
        chosen = [(box, (name, data, "application/toml")) for name, data in files]
        boxes = chosen or [(box, ("", b"", "application/octet-stream"))]
        fields = self.hidden | dict(form)
        return asyncio.run(self._ask("POST", address, None, data=fields, files=boxes))

    def post_body(
        self, address: str, body: bytes, *, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Send any bytes as if they were a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"} | dict(headers or {})
        return asyncio.run(self._ask("POST", address, kind, content=body))

    def keep_cookie(self, name: str, value: str) -> None:
        self.cookies.set(name, value, domain=HOST, path="/")

    async def _ask(
        self, method: str, address: str, headers: Mapping[str, str] | None, **what: object
    ) -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(self._app, client=(self._address, 50_000)),
            base_url=f"https://{HOST}",
            headers=self._headers | dict(headers or {}),
            cookies=self.cookies,
        ) as client:
            answer = await client.request(method, address, **what)  # type: ignore[arg-type]  # httpx's own arguments, passed through
            self.cookies = client.cookies
            return answer
