"""The particulars: what a kind asks once about the whole inspection."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.kinds.base import Step
from inspector_app.services.plan_inspection import InspectionView
from inspector_app.words import gettext as _
from ui.inspect.figures_form import FiguresForm
from ui.inspect.model import is_open
from ui.inspect.step_pane import StepPane
from ui.widgets.button import Button
from ui.widgets.card import Card


class ParticularsPane(StepPane):
    """Signals: filled(key, text): a box was left with another value; dcc_asked."""

    STEP = Step.PARTICULARS
    filled = Signal(str, str)
    dcc_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form, self._card = FiguresForm(columns=3), Card()
        self.dcc, self._shown_for = Button(icon="doc"), ""
        self.dcc.clicked.connect(self.dcc_asked)
        self._card.body.addWidget(self.form)
        self._card.body.addWidget(self.dcc, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(self._card)
        self.build_frame()
        self.form.committed.connect(self.filled)
        self.form.finished.connect(self._on_finished)
        self.retranslate()

    def show_view(self, view: InspectionView) -> None:
        """Show the kind's boxes with what is kept."""
        self.form.show_figures(view.kind.particulars)
        here = view.inspection.inspection_id
        another, self._shown_for = here != self._shown_for, here
        self.form.show_values(view.inspection.fields, of_another=another, with_refused=True)
        self.form.setEnabled(is_open(view.inspection))
        self.dcc.setVisible(view.kind.fills_from_dcc and is_open(view.inspection))

    def _on_finished(self) -> None:
        self.next_button.setFocus(Qt.FocusReason.TabFocusReason)

    def enter(self) -> None:
        """Go to the first empty box."""
        if not self.form.enter():
            super().enter()

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        super().retranslate()
        self.heading.setText(_("Particulars"))
        self.hint.set_text(_("Each box is kept as you leave it; * is needed for the conclusion."))
        self.dcc.setText(_("Fill from a DCC file…"))
        self.form.retranslate()
