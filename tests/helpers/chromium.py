"""Debian's Chromium before the office's pages: pictures in `out/web`, widths, axe-core's verdict."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # no stubs
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
NEEDED = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")
PICTURES = Path(__file__).resolve().parents[2] / "out" / "web"
WIDTHS = {"desktop": (1366, 768), "phone": (390, 844)}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")
LANGUAGES = ("zh", "en")
_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield opened
        opened.close()


def look(
    browser: Browser, name: str, language: str, scheme: Scheme, show: Callable[[Page], object]
) -> None:
    """Show a page on a desk and on a phone: keep its pictures, demand that it has no barrier."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for device, (width, height) in WIDTHS.items():
        with browser.new_context(
            ignore_https_errors=True,
            bypass_csp=True,  # axe-core is a script, which the pages themselves forbid
            color_scheme=scheme,
            viewport={"width": width, "height": height},
        ) as context:
            page = context.new_page()
            show(page)
            picture = PICTURES / f"{name}-{language}-{scheme}-{device}.png"
            page.screenshot(path=picture, full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert barriers(page) == []


def barriers(page: Page) -> list[str]:
    """Return what axe-core finds, of any weight."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in found]
