"""The signatures: who signs or refuses, the paper beside it, the seal, and the document."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.inspection import Inspection, State
from inspector_app.kinds.base import Step
from inspector_app.services.open_case import may_open
from inspector_app.services.plan_inspection import InspectionView
from inspector_app.services.sync_ports import RecordState
from inspector_app.words import gettext as _
from inspector_app.words import ngettext
from ui.inspect.documents import Paper
from ui.inspect.preview_card import PreviewCard
from ui.inspect.signer_card import SignerCard
from ui.inspect.step_pane import StepPane
from ui.sync_words import record_chip, record_meaning
from ui.theme import theme
from ui.widgets.banner import Banner, BannerKind
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.icon_mark import IconMark
from ui.widgets.label import Elide


class SignaturePane(StepPane):
    """Signals: signed(role, name, png), refused(role, name, reason, witness), seal_asked,
    open_asked, save_asked, print_asked, verify_asked, dcc_asked, papers_asked, case_asked.
    """  # noqa: D205 - the signals are the summary

    STEP = Step.SIGNATURES
    signed = Signal(str, str, bytes)
    refused = Signal(str, str, str, str)
    seal_asked = Signal()
    open_asked = Signal()
    save_asked = Signal()
    print_asked = Signal()
    verify_asked = Signal()
    case_asked = Signal()
    dcc_asked = Signal()
    papers_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, SignerCard] = {}
        self.paper: Paper | None = None
        self._inspection: Inspection | None = None
        self._missing = 0
        self._offers_papers = False
        self.banner = Banner()
        self.case_banner = Banner(kind="warn", icon="cases")
        self.open_case = self.case_banner.add_action("", self.case_asked.emit, icon="plus")
        self.preview_card = PreviewCard()
        self.lock, self.lock_words = IconMark("seal", "text2", "icon"), Elide("", "cap")
        self.journey, self.journey_words = Chip(), Elide("", "cap")
        self._journey: RecordState | None = None
        self.seal = Button(icon="seal", kind="primary")
        self.open, self.save = Button(icon="doc"), Button(icon="save")
        self.print, self.verify = Button(icon="print"), Button(icon="pass")
        self.dcc, self._measures = Button(icon="save"), False
        self.papers = Button(icon="export")
        self._signers, self._document_line = QVBoxLayout(), QWidget()
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self._signers.setSpacing(theme().space("m"))
        bar = Card()
        line = QHBoxLayout()
        line.setSpacing(theme().space("s"))
        line.addWidget(self.lock)
        line.addWidget(self.lock_words, 1)
        line.addWidget(self.journey)
        line.addWidget(self.journey_words, 1)
        for button in (self.papers, self.verify, self.dcc, self.seal):
            line.addWidget(button)
        bar.body.addLayout(line)
        bar.body.addWidget(self._build_document_line())
        left = QVBoxLayout()
        left.setSpacing(theme().space("m"))
        left.addWidget(self.banner)
        left.addLayout(self._signers)
        left.addStretch(1)
        left.addWidget(self.case_banner)
        left.addWidget(bar)
        across = QHBoxLayout()
        across.setSpacing(theme().space("m"))
        across.addLayout(left, 1)
        across.addWidget(self.preview_card)
        self.column.addLayout(across, 1)
        line.insertStretch(0)
        self.next_button.hide()
        for button in self._buttons():
            button.setAutoDefault(True)
        self.banner.hide()
        self.show_state(None)

    def _build_document_line(self) -> QWidget:
        """Return what can be done with a written document: a line of its own, to be read whole."""
        line = QHBoxLayout(self._document_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().space("s"))
        line.addStretch(1)
        for button in (self.save, self.print, self.open):
            line.addWidget(button)
        return self._document_line

    def _buttons(self) -> tuple[Button, ...]:
        return (self.papers, self.verify, self.dcc, self.save, self.print, self.open, self.seal)

    def _connect(self) -> None:
        self.seal.clicked.connect(self.seal_asked)
        self.open.clicked.connect(self.open_asked)
        self.save.clicked.connect(self.save_asked)
        self.print.clicked.connect(self.print_asked)
        self.verify.clicked.connect(self.verify_asked)
        self.dcc.clicked.connect(self.dcc_asked)
        self.papers.clicked.connect(self.papers_asked)

    def show_view(self, view: InspectionView, inspector: str) -> None:
        """Show who signed and who is to. inspector: proposed name of the first."""
        inspection = self._inspection = view.inspection
        self._missing, self._measures = len(view.missing_signatures), bool(view.kind.shapes)
        for role in view.kind.signature_roles:
            if role not in self.cards:
                self._add(role)
        party = inspection.premises.responsible_person if inspection.premises is not None else ""
        names = {"inspector": inspector, "party": party}
        may_sign = inspection.state is State.CONCLUDED
        for role, card in self.cards.items():
            card.setVisible(role in view.kind.signature_roles)
            given = inspection.signature_of(role)
            card.show_given(given, may_sign=may_sign, name=names.get(role, ""))
        self._arrange()

    def offer_papers(self) -> None:
        """Show the way to the papers once there is a conclusion."""
        self._offers_papers = True
        self._arrange()

    def show_state(self, state: RecordState | None) -> None:
        """Say how far the sealed record has come on its way to the office; None says nothing."""
        self._journey = state
        for widget in (self.journey, self.journey_words):
            widget.setVisible(state is not None)
        if state is not None:
            chip, meaning = record_chip(state), record_meaning(state)
            self.journey.set_state(chip.text, chip.kind, icon=chip.icon)
            self.journey.setToolTip(meaning)
            self.journey_words.set_text(meaning)

    def _add(self, role: str) -> None:
        card = SignerCard(role)
        card.signed.connect(self.signed)
        card.refused.connect(self.refused)
        self.cards[role] = card
        self._signers.addWidget(card)

    def show_images(self, images: Mapping[str, bytes]) -> None:
        """Show the kept strokes, by role."""
        for role, png in images.items():
            if role in self.cards:
                self.cards[role].show_image(png)

    def show_paper(self, paper: Paper | None) -> None:
        """Show a document; None shows that there is none yet."""
        self.paper = paper
        otherwise = _("The document appears once the inspection is concluded.")
        self.preview_card.show_paper(paper, otherwise)
        self._arrange()

    def say(self, happened: str, kept: str, kind: BannerKind) -> None:
        """Show a result above the signatures."""
        self.banner.say(happened, kept, kind)
        self.banner.show()

    def print_paper(self) -> bool:
        """Print what is shown; say whether it was printed."""
        return self.preview_card.print_paper()

    def _arrange(self) -> None:
        inspection = self._inspection
        state = inspection.state if inspection is not None else State.DRAFT
        is_sealed = state is State.SEALED
        is_final = self.paper is not None and not self.paper.is_draft
        self.case_banner.setVisible(inspection is not None and may_open(inspection))
        self.seal.setVisible(not is_sealed)
        self.seal.setEnabled(state is State.CONCLUDED and self._missing == 0)
        has_papers = self._offers_papers and state in {State.CONCLUDED, State.SEALED}
        self.papers.setVisible(has_papers)
        self._document_line.setVisible(is_sealed)
        self.verify.setVisible(is_sealed)
        for button in (self.open, self.save, self.print, self.verify):
            button.setEnabled(is_final)
        self.dcc.setVisible(is_sealed and self._measures)
        self._say()

    def _say(self) -> None:
        inspection = self._inspection
        state = inspection.state if inspection is not None else State.DRAFT
        if state is State.DRAFT:
            words = _("Signatures come after the conclusion.")
        elif state is State.SEALED:
            words = _("Sealed: the record can be added to, never changed.")
        elif self._missing:
            text = ngettext("{n} signature to go.", "{n} signatures to go.", self._missing)
            words = text.format(n=self._missing)
        else:
            words = _("All signed. The seal closes the record for ever.")
        self.lock_words.set_text(words)
        for widget in (self.lock, self.lock_words):
            widget.setVisible(state is not State.SEALED)

    def set_compact(self, *, compact: bool) -> None:
        """Leave the preview out in a small window; the document can still be opened."""
        self.preview_card.setVisible(not compact)

    def enter(self) -> None:
        """Go to the first who is to sign, then to the seal, then to the document."""
        waiting = next((card for card in self.cards.values() if card.is_waiting), None)
        if waiting is not None:
            waiting.enter()
            return
        target = self.seal if not self.seal.isHidden() and self.seal.isEnabled() else self.open
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        super().retranslate()
        self.preview_card.title.setText(_("Document"))
        self.seal.setText(_("Seal and issue"))
        self.open.setText(_("Open PDF"))
        self.save.setText(_("Save a copy"))
        self.print.setText(_("Print"))
        self.verify.setText(_("Verify"))
        self.dcc.setText("DCC")
        self.dcc.setToolTip(_("Save measured results as a digital calibration certificate"))
        self.papers.setText(_("Papers"))
        for button in self._buttons():
            button.updateGeometry()
        self.case_banner.say(
            _("This record did not pass."),
            _("A case takes its facts, photos and place over; nothing is typed again."),
            "warn",
            icon="cases",
        )
        self.open_case.setText(_("Open a case"))
        self.open_case.updateGeometry()
        if self.paper is None:
            self.show_paper(None)
        self.show_state(self._journey)
        self._say()
