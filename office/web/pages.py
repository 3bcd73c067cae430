"""Templates, language and headers that every page shares. No script anywhere."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import cache
from urllib.parse import urlencode

from jinja2 import DictLoader, Environment, StrictUndefined, Template
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from inspector_app import resource_files
from inspector_app.domain.exceptions import InspectorError, StorageUnavailable
from inspector_app.words import Words
from inspector_app.words.failures import explain
from office.api.problems import status_of

_log = logging.getLogger("office")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "Cache-Control": "no-store",
}
_BY_TAG = {"zh": "zh_CN", "en": "en"}
_COOKIE = "lang"
_YEAR_SECONDS = 365 * 86400


def language_of(request: Request) -> str:
    """Return `zh_CN` or `en`: as `?lang=` asks, as asked before, as the browser likes, Chinese."""
    accepted = request.headers.get("accept-language", "").split(",")
    wishes = (request.query_params.get(_COOKIE, ""), request.cookies.get(_COOKIE, ""), *accepted)
    tags = (wish.strip().lower()[:2] for wish in wishes)
    return next((_BY_TAG[tag] for tag in tags if tag in _BY_TAG), "zh_CN")


def respond(request: Request, name: str, /, *, status: int = 200, **values: object) -> Response:
    """Return a page of `resources/web` in the request's language, with the headers of all pages."""
    language = language_of(request)
    html = _template(name).render(
        _=_words(language).gettext,
        ngettext=_words(language).ngettext,
        language=language.replace("_", "-"),
        switch=_other_language(request, language),
        **values,
    )
    response = Response(html, status, HEADERS, media_type="text/html; charset=utf-8")
    if _COOKIE in request.query_params:
        response.set_cookie(
            _COOKIE,
            "en" if language == "en" else "zh",
            max_age=_YEAR_SECONDS,
            secure=True,
            httponly=True,
            samesite="lax",
        )
    return response


def words_of(request: Request) -> Words:
    """Return the words of the request's language."""
    return _words(language_of(request))


def refuse(request: Request, failure: Exception) -> Response:
    """Return the page of a failure: what happened, what to do; the unexpected is logged."""
    if not isinstance(failure, InspectorError):
        _log.error("unexpected failure", exc_info=failure)
        failure = StorageUnavailable("page_failed")
    advice = explain(failure, words_of(request))
    answer = respond(request, "refused.html", status=status_of(failure), advice=advice)
    return with_wait(answer, failure)


def with_wait(answer: Response, failure: InspectorError) -> Response:
    """Return the answer to a failure, `Retry-After` in it where the failure says how long."""
    if "retry_after" in failure.parameters:
        answer.headers["Retry-After"] = failure.parameters["retry_after"]
    return answer


def _other_language(request: Request, language: str) -> str:
    """Return the address of the same page in the other language."""
    kept = [(name, value) for name, value in request.query_params.items() if name != _COOKIE]
    return "?" + urlencode([*kept, (_COOKIE, "zh" if language == "en" else "en")])


def moment(at: datetime | None) -> Markup:
    """Return a time as the office's clock shows it, to the minute; a dash for none."""
    if at is None:
        return Markup("–")
    here = at.astimezone()
    exact = here.isoformat(timespec="seconds")
    return Markup('<time datetime="{}">{:%Y-%m-%d %H:%M}</time>').format(exact, here)


@cache
def _words(language: str) -> Words:
    return Words(language)


@cache
def _icon(name: str) -> Markup:
    drawn = resource_files.read_text(f"icons/{name}.svg")
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704 - a file of our own, no request reaches it


@cache
def _environment() -> Environment:
    names = resource_files.list_names("web", ".html")
    loader = DictLoader({n.rpartition("/")[2]: resource_files.read_text(n) for n in names})
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.globals["icon"] = _icon
    environment.filters["moment"] = moment
    return environment


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)
