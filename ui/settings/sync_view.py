"""Office and sync: joining an office, how sending stands, what waits, what two people changed."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.adapters.sync_thread import SyncSnapshot
from inspector_app.words import gettext as _
from ui import sync_words
from ui.settings.sync_cards import SEND_KEY, EnrolCard, OfficeCard, ReviewCard, StateCard
from ui.settings.waiting_model import WaitingModel, rows_of
from ui.sync_bridge import MOST_LISTED, SyncDetails
from ui.theme import theme
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph
from ui.widgets.see_through import see_through
from ui.widgets.table import Table

_COLUMNS = (112, 240, 190)
_SHOWN_ROWS = 7


class SyncView(QWidget):
    """The section. Signals: resolved(ReviewTask, event_id, typed) besides those of its cards."""

    resolved = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.enrol, self.state, self.office = EnrolCard(), StateCard(), OfficeCard()
        self.reviews: list[ReviewCard] = []
        self._details = SyncDetails()
        self._wants_other = False
        self._waits = ""
        self._snapshot: SyncSnapshot | None = None
        self._more = Paragraph("", "cap")
        self._more.hide()
        self._reviews_title, self._no_review = Label(role="lead"), Paragraph("", "dense")
        self._waiting_title, self.model, self.table = Label(role="lead"), WaitingModel(), Table()
        self.table.setModel(self.model)
        self._waiting, self._review_box = Card(), Card()
        self._build()
        self.office.other_code_wanted.connect(self._on_other_code)
        again = QShortcut(QKeySequence(SEND_KEY), self)
        again.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        again.activated.connect(self.state.send.click)  # a disabled button does nothing
        self.retranslate()
        self.retint()

    def _build(self) -> None:
        self._waiting.body.addWidget(self._waiting_title)
        self._waiting.body.addWidget(self.table)
        self._waiting.body.addWidget(self._more)
        self._review_box.body.addWidget(self._reviews_title)
        self._review_box.body.addWidget(self._no_review)
        self._top = QHBoxLayout()
        for card in (self.enrol, self.state, self.office):
            self._top.addWidget(card, 1)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._top)
        self._column.addWidget(self._review_box)
        self._column.addWidget(self._waiting)
        self._column.addStretch(1)
        scroll = see_through(QScrollArea(), inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the ring would frame the whole page
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)

    # --- showing ---------------------------------------------------------------------------

    def show_snapshot(self, snapshot: SyncSnapshot, at: datetime) -> None:
        """Show how sending stands at a time."""
        self.state.show_snapshot(snapshot, at)
        self._snapshot = snapshot
        self.model.show_file(snapshot.file)
        if sync_words.waits_because(snapshot) != self._waits:
            self._fill()
        self._say_more()

    def show_details(self, details: SyncDetails) -> None:
        """Show the office, what waits and what two people changed."""
        is_same = details.tasks == self._details.tasks
        self._details = details
        if details.enrolment is not None:
            self.office.show_office(details.enrolment, details.device_id)
        if not is_same:
            self._rebuild_reviews()
        self._arrange()

    def show_enrolled(self) -> None:
        """Put the card for the code away."""
        self._wants_other = False
        self.enrol.clear()
        self._arrange()
        self.state.send.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Go to the code, or to the button that sends."""
        first = self.enrol.code.edit if self._asks_code() else self.state.send
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _asks_code(self) -> bool:
        return self._details.enrolment is None or self._wants_other

    def _on_other_code(self) -> None:
        self._wants_other = True
        self._arrange()
        self.focus_first()

    def _arrange(self) -> None:
        asks = self._asks_code()
        self.enrol.setVisible(asks)
        self.office.setVisible(not asks)
        self._review_box.setVisible(bool(self._details.tasks))
        self._fill()
        self._say_more()

    def _fill(self) -> None:
        """Fill the table, as high as its rows up to a few."""
        shot = self._snapshot
        self._waits = sync_words.waits_because(shot) if shot is not None else ""
        self.model.show_rows(rows_of(self._details.records, self._details.blobs, self._waits))
        self.table.viewport().update()
        shown = min(max(self.model.rowCount(), 1), _SHOWN_ROWS)
        t = theme()
        self.table.setFixedHeight(
            t.size("row_table_head") + shown * t.size("row_table") + 2 * t.stroke
        )

    def _say_more(self) -> None:
        """Say how many wait beyond those that are listed."""
        queued = self._snapshot.queue.blobs if self._snapshot is not None else 0
        files = queued - len(self._details.blobs)
        is_full = len(self._details.blobs) >= MOST_LISTED
        self._more.setVisible(is_full and files > 0)
        self._more.set_text(_("{n} more files wait; they move up as these go.").format(n=files))

    def _rebuild_reviews(self) -> None:
        for card in self.reviews:
            card.hide()  # it is deleted only later, and must not show meanwhile
            card.deleteLater()
        self.reviews = [ReviewCard(task, self._details.device_id) for task in self._details.tasks]
        for card, task in zip(self.reviews, self._details.tasks, strict=True):
            card.resolved.connect(
                lambda event_id, typed, task=task: self.resolved.emit(task, event_id, typed)
            )
            self._review_box.body.addWidget(card)

    # --- language and theme ----------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._waiting_title.setText(_("What waits on this laptop"))
        self._reviews_title.setText(_("Which value holds?"))
        self._no_review.set_text(
            _("Both values are kept in the history; choose the one that holds from now on.")
        )
        self.table.setAccessibleName(_("What waits on this laptop"))
        self.table.set_empty_text(_("Nothing waits."))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 3)
        self._rebuild_reviews()
        self._arrange()

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        share = t.type_px("dense") / 13
        self.table.set_column_widths(tuple(round(width * share) for width in _COLUMNS))
        self._top.setSpacing(t.space("m"))
        self._column.setSpacing(t.space("m"))
        self._arrange()
