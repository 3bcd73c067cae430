"""A browser's requests to an ASGI application in this process; keeps its cookies."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import httpx
from fastapi import FastAPI


class AsgiClient:
    def __init__(self, app: FastAPI, *, headers: Mapping[str, str]) -> None:
        self._app = app
        self._headers = dict(headers)
        self._cookies = httpx.Cookies()

    def get(
        self,
        address: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        return asyncio.run(self._get(address, params, headers or {}))

    async def _get(
        self, address: str, params: Mapping[str, str] | None, headers: Mapping[str, str]
    ) -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(self._app),
            base_url="https://hengping-office.example",
            headers=self._headers | dict(headers),
            cookies=self._cookies,
        ) as client:
            answer = await client.get(address, params=params)
            self._cookies.update(client.cookies)
            return answer
