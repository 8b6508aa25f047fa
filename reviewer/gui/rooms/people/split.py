"""Say that an officer is two: take a merge apart, or give links, notes, stations and names to another."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QPushButton, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.people.merging import Former
from reviewer.domain.people.officer import Officer, Role
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.parts import boxed, button, clear, column, label, line, row
from reviewer.gui.widgets.sending import Sending
from reviewer.usecases.people import merging, officer_page
from reviewer.usecases.people.merging import Parts
from reviewer.usecases.people.officer_page import Page

PART = Qt.ItemDataRole.UserRole
"""The field of :class:`Parts` that a row belongs to, and its value there."""

_KINDS = ("links", "items", "notes", "assignments", "names")

Found = tuple[list[Former], Page]


class SplitPanel(QFrame):
    """Lists what hangs on an officer to be ticked. ``parted`` carries the other officer."""

    parted = Signal(object)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._sending = Sending(self, session.report)
        self._latest = Latest()
        self._officer: Officer | None = None
        self.title = label("", "caption", wrap=True)
        self.formers = column(gap=1)
        self.takes: list[QPushButton] = []
        self.merged = boxed(self.formers)
        self.parts = QListWidget()
        self.parts.setAccessibleName(self.tr("What is the other officer's"))
        self.parts.setWordWrap(True)
        self.parts.setSpacing(grid(1))
        self.parts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.parts.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.none = label(self.tr("Nothing hangs on this officer that could be another's."), "muted", wrap=True)
        self.serial = line(self.tr("Serial number of the other officer"), self.tr("Serial number of the other"))
        self.name = line(self.tr("Name, if the other officer is new"), self.tr("Name, if new"))
        self.problem = FormProblem()
        self.split = button(self.tr("Give these to the other"), self._split, "main")
        self.leave = button(self.tr("Cancel"), self.left.emit)
        self._lay_out()

    def _lay_out(self) -> None:
        hint = label(self.tr("Space ticks what is the other's. Ctrl+Z takes it back."), "small", wrap=True)
        self.giving = boxed(column(hint, row(self.serial, self.name), gap=2))
        parts = (
            self.title,
            self.merged,
            self.none,
            self.parts,
            self.giving,
            self.problem,
            row(self.split, self.leave, 1),
        )
        whole = column(*parts, margins=(3, 2, 3, 2), gap=2)
        whole.setStretchFactor(self.parts, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        self.parts.setMinimumHeight(room_for(20))
        for field in (self.serial, self.name):
            field.returnPressed.connect(self._split)
        on_keys_within(self, {"Esc": self.left.emit})

    def ask(self, officer: Officer) -> None:
        """Ask what of this officer is another's."""
        self._sending.release()
        self._officer = officer
        self.title.setText(self.tr("{0} is two officers").format(officer.name))
        for field in (self.serial, self.name):
            field.clear()
        self.problem.hide()
        self.parts.clear()

        def look(case: Case) -> Found:
            return merging.formers(case, officer.id), officer_page.show(case, officer.serial, kinds=_KINDS)

        self._session.query(self, look).unless(self._latest.ask()).success(self._show).run()

    def _show(self, found: Found) -> None:
        formers, page = found
        clear(self.formers)
        self.takes = [
            button(self.tr("Take {0} apart again").format(each.serial), partial(self._part, each.serial))
            for each in formers
        ]
        for each, take in zip(formers, self.takes, strict=True):
            self.formers.addWidget(label(self._told(each), wrap=True))
            self.formers.addLayout(row(take, 1))
        self.merged.setVisible(bool(formers))
        for field, value, words in _choices(page):
            item = QListWidgetItem(words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(PART, (field, value))
            self.parts.addItem(item)
        some = bool(self.parts.count())
        for part in (self.parts, self.giving, self.split):
            part.setVisible(some)
        self.none.setVisible(not some and not formers)
        if some:
            self.parts.setCurrentRow(0)
        focus: QWidget = self.takes[0] if self.takes else self.parts if some else self.leave
        focus.show()  # the layout would show it only later, and what is hidden takes no focus
        focus.setFocus()

    def _told(self, former: Former) -> str:
        words = self.tr("{0} ({1}) was identified as this officer") if former.description is not None else ""
        words = words or self.tr("{0} ({1}) was merged into this officer")
        said = words.format(former.name, former.serial)
        how = " · ".join(part for part in (former.created[:10], former.reviewer, former.reason) if part)
        return f"{said} · {how}"

    def _chosen(self) -> Parts:
        ticked: dict[str, list[object]] = {"links": [], "items": [], "notes": [], "stations": [], "names": []}
        for number in range(self.parts.count()):
            item = self.parts.item(number)
            if item.checkState() is Qt.CheckState.Checked:
                field, value = item.data(PART)
                ticked[field].append(value)
        return Parts(
            [int(str(value)) for value in ticked["links"]],
            [int(str(value)) for value in ticked["notes"]],
            [str(value) for value in ticked["stations"]],
            [str(value) for value in ticked["names"]],
            [str(value) for value in ticked["items"]],
        )

    def _split(self) -> None:
        officer, who = self._officer, self._session.reviewer
        if officer is None:
            return
        parts, other, name = self._chosen(), self.serial.text().strip(), self.name.text().strip()
        if not parts:
            self._say(self.tr("Tick what is the other officer's first."))
        elif not other:
            self._say(self.tr("Say which officer that is: the serial number, and the name of a new one."))
            self.serial.setFocus()
        else:
            act = partial(merging.split, who=officer.serial, other=other, parts=parts, name=name, reviewer=who)
            self._run(act)

    def _part(self, serial: str) -> None:
        if self._officer is not None:
            self._run(partial(merging.part, who=self._officer.serial, serial=serial, reviewer=self._session.reviewer))

    def _run(self, act: partial[Officer]) -> None:
        if not self._sending.busy:
            parted, refused = self._sending.answers(self._parted, self._refuse)
            self._session.operation(self, act).success(parted).failure(refused).run()

    def _parted(self, other: Officer) -> None:
        self.left.emit()
        self.parted.emit(other)

    def _refuse(self, error: KnownError) -> None:
        self._say(text.refusal(error))

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()


def _choices(page: Page) -> Iterable[tuple[str, object, str]]:
    """What can be given away: the field of :class:`Parts`, its value there, and the words."""
    for each in page.entries("links"):
        said = " · ".join(part for part in (each.at[:10], Role(each.values["role"]).words, *each.items) if part)
        yield "links", each.values["link"], f"{said}\n“{text.short(each.values['quote'], 90)}”"
    yield from (("items", each.items[0], " · ".join((*each.items, each.text))) for each in page.entries("items"))
    for each in page.entries("notes"):
        yield "notes", each.values["note"], each.text
    stations = dict.fromkeys(each.values["station"] for each in page.entries("assignments"))
    yield from (("stations", station, station) for station in stations)
    for each in page.entries("names"):
        if each.kind == "name":
            yield "names", each.values["value"], each.text
