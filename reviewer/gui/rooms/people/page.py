"""An officer's page: who it is, and everything about them, section by section or all of it in order of time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Noun
from reviewer.domain.ids import NoteId, OfficerId
from reviewer.domain.people.officer import Officer
from reviewer.domain.people.roster import assignment_text
from reviewer.domain.people.timeline import Entry
from reviewer.errors import KnownError, NotFoundError
from reviewer.gui.models.entries import EntriesModel
from reviewer.gui.navigation import ItemsTarget, RoomName, Target, entry_target
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.people import sections
from reviewer.gui.rooms.people.editing import OfficerForm
from reviewer.gui.rooms.people.merge import MergePanel
from reviewer.gui.rooms.people.split import SplitPanel
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.fitting import CurrentStack
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.lists.entries import EntriesView
from reviewer.gui.widgets.parts import boxed, button, column, label, row
from reviewer.gui.widgets.switch import ways_switch
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.pages import notes
from reviewer.usecases.people import aliases, officer_page, officers
from reviewer.usecases.people.officer_page import Page

SHOWN = frozenset(
    {
        Noun.OFFICERS,
        Noun.PASSAGES,
        Noun.NOTES,
        Noun.LEDGER,
        Noun.FINDINGS,
        Noun.POLICY,
        Noun.COMPLAINTS,
        Noun.INTERVIEWS,
        Noun.ORGANISATIONS,
        Noun.ORDER,
        Noun.ITEMS,
    }
)
"""What a page tells of."""

_GRID_LEFT = 3
_GRID_LOW = 60


class OfficerPage(QFrame):
    """Shows one officer. ``entry_chosen`` carries the entry at hand, or None."""

    entry_chosen = Signal(object)
    officer_gone = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest, self._late = Latest(), Latest()
        self._officer: Officer | None = None
        self._page: Page | None = None
        self._loaded: set[str] = set()
        self._begins, self._refocus = True, False
        self.section = sections.TIMELINE
        self.who = label("", "title", wrap=True)
        self.facts = label("", "small", wrap=True, selectable=True)
        self.facts.setAccessibleDescription(self.tr("Details of this officer"))
        self.doubts = label("", "problem", wrap=True, selectable=True)
        self.model = EntriesModel()
        self.model.setParent(self)
        self.list = EntriesView(self.model, self.tr("Timeline"))
        self.none = label("", "muted", wrap=True)
        self.form = OfficerForm(session)
        self.merge = MergePanel(session)
        self.split = SplitPanel(session)
        self.stack = CurrentStack()
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.show_officer(None)

    def _make_buttons(self) -> None:
        self.edit = button(self.tr("Edit"), self.edit_officer)
        self.edit.setToolTip(self.tr("Rank, unit, names, addresses, assignments (Ctrl+E)"))
        self.same = button("", self.merge_officer)
        self.apart = button(self.tr("Two officers…"), self.split_officer)
        self.apart.setToolTip(self.tr("Give what is another officer's to that one, or take a merge apart (Ctrl+T)"))
        self.open = button(self.tr("Open"), self.open_entry, "link")
        self.open.setToolTip(self.tr("Go where this is kept: Review, Ledger, Findings, Interviews (Enter)"))
        self.accept = button(self.tr("Accept"), partial(self.judge, accepted=True))
        self.refuse = button(self.tr("Refuse"), partial(self.judge, accepted=False))
        self.release = button("", self.release_note)
        self.chips = ways_switch(self, sections.names(), self.show_section)

    def _lay_out(self) -> None:
        flow = Flow()
        for chip in self.chips.values():
            flow.addWidget(chip)
        self.buttons = boxed(row(self.edit, self.same, self.apart, 1))
        head = column(self.who, self.facts, self.doubts, self.buttons, margins=(3, 2, 3, 1), gap=1)
        bar = boxed(flow)
        flow.setContentsMargins(grid(_GRID_LEFT), grid(1), grid(_GRID_LEFT), grid(1))
        foot = row(self.accept, self.refuse, self.release, 1, self.open, margins=(3, 1, 3, 1))
        self.none.setContentsMargins(grid(_GRID_LEFT), grid(2), grid(_GRID_LEFT), 0)
        reading = column(bar, self.none, self.list, foot, gap=0)
        reading.setStretchFactor(self.list, 1)
        reading.addStretch(0)
        self.reading = QWidget()
        self.reading.setLayout(reading)
        for part in (self.reading, self.form, self.merge, self.split):
            self.stack.addWidget(part)
        self.stack.setMinimumHeight(room_for(_GRID_LOW))  # its panels scroll or end sooner where there is no room
        whole = column(head, self.stack, gap=0)
        whole.setStretchFactor(self.stack, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        lead(self, self.list)

    def _connect(self) -> None:
        self.list.selectionModel().currentRowChanged.connect(self._chosen)
        self.list.opened.connect(self.open_entry)
        self.list.beside_wanted.connect(self._beside)
        on_keys(self.list, {"A": partial(self.judge, accepted=True), "Del": partial(self.judge, accepted=False)})
        for panel in (self.form, self.merge, self.split):
            panel.left.connect(self._back)
        Refresher(self, self._session, SHOWN, lambda _changes: self._load(), at_first=False)

    @property
    def officer(self) -> Officer | None:
        """Whose page it is."""
        return self._officer

    @property
    def page(self) -> Page | None:
        """What was read of it so far."""
        return self._page

    # -- whose page -----------------------------------------------------------------------------------------------

    def show_officer(self, officer: Officer | None) -> None:
        """Show an officer's page, or say what belongs here."""
        same = officer is not None and self._officer is not None and officer.id == self._officer.id
        self._officer = officer
        if officer is None or not same:
            for asked in (self._latest, self._late):
                asked.ask()  # what is on its way is of another officer
            self._page, self._begins = None, True
            self.model.show(())
            self._back(focus=False)
        for part in (self.buttons, self.stack):
            part.setVisible(officer is not None)
        self._show_head()
        if officer is not None:
            self._load()

    def add_officer(self) -> None:
        """Ask for an officer to add by hand."""
        self.show_officer(None)
        self.who.setText(self.tr("New officer"))
        self.facts.setText("")
        self.stack.show()
        self.form.ask(None)
        self.stack.setCurrentWidget(self.form)

    @property
    def entering(self) -> bool:
        """Whether a new officer is being typed."""
        return self._officer is None and self.stack.currentWidget() is self.form and self.form.isVisible()

    def _show_head(self) -> None:
        officer = self._officer
        if officer is None:
            self.who.setText("")
            self.facts.setText(self.tr("Choose an officer to see everything about them, in order of time."))
            self.doubts.hide()
            return
        self.who.setText(officer.name)
        state = self.tr("not identified") if officer.unidentified else ""
        lines = [" · ".join(part for part in (officer.serial, officer.rank, officer.unit, state) if part)]
        if self._page is not None and self._page.description:
            lines.append(self._page.description)
        lines += [assignment_text(each) for each in officer.assignments]
        lines += [", ".join(each) for each in (officer.aliases, officer.addresses) if each]
        self.facts.setText("\n".join(lines))
        doubts = () if self._page is None else self._page.entries("doubts")
        self.doubts.setText("\n".join(each.text for each in doubts))
        self.doubts.setVisible(bool(doubts))
        self.same.setText(self.tr("Who is it?…") if officer.unidentified else self.tr("Same as…"))
        self.same.setAccessibleName(self.same.text())
        self.same.setToolTip(self.tr("Say that this is another officer of the list (Ctrl+M)"))

    def _load(self) -> None:
        officer = self._officer
        if officer is None:
            return
        self._loaded = set()
        look = partial(_look, officer=officer.id, kinds=sections.SOON)
        asked = self._session.query(self, look).unless(self._latest.ask())
        asked.success(self._show).failure(self._lost).run()

    def _lost(self, error: KnownError) -> None:
        if isinstance(error, NotFoundError):
            self.officer_gone.emit()
        else:
            self._session.report(error)

    def _show(self, page: Page) -> None:
        late = () if self._page is None else self._page.sections
        soon = {section.name for section in page.sections}
        kept = tuple(section for section in late if section.name not in soon)
        self._page, self._officer = replace(page, sections=(*page.sections, *kept)), page.officer
        self._show_head()
        self._show_entries()
        self._load_late()

    # -- sections -------------------------------------------------------------------------------------------------

    def show_section(self, name: str) -> None:
        """Show one section, or the timeline."""
        self._begins = self._begins or name != self.section
        self.section = name
        self.list.setAccessibleName(sections.names()[name])
        self._show_entries()
        self._load_late()

    def _beside(self, by: int) -> None:
        known = list(self.chips)
        self.show_section(known[(known.index(self.section) + by) % len(known)])

    def _load_late(self) -> None:
        """Look for what was not looked for with the page."""
        kinds = sections.LATE.get(self.section, ())
        if not kinds or self.section in self._loaded or self._officer is None or self._page is None:
            return
        section, whose = self.section, self._officer.id
        if not self.model.rowCount():
            self.none.setText(self.tr("Looking…"))
        look = partial(_look, officer=whose, kinds=kinds)

        def show(found: Page) -> None:
            if self._page is not None and self._page.officer.id == whose:
                names = {each.name for each in found.sections}
                kept = tuple(each for each in self._page.sections if each.name not in names)
                self._page = replace(self._page, sections=(*kept, *found.sections))
                self._loaded.add(section)
                self._show_entries()

        asked = self._session.query(self, look).unless(self._late.ask())
        asked.success(show).failure(self._lost).run()

    def _show_entries(self) -> None:
        page = self._page
        self.chips[self.section].setChecked(True)
        if page is None:
            return
        kept = self.entry()
        at = self.list.currentIndex().row()
        lines = sections.lines(page, self.section)
        if self._begins or at < 0:  # begin with what can be shown on its page
            self._begins = False
            at = next((row for row, each in enumerate(lines) if each.entry.passages), 0)
        self._refocus = self._refocus or self.list.hasFocus()
        self.model.show(lines)
        waiting = self.section in sections.LATE and self.section not in self._loaded
        if self._refocus and not lines:
            self.chips[self.section].setFocus()
        self.list.setVisible(bool(lines))
        self.none.setVisible(not lines)
        self.none.setText(self.tr("Looking…") if waiting else sections.empty(self.section))
        for name, words in sections.names().items():
            number = len(sections.entries(page, name))
            known = number and (name not in sections.LATE or name in self._loaded or name == "names")
            self.chips[name].setText(f"{words} {number:,}" if known else words)
            self.chips[name].setAccessibleName(self.chips[name].text())
        row = self.model.row_of(kept)
        if lines:
            self.list.setCurrentIndex(self.model.index(row if row >= 0 else min(max(at, 0), len(lines) - 1)))
            if self._refocus:  # an empty list is hidden, and gives the focus away
                self.list.setFocus()
            self._refocus = False
        else:
            self._show_actions(None)
            self.entry_chosen.emit(None)

    # -- the entry at hand ----------------------------------------------------------------------------------------

    def entry(self) -> Entry | None:
        """The entry at hand."""
        line = self.model.at(self.list.currentIndex().row())
        return None if line is None else line.entry

    def _chosen(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        entry = self.entry()
        self._show_actions(entry)
        self.entry_chosen.emit(entry)

    def _show_actions(self, entry: Entry | None) -> None:
        candidate = entry is not None and entry.kind == "candidate"
        self.accept.setVisible(candidate)
        self.refuse.setVisible(candidate)
        note = entry is not None and entry.kind == "note"
        self.release.setVisible(note)
        if entry is not None and note:
            leaves = bool(entry.values["for_report"])
            self.release.setText(self.tr("Keep private") if leaves else self.tr("For the report"))
        leads = self._target(entry)
        self.open.setVisible(leads is not None)
        if leads is not None:
            words = self._going(leads)
            self.open.setText(words)
            self.open.setAccessibleName(words)

    def _target(self, entry: Entry | None) -> Target | None:
        if entry is None or self._page is None:
            return None
        if entry.kind == "correspondent":
            return ItemsTarget(sections.letters(self._page, entry))
        return entry_target(entry)

    def _going(self, target: Target) -> str:
        if isinstance(target, ItemsTarget):
            return self.tr("List these messages in Review")
        words: dict[RoomName | None, str] = {
            RoomName.LEDGER: self.tr("Open in Ledger"),
            RoomName.FINDINGS: self.tr("Open in Findings"),
            RoomName.INTERVIEWS: self.tr("Open in Interviews"),
        }
        return words.get(target.room, self.tr("Open in Review"))

    def open_entry(self) -> None:
        """Go where the entry at hand is kept."""
        target = self._target(self.entry())
        if target is not None:
            self._session.go(target)

    def judge(self, *, accepted: bool) -> None:
        """Accept or refuse the candidate at hand."""
        entry, officer = self.entry(), self._officer
        if entry is None or officer is None or entry.kind != "candidate":
            return
        verdict = aliases.accept if accepted else aliases.refuse
        value, who = str(entry.values["value"]), self._session.reviewer

        def act(case: Case) -> object:
            return verdict(case, officer.serial, value, reviewer=who)

        self._session.operation(self, act).run()

    def release_note(self) -> None:
        """Say that the note at hand is for the report, or that it is private after all."""
        entry, who = self.entry(), self._session.reviewer
        if entry is not None and entry.kind == "note":
            note, leaves = NoteId(int(str(entry.values["note"]))), bool(entry.values["for_report"])
            self._session.operation(
                self, lambda case: notes.release(case, note, for_report=not leaves, reviewer=who)
            ).run()

    # -- changing the officer -------------------------------------------------------------------------------------

    def edit_officer(self) -> None:
        """Change what is known of the officer."""
        if self._officer is not None:
            self.form.ask(self._officer)
            self.stack.setCurrentWidget(self.form)

    def merge_officer(self) -> None:
        """Ask who else this officer is."""
        if self._officer is not None:
            self.merge.ask(self._officer)
            self.stack.setCurrentWidget(self.merge)

    def split_officer(self) -> None:
        """Ask what of this officer is another's."""
        if self._officer is not None:
            self.split.ask(self._officer)
            self.stack.setCurrentWidget(self.split)

    def _back(self, *, focus: bool = True) -> None:
        self.stack.setCurrentWidget(self.reading)
        if self._officer is None:
            self.show_nobody()
        elif focus:
            self.list.setFocus()

    def show_nobody(self) -> None:
        """Say what belongs here."""
        self.stack.hide()
        self._show_head()
        self.entry_chosen.emit(None)


def _look(case: Case, officer: OfficerId, kinds: Collection[str]) -> Page:
    """By the id, for the serial number may have been changed."""
    return officer_page.show(case, officers.get(case, officer).serial, kinds=kinds)
