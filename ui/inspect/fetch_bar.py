"""The line that brings a record's files from the office: what lies there, how far it is."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.exceptions import InspectorError
from inspector_app.services.fetch_evidence import Progress
from inspector_app.words import failures, ngettext
from inspector_app.words import gettext as _
from ui.sync_words import amount, size
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.icon_mark import IconMark
from ui.widgets.meter import Meter
from ui.widgets.paragraph import Paragraph

FetchState = Literal["nothing", "offered", "running", "done"]


class FetchBar(Card):
    """Signals: fetch_asked, stop_asked. Hidden while there is nothing to say."""

    fetch_asked = Signal()
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: FetchState = "nothing"
        self._count, self._bytes, self._proof = 0, 0, ""
        self._trouble: InspectorError | None = None
        self._progress: Progress | None = None
        self._mark = IconMark("cloud", "accent", "icon")
        self._happened, self._detail = Paragraph("", "strong"), Paragraph("", "cap2")
        self._meter = Meter()
        self.button = Button(icon="save", dense=True)
        self.button.setAutoDefault(True)
        self._build()
        self.button.clicked.connect(self._on_button)
        self._show()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._happened)
        words.addWidget(self._detail)
        words.addWidget(self._meter)
        line = QHBoxLayout()
        line.setSpacing(theme().space("m"))
        line.addWidget(self._mark)
        line.addLayout(words, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(line)

    # --- what it shows ---------------------------------------------------------------------

    def show_nothing(self) -> None:
        """Hide: every file lies here, or nothing is open."""
        self.state = "nothing"
        self._show()

    def offer(self, count: int, total: int, trouble: InspectorError | None = None) -> None:
        """Say that files lie at the office. total: bytes. trouble: why they did not come."""
        self.state, self._count, self._bytes, self._trouble = "offered", count, total, trouble
        self._show()

    def show_progress(self, progress: Progress | None) -> None:
        """Show how far it is; None while the line is being opened."""
        self.state, self._progress = "running", progress
        self._show()

    def show_done(self, count: int, proof: str) -> None:
        """Say that files came and were checked. proof: what checking the report found."""
        self.state, self._count, self._proof = "done", count, proof
        self._show()

    def _on_button(self) -> None:
        if self.state == "running":
            self.stop_asked.emit()
        elif self.state == "offered":
            self.fetch_asked.emit()
        else:
            self.show_nothing()

    # --- words -----------------------------------------------------------------------------

    def _show(self) -> None:
        self.setVisible(self.state != "nothing")
        self.set_kind("ok" if self.state == "done" else "plain")
        self._mark.set_icon(*_MARKS[self.state])
        self._happened.set_text(self._happened_words())
        self._detail.set_text(self._detail_words())
        self._detail.setVisible(self.state != "running" and bool(self._detail.text()))
        self._meter.setVisible(self.state == "running")
        at = self._progress
        share = at.held / at.total if at is not None and at.total else None
        self._meter.show_share(share, self._happened.text())
        self.button.set_icon({"running": "stop", "done": "close"}.get(self.state, "save"))
        self.button.setText(self._button_words())
        self.button.updateGeometry()
        self.setAccessibleName(self._happened.text())
        self.setAccessibleDescription(self._detail.text())

    def _happened_words(self) -> str:
        if self.state == "offered":
            text = ngettext(
                "{n} file of this record lies at the office only ({size}).",
                "{n} files of this record lie at the office only ({size}).",
                self._count,
            )
            return text.format(n=self._count, size=size(self._bytes))
        if self.state == "running":
            return self._running_words()
        text = ngettext(
            "{n} file came from the office and matches its SHA-256.",
            "{n} files came from the office; each matches its SHA-256.",
            self._count,
        )
        return text.format(n=self._count)

    def _running_words(self) -> str:
        at = self._progress
        if at is None:
            return _("Calling the office…")
        return _("Fetching file {number} of {count}: {amount}").format(
            number=at.number, count=at.count, amount=amount(at.held, at.total)
        )

    def _detail_words(self) -> str:
        if self.state == "done":
            return self._proof
        if self._trouble is not None:
            return _("{trouble} What came is kept; it goes on from there.").format(
                trouble=failures.sentence(self._trouble)
            )
        return _("Fetch them to see photos and report here; it can be stopped and goes on later.")

    def _button_words(self) -> str:
        words = {
            "running": _("Stop"),
            "done": _("Close"),
            "offered": _("Go on fetching")
            if self._trouble is not None
            else _("Fetch the evidence"),
        }
        return words.get(self.state, "")

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        self._show()


_MARKS = {
    "nothing": ("cloud", "accent"),
    "offered": ("cloud", "accent"),
    "running": ("sync", "accent"),
    "done": ("pass", "ok"),
}
