"""The style sheet, built from the tokens alone."""

from __future__ import annotations

from string import Template

from reviewer.desktop.resources import resource
from reviewer.gui.tokens import DARK, Colors, Sizes

LEAST = 20
"""How high what is pressed is at least within its edge, in pixels, so that it can be hit."""

LINE = 15
"""The same for words of their usual size not to be cut: what is least takes the place of a size hint."""

_SHEET = Template("""
QAbstractItemView, QPushButton, QToolButton, QCheckBox, QComboBox { outline: none; }
QMainWindow, QDialog, #page, QScrollArea#page > QWidget > QWidget { background: $window; }
QToolTip { background: $panel; color: $text; border: 1px solid $edge; padding: 4px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${large}pt; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"], QLabel[role="caption"] { color: $muted; font-size: ${small}pt; }
QLabel[role="caption"] { font-weight: 600; }
QLabel[role="problem"] { color: $problem; }
#told { border: 2px solid transparent; padding: 1px; }
#told:focus { border-color: $accent; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="question"] { font-size: ${reading}pt; }
QLabel[role="clock"] { font-size: ${large}pt; }
#topbar, #rail { background: $window; }
#topbar { border-bottom: 1px solid $line; }
#rail { border-right: 1px solid $line; }
#statusline { background: $window; border-top: 1px solid $line; }
#statusline QLabel { color: $muted; font-size: ${small}pt; }
#notice { background: $panel; border-top: 1px solid $edge; }
#overlay { background: $panel; border: 1px solid $edge; border-radius: 4px; }
#panel, QScrollArea#panel > QWidget > QWidget { background: $panel; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {
    background: $field; border: 1px solid $edge; border-radius: 4px; padding: 4px 8px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit[quiet="true"] { background: transparent; border-color: transparent; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {
    border: 2px solid $accent; padding: 3px 7px;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QSpinBox:disabled {
    color: $muted; background: transparent; border-color: $line;
}
QComboBox { padding-right: 4px; }
QComboBox::drop-down { border: none; width: ${arrow}px; subcontrol-position: right center; }
QComboBox::down-arrow { image: url("$icons/down-$tone.svg"); width: ${tick}px; height: ${tick}px; }
QPushButton {
    background: $field; border: 1px solid $edge; border-radius: 4px; padding: 4px 12px; min-height: ${least}px;
}
QPushButton:hover { background: $hover; }
QPushButton:disabled { color: $muted; background: transparent; border-color: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 3px 11px; }
QPushButton[role="main"] {
    background: $accent; color: $on_accent; border: 2px solid transparent; background-clip: padding;
    padding: 3px 11px;
}
QPushButton[role="main"]:disabled { background: $line; color: $muted; }
QPushButton[role="main"]:focus { border-color: $text; }
QPushButton[role="link"] {
    background: transparent; border: 2px solid transparent; color: $accent; padding: 0 2px; text-align: left;
}
QPushButton[role="link"]:disabled { color: $muted; }
QPushButton[role="link"]:focus { border-color: $accent; }
#statusline QPushButton[role="link"] { font-size: ${small}pt; }
QPushButton[role="room"] { background: transparent; border: 2px solid transparent; border-radius: 0; padding: 0; }
QPushButton[role="room"]:hover { background: $hover; }
QPushButton[role="room"]:checked { background: $panel; border-left: 4px solid $accent; }
QPushButton[role="room"]:focus { border: 2px solid $accent; }
QPushButton[role="part"] { background: transparent; border: 2px solid transparent; padding: 3px 8px; }
QPushButton[role="part"]:hover { background: $hover; }
QPushButton[role="part"]:checked { background: $chosen; border: 1px solid $accent; padding: 4px 9px; }
QPushButton[role="part"]:focus { border: 2px solid $accent; padding: 3px 8px; }
QPushButton[role="chip"] {
    background: $field; border: 1px solid $edge; border-radius: 4px; padding: 1px 6px; min-height: ${least}px;
    font-size: ${small}pt;
}
QPushButton[role="chip"]:checked { background: $chosen; border-color: $accent; }
QPushButton[role="chip"]:focus { border: 2px solid $accent; padding: 0 5px; }
QToolButton { background: transparent; border: 2px solid transparent; border-radius: 4px; padding: 3px; }
QToolButton:hover { background: $hover; }
QToolButton:checked { background: $chosen; border: 1px solid $accent; padding: 4px; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="chip"] {
    background: $field; border: 1px solid $edge; border-radius: 4px; padding: 1px 4px; min-height: ${least}px;
    text-align: left; font-size: ${small}pt;
}
QToolButton[role="chip"]:checked { background: $chosen; border-color: $accent; }
QToolButton[role="chip"]:focus { border: 2px solid $accent; padding: 0 3px; }
QToolButton[role="mark"] { border: 1px solid $edge; background: $field; padding: 8px; }
QToolButton[role="mark"]:checked { border-color: $accent; background: $chosen; font-weight: 600; }
QToolButton[role="mark"]:disabled { color: $muted; }
QToolButton[role="mark"]:focus { border: 2px solid $accent; padding: 7px; }
QToolButton[role="line"] { padding: 2px; }
QToolButton[role="line"]:checked { padding: 3px; }
QToolButton[role="line"]:focus { padding: 2px; }
QAbstractItemView {
    background: $panel; alternate-background-color: $panel; border: 2px solid $panel; gridline-color: transparent;
    selection-background-color: $chosen; selection-color: $text;
}
QAbstractItemView:focus { border-color: $accent; }
QComboBox QAbstractItemView, QAbstractItemView#completions { border: 1px solid $edge; background: $field; }
QAbstractItemView::item { padding: 0 4px; border: none; }
QAbstractItemView::item:selected {
    background: $chosen; color: $text; border-top: 1px solid $accent; border-bottom: 1px solid $accent;
}
QTreeView::item { min-height: 22px; }
QHeaderView, QHeaderView:focus { background: $panel; border: none; }
QHeaderView::section {
    background: $panel; color: $muted; font-size: ${small}pt; padding: 4px 7px;
    border: none; border-bottom: 1px solid $line;
}
QMenu { background: $panel; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 12px; border: 1px solid transparent; border-radius: 4px; }
QMenu::item:selected { background: $chosen; border-color: $accent; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px; }
QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QCheckBox { spacing: 8px; border: 2px solid transparent; border-radius: 4px; min-height: ${least}px; }
QCheckBox:focus { border-color: $accent; }
QCheckBox::indicator {
    width: ${tick}px; height: ${tick}px; border: 1px solid $edge; border-radius: 3px; background: $field;
}
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$icons/tick-$tone.svg");
}
QCheckBox::indicator:disabled { background: $line; border-color: $line; }
#desk { background: $desk; }
#banner { border: none; border-left: 4px solid $problem; }
#panebar { background: $panel; border-bottom: 1px solid $line; }
#footbar { background: $panel; border-top: 1px solid $line; }
""")


def style_sheet(colors: Colors, sizes: Sizes) -> str:
    """The style sheet for a set of colours and sizes."""
    values: dict[str, object] = {name: getattr(colors, name) for name in Colors.__slots__}
    values |= {name: getattr(sizes, name) for name in ("small", "normal", "large", "reading")}
    tick = round(16 * sizes.scale)
    least = max(LEAST, round(LINE * sizes.scale))
    values |= {"tone": "dark" if colors is DARK else "light", "tick": tick, "arrow": tick + 8, "least": least}
    return _SHEET.substitute(values, icons=resource("icons").as_posix())
