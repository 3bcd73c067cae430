"""The measurement: live reading, error gauge, the rows of each test, and the bar that captures."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.measurement import Shape
from inspector_app.kinds.base import Step
from inspector_app.words import gettext as _
from ui.inspect.capture_bar import CaptureBar
from ui.inspect.measurement_model import MeasurementModel
from ui.inspect.model import Units
from ui.inspect.positions import positions_of
from ui.inspect.reweigh_form import ReweighForm
from ui.inspect.step_pane import StepPane
from ui.theme import theme
from ui.widgets.banner import Banner, EmptyState
from ui.widgets.card import Card, Rule
from ui.widgets.gauge import ErrorGauge
from ui.widgets.label import Elide
from ui.widgets.load_row import Column
from ui.widgets.load_table import LoadTable
from ui.widgets.position_picture import PositionPicture
from ui.widgets.reading import Reading
from ui.widgets.tabs import Tabs

_ANSWERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})
_READING_SHARE, _GAUGE_SHARE = 42, 58  # look.md §2


class MeasurementPane(StepPane):
    """Shows a MeasurementModel. Signals: capture_asked, undo_asked, typed(text), shape_chosen(key),
    row_chosen(index), delta_typed(text), unit_confirmed(unit), figures_typed(dict), lot_asked,
    far_kept, far_left: the answer to `ask_far`.
    """  # noqa: D205 - the signals are the summary

    STEP = Step.MEASUREMENTS
    capture_asked = Signal()
    undo_asked = Signal()
    typed = Signal(str)
    shape_chosen = Signal(str)
    row_chosen = Signal(int)
    delta_typed = Signal(str)
    unit_confirmed = Signal(str)
    figures_typed = Signal(object)
    lot_asked = Signal()
    far_kept = Signal()
    far_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading, self.gauge = Reading(), ErrorGauge()
        self.tabs, self.note = Tabs(), Elide("", "cap", align=Qt.AlignmentFlag.AlignRight)
        self.table, self.picture = LoadTable(), PositionPicture()
        self.empty = EmptyState("weight")
        self.reweigh = ReweighForm()
        self.bar = CaptureBar()
        self.link_banner, self.unit_banner = Banner(kind="bad"), Banner(kind="warn")
        self.far_banner = Banner(kind="warn")
        self._table_card = Card(margins=False)
        self._model: MeasurementModel | None = None
        self._is_filling = False
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme().space("m"))
        top.addWidget(self.reading, _READING_SHARE)
        top.addWidget(self.gauge, _GAUGE_SHARE)
        for unit in ("kg", "g", "t"):
            self.unit_banner.add_action(unit, partial(self.unit_confirmed.emit, unit))
        self.far_again = self.far_banner.add_action("", self._on_far_left)
        self.far_keep = self.far_banner.add_action("", self._on_far_kept)
        self.by_hand = self.link_banner.add_action("", self.bar.start_typing, icon="pen")
        head = self._head = QHBoxLayout()
        head.setSpacing(theme().space("l"))
        head.addWidget(self.tabs)
        head.addWidget(self.note, 1)
        head.addStretch(0)
        head.addWidget(self.reweigh.more)
        self._beside = QHBoxLayout()
        self._beside.addWidget(self.table, 1)
        self._beside.addWidget(self.picture)
        body = self._table_card.body
        body.addLayout(head)
        body.addWidget(Rule())
        body.addWidget(self.reweigh)
        body.addLayout(self._beside, 1)
        body.addWidget(self.empty, 1)
        for banner in (self.link_banner, self.unit_banner, self.far_banner):
            banner.hide()
            self.column.addWidget(banner)
        self.column.addLayout(top)
        self.column.addWidget(self._table_card, 1)
        self.column.addWidget(self.bar)
        self.bar.add_next(self.next_button)
        self.retint()

    def _connect(self) -> None:
        self.bar.capture.clicked.connect(self._on_capture)
        self.bar.undo.clicked.connect(self._on_undo)
        self.bar.delta_typed.connect(self.delta_typed)
        self.bar.typed.connect(self.typed)
        self.bar.left.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.tabs.chosen.connect(self.shape_chosen)
        self.table.current_changed.connect(self._on_row)
        self.table.installEventFilter(self)
        self.reweigh.changed.connect(self.figures_typed)
        self.reweigh.lot_asked.connect(self.lot_asked)

    def _on_capture(self) -> None:
        self.capture_asked.emit()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_undo(self) -> None:
        self.undo_asked.emit()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_row(self, at: int) -> None:
        if not self._is_filling and at >= 0:
            self.row_chosen.emit(at)

    # --- showing ---------------------------------------------------------------------------

    def show_model(self, model: MeasurementModel) -> None:
        """Show everything anew: after a capture, a jump, a change of language."""
        self._model, self._is_filling = model, True
        shape = model.shape
        self.tabs.set_tabs(model.tabs(), shape.value if shape is not None else "")
        self.table.set_units(model.units().load, model.units().error)
        self.table.set_headings(_headings(shape, model.units()))
        self.table.set_rows(model.table(), model.current_index())
        self._is_filling = False
        has_rows = bool(model.rows())
        self.table.setVisible(has_rows)
        self.empty.setVisible(not has_rows)
        for widget in (self.reweigh, self.reweigh.more):
            widget.setVisible(has_rows and shape is Shape.REWEIGH)
        self.table.set_hidden(_hidden(shape))
        has_delta = shape not in {Shape.DISCRIMINATION, Shape.REWEIGH}
        self.bar.show_shape(has_delta=has_delta, unit=model.units().error)
        self.bar.show_delta(model.delta)
        self.bar.show_finished(finished=model.is_finished())
        positions = positions_of(model)
        self.picture.setVisible(positions is not None)
        if positions is not None:
            self.picture.show_positions(positions)
        self.show_live(model)

    def show_live(self, model: MeasurementModel) -> None:
        """Show a new indication: figures, gauge, current row; cheap, for every frame."""
        self.reading.show_state(model.live.reading_state())
        self.gauge.show_state(model.gauge())
        at, row = model.current_index(), model.row()
        if row is not None and 0 <= at < self.table.row_count():
            self.table.update_row(at, model.shown_row(at))
        refusal = model.refusal()
        pieces, is_wide = model.pieces_line(), theme().is_sunlight
        self.note.set_text("" if is_wide else pieces)
        warning = refusal or (model.hint.text if model.hint.is_urgent else "")
        hint = model.hint.text or (pieces if is_wide else "")
        self.bar.show_capture(model.capture_words(), warning, hint, may=model.may_capture())
        self.unit_banner.setVisible(model.asks_unit())

    def say_interrupted(self, happened: str, kept: str) -> None:
        """Show that the cable went, and what was kept; empty sentences take the banner away."""
        self.link_banner.setVisible(bool(happened))
        self.link_banner.say(happened, kept, "bad", icon="plug")

    def ask_far(self, happened: str) -> None:
        """Ask whether an indication far from the load is to be kept; an empty sentence: no more."""
        if not happened:
            self.far_banner.hide()
            return
        self.far_banner.say(
            happened,
            _("Enter keeps it as it is. Or put the load on and press Space again."),
            "warn",
            icon="weight",
        )
        self.far_banner.show()

    def _on_far_kept(self) -> None:
        self.far_kept.emit()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_far_left(self) -> None:
        self.far_left.emit()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_compact(self, *, compact: bool) -> None:
        """Lower reading, gauge and rows, for 1024 by 600."""
        height = theme().size("reading_c" if compact else "reading")
        self.reading.setFixedHeight(height)
        self.gauge.setFixedHeight(height)
        self.table.set_compact(compact=compact)
        self.bar.set_compact(compact=compact)
        self.column.setSpacing(theme().space("xs" if compact else "m"))

    # --- keyboard --------------------------------------------------------------------------

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Digits typed on the table are the additional weights; Enter and Esc answer a question."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self._answered(Qt.Key(event.key())):
                return True
            text = event.text()
            if text and text in "0123456789." and self.bar.takes_delta():
                self.bar.start_delta(text)
                return True
        return False

    def _answered(self, key: Qt.Key) -> bool:
        if self.far_banner.isHidden() or key not in _ANSWERS:
            return False
        (self.far_left if key is Qt.Key.Key_Escape else self.far_kept).emit()
        return True

    def take_key(self, key: Qt.Key) -> bool:
        """Do what a page key means here; say whether it meant anything."""
        if key == Qt.Key.Key_Space:
            self.capture_asked.emit()
        elif key == Qt.Key.Key_Backspace:
            self.undo_asked.emit()
        elif key == Qt.Key.Key_F2:
            self.bar.start_typing()
        else:
            return False
        return True

    def enter(self) -> None:
        """Go to the rows; to the way on when all is measured."""
        finished = self._model is not None and self._model.is_finished()
        target = self.next_button if finished else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def retint(self) -> None:
        """Take the heights of the theme in use."""
        self.set_compact(compact=self.table.is_compact)
        # six tabs in sunlight's type leave no room beside them: the pieces go to the capture bar
        side = theme().space("l")
        margins = (theme().space("xs"), 0) if theme().is_sunlight else (side, side)
        self._head.setContentsMargins(margins[0], 0, margins[1], 0)
        self.note.setVisible(not theme().is_sunlight)

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        super().retranslate()
        self.tabs.setAccessibleName(_("Tests"))
        self.empty.say(
            _("No test loads yet"),
            _("Choose the instrument and the reference weights: the loads follow from them."),
        )
        self.by_hand.setText(_("Type by hand"))
        self.far_keep.setText(_("Keep it (Enter)"))
        self.far_again.setText(_("Weigh again (Esc)"))
        for button in (self.far_keep, self.far_again):
            button.updateGeometry()
        self.unit_banner.say(
            _("This instrument sends no unit"),
            _("Say once which unit stands on its display; it is kept with every reading."),
            "warn",
            icon="weight",
        )
        if self._model is not None:
            self.show_model(self._model)


def _hidden(shape: Shape | None) -> frozenset[Column]:
    """Return the columns that mean nothing in a test, or give way to its picture."""
    if shape is Shape.ECCENTRICITY:
        return frozenset(("strip", "time"))
    return frozenset(("strip",)) if shape is Shape.DISCRIMINATION else frozenset()


def _headings(shape: Shape | None, units: Units) -> dict[Column, str]:
    load, error = units.load, units.error
    if shape is Shape.DISCRIMINATION:
        return {
            "delta": f"I₁ / {load}",
            "reading": f"I₂ / {load}",
            "error": _("Change") + f" / {error}",
        }
    if shape is Shape.ZERO:
        return {"error": f"E₀ / {error}"}
    if shape is Shape.REWEIGH:
        return {"error": _("Shortage") + f" / {error}", "load": _("Lot")}
    return {}
