"""Templates, language and headers that every page shares. No script anywhere."""

from __future__ import annotations

from functools import cache

from fastapi import Request
from jinja2 import DictLoader, Environment, Template, select_autoescape
from starlette.responses import Response

from inspector_app import resource_files
from inspector_app.words import Words

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
_LANGUAGES = ("zh_CN", "en")


def language_of(request: Request) -> str:
    """Return `?lang=`, else what the browser prefers, else Chinese."""
    asked = request.query_params.get("lang", "")
    if asked in _LANGUAGES:
        return asked
    accepted = request.headers.get("accept-language", "").lower()
    first = accepted.split(",")[0].strip()
    return "en" if first.startswith("en") else "zh_CN"


def render(name: str, language: str, **values: object) -> Response:
    """Return the page in a language."""
    words = _words(language)
    html = _template(name).render(_=words.gettext, language=language.replace("_", "-"), **values)
    return Response(html, headers=HEADERS, media_type="text/html; charset=utf-8")


@cache
def _words(language: str) -> Words:
    return Words(language)


@cache
def _template(name: str) -> Template:
    names = resource_files.list_names("web", ".html")
    loader = DictLoader({n.rpartition("/")[2]: resource_files.read_text(n) for n in names})
    environment = Environment(loader=loader, autoescape=select_autoescape(default=True))
    return environment.get_template(name)
