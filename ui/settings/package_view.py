"""The package of rules that holds on this laptop: whose, since when, and all that it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.exceptions import InspectorError
from inspector_app.packages.summary import EditionLine, FigureLine, KindLine, Summary
from inspector_app.words import current_language, failures
from inspector_app.words import gettext as _
from inspector_app.words.clauses import clause_words
from inspector_app.words.confirmations import CONFIRMATIONS
from inspector_app.words.sources import source_words
from ui.inspect.facts import Facts
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card, row
from ui.widgets.chip import Chip
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph
from ui.widgets.see_through import see_through

MOST_LINES = 200
"""Lines of each list that are shown; the office's page and `package show` list all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesState:
    """What to show. summary: None while the program's own rules hold. refused: newest refusal."""

    summary: Summary | None = None
    installed_at: datetime | None = None
    refused: InspectorError | None = None


class RulesView(QWidget):
    """The section. Signal install_wanted: a person has a package on a stick."""

    install_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = RulesState()
        self._refusal: InspectorError | None = None
        self._card, self._title, self._chip = Card(), Label(role="lead"), Chip()
        self._facts, self._note = Facts(columns=3), Paragraph("", "body")
        self._warning = Paragraph("", "dense", tone="warn")
        self.install = Button(icon="doc")
        self.install.clicked.connect(self.install_wanted)
        self._card.body.addLayout(row(self._title, 1, self._chip))
        for widget in (self._facts, self._note, self._warning):
            self._card.body.addWidget(widget)
        self._card.body.addLayout(row(self.install, 1))
        self._lists = [_Lines() for _ in range(3)]
        self._lay_out()
        self.retranslate()
        self.retint()

    def _lay_out(self) -> None:
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._card)
        for lines in self._lists:
            self._column.addWidget(lines)
        self._column.addStretch(1)
        scroll = see_through(QScrollArea(), inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the ring would frame the whole page
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)

    def show_state(self, state: RulesState) -> None:
        """Show what holds now."""
        self._state, self._refusal = state, state.refused
        self.retranslate()

    def show_refusal(self, failure: InspectorError) -> None:
        """Say why a package that a person chose was not installed."""
        self._refusal = failure
        self.retranslate()

    def focus_first(self) -> None:
        """Go to what can be done here."""
        self.install.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(_("Package of rules"))
        self.install.setText(_("Install from a file"))
        self.install.updateGeometry()
        found = self._state.summary
        if found is None:
            self._chip.set_state(_("The program's own rules"), "idle")
            self._note.set_text(
                _("Your office publishes packages; they come by sync or on a USB stick.")
            )
        else:
            self._chip.set_state(_("Package {number}").format(number=found.number), "ok")
            self._note.set_text(found.note)
        self._note.setVisible(bool(self._note.text()))
        self._facts.show_pairs(self._pairs(found) if found is not None else ())
        self._facts.setVisible(found is not None)
        self._warn()
        self._fill(found)

    def _pairs(self, found: Summary) -> Sequence[tuple[str, str]]:
        return (
            (_("Issued"), f"{found.issued_at.astimezone():%Y-%m-%d %H:%M}"),
            (_("By"), found.issued_by),
            (_("Installed"), _moment(self._state.installed_at)),
            (_("Divisions"), ", ".join(found.scopes)),
            (_("Signed with the key"), found.signer),
            ("SHA-256", found.sha256[:16]),
        )

    def _warn(self) -> None:
        failure = self._refusal
        if failure is None:
            self._warning.set_text("")
        else:
            advice = failures.explain(failure)
            said = (advice.happened, advice.kept, advice.to_do)
            self._warning.set_text(" ".join(part for part in said if part))
        self._warning.setVisible(bool(self._warning.text()))

    def _fill(self, found: Summary | None) -> None:
        kinds, figures, editions = self._lists
        kinds.show_lines(_("Kinds of inspection"), [_kind(k) for k in found.kinds] if found else [])
        figures.show_lines(
            _("Figures replaced"), [_figure(f) for f in found.figures] if found else []
        )
        editions.show_lines(_("Editions"), [_edition(e) for e in found.editions] if found else [])

    def retint(self) -> None:
        """Take the distances of the theme in use."""
        self._column.setSpacing(theme().space("m"))


class _Lines(Card):
    """A heading and lines below it, gone while there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label(role="lead")
        self.body.addWidget(self._title)
        self._shown: list[Paragraph] = []

    def show_lines(self, title: str, lines: Sequence[tuple[str, str]]) -> None:
        """Show (what, more about it) line by line."""
        self._title.setText(f"{title} ({len(lines)})")
        for old in self._shown:
            self.body.removeWidget(old)
            old.deleteLater()
        self._shown = list(_paragraphs(lines[:MOST_LINES]))
        for paragraph in self._shown:
            self.body.addWidget(paragraph)
        self.setVisible(bool(lines))
        _settle(self.body)


def _paragraphs(lines: Sequence[tuple[str, str]]) -> Iterator[Paragraph]:
    for what, more in lines:
        yield Paragraph(what, "body")
        yield Paragraph(more, "cap")


def _settle(layout: QLayout) -> None:
    layout.invalidate()
    layout.activate()


def _kind(line: KindLine) -> tuple[str, str]:
    said = _("text {version}, {count} questions").format(version=line.version, count=line.checks)
    days = _span(line.first, line.last)
    return line.title.in_language(current_language()), " · ".join(filter(None, (said, days)))


def _figure(line: FigureLine) -> tuple[str, str]:
    before, after = (
        _(CONFIRMATIONS[mark.value]) for mark in (line.confirmation_before, line.confirmation)
    )
    figures = dict.fromkeys((line.before, line.after))  # one where only the mark has changed
    what = f"{line.number} · {line.place}: {' → '.join(figures)}"
    clause = clause_words(line.clause, regulation=line.number)
    more = (f"{before} → {after}", clause, source_words(line.source), f"{line.by} {line.on}")
    return what, " · ".join(more)


def _edition(line: EditionLine) -> tuple[str, str]:
    said = _("in force from {day}").format(day=line.effective_from)
    until = f"– {line.effective_to}" if line.effective_to is not None else ""
    return f"{line.number} {line.title.in_language(current_language())}", f"{said} {until}".strip()


def _span(first: date | None, last: date | None) -> str:
    return f"{first or '…'} – {last or '…'}" if first or last else ""


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}" if at is not None else ""
