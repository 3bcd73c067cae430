"""The issued papers of one kind: shown, and declared void with a reason and a second person.

What is void keeps its number, struck through: a number is never given twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.events import ReportIssued, ReportVoided
from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.field import Field
from ui.widgets.label import Elide, Label
from ui.widgets.paragraph import Paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidWish:
    """A paper that is to count no longer, why, and who else says so."""

    sha256: str
    reason: str
    second_person: str


class IssuedRow(QWidget):
    """One issued paper. Signals: show_wanted, void_wanted."""

    show_wanted = Signal()
    void_wanted = Signal()

    def __init__(self, paper: ReportIssued, void: ReportVoided | None) -> None:
        super().__init__()
        name = paper.document_number or paper.name
        self.number = Elide(name, "body")
        self.number.set_struck(is_struck=void is not None)
        self.show_button = Button(_("Show"), icon="doc", dense=True)
        self.void_button = Button(_("Declare void"), icon="close", dense=True)
        self.show_button.setAccessibleName(_("Show {name}").format(name=name))
        self.void_button.setAccessibleName(_("Declare {name} void").format(name=name))
        self.void_button.setVisible(void is None)
        self.show_button.clicked.connect(self.show_wanted)
        self.void_button.clicked.connect(self.void_wanted)
        chip = Chip(_("Valid"), "ok") if void is None else Chip(_("Void"), "bad")
        head, foot = QHBoxLayout(), QHBoxLayout()
        for line in (head, foot):
            line.setSpacing(theme().space("s"))
        head.addWidget(chip)
        head.addWidget(self.number, 1)
        if void is not None:
            said = _("{reason} · agreed by {name}")
            words = said.format(reason=void.reason, name=void.second_person)
            foot.addWidget(Paragraph(words, "cap2"), 1)
        else:
            foot.addStretch(1)
        foot.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.void_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        column.addLayout(head)
        column.addLayout(foot)


class VoidForm(QWidget):
    """Asks why, and who agrees. Signals: confirmed(reason, second person), cancelled."""

    confirmed = Signal(str, str)
    cancelled = Signal()

    def __init__(self, name: str, second: str) -> None:
        super().__init__()
        self.reason = Field(_("Why it is void"))
        self.second_person = Field(_("Second person who agrees"))
        self.second_person.set_text(second)
        self.confirm = Button(_("Declare void"), icon="close", kind="primary", dense=True)
        self.cancel = Button(_("Cancel"), dense=True)
        words = _("{name} will count no longer. This cannot be taken back; its number stays taken.")
        buttons = QHBoxLayout()
        buttons.setSpacing(theme().space("s"))
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("s"))
        column.addWidget(Paragraph(words.format(name=name), "body2"))
        column.addWidget(self.reason)
        column.addWidget(self.second_person)
        column.addLayout(buttons)
        self.cancel.clicked.connect(self.cancelled)
        self.confirm.clicked.connect(self._on_confirm)
        self.reason.edit.returnPressed.connect(self._on_confirm)
        self.second_person.edit.returnPressed.connect(self._on_confirm)

    def _on_confirm(self) -> None:
        self.reason.set_error("")
        self.second_person.set_error("")
        self.confirmed.emit(self.reason.text().strip(), self.second_person.text().strip())


class IssuedPapers(Card):
    """The issued papers of one kind. Signals: show_asked(ReportIssued), void_asked(VoidWish).

    Hidden while nothing was issued.
    """

    show_asked = Signal(object)
    void_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, kind="sunken")
        self.rows: list[IssuedRow] = []
        self.form: VoidForm | None = None
        self._papers: tuple[ReportIssued, ...] = ()
        self._voided: Mapping[str, ReportVoided] = {}
        self._second = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_papers(
        self,
        papers: Sequence[ReportIssued],
        voided: Mapping[str, ReportVoided],
        *,
        second: Sequence[str] = (),
    ) -> None:
        """Show these, the newest first. second: who is proposed as the second person."""
        self._papers, self._voided = tuple(papers), voided
        self._second = next(iter(second), "")
        self.rebuild()

    def rebuild(self) -> None:
        """Build everything anew, after a change of content, language or theme."""
        while (item := self.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows, self.form = [], None
        self.setVisible(bool(self._papers))
        if not self._papers:
            return
        self.body.addWidget(Label(_("Issued papers"), "strong"))
        for paper in reversed(self._papers):
            row = IssuedRow(paper, self._voided.get(paper.sha256))
            row.show_wanted.connect(lambda paper=paper: self.show_asked.emit(paper))
            row.void_wanted.connect(lambda paper=paper: self.ask_void(paper))
            self.rows.append(row)
            self.body.addWidget(row)

    def ask_void(self, paper: ReportIssued) -> None:
        """Ask for the reason and the second person, below the list."""
        self.close_form()
        form = VoidForm(paper.document_number or paper.name, self._second)
        form.confirmed.connect(lambda reason, second: self._on_confirmed(paper, reason, second))
        form.cancelled.connect(self.close_form)
        self.form = form
        self.body.addWidget(form)
        form.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_confirmed(self, paper: ReportIssued, reason: str, second: str) -> None:
        self.void_asked.emit(VoidWish(sha256=paper.sha256, reason=reason, second_person=second))

    def close_form(self) -> None:
        """Ask no longer."""
        if self.form is not None:
            self.body.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def set_error(self, key: str, sentence: str) -> bool:
        """Mark a box of the open form and go to it; say whether there is such a box."""
        if self.form is None:
            return False
        fields = {"reason": self.form.reason, "second_person": self.form.second_person}
        field = fields.get(key)
        if field is None:
            return False
        field.set_error(sentence)
        field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.rebuild()

    def retint(self) -> None:
        """Rows have the theme's measures."""
        super().retint()
        if hasattr(self, "rows"):
            self.rebuild()
