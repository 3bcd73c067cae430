"""The composition root of the office server: parts in, one ASGI application out."""

from __future__ import annotations

from fastapi import FastAPI

from office.api import blobs, enrolment, events, health, numbers, packages
from office.parts import OfficeParts
from office.web import (
    alarms,
    devices,
    files,
    package_pages,
    people,
    pledges,
    record_page,
    records,
    sign_in,
    verification,
)

PLANES = (health, enrolment, events, blobs, numbers, packages)
PAGES = (
    verification,
    pledges,
    sign_in,
    records,
    record_page,
    files,
    devices,
    people,
    alarms,
    package_pages,
)


def make_app(parts: OfficeParts) -> FastAPI:
    """Return the application: the machine planes, and the pages for people."""
    app = FastAPI(title="Hengping office", docs_url=None, redoc_url=None, openapi_url=None)
    for plane in (*PLANES, *PAGES):
        app.include_router(plane.make_router(parts))
    return app
