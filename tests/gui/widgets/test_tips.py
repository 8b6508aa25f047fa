"""A tip shows words from evidence as they are: it is no page, and opens nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocumentFragment
from pytestqt.qtbot import QtBot

import reviewer.gui
from reviewer.gui.tips import plain
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.parts import tool

LURES = [
    'Free camera <img src="file:///etc/hostname"> for you',
    'Free camera <img src="//host.example/share/x.png"> for you',
    "<b>bold</b> &amp; &lt;i&gt;",
    "<!DOCTYPE html><table background='x.png'>",
    "two  spaces <i>and</i>\na second line",
]
_ROOT = Path(reviewer.gui.__file__).parent
_OURS = re.compile(r"(self\.|_?)tr\(|plain\(|\"|RULE\)|\(?f?\"[^\"{]*\"|$")
_KNOWN = {
    'f"{name} (Alt+{number})")': "the rooms' names",
    'f"{names[name]} ({button.shortcut().toString()})")': "the names of pages and words",
    'f"{words} ({keys})")': "what an answer does to the evidence",
    "name)": "what a choice is about",
}


@pytest.mark.parametrize("text", LURES)
def test_words_of_evidence_stand_in_a_tip_as_they_are(qtbot: QtBot, text: str) -> None:
    shown = Elided()
    qtbot.addWidget(shown)
    shown.setText(text)
    pressed = tool("note", text, lambda: None)
    qtbot.addWidget(pressed)
    for tip in (plain(text), shown.toolTip(), pressed.toolTip()):
        assert tip.startswith("<p ")
        assert "<img" not in tip
        assert QTextDocumentFragment.fromHtml(tip).toPlainText() == text


def test_words_that_look_like_no_markup_are_left_alone() -> None:
    for text in ("camera", "5 < 6", "answers <a2@x>", ""):
        assert plain(text) == text


def test_no_tip_of_the_window_takes_words_of_evidence_for_markup() -> None:
    for path in _ROOT.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for given in re.findall(r"\.setToolTip\(\s*(.*)", source):
            assert _OURS.match(given) or given in _KNOWN, f"{path.name}: {given}"
        if "ToolTipRole" in source:
            assert re.search(r"\bplain\(", source), path.name
