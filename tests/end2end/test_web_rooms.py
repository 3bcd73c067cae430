"""The signed-in pages as Chromium shows them: looked at, walked by keyboard, judged by axe-core."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

from inspector_app.domain.events import BlobReference, PhotoAttached, SignatureGiven
from inspector_app.services.account_ports import Role, TokenPurpose
from inspector_app.services.office_ports import Alarm
from office import packages
from office.invitations import COMMAND_LINE, act_of, new_account
from office.server import OfficeSettings, OpenOffice, open_up
from office.tokens import new_token, token_hash
from office.web.gate import COOKIE
from tests.helpers import chromium as web
from tests.helpers.office_records import RecordingLaptop, bodies
from tests.helpers.packages import example_files
from tests.helpers.running_office import running_office
from tests.helpers.sealed_office import SealingLaptop

pytestmark = web.NEEDED


@dataclass(frozen=True)
class Rooms:
    """Two running offices, one with everything, one with nothing, and a session at each."""

    full: str
    empty: str
    sessions: dict[str, str]
    person: str
    package: str

    def show(self, page: Page, address: str, path: str, language: str) -> None:
        """Open a page as the administrator."""
        page.context.add_cookies(
            [{"name": COOKIE, "value": self.sessions[address], "url": address}]
        )
        page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with web.chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    folders = [tmp_path_factory.mktemp("rooms") / name for name in ("full", "empty")]
    found: list[tuple[str, str]] = []
    package = ""
    for folder in folders:
        office = open_up(OfficeSettings(data=folder, host="127.0.0.1"))
        found.append(_signed_in(office))
        if folder.name == "full":
            _fill(office)
            package = _publish(office)
        office.close()
    with running_office(folders[0]) as full, running_office(folders[1]) as empty:
        sessions = {full.address: found[0][0], empty.address: found[1][0]}
        yield Rooms(full.address, empty.address, sessions, found[0][1], package)


def _signed_in(office: OpenOffice) -> tuple[str, str]:
    """Return session and account of a new administrator."""
    parts, token = office.parts, new_token()
    account = new_account(parts, "chen.yan", name="陈岩", role=Role.ADMINISTRATOR)
    parts.storage.accounts.add(
        account, act_of(parts, COMMAND_LINE, "account_added", login="chen.yan")
    )
    until = parts.clock.now() + timedelta(hours=1)
    parts.storage.accounts.issue(account.account_id, TokenPurpose.SESSION, token_hash(token), until)
    return token, account.account_id


def _fill(office: OpenOffice) -> None:
    parts, now = office.parts, office.parts.clock.now()
    sealing = SealingLaptop(office.storage)
    sealing.seal("passed")
    sealing.seal("failed", faulty=True)
    sealing.seal("replaced")
    sealing.supersede("replaced", "JY-2026-0042")
    laptop = RecordingLaptop(office.storage)
    laptop.open("draft", place="东门农贸市场 14 号摊 李记鲜肉", serial="2304734")
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "#7a9").save(picture, "JPEG")
    blob = parts.blobs.put(picture.getvalue(), role="photo", media_type="image/jpeg")
    office.storage.intake.blob_stored(blob.sha256, blob.size, now)
    laptop.photo("draft", blob)
    laptop.photo("draft")
    laptop.claim_pass("differs")
    laptop.open("newer", kind="drone_flight", place="西门农贸市场")
    _illustrated(office, laptop)
    laptop.send()
    for login, name, role in (
        ("li.si", "李四", Role.INSPECTOR),
        ("wang.wu", "王五", Role.REVIEWER),
    ):
        account = new_account(parts, login, name=name, role=role, scopes=("445202", "445203"))
        parts.storage.accounts.add(account, act_of(parts, "chen.yan", "account_added", login=login))
    guessed = {"login": "li.si", "address": "192.0.2.7", "count": "10"}
    differs = {"number": "JY-2026-0007", "stated": "pass", "computed": "fail"}
    for code, said in {"password_guessed": guessed, "verdict_differs": differs}.items():
        parts.storage.records.raise_alarm(
            Alarm(alarm_id=parts.ids.new_id(), code=code, parameters=said, device_id="", at=now)
        )


def _publish(office: OpenOffice) -> str:
    """Publish the worked example; return its SHA-256."""
    files = example_files()
    signed = packages.build(office.parts, files, scopes=("445200",), by="陈国强", note="农村专项")
    return packages.publish(office.parts, signed.data, "chen.yan").signed.sha256


def _illustrated(office: OpenOffice, laptop: RecordingLaptop) -> None:
    """Tell a whole inspection whose photos and signatures have all arrived."""
    for body in bodies("illustrated"):
        if isinstance(body, PhotoAttached):
            blob = _picture(office, "RGB", (1200, 900), "#7a9", "JPEG", "photo")
            taken = replace(body, sha256=blob.sha256, size=blob.size, media_type=blob.media_type)
            laptop.add("illustrated", taken, blobs=(blob,))
        elif isinstance(body, SignatureGiven) and body.image_sha256:
            blob = _picture(office, "RGBA", (600, 200), "#0000", "PNG", "signature")
            laptop.add("illustrated", replace(body, image_sha256=blob.sha256), blobs=(blob,))
        else:
            laptop.add("illustrated", body)


def _picture(
    office: OpenOffice, mode: str, size: tuple[int, int], ground: str, form: str, role: str
) -> BlobReference:
    """Store a picture with a stroke across it, as the laptop's tus upload would."""
    drawn, data = Image.new(mode, size, ground), io.BytesIO()
    width, height = size
    ImageDraw.Draw(drawn).line(
        [(20, height - 20), (width // 2, 20), (width - 20, height - 20)], "#123", 6
    )
    drawn.save(data, form)
    stored = office.parts.blobs.put(data.getvalue(), role=role, media_type=f"image/{form.lower()}")
    office.storage.intake.blob_stored(stored.sha256, stored.size, office.parts.clock.now())
    return stored


PATHS = {
    "records": "/records",
    "records_filtered": "/records?outcome=fail&from=2026-01-01&until=never",
    "record_passed": "/records/passed",
    "record_failed": "/records/failed",
    "record_replaced": "/records/replaced",
    "record_draft": "/records/draft",
    "record_differs": "/records/differs",
    "record_newer": "/records/newer",
    "record_illustrated": "/records/illustrated",
    "record_unknown": "/records/nobody",
    "devices": "/devices",
    "revoke": "/devices/device-seal",
    "packages": "/packages",
    "package": "/packages/{sha256}",
    "people": "/people",
    "alarms": "/alarms",
}
EMPTY = {
    "records": "/records",
    "devices": "/devices",
    "packages": "/packages",
    "alarms": "/alarms",
}


@pytest.mark.parametrize("scheme", web.SCHEMES)
@pytest.mark.parametrize("language", web.LANGUAGES)
@pytest.mark.parametrize("name", PATHS)
def test_a_page_has_no_barrier_and_nothing_runs_over_its_edge(
    browser: Browser, rooms: Rooms, name: str, language: str, scheme: web.Scheme
) -> None:
    def show(page: Page) -> None:
        path = PATHS[name].format(sha256=rooms.package)
        rooms.show(page, rooms.full, path, language)
        for picture in page.locator("figure img").all():  # loaded when it comes into sight
            picture.scroll_into_view_if_needed()
            page.wait_for_function("img => img.naturalWidth > 0", arg=picture.element_handle())

    web.look(browser, name, language, scheme, show)


@pytest.mark.parametrize("language", web.LANGUAGES)
@pytest.mark.parametrize("name", EMPTY)
def test_a_page_without_anything_yet_has_no_barrier(
    browser: Browser, rooms: Rooms, name: str, language: str
) -> None:
    path = EMPTY[name]
    web.look(
        browser,
        f"{name}_empty",
        language,
        "light",
        lambda page: rooms.show(page, rooms.empty, path, language),
    )


@pytest.mark.parametrize("language", web.LANGUAGES)
@pytest.mark.parametrize(
    "name, path, fields",
    [
        ("enrolment_code", "/devices", {"name": "市场二队", "scopes": "445202 445203"}),
        ("devices_wrong", "/devices", {"name": "市场二队", "scopes": "4452"}),
        ("people_wrong", "/people", {"login": "li si", "name": "李四"}),
        ("invitation", "/people/", {}),
        ("person", "/people/", None),
    ],
)
def test_what_follows_a_form_has_no_barrier(
    browser: Browser,
    rooms: Rooms,
    name: str,
    path: str,
    fields: dict[str, str] | None,
    language: str,
) -> None:
    def show(page: Page) -> None:
        where = path + rooms.person if path.endswith("/") else path
        rooms.show(page, rooms.full, where, language)
        for field, value in (fields or {}).items():
            page.fill(f"main #{field}", value)
        if fields:
            page.locator("main form button").first.click()
            page.wait_for_load_state()
        elif fields is not None:
            page.locator("main form[action$='/link'] button").click()
            page.wait_for_load_state()

    web.look(browser, name, language, "light", show)


def test_a_record_is_found_and_opened_by_keyboard_where_script_is_off(
    browser: Browser, rooms: Rooms
) -> None:
    with browser.new_context(
        ignore_https_errors=True, java_script_enabled=False, locale="en-GB"
    ) as context:
        page = context.new_page()
        rooms.show(page, rooms.full, "/records", "en")
        page.locator("#text").focus()
        page.keyboard.type("李记鲜肉")
        page.keyboard.press("Enter")
        page.wait_for_url("**/records?text=*")
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.locator("th a:focus").count():
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/records/draft")
        assert "DRAFT" in page.title()


def test_a_page_loads_nothing_but_itself_its_style_and_its_files(
    browser: Browser, rooms: Rooms
) -> None:
    with browser.new_context(ignore_https_errors=True) as context:
        page = context.new_page()
        loaded: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: loaded.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        rooms.show(page, rooms.full, "/records/draft", "en")
        with page.expect_response("**/files/*") as answer:  # loaded when it comes into sight
            page.locator("figure img").first.scroll_into_view_if_needed()
        assert answer.value.ok
        own = [url.removeprefix(rooms.full) for url in loaded if not url.startswith("data:")]
        parts = [path.split("?")[0].split("/")[1] for path in own]
        assert parts == ["records", "style.css", "files"]
        assert complaints == []
