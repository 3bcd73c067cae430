"""The public pages as Chromium shows them: looked at, walked by keyboard, judged by axe-core."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from office.server import OfficeSettings, open_up
from tests.helpers import chromium as web
from tests.helpers.running_office import RunningOffice, running_office
from tests.helpers.sealed_office import STRANGER, SealingLaptop

PAGES = ("entry", "pledges", "genuine", "superseded", "voided", "unknown", "forged", "no_code")

pytestmark = web.NEEDED


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with web.chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An office that holds one record of each sort, running; the address of each page."""
    data = tmp_path_factory.mktemp("web") / "office"
    office = open_up(OfficeSettings(data=data, host="127.0.0.1"))
    laptop = SealingLaptop(office.storage)
    records = {name: laptop.seal(name) for name in ("genuine", "superseded", "voided")}
    laptop.supersede("superseded", "JY-2026-0042")
    laptop.void("voided")
    laptop.seal("pledge", kind="self_commitment")
    office.close()
    tokens = {name: record.seal.token for name, record in records.items()}
    tokens["unknown"] = records["genuine"].token(signer=STRANGER)
    tokens["forged"] = records["genuine"].token({"number": "JY-2026-0001"})
    tokens["no_code"] = "hello"
    with running_office(data) as running:
        yield _addresses(running, tokens)


def _addresses(running: RunningOffice, tokens: dict[str, str]) -> dict[str, str]:
    found = {name: f"{running.address}/v?t={quote(text)}" for name, text in tokens.items()}
    return found | {name: f"{running.address}/{path}?" for name, path in _OPEN.items()}


_OPEN = {"entry": "", "pledges": "pledges"}


@pytest.mark.parametrize("scheme", web.SCHEMES)
@pytest.mark.parametrize("language", web.LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier_and_nothing_runs_over_its_edge(
    browser: Browser, addresses: dict[str, str], name: str, language: str, scheme: web.Scheme
) -> None:
    web.look(
        browser,
        name,
        language,
        scheme,
        lambda page: page.goto(f"{addresses[name]}&lang={language}"),
    )


def test_pages_work_where_script_is_off_by_keyboard_alone(
    browser: Browser, addresses: dict[str, str]
) -> None:
    with browser.new_context(
        ignore_https_errors=True, java_script_enabled=False, locale="en-GB"
    ) as context:
        page = context.new_page()
        page.goto(addresses["entry"])
        for _ in ("skip link", "brand", "language", "field"):
            page.keyboard.press("Tab")
        page.keyboard.type("hello")
        page.keyboard.press("Enter")
        page.wait_for_url("**/v?t=hello")
        assert page.title() == "Not the code of a record · Hengping verification"


def test_a_page_loads_nothing_but_itself_and_its_style(
    browser: Browser, addresses: dict[str, str]
) -> None:
    with browser.new_context(ignore_https_errors=True) as context:
        page = context.new_page()
        loaded: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: loaded.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(addresses["genuine"])
        outside = [url for url in loaded if not url.startswith("data:")]
        assert [url.partition("?")[0].rpartition("/")[2] for url in outside] == ["v", "style.css"]
        assert complaints == []
