"""The list of records: searched, filtered, page by page, within the divisions of who asks."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.domain.inspection import State
from inspector_app.domain.judgement import Outcome
from inspector_app.kinds.catalogue import known_kinds
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
_MOST_DIGITS = 6
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
        self._page = values.get("page", "").strip()
        self.wrong: list[str] = []

    def choice(self, name: str, of: type[Choice]) -> Choice | None:
        return self._read(name, of)

    def day(self, name: str) -> date | None:
        return self._read(name, date.fromisoformat)

    def page_within(self, pages: int) -> int:
        """Return the page, 1 for the first and for one that is not there."""
        text = self._page or "1"
        # Short first: a number of a hundred digits is none that a database takes.
        is_number = len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit()
        if not is_number or not 1 <= int(text) <= pages:
            self.wrong.append(NOT_UNDERSTOOD["page"])
            return 1
        return int(text)

    def known(self, name: str, among: Container[str]) -> str:
        """Return a value if it is one of those the form offers."""
        if self.values[name] and self.values[name] not in among:
            self.wrong.append(_OTHER)
            self.values[name] = ""
        return self.values[name]

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
    lists, language = visit.parts.storage.record_lists, language_of(visit.request)
    visit.parts.storage.packages.shelf()  # another process may have published kinds
    titles = {kind.key: kind.title.in_language(language) for kind in known_kinds()}
    devices = dict(_devices(visit))
    query = _query(asked, visit.scopes, titles, devices)
    count = lists.count(query)
    pages = max(1, -(-count // ON_A_PAGE))
    page = asked.page_within(pages)
    query = replace(query, offset=(page - 1) * ON_A_PAGE)
    return visit.page(
        "records.html",
        rows=lists.list(query),
        count=count,
        typed=asked.values,
        wrong=dict.fromkeys(asked.wrong),
        is_filtered=any(asked.values.values()),
        titles=titles,
        devices=devices.items(),
        outcomes=OUTCOMES,
        states=STATES,
        rechecks=RECHECKS,
        outcome_mark=outcome_mark,
        page=page,
        pages=pages,
        earlier=_address(asked, page - 1),
        later=_address(asked, page + 1),
    )


def _query(
    asked: _Asked,
    scopes: tuple[str, ...] | None,
    kind_keys: Container[str],
    device_ids: Container[str],
) -> RecordQuery:
    return RecordQuery(
        scopes=scopes,
        text=asked.plain("text"),
        kind=asked.known("kind", kind_keys),
        state=asked.choice("state", State),
        outcome=asked.choice("outcome", Outcome),
        recheck=asked.choice("recheck", Recheck),
        device_id=asked.known("device", device_ids),
        on_from=asked.day("from"),
        on_until=asked.day("until"),
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
