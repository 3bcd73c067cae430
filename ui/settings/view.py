"""The Settings page: plain cards, each change takes effect and is kept at once."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector_app.evidence.token import is_public_address
from inspector_app.settings import SETTINGS, Settings
from inspector_app.words import gettext as _
from inspector_app.words import marked
from ui.settings.licences_view import LicencesView
from ui.settings.numbers_card import NumbersCard
from ui.settings.package_view import RulesView
from ui.settings.sync_view import SyncView
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card, row
from ui.widgets.chip import Chip
from ui.widgets.choice import Select
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.see_through import see_through
from ui.widgets.tabs import Tabs

_SECTIONS = ("general", "sync", "rules", "licences")
_LANGUAGE_WORDS = {"system": marked("As the system"), "zh_CN": "中文", "en": "English"}
_THEME_WORDS = {
    "system": marked("As the system"),
    "light": marked("Light"),
    "dark": marked("Dark"),
    "sunlight": marked("Sunlight"),
}
_GUARD_WORDS = {"yes": marked("Yes"), "no": marked("No")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """How the keys are kept. chain_events: links of the evidence chain on this laptop."""

    in_keyring: bool
    data_folder: str
    chain_events: int
    device_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoWorks:
    """The signed-in inspector as Settings shows it."""

    name: str
    unit: str
    card_number: str


class SettingsPage(QWidget):
    """The page. Signals ask for what is more than a stored value."""

    person_edited = Signal(str, str, str)
    example_wanted = Signal()
    check_chain_wanted = Signal()
    verify_wanted = Signal()

    def __init__(self, settings: Settings, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._version = version
        self._security: Security | None = None
        self._chain_word = ""
        self._title, self._tabs = Label(role="title"), Tabs()
        self.sync, self.rules, self.licences = SyncView(), RulesView(), LicencesView()
        self._build_look()
        self._build_person()
        self._build_evidence()
        self._build_about()
        self.numbers = NumbersCard(settings)
        self._lay_out()
        self.retranslate()
        self.retint()

    # --- building --------------------------------------------------------------------------

    def _build_look(self) -> None:
        self._look = Card()
        self._look_title = Label(role="lead")
        self._language_label, self._theme_label = Label(role="capx"), Label(role="capx")
        self._language = self._select("language", _LANGUAGE_WORDS)
        self._theme = self._select("theme", _THEME_WORDS)
        self._guard_label = Label(role="capx", wrap=True)
        self._guard = self._select("guard_band", _GUARD_WORDS)
        for label, select in (
            (self._language_label, self._language),
            (self._theme_label, self._theme),
            (self._guard_label, self._guard),
        ):
            label.setBuddy(select)
        self._look.body.addWidget(self._look_title)
        for widget in (
            self._language_label,
            self._language,
            self._theme_label,
            self._theme,
            self._guard_label,
            self._guard,
        ):
            self._look.body.addWidget(widget)
        self._look.body.addStretch(1)

    def _select(self, key: str, words: dict[str, str]) -> Select:
        select = Select()
        select.setProperty("words", words)
        for choice in SETTINGS[key].choices:
            select.addItem(choice, choice)
        select.setCurrentIndex(SETTINGS[key].choices.index(self._settings.get(key)))
        select.activated.connect(lambda at: self._settings.set(key, select.itemData(at)))
        return select

    def _build_person(self) -> None:
        self._person = Card()
        self._person_title = Label(role="lead")
        self._name, self._unit, self._number = Field(), Field(), Field()
        self._scope, self._public = Field(), Field()
        self._scope.set_text(self._settings.get("scope"))
        self._public.set_text(self._settings.get("public_page"))
        self._person.body.addWidget(self._person_title)
        for field in (self._name, self._unit, self._number, self._scope, self._public):
            self._person.body.addWidget(field)
        for field in (self._name, self._unit, self._number):
            field.committed.connect(self._on_person_committed)
        self._scope.committed.connect(self._on_scope_committed)
        self._public.committed.connect(self._on_public_committed)
        self._person.body.addStretch(1)

    def _build_evidence(self) -> None:
        self._evidence = Card()
        self._evidence_title = Label(role="lead")
        self._keys = Chip()
        self._keys_note = Label(role="dense", wrap=True)
        self._chain = Label(role="dense", wrap=True)
        self._check_chain = Button(icon="seal")
        self._verify = Button(icon="qr-code")
        self._folder = Label(role="dense", wrap=True)
        self._folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._check_chain.clicked.connect(self.check_chain_wanted)
        self._verify.clicked.connect(self.verify_wanted)
        self._evidence.body.addWidget(self._evidence_title)
        self._evidence.body.addWidget(self._keys)
        for label in (self._keys_note, self._chain, self._folder):
            self._evidence.body.addWidget(label)
        self._evidence.body.addWidget(self._check_chain)
        self._evidence.body.addWidget(self._verify)
        self._evidence.body.addStretch(1)

    def _build_about(self) -> None:
        self._about = Card()
        self._about_title = Label(role="lead")
        self._about_text = Label(role="dense", wrap=True)
        self._example = Button(icon="place")
        self._licences = Button(icon="doc")
        self._example.clicked.connect(self.example_wanted)
        self._licences.clicked.connect(lambda: self.show_section("licences"))
        self._about.body.addWidget(self._about_title)
        self._about.body.addWidget(self._about_text)
        self._about.body.addLayout(row(self._example, self._licences, 1))

    def _lay_out(self) -> None:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self._look, 0, 0)
        grid.addWidget(self._person, 0, 1)
        grid.addWidget(self._evidence, 0, 2)
        grid.addWidget(self.numbers, 1, 0, 1, 3)
        grid.addWidget(self._about, 2, 0, 1, 3)
        grid.setRowStretch(3, 1)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        self._grid = grid
        scroll = see_through(QScrollArea(), inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the ring would frame the whole page
        self._stack = QStackedWidget()
        self._stack.addWidget(scroll)
        self._stack.addWidget(self.sync)
        self._stack.addWidget(self.rules)
        self._stack.addWidget(self.licences)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._tabs)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self._stack, 1)
        self._tabs.chosen.connect(self._on_tab)

    def show_section(self, key: str) -> None:
        """Show `general`, `sync`, `rules` or `licences`, and go to its first task."""
        self._tabs.choose(key)
        self.focus_first()

    def _on_tab(self, key: str) -> None:
        self._stack.setCurrentIndex(_SECTIONS.index(key))

    def focus_first(self) -> None:
        """Go to the language, or to the first task of the section shown."""
        sections: dict[str, SyncView | RulesView | LicencesView] = {
            "sync": self.sync,
            "rules": self.rules,
            "licences": self.licences,
        }
        section = sections.get(self._tabs.chosen_key())
        if section is not None:
            section.focus_first()
            return
        self._language.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- content ---------------------------------------------------------------------------

    def show_person(self, who: WhoWorks) -> None:
        """Show who works here."""
        self._name.set_text(who.name)
        self._unit.set_text(who.unit)
        self._number.set_text(who.card_number)

    def show_security(self, security: Security) -> None:
        """Show how keys are kept; without a keyring this is a clear warning."""
        self._security = security
        self.retranslate()

    def show_chain_result(self, sentence: str) -> None:
        """Say what the last check of the chain found."""
        self._chain_word = sentence
        self.retranslate()

    def _on_person_committed(self, _text: str) -> None:
        name = self._name.text().strip()
        self._name.set_error("" if name else _("A name is needed on every record."))
        if name:
            self.person_edited.emit(name, self._unit.text().strip(), self._number.text().strip())

    def _on_scope_committed(self, text: str) -> None:
        code = text.strip()
        is_code = len(code) == 6 and code.isascii() and code.isdigit()
        self._scope.set_error("" if is_code else _("Six digits, such as 445202."))
        if is_code:
            self._settings.set("scope", code)

    def _on_public_committed(self, text: str) -> None:
        address = text.strip()
        is_address = not address or is_public_address(address)
        self._public.set_error(
            "" if is_address else _("“{value}” is no web address.").format(value=address[:200])
        )
        if is_address:
            self._settings.set("public_page", address)

    # --- language and theme ----------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(_("Settings"))
        self._tabs.set_tabs(
            (
                ("general", _("General")),
                ("sync", _("Office and sync")),
                ("rules", _("Package of rules")),
                ("licences", _("Third-party licences")),
            ),
            self._tabs.chosen_key() or "general",
        )
        self._tabs.setAccessibleName(_("Sections of the settings"))
        self._look_title.setText(_("Language and look"))
        self._person_title.setText(_("You and your office"))
        self._evidence_title.setText(_("Evidence and keys"))
        self._about_title.setText(_("About Hengping"))
        self._language_label.setText(_("Language"))
        self._theme_label.setText(_("Theme"))
        self._guard_label.setText(_("Show the guard band of the measurement uncertainty"))
        for select in (self._language, self._theme, self._guard):
            _retranslate_select(select)
        self._show_choices()
        self._name.set_caption(_("Full name"))
        self._unit.set_caption(_("Bureau or office"))
        self._number.set_caption(_("Law-enforcement card number"))
        self._scope.set_caption(_("Administrative division code"))
        self._public.set_caption(_("Address of the public verification page"))
        self._public.set_placeholder(_("Empty until an office is connected"))
        self._check_chain.setText(_("Check the evidence chain"))
        self._verify.setText(_("Verify a report"))
        self._example.setText(_("Load the example market"))
        self._licences.setText(_("Third-party licences"))
        self._about_text.setText(
            _("Version {version}. Apache-2.0; typefaces under the Open Font License.").format(
                version=self._version
            )
        )
        for button in (self._check_chain, self._verify, self._example, self._licences):
            button.updateGeometry()
        self._retranslate_security()

    def _retranslate_security(self) -> None:
        s = self._security
        if s is None:
            self._keys.set_state(_("Opening…"), "idle")
            return
        if s.in_keyring:
            self._keys.set_state(_("Keys in the system keyring"), "ok")
            self._keys_note.setText(_("The database opens with a key that only your login gives."))
        else:
            self._keys.set_state(_("Keys under a passphrase"), "warn")
            self._keys_note.setText(
                _(
                    "This system has no keyring. Whoever knows the passphrase can read the "
                    "records; nobody can recover them without it. Write it down and lock it away."
                )
            )
        self._chain.setText(
            self._chain_word
            or _("{count} facts in the evidence chain; device key {key}.").format(
                count=s.chain_events, key=s.device_key
            )
        )
        self._folder.setText(_("Kept in {folder}").format(folder=s.data_folder))

    def _show_choices(self) -> None:
        """Show what is set, wherever it was set."""
        for key, select in (
            ("language", self._language),
            ("theme", self._theme),
            ("guard_band", self._guard),
        ):
            select.setCurrentIndex(select.findData(self._settings.get(key)))

    def retint(self) -> None:
        """Take the margins of the theme in use."""
        self._show_choices()
        margin = theme().size("page_margin")
        self._column.setContentsMargins(margin, theme().space("m"), margin, theme().space("m"))
        self._column.setSpacing(theme().space("m"))
        self._grid.setSpacing(theme().space("m"))


def _retranslate_select(select: Select) -> None:
    words: dict[str, str] = select.property("words")
    for at in range(select.count()):
        select.setItemText(at, _(words[select.itemData(at)]))
    select.updateGeometry()
