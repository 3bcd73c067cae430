"""The gate before the signed-in pages: who is it, may they, and is the form one of ours.

A browser keeps 32 random bytes in a cookie; the office keeps only their SHA-256, so that a copy of
its database lets nobody in. Every failure behind the gate becomes a page in the reader's language.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qs, quote, urlsplit

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from inspector_app.domain.exceptions import InputInvalid, OfficeRefused
from inspector_app.services.account_ports import Account, Act, Role, TokenPurpose
from inspector_app.words.roles import ROLES
from office import limits, multipart
from office.api.calls import address_of, on_thread, plain_name
from office.parts import OfficeParts
from office.tokens import MOST_CHARACTERS, new_token, token_hash
from office.web.pages import refuse, respond

COOKIE = "__Host-session"
SESSION = timedelta(hours=12)
FORM_LIMIT = 64 * 1024
_MOST_FIELDS = 200
_MAC_NAME = b"hengping-form-v1\n"
_OWN_SITES = ("same-origin", "none", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request for a page whose form, if any, has arrived.

    form: the values of each field. files: name and bytes of each file chosen in it.
    """

    parts: OfficeParts
    request: Request
    form: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: tuple[tuple[str, bytes], ...] = ()

    @property
    def now(self) -> datetime:
        """Return the office's time."""
        return self.parts.clock.now()

    @property
    def address(self) -> str:
        """Return the network address of who asks."""
        return address_of(self.request)

    def value(self, name: str) -> str:
        """Return a field of the form without space around it, '' where it was not sent."""
        return self.secret(name).strip()

    def secret(self, name: str) -> str:
        """Return a field of the form exactly as it was typed."""
        return self.form.get(name, ("",))[0]

    def named(self, name: str) -> str:
        """Return a part of the path. Raises InputInvalid for what no database should be asked."""
        return plain_name(self.request.path_params[name], name)

    def act(self, what: str, *, by: str, **about: str) -> Act:
        """Return an act done now; what: a code of `words.acts`, by: a login."""
        return Act(act_id=self.parts.ids.new_id(), at=self.now, by=by, what=what, about=about)

    def page(self, name: str, /, *, status: int = 200, **values: object) -> Response:
        """Return a page of `resources/web`."""
        return respond(self.request, name, status=status, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Visit):
    """A visit of somebody who signed in. token: what the browser keeps."""

    account: Account
    token: str

    @property
    def scopes(self) -> tuple[str, ...] | None:
        """Return the divisions whose records show; None, for administrators: all."""
        everything = self.account.role.may(Role.ADMINISTRATOR)
        return None if everything else self.account.scopes

    def page(self, name: str, /, *, status: int = 200, **values: object) -> Response:
        """Return a page that extends `signed_in.html`; it knows `me`, `form_key`, `open_alarms`."""
        may_review = self.account.role.may(Role.REVIEWER)
        return respond(
            self.request,
            name,
            status=status,
            me=self.account,
            my_role=ROLES[self.account.role.value],
            may_review=may_review,
            may_manage=self.account.role.may(Role.ADMINISTRATOR),
            form_key=form_key(self.parts.session_secret, self.token),
            open_alarms=self.parts.storage.records.open_alarms() if may_review else 0,
            here=self.request.url.path,
            **values,
        )

    def my_act(self, what: str, **about: str) -> Act:
        """Return an act done in this person's name now."""
        return self.act(what, by=self.account.login, **about)


Work = Callable[[SignedIn], Response]


def add_open(
    router: APIRouter,
    parts: OfficeParts,
    method: str,
    path: str,
    work: Callable[[Visit], Response],
) -> None:
    """Serve a page to everybody. work runs on a thread and may raise InspectorError."""

    async def handle(request: Request) -> Response:
        form, _files = await _form(request)
        visit = Visit(parts=parts, request=request, form=form)
        return await on_thread(work, visit)

    router.add_route(path, _answered(handle), methods=[method])


