"""The evidence: photos by role, from a file, by dropping or from a camera, and the environment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.events import PhotoAttached
from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.position import POSITION, POSITION_FIX
from inspector_app.kinds.base import InspectionKind, Step
from inspector_app.words import current_language
from inspector_app.words import gettext as _
from ui.inspect.photo_tiles import Photo, PhotoTiles
from ui.inspect.position_row import PositionRow
from ui.inspect.step_pane import StepPane
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.choice import Select
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph

# Names of the form's fields, as `services.fill_field` and the reports know them.
FIGURES: Final = ("ambient_temperature_c", "relative_humidity_pct")
TEXTS: Final = ("party_statement", "remarks")
ChooseFiles = Callable[[QWidget], Sequence[str]]


def ask_for_files(parent: QWidget) -> Sequence[str]:
    """Let the person choose pictures in the system's own dialog."""
    found, _filter = QFileDialog.getOpenFileNames(
        parent, _("Choose photos"), "", _("Pictures (*.jpg *.jpeg *.png *.webp *.bmp *.tif)")
    )
    return found


def _detail(inspection: Inspection, photo: PhotoAttached) -> str:
    """Return the second line of a tile: whose code was read back, else caption or size."""
    named = inspection.photo_names_instrument(photo)
    if named is not None:
        return _("Code names this instrument") if named else _("Code of another instrument")
    return photo.caption or f"{photo.width} × {photo.height}"


