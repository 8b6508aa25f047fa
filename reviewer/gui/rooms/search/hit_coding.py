"""What is said of the words found beyond marks and tags, as in Review: each part comes when its key or button asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.pages.note import Note
from reviewer.domain.people.officer import Link
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.cite_evidence import CiteEvidenceBox, CitingEvidence
from reviewer.gui.shared.coding_list import CodingList, CodingOfItem
from reviewer.gui.shared.desk import Desk, Facts
from reviewer.gui.shared.entry_buttons import EntryButtons, KeyedAct
from reviewer.gui.shared.hidden import HiddenPart
from reviewer.gui.shared.ledger.entering import Entering
from reviewer.gui.shared.ledger.passage_uses import PassageUses
from reviewer.gui.shared.note_editor import Drafting, NoteEditor
from reviewer.gui.shared.officer_box import Linking, OfficerBox
from reviewer.gui.shared.review_acts import ReviewActs
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.parts import boxed, column
from reviewer.usecases.people import officers

T = TypeVar("T")


class HitCoding(QFrame):
    """Buttons for officers, notes, entries and grounds of the words at hand; ``left`` gives the list the keyboard back.

    ``told`` has what they ask for, and what is said of the words already: it grows and shrinks, and so stands below the
    page, which stays where it is.

    ``forms`` is where the list, ``home``, stands; an entry that is typed takes its place.
    """

    left = Signal()
    thread_wanted = Signal()

    def __init__(self, session: Session, acts: ReviewActs, desk: Desk, home: QWidget, forms: QStackedWidget) -> None:
        super().__init__()
        self.setObjectName("panebar")
        self._session, self._acts, self._desk = session, acts, desk
        self._latest = Latest()
        self.officers, self.bearing_box, self.note_editor = OfficerBox(), CiteEvidenceBox(), NoteEditor()
        self.hidden_text, self.coding, self.uses = HiddenPart(), CodingList(), PassageUses()
        self.entering = Entering(session, desk, self.uses, home, forms)
        self.linking = Linking(session, acts, self.officers, desk)
        self.citing = CitingEvidence(session, self.bearing_box, desk.target, desk.added)
        self.drafting = Drafting(session, self.note_editor, desk)
        self.buttons = self._make_buttons()
        for each in (self.officers, self.note_editor, self.coding):
            each.hide()
        self.setLayout(column(self.buttons, margins=(2, 0, 2, 1), gap=1))
        parts = (self.hidden_text, self.officers, self.bearing_box, self.coding, self.uses, self.note_editor)
        self.told = boxed(column(*parts, margins=(2, 0, 2, 1), gap=1), "panebar")
        self._connect()
        Refresher(self, session, {Noun.OFFICERS}, self._refresh)

    def _make_buttons(self) -> EntryButtons:
        return EntryButtons(
            (
                KeyedAct("O", self.tr("Officer…"), self.ask_officer),
                KeyedAct("N", self.tr("Note…"), self.ask_note),
                KeyedAct("B", self.tr("Benefit…"), self.entering.benefit_here),
                KeyedAct("E", self.tr("Endorsement…"), self.entering.endorsement_here),
                KeyedAct("F", self.tr("For or against…"), self.entering.unless_open(self.citing.ask)),
                KeyedAct("T", self.tr("Thread"), self.thread_wanted.emit),
            )
        )

    def _connect(self) -> None:
        self._desk.facts_changed.connect(self._show_facts)
        self._desk.passage_changed.connect(self._show_coding)
        self.note_editor.drafted.connect(self._drafted)
        self.coding.note_opened.connect(self._change_note)
        self.coding.note_released.connect(self._acts.release_note)
        self.coding.note_unwanted.connect(self._without(self._acts.remove_note))
        self.coding.link_unwanted.connect(self._without(self._unlink))
        self.coding.of_item_unwanted.connect(self._without(self._acts.take_off_item))
        self.drafting.added.connect(self._desk.added)
        for box in (self.officers.name, self.note_editor.box):
            on_keys(box, {"Esc": self._leave})
        for left in (self.officers.left, self.drafting.left, self.bearing_box.left, self.entering.left):
            left.connect(self._leave)

    def keys(self) -> dict[str, Callable[[], object]]:
        """What each key begins."""
        return {
            **self.buttons.keys,
            "H": self.hidden_text.toggle,
            "[": lambda: self._desk.step(-1),
            "]": lambda: self._desk.step(1),
        }

    def ask_officer(self) -> None:
        """Ask which officer the words at hand are about."""
        self.officers.show()
        self.officers.name.setFocus()

    def ask_note(self) -> None:
        """Take a note on the words at hand."""
        self.note_editor.show()
        self.note_editor.box.setFocus()

    def _leave(self) -> None:
        """Give the list the keyboard back, and hide what was asked for; a draft stays, and in sight."""
        self.left.emit()
        self.officers.name.clear()
        self.drafting.leave()
        self.officers.hide()
        self.note_editor.setVisible(self.drafting.drafted)

    def _drafted(self, there: bool) -> None:  # noqa: FBT001 - comes by signal
        if there or not self.note_editor.box.hasFocus():
            self.note_editor.setVisible(there)

    def _change_note(self, note: Note) -> None:
        self.note_editor.show()
        self.drafting.change(note)

    def _without(self, act: Callable[[T], object]) -> Callable[[T], None]:
        """Go back to the list and then act: the line that had the focus is about to go."""

        def go(on: T) -> None:
            self.left.emit()
            act(on)

        return go

    def _unlink(self, link: Link) -> None:
        self._acts.unlink(link, self._desk.added)

    # -- what is shown ----------------------------------------------------------------------------------------------

    def _refresh(self, _changes: Changes) -> None:
        asked = self._session.query(self, officers.listed).unless(self._latest.ask())
        asked.success(self.officers.show_officers).run()

    def _show_facts(self, found: Facts) -> None:
        self.officers.show_header(found.header)
        self.hidden_text.show_hidden(found.hidden)
        self._show_coding()

    def _show_coding(self) -> None:
        found = self._desk.facts
        if found is None:
            self.coding.show_coding(None, None, CodingOfItem())
        else:
            self.coding.show_coding(self._desk.passage(), found.item.id, found.of_item)
