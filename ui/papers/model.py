"""How the papers of one record stand: pure, made off the window's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.events import ReportIssued, ReportVoided
from inspector_app.domain.inspection import Inspection, State
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Report
from inspector_app.reports.catalogue import RECORD_KEY, reports_for
from inspector_app.reports.needs import Need, unmet
from inspector_app.words import Words, current_language, ngettext
from inspector_app.words import gettext as _
from ui.widgets.step_list import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperState:
    """One paper of one record. missing: what the record lacks for it. known: prefilled entries.

    issued: oldest first; voided: those of them that count no longer, by their SHA-256.
    """

    report: Report
    missing: tuple[Need, ...]
    issued: tuple[ReportIssued, ...]
    voided: Mapping[str, ReportVoided]
    known: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersState:
    """A record and its papers, those that fit first."""

    inspection: Inspection
    papers: tuple[PaperState, ...]

    def of(self, key: str) -> PaperState | None:
        """Return the paper of this key."""
        return next((one for one in self.papers if one.report.key == key), None)

    @property
    def is_sealed(self) -> bool:
        """Say whether papers can be issued."""
        return self.inspection.state is State.SEALED


def state_of(inspection: Inspection, book: RegulationBook, words: Words) -> PapersState:
    """Return every paper that this kind of record may have."""
    found = [
        PaperState(
            report=report,
            missing=unmet(report.needs, inspection),
            issued=tuple(i for i in inspection.reports if i.report == report.key),
            voided=inspection.voided_reports,
            known=report.prefill(inspection, book, words),
        )
        for report in reports_for(inspection.kind)
        if report.key != RECORD_KEY
    ]
    found.sort(key=lambda one: (bool(one.missing), _form_number(one.report)))
    return PapersState(inspection=inspection, papers=tuple(found))


def _form_number(report: Report) -> int:
    """Return the number of the form in the set of 56; what has none comes last."""
    number = report.form.partition(" ")[0]
    return int(number) if number.isdecimal() else 99


def items(state: PapersState) -> list[Step]:
    """Return the papers as the list shows them."""
    return [_item(one) for one in state.papers]


def _item(paper: PaperState) -> Step:
    title = paper.report.title.in_language(current_language())
    counting = [one for one in paper.issued if one.sha256 not in paper.voided]
    if counting:
        words = ngettext("Issued once", "Issued {n} times", len(counting))
        numbers = [one.document_number for one in counting if one.document_number]
        detail = " · ".join((*numbers[-1:], words.format(n=len(counting))))
        return Step(paper.report.key, title, detail, "done")
    if paper.issued:
        detail = " · ".join(filter(None, (_("Void"), paper.issued[-1].document_number)))
        return Step(paper.report.key, title, detail, "attention", is_void=True)
    if paper.missing:
        names = ", ".join(need.title.in_language(current_language()) for need in paper.missing)
        return Step(paper.report.key, title, _("Needs {names}").format(names=names), "waiting")
    return Step(paper.report.key, title, _("Can be issued"), "current")
