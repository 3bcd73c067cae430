"""The one style sheet, written from the tokens. Families are never named here: see look.md §5.2."""

from __future__ import annotations

from string import Template
from typing import Final

from ui.theme.tokens import Tokens

_LABELS: Final = """
QLabel { color: $text; background: transparent; }
QLabel[role="cap"] { font-size: ${type_cap}px; color: $text3; }
QLabel[role="cap2"] { font-size: ${type_cap}px; color: $text2; }
QLabel[role="capx"] { font-size: ${type_cap}px; font-weight: 500; color: $text2; }
QLabel[role="dense"] { font-size: ${type_dense}px; color: $text2; }
QLabel[role="body2"] { color: $text2; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="lead"] { font-size: ${type_lead}px; font-weight: 600; }
QLabel[role="title"] { font-size: ${type_title}px; font-weight: 600; }
QLabel[role="figure"] { font-size: ${type_figure}px; font-weight: 600; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="quiet"] { color: $text3; }
QLabel:disabled { color: $off; }
"""

_GROUNDS: Final = """
QMainWindow, QDialog { background: $bg; }
QWidget[ground="bg"] { background: $bg; }
QWidget[ground="rail"] { background: $rail; border-right: ${line_px}px solid $line; }
QWidget[ground="top"] { background: $surface; border-bottom: ${line_px}px solid $line; }
QFrame[card="plain"] { background: $surface; border: ${line_px}px solid $line;
  border-radius: ${radius_card}px; }
QFrame[card="sunken"] { background: $sunken; border: ${line_px}px solid $line;
  border-radius: ${radius_card}px; }
QFrame[card="warn"] { background: $warnbg; border: ${line_px}px solid $warnline;
  border-radius: ${radius_card}px; }
QFrame[card="bad"] { background: $badbg; border: ${line_px}px solid $badline;
  border-radius: ${radius_card}px; }
QFrame[card="ok"] { background: $okbg; border: ${line_px}px solid $okline;
  border-radius: ${radius_card}px; }
QFrame[card="chosen"] { background: $surface; border: ${focus_px}px solid $accent;
  border-radius: ${radius_card}px; }
QFrame[rule="true"] { background: $line; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget[scrolled="true"] { background: transparent;
  border: none; }
QToolTip { background: $surface; color: $text; border: ${hair}px solid $ctl; padding: ${tip}px; }
"""

_BUTTONS: Final = """
QPushButton { background: $surface; color: $text; border: ${line_px}px solid $ctl;
  border-radius: ${radius_ctl}px; padding: 0 ${side}px; font-weight: 500; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $sel; }
QPushButton:disabled { background: $sunken; color: $off; border-color: $off_edge; }
QPushButton[kind="primary"] { background: $accent; color: $onaccent;
  border: ${line_px}px solid $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: $accenth;
  border-color: $accenth; }
QPushButton[kind="primary"]:disabled { background: $sunken; color: $off; border-color: $off_edge; }
QPushButton[kind="ghost"] { background: transparent; color: $accent; border: none; }
QPushButton[kind="ghost"]:hover { background: $hover; }
QPushButton[kind="ghost"]:disabled { color: $off; }
QPushButton[kind="filter"] { border-color: $line; color: $text2; font-size: ${type_dense}px; }
QPushButton[kind="filter"]:checked { background: $checked; border-color: $accent;
  color: $accent; font-weight: 600; }
QPushButton[kind="choice"] { border-color: $line; }
QPushButton[kind="choice"]:checked { background: $checked; border-color: $accent;
  color: $accent; font-weight: 600; }
"""

_FIELDS: Final = """
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox { background: $surface;
  color: $text; border: ${line_px}px solid $ctl; border-radius: ${radius_ctl}px;
  padding: 0 ${pad}px; selection-background-color: $accent; selection-color: $onaccent;
  placeholder-text-color: $text3; }
QPlainTextEdit, QTextEdit { padding: ${pad_text}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
  border: ${focus_edge}px solid $focus; padding: 0 ${pad_focus}px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: ${pad_text_focus}px; }
QLineEdit[state="error"], QComboBox[state="error"], QPlainTextEdit[state="error"] {
  border: ${focus_edge}px solid $bad; padding: 0 ${pad_focus}px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
  background: $sunken; color: $off; border-color: $off_edge; }
QLineEdit[kind="search"] { background: $sunken; border-color: $line; font-size: ${type_dense}px; }
QLineEdit[kind="search"]:focus { border-color: $focus; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: ${hair}px solid $ctl;
  selection-background-color: $sel; selection-color: $text; outline: none; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
"""

