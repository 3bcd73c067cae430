"""An office whose clock is the test's, and browsers that visit it from any address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI

from inspector_app.services.account_ports import Account
from office.app import make_app
from office.server import OfficeSettings, OpenOffice, open_up
from tests.helpers.asgi_client import AsgiClient
from tests.helpers.fakes import FakeClock
from tests.helpers.visitors import Browser, person


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def office(tmp_path: Path, clock: FakeClock) -> Iterator[OpenOffice]:
    opened = open_up(OfficeSettings(data=tmp_path / "office", host="127.0.0.1", port=8443))
    yield replace(opened, parts=replace(opened.parts, clock=clock))
    opened.close()


@pytest.fixture
def app(office: OpenOffice) -> FastAPI:
    return make_app(office.parts)


@pytest.fixture
def browser(app: FastAPI) -> Browser:
    def opened(address: str = "192.0.2.1", language: str = "en") -> AsgiClient:
        return AsgiClient(app, headers={"Accept-Language": language}, address=address)

    return opened


@pytest.fixture
def client(browser: Browser) -> AsgiClient:
    return browser()


@pytest.fixture
def li_si(office: OpenOffice) -> Account:
    return person(office, "li.si")
