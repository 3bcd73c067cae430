"""Coming in and going out: sign-in, invitations, one's own password."""

from __future__ import annotations

import ipaddress
import threading
from collections import OrderedDict

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.domain.exceptions import InputInvalid, InspectorError, OfficeRefused
from inspector_app.services.account_ports import Account, TokenPurpose
from inspector_app.services.office_ports import Alarm
from inspector_app.words.failures import sentence
from office import passwords
from office.api.problems import status_of
from office.invitations import LOGIN
from office.limits import Attempts
from office.parts import OfficeParts
from office.tokens import MOST_CHARACTERS, token_hash
from office.web import gate
from office.web.gate import SignedIn, Visit
from office.web.pages import with_wait, words_of

PER_LOGIN, PER_ADDRESS = 5, 20
WRONG_IN_A_ROW = 10
_MOST_LOGINS = 10_000


class Guard:
    """Slows guessing down without ever shutting the right person out.

    A minute's tries are counted for each network address and for each login from that address; the
    same login from elsewhere is free. Wrong ones in a row raise an alarm.
    """

    def __init__(self, parts: OfficeParts) -> None:
        self._parts = parts
        self._by_address = Attempts(PER_ADDRESS)
        self._by_login = Attempts(PER_LOGIN)
        self._wrong: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, login: str, address: str) -> None:
        """Count a try. Raises OfficeRefused(`too_many_attempts`, retry_after: seconds)."""
        now_ns, network = self._parts.clock.monotonic_ns(), _network(address)
        self._by_login.count(f"{login[:MOST_CHARACTERS]}\n{network}", now_ns)
        self._by_address.count(network, now_ns)

    def right(self, login: str) -> None:
        """Forget the wrong ones before."""
        with self._lock:
            self._wrong.pop(login, None)

    def wrong(self, login: str, address: str) -> None:
        """Count a wrong password of somebody who exists; each ten in a row raise an alarm."""
        with self._lock:
            count = self._wrong.pop(login, 0) + 1
            self._wrong[login] = count
            while len(self._wrong) > _MOST_LOGINS:
                self._wrong.popitem(last=False)
        if count % WRONG_IN_A_ROW:
            return
        self._parts.storage.records.raise_alarm(
            Alarm(
                alarm_id=self._parts.ids.new_id(),
                code="password_guessed",
                parameters={"login": login, "address": address, "count": str(count)},
                device_id="",
                at=self._parts.clock.now(),
            )
        )


def _network(address: str) -> str:
    """Return what one person has of the network: an IPv4 address, the /64 of an IPv6 one.

    Who has an IPv6 line may come from any of its 2^64 addresses.
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return address
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(known), 64), strict=False))


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the pages of coming in, going out and one's own account."""
    router, guard = APIRouter(), Guard(parts)
    gate.add_open(router, parts, "GET", "/sign-in", _sign_in_page)
    gate.add_open(router, parts, "POST", "/sign-in", lambda visit: _sign_in(visit, guard))
    gate.add_open(router, parts, "GET", "/password", _password_page)
    gate.add_open(router, parts, "POST", "/password", _choose_password)
    gate.add(router, parts, "POST", "/sign-out", gate.dismiss)
    gate.add(router, parts, "GET", "/account", _account_page)
    gate.add(router, parts, "POST", "/account", lambda visit: _change_password(visit, guard))
    return router


def _sign_in_page(visit: Visit) -> Response:
    wanted = gate.own_path(visit.request.query_params.get("next", ""))
    if gate.holder_of(visit.parts, visit.request) is not None:
        return gate.see_other(wanted)
    return visit.page("sign_in.html", login="", wanted=wanted, failure="")


def _sign_in(visit: Visit, guard: Guard) -> Response:
    login = visit.value("login").lower()
    try:
        account = _recognised(visit, login, visit.secret("password"), guard)
    except InspectorError as failure:
        answer = visit.page(
            "sign_in.html",
            status=status_of(failure),
            login=login[:MOST_CHARACTERS],
            wanted=gate.own_path(visit.value("next")),
            failure=sentence(failure, words_of(visit.request)),
        )
        return with_wait(answer, failure)
    return gate.admit(visit, account)


def _recognised(visit: Visit, login: str, password: str, guard: Guard) -> Account:
    """Return whose login and password it is.

    Raises OfficeRefused: `sign_in_refused` (the same for an unknown login, a wrong password, a
    closed account), `too_many_attempts`, `office_busy`.
    """
    guard.count(login, visit.address)
    accounts = visit.parts.storage.accounts
    account = accounts.by_login(login) if LOGIN.fullmatch(login) else None
    known_hash = account.password_hash if account else ""
    is_right = passwords.is_right(known_hash, password)
    if account is None or account.disabled_at is not None:
        raise OfficeRefused("sign_in_refused")
    if not is_right:
        guard.wrong(login, visit.address)
        raise OfficeRefused("sign_in_refused")
    guard.right(login)
    if passwords.is_outdated(known_hash):
        accounts.refresh_hash(account.account_id, known_hash, passwords.hashed(password))
    return account


def _password_page(visit: Visit) -> Response:
    token = visit.request.query_params.get("t", "")
    account = _invited(visit, token)
    return visit.page("password.html", token=token, account=account, failure="")


def _choose_password(visit: Visit) -> Response:
    token = visit.value("t")
    account = _invited(visit, token)
    try:
        _set_password(visit, account, "password_chosen")
    except InputInvalid as failure:
        said = sentence(failure, words_of(visit.request))
        return visit.page("password.html", status=422, token=token, account=account, failure=said)
    return gate.admit(visit, account)


def _invited(visit: Visit, token: str) -> Account:
    """Return who was invited. Raises OfficeRefused(`invitation_ended`)."""
    account = None
    if 0 < len(token) <= MOST_CHARACTERS:
        accounts = visit.parts.storage.accounts
        account = accounts.holder(token_hash(token), TokenPurpose.INVITATION, visit.now)
    if account is None:
        raise OfficeRefused("invitation_ended")
    return account


def _account_page(visit: SignedIn) -> Response:
    is_done = "done" in visit.request.query_params
    return visit.page("account.html", failure="", is_done=is_done)


def _change_password(visit: SignedIn, guard: Guard) -> Response:
    account = visit.account
    try:
        guard.count(account.login, visit.address)
        if not passwords.is_right(account.password_hash, visit.secret("present")):
            guard.wrong(account.login, visit.address)
            raise InputInvalid("password_not_the_present", field="present")
        _set_password(visit, account, "password_changed")
    except InspectorError as failure:
        status = 422 if isinstance(failure, InputInvalid) else status_of(failure)
        said = sentence(failure, words_of(visit.request))
        answer = visit.page("account.html", status=status, failure=said, is_done=False)
        return with_wait(answer, failure)
    guard.right(account.login)
    # Every session ended with the old password, this one too: begin a new one.
    return gate.admit(visit, account)


def _set_password(visit: Visit, account: Account, what: str) -> None:
    """Keep a password typed twice. Raises InputInvalid: `passwords_differ`, see passwords."""
    password = visit.secret("new")
    if password != visit.secret("again"):
        raise InputInvalid("passwords_differ", field="again")
    passwords.demand_good(password, account.login)
    act = visit.act(what, by=account.login, login=account.login)
    visit.parts.storage.accounts.set_password(account.account_id, passwords.hashed(password), act)
