"""The pages of coming in as Chromium shows them: looked at, walked by keyboard, judged by axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from inspector_app.services.account_ports import Account, Role, TokenPurpose
from office import passwords
from office.invitations import COMMAND_LINE, act_of, invite, new_account
from office.server import OfficeSettings, OpenOffice, open_up
from office.tokens import new_token, token_hash
from office.web.gate import COOKIE
from tests.helpers import chromium as web
from tests.helpers.running_office import running_office

PASSWORD = "correct horse battery"

pytestmark = web.NEEDED


@dataclass(frozen=True)
class Office:
    """A running office. session: of somebody signed in. invitation: path and query of a link."""

    address: str
    session: str
    invitation: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with web.chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    data = tmp_path_factory.mktemp("web") / "office"
    opened = open_up(OfficeSettings(data=data, host="127.0.0.1"))
    li_si = _person(opened, "li.si", "李四", passwords.hashed(PASSWORD))
    wang_wu = _person(opened, "wang.wu", "王五")
    session, until = new_token(), opened.parts.clock.now() + timedelta(hours=1)
    accounts = opened.storage.accounts
    accounts.signed_in(li_si.account_id, opened.parts.clock.now())
    accounts.issue(li_si.account_id, TokenPurpose.SESSION, token_hash(session), until)
    act = act_of(opened.parts, COMMAND_LINE, "invitation_made", login="wang.wu")
    link = invite(opened.parts, wang_wu, act).partition("//")[2].partition("/")[2]
    opened.close()
    with running_office(data) as running:
        yield Office(running.address, session, "/" + link)


def _person(office: OpenOffice, login: str, name: str, password_hash: str = "") -> Account:
    parts = office.parts
    made = new_account(parts, login, name=name, role=Role.REVIEWER, scopes=("445202", "445203"))
    account = replace(made, password_hash=password_hash)
    parts.storage.accounts.add(account, act_of(parts, COMMAND_LINE, "account_added", login=login))
    return account


def _sign_in(page: Page, office: Office, language: str) -> None:
    page.goto(f"{office.address}/sign-in?lang={language}")


def _sign_in_refused(page: Page, office: Office, language: str) -> None:
    _sign_in(page, office, language)
    page.fill("#login", f"nobody.{page.viewport_size['width'] if page.viewport_size else 0}")
    page.fill("#password", "wrong horse battery")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")


def _password(page: Page, office: Office, language: str) -> None:
    page.goto(f"{office.address}{office.invitation}&lang={language}")


def _password_refused(page: Page, office: Office, language: str) -> None:
    _password(page, office, language)
    page.fill("#new", "staple staple staple")
    page.fill("#again", "another another")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")


def _invitation_ended(page: Page, office: Office, language: str) -> None:
    page.goto(f"{office.address}/password?t=used&lang={language}")


def _account(page: Page, office: Office, language: str) -> None:
    page.context.add_cookies([{"name": COOKIE, "value": office.session, "url": office.address}])
    page.goto(f"{office.address}/account?lang={language}")


PAGES: dict[str, Callable[[Page, Office, str], None]] = {
    "sign_in": _sign_in,
    "sign_in_refused": _sign_in_refused,
    "password": _password,
    "password_refused": _password_refused,
    "invitation_ended": _invitation_ended,
    "account": _account,
}


@pytest.mark.parametrize("scheme", web.SCHEMES)
@pytest.mark.parametrize("language", web.LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier_and_nothing_runs_over_its_edge(
    browser: Browser, office: Office, name: str, language: str, scheme: web.Scheme
) -> None:
    web.look(browser, name, language, scheme, lambda page: PAGES[name](page, office, language))


def test_one_signs_in_and_out_by_keyboard_where_script_is_off(
    browser: Browser, office: Office
) -> None:
    with browser.new_context(
        ignore_https_errors=True, java_script_enabled=False, locale="en-GB"
    ) as context:
        page = context.new_page()
        page.goto(f"{office.address}/account")
        assert page.title() == "Sign in · Hengping office"
        page.keyboard.type("li.si")  # the field has the focus already
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/account")
        page.locator("form[action='/sign-out'] button").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/sign-in")
        page.goto(f"{office.address}/account")
        assert page.title() == "Sign in · Hengping office"


def test_the_first_administrator_begins_with_the_link_of_the_first_start(
    browser: Browser, tmp_path: Path
) -> None:
    with (
        running_office(tmp_path / "office") as running,
        browser.new_context(ignore_https_errors=True, locale="en-GB") as context,
    ):
        page = context.new_page()
        page.goto(str(running.said["begin"]))
        page.fill("#new", PASSWORD)
        page.fill("#again", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/records")
        page.goto(f"{running.address}/account")
        assert page.locator("dd").all_inner_texts()[1:3] == ["admin", "Administrator"]
        again = page.goto(str(running.said["begin"]))
        assert again is not None
        assert again.status == 410


def test_the_pages_load_nothing_but_themselves_and_their_style(
    browser: Browser, office: Office
) -> None:
    with browser.new_context(ignore_https_errors=True) as context:
        page = context.new_page()
        loaded: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: loaded.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        _account(page, office, "en")
        outside = [url for url in loaded if not url.startswith("data:")]
        names = [url.partition("?")[0].rpartition("/")[2] for url in outside]
        assert names == ["account", "style.css"]
        assert complaints == []
