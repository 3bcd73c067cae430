"""Capture bar: the additional weights, the keys, typing by hand, taking back, and capturing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.label import Elide, KeyCap, Label


class CaptureBar(Card):
    """Signals: delta_typed(text), typed(text) by hand, left: the focus may go back to the rows,
    automatic(is_on): a person wants new loads captured by themselves, or no longer.
    """  # noqa: D205 - the signals are the summary

    automatic = Signal(bool)
    delta_typed = Signal(str)
    typed = Signal(str)
    left = Signal()
    _is_built = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=False)
        self.delta_label, self.delta = Label("", "body2"), Field(is_number=True, unit="g")
        self.hand_label, self.hand = Label("", "body2"), Field(is_number=True)
        self.refusal = Elide("", "cap", tone="warn", align=Qt.AlignmentFlag.AlignRight)
        self.caps = (KeyCap("Space"), Label("", "cap"), KeyCap("Backspace"), Label("", "cap"))
        self.auto = Button(kind="filter")
        self.by_hand, self.undo = Button(icon="pen"), Button(icon="undo")
        self.capture = Button(icon="check", kind="primary")
        self._is_built, self._is_finished = True, False
        self._next: Button | None = None
        self._is_compact, self._has_delta, self._is_typing = False, True, False
        self._line = QHBoxLayout()
        self._build()
        self._connect()
        self.retint()
        self.retranslate()
        self._arrange()

    def _build(self) -> None:
        for field in (self.delta_label, self.delta, self.hand_label, self.hand):
            self._line.addWidget(field)
        self._line.addWidget(self.refusal, 1)
        for cap in (*self.caps, self.auto, self.by_hand, self.undo):
            self._line.addWidget(cap)
        self._line.addSpacing(theme().space("s"))  # a glove must not hit undo for capture
        self._line.addWidget(self.capture)
        self.body.addLayout(self._line)
        for typed in (self.delta, self.hand):
            typed.edit.installEventFilter(self)

    def _connect(self) -> None:
        self.by_hand.clicked.connect(self.start_typing)
        self.auto.toggled.connect(self.automatic)
        self.auto.clicked.connect(self.left)  # else Space would switch it, not capture
        self.delta.edited.connect(self.delta_typed)
        self.delta.edit.returnPressed.connect(self.left)
        self.hand.edit.returnPressed.connect(self._on_typed)

    def add_next(self, button: Button) -> None:
        """Give the way to the next step a place beside capture."""
        self._next = button
        button.hide()
        self._line.addWidget(button)

    def _on_typed(self) -> None:
        text = self.hand.text().strip()
        if text:
            self.typed.emit(text)

    def start_typing(self) -> None:
        """Open the field for a reading typed by hand."""
        self._is_typing = True
        self._arrange()
        self.hand.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.hand.edit.selectAll()

    def stop_typing(self) -> None:
        """Close it; what was typed is kept or was given up."""
        self._is_typing = False
        self.hand.set_text("")
        self.hand.set_error("")
        self._arrange()
        self.left.emit()

    @property
    def is_typing(self) -> bool:
        """Say whether a reading is being typed by hand."""
        return self._is_typing

    def takes_delta(self) -> bool:
        """Say whether additional weights mean anything here."""
        return self._has_delta and self.delta.isEnabled()

    def start_delta(self, text: str) -> None:
        """Begin to type the additional weights with this figure."""
        self.delta.set_text(text)
        self.delta.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.delta_typed.emit(text)

    def show_shape(self, *, has_delta: bool, unit: str) -> None:
        """Show or hide the additional weights, and name the unit they are typed in."""
        self._has_delta = has_delta
        self.delta.set_unit(unit)
        self._arrange()

    def show_delta(self, text: str) -> None:
        """Show the additional weights of the current row, unless they are being typed."""
        if self.delta.text() != text:
            self.delta.set_text(text)

    def show_finished(self, *, finished: bool) -> None:
        """When everything required is measured, the way on is the main thing."""
        self._is_finished = finished
        self.capture.set_kind("normal" if finished else "primary")
        if self._next is not None:
            self._next.setVisible(finished)
        self._arrange()

    def show_capture(self, words: str, refusal: str, hint: str = "", *, may: bool) -> None:
        """Name what would be captured, say why nothing would be, or what to mind before it."""
        if self.capture.text() != words:
            self.capture.setText(words)
            self.capture.updateGeometry()
        self.capture.setEnabled(may)
        self.refusal.set_text(refusal or hint)
        self.refusal.set_tone("warn" if refusal else "quiet")
        self._arrange()

    def _arrange(self) -> None:
        hint = not self.refusal.text() and not self._is_typing
        roomy = not (self._is_compact or self._is_finished or theme().is_sunlight)
        for widget in (self.delta_label, self.delta):
            widget.setVisible(self._has_delta and not self._is_typing)
        for widget in (self.hand_label, self.hand):
            widget.setVisible(self._is_typing)
        for cap in self.caps:
            cap.setVisible(hint and roomy and self._has_room())
        self.by_hand.setVisible(not self._is_typing and not theme().is_sunlight)

    def _has_room(self) -> bool:
        """Say whether the key hints fit beside everything that can be used."""
        used: list[QWidget] = [*self.caps, self.auto, self.by_hand, self.undo, self.capture]
        if self._has_delta:
            used += [self.delta_label, self.delta]
        gaps = self._line.spacing() * (len(used) + 2)
        return (
            sum(widget.sizeHint().width() for widget in used) + gaps
            <= self._line.geometry().width()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def set_compact(self, *, compact: bool) -> None:
        """Leave the key hints out in a small window."""
        self._is_compact = compact
        self.retint()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Escape leaves a field without keeping what is in it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                if self._is_typing:
                    self.stop_typing()
                else:
                    self.left.emit()
                return True
            if event.key() == Qt.Key.Key_F2 and self._is_typing:
                self.stop_typing()
                return True
        return False

    def retint(self) -> None:
        """Take measures from the theme in use."""
        super().retint()
        if not self._is_built:
            return  # the card's own constructor asks before there is anything to measure
        t = theme()
        side = t.space("l")
        top = t.space("xs") if self._is_compact else (t.size("bar") - t.size("ctl")) // 2
        self.body.setContentsMargins(side, top, side, top)
        self._line.setSpacing(t.space("s"))
        self.delta.edit.setFixedWidth(t.size("col_limit"))
        self.hand.edit.setFixedWidth(t.size("col_time"))
        self._arrange()

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        self.delta_label.setText(_("Added weights ΔL"))
        self.delta.edit.setAccessibleName(_("Added weights ΔL"))
        self.hand_label.setText(_("Reading on the display"))
        self.hand.edit.setAccessibleName(_("Reading on the display"))
        self.caps[1].setText(_("captures"))
        self.caps[3].setText(_("takes back"))
        self.auto.setText(_("Auto"))
        self.auto.setToolTip(_("A new load is captured by itself once it is at rest"))
        self.auto.setAccessibleDescription(self.auto.toolTip())
        self.by_hand.setText(_("Type by hand"))
        self.undo.setText(_("Take back"))
        self.undo.setToolTip(_("The reading taken back stays in the audit trail"))
        for button in (self.auto, self.by_hand, self.undo):
            button.updateGeometry()
