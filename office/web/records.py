"""The list of records: searched, filtered, page by page, within the divisions of who asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.domain.inspection import State
from inspector_app.domain.judgement import Outcome
from inspector_app.kinds.catalogue import kinds
from inspector_app.services.record_ports import Recheck, RecordQuery
from inspector_app.sync import grants
from inspector_app.words import marked
from office.parts import OfficeParts
from office.web import gate
from office.web.gate import SignedIn
from office.web.marks import OUTCOMES, RECHECKS, STATES, outcome_mark
from office.web.pages import language_of

ON_A_PAGE = 50
_MOST_TEXT = 200
_MOST_PAGE = 100_000
_FIELDS = ("text", "kind", "state", "outcome", "recheck", "device", "from", "until")
Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=StrEnum)
NOT_UNDERSTOOD = {
    "from": marked("The first day is not a date like 2026-11-24; it was left out."),
    "until": marked("The last day is not a date like 2026-11-24; it was left out."),
    "page": marked("There is no such page; this is the first."),
}
_OTHER = marked("A filter was not understood and was left out.")


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the page of the list."""
    router = APIRouter()
    gate.add(router, parts, "GET", "/records", _page)
    return router


class _Asked:
    """What the address asks; what it cannot mean is left out and said."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = {name: values.get(name, "").strip()[:_MOST_TEXT] for name in _FIELDS}
        self._page = values.get("page", "").strip()[:_MOST_TEXT]
        self.wrong: list[str] = []

    def choice(self, name: str, of: type[Choice]) -> Choice | None:
        return self._read(name, of)

    def day(self, name: str) -> date | None:
        return self._read(name, date.fromisoformat)

    @property
    def page(self) -> int:
        """Return the page, 1 for the first."""
        text = self._page or "1"
        is_number = text.isascii() and text.isdigit() and 0 < int(text[:9]) <= _MOST_PAGE
        if not is_number:
            self.wrong.append(NOT_UNDERSTOOD["page"])
        return int(text) if is_number else 1

    def plain(self, name: str) -> str:
        """Return a text that a database may be asked for."""
        return "".join(filter(str.isprintable, self.values[name]))

    def _read(self, name: str, read: Callable[[str], Value]) -> Value | None:
        try:
            return read(self.values[name]) if self.values[name] else None
        except ValueError:
            self.wrong.append(NOT_UNDERSTOOD.get(name, _OTHER))
            self.values[name] = ""
            return None


def _page(visit: SignedIn) -> Response:
    asked = _Asked(visit.request.query_params)
    query, page = _query(asked, visit.scopes), asked.page
    lists, language = visit.parts.storage.record_lists, language_of(visit.request)
    count = lists.count(query)
    titles = {kind.key: kind.title.in_language(language) for kind in kinds()}
    return visit.page(
        "records.html",
        rows=lists.list(query),
        count=count,
        typed=asked.values,
        wrong=dict.fromkeys(asked.wrong),
        is_filtered=any(asked.values.values()),
        titles=titles,
        devices=_devices(visit),
        outcomes=OUTCOMES,
        states=STATES,
        rechecks=RECHECKS,
        outcome_mark=outcome_mark,
        page=page,
        pages=max(1, -(-count // ON_A_PAGE)),
        earlier=_address(asked, page - 1),
        later=_address(asked, page + 1),
    )


def _query(asked: _Asked, scopes: tuple[str, ...] | None) -> RecordQuery:
    return RecordQuery(
        scopes=scopes,
        text=asked.plain("text"),
        kind=asked.plain("kind"),
        state=asked.choice("state", State),
        outcome=asked.choice("outcome", Outcome),
        recheck=asked.choice("recheck", Recheck),
        device_id=asked.plain("device"),
        on_from=asked.day("from"),
        on_until=asked.day("until"),
        offset=(asked.page - 1) * ON_A_PAGE,
        limit=ON_A_PAGE,
    )


def _devices(visit: SignedIn) -> list[tuple[str, str]]:
    """Return id and name of the laptops whose records this person may see."""
    found = visit.parts.storage.devices.list()
    mine = visit.scopes
    return [
        (one.device_id, one.name or one.device_id[:8])
        for one in found
        if mine is None or any(grants.cover(mine, scope) for scope in one.scopes)
    ]


def _address(asked: _Asked, page: int) -> str:
    kept = {name: value for name, value in asked.values.items() if value}
    return "?" + urlencode(kept | {"page": page})
