"""A picture in the window is pointed at, walked through with keys, zoomed, and chosen from."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.domain.ids import BenefitId
from reviewer.domain.pictures.picture import Bar, Dot, Label, Picture, Role, Target
from reviewer.gui.theme import theme
from reviewer.gui.widgets.picture import PictureView


def target(number: int) -> Target:
    return Target(benefits=(BenefitId(number),))


PICTURE = Picture(
    "Three marks",
    "A bar and two dots",
    400,
    1_000,
    (
        Label(x=10, y=20, text="Three marks"),
        Bar(x=20, y=40, width=100, height=20, role=Role.BENEFIT, words="bar <b>one</b>", target=target(1)),
        Dot(x=300, y=50, radius=6, role=Role.BENEFIT, words="dot two", target=target(2)),
        Dot(x=300, y=900, radius=6, role=Role.BENEFIT, words="dot three", target=target(3)),
    ),
)


def view(qtbot: QtBot) -> PictureView:
    made = PictureView("Picture of the ledger")
    qtbot.addWidget(made)
    made.resize(420, 300)
    made.show_picture(PICTURE)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def test_a_click_on_a_mark_chooses_what_stands_behind_it(qtbot: QtBot) -> None:
    made = view(qtbot)
    with qtbot.waitSignal(made.chosen) as chosen:
        QTest.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=made.place_of(1))
    assert chosen.args == [target(1)]
    told: list[str] = []
    made.told.connect(told.append)
    QTest.mouseMove(made.viewport(), made.place_of(2))
    qtbot.waitUntil(lambda: told[-1:] == ["dot two"])
    with qtbot.assertNotEmitted(made.chosen):
        QTest.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))


def test_keys_walk_from_mark_to_mark_bring_them_into_view_and_choose(qtbot: QtBot) -> None:
    made = view(qtbot)
    QTest.keyClick(made, Qt.Key.Key_Down)
    assert made.here == 1
    assert made.accessibleDescription() == "bar <b>one</b>"
    QTest.keyClick(made, Qt.Key.Key_Right)
    assert made.here == 2
    assert made.verticalScrollBar().value() == 0
    QTest.keyClick(made, Qt.Key.Key_Down)
    assert made.here == 3
    assert made.viewport().rect().contains(made.place_of(3))
    with qtbot.waitSignal(made.chosen) as chosen:
        QTest.keyClick(made, Qt.Key.Key_Return)
    assert chosen.args == [target(3)]
    QTest.keyClick(made, Qt.Key.Key_Home)
    assert made.here == 1
    assert made.viewport().rect().contains(made.place_of(1))


def test_the_wheel_with_control_zooms_around_the_pointer(qapp: QApplication, qtbot: QtBot) -> None:
    made = view(qtbot)
    before, at = made.scale, made.place_of(2)
    event = QWheelEvent(
        QPointF(at), made.viewport().mapToGlobal(QPointF(at)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    qapp.sendEvent(made.viewport(), event)
    assert made.scale > before
    assert (made.place_of(2) - at).manhattanLength() <= 3
    QTest.keyClick(made, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert made.scale * PICTURE.width <= made.viewport().width() + 1


def test_light_and_dark_draw_in_the_colours_of_the_theme(qtbot: QtBot) -> None:
    made = view(qtbot)
    for dark in (False, True):
        theme().force(dark=dark)
        image = made.viewport().grab().toImage()
        place = made.place_of(1)
        assert image.pixelColor(place) == QColor(theme().colors.accent)
        assert image.pixelColor(4, image.height() - 4) == QColor(theme().colors.panel)
    theme().force(dark=False)
