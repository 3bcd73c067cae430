"""The first-run page: one card, four fields, three choices, one button. Widgets only."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.words import current_language
from inspector_app.words import gettext as _
from ui.first_run.model import FirstRunAnswers, problems
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import CheckBox
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph

_LANGUAGES: Final = (("zh_CN", "中文"), ("en", "English"))
_THEMES: Final = ("system", "light", "dark", "sunlight")


class FirstRunPage(QWidget):
    """Asks once. Signals: language_chosen(str), theme_chosen(str): to be shown at once;
    finished(FirstRunAnswers): all answers are in order.
    """  # noqa: D205 - the signals are the summary

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    finished = Signal(object)

    def __init__(self, *, scope: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title, self._intro = Label("衡平 Hengping", "figure"), Paragraph("", "body2")
        self.fields = {key: Field() for key in ("name", "card_number", "unit", "scope")}
        self.fields["scope"].set_text(scope)
        self.language, self.theme_row = ChoiceRow(), ChoiceRow()
        self._language_caption, self._theme_caption = Label("", "capx"), Label("", "capx")
        self.example = CheckBox()
        self.example.setChecked(True)
        self.start = Button(kind="primary", icon="check")
        self._card = Card(spacing="m")
        self._build()
        self._connect()
        self.retranslate()
        self.theme_row.set_current("system")
        self._order_tabs()
        self.setFocusProxy(self.fields["name"])

    def _build(self) -> None:
        self._card.body.addWidget(self._title)
        self._card.body.addWidget(self._intro)
        self._card.body.addLayout(self._grid())
        self._card.body.addWidget(self.example)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.start)
        self._card.body.addLayout(foot)
        self._card.setFixedWidth(theme().size("detail") * 2)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._card)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().space("l"))
        grid.setVerticalSpacing(theme().space("m"))
        for at, field in enumerate(self.fields.values()):
            grid.addWidget(field, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        for at, (caption, choices) in enumerate(
            ((self._language_caption, self.language), (self._theme_caption, self.theme_row))
        ):
            box = QVBoxLayout()
            box.setSpacing(theme().space("xs"))
            box.addWidget(caption)
            box.addWidget(choices)
            grid.addLayout(box, 2 + at, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _order_tabs(self) -> None:
        """Walk down the page: the choices' buttons are born last but stand above Start."""
        edits = [field.edit for field in self.fields.values()]
        choices = [
            row.button(key)
            for row, keys in (
                (self.language, [key for key, _name in _LANGUAGES]),
                (self.theme_row, _THEMES),
            )
            for key in keys
        ]
        for before, after in pairwise([*edits, *choices, self.example, self.start]):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.language.chosen.connect(self.language_chosen)
        self.theme_row.chosen.connect(self.theme_chosen)
        self.start.clicked.connect(self.on_start)
        for key, field in self.fields.items():
            field.edited.connect(lambda _text, key=key: self.fields[key].set_error(""))
            field.edit.returnPressed.connect(self._next_field)

    def _next_field(self) -> None:
        """Enter goes to the next field; from the last one it starts."""
        edits = [field.edit for field in self.fields.values()]
        at = next((i for i, edit in enumerate(edits) if edit.hasFocus()), len(edits) - 1)
        if at + 1 < len(edits):
            edits[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.on_start()

    def answers(self) -> FirstRunAnswers:
        """Return what stands on the page now, right or wrong."""
        text = {key: field.text().strip() for key, field in self.fields.items()}
        return FirstRunAnswers(
            **text,
            language=self.language.current(),
            theme=self.theme_row.current(),
            with_example=self.example.isChecked(),
        )

    def on_start(self) -> None:
        """Finish if all is in order; else mark the fields and go to the first wrong one."""
        answers = self.answers()
        found = problems(answers)
        for key, field in self.fields.items():
            field.set_error(_(found.get(key, "")))
        if found:
            wrong = next(key for key in self.fields if key in found)
            self.fields[wrong].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.finished.emit(answers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.start.hasFocus():
            self.on_start()
            return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Say everything in the language in use; what was typed stays."""
        self._intro.set_text(
            _("Who works with this laptop? The answers stand on every record; you can change them.")
        )
        captions = {
            "name": (_("Your name"), _("as on the law-enforcement card")),
            "card_number": (_("Card number (optional)"), ""),
            "unit": (_("Bureau or office"), _("such as Rongcheng District Market Regulation")),
            "scope": (_("Administrative division code"), "445202"),
        }
        for key, (caption, hint) in captions.items():
            self.fields[key].set_caption(caption)
            self.fields[key].set_placeholder(hint)
        self._language_caption.setText(_("Language"))
        self._theme_caption.setText(_("Theme"))
        self.language.set_choices(_LANGUAGES)
        self.language.set_current(current_language())
        self.theme_row.set_choices(
            (
                ("system", _("As the system")),
                ("light", _("Bright")),
                ("dark", _("Dark")),
                ("sunlight", _("Sunlight")),
            )
        )
        self.example.setText(_("Fill in an example market to try everything"))
        self.start.setText(_("Start"))
