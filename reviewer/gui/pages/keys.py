"""Keys that move the caret: with Shift they extend the selection, alone they move when caret browsing is on."""

from __future__ import annotations

from PySide6.QtCore import Qt

from reviewer.gui.pages.text import Step

_Key = Qt.Key

MOVES: dict[tuple[Qt.Key, bool], tuple[Step, bool]] = {
    (_Key.Key_Left, False): (Step.CHARACTER, False),
    (_Key.Key_Right, False): (Step.CHARACTER, True),
    (_Key.Key_Left, True): (Step.WORD, False),
    (_Key.Key_Right, True): (Step.WORD, True),
    (_Key.Key_Up, False): (Step.LINE, False),
    (_Key.Key_Down, False): (Step.LINE, True),
    (_Key.Key_Home, False): (Step.LINE_EDGE, False),
    (_Key.Key_End, False): (Step.LINE_EDGE, True),
    (_Key.Key_Home, True): (Step.DOCUMENT_EDGE, False),
    (_Key.Key_End, True): (Step.DOCUMENT_EDGE, True),
}
"""Key and whether Ctrl is held: the step, and whether it goes forward."""
