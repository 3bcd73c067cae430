"""One person who signs: name, pad, and for the party the way to refuse before a witness."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.events import SignatureGiven
from inspector_app.words import gettext as _
from ui.inspect.model import signature_role_word
from ui.inspect.signature_image import SignatureImage
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph
from ui.widgets.signature_pad import SignaturePad

MAY_REFUSE = frozenset({"party", "witness"})


class SignerCard(Card):
    """Signals: signed(role, name, png), refused(role, name, reason, witness)."""

    signed = Signal(str, str, bytes)
    refused = Signal(str, str, str, str)

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role, self._may_sign = role, False
        self._given: SignatureGiven | None = None
        self.title, self.chip = Label("", "strong"), Chip()
        self.name, self.pad, self.kept = Field(), SignaturePad(), SignatureImage()
        self.hint = Paragraph("", "cap")
        self.sign, self.refuse = Button(icon="check", kind="primary"), Button(icon="close")
        self.reason, self.witness = Field(), Field()
        self._is_refusing = False
        self._build()
        self._connect()
        self._arrange()
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme().space("s"))
        head.addWidget(self.title)
        head.addWidget(self.name, 1)
        head.addWidget(self.chip)
        refusal = QHBoxLayout()
        refusal.setSpacing(theme().space("s"))
        refusal.addWidget(self.reason, 2, Qt.AlignmentFlag.AlignTop)
        refusal.addWidget(self.witness, 1, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(theme().space("s"))
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.refuse)
        foot.addWidget(self.sign)
        self.body.addLayout(head)
        self.body.addWidget(self.pad)
        self.body.addWidget(self.kept)
        self.body.addLayout(refusal)
        self.body.addLayout(foot)

    def _connect(self) -> None:
        for button in (self.sign, self.refuse):
            button.setAutoDefault(True)
        self.sign.clicked.connect(self.on_sign)
        self.refuse.clicked.connect(self.on_refuse)
        self.name.edit.returnPressed.connect(self.on_sign)
        self.reason.edit.returnPressed.connect(
            lambda: self.witness.edit.setFocus(Qt.FocusReason.TabFocusReason)
        )
        self.witness.edit.returnPressed.connect(self.on_refuse)
        self.pad.changed.connect(self._arrange)
        for field in (self.name, self.reason, self.witness):
            field.edited.connect(lambda _text, field=field: field.set_error(""))

    def show_given(self, given: SignatureGiven | None, *, may_sign: bool, name: str) -> None:
        """Show the signature kept, or offer to sign. name: proposed while none was typed."""
        if given is None and self._given is not None:
            self.pad.clear()
            self._is_refusing = False
        self._given, self._may_sign = given, may_sign
        if given is not None:
            self.name.set_text(given.name)
        elif name and not self.name.text():
            self.name.set_text(name)
        self._arrange()

    def show_image(self, png: bytes) -> None:
        """Show the strokes that were kept."""
        self.kept.show_image(QImage.fromData(png))

    @property
    def is_waiting(self) -> bool:
        """Say whether this person may sign and did neither sign nor refuse yet."""
        return self._given is None and self._may_sign

    def on_sign(self) -> None:
        """Sign with the strokes of the pad, or with the typed name while it is empty."""
        name = self.name.text().strip()
        if not self.is_waiting:
            return
        if not name:
            self.name.set_error(_("Type the name of who signs."))
            self.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.pad.state == "empty":
            self.pad.set_typed_name(_("{name} (typed)").format(name=name))
        self.signed.emit(self.role, name, self.pad.png())

    def on_refuse(self) -> None:
        """Ask for reason and witness, then record the refusal."""
        if not self._is_refusing:
            self._is_refusing = True
            self._arrange()
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        needed = _("Needed: it stands on the record.")
        for field in (self.name, self.reason, self.witness):
            if not field.text().strip():
                field.set_error(needed)
                field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        texts = (f.text().strip() for f in (self.name, self.reason, self.witness))
        self.refused.emit(self.role, *texts)

    def refused_by_rule(self, field: str, sentence: str) -> None:
        """Show what a use case said against it; the strokes stay."""
        fields = {"reason": self.reason, "witness": self.witness}
        fields.get(field, self.name).set_error(sentence)

    def _arrange(self) -> None:
        given, waiting = self._given, self.is_waiting
        refusing = waiting and self._is_refusing
        self.pad.setVisible(given is None and not refusing)
        self.pad.set_locked(locked=not waiting)
        self.kept.setVisible(given is not None and not given.refused)
        for field in (self.reason, self.witness):
            field.setVisible(refusing)
        self.sign.setVisible(waiting and not refusing)
        self.refuse.setVisible(waiting and self.role in MAY_REFUSE)
        self.name.setEnabled(waiting)
        self._say()

    def _say(self) -> None:
        given = self._given
        if given is None:
            self.chip.set_state(_("To sign"), "idle")
            drawn = self.pad.state != "empty"
            hint = _("Enter keeps the strokes.") if drawn else _("Enter signs by the typed name.")
            self.hint.set_text(hint if self._may_sign else _("Conclude first."))
        elif given.refused:
            self.chip.set_state(_("Refused to sign"), "bad")
            words = _("{reason} Witness: {witness}")
            self.hint.set_text(words.format(reason=given.reason, witness=given.witness))
        else:
            self.chip.set_state(_("Signed"), "ok")
            self.hint.set_text("")
        self.hint.setVisible(bool(self.hint.text()))

    def enter(self) -> None:
        """Go to the name."""
        self.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        self.title.setText(signature_role_word(self.role))
        self.name.edit.setAccessibleName(f"{signature_role_word(self.role)}: " + _("Who signs"))
        self.name.set_placeholder(_("Who signs"))
        self.sign.setText(_("Sign"))
        self.refuse.setText(_("Refuses to sign"))
        self.reason.set_placeholder(_("Reason given"))
        self.witness.set_placeholder(_("Witness"))
        for field in (self.reason, self.witness):
            field.edit.setAccessibleName(field.edit.placeholderText())
        for button in (self.sign, self.refuse):
            button.updateGeometry()
        self._say()
