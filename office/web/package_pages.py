"""The packages of rules: what is published, which laptop has which, and publishing the next.

For administrators. What is chosen is checked whole before anything is signed; `check` stops there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import APIRouter
from starlette.responses import Response

from inspector_app.domain.exceptions import InputInvalid, InspectorError, OfficeRefused
from inspector_app.domain.judgement import Confirmation
from inspector_app.domain.text import Text
from inspector_app.packages.contents import rule_set
from inspector_app.packages.envelope import MEDIA_TYPE, MOST_BYTES, SUFFIX, SignedPackage
from inspector_app.packages.shelf import Installed
from inspector_app.packages.summary import Summary, summary_of
from inspector_app.services.account_ports import Role
from inspector_app.words.confirmations import CONFIRMATIONS
from inspector_app.words.failures import explain
from office import packages
from office.parts import OfficeParts
from office.web import gate
from office.web.devices import divisions
from office.web.gate import SignedIn
from office.web.pages import HEADERS, language_of, words_of

_FOLDER_OF = {"[regulation]": "regulations", "[[override]]": "overrides", "[kind]": "kinds"}
_NAME_MOST = 80


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the pages of packages."""
    router = APIRouter()
    needed = Role.ADMINISTRATOR
    gate.add(router, parts, "GET", "/packages", _page, needed=needed)
    gate.add(router, parts, "POST", "/packages", _chosen, needed=needed, form_limit=MOST_BYTES)
    gate.add(router, parts, "GET", "/packages/{sha256}", _one, needed=needed)
    gate.add(router, parts, "GET", "/packages/{sha256}/file", _file, needed=needed)
    return router


def _page(
    visit: SignedIn,
    status: int = 200,
    *,
    refused: InspectorError | None = None,
    good: Summary | None = None,
) -> Response:
    storage = visit.parts.storage
    published, held = storage.packages.list(), storage.packages.held()
    welcome = [one for one in storage.devices.list() if one.revoked_at is None]
    newest = published[0] if published else None
    return visit.page(
        "packages.html",
        status=status,
        packages=published,
        counts={
            one.sha256: sum(
                device.device_id in held and held[device.device_id].sha256 == one.sha256
                for device in welcome
            )
            for one in published
        },
        devices=[(one, held.get(one.device_id)) for one in welcome],
        wanted={one.device_id: storage.packages.newest_for(one.home_scope) for one in welcome},
        kept=sorted(_present(visit)),
        # What was unticked stays so while the form is looked at again.
        ticked=visit.form.get("keep", ()) if visit.form else tuple(_present(visit)),
        newest=newest,
        typed={
            "scopes": visit.value("scopes") or " ".join(newest.scopes if newest else ()),
            "note": visit.value("note"),
        },
        failures={},
        refused=explain(refused, words_of(visit.request)) if refused is not None else None,
        good=good,
        confirmed=_confirmed(visit),
        said_as=_said_as(visit),
    )


def _chosen(visit: SignedIn) -> Response:
    """Check what was chosen, and publish it where that is asked; nothing else is changed."""
    parts = visit.parts
    try:
        signed = packages.build(
            parts,
            _files(visit),
            scopes=_scopes(visit.value("scopes")),
            by=visit.account.name or visit.account.login,
            note=visit.value("note"),
        )
        if visit.value("act") != "publish":
            return _page(visit, good=summary_of(_with_rules(signed, is_new=True)))
        packages.publish(parts, signed.data, visit.account.login)
    except InputInvalid as failure:
        return _page(visit, status=422, refused=failure)
    parts.storage.accounts.note(
        visit.my_act(
            "package_published",
            number=str(signed.package.number),
            note=signed.package.note or "–",
        )
    )
    return gate.see_other("/packages")


def _one(visit: SignedIn) -> Response:
    signed = _named(visit)
    return visit.page(
        "package.html",
        said=summary_of(_with_rules(signed, is_new=False)),
        files=sorted(signed.package.files.items()),
        confirmed=_confirmed(visit),
        said_as=_said_as(visit),
    )


def _file(visit: SignedIn) -> Response:
    signed = _named(visit)
    name = f"package-{signed.package.number}{SUFFIX}"
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(signed.data, media_type=MEDIA_TYPE, headers=headers)


def _confirmed(visit: SignedIn) -> Callable[[Confirmation], str]:
    words = words_of(visit.request)
    return lambda mark: words.gettext(CONFIRMATIONS[mark.value])


def _said_as(visit: SignedIn) -> Callable[[Text], str]:
    language = language_of(visit.request)
    return lambda text: text.in_language(language)


def _with_rules(signed: SignedPackage, *, is_new: bool) -> Installed:
    return Installed(signed, rule_set(signed.package.files, is_new=is_new))


def _named(visit: SignedIn) -> SignedPackage:
    found = visit.parts.storage.packages.file(visit.named("sha256"))
    if found is None:
        raise OfficeRefused("package_unknown")
    return found


def _present(visit: SignedIn) -> Mapping[str, str]:
    """Return the files of the newest package, which the next one may keep."""
    found = visit.parts.storage.packages
    _number, sha256 = found.newest()
    signed = found.file(sha256) if sha256 else None
    return signed.package.files if signed is not None else {}


def _files(visit: SignedIn) -> dict[str, str]:
    """Return what the next package holds: files kept of the newest, then those chosen now."""
    kept = visit.form.get("keep", ())
    found = {name: text for name, text in _present(visit).items() if name in kept}
    for name, data in visit.files:
        text = packages.as_text(name, data)
        found[f"{_folder_of(name, text)}/{name}"] = text
    return found


def _folder_of(name: str, text: str) -> str:
    """Return where a file belongs, by the table that it begins with: a browser sends no folders."""
    lines = (line.strip() for line in text.splitlines())
    heads = (_FOLDER_OF[line] for line in lines if line in _FOLDER_OF)
    folder = next(heads, "")
    if not folder:
        raise InputInvalid("package_folder_unknown", field="files", name=name[:_NAME_MOST])
    return folder


def _scopes(text: str) -> tuple[str, ...]:
    found = divisions(text)
    if not found:
        raise InputInvalid("division_missing", field="scopes")
    return found
