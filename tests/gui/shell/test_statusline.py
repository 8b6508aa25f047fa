"""The status line: what it says has its room at once, so that no frame shows it cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer.gui.shell.statusline import StatusLine

Said = Callable[[StatusLine], object]


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    made = StatusLine()
    qtbot.addWidget(made)
    made.resize(QSize(1366, made.sizeHint().height()))
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize(
    ("say", "told"),
    [
        (lambda line: line.show_saving(1), lambda line: line.saved),
        (lambda line: line.echo.done("IA2144-000017 marked as relevant"), lambda line: line.echo.said),
        (lambda line: line.echo.done("IA2144-000017 marked as relevant", 12), lambda line: line.echo.undo_run),
        (lambda line: line.echo.ask("Tag set", "It is elsewhere.", there=True), lambda line: line.echo.leave),
        (lambda line: line.show_failures(1_234), lambda line: line.failures),
        (lambda line: line.show_progress(12_300, 44_757, "mailbox.mbox"), lambda line: line.work),
    ],
)
def test_what_is_said_has_its_room_before_anything_is_drawn(
    line: StatusLine, say: Said, told: Callable[[StatusLine], QWidget]
) -> None:
    say(line)
    shown = told(line)
    assert shown.width() >= shown.sizeHint().width()


def test_what_waits_is_counted_until_what_it_waits_for_is_done(line: StatusLine) -> None:
    steps: list[Said] = [
        lambda line: line.show_saving(1),
        lambda line: line.show_act(30_000, 1_000_000, "documents"),
        lambda line: line.show_saving(2),
        lambda line: line.show_saving(3),
        lambda line: line.show_act(40_000, 1_000_000, "documents"),
        lambda line: line.show_saving(2),
        lambda line: line.show_saving(0),
        lambda line: line.show_act(50_000, 1_000_000, "documents"),
    ]
    said = list[str]()
    for say in steps:
        say(line)
        said.append(line.saved.text().removesuffix(" · encrypted · offline"))
    assert said == [
        "saving…",
        "saving… (documents: 30,000 of 1,000,000)",
        "saving… (documents: 30,000 of 1,000,000; 1 more waits for it)",
        "saving… (documents: 30,000 of 1,000,000; 2 more wait for it)",
        "saving… (documents: 40,000 of 1,000,000; 2 more wait for it)",
        "saving…",
        "saved",
        "saved",
    ]
