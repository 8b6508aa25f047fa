"""The People room."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from reviewer.domain.ids import OfficerId
from reviewer.domain.people.officer import Officer
from reviewer.domain.people.organisation import Organisation
from reviewer.domain.people.timeline import Entry
from reviewer.gui.navigation import OfficerTarget, Room, Target
from reviewer.gui.rooms.people.candidates import CandidatesPart
from reviewer.gui.rooms.people.listing import OfficersPart
from reviewer.gui.rooms.people.organisations import OrganisationPage, OrganisationsPart
from reviewer.gui.rooms.people.page import OfficerPage
from reviewer.gui.rooms.people.roster import roster_kind
from reviewer.gui.session import Session
from reviewer.gui.shared.ledger.entry_pane import EntryPane
from reviewer.gui.widgets.fitting import CurrentStack
from reviewer.gui.widgets.folding import Folding, bring
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.mapping import TableImport
from reviewer.gui.widgets.parts import column, row
from reviewer.gui.widgets.switch import parts_switch
from reviewer.gui.widgets.tab_order import lead

TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods"})
"""Files that are taken for a roster when they are dropped on the room."""

OFFICERS, ORGANISATIONS, FOUND = "officers", "organisations", "found"


class PeopleRoom(Room):
    """Lists at the left; an officer's page beside the page of what it stands on, an organisation, or an import."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.officers = OfficersPart(session)
        self.organisations = OrganisationsPart(session)
        self.candidates = CandidatesPart(session)
        self.page = OfficerPage(session)
        self.place = EntryPane(session)
        self.organisation = OrganisationPage(session)
        self.importing = TableImport(session, roster_kind(session))
        self.lists, self.stack = CurrentStack(), CurrentStack()
        self._parts: dict[str, QWidget] = {
            OFFICERS: self.officers,
            ORGANISATIONS: self.organisations,
            FOUND: self.candidates,
        }
        self.chips = self._make_chips()
        self._lay_out()
        self._connect()
        self._connect_keys()
        self.setAcceptDrops(True)
        self.show_part(OFFICERS)

    def _make_chips(self) -> dict[str, QPushButton]:
        names = {
            OFFICERS: self.tr("Officers"),
            ORGANISATIONS: self.tr("Organisations"),
            FOUND: self.tr("Found names"),
        }
        made = parts_switch(self, names, self.show_part)
        made[FOUND].setToolTip(self.tr("Names and addresses of the evidence that may be an officer's (Ctrl+3)"))
        return made

    def _lay_out(self) -> None:
        for part in self._parts.values():
            self.lists.addWidget(part)
        bar = row(*self.chips.values(), 1, margins=(2, 2, 2, 0), gap=1)
        left = self.left = QFrame()
        left.setObjectName("panel")
        inside = column(bar, self.lists, gap=0)
        inside.setStretchFactor(self.lists, 1)
        left.setLayout(inside)
        self.reading = reading = Folding()
        reading.add(self.page, self.tr("Officer"), least=72, usual=94, stretch=1)
        reading.add(self.place, self.tr("Page"), least=60, usual=80, stretch=2)
        for view in (reading, self.organisation, self.importing):
            self.stack.addWidget(view)
        self.fold = Folding()
        self.fold.add(left, self.tr("List"), least=60, usual=112, stretch=1)
        self.fold.add(self.stack, self.tr("Details"), least=80, usual=200, stretch=5)
        self.setLayout(column(self.fold))

    def _connect(self) -> None:
        self.officers.chosen.connect(self._officer_chosen)
        self.officers.table.clicked.connect(lambda _index: self._row_clicked())
        self.officers.import_wanted.connect(self.importing_wanted)
        self.officers.new_wanted.connect(self.add_new)
        self.page.entry_chosen.connect(self._entry_chosen)
        self.page.officer_gone.connect(self._officer_gone)
        for signal in (self.page.form.saved, self.page.merge.merged, self.page.split.parted):
            signal.connect(self._officer_made)
        self.organisations.chosen.connect(self._organisation_chosen)
        self.organisations.table.clicked.connect(lambda _index: self._row_clicked())
        self.organisations.new_wanted.connect(self.add_new)
        self.organisation.entered.connect(self._organisation_made)
        self.importing.left.connect(self._import_left)

    def _connect_keys(self) -> None:
        on_keys_within(
            self,
            {
                "Ctrl+I": self.importing_wanted,
                "Ctrl+N": self.add_new,
                "Ctrl+E": self._edit,
                "Ctrl+M": self.page.merge_officer,
                "Ctrl+T": self.page.split_officer,
                "[": partial(self.place.step, -1),
                "]": partial(self.place.step, 1),
            },
        )

    # -- lists ----------------------------------------------------------------------------------------------------

    def show_part(self, name: str) -> None:
        """Show the officers, the organisations, or the names that were found."""
        self.chips[name].setChecked(True)
        part = self._parts[name]
        self.lists.setCurrentWidget(part)
        lead(self, part)
        if self.stack.currentWidget() is not self.importing:
            self.stack.setCurrentWidget(self.organisation if name == ORGANISATIONS else self.reading)
        if self.isVisible():
            self.fold.bring(self.left)
            part.setFocus()

    def _part(self) -> str:
        return next(name for name, chip in self.chips.items() if chip.isChecked())

    def add_new(self) -> None:
        """Ask for another organisation, or another officer."""
        self.fold.bring(self.stack)
        if self._part() == ORGANISATIONS:
            self.stack.setCurrentWidget(self.organisation)
            self.organisation.add_organisation()
        else:
            self.stack.setCurrentWidget(self.reading)
            self.reading.bring(self.page)
            self.page.add_officer()

    def _edit(self) -> None:
        bring(self.page if self.stack.currentWidget() is self.reading else self.organisation)
        if self.stack.currentWidget() is self.organisation:
            self.organisation.edit_organisation()
        else:
            self.page.edit_officer()

    # -- officers -------------------------------------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Show an officer's page."""
        if isinstance(target, OfficerTarget):
            self.show_officer(target.officer)

    def show_officer(self, officer: OfficerId) -> None:
        """Show an officer's page."""
        self.show_part(OFFICERS)
        self.fold.want(self.left, True)
        self.stack.setCurrentWidget(self.reading)
        if self.page.entering:
            self.page.show_officer(None)
        self.officers.choose(officer)

    def _officer_chosen(self, officer: Officer, by_hand: bool) -> None:  # noqa: FBT001 - comes by signal
        if self.page.entering and not by_hand:
            return  # one that comes in does not take away what is being typed
        if self._part() == OFFICERS and self.stack.currentWidget() is not self.importing:
            self.stack.setCurrentWidget(self.reading)
        self.page.show_officer(officer)

    def _row_clicked(self) -> None:
        """A click on the row that is at hand already leads back to it from one that was being typed."""
        officer, organisation = self.officers.current, self.organisations.current
        if self._part() == OFFICERS and self.page.entering and officer is not None:
            self.page.show_officer(officer)
        elif self._part() == ORGANISATIONS and self.organisation.entering and organisation is not None:
            self.organisation.show_organisation(organisation)

    def _officer_made(self, officer: Officer) -> None:
        self.officers.choose(officer.id)
        self.officers.refresh()

    def _officer_gone(self) -> None:
        """The officer is no more: merged into another, or an undo took the entry back."""
        self.page.show_officer(None)
        self.officers.refresh()

    def _entry_chosen(self, entry: Entry | None) -> None:
        if entry is None:
            self.place.show_nothing()
        else:
            self.place.show_entry(entry)

    # -- organisations --------------------------------------------------------------------------------------------

    def _organisation_chosen(self, organisation: Organisation | None, by_hand: bool) -> None:  # noqa: FBT001 - by signal
        if by_hand or not self.organisation.entering:
            self.organisation.show_organisation(organisation)

    def _organisation_made(self, organisation: Organisation) -> None:
        self.fold.bring(self.left)
        self.organisations.table.setFocus()  # which frames its first row
        self.organisations.choose(organisation.id)

    # -- roster ---------------------------------------------------------------------------------------------------

    def importing_wanted(self) -> None:
        """Ask for a roster."""
        self.importing.choose()
        if self.importing.path is not None:
            self._show_import()

    def import_roster(self, path: Path) -> None:
        """Show what taking in a roster would do."""
        self.importing.look_at(path)
        self._show_import()

    def _show_import(self) -> None:
        self.show_part(OFFICERS)
        self.stack.setCurrentWidget(self.importing)
        self.fold.want(self.left, False)  # its columns want the whole width
        self.importing.setFocus()

    def _import_left(self) -> None:
        self.fold.want(self.left, True)
        self.stack.setCurrentWidget(self.reading)
        self.fold.bring(self.left)
        self.officers.filter.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take a table, for it may be a roster; everything else is evidence, and the window's."""
        if _dropped(event) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Show what taking in the table would do."""
        path = _dropped(event)
        if path is None:
            event.ignore()
            return
        event.acceptProposedAction()
        self.import_roster(path)

    def close_workers(self) -> None:
        """Let the worker go, forget what was shown, and ask an import to stop."""
        self.importing.cancel()
        self.place.close_workers()


def _dropped(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in TABLES else None
