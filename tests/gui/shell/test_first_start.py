"""The first start asks three things on one page, once, and Enter goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from reviewer.desktop import preferences, settings
from reviewer.desktop.preferences import Preferences
from reviewer.domain.exports.report_options import Language
from reviewer.gui.shell.window import MainWindow
from tests.gui.shell.test_settings_page import pick


def test_enter_goes_on_with_what_is_offered_and_it_is_not_asked_again(window: MainWindow) -> None:
    window.ask_first()
    page = window.first
    assert page is not None
    assert window.stack.currentWidget() is page
    assert list(page.laptop.fields) == ["report_language", "ocr_language"]
    assert page.go_on.hasFocus()
    QTest.keyClick(page.go_on, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.start
    assert preferences.current() == Preferences()
    window.ask_first()
    assert window.stack.currentWidget() is window.start


def test_what_is_chosen_is_kept(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window.ask_first()
    page = window.first
    assert page is not None
    pick(page.laptop.fields["report_language"], "fr")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    page.laptop.change.click()
    page.go_on.click()
    assert preferences.current() == Preferences(report_language=Language.FRENCH, case_folder=str(tmp_path))


def test_settings_that_are_opened_over_it_lead_back_to_it(window: MainWindow) -> None:
    window.ask_first()
    page = window.first
    window.show_settings()
    window.show_settings()
    assert window.stack.currentWidget() is page
    assert window.first is page


def test_a_laptop_that_has_been_worked_on_is_not_asked(window: MainWindow) -> None:
    settings.remember_reviewer("Ada")
    window.ask_first()
    assert window.first is None
