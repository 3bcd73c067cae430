"""A checklist kind that an office wrote as TOML: read strictly, judged as any other checklist.

No kind of the program's own (no `KIND`). What such a file may say is in docs/packages.md; a shape
beyond the checklist is refused, because measuring needs rules that no table of questions holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.figures import Figure, FigureKind
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import (
    Assessment,
    Confirmation,
    Finding,
    Outcome,
    Verdict,
    reason,
)
from inspector_app.domain.measurement import Observation, PlanRow
from inspector_app.domain.text import Text
from inspector_app.kinds.base import (
    NO_INSTRUMENT,
    Basis,
    Check,
    InspectionKind,
    PhotoRole,
    Step,
)
from inspector_app.kinds.checklist import check_findings, verdict_of
from inspector_app.kinds.trials import particulars_findings, place_findings
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.toml_entries import Entries, read_toml

SHAPES = ("checklist",)
ROLES = ("inspector", "second_inspector", "party", "witness")
KEY = r"[a-z][a-z0-9_]{2,39}"
_ENTRY_KEY = r"[A-Za-z][A-Za-z0-9_]{0,39}"
_MOST_CHECKS, _MOST_PHOTOS, _MOST_FIGURES = 200, 20, 60


def read_kind(name: str, text: str) -> InspectionKind:
    """Return the kind of a file `kinds/<key>.toml`.

    Raises InputInvalid naming file and entry: `package_toml`, `package_entry_missing`,
    `package_entry_unknown`, `package_entry_wrong`, `kind_shape_unknown`, `kind_file_name`,
    `kind_period`, `kind_entry_twice`.
    """
    whole = read_toml(name, text)
    head = whole.table("kind")
    _require_known_shape(head)
    basis = _several_bases(head)
    checks = tuple(_check(one) for one in whole.tables("check", least=1, most=_MOST_CHECKS))
    photos = tuple(_photo(one) for one in whole.tables("photo", most=_MOST_PHOTOS))
    figures = tuple(_figure(one) for one in whole.tables("particular", most=_MOST_FIGURES))
    judging = _Judging(checks, photos, figures, basis[0])
    start, end = head.day_or_none("offered_from"), head.day_or_none("offered_until")
    if start and end and end < start:
        raise InputInvalid("kind_period", field="files", name=name, first=start, last=end)
    kind = InspectionKind(
        key=head.word("key", KEY),
        title=head.words("title"),
        summary=head.words("summary"),
        basis=basis,
        steps=_steps(has_figures=bool(figures)),
        checks=checks,
        shapes=(),
        photos=photos,
        signature_roles=head.list_of("signature_roles", ROLES, ("inspector", "party")),
        plan=_no_rows,
        assess=_no_assessment,
        judge=judging,
        version=head.whole("version", least=1, most=100_000),
        category=NO_INSTRUMENT,
        particulars=figures,
        digest=digest_of_text(text),
        offered_from=start,
        offered_until=end,
    )
    head.done()
    whole.done()
    _require_unique(
        name, [c.key for c in checks], [p.key for p in photos], [f.key for f in figures]
    )
    if name.rpartition("/")[2] != f"{kind.key}.toml":
        raise InputInvalid("kind_file_name", field="files", name=name, key=kind.key)
    return kind


def digest_of_text(text: str) -> str:
    """Return the SHA-256 (hex) of a kind's text, however its lines end."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Judging:
    """Judges the questions of one text; a photo that was asked for and not taken is an advice."""

    checks: tuple[Check, ...]
    photos: tuple[PhotoRole, ...]
    figures: tuple[Figure, ...]
    basis: Basis

    def __call__(self, inspection: Inspection, book: RegulationBook) -> Verdict:
        findings = (
            *place_findings(inspection, with_instrument=False),
            *check_findings(inspection, self.checks),
            *particulars_findings(inspection, self.figures),
            *self._photo_findings(inspection),
        )
        return verdict_of(findings, regulation=self.basis.document.zh, book=book)

    def _photo_findings(self, inspection: Inspection) -> tuple[Finding, ...]:
        taken = {photo.role for photo in inspection.photos_kept()}
        return tuple(
            Finding(
                subject=f"photo:{role.key}",
                outcome=Outcome.ADVISORY,
                reason=reason("photo_missing", photo=role.title.zh, photo_en=role.title.en),
            )
            for role in self.photos
            if role.required and role.key not in taken
        )


