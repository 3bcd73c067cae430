"""A case on the board: number, name, what happened last, its deadline and whose it is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from inspector_app.services.list_cases import CaseCard
from ui.cases import wording
from ui.theme import theme
from ui.widgets.chip import chip_width, paint_chip
from ui.widgets.label import role_colour, role_font, role_height
from ui.widgets.painting import draw_box, draw_text, text_width

_MOST_LINES: Final = 2
_ARROWS: Final = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}


class CaseButton(QAbstractButton):
    """The card; checked while its file is open. Painted: a board may hold hundreds.

    Signal move_asked(right, down): an arrow was pressed.
    """

    move_asked = Signal(int, int)

    def __init__(self, card: CaseCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._measure()
        self.retranslate()

    def retranslate(self) -> None:
        """Say the card in one sentence, in the language in use."""
        chip = wording.deadline_chip(self.card.deadline)
        self._detail = wording.card_detail(self.card)
        self._chip = chip
        parts = (self.card.case.title, self.card.number, self._detail, chip.text)
        said = [part for part in parts if part]
        self.setAccessibleName(", ".join(said))
        self.setToolTip("\n".join(said))
        self.update()

    def retint(self) -> None:
        """Measure again in the theme in use."""
        self._measure()
        self.update()

    # --- measures ----------------------------------------------------------------------------

    def _lines(self, width: int) -> list[str]:
        """Break the name into at most two lines; the last is elided when it is painted."""
        layout = QTextLayout(self.card.case.title, role_font("strong"))
        layout.beginLayout()
        cuts: list[int] = []
        while (line := layout.createLine()).isValid() and len(cuts) < _MOST_LINES:
            line.setLineWidth(max(width, 1))
            cuts.append(line.textStart())
        layout.endLayout()
        title = self.card.case.title
        ends = [*cuts[1:], len(title)]
        return [title[start:end].strip() for start, end in zip(cuts, ends, strict=True)]

    def _inner(self) -> int:
        return theme().space("m") + theme().stroke

    def height_for(self, width: int) -> int:
        """Return the height that the card needs at this width, both in pixels."""
        t, lines = theme(), len(self._lines(width - 2 * self._inner())) or 1
        text = role_height("cap") + lines * role_height("strong") + role_height("cap2")
        return text + t.size("chip") + 2 * t.space("s") + t.space("xs") + 2 * t.stroke

    def _measure(self) -> None:
        self.setFixedHeight(self.height_for(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._measure()

    def sizeHint(self) -> QSize:
        return QSize(theme().size("case_column"), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().space("xl"), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the board, which knows the columns; button and list take them."""
        move = _ARROWS.get(Qt.Key(event.key()))
        if move is not None:
            self.move_asked.emit(*move)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    # --- painting ----------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        edge = "accent" if self.isChecked() else "line"
        stroke = t.tokens.stroke_px["focus"] if self.isChecked() else t.stroke
        ground = "hover" if self.underMouse() and not self.isChecked() else "surface"
        draw_box(
            painter,
            self.rect(),
            ground=t.colour(ground),
            edge=t.colour(edge),
            radius=t.radius("card"),
            stroke=stroke,
        )
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        t, side = theme(), self._inner()
        area = self.rect().adjusted(side, t.space("s"), -side, -t.space("s"))
        top = area.top()
        lines = self._lines(area.width())
        rows = [("cap", self.card.number), *(("strong", text) for text in lines)]
        for role, text in (*rows, ("cap2", self._detail)):
            height = role_height(role)
            place = QRect(area.left(), top, area.width(), height)
            # A number is told from its neighbours by its end.
            cut = Qt.TextElideMode.ElideLeft if role == "cap" else Qt.TextElideMode.ElideRight
            colour = t.colour(role_colour(role))
            draw_text(painter, place, text, role_font(role), colour, elide=cut)
            top += height
        self._paint_foot(painter, QRect(area.left(), top + t.space("xs"), area.width(), 0))

    def foot_room(self) -> int:
        """Return how many pixels the words of the foot may take."""
        return self.width() - 2 * self._inner()

    def foot_icon(self, room: int) -> str:
        """Return the icon of the deadline, none where its words need the room: they are read."""
        icon = self._chip.icon
        return icon if chip_width(self._chip.text, icon) <= room else ""

    def _paint_foot(self, painter: QPainter, place: QRect) -> None:
        t, chip = theme(), self._chip
        icon = self.foot_icon(place.width())
        needed = min(chip_width(chip.text, icon), place.width())
        box = QRect(place.left(), place.top(), needed, t.size("chip"))
        paint_chip(painter, box, chip.text, icon, chip.kind)
        name = wording.handlers(self.card.case, most=1)
        font = role_font("cap2")
        room = place.width() - needed - t.space("s")
        if name and room >= min(text_width(font, name), QFontMetrics(font).averageCharWidth() * 4):
            right = QRect(box.right() + t.space("s"), box.top(), room, box.height())
            colour = t.colour(role_colour("cap2"))
            draw_text(painter, right, name, font, colour, Qt.AlignmentFlag.AlignRight)
