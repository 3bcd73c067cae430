"""The timeline of a case: what is to come on top, then what happened, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.casework.case_deadlines import DeadlineState
from inspector_app.casework.consequences import PROPOSE
from inspector_app.casework.deadline_rules import rule_of
from inspector_app.casework.happenings import title_of
from inspector_app.domain.events import PhotoAttached, ReportIssued
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection
from inspector_app.kinds.catalogue import kind_for
from inspector_app.reports.catalogue import report_of
from inspector_app.services.case_file import EntryKind, TimelineEntry
from inspector_app.words import current_language, ngettext
from inspector_app.words import gettext as _
from inspector_app.words.reasons import outcome_word
from ui.cases import wording
from ui.theme import paint_icon, theme
from ui.widgets.button import Button
from ui.widgets.label import Elide, Label
from ui.widgets.painting import draw_box
from ui.widgets.paragraph import Paragraph

SHOWN_PHOTOS: Final = 3
# what an entry is: icon, colour
_ICONS: Final[dict[EntryKind, tuple[str, str]]] = {
    EntryKind.HAPPENING: ("pass", "ok"),
    EntryKind.EXTENSION: ("clock", "text2"),
    EntryKind.ANSWER: ("flag", "text2"),
    EntryKind.INSPECTION: ("pass", "ok"),
    EntryKind.PHOTOS: ("pass", "ok"),
    EntryKind.PAPER: ("doc", "text2"),
}
_DEADLINE_ICONS: Final[dict[DeadlineState, tuple[str, str]]] = {
    DeadlineState.OVERDUE: ("warn", "bad"),
    DeadlineState.NEAR: ("current", "accent"),
    DeadlineState.MISSING: ("pending", "warn"),
}


class _Thread(QWidget):
    """The mark of an entry on the line that runs through all of them."""

    def __init__(self, icon: str, colour: str, *, first: bool, last: bool) -> None:
        super().__init__()
        self._icon, self._colour, self._first, self._last = icon, colour, first, last
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.retint()

    def retint(self) -> None:
        """Take the width of the theme in use."""
        self.setFixedWidth(theme().size("timeline"))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        px, middle = t.size("icon"), self.width() // 2
        top = 0 if not self._first else px
        bottom = self.height() if not self._last else px
        line = t.tokens.stroke_px["line"]
        painter.fillRect(middle - line // 2, top, line, bottom - top, t.colour("line"))
        box = QRect(middle - px // 2, 0, px, px)
        painter.fillRect(box.adjusted(-1, 0, 1, 2), t.colour("surface"))
        paint_icon(painter, self._icon, box, self._colour)


class _Picture(QWidget):
    """A small photo, or the sign of one that does not lie here."""

    def __init__(self, photo: PhotoAttached, title: str, data: bytes) -> None:
        super().__init__()
        self._pixmap, self._title = QPixmap(), title
        if data:
            self._pixmap.loadFromData(data)
        self.setAccessibleName(title)
        self.setToolTip(photo.caption or title)
        self.retint()

    def retint(self) -> None:
        """Take the size of the theme in use."""
        self.setFixedSize(theme().size("case_photo_w"), theme().size("case_photo_h"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        draw_box(
            painter, self.rect(), ground=t.colour("idlebg"), edge=None, radius=t.radius("chip")
        )
        if self._pixmap.isNull():
            px = t.size("icon")
            middle = self.rect().center()
            paint_icon(
                painter,
                "camera",
                QRect(middle.x() - px // 2, middle.y() - px // 2, px, px),
                "text3",
            )
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(0, 0, size.width(), size.height())
        box.moveCenter(self.rect().center())
        painter.drawPixmap(box, self._pixmap)


class TimelineRow(QWidget):
    """One entry. Signal inspection_wanted(id): the record behind it is to be looked at."""

    inspection_wanted = Signal(str)

    def __init__(
        self, entry: TimelineEntry, today: date, images: Mapping[str, bytes], *, ends: str
    ) -> None:
        super().__init__()
        self.entry = entry
        icon, colour = _mark(entry)
        title, detail = _words(entry)
        head = QHBoxLayout()
        head.setSpacing(theme().space("s"))
        self.title = Elide(title, "strong")
        self.title.set_struck(is_struck=_is_void(entry))
        head.addWidget(self.title, 1)
        head.addWidget(Label(_when(entry, today), "cap2"))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(head)
        foot = QHBoxLayout()
        foot.setSpacing(theme().space("s"))
        foot.addWidget(Paragraph(detail, "cap2"), 1)
        if (button := self._button(title)) is not None:
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        if detail or button is not None:
            column.addLayout(foot)
        if entry.photos:
            column.addLayout(_pictures(entry, images))
        column.addSpacing(theme().space("m"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().space("s"))
        line.addWidget(_Thread(icon, colour, first="first" in ends, last="last" in ends))
        line.addLayout(column, 1)

    def _button(self, title: str) -> Button | None:
        entry = self.entry
        if entry.kind in {EntryKind.INSPECTION, EntryKind.PAPER} and entry.inspection is not None:
            key, word = entry.inspection.inspection_id, _("Look")
            button = Button(word, kind="ghost", dense=True)
            button.clicked.connect(lambda: self.inspection_wanted.emit(key))
        else:
            return None
        button.setAccessibleName(f"{word}: {title}")
        return button


class Timeline(QWidget):
    """All entries. Signal inspection_wanted(id): the record behind one is to be looked at."""

    inspection_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[TimelineEntry, ...] = ()
        self._today = date.min
        self._images: dict[str, bytes] = {}
        self.rows: list[TimelineRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, theme().space("s"), 0)
        self._column.setSpacing(0)

    def show_entries(self, entries: Sequence[TimelineEntry], today: date) -> None:
        """Show these, the farthest deadline on top."""
        self._entries, self._today = tuple(entries), today
        self.rebuild()

    def show_images(self, images: Mapping[str, bytes]) -> None:
        """Show the pictures that lie here, by hash."""
        if dict(images) != self._images:
            self._images = dict(images)
            self.rebuild()

    def rebuild(self) -> None:
        """Build the rows anew, after a change of content, language or theme."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for at, entry in enumerate(self._entries):
            ends = " ".join(
                name
                for name, is_so in (("first", at == 0), ("last", at == len(self._entries) - 1))
                if is_so
            )
            row = TimelineRow(entry, self._today, self._images, ends=ends)
            row.inspection_wanted.connect(self.inspection_wanted)
            self._column.addWidget(row)
            self.rows.append(row)
        self._column.addStretch(1)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setAccessibleName(_("Timeline"))
        self.rebuild()

    def retint(self) -> None:
        """Rows have the theme's measures."""
        self.rebuild()