_LISTS: Final = """
QTableView, QTreeView, QListView { background: $surface; alternate-background-color: $sunken;
  color: $text; border: none; gridline-color: $grid; selection-background-color: $sel;
  selection-color: $text; outline: none; font-size: ${type_dense}px; }
QTableView::item, QTreeView::item, QListView::item { border: none; padding: 0 ${pad_text}px; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {
  background: $sel; color: $text; }
QHeaderView { background: $sunken; border: none; }
QHeaderView::section { background: $sunken; color: $text2; border: none;
  border-bottom: ${hair}px solid $line; padding: 0 ${pad_cell}px; font-size: ${type_cap}px;
  font-weight: 500; }
QTableCornerButton::section { background: $sunken; border: none; }
QMenu { background: $surface; color: $text; border: ${hair}px solid $ctl; padding: ${tip}px; }
QMenu::item { padding: ${pad_text}px ${side}px; border-radius: ${radius_chip}px; }
QMenu::item:selected { background: $sel; color: $text; }
QMenu::item:disabled { color: $off; }
QMenu::separator { height: ${hair}px; background: $line; margin: ${tip}px; }
QScrollBar:vertical { background: transparent; width: ${scrollbar}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${scrollbar}px; margin: 0; }
QScrollBar::handle { background: $ctl; border-radius: ${radius_bar}px; margin: ${focus_px}px; }
QScrollBar::handle:vertical { min-height: ${handle}px; }
QScrollBar::handle:horizontal { min-width: ${handle}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $idlebg; border: none; max-height: ${meter}px;
  border-radius: ${radius_bar}px;
  min-height: ${meter}px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: ${radius_bar}px; }
QSlider::groove:horizontal { background: $idlebg; height: ${meter}px;
  border-radius: ${radius_bar}px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: ${radius_bar}px; }
QSlider::handle:horizontal { background: $surface; border: ${focus_px}px solid $accent;
  width: ${knob}px; margin: ${knob_out}px 0; border-radius: ${knob_round}px; }
QSplitter::handle { background: transparent; }
"""


def _values(tokens: Tokens) -> dict[str, object]:
    space, size, stroke = tokens.space_px, tokens.size_px, tokens.stroke_px
    focus_edge = max(stroke["focus"], stroke["line"])
    grown = focus_edge - stroke["line"]
    return {
        **tokens.colours,
        **{f"type_{key}": px for key, px in tokens.type_px.items()},
        **{f"radius_{key}": px for key, px in tokens.radius_px.items()},
        "line_px": stroke["line"],
        "focus_px": stroke["focus"],
        "focus_edge": focus_edge,
        "side": size["ctl_side"],
        "pad": space["m"],
        # A thicker focus edge takes its pixels from the padding, else the text would jump.
        "pad_focus": space["m"] - grown,
        "pad_text": space["s"],
        "pad_cell": space["m"] - stroke["line"],
        "pad_text_focus": space["s"] - grown,
        "scrollbar": size["scrollbar"],
        "handle": size["ctl_dense"],
        "meter": size["meter"],
        "off_edge": tokens.colours["off" if tokens.is_sunlight else "line"],
        "checked": tokens.colours["sel" if tokens.is_sunlight else "accentbg"],
        "hair": stroke["hair"],
        "tip": space["xs"],
        "knob": size["knob"],
        "knob_out": (size["meter"] - size["knob"]) // 2,
        "knob_round": size["knob"] // 2,
    }


def make_style_sheet(tokens: Tokens) -> str:
    """Return the application's style sheet in these tokens."""
    sheet = _GROUNDS + _LABELS + _BUTTONS + _FIELDS + _LISTS
    return Template(sheet).substitute(_values(tokens))