def _no_rows(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    return ()


def _no_assessment(
    inspection: Inspection,  # noqa: ARG001 - as declared
    row: PlanRow,  # noqa: ARG001 - as declared
    observation: Observation,  # noqa: ARG001 - as declared
    book: RegulationBook,  # noqa: ARG001 - as declared
) -> Assessment | None:
    return None


def _steps(*, has_figures: bool) -> tuple[Step, ...]:
    particulars = (Step.PARTICULARS,) if has_figures else ()
    return (
        Step.PREMISES,
        Step.CHECKS,
        *particulars,
        Step.EVIDENCE,
        Step.CONCLUSION,
        Step.SIGNATURES,
    )


def _require_known_shape(head: Entries) -> None:
    shape = head.text("shape")
    if shape not in SHAPES:
        raise InputInvalid("kind_shape_unknown", field="files", name=head.name, shape=shape[:40])


def _several_bases(head: Entries) -> tuple[Basis, ...]:
    found = []
    for one in head.tables("basis", least=1, most=20):
        found.append(_basis(one, Confirmation.VERIFIED_SECONDARY))
        one.done()
    return tuple(found)


def _basis(entries: Entries, otherwise: Confirmation | None = None) -> Basis:
    document, article = entries.words("document"), entries.text("article", most=80)
    stated = otherwise is None or entries.has("confirmation")
    confirmation = entries.confirmation() if stated or otherwise is None else otherwise
    return Basis(document, article, confirmation)


def _check(entries: Entries) -> Check:
    found = Check(
        key=entries.word("key", _ENTRY_KEY),
        text=entries.words("text"),
        basis=_basis(entries),
        group=entries.words("group"),
        must_answer=entries.flag("must_answer", default=True),
        decisive=entries.flag("decisive", default=True),
        may_not_apply=entries.flag("may_not_apply", default=True),
    )
    entries.done()
    return found


def _photo(entries: Entries) -> PhotoRole:
    found = PhotoRole(
        key=entries.word("key", _ENTRY_KEY),
        title=entries.words("title"),
        required=entries.flag("required", default=True),
    )
    entries.done()
    return found


def _figure(entries: Entries) -> Figure:
    kind = FigureKind(entries.choice("kind", tuple(k.value for k in FigureKind)))
    is_number = kind is FigureKind.NUMBER
    found = Figure(
        key=entries.word("key", _ENTRY_KEY),
        label=entries.words("label"),
        kind=kind,
        unit=entries.text("unit", most=20, default="") if is_number else "",
        lowest=_number(entries, "lowest") if is_number else None,
        highest=_number(entries, "highest") if is_number else None,
        decimals=entries.whole("decimals", least=0, most=9) if entries.has("decimals") else None,
        required=entries.flag("required", default=True),
        choices=_choices(entries) if kind is FigureKind.CHOICE else (),
        hint=entries.words("hint") if entries.has("hint") else None,
    )
    entries.done()
    if found.lowest is not None and found.highest is not None and found.lowest > found.highest:
        entries.wrong("lowest", f"<= {found.highest}")
    return found


def _number(entries: Entries, key: str) -> Decimal:
    """Return a bound; a number box without both is refused, as every box has its range."""
    text = entries.text(key, most=30)
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        entries.wrong(key, '"0.5"')
    return value


def _choices(entries: Entries) -> tuple[tuple[str, Text], ...]:
    found = []
    for one in entries.tables("choice", least=2, most=40):
        found.append((one.word("key", _ENTRY_KEY), one.words("text")))
        one.done()
    return tuple(found)


def _require_unique(name: str, *lists: Iterable[str]) -> None:
    for keys in lists:
        seen: set[str] = set()
        for key in keys:
            if key in seen:
                raise InputInvalid("kind_entry_twice", field="files", name=name, key=key)
            seen.add(key)
