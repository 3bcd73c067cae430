"""The public verification page: what a telephone sees that scans the QR code of a report.

No sign-in, no personal data, no script; the token alone decides, checked against what the office
holds. Four answers, each with what to do.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from inspector_app.domain.exceptions import InspectorError
from inspector_app.evidence import token as tokens
from inspector_app.kinds.catalogue import known_kinds
from inspector_app.reports.catalogue import reports
from inspector_app.services.office_ports import Records, SealedEntry, Standing
from inspector_app.words import marked as _
from office.parts import OfficeParts
from office.web.pages import HEADERS, language_of, respond
from office.web.stylesheet import stylesheet

_MOST_CHARACTERS = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One of the answers: an icon of `resources/icons`, a tone of colour, and its msgids."""

    icon: str
    tone: str
    word: str
    meaning: str
    to_do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the office says of a token. token: None where its signature does not vouch for it."""

    standing: Standing
    token: tokens.Token | None = None
    entry: SealedEntry | None = None


ANSWERS = {
    Standing.GENUINE: Said(
        icon="pass",
        tone="ok",
        word=_("Genuine"),
        meaning=_("An inspector of this office signed this code, and the record is kept here."),
        to_do=_("Compare number, date and result with the paper in your hand: they must be equal."),
    ),
    Standing.SUPERSEDED: Said(
        icon="warn",
        tone="warn",
        word=_("Genuine, but superseded"),
        meaning=_("This office issued the record, but a newer one has replaced it."),
        to_do=_("Ask for the newer record and go by that one."),
    ),
    Standing.UNKNOWN: Said(
        icon="info",
        tone="idle",
        word=_("Unknown"),
        meaning=_("The office does not have this record. It may not have been sent in yet."),
        to_do=_("Try again tomorrow. If it is still unknown, keep the paper and call 12315."),
    ),
    Standing.FORGED: Said(
        icon="fail",
        tone="bad",
        word=_("Forged"),
        meaning=_("The code was altered or made up: its signature or what it says does not hold."),
        to_do=_("Do not rely on the paper. Keep it, photograph it and call 12315."),
    ),
}
VOIDED = Said(
    icon="warn",
    tone="warn",
    word=_("Genuine, but voided"),
    meaning=_("This office issued the record, but has declared it void."),
    to_do=_("Do not go by this paper. Ask the issuing unit whether there is a newer record."),
)
PAPERS_VOID = Said(
    icon="warn",
    tone="warn",
    word=_("Genuine record, but not every paper of it counts"),
    meaning=_("This office keeps the record, but has declared papers void that carry its code."),
    to_do=_(
        "Compare kind, number and day of the paper in your hand with the list of void papers: "
        "do not go by one that stands there."
    ),
)
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
        if not t.strip():
            return respond(request, "entry.html")
        return await run_in_threadpool(_answer, request, parts.storage.records, t)

    @router.get("/")
    async def entry(request: Request) -> Response:
        return respond(request, "entry.html")

    @router.get("/style.css")
    async def style() -> Response:
        headers = HEADERS | {"Cache-Control": "max-age=3600"}
        return Response(stylesheet(), headers=headers, media_type="text/css; charset=utf-8")

    return router


def examine(records: Records, text: str) -> Finding | None:
    """Return what the office says of a scanned or pasted text; None: it is no token at all."""
    if len(text) > _MOST_CHARACTERS:
        return None
    text = text.lstrip()
    said = tokens.verify(text, ()).token
    if said is None:
        return None
    key = records.public_key(said.signer)
    if key is None:
        return Finding(standing=Standing.UNKNOWN)
    if tokens.verify(text, [key]).genuineness is not tokens.Genuineness.GENUINE:
        return Finding(standing=Standing.FORGED)
    entry = records.sealed(said.record_prefix)
    if entry is None:
        return Finding(standing=Standing.UNKNOWN, token=said)
    if not _agree(said, entry):
        return Finding(standing=Standing.FORGED)
    gone = entry.voided or bool(entry.superseded_by)
    standing = Standing.SUPERSEDED if gone else Standing.GENUINE
    return Finding(standing=standing, token=said, entry=entry)


def _agree(said: tokens.Token, entry: SealedEntry) -> bool:
    """Say whether a token tells of the record what the record says itself."""
    return (
        said.is_for(entry.record_sha256)
        and said.number == entry.number
        and said.kind_code == tokens.kind_code(entry.kind)
        and said.on == entry.on
        and said.outcome is entry.outcome
    )


def _answer(request: Request, records: Records, text: str) -> Response:
    try:
        found = examine(records, text)
    except InspectorError:
        return respond(request, "unavailable.html", status=503)
    if found is None:
        return respond(request, "not_a_code.html")
    token, entry, language = found.token, found.entry, language_of(request)
    return respond(
        request,
        "verification.html",
        said=_said(found.standing, entry),
        token=token,
        kind=_kind_title(token.kind_code, language) if token else "",
        outcome=OUTCOMES[token.outcome.value] if token else "",
        entry=entry,
        void_papers=[(_paper_title(p.report, language), p) for p in entry.void_papers]
        if entry
        else [],
    )


def _said(standing: Standing, entry: SealedEntry | None) -> Said:
    """Return the answer to show: a void record before void papers, those before `genuine`."""
    if entry is not None and entry.voided and not entry.superseded_by:
        return VOIDED
    if standing is Standing.GENUINE and entry is not None and entry.void_papers:
        return PAPERS_VOID
    return ANSWERS[standing]


def _paper_title(key: str, language: str) -> str:
    """Return a document's title, its key for one of a newer program."""
    titles = (r.title.in_language(language) for r in reports() if r.key == key)
    return next(titles, key)


def _kind_title(code: str, language: str) -> str:
    """Return the title of the kind that a token names, empty for one of a newer program."""
    titles = (
        k.title.in_language(language) for k in known_kinds() if tokens.kind_code(k.key) == code
    )
    return next(titles, "")