def _mark(entry: TimelineEntry) -> tuple[str, str]:
    if entry.deadline is not None:
        return _DEADLINE_ICONS.get(entry.deadline.state, ("pending", "text2"))
    if entry.happening is not None and entry.happening.withdrawn:
        return "undo", "text3"
    if _is_void(entry):
        return "close", "bad"
    return _ICONS[entry.kind]


def _is_void(entry: TimelineEntry) -> bool:
    if entry.paper is None or entry.inspection is None:
        return False
    return entry.paper.sha256 in entry.inspection.voided_reports


def _when(entry: TimelineEntry, today: date) -> str:
    if entry.deadline is not None:
        return wording.last_day(entry.deadline)
    return wording.when(entry.on, entry.at, today)


def _words(entry: TimelineEntry) -> tuple[str, str]:
    """Return the bold line and what stands below it."""
    if entry.deadline is not None:
        one = entry.deadline
        words = (wording.deadline_chip(one).text, wording.period(one), wording.article(one))
        return wording.said(one.rule.title), " · ".join(dict.fromkeys(words))
    if entry.happening is not None:
        title = title_of(entry.happening, current_language())
        return title, wording.happening_detail(entry.happening)
    if entry.extension is not None:
        rule = rule_of(entry.extension.deadline)
        name = wording.said(rule.title) if rule is not None else entry.extension.deadline
        approved = _("approved by {name}").format(name=entry.extension.approved_by)
        title = _("Extended: {name}").format(name=name)
        return title, f"{approved} · {entry.extension.reason}"
    if entry.answer is not None:
        is_yes = entry.answer.answer == PROPOSE
        title = _("Transfer to the police proposed") if is_yes else _("Not transferred: answered")
        return title, f"{entry.answer.by} · {entry.answer.reason}"
    return _record_words(entry)


def _record_words(entry: TimelineEntry) -> tuple[str, str]:
    inspection = entry.inspection
    if inspection is None:
        return "", ""
    if entry.photos:
        count = len(entry.photos)
        title = ngettext("{n} photo", "{n} photos", count).format(n=count)
        return title, _("kept by their hash in record {number}").format(number=inspection.number)
    if entry.paper is not None:
        return _paper_words(inspection, entry.paper)
    return _kind_title(inspection), _verdict_words(inspection)


def _paper_words(inspection: Inspection, paper: ReportIssued) -> tuple[str, str]:
    """Return the paper with its number; one that counts no longer says so, and why."""
    title, name = _report_title(paper.report), paper.document_number or paper.name
    void = inspection.voided_reports.get(paper.sha256)
    if void is None:
        return title, name
    words = _("Void: {name}").format(name=title)
    return words, f"{name} · {void.reason} · {void.second_person}"


def _verdict_words(inspection: Inspection) -> str:
    verdict = inspection.verdict
    if verdict is None:
        return inspection.number
    failed = len(verdict.failures())
    words = ngettext("{n} finding against", "{n} findings against", failed).format(n=failed)
    return " · ".join(
        (inspection.number, outcome_word(verdict.outcome, legal=verdict.legal), words)
    )


def _kind_title(inspection: Inspection) -> str:
    try:
        return wording.said(kind_for(inspection).title)
    except InputInvalid:
        return inspection.kind


def _report_title(key: str) -> str:
    try:
        return wording.said(report_of(key).title)
    except InputInvalid:
        return key


def _pictures(entry: TimelineEntry, images: Mapping[str, bytes]) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme().space("s"))
    line.setContentsMargins(0, theme().space("xs"), 0, 0)
    for photo in entry.photos[:SHOWN_PHOTOS]:
        title = _role_title(entry.inspection, photo.role)
        line.addWidget(_Picture(photo, title, images.get(photo.sha256, b"")))
    if len(entry.photos) > SHOWN_PHOTOS:
        line.addWidget(Label(f"+ {len(entry.photos) - SHOWN_PHOTOS}", "cap2"))
    line.addStretch(1)
    return line


def _role_title(inspection: Inspection | None, role: str) -> str:
    try:
        roles = kind_for(inspection).photos if inspection is not None else ()
    except InputInvalid:
        roles = ()
    return next((wording.said(each.title) for each in roles if each.key == role), role)
