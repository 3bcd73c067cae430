"""What a person must look at: alarms, what was set aside, what waits. For reviewers."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.services.account_ports import Role
from inspector_app.words import Words
from inspector_app.words.failures import sentence_of
from office.parts import OfficeParts
from office.web import gate
from office.web.gate import SignedIn
from office.web.marks import OUTCOMES
from office.web.pages import words_of

MOST = 200
_MOST_NOTE = 500


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the page of alarms."""
    router = APIRouter()
    gate.add(router, parts, "GET", "/alarms", _page, needed=Role.REVIEWER)
    gate.add(router, parts, "POST", "/alarms/{alarm_id}", _see, needed=Role.REVIEWER)
    return router


def _page(visit: SignedIn) -> Response:
    storage, words = visit.parts.storage, words_of(visit.request)
    names = {device.device_id: device.name for device in storage.devices.list()}
    alarms = [
        (alarm, sentence_of(alarm.code, words, **_in_words(alarm.parameters, words)))
        for alarm in storage.records.alarms(MOST)
    ]
    return visit.page(
        "alarms.html",
        open=[one for one in alarms if one[0].seen_at is None],
        seen=[one for one in alarms if one[0].seen_at is not None],
        names=names,
        set_aside=[
            (one, sentence_of(one.code, words, device_seq=str(one.device_seq)))
            for one in storage.record_lists.set_aside()
        ],
        held=storage.record_lists.held(),
    )


def _in_words(parameters: Mapping[str, str], words: Words) -> dict[str, str]:
    """Return an alarm's parameters with the words of outcomes instead of their codes."""
    outcomes = {outcome.value: words.gettext(mark.word) for outcome, mark in OUTCOMES.items()}
    named = {"stated", "computed"}
    return {
        name: outcomes.get(value, value) if name in named else value
        for name, value in parameters.items()
    }


def _see(visit: SignedIn) -> Response:
    alarm_id, note = visit.named("alarm_id"), visit.value("note")
    plain = "".join(filter(str.isprintable, note))[:_MOST_NOTE]
    records = visit.parts.storage.records
    waiting = {one.alarm_id for one in records.alarms(MOST) if one.seen_at is None}
    if alarm_id in waiting:  # a colleague may have been faster: the first who did stands
        records.see_alarm(alarm_id, visit.account.login, plain, visit.now)
        visit.parts.storage.accounts.note(visit.my_act("alarm_seen", note=plain or "–"))
    return gate.see_other("/alarms")
