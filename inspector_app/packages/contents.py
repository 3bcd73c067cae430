"""What a package makes of the rules: the shipped book with its editions and overrides, and kinds.

Pure but for the shipped texts. Everything in a package is read before anything of it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.casework import consequences
from inspector_app.casework.penalties import fine_row
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.judgement import DecisionRule
from inspector_app.kinds.base import InspectionKind
from inspector_app.kinds.catalogue import shipped_kinds
from inspector_app.kinds.published import read_kind
from inspector_app.metrology import conformity
from inspector_app.metrology.overrides import Replaced, apply_overrides, read_overrides
from inspector_app.metrology.regulations import (
    Regulation,
    RegulationBook,
    assembled,
    digest_of,
    parse_editions,
    shipped_texts,
)
from inspector_app.packages.bounds import require_readable


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """What holds once a package is installed. editions: those that it brings itself."""

    book: RegulationBook
    kinds: tuple[InspectionKind, ...]
    editions: tuple[Regulation, ...]
    replaced: tuple[Replaced, ...]


def rule_set(files: Mapping[str, str], *, is_new: bool = True) -> RuleSet:
    """Return the rules of these files by name, on top of what the program ships.

    is_new: refuse what the program ships itself (`edition_shipped`, `kind_key_shipped`) and a
    consequence whose fine is nowhere (`consequence_fine`). A package
    that was good once is read without: a later program may have come to ship the same, and then the
    package's own text still holds, so that its records are judged again by it.
    Raises InputInvalid naming the file; see `require_readable`, `read_kind`, `read_overrides`,
    `parse_regulations`.
    """
    require_readable(files)
    own = {name: text for name, text in files.items() if name.startswith("regulations/")}
    changes = {name: text for name, text in files.items() if name.startswith("overrides/")}
    editions = _editions(own)
    shipped = shipped_texts()
    present = parse_editions(shipped)
    if is_new:
        _require_new(present, editions)
    brought = {(one.key, one.edition) for one in editions}
    kept = tuple(one for one in present if (one.key, one.edition) not in brought)
    overrides = [one for name in sorted(changes) for one in read_overrides(name, changes[name])]
    regulations, replaced = apply_overrides((*kept, *editions), overrides)
    book = assembled(regulations, digest_of({**shipped, **_renamed(own), **changes}))
    if is_new:
        _require_fines(book)
    return RuleSet(
        book=book,
        kinds=published_kinds(files, is_new=is_new),
        editions=editions,
        replaced=replaced,
    )


def _editions(texts: Mapping[str, str]) -> tuple[Regulation, ...]:
    found: dict[tuple[str, str], Regulation] = {}
    for name in sorted(texts):
        one = _edition(name, texts[name])
        if (one.key, one.edition) in found:
            raise InputInvalid(
                "edition_twice", field="files", name=name, regulation=one.key, edition=one.edition
            )
        found[one.key, one.edition] = one
    return tuple(found.values())


def _edition(name: str, text: str) -> Regulation:
    """Return the edition of a text; what a judgement would stumble over is refused here."""
    (edition,) = parse_editions({name: text})
    rows = (*edition.figures.values(), *(row for rows in edition.tables.values() for row in rows))
    rule = edition.figures.get(conformity.FIGURE)
    if rule is not None and rule.values.get("value") not in tuple(DecisionRule):
        raise InputInvalid("regulation_file", field=name, detail=conformity.FIGURE)
    wrong = _wrong_head(edition) or next((key for row in rows for key in _inexact(row.values)), "")
    if wrong:
        raise InputInvalid("regulation_file", field=name, detail=wrong)
    return edition


def _wrong_head(edition: Regulation) -> str:
    """Return the entry of the head that is none of what it must be, '' for none."""
    # Annotations promise texts; what stood in the file is what is asked here.
    texts: dict[str, object] = {
        "key": edition.key,
        "number": edition.number,
        "edition": edition.edition,
        "title.zh": edition.title.zh,
        "title.en": edition.title.en,
        "clause": edition.clause,
        "source": edition.source,
    }
    end = edition.effective_to
    if type(edition.effective_from) is not date:
        return "effective_from"
    if end is not None and (type(end) is not date or end < edition.effective_from):
        return "effective_to"
    return next((k for k, v in texts.items() if not isinstance(v, str) or not v.strip()), "")


def _inexact(values: Mapping[str, object]) -> Iterator[str]:
    """Yield the columns that hold a binary fraction: figures are written as text, exactly."""
    for key, value in values.items():
        inner = value if isinstance(value, list) else [value]
        if any(isinstance(one, float) for one in inner):
            yield key
        for one in inner:
            if isinstance(one, dict):
                yield from _inexact(one)


def _require_new(present: tuple[Regulation, ...], editions: tuple[Regulation, ...]) -> None:
    known = {(one.key, one.edition) for one in present}
    for one in editions:
        if (one.key, one.edition) in known:
            raise InputInvalid(
                "edition_shipped", field="files", regulation=one.number, edition=one.edition
            )


def _require_fines(book: RegulationBook) -> None:
    """Refuse a consequence whose fine no table has: cases of its kind would stumble over it."""
    for row in book.newest(consequences.KEY).rows("consequence"):
        for violation in row.values["fines"]:
            try:
                fine_row(violation, book)
            except InputInvalid:
                raise InputInvalid(
                    "consequence_fine", field="files", key=row.text("key"), violation=violation
                ) from None


def _renamed(texts: Mapping[str, str]) -> dict[str, str]:
    """Return a package's editions under names that no shipped file has."""
    return {f"package/{name}": text for name, text in texts.items()}


def published_kinds(
    files: Mapping[str, str], *, is_new: bool = False
) -> tuple[InspectionKind, ...]:
    """Return the kinds among these files; `is_new` and failures as `rule_set`."""
    texts = {name: text for name, text in files.items() if name.startswith("kinds/")}
    require_readable(texts)
    found: dict[str, InspectionKind] = {}
    own = {kind.key for kind in shipped_kinds()}
    for name in sorted(texts):
        kind = read_kind(name, texts[name])
        if is_new and kind.key in own:
            raise InputInvalid("kind_key_shipped", field="files", name=name, kind=kind.key)
        if kind.key in found:
            raise InputInvalid("kind_entry_twice", field="files", name=name, key=kind.key)
        found[kind.key] = kind
    return tuple(found.values())
