from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.office.storage import OfficeDatabase, open_office
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.metrology.regulations import load_book
from tests.helpers.databases import fresh_database, postgresql_server
from tests.helpers.office_chain import OFFICE_ID, OFFICE_KEY, Chain, enrol


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    with postgresql_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | Path]:
    if request.param == "sqlite":
        yield tmp_path / "office"
    else:
        with fresh_database(request.getfixturevalue("server_url")) as url:
            yield url


def opened(place: str | Path) -> OfficeDatabase:
    return open_office(
        place, office_id=OFFICE_ID, signer=OFFICE_KEY, ids=UuidSource(), rules=load_book()
    )


@pytest.fixture
def office(place: str | Path) -> Iterator[OfficeDatabase]:
    storage = opened(place)
    yield storage
    storage.close()


@pytest.fixture
def laptop(office: OfficeDatabase) -> Chain:
    chain = Chain("device-a")
    enrol(office, chain.device())
    return chain
