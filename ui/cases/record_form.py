"""What is recorded in a case: a happening, an extension, or that an entry was wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.casework.case_deadlines import OF, CaseDeadline
from inspector_app.casework.case_warnings import warnings_for
from inspector_app.casework.happening_base import Detail, HappeningKind
from inspector_app.casework.happenings import title_of
from inspector_app.domain.case import CaseHappening
from inspector_app.services.case_file import CaseFileView
from inspector_app.words import current_language
from inspector_app.words import gettext as _
from ui.cases import wording
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Rule
from ui.widgets.choice import Select
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph


class Act(StrEnum):
    """What the form records."""

    HAPPENING = "happening"
    EXTENSION = "extension"
    WITHDRAWAL = "withdrawal"


class RecordForm(QWidget):
    """The form.

    Signals: saved(act, key, values): what is recorded of what, and the fields' texts;
    take_back_asked(happening_id). key: the happening's kind; `deadline|happening_id`; or the id of
    the happening that was wrong.
    """

    saved = Signal(str, str, object)
    take_back_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CaseFileView | None = None
        self._today = date.min
        self._act, self._key = Act.HAPPENING, ""
        self._kinds: dict[str, HappeningKind] = {}
        self.heading = Label("", "strong")
        self.what = Select()
        self._what_caption = Label("", "capx")
        self.fields: dict[str, Field] = {}
        self.lists: dict[str, Select] = {}
        self.warning = Paragraph("", "cap", tone="bad")
        self.hint = Paragraph("", "cap")
        self.caution = Paragraph("", "cap", tone="warn")
        self.save = Button(kind="primary", icon="check")
        self.cancel = Button()
        self._wrong_caption, self.wrong = Label("", "capx"), Select(dense=True)
        self.undo = Button(icon="undo", dense=True)
        self._wrong_row = QWidget()
        self._inputs = QVBoxLayout()
        self._build()
        self.what.activated.connect(lambda _at: self._choose(str(self.what.currentData() or "")))
        self.save.clicked.connect(self.on_save)
        self.cancel.clicked.connect(self._on_cancel)
        self.undo.clicked.connect(
            lambda: self.take_back_asked.emit(str(self.wrong.currentData() or ""))
        )
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("s"))
        self._inputs.setSpacing(theme().space("s"))
        for box in (self.what, self.wrong):
            box.setMinimumWidth(theme().size("field_least"))
        foot = QHBoxLayout()
        foot.setSpacing(theme().space("s"))
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        column.addWidget(self.heading)
        column.addWidget(self._what_caption)
        column.addWidget(self.what)
        column.addLayout(self._inputs)
        column.addWidget(self.hint)
        column.addWidget(self.caution)
        column.addWidget(self.warning)
        column.addLayout(foot)
        column.addStretch(1)
        wrong = QHBoxLayout(self._wrong_row)
        wrong.setContentsMargins(0, 0, 0, 0)
        wrong.setSpacing(theme().space("s"))
        wrong.addWidget(self.wrong, 1)
        wrong.addWidget(self.undo)
        column.addWidget(Rule())
        column.addWidget(self._wrong_caption)
        column.addWidget(self._wrong_row)

    # --- what is recorded --------------------------------------------------------------------

    def show_file(self, view: CaseFileView | None, today: date) -> None:
        """Offer what may be recorded in this file; what is half typed for it stays."""
        is_same = (
            view is not None
            and self._view is not None
            and view.case.case_id == self._view.case.case_id
            and view.case.events == self._view.case.events
        )
        self._view, self._today = view, today
        if not is_same:
            self._list_entries()
            self.record()

    def _list_entries(self) -> None:
        """Offer what may be taken back, the newest first."""
        view = self._view
        self.wrong.clear()
        for one in reversed(view.case.standing() if view is not None else ()):
            self.wrong.addItem(f"{one.on} {title_of(one, current_language())}", one.happening_id)

    def record(self, what: str = "") -> None:
        """Record a happening; what: its kind, else the first that is offered."""
        view = self._view
        kinds = (*view.next_up, *view.others) if view is not None else ()
        self._kinds = {kind.what.value: kind for kind in kinds}
        self._act = Act.HAPPENING
        chosen = what if what in self._kinds else next(iter(self._kinds), "")
        self.what.clear()
        for kind in kinds:
            self.what.addItem(wording.said(kind.title), kind.what.value)
        self.what.setCurrentIndex(self.what.findData(chosen))
        self._choose(chosen)

    def _on_cancel(self) -> None:
        self.record()

    def extend(self, deadline: CaseDeadline) -> None:
        """Extend a running deadline."""
        self._act = Act.EXTENSION
        self._key = f"{deadline.rule.name}|{deadline.start.happening_id}"
        self._renew()
        self._field("on", _("Day of the approval"), self._today.isoformat())
        self._field("approved_by", _("Approved by"))
        self._field("reason", _("Reason"))
        if deadline.extension is not None:
            self._field("until", _("Last day by collective decision"))
        words = _("Extend: {name}").format(name=wording.said(deadline.rule.title))
        self._arrange(words, wording.banner_text(deadline))

    def take_back(self, happening: CaseHappening) -> None:
        """Take back an entry that was wrong."""
        self._act, self._key = Act.WITHDRAWAL, happening.happening_id
        self._renew()
        self._field("reason", _("Why it was wrong"))
        words = _("Take back: {name}").format(name=title_of(happening, current_language()))
        self._arrange(words, _("It stays in the file, marked, and counts no longer."))

    def _choose(self, what: str) -> None:
        self._key = what
        self._renew()
        kind = self._kinds.get(what)
        if kind is None:
            self._arrange(_("Nothing more is recorded in this case."), "")
            return
        self._field("on", _("Day"), "" if kind.ahead else self._today.isoformat())
        if kind.timed:
            self._field("at", _("Hour (09:30)"))
        for detail in kind.details:
            self._detail(detail)
        self._starts(kind)
        self._field("note", _("Remarks"))
        self._arrange(_("Record what happened"), _hint(kind, self._view))
        self._warn(kind)

    def _warn(self, kind: HappeningKind) -> None:
        """Say what would be out of order; it may be recorded all the same."""
        if self._view is None:
            return
        found = warnings_for(kind.what, self._view.case, self._view.deadlines, self._today)
        self.caution.set_text("\n".join(wording.said(text) for text in found))
        self.caution.setVisible(bool(found))

    def _starts(self, kind: HappeningKind) -> None:
        """Where several deadlines run that this ends, ask which one is meant."""
        view = self._view
        running = [
            one
            for one in (view.deadlines if view is not None else ())
            if one.state.is_running and kind.what in one.rule.ends
        ]
        names = [one.rule.name for one in running]
        several = [one for one in running if names.count(one.rule.name) > 1]
        if several:
            choices = [
                ("", _("all of them")),
                *((one.start.happening_id, _of(one)) for one in several),
            ]
            self._list(OF, _("Which one"), choices)

    # --- fields ------------------------------------------------------------------------------

    def _renew(self) -> None:
        while (item := self._inputs.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.fields, self.lists = {}, {}
        for line in (self.warning, self.caution):
            line.set_text("")
            line.hide()

    def _field(self, key: str, caption: str, text: str = "", *, is_number: bool = False) -> None:
        field = Field(caption, is_number=is_number)
        field.set_text(text)
        field.edited.connect(lambda _text: field.set_error(""))
        field.edit.returnPressed.connect(self.on_save)
        self.fields[key] = field
        self._inputs.addWidget(field)

    def _detail(self, detail: Detail) -> None:
        caption = wording.said(detail.caption) + (" *" if detail.needed else "")
        if detail.choices:
            self._list(detail.key, caption, [(v, wording.said(t)) for v, t in detail.choices])
        else:
            self._field(detail.key, caption, is_number=detail.is_number)

    def _list(self, key: str, caption: str, choices: Sequence[tuple[str, str]]) -> None:
        box = Select()
        for value, text in choices:
            box.addItem(text, value)
        box.setAccessibleName(caption)
        box.setMinimumWidth(theme().size("field_least"))
        self.lists[key] = box
        self._inputs.addWidget(Label(caption, "capx"))
        self._inputs.addWidget(box)

    def _arrange(self, heading: str, hint: str) -> None:
        is_happening = self._act is Act.HAPPENING
        self.heading.setText(heading)
        self.hint.set_text(hint)
        self.hint.setVisible(bool(hint))
        for widget in (self.what, self._what_caption):
            widget.setVisible(is_happening and bool(self._kinds))
        self.cancel.setVisible(not is_happening)
        self.save.setVisible(not is_happening or bool(self._kinds))

    def values(self) -> dict[str, str]:
        """Return what stands in the fields and lists, trimmed."""
        found = {key: field.text().strip() for key, field in self.fields.items()}
        return found | {key: str(box.currentData() or "") for key, box in self.lists.items()}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Fill the fields and lists named; others stay."""
        for key, value in values.items():
            if key in self.fields:
                self.fields[key].set_text(value)
            elif key in self.lists:
                self.lists[key].setCurrentIndex(max(0, self.lists[key].findData(value)))

    def on_save(self) -> None:
        """Give what was entered to whoever records it."""
        if self._key:
            self.saved.emit(self._act.value, self._key, self.values())

    def refuse(self, field: str, sentence: str) -> None:
        """Say what is wrong, at its field if it has one; what was typed stays."""
        target = self.fields.get(field)
        if target is not None:
            target.set_error(sentence)
            target.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.warning.set_text(sentence)
            self.warning.show()

    def enter(self) -> None:
        """Go to the first thing to fill in."""
        first = self.what if not self.what.isHidden() else None
        target = first or next((f.edit for f in self.fields.values()), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.save.setText(_("Log it"))
        self.cancel.setText(_("Cancel"))
        self._wrong_caption.setText(_("Logged wrongly?"))
        self.wrong.setAccessibleName(_("Logged wrongly?"))
        self.undo.setText(_("Take back"))
        self._list_entries()
        self._what_caption.setText(_("What happened"))
        self.what.setAccessibleName(_("What happened"))
        if self._act is Act.HAPPENING:
            kept = self.values()
            self.record(self._key)
            self.set_values(kept)
        else:
            self.record()


def _of(one: CaseDeadline) -> str:
    detail = wording.happening_detail(one.start)
    return " ".join(part for part in (one.start.on.isoformat(), detail) if part)


def _hint(kind: HappeningKind, view: CaseFileView | None) -> str:
    """Say which running deadlines it ends."""
    if view is None:
        return ""
    ended = [
        wording.said(one.rule.title)
        for one in view.deadlines
        if one.state.is_running and kind.what in one.rule.ends
    ]
    return _("Ends: {names}").format(names=wording.listed(dict.fromkeys(ended))) if ended else ""
