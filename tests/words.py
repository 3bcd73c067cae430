"""Keeps the Chinese catalogue complete: `python -m tests.words [FILE.tsv ...]`.

Collects the msgids of the program, keeps known translations, adds those of the given files (lines
`msgid<TAB>msgstr`), writes the .po sorted and the .mo beside it, and lists what has no Chinese yet.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import inspector_app.cli
import office.__main__
from inspector_app.worded_help import texts_of

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("inspector_app", "ui", "office", "serial_drivers")
PO = ROOT / "resources" / "translations" / "zh_CN" / "LC_MESSAGES" / "hengping.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None}
_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""A fixed date: the catalogue changes when its words do, not when it is written."""

Msgid = str | tuple[str, ...]


def used() -> dict[Msgid, str]:
    """Return every msgid in the source with the first place it stands at."""
    found: dict[Msgid, str] = {}
    for folder in FOLDERS:
        for name, line, message, _, _ in extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords=KEYWORDS
        ):
            found.setdefault(message, f"{folder}/{name}:{line}")
    for name, line, message, _, _ in extract_from_dir(
        ROOT / "resources" / "web",
        [("**.html", "jinja2.ext:babel_extract")],
        options_map={"**.html": {"silent": "false"}},
        keywords=KEYWORDS,
    ):
        found.setdefault(message, f"resources/web/{name}:{line}")
    for app, place in ((inspector_app.cli.app, "inspector-app"), (office.__main__.app, "office")):
        for text in texts_of(app):
            found.setdefault(text, f"{place} --help")
    return {message: place for message, place in found.items() if message}


def read_catalogue() -> Catalog:
    """Return the catalogue as kept, empty if there is none yet."""
    if not PO.exists():
        return Catalog(locale="zh_CN")
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def translations() -> dict[str, str | tuple[str, ...]]:
    """Return the kept translations by msgid (singular form of a counted one)."""
    found: dict[str, str | tuple[str, ...]] = {}
    for message in read_catalogue():
        forms = _forms(message.string)
        if message.id and any(forms):
            found[_key(message.id)] = forms if isinstance(message.id, list | tuple) else forms[0]
    return found


def missing() -> dict[str, str]:
    """Return the msgids in use that have no Chinese, with a place each."""
    known = translations()
    return {_key(message): place for message, place in used().items() if _key(message) not in known}


def compiled(catalogue: Catalog) -> bytes:
    """Return the .mo of a catalogue."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def merge(files: Iterable[Path]) -> Catalog:
    """Return the catalogue of the msgids in use, with translations from the files and the kept."""
    known = translations()
    for file in files:
        known.update(_pairs(file))
    catalogue = Catalog(
        locale="zh_CN",
        project="Hengping",
        version="1",
        copyright_holder="The Hengping authors",
        creation_date=_WRITTEN,
        revision_date=_WRITTEN,
        last_translator="The Hengping authors",
        language_team="zh_CN",
        fuzzy=False,
    )
    for message in used():
        given = known.get(_key(message), "")
        if isinstance(message, tuple) and isinstance(given, str):
            given = (given,)
        catalogue.add(message, given)
    return catalogue


def main(arguments: list[str]) -> int:
    """Merge, write, compile; return 1 while something has no Chinese."""
    catalogue = merge([Path(name) for name in arguments])
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalogue, width=100, no_location=True, sort_output=True)
    MO.write_bytes(compiled(read_catalogue()))
    left = missing()
    for message, place in left.items():
        print(f"{place}\t{message}")
    print(f"{len(catalogue)} messages, {len(left)} without Chinese")
    return 1 if left else 0


def _pairs(file: Path) -> dict[str, str | tuple[str, ...]]:
    found: dict[str, str | tuple[str, ...]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        message, tab, translated = line.partition("\t")
        if tab and message and translated.strip() and not line.startswith("#"):
            # A backslash may be one of the sentence itself or stand for a line break.
            found[message] = translated.strip()
            found.setdefault(message.replace("\\n", "\n"), translated.strip().replace("\\n", "\n"))
    return found


def _key(message: Msgid | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def _forms(given: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    if given is None or isinstance(given, str):
        return (given or "",)
    return tuple(given)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