def add(
    router: APIRouter,
    parts: OfficeParts,
    method: str,
    path: str,
    work: Work,
    *,
    needed: Role = Role.INSPECTOR,
    form_limit: int = FORM_LIMIT,
) -> None:
    """Serve a page to people of a role. Others are led to sign in, or told that they may not.

    form_limit: bytes of its form; a page that takes files asks for more.

    Who asks is known before the form is read: a stranger does not make the office listen.
    """

    async def handle(request: Request) -> Response:
        account = await on_thread(holder_of, parts, request)
        if account is None:
            return to_sign_in(request)
        if not account.role.may(needed):
            raise OfficeRefused("role_too_low", needed=needed.value)
        form, files = await _form(request, form_limit)
        visit = SignedIn(
            parts=parts,
            request=request,
            form=form,
            files=files,
            account=account,
            token=request.cookies[COOKIE],
        )
        if request.method == "POST":
            _demand_own_key(visit)
        return await on_thread(work, visit)

    router.add_route(path, _answered(handle), methods=[method])


def form_key(secret: bytes, token: str) -> str:
    """Return the hidden field that only a page made for this session carries."""
    return hmac.new(secret, _MAC_NAME + token.encode(), hashlib.sha256).hexdigest()


def admit(visit: Visit, account: Account) -> Response:
    """Begin a session and send the browser to where it wanted to go."""
    token, accounts = new_token(), visit.parts.storage.accounts
    accounts.signed_in(account.account_id, visit.now)
    until = visit.now + SESSION
    accounts.issue(account.account_id, TokenPurpose.SESSION, token_hash(token), until)
    answer = see_other(own_path(visit.value("next")))
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION.total_seconds()),
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )
    return answer


def dismiss(visit: SignedIn) -> Response:
    """End this session."""
    visit.parts.storage.accounts.withdraw(token_hash(visit.token))
    answer = see_other("/sign-in")
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return answer


def see_other(path: str) -> Response:
    """Return the answer that makes a browser open another page of ours (303)."""
    return Response(status_code=303, headers={"Location": path, "Cache-Control": "no-store"})


def to_sign_in(request: Request) -> Response:
    """Lead to the sign-in page and from there back to this one."""
    query = f"?{request.url.query}" if request.url.query else ""
    wanted = request.url.path + query if request.method == "GET" else ""
    return see_other("/sign-in" + (f"?next={quote(wanted, safe='')}" if wanted else ""))


def own_path(text: str) -> str:
    """Return a path within this site, that of the records for anything else."""
    plain = text.isascii() and text.isprintable() and "\\" not in text and " " not in text
    is_own = plain and text.startswith("/") and not text.startswith("//")
    return text if is_own and len(text) <= 1000 else "/records"


def holder_of(parts: OfficeParts, request: Request) -> Account | None:
    """Return who is signed in with this browser, None for nobody. Asks the database."""
    token = request.cookies.get(COOKIE, "")
    if not 0 < len(token) <= MOST_CHARACTERS:
        return None
    found = parts.storage.accounts
    return found.holder(token_hash(token), TokenPurpose.SESSION, parts.clock.now())


async def _form(
    request: Request, limit: int = FORM_LIMIT
) -> tuple[multipart.Fields, multipart.Files]:
    """Return fields and files of a posted form. Raises InputInvalid, OfficeRefused(`form_foreign`).

    Only a page that says how large its form may be takes files.
    """
    if request.method != "POST":
        return {}, ()
    _demand_own_site(request)
    body = await limits.read_body(request, limit)
    content_type = request.headers.get("content-type", "")
    if limit != FORM_LIMIT and content_type.lower().startswith(multipart.MEDIA_TYPE):
        return await on_thread(multipart.read_form, content_type, body)
    try:
        fields = parse_qs(
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:  # UnicodeDecodeError is one
        raise InputInvalid("request_unreadable", field="body") from error
    return {name: tuple(values) for name, values in fields.items()}, ()


def _demand_own_site(request: Request) -> None:
    """Refuse a form that another site's page sent; browsers say so themselves."""
    site = request.headers.get("sec-fetch-site", "")
    origin = request.headers.get("origin", "")
    # Referrer-Policy no-referrer makes browsers send Origin: null with our own forms.
    is_ours = origin in {"", "null"} or urlsplit(origin).netloc == request.headers.get("host")
    if site not in _OWN_SITES or not is_ours:
        raise OfficeRefused("form_foreign")


def _demand_own_key(visit: SignedIn) -> None:
    expected = form_key(visit.parts.session_secret, visit.token)
    if not hmac.compare_digest(visit.value("form_key").encode(), expected.encode()):
        raise OfficeRefused("form_foreign")


def _answered(
    handle: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler whose every failure is a page."""

    async def answered(request: Request) -> Response:
        try:
            return await handle(request)
        except Exception as failure:  # noqa: BLE001 - nothing may reach a reader unworded
            return refuse(request, failure)

    return answered
