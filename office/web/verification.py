"""The public verification page: what a telephone sees that scans the QR code of a report.

No sign-in, no personal data, no script; the token alone decides, checked against what the office
holds. Four answers, each with what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from inspector_app.domain.exceptions import InspectorError
from inspector_app.evidence import token as tokens
from inspector_app.kinds.catalogue import kind_of, kinds
from inspector_app.services.office_ports import Records, SealedEntry, Standing
from inspector_app.words import marked as _
from office.parts import OfficeParts
from office.web.pages import HEADERS, language_of, render
from office.web.stylesheet import stylesheet

_MOST = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One of the four answers: a symbol, a word, what it means, what to do (msgids)."""

    symbol: str
    tone: str
    word: str
    meaning: str
    to_do: str


ANSWERS = {
    Standing.GENUINE: Said(
        symbol="✓",
        tone="ok",
        word=_("Genuine"),
        meaning=_("This code was signed by an inspector of this office, and the record is here."),
        to_do=_("Compare number, date and result with the paper in your hand: they must be equal."),
    ),
    Standing.SUPERSEDED: Said(
        symbol="!",
        tone="warn",
        word=_("Genuine, but superseded"),
        meaning=_("The record was issued by this office, but it counts no longer."),
        to_do=_("Ask the shop for the newer record, or ask the office about it."),
    ),
    Standing.UNKNOWN: Said(
        symbol="?",
        tone="idle",
        word=_("Unknown"),
        meaning=_("This office has no such record. It may not have been sent yet."),
        to_do=_("Try again tomorrow. If it stays unknown, call 12315 and keep the paper."),
    ),
    Standing.FORGED: Said(
        symbol="✕",
        tone="bad",
        word=_("Forged"),
        meaning=_("The signature or what the code says does not hold. It was altered or made up."),
        to_do=_("Do not rely on the paper. Photograph it, keep it and call 12315."),
    ),
}
OUTCOMES = {
    "pass": _("Pass"),
    "fail": _("Fail"),
    "incomplete": _("Incomplete"),
    "not_applicable": _("Not applicable"),
}


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the public pages."""
    router = APIRouter()

    @router.get("/v")
    async def verify(request: Request, t: str = "") -> Response:
        language = language_of(request)
        if not t.strip():
            return _entry(request, language)
        return await run_in_threadpool(_answer, parts.storage.records, t, language)

    @router.get("/")
    async def entry(request: Request) -> Response:
        return _entry(request, language_of(request))

    @router.get("/style.css")
    async def style() -> Response:
        headers = HEADERS | {"Cache-Control": "max-age=3600"}
        return Response(stylesheet(), headers=headers, media_type="text/css; charset=utf-8")

    return router


def standing(
    records: Records, text: str
) -> tuple[Standing | None, tokens.Token | None, SealedEntry | None]:
    """Return what the office says of a scanned text; None: it is no token at all."""
    said = tokens.verify(text[:_MOST], ()).token
    if said is None:
        return None, None, None
    key = records.public_key(said.signer)
    entry = records.sealed(said.record_prefix)
    if key is None:
        return Standing.UNKNOWN, said, None
    if tokens.verify(text[:_MOST], [key]).genuineness is not tokens.Genuineness.GENUINE:
        return Standing.FORGED, said, None
    if entry is None:
        return Standing.UNKNOWN, said, None
    if not _agree(said, entry):
        return Standing.FORGED, said, None
    gone = entry.voided or bool(entry.superseded_by)
    return (Standing.SUPERSEDED if gone else Standing.GENUINE), said, entry


def _agree(said: tokens.Token, entry: SealedEntry) -> bool:
    return (
        said.number == entry.number
        and said.kind_code == tokens.kind_code(entry.kind)
        and said.is_for(entry.record_sha256)
    )


def _answer(records: Records, text: str, language: str) -> Response:
    found, said, entry = standing(records, text)
    other = "en" if language != "en" else "zh_CN"
    switch = "?" + urlencode({"t": text[:_MOST], "lang": other})
    if found is None or said is None:
        return render("not_a_code.html", language, switch=switch)
    return render(
        "verification.html",
        language,
        said=ANSWERS[found],
        token=said if found is not Standing.FORGED else None,
        kind=_kind_title(said.kind_code, language),
        outcome=OUTCOMES[said.outcome.value],
        entry=entry,
        switch=switch,
    )


def _entry(request: Request, language: str) -> Response:
    other = "en" if language != "en" else "zh_CN"
    return render("entry.html", language, switch=f"{request.url.path}?lang={other}")


def _kind_title(code: str, language: str) -> str:
    for kind in kinds():
        if tokens.kind_code(kind.key) == code:
            try:
                return kind_of(kind.key).title.in_language(language)
            except InspectorError:
                break
    return ""
