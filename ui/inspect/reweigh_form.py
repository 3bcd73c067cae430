"""Re-weighed lots: what the trader settled, at which price, for which goods, by which method."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choice import Select
from ui.widgets.field import Field
from ui.widgets.label import Label

# Keys of `kinds.reweigh_lots`; the methods and goods are those of the regulation's tables.
METHODS = ("equal", "high", "original")
GOODS = (
    "vegetable",
    "fruit",
    "grain",
    "meat",
    "egg",
    "poultry",
    "seafood",
    "freshwater",
    "pastry",
    "candy",
    "condiment",
    "dried_vegetable",
    "mountain_delicacy",
    "sea_delicacy",
    "live_poultry",
    "live_fish",
    "soaked",
)
_OWN_SCALE = ("weight_mass", "weight_reading")
_TEXTS = ("settled_mass", "unit_price", *_OWN_SCALE, "band", "band_reason")


class ReweighForm(QWidget):
    """Signals: changed(dict of the figures), lot_asked: one more lot."""

    changed = Signal(object)
    lot_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = {key: Field(is_number=key != "band_reason") for key in _TEXTS}
        self.method, self.goods = Select(), Select()
        self._method_caption, self._goods_caption = Label("", "capx"), Label("", "capx")
        self.more = Button(icon="plus")
        self.more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._build()
        for field in self.fields.values():
            field.edited.connect(self._on_change)
            field.edit.returnPressed.connect(self._next_field)
        self.method.activated.connect(self._on_change)
        self.goods.activated.connect(self._on_change)
        self.more.clicked.connect(self.lot_asked)
        self.retranslate()
        self._arrange()

    def _build(self) -> None:
        grid = QGridLayout(self)
        side, top = theme().space("l"), theme().space("s")
        grid.setContentsMargins(side, top, side, top)
        grid.setHorizontalSpacing(theme().space("m"))
        grid.setVerticalSpacing(theme().space("s"))
        cells: list[QWidget] = [
            self.fields["settled_mass"],
            self.fields["unit_price"],
            self._captioned(self._goods_caption, self.goods),
            self._captioned(self._method_caption, self.method),
        ]
        for at, cell in enumerate(cells):
            grid.addWidget(cell, 0, at, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(at, 1)
        for at, key in enumerate((*_OWN_SCALE, "band", "band_reason")):
            grid.addWidget(self.fields[key], 1, at, Qt.AlignmentFlag.AlignTop)

    @staticmethod
    def _captioned(caption: Label, box: Select) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        column.addWidget(caption)
        column.addWidget(box)
        return cell

    def figures(self) -> dict[str, str]:
        """Return what was typed, by key; empty ones left out."""
        found = {key: field.text().strip() for key, field in self.fields.items()}
        found["method"] = str(self.method.currentData() or "")
        found["category"] = str(self.goods.currentData() or "")
        if found["method"] != "original":
            found |= dict.fromkeys(_OWN_SCALE, "")
        return {key: text for key, text in found.items() if text}

    def show_figures(self, figures: Mapping[str, str]) -> None:
        """Show the figures of a lot, without a signal."""
        for key, field in self.fields.items():
            if not field.edit.hasFocus():
                field.set_text(figures.get(key, ""))
        for box, key in ((self.method, "method"), (self.goods, "category")):
            at = box.findData(figures.get(key, ""))
            if at >= 0:
                box.setCurrentIndex(at)
        self._arrange()

    def _on_change(self, _value: object = None) -> None:
        self._arrange()
        self.changed.emit(self.figures())

    def _arrange(self) -> None:
        own = self.method.currentData() == "original"
        for key in _OWN_SCALE:
            self.fields[key].setVisible(own)

    def _next_field(self) -> None:
        edits = [f.edit for f in self.fields.values() if not f.isHidden()]
        at = next((i for i, edit in enumerate(edits) if edit.hasFocus()), -1)
        if at + 1 < len(edits):
            edits[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.focusNextChild()

    def retranslate(self) -> None:
        """Say the words in the language in use; what was typed stays."""
        captions = {
            "settled_mass": _("Settled mass, kg"),
            "unit_price": _("Unit price, yuan/kg"),
            "weight_mass": _("Weight put on, kg"),
            "weight_reading": _("The scale's reading of it, kg"),
            "band": _("Another band (A–D)"),
            "band_reason": _("Why this band"),
        }
        for key, caption in captions.items():
            self.fields[key].set_caption(caption)
        self._method_caption.setText(_("Method"))
        self._goods_caption.setText(_("Goods"))
        self.more.setText(_("One more lot"))
        self._fill(self.method, _method_words())
        self._fill(self.goods, _goods_words())

    @staticmethod
    def _fill(box: Select, words: Mapping[str, str]) -> None:
        kept = box.currentData()
        box.clear()
        for key, text in words.items():
            box.addItem(text, key)
        box.setCurrentIndex(max(0, box.findData(kept)))


def _method_words() -> dict[str, str]:
    words = {
        "equal": _("Scale of equal accuracy (2 L)"),
        "high": _("Scale of higher accuracy (L)"),
        "original": _("The trader's own scale"),
    }
    return {key: words[key] for key in METHODS}


def _goods_words() -> dict[str, str]:
    words = {
        "vegetable": _("Vegetables"),
        "fruit": _("Fruit"),
        "grain": _("Grain"),
        "meat": _("Meat"),
        "egg": _("Eggs"),
        "poultry": _("Poultry"),
        "seafood": _("Sea products"),
        "freshwater": _("Freshwater products"),
        "pastry": _("Pastry"),
        "candy": _("Sweets"),
        "condiment": _("Condiments"),
        "dried_vegetable": _("Dried vegetables"),
        "mountain_delicacy": _("Mountain delicacies"),
        "sea_delicacy": _("Sea delicacies"),
        "live_poultry": _("Live poultry (excluded)"),
        "live_fish": _("Live fish (excluded)"),
        "soaked": _("Soaked goods (excluded)"),
    }
    return {key: words[key] for key in GOODS}
