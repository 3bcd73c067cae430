"""The cards of the sync page: joining an office, how sending stands, the office, one overlap."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.adapters.sync_thread import SyncSnapshot
from inspector_app.domain.exceptions import InspectorError
from inspector_app.services.sync_ports import Edit, Enrolment, ReviewTask
from inspector_app.sync.machine import Phase
from inspector_app.words import failures
from inspector_app.words import gettext as _
from ui import sync_words
from ui.inspect.facts import Facts
from ui.widgets.button import Button
from ui.widgets.card import Card, row
from ui.widgets.chip import Chip
from ui.widgets.field import Field
from ui.widgets.label import Elide, KeyCap, Label
from ui.widgets.meter import Meter
from ui.widgets.paragraph import Paragraph

SEND_KEY = "F5"


class EnrolCard(Card):
    """Joins an office. Signal wanted(code, address, name)."""

    wanted = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._text = Label(role="lead"), Paragraph("", "dense")
        self.code, self.address, self.name = Field(), Field(), Field()
        self.join = Button(kind="primary", icon="plug")
        self.join.setAutoDefault(True)
        for widget in (self._title, self._text, self.code, self.address, self.name):
            self.body.addWidget(widget)
        self.body.addLayout(row(self.join, 1))
        self.body.addStretch(1)
        self.join.clicked.connect(self._on_join)
        for field in (self.code, self.address, self.name):
            field.edit.returnPressed.connect(self._on_join)
        self.retranslate()

    def _on_join(self) -> None:
        if not self.join.isEnabled():
            return
        self.code.set_error("" if self.code.text().strip() else _("Enter the code."))
        self.address.set_error("")
        if self.code.text().strip():
            self.join.setEnabled(False)
            self.wanted.emit(self.code.text(), self.address.text(), self.name.text().strip())

    def show_refusal(self, failure: Exception) -> None:
        """Say under the field it concerns why the office was not joined."""
        self.join.setEnabled(True)
        if not isinstance(failure, InspectorError):
            raise failure
        is_address = failure.code.startswith("office_")
        field = self.address if is_address else self.code
        field.set_error(failures.sentence(failure))
        field.edit.setFocus()

    def clear(self) -> None:
        """Forget the code: it is good for one laptop."""
        self.join.setEnabled(True)
        for field in (self.code, self.address):
            field.set_text("")
            field.set_error("")

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(_("Connect to your office"))
        self._text.set_text(
            _(
                "Until then everything stays safely on this laptop. The office gives you a code "
                "that is good once and for ten minutes: type it, paste it or scan it."
            )
        )
        self.code.set_caption(_("Enrolment code"))
        self.address.set_caption(_("Address of the office, if the code holds none"))
        self.address.set_placeholder("192.168.1.20:8443")
        self.name.set_caption(_("Name of this laptop (may stay empty)"))
        self.join.setText(_("Connect"))
        self.join.updateGeometry()


class StateCard(Card):
    """How sending stands. Signal retry_wanted."""

    retry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: SyncSnapshot | None = None
        self._at: datetime | None = None
        self._title, self._chip = Label(role="lead"), Chip()
        self._situation, self._reason = Paragraph("", "body"), Paragraph("", "dense", tone="warn")
        self._when, self._meter = Paragraph("", "cap"), Meter()
        self.send = Button(kind="primary", icon="sync")
        self.send.setAutoDefault(True)
        self.send.clicked.connect(self.retry_wanted)
        self.body.addLayout(row(self._title, 1, self._chip))
        for widget in (self._situation, self._reason, self._meter, self._when):
            self.body.addWidget(widget)
        self.body.addLayout(row(self.send, KeyCap(SEND_KEY), 1))
        self.body.addStretch(1)
        self.retranslate()

    def show_snapshot(self, snapshot: SyncSnapshot, at: datetime) -> None:
        """Show this. at: now, from which the next attempt is counted."""
        self._snapshot, self._at = snapshot, at
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(_("Sync"))
        self.send.setText(_("Send now"))
        self.send.updateGeometry()
        shot, at = self._snapshot, self._at
        if shot is None or at is None:
            return
        chip, state = sync_words.phase_chip(shot), shot.state
        self._chip.set_state(chip.text, chip.kind, icon=chip.icon)
        self._situation.set_text(sync_words.situation(shot))
        self._reason.set_text(sync_words.reason(shot))
        self._reason.setVisible(bool(self._reason.text()))
        is_sending = state.phase is Phase.SENDING
        self._meter.setVisible(is_sending)
        share = state.done / state.total if state.total else None
        self._meter.show_share(share, self._situation.text())
        lines = (sync_words.next_attempt(shot, at), sync_words.last_round(shot, at))
        self._when.set_text(" ".join(line for line in lines if line))
        self._when.setVisible(bool(self._when.text()))
        # Enabled while it sends too: a disabled button hands the focus on into the address field.
        self.send.setEnabled(state.phase is not Phase.NOT_ENROLLED)


class OfficeCard(Card):
    """The office this laptop belongs to. Signals address_given(text), leave for another code."""

    address_given = Signal(str)
    other_code_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._enrolment: Enrolment | None = None
        self._device_id = ""
        self.note = ""
        self._title, self._name = Label(role="capx"), Elide("", "lead")
        self._facts, self._note = Facts(columns=2), Paragraph("", "cap")
        self.address, self.other = Field(), Button(kind="ghost", icon="plug", dense=True)
        self.other.clicked.connect(self.other_code_wanted)
        for widget in (self._title, self._name, self._facts, self.address, self._note):
            self.body.addWidget(widget)
        self.body.addLayout(row(self.other, 1))
        self.body.addStretch(1)
        self.address.committed.connect(self._on_address)
        self.retranslate()

    def show_office(self, enrolment: Enrolment, device_id: str) -> None:
        """Show this office and this laptop; an address being typed is left alone."""
        is_new = self._enrolment != enrolment
        self._enrolment, self._device_id = enrolment, device_id
        if is_new and not self.address.edit.hasFocus():
            self.address.set_text(enrolment.addresses[0] if enrolment.addresses else "")
        self.retranslate()

    def _on_address(self, text: str) -> None:
        known = self._enrolment.addresses[:1] if self._enrolment is not None else ()
        if text.strip() and (text.strip(),) != known:
            self.address.set_error("")
            self.address_given.emit(text.strip())

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(_("Office"))
        self.other.setText(_("Use another code"))
        self.other.updateGeometry()
        self.address.set_caption(_("Address of the office; change it when the office moves"))
        office = self._enrolment
        if office is None:
            return
        self._name.set_text(office.office_name)
        self._facts.show_pairs(
            (
                (_("This laptop"), self._own_name(office)),
                (_("Enrolled since"), _day_and_time(office.enrolled_at)),
                (_("Divisions this laptop may read"), ", ".join(office.scopes)),
                (_("Own division"), office.home_scope),
                (_("Public verification page"), office.public_page),
                (_("Further addresses"), ", ".join(office.addresses[1:])),
            )
        )
        self._note.set_text(_(self.note) if self.note else "")
        self._note.setVisible(bool(self.note))

    def _own_name(self, office: Enrolment) -> str:
        return " · ".join(part for part in (office.device_name, self._device_id[:8]) if part)


def _day_and_time(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone():%Y-%m-%d %H:%M}"


class ReviewCard(Card):
    """One overlap, both values side by side. Signal resolved(event_id, typed), one of them ''."""

    resolved = Signal(str, str)

    def __init__(self, task: ReviewTask, own_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, kind="warn")
        self._task, self._own_id = task, own_id
        self.task_id = task.task_id
        words = (sync_words.what_word(task.what), task.title, sync_words.field_word(task.field))
        self.body.addWidget(Elide(" · ".join(word for word in words if word), "strong"))
        self.body.addWidget(
            Paragraph(_("Two people changed this, neither knowing of the other."), "cap2")
        )
        self.choices: list[Button] = []
        for edit in task.edits:
            self.body.addLayout(self._side(edit))
        self.other, self.take = Field(placeholder=_("Another value")), Button(dense=True)
        self.other.edit.setAccessibleName(_("Another value"))
        self.take.setText(_("Take this"))
        self.take.clicked.connect(self._on_take)
        self.other.edit.returnPressed.connect(self._on_take)
        self.body.addLayout(row(self.other, self.take))

    def _side(self, edit: Edit) -> QHBoxLayout:
        keep = Button(_("Keep this"), dense=True)
        shown = edit.value or _("(empty)")
        keep.setAccessibleName(f"{keep.text()}: {shown}")
        keep.clicked.connect(lambda: self.resolved.emit(edit.event_id, ""))
        self.choices.append(keep)
        who = " · ".join(
            (
                sync_words.device_word(edit.device_id, self._own_id),
                f"{edit.at.astimezone():%m-%d %H:%M}",
            )
        )
        return row(Elide(shown, "body"), Elide(who, "cap2"), keep)

    def _on_take(self) -> None:
        if self.other.text().strip():
            self.resolved.emit("", self.other.text().strip())
        else:
            self.other.set_error(_("Enter the value that holds."))
