"""The ledger as pictures: in time, by station, from donor through officers to audiences; each mark can be chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from reviewer.domain.pictures.picture import Picture
from reviewer.gui.session import Latest, Session
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.going_round import PLACE
from reviewer.gui.widgets.parts import boxed, column, row
from reviewer.gui.widgets.picture import PictureView
from reviewer.gui.widgets.switch import chosen, ways_switch
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.ledger import pictures
from reviewer.usecases.ledger.pictures import PictureKind


class PicturesView(QFrame):
    """``drilled`` with a title and the target of the mark that was chosen."""

    drilled = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self._told = ""
        self.view = PictureView(self.tr("Picture of the ledger"))
        self.told = Elided("small")
        names = {
            PictureKind.TIMELINE: self.tr("Timeline"),
            PictureKind.STATIONS: self.tr("Stations"),
            PictureKind.NETWORK: self.tr("Donors, officers, audiences"),
        }
        self.buttons = ways_switch(self, names, lambda _kind: self.refresh())
        self.buttons[PictureKind.TIMELINE].setChecked(True)
        head = boxed(row(*self.buttons.values(), 1, margins=(3, 2, 3, 1), gap=1))
        for part in (head, self.view):  # nothing parts them
            part.setProperty(PLACE, 0)
        whole = column(head, self.view, row(self.told, margins=(3, 1, 3, 1)), gap=0)
        whole.setStretchFactor(self.view, 1)
        self.setLayout(whole)
        lead(self, self.view)
        self.view.told.connect(self._tell)
        self.view.chosen.connect(lambda target: self.drilled.emit(self._told or self.view.picture.title, target))

    @property
    def kind(self) -> PictureKind:
        """Which picture is shown."""
        return chosen(self.buttons)

    @property
    def picture(self) -> Picture:
        """What is shown."""
        return self.view.picture

    def refresh(self) -> None:
        """Draw it anew."""
        asked = self._session.query(self, partial(pictures.draw, kind=self.kind)).unless(self._latest.ask())
        asked.success(self.view.show_picture).run()

    def _tell(self, words: str) -> None:
        self._told = words
        self.told.setText(words or self.tr("Point at a mark, or go to it with the arrows, to see what it stands for."))
