"""What a package brings, for people: the same lines in Settings, on the office's page, in JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from inspector_app.domain.judgement import Confirmation
from inspector_app.domain.text import Text
from inspector_app.metrology.column_values import written
from inspector_app.metrology.overrides import Replaced
from inspector_app.metrology.regulations import Row
from inspector_app.packages.shelf import Installed


@dataclass(frozen=True, slots=True, kw_only=True)
class KindLine:
    """A kind as data. first, last: days on which it may be begun, None: any."""

    key: str
    title: Text
    version: int
    checks: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """An edition that the package brings."""

    number: str
    title: Text
    effective_from: date
    effective_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """A figure replaced: what stood there and what stands there now, as `value = 0.30` texts."""

    number: str
    place: str
    before: str
    after: str
    confirmation_before: Confirmation
    confirmation: Confirmation
    clause: str
    source: str
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A package in short. signer: key id of the office."""

    number: int
    issued_at: datetime
    issued_by: str
    scopes: tuple[str, ...]
    note: str
    sha256: str
    previous: str
    signer: str
    rules_digest: str
    kinds: tuple[KindLine, ...]
    editions: tuple[EditionLine, ...]
    figures: tuple[FigureLine, ...]


def summary_of(installed: Installed) -> Summary:
    """Return what a package says and brings."""
    signed, rules = installed.signed, installed.rules
    package = signed.package
    return Summary(
        number=package.number,
        issued_at=package.issued_at,
        issued_by=package.issued_by,
        scopes=package.scopes,
        note=package.note,
        sha256=signed.sha256,
        previous=package.previous,
        signer=signed.key_id,
        rules_digest=rules.book.digest,
        kinds=tuple(
            KindLine(
                key=kind.key,
                title=kind.title,
                version=kind.version,
                checks=len(kind.checks),
                first=kind.offered_from,
                last=kind.offered_until,
            )
            for kind in rules.kinds
        ),
        editions=tuple(
            EditionLine(
                number=one.number,
                title=one.title,
                effective_from=one.effective_from,
                effective_to=one.effective_to,
            )
            for one in rules.editions
        ),
        figures=tuple(_figure(one) for one in rules.replaced),
    )


def _figure(replaced: Replaced) -> FigureLine:
    override = replaced.override
    columns = tuple(override.values) or tuple(replaced.after.values)[:1]
    return FigureLine(
        number=replaced.number,
        place=override.place,
        before=_shown(replaced.before, columns),
        after=_shown(replaced.after, columns),
        confirmation_before=replaced.before.confirmation,
        confirmation=replaced.after.confirmation,
        clause=override.clause,
        source=override.source,
        by=override.by,
        on=override.on,
    )


def _shown(row: Row, columns: tuple[str, ...]) -> str:
    """Return the columns of a row; a lone figure without its name."""
    if columns == ("value",):
        return written(row.values["value"])
    return ", ".join(f"{name} = {written(row.values[name])}" for name in columns)
