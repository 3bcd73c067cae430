"""How much of a request is read, and how often a stranger is answered."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.requests import Request

from inspector_app.domain.exceptions import InputInvalid, OfficeRefused
from office.limits import Attempts, read_body

MINUTE = 60 * 10**9


def request(*pieces: bytes, stalls: bool = False, cut: bool = False, length: str = "") -> Request:
    waiting: list[dict[str, Any]] = [
        {"type": "http.request", "body": piece, "more_body": stalls or cut or at < len(pieces)}
        for at, piece in enumerate(pieces, 1)
    ]
    if cut:
        waiting.append({"type": "http.disconnect"})

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    headers = [(b"content-length", length.encode())] if length else []
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


def refusal(asked: Request, limit: int = 10, stall: float = 5) -> str:
    with pytest.raises(InputInvalid) as refused:
        asyncio.run(read_body(asked, limit, stall=stall))
    return refused.value.code


def test_a_body_arrives_whole() -> None:
    assert asyncio.run(read_body(request(b"ab", b"", b"cd"), 4)) == b"abcd"


def test_a_body_is_cut_at_the_limit_whatever_it_claims() -> None:
    assert refusal(request(b"x" * 6, b"x" * 6, length="3")) == "request_too_large"


@pytest.mark.parametrize("length", ["11", "9" * 500, "-1", "abc", "١"])
def test_a_claim_beyond_the_limit_is_refused_unread(length: str) -> None:
    assert refusal(request(b"", stalls=True, length=length)) == "request_too_large"


def test_a_line_that_brings_nothing_is_given_up() -> None:
    assert refusal(request(b"x", stalls=True), stall=0.01) == "request_too_slow"


def test_a_line_that_was_cut_is_told_apart() -> None:
    assert refusal(request(b"x", cut=True)) == "request_cut"


def test_tries_are_counted_by_address_and_forgotten_after_a_minute() -> None:
    attempts = Attempts(2)
    attempts.count("a", 0)
    attempts.count("a", 1)
    with pytest.raises(OfficeRefused) as refused:
        attempts.count("a", 2)
    assert refused.value.retry_after == 60
    attempts.count("b", 2)
    attempts.count("a", MINUTE)
