"""The public pages as Chromium shows them: looked at, walked by keyboard, judged by axe-core."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # no stubs
from playwright.sync_api import Browser, Page, sync_playwright

from office.server import OfficeSettings, open_up
from tests.helpers.running_office import RunningOffice, running_office
from tests.helpers.sealed_office import STRANGER, SealingLaptop

CHROMIUM = shutil.which("chromium")
PICTURES = Path(__file__).resolve().parents[2] / "out" / "web"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"desktop": (1366, 768), "phone": (390, 844)}
PAGES = ("entry", "genuine", "superseded", "voided", "unknown", "forged", "no_code")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An office that holds one record of each sort, running; the address of each page."""
    data = tmp_path_factory.mktemp("web") / "office"
    office = open_up(OfficeSettings(data=data, host="127.0.0.1"))
    laptop = SealingLaptop(office.storage)
    records = {name: laptop.seal(name) for name in ("genuine", "superseded", "voided")}
    laptop.supersede("superseded", "JY-2026-0042")
    laptop.void("voided")
    office.close()
    tokens = {name: record.seal.token for name, record in records.items()}
    tokens["unknown"] = records["genuine"].token(signer=STRANGER)
    tokens["forged"] = records["genuine"].token({"number": "JY-2026-0001"})
    tokens["no_code"] = "hello"
    with running_office(data) as running:
        yield _addresses(running, tokens)


def _addresses(running: RunningOffice, tokens: dict[str, str]) -> dict[str, str]:
    found = {name: f"{running.address}/v?t={quote(text)}" for name, text in tokens.items()}
    return found | {"entry": f"{running.address}/?"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier_and_nothing_runs_over_its_edge(
    browser: Browser, addresses: dict[str, str], name: str, language: str, scheme: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for device, (width, height) in WIDTHS.items():
        with browser.new_context(
            ignore_https_errors=True,
            bypass_csp=True,  # axe-core is a script, which the pages themselves forbid
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": height},
        ) as context:
            page = context.new_page()
            page.goto(f"{addresses[name]}&lang={language}")
            page.screenshot(path=PICTURES / f"{name}-{language}-{scheme}-{device}.png")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert _barriers(page) == []


def _barriers(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in found]


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
