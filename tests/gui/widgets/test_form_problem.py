"""What is wrong with a form stays said until somebody changes the form."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.parts import column
from tests.gui.hands import Hands


def test_the_line_stays_when_the_same_words_are_put_in_again_and_goes_with_the_first_letter_typed(
    qtbot: QtBot,
) -> None:
    form, words, problem = QWidget(), QPlainTextEdit(), FormProblem()
    form.setLayout(column(words, problem))
    qtbot.addWidget(form)
    words.setPlainText("12 Harbor Road\nQuay")
    with qtbot.waitExposed(form):
        form.show()
    for _ in range(2):
        problem.setText("There is no such picture")
        problem.show()
        words.setPlainText(words.toPlainText())
        assert problem.isVisible()
        words.setFocus()
        Hands().type("s")
        assert not problem.isVisible()
