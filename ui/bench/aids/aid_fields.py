"""What an aid asks before it begins: the declared d, how many, how long."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.quantities import exact_decimal
from inspector_app.words import gettext as _
from ui.bench.aids.aid_words import interval_line
from ui.bench.ports.plate_interval import PlateInterval
from ui.theme import polish, theme
from ui.widgets.label import Label, role_font
from ui.widgets.painting import text_width

FIELDS: Mapping[str, tuple[str, ...]] = {
    "repeatability": ("interval", "count"),
    "drift": ("interval", "minutes"),
    "probes": ("interval", "small", "loads"),
}
_RANGES: Mapping[str, tuple[Decimal, Decimal]] = {
    "interval": (Decimal(0), Decimal(10000)),
    "count": (Decimal(2), Decimal(99)),
    "minutes": (Decimal(0), Decimal(1440)),
    "small": (Decimal(0), Decimal(10000)),
    "loads": (Decimal(3), Decimal(9)),
}
_WHOLE = frozenset(("count", "minutes", "loads"))
_FIRST = {"count": "6", "minutes": "0", "loads": "3"}


class AidFields(QWidget):
    """A line of captions and short fields; only those of the chosen aid are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._captions = {name: Label(role="body2") for name in _RANGES}
        self.edits = {name: QLineEdit(_FIRST.get(name, "")) for name in _RANGES}
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        for name, edit in self.edits.items():
            self._captions[name].setBuddy(edit)
            self._line.addWidget(self._captions[name])
            self._line.addWidget(edit)
            edit.textEdited.connect(lambda _text, edit=edit: polish(edit, state=""))
        self.edits["interval"].textChanged.connect(lambda _text: self.retranslate())
        self._line.addStretch(1)
        self._unit, self._aid, self._suggested, self._is_short = "", "", "", False
        self._known: PlateInterval | None = None
        self.retint()

    def show_aid(self, aid: str) -> None:
        """Show the fields of this aid."""
        self._aid = aid
        for name, edit in self.edits.items():
            is_asked = name in FIELDS[aid]
            edit.setVisible(is_asked)
            self._captions[name].setVisible(is_asked)
        self.retranslate()

    def show_unit(self, unit: str) -> None:
        """Name the unit of the readings, in which masses are typed."""
        if unit != self._unit:
            self._unit = unit
            self.retranslate()

    def suggest_interval(self, known: PlateInterval | None) -> bool:
        """Fill in the d that is known of this instrument; what was typed stays.

        Returns whether another one is known than before.
        """
        figures = known.figures(self._unit) if known is not None else ""
        edit, before = self.edits["interval"], self._suggested
        if figures == before and known == self._known:
            return False
        self._suggested, self._known = figures, known if figures else None
        if edit.text() in ("", before):
            edit.setText(figures)
        self.retranslate()
        return True

    @property
    def known(self) -> PlateInterval | None:
        """Return where the d in the field comes from, None if a person typed it, or nobody."""
        is_taken = self._suggested and self.edits["interval"].text() == self._suggested
        return self._known if is_taken else None

    def _is_e(self) -> bool:
        """Say whether what stands in the field is the e of a profile."""
        return self.known is not None and self.known.origin == "profile"

    def _explain(self) -> None:
        self.edits["interval"].setToolTip(interval_line(self.known) if self.known else "")

    def typed(self) -> dict[str, Decimal]:
        """Return the numbers of this aid; an empty d or small load is 0.

        Raises InputInvalid or OutOfRange; the field in question is marked.
        """
        return {name: self._number(name) for name in FIELDS[self._aid]}

    def _number(self, name: str) -> Decimal:
        edit = self.edits[name]
        try:
            return _within(exact_decimal(edit.text().strip() or "0", field=name), name)
        except (InputInvalid, OutOfRange):
            polish(edit, state="error")
            edit.setFocus()
            raise

    def captions(self) -> dict[str, str]:
        """Return what each field is called."""
        unit = f" ({self._unit})" if self._unit else ""
        if self._is_short:
            d = _("e as d") if self._is_e() else "d"
            return self._full_captions() | {"interval": d + unit, "small": _("Small load") + unit}
        return self._full_captions()

    def _full_captions(self) -> dict[str, str]:
        unit = f" ({self._unit})" if self._unit else ""
        return {
            "interval": (_("e as d") if self._is_e() else _("d on the plate")) + unit,
            "count": _("Weighings"),
            "minutes": _("Minutes, 0: until stopped"),
            "small": _("Small load, about 5 d") + unit,
            "loads": _("Loads"),
        }

    def retranslate(self) -> None:
        """Name the fields in the language in use, briefly where the room is short."""
        self._is_short = False
        self._is_short = self._needed() > self.width()
        full = self._full_captions()
        for name, caption in self.captions().items():
            self._captions[name].setText(caption)
            self.edits[name].setAccessibleName(full[name])
        self._explain()

    def _needed(self) -> int:
        """Return the width of the chosen aid's captions and fields, in pixels."""
        t, captions = theme(), self.captions()
        asked = FIELDS.get(self._aid, ())
        words = sum(text_width(role_font("body2"), captions[name]) for name in asked)
        return words + len(asked) * (t.size("field_least") + 2 * t.space("s"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.retranslate()

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        self._line.setSpacing(theme().space("s"))
        for edit in self.edits.values():
            edit.setFixedHeight(theme().size("ctl_dense"))
            edit.setFixedWidth(theme().size("field_least"))
        self.retranslate()


def _within(number: Decimal, name: str) -> Decimal:
    low, high = _RANGES[name]
    if not low <= number <= high or (name in _WHOLE and number % 1):
        raise OutOfRange("out_of_range", field=name)
    return number
