"""A laptop that talks to a running office in plain HTTP, so that a test may misbehave."""

from __future__ import annotations

import asyncio
import base64
import secrets
import ssl
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import msgspec
from fastapi import FastAPI

from inspector_app.adapters.keys import Ed25519Signer
from inspector_app.sync import enrolment
from inspector_app.sync.batches import MEDIA_TYPE, pack_batch
from inspector_app.sync.messages import (
    SERVER_NAME,
    EnrolBegin,
    EnrolOffer,
    EnrolRequest,
    HelloAnswer,
    HelloRequest,
    Problem,
    PushAnswer,
)
from inspector_app.sync.sessions import hello_statement
from tests.helpers.office_chain import NOW, Chain


@dataclass
class Caller:
    """A client of one office."""

    client: httpx.Client
    office_id: str = ""
    session: str = ""

    def post(self, path: str, message: object) -> httpx.Response:
        return self.client.post(path, content=msgspec.json.encode(message), headers=self.headers())

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.session}"} if self.session else {}

    def begin(self, code: enrolment.Code) -> httpx.Response:
        nonce = secrets.token_hex(16)
        answer = self.post("/v1/enrol/begin", EnrolBegin(code_id=code.code_id, nonce=nonce))
        if answer.status_code == 200:
            offer = msgspec.json.decode(answer.content, type=EnrolOffer)
            self.office_id = offer.office_id
            proof = enrolment.office_proof(
                code.key, office_id=offer.office_id, authority=offer.authority, nonce=nonce
            )
            assert enrolment.is_equal(offer.proof, proof)
        return answer

    def enrol(self, code: enrolment.Code, chain: Chain, **changes: Any) -> httpx.Response:
        public_key = base64.b64encode(chain.key.public_key).decode()
        statement = enrolment.possession_statement(
            code_id=code.code_id, device_id=chain.device_id, public_key=public_key
        )
        asked = EnrolRequest(
            code_id=code.code_id,
            device_id=chain.device_id,
            public_key=public_key,
            name="测试笔记本",
            proof=enrolment.device_proof(
                code.key, device_id=chain.device_id, public_key=public_key, name="测试笔记本"
            ),
            signature=base64.b64encode(chain.key.sign(statement)).decode(),
        )
        return self.post("/v1/enrol", msgspec.structs.replace(asked, **changes))

    def hello(self, chain: Chain, *, at: datetime = NOW, **changes: Any) -> httpx.Response:
        asked = HelloRequest(
            device_id=chain.device_id,
            office_id=self.office_id,
            device_seq=len(chain.records),
            hash="0" * 64,
            nonce=secrets.token_hex(16),
            wall_clock=at,
            signature="",
        )
        signature = base64.b64encode(chain.key.sign(hello_statement(asked))).decode()
        asked = msgspec.structs.replace(asked, signature=signature)
        answer = self.post("/v1/hello", msgspec.structs.replace(asked, **changes))
        if answer.status_code == 200:
            self.session = msgspec.json.decode(answer.content, type=HelloAnswer).session
        return answer

    def push(self, chain: Chain, first: int = 1) -> PushAnswer:
        answer = self.push_body(pack_batch(chain.batch(first)))
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=PushAnswer)

    def push_body(self, body: Any) -> httpx.Response:
        headers = self.headers() | {"Content-Type": MEDIA_TYPE}
        return self.client.post("/v1/push", content=body, headers=headers)

    def begin_upload(self, sha256: str, size: int) -> httpx.Response:
        name = base64.b64encode(sha256.encode()).decode()
        headers = {"Upload-Length": str(size), "Upload-Metadata": f"sha256 {name}"}
        return self.client.post("/v1/uploads/", headers=self.headers() | headers)

    def send_piece(self, location: str, offset: int, data: Any) -> httpx.Response:
        headers = {
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
        }
        return self.client.patch(location, content=data, headers=self.headers() | headers)

    def offset(self, location: str) -> int:
        return int(self.client.head(location, headers=self.headers()).headers["upload-offset"])


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Return status and code of a refusal."""
    return answer.status_code, msgspec.json.decode(answer.content, type=Problem).code


def new_chain() -> Chain:
    """Return a device with a key of its own."""
    device_id = secrets.token_hex(8)
    return Chain(device_id, key=Ed25519Signer(secrets.token_bytes(32)))


class _InProcess(httpx.BaseTransport):
    """Asks an ASGI application without a network."""

    def __init__(self, app: FastAPI) -> None:
        self._inner = httpx.ASGITransport(app, raise_app_exceptions=False, client=("10.0.0.9", 1))
        self._runner = asyncio.Runner()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._runner.run(self._asked(request))

    def close(self) -> None:
        self._runner.close()

    async def _asked(self, request: httpx.Request) -> httpx.Response:
        sent = httpx.Request(
            request.method, request.url, headers=request.headers, content=request.read()
        )
        answer = await self._inner.handle_async_request(sent)
        return httpx.Response(
            answer.status_code, headers=answer.headers, content=await answer.aread()
        )


def in_process(app: FastAPI) -> httpx.Client:
    """Return a client of an application in this process."""
    return httpx.Client(base_url="https://office", transport=_InProcess(app))


def over_tls(address: str, authority: str) -> Caller:
    """Return a caller that trusts this authority and the constant name."""
    context = ssl.create_default_context(cadata=authority)
    client = httpx.Client(base_url=address, verify=context, trust_env=False, timeout=30)
    client.event_hooks["request"] = [
        lambda request: request.extensions.update(sni_hostname=SERVER_NAME)
    ]
    return Caller(client)
