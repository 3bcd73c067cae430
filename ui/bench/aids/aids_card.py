"""The aids of the bench: which one, what it asks, what to do now, what was found so far."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.bench.aids import aid_words
from ui.bench.aids.aid_fields import AidFields
from ui.bench.aids.aid_results import AidResults
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Rule, row
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.meter import Meter
from ui.widgets.paragraph import Paragraph

AIDS = ("repeatability", "drift", "probes")


class AidsCard(QWidget):
    """Signals: chosen(aid), start_wanted, stop_wanted, confirmed, skipped, copy_wanted."""

    chosen = Signal(str)
    start_wanted = Signal()
    stop_wanted = Signal()
    confirmed = Signal()
    skipped = Signal()
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tools, self.choice = QWidget(), ChoiceRow(dense=True)
        self.start = Button(icon="play", kind="primary", dense=True)
        self.fields, self.results = AidFields(), AidResults()
        self.prompt, self.note = Paragraph("", "lead"), Paragraph("", "dense")
        self.warning = Paragraph("", "dense", tone="warn")
        self.meter = Meter()
        self.done, self.skip = Button(icon="check", dense=True), Button(icon="right", dense=True)
        self.copy, self.export = Button(icon="doc", dense=True), Button(icon="export", dense=True)
        self._left, self._side = QVBoxLayout(), QScrollArea()
        self._is_running = self._is_compact = False
        self._build()
        self._connect()
        self.retranslate()
        self.retint()

    def _build(self) -> None:
        tools = QHBoxLayout(self.tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.addStretch(1)
        tools.addWidget(self.choice)
        tools.addWidget(self.start)
        self._build_side()
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self._side)
        below.addWidget(Rule(vertical=True))
        below.addWidget(self.results, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._fields_line = QHBoxLayout()
        self._fields_line.addWidget(self.fields)
        self._column.addLayout(self._fields_line)
        self._column.addWidget(Rule())
        self._column.addLayout(below, 1)

    def _build_side(self) -> None:
        """What to do now, and the buttons for it; scrolled where the window is low."""
        inside = QWidget()
        inside.setLayout(self._left)
        for widget in (self.prompt, self.meter, self.warning, self.note):
            self._left.addWidget(widget)
        self._left.addLayout(row(self.done, self.skip, 1))
        self._left.addLayout(row(self.copy, self.export, 1))
        self._left.addStretch(1)
        self._side.setWidget(inside)
        self._side.setWidgetResizable(True)
        inside.setAutoFillBackground(False)  # setWidget has just turned it on
        self._side.viewport().setAutoFillBackground(False)
        self._side.setFrameShape(QFrame.Shape.NoFrame)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _connect(self) -> None:
        self.choice.chosen.connect(self.chosen)
        self.start.clicked.connect(self._on_start)
        self.done.clicked.connect(self.confirmed)
        self.skip.clicked.connect(self.skipped)
        self.copy.clicked.connect(self.copy_wanted)

    def _on_start(self) -> None:
        (self.stop_wanted if self._is_running else self.start_wanted).emit()

    # --- showing ---------------------------------------------------------------------------

    def show_aid(self, aid: str) -> None:
        """Show what this aid asks."""
        self.choice.set_current(aid)
        self.fields.show_aid(aid)

    def show_running(self, *, running: bool) -> None:
        """Say whether a run is under way: then nothing of it is changed."""
        self._is_running = running
        self.fields.setEnabled(not running)
        self.choice.setEnabled(not running)
        word = _("Stop") if running else _("Start")
        self.start.setText("" if self._is_compact else word)
        self.start.setAccessibleName(word)
        self.start.setToolTip(word if self._is_compact else "")
        self.start.set_icon("stop" if running else "play")
        self.start.set_kind("normal" if running else "primary")

    def set_compact(self, compact: bool) -> None:
        """In a narrow window the button to start is an icon."""
        self._is_compact = compact
        self.show_running(running=self._is_running)

    def show_prompt(self, prompt: str, note: str, warning: str = "") -> None:
        """Say what to do now, what happens meanwhile, and what to mind."""
        for paragraph, text in ((self.prompt, prompt), (self.note, note), (self.warning, warning)):
            if paragraph.text() != text:
                paragraph.set_text(text)
            paragraph.setVisible(bool(text))

    def show_share(self, share: float | None) -> None:
        """Show how much of the run is done, None while none is under way."""
        self.meter.setVisible(share is not None)
        self.meter.show_share(share, _("{n} % done").format(n=round(100 * (share or 0))))

    def show_acts(self, *, confirm: str, may_skip: bool, may_copy: bool) -> None:
        """Offer what a person may do now. confirm: the words of the button, empty for none."""
        self.done.setVisible(bool(confirm))
        if confirm and self.done.text() != confirm:
            self.done.setText(confirm)
            self.done.updateGeometry()
        self.skip.setVisible(may_skip)
        self.copy.setVisible(may_copy)
        self.export.setVisible(may_copy)

    def titles(self) -> Sequence[tuple[str, str]]:
        """Return key and name of each aid."""
        return tuple((aid, aid_words.title_of(aid)) for aid in AIDS)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        chosen = self.choice.current() or AIDS[0]
        self.choice.set_choices(self.titles())
        self.choice.setAccessibleName(_("Aids"))
        self.skip.setText(_("Skip this step"))
        self.copy.setText(_("Copy"))
        self.copy.setToolTip(_("Copy the values"))
        self.copy.setAccessibleName(_("Copy the values"))
        for button in (self.skip, self.copy, self.export):
            button.updateGeometry()
        self.show_aid(chosen)
        self.show_running(running=self._is_running)

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        self._side.setFixedWidth(t.size("ports_c"))
        self._left.setContentsMargins(t.space("l"), t.space("m"), t.space("m"), t.space("m"))
        self._left.setSpacing(t.space("s"))
        self._fields_line.setContentsMargins(t.space("l"), t.space("s"), t.space("m"), t.space("s"))