class EvidencePane(StepPane):
    """Signals: photo_chosen(path, role), camera_asked(role), photo_withdrawn(id),
    field_filled(name, text).
    """  # noqa: D205 - the signals are the summary

    STEP = Step.EVIDENCE
    photo_chosen = Signal(object, str)
    camera_asked = Signal(str)
    photo_withdrawn = Signal(str)
    field_filled = Signal(str, str)

    def __init__(
        self, *, choose_files: ChooseFiles = ask_for_files, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choose_files = choose_files
        self._missing: tuple[str, ...] = ()
        self.setAcceptDrops(True)
        self.environment_title, self.photo_title = Label("", "strong"), Label("", "strong")
        self.fields = {name: Field(is_number=name in FIGURES) for name in (*FIGURES, *TEXTS)}
        self.fields["ambient_temperature_c"].set_unit("°C")
        self.fields["relative_humidity_pct"].set_unit("% RH")
        self.position = PositionRow()
        self.role, self.file_button = Select(), Button(icon="plus")
        self.camera_button = Button(icon="camera")
        self.missing, self.drop_hint = Chip(), Paragraph("", "cap")
        self.tiles = PhotoTiles()
        self.environment_card, self.photo_card = Card(), Card()
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme().space("l"))
        for name, field in self.fields.items():
            line.addWidget(field, 1 if name in FIGURES else 2, Qt.AlignmentFlag.AlignTop)
        self.environment_card.body.addWidget(self.environment_title)
        self.environment_card.body.addLayout(line)
        self.environment_card.body.addWidget(self.position)
        head = QHBoxLayout()
        head.setSpacing(theme().space("s"))
        head.addWidget(self.photo_title)
        head.addWidget(self.missing)
        head.addStretch(1)
        for widget in (self.role, self.file_button, self.camera_button):
            head.addWidget(widget)
        inside = QVBoxLayout()
        inside.setSpacing(theme().space("m"))
        inside.addLayout(head)
        inside.addWidget(self.drop_hint)
        inside.addWidget(self.tiles)
        self.photo_card.body.addLayout(inside)
        for card in (self.environment_card, self.photo_card):
            self.body.addWidget(card)
        self.build_frame()

    def _connect(self) -> None:
        for name, field in self.fields.items():
            field.committed.connect(lambda text, name=name: self.field_filled.emit(name, text))
            field.edited.connect(lambda _text, field=field: field.set_error(""))
            field.edit.returnPressed.connect(self._next_field)
        place = self.position.field
        place.committed.connect(lambda text: self.field_filled.emit(POSITION, text))
        place.edit.returnPressed.connect(self._next_field)
        for button in (self.file_button, self.camera_button):
            button.setAutoDefault(True)
        self.file_button.clicked.connect(self._on_file)
        self.camera_button.clicked.connect(lambda: self.camera_asked.emit(self.chosen_role()))
        self.tiles.withdrawn.connect(self.photo_withdrawn)

    def _next_field(self) -> None:
        """Enter goes to the next field, from the last to the photos; the position waits for Tab."""
        edits = [field.edit for field in self.fields.values()]
        at = next((i for i, edit in enumerate(edits) if edit.hasFocus()), len(edits))
        following = edits[at + 1] if at + 1 < len(edits) else self.file_button
        following.setFocus(Qt.FocusReason.TabFocusReason)

    def chosen_role(self) -> str:
        """Return the role that the next photo gets."""
        return str(self.role.currentData() or "other")

    def _on_file(self) -> None:
        for path in self._choose_files(self):
            self.photo_chosen.emit(Path(path), self.chosen_role())

    def show_inspection(
        self, inspection: Inspection, kind: InspectionKind, images: dict[str, bytes]
    ) -> None:
        """Show photos and fields. images: bytes by SHA-256; a photo without is shown as a mark."""
        editable = inspection.state is State.DRAFT
        kept = inspection.photos_kept()
        taken = {photo.role for photo in kept}
        self._missing = tuple(p.key for p in kind.photos if p.required and p.key not in taken)
        self._fill_roles(kind)
        language = current_language()
        titles = {p.key: p.title.in_language(language) for p in kind.photos}
        self.tiles.show_photos(
            [
                Photo(
                    photo_id=photo.photo_id,
                    title=titles.get(photo.role, _("Other")),
                    detail=_detail(inspection, photo),
                    image=images.get(photo.sha256, b""),
                )
                for photo in kept
            ],
            editable=editable,
        )
        for name, field in self.fields.items():
            field.setEnabled(editable)
            if not field.edit.hasFocus():
                field.set_text(inspection.fields.get(name, ""))
        filled = inspection.fields
        self.position.show_kept(
            filled.get(POSITION, ""), filled.get(POSITION_FIX, ""), editable=editable
        )
        for widget in (self.role, self.file_button, self.camera_button):
            widget.setEnabled(editable)
        self._say_missing()

    def _fill_roles(self, kind: InspectionKind) -> None:
        language = current_language()
        choices = [(p.key, p.title.in_language(language)) for p in kind.photos]
        choices.append(("other", _("Other")))
        wanted = self._missing[0] if self._missing else self.chosen_role()
        self.role.clear()
        for key, title in choices:
            self.role.addItem(title, key)
        self.role.setCurrentIndex(max(0, self.role.findData(wanted)))

    def _say_missing(self) -> None:
        count = len(self._missing)
        words = _("All required photos are here") if not count else _("{n} photos to take")
        self.missing.set_state(words.format(n=count), "warn" if count else "ok")

    def field_refused(self, name: str, sentence: str) -> None:
        """Say under the field what is wrong with it; what was typed stays."""
        if name in {POSITION, POSITION_FIX}:
            self.position.field.set_error(sentence)
        if name in self.fields:
            self.fields[name].set_error(sentence)

    def enter(self) -> None:
        """Go to the first empty figure, then to the photos, then on."""
        figures = [self.fields[name] for name in FIGURES]
        empty = next((field for field in figures if not field.text()), None)
        if empty is not None and empty.isEnabled():
            empty.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._missing and self.file_button.isEnabled():
            self.file_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().enter()

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        super().retranslate()
        self.heading.setText(_("Evidence"))
        self.hint.set_text(_("Photos are kept with their fingerprint; nothing is ever deleted."))
        self.environment_title.setText(_("Environment"))
        self.fields["ambient_temperature_c"].set_caption(_("Temperature"))
        self.fields["relative_humidity_pct"].set_caption(_("Humidity"))
        self.fields["remarks"].set_caption(_("Remarks"))
        self.fields["party_statement"].set_caption(_("Statement of the party"))
        self.fields["party_statement"].set_placeholder(_("No objection, or what the party says"))
        self.photo_title.setText(_("Photos"))
        self.file_button.setText(_("From a file"))
        self.camera_button.setText(_("From the camera"))
        self.role.setAccessibleName(_("What the next photo shows"))
        self.drop_hint.set_text(_("Choose what the photo shows, or drop pictures here."))
        self._say_missing()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.file_button.isEnabled() and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.photo_chosen.emit(Path(url.toLocalFile()), self.chosen_role())
        event.acceptProposedAction()
