"""The public list of honest-metrology pledges: no sign-in, no personal data, no script.

Listed is a pledge whose sealed record the office holds and judged to the same verdict itself; the
record's number leads to its verification. Voided and superseded ones are not listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.judgement import Outcome
from inspector_app.kinds import self_commitment
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.record_ports import Recheck, RecordQuery
from office.parts import OfficeParts
from office.web.pages import language_of, respond

ON_A_PAGE = 20
_MOST_DIGITS = 5
_DIVISIONS = "divisions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """One line of the list. token: of its record, for the verification page.

    is_own: the trader pledged in his own wording, not in the standard text.
    """

    trader: str
    place: str
    number: str
    on: date
    valid_until: date
    is_valid: bool
    is_own: bool
    token: str


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the page of the list."""
    router = APIRouter()

    @router.get("/pledges")
    async def pledges(request: Request, page: str = "") -> Response:
        return await run_in_threadpool(_page, request, parts, page)

    return router


def _page(request: Request, parts: OfficeParts, asked: str) -> Response:
    query = RecordQuery(
        scopes=None,
        kind=self_commitment.KIND.key,
        state=State.SEALED,
        outcome=Outcome.PASS,
        recheck=Recheck.AGREES,
    )
    lists = parts.storage.record_lists
    try:
        pages = max(1, -(-lists.count(query) // ON_A_PAGE))
        page = _number(asked, pages)
        divisions = _divisions(parts.rules, language_of(request))
        found = tuple(_listed(parts, query, page, divisions))
    except InspectorError:
        return respond(request, "unavailable.html", status=503)
    text = self_commitment.PLEDGE.in_language(language_of(request))
    return respond(request, "pledges.html", pledges=found, text=text, page=page, pages=pages)


def _number(asked: str, pages: int) -> int:
    """Return the page asked for, the first for one that is not there."""
    plain = len(asked) <= _MOST_DIGITS and asked.isascii() and asked.isdigit()
    return int(asked) if plain and 1 <= int(asked) <= pages else 1


def _listed(
    parts: OfficeParts, query: RecordQuery, page: int, divisions: Mapping[str, str]
) -> Iterator[Pledge]:
    lists, today = parts.storage.record_lists, parts.clock.today()
    window = replace(query, offset=(page - 1) * ON_A_PAGE, limit=ON_A_PAGE)
    for row in lists.list(window):
        view = None if row.superseded_by else lists.record(row.inspection_id, None)
        if view is not None and view.inspection is not None:
            found = pledge_of(view.inspection, today, divisions)
            if found is not None:
                yield found


def _divisions(book: RegulationBook, language: str) -> dict[str, str]:
    name = "name" if language.startswith("zh") else "en"
    return {row.text("code"): row.text(name) for row in book.newest(_DIVISIONS).rows("division")}


def pledge_of(inspection: Inspection, today: date, divisions: Mapping[str, str]) -> Pledge | None:
    """Return the line of a sealed pledge, None where it says too little to be listed."""
    premises, seal = inspection.premises, inspection.seal
    try:
        until = date.fromisoformat(inspection.fields.get("valid_until", ""))
        start = date.fromisoformat(inspection.fields.get("valid_from", ""))
    except ValueError:
        return None
    if premises is None or seal is None:
        return None
    where = (divisions.get(inspection.scope, ""), premises.market, premises.stall)
    return Pledge(
        trader=premises.name,
        place=" ".join(part for part in where if part),
        number=inspection.number,
        on=inspection.on,
        valid_until=until,
        is_valid=start <= today <= until,
        is_own=inspection.fields.get("text") == self_commitment.OWN,
        token=seal.token,
    )
