"""Figures of shipped regulations that an office replaces, each with its own source and its author.

An override names one figure, or one row of a table, of one edition; `decision_rule` may be named of
an edition that has none. It brings the clause, how
well it is confirmed, the source, and who entered it when; what it replaces stays readable beside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.judgement import Confirmation, DecisionRule
from inspector_app.metrology import conformity
from inspector_app.metrology.column_values import is_alike, is_scalar, is_writable
from inspector_app.metrology.regulations import Regulation, Row
from inspector_app.metrology.toml_entries import Entries, read_toml

_MOST = 500
_MARKS = frozenset({"clause", "confirmation", "source"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One figure replaced. match: which row of `table`; empty where `figure` is named.

    values: the columns that change, none where only the confirmation does. by, on: who and when.
    """

    name: str
    regulation: str
    edition: str
    figure: str
    table: str
    match: Mapping[str, Any]
    values: Mapping[str, Any]
    clause: str
    confirmation: Confirmation
    source: str
    by: str
    on: date

    @property
    def place(self) -> str:
        """Return what it replaces, e.g. `jjg_443 2023 runs`."""
        row = ", ".join(f"{key} = {value}" for key, value in self.match.items())
        what = self.figure or f"{self.table}({row})"
        return f"{self.regulation} {self.edition} {what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """An override in force, beside what stood there before."""

    override: Override
    number: str
    before: Row
    after: Row


def read_overrides(name: str, text: str) -> tuple[Override, ...]:
    """Return the `[[override]]` of a file. Raises InputInvalid naming file and entry."""
    entries = read_toml(name, text)
    found = tuple(_override(one) for one in entries.tables("override", least=1, most=_MOST))
    entries.done()
    return found


def _override(entries: Entries) -> Override:
    is_figure = entries.has("figure")
    found = Override(
        name=entries.name,
        regulation=entries.word("regulation", r"[a-z0-9_]{1,80}"),
        edition=entries.text("edition"),
        figure=entries.word("figure", r"[A-Za-z0-9_]{1,80}") if is_figure else "",
        table="" if is_figure else entries.word("table", r"[A-Za-z0-9_]{1,80}"),
        match={} if is_figure else _plain(entries, "match", is_scalar),
        values=_plain(entries, "values", is_writable),
        clause=entries.text("clause"),
        confirmation=entries.confirmation(),
        source=entries.text("source"),
        by=entries.text("by", most=80),
        on=entries.day("on"),
    )
    if not is_figure and not found.match:
        entries.wrong("match", "{ … }")
    entries.done()
    return found


def _plain(entries: Entries, key: str, is_good: Callable[[object], bool]) -> dict[str, Any]:
    """Return columns as the shipped files have them; no binary fractions."""
    values = entries.plain(key)
    for name, value in values.items():
        if not is_good(value) or name in _MARKS:
            entries.wrong(f"{key}.{name[:60]}", '"0.30"')
    return values


def apply_overrides(
    regulations: tuple[Regulation, ...], overrides: Iterable[Override]
) -> tuple[tuple[Regulation, ...], tuple[Replaced, ...]]:
    """Return the regulations with the figures replaced, and what was.

    Raises InputInvalid: `override_unknown` (no such edition, figure or row, or more than one row),
    `override_column` (a column that the row has not), `override_kind` (a value of another make:
    see `is_alike`), `override_twice`.
    """
    editions = {(one.key, one.edition): one for one in regulations}
    general = next((one for one in regulations if one.key == conformity.KEY), None)
    done: dict[str, Replaced] = {}
    for override in overrides:
        if override.place in done:
            raise _refusal("override_twice", override)
        known = editions.get((override.regulation, override.edition))
        if known is None:
            raise _refusal("override_unknown", override)
        changed, replaced = _applied(known, override, general)
        editions[known.key, known.edition] = changed
        done[override.place] = replaced
    return tuple(editions[one.key, one.edition] for one in regulations), tuple(done.values())


def _applied(
    known: Regulation, override: Override, general: Regulation | None
) -> tuple[Regulation, Replaced]:
    if override.figure:
        before = known.figures.get(override.figure)
        if before is None and override.figure == conformity.FIGURE and general is not None:
            # The one figure that may be added: without its own, an edition is judged by this one.
            before = replace(general.figure(conformity.FIGURE), regulation=known.number)
        if before is None:
            raise _refusal("override_unknown", override)
        after = _changed(before, override)
        figures = {**known.figures, override.figure: after}
        changed = replace(known, figures=figures, digest=_digest(known, override))
    else:
        rows = known.tables.get(override.table, ())
        places = [n for n, row in enumerate(rows) if _is_meant(row, override)]
        if len(places) != 1:
            raise _refusal("override_unknown", override)
        before = rows[places[0]]
        after = _changed(before, override)
        new = (*rows[: places[0]], after, *rows[places[0] + 1 :])
        tables = {**known.tables, override.table: new}
        changed = replace(known, tables=tables, digest=_digest(known, override))
    return changed, Replaced(override=override, number=known.number, before=before, after=after)


def _digest(known: Regulation, override: Override) -> str:
    """Return another hash for the edition: records name the edition that judged them by it."""
    said = (
        known.digest,
        override.place,
        repr(sorted(override.values.items())),
        override.clause,
        override.confirmation.value,
        override.source,
        override.by,
        override.on.isoformat(),
    )
    return hashlib.sha256("\0".join(said).encode()).hexdigest()


def _is_meant(row: Row, override: Override) -> bool:
    return all(row.has(key) and row.values[key] == value for key, value in override.match.items())


def _changed(row: Row, override: Override) -> Row:
    for key, value in override.values.items():
        if not row.has(key):
            raise _refusal("override_column", override, column=key[:60])
        is_rule = override.figure == conformity.FIGURE
        if not is_alike(row.values[key], value) or (is_rule and value not in set(DecisionRule)):
            raise _refusal("override_kind", override, column=key[:60])
    return replace(
        row,
        values={**row.values, **override.values},
        clause=override.clause,
        confirmation=override.confirmation,
        source=f"{override.source} ({override.by}, {override.on.isoformat()})",
    )


def _refusal(code: str, override: Override, **more: object) -> InputInvalid:
    return InputInvalid(code, field="files", name=override.name, place=override.place[:200], **more)
