"""How document numbers are written, with an example; takes effect at the next paper."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.services.number_supply import numbering_of
from inspector_app.settings import SETTINGS, Settings
from inspector_app.words import failures
from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.card import Card
from ui.widgets.choice import Select
from ui.widgets.field import Field
from ui.widgets.label import Label

_EXAMPLE_KIND, _EXAMPLE_YEAR = "责改", 2026


class NumbersCard(Card):
    """Province, place, digits, first number; the words of kinds are kept in the settings file."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._title, self._example = Label(role="lead"), Label(role="dense", wrap=True)
        self.province, self.place, self.first = Field(), Field(), Field(is_number=True)
        self._digits_label, self.digits = Label(role="capx"), Select()
        self._digits_label.setBuddy(self.digits)
        for choice in SETTINGS["number_digits"].choices:
            self.digits.addItem(choice, choice)
        self._build()
        for key, field in self._fields().items():
            field.set_text(settings.get(key))
            field.committed.connect(lambda text, key=key: self._keep(key, text))
        self.digits.setCurrentIndex(self.digits.findData(settings.get("number_digits")))
        self.digits.activated.connect(
            lambda at: self._keep("number_digits", self.digits.itemData(at))
        )
        self.retranslate()

    def _fields(self) -> dict[str, Field]:
        return {
            "number_province": self.province,
            "number_place": self.place,
            "number_first": self.first,
        }

    def _build(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(theme().space("m"))
        for field in self._fields().values():
            across.addWidget(field, 1)
        self.body.addWidget(self._title)
        self.body.addLayout(across)
        foot = QHBoxLayout()
        foot.setSpacing(theme().space("m"))
        foot.addWidget(self._digits_label)
        foot.addWidget(self.digits)
        foot.addWidget(self._example, 1)
        self.body.addLayout(foot)

    def _keep(self, key: str, text: str) -> None:
        self._settings.set(key, text.strip())
        self._show_example()

    def _show_example(self) -> None:
        numbering = numbering_of(self._settings.get, has_office=False)
        try:
            number = numbering.number(_EXAMPLE_KIND, _EXAMPLE_YEAR, numbering.first)
        except DomainRuleBroken as failure:
            self._example.setText(failures.sentence(failure))
            return
        self._example.setText(_("Numbers look like {number}").format(number=number))

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        self._title.setText(_("Document numbers"))
        self.province.set_caption(_("Province in short"))
        self.province.set_placeholder("粤")
        self.place.set_caption(_("Place in short"))
        self.place.set_placeholder("揭榕")
        self.first.set_caption(_("First number, without an office"))
        self._digits_label.setText(_("Digits, zeros in front"))
        self._show_example()
