"""The inspector: what is said of the item and its words, and below that what the item is and what was said of it.

A hand that goes from item to item finds marks, tags, officers and the note where they were: what grows and shrinks with
the item stands below them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget

from reviewer.domain.evidence.item import Item, Mark
from reviewer.domain.evidence.reading import Hidden, Kind, State
from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.reasons.catalogue import sentences
from reviewer.gui import text
from reviewer.gui.models.passages import PassagesModel
from reviewer.gui.navigation import ItemsTarget, PasswordTarget
from reviewer.gui.shared.cite_evidence import CiteEvidenceBox
from reviewer.gui.shared.coding_list import CodingList, CodingOfItem
from reviewer.gui.shared.entry_buttons import EntryButtons
from reviewer.gui.shared.hidden import HiddenPart
from reviewer.gui.shared.ledger.passage_uses import PassageUses
from reviewer.gui.shared.mark_chips import MarkChips
from reviewer.gui.shared.note_editor import NoteEditor
from reviewer.gui.shared.officer_box import OfficerBox
from reviewer.gui.shared.palette import TagPalette
from reviewer.gui.shared.redactions import ReasonBox, RedactionList
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.fitting import SteadyScroller
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.lists.passages import PassagesView
from reviewer.gui.widgets.parts import boxed, button, column, label, row, tool
from reviewer.gui.widgets.tab_order import lead


class Inspector(QFrame):
    """Shows the item and the passage at hand; says what the reviewer wants done."""

    passage_chosen = Signal(object)
    passage_unwanted = Signal(object)
    going = Signal(object)
    thread_wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setMinimumWidth(room_for(72))
        self.model = PassagesModel()
        self.passages = PassagesView(self.model, self.tr("Passages of this item"))
        self.marks = MarkChips("review", goes_on=False)
        self.palette_box = TagPalette()
        self.officers = OfficerBox()
        self.citing = CiteEvidenceBox()
        self.reason = ReasonBox()
        self.redactions = RedactionList()
        self.note_editor = NoteEditor()
        self.note = self.note_editor.box
        self.coding = CodingList()
        self.uses = PassageUses()
        self._of_item = CodingOfItem()
        self._shown: ItemId | None = None
        self.facts = label("", "small", wrap=True, selectable=True)
        self.facts.setAccessibleDescription(self.tr("Details of this item"))
        self.state = label("", "problem", wrap=True)
        self.unlock = button(self.tr("Try a password…"), partial(self.going.emit, PasswordTarget()), "link")
        self.unlock.hide()
        self.hidden_text = HiddenPart()
        self.thread_link = button("", self.thread_wanted.emit, "link")
        self.thread_link.setToolTip(self.tr("Show the thread, duplicates and near-duplicates below the pages (T)"))
        self.thread_link.hide()
        how = self.tr("Select words first; a note without a selection is about the whole item.")
        self.how = label(how, "small", wrap=True)
        self.target = QStackedWidget()
        self.target.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.target.addWidget(self.how)
        self.none = label(
            self.tr("No passages yet. Select words on the page, then press a tag's key."), "muted", wrap=True
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.remove = tool("delete", self.tr("Remove this passage"), self._remove, "Del")
        self.conflict = button(self.tr("A duplicate is marked otherwise"), self._list_conflicts, "link")
        self.conflict.setToolTip(self.tr("List what is marked otherwise than a duplicate of it"))
        self.conflict.hide()
        head = row(label(self.tr("Passages"), "caption"), 1, self.remove)
        parts = (
            self.marks,
            self.target,
            self.palette_box,
            self.reason,
            self.officers,
            self.citing,
            self.note_editor,
            self.state,
            self.unlock,
            self.conflict,
            self.facts,
            self.thread_link,
            self.hidden_text,
            self.coding,
            self.uses,
            self.redactions,
            head,
            self.none,
            self.passages,
        )
        whole = column(*parts, margins=(3, 2, 0, 0), gap=1)  # on the right is the room of the bar
        whole.setStretchFactor(self.passages, 1)
        whole.addStretch(0)
        self._whole = whole
        inside = boxed(whole, "panel")
        self.passages.setMinimumHeight(room_for(16))
        lead(self, self.passages)
        self.setLayout(column(SteadyScroller(inside, "panel")))

    def show_entry_buttons(self, buttons: EntryButtons) -> None:
        """Put the buttons for what else is said of the words at hand below the tags."""
        self.entries = buttons
        self._whole.insertWidget(self._whole.indexOf(self.palette_box) + 1, buttons)

    def _connect(self) -> None:
        self.passages.clicked.connect(lambda index: self.passage_chosen.emit(self.model.at(index.row())))
        self.passages.activated.connect(lambda index: self.passage_chosen.emit(self.model.at(index.row())))
        on_keys(self.passages, {"Del": self._remove})
        self.officers.left.connect(self.left)
        for box in (self.officers.name, self.note, self.palette_box.name):
            on_keys(box, {"Esc": self._leave})

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_item(
        self,
        item: Item | None,
        mark: Mark | None,
        of_item: CodingOfItem,
        hidden: Sequence[Hidden] = (),
    ) -> None:
        """Show the facts of an item, and what no page of it shows."""
        self.setEnabled(item is not None)
        self._of_item = of_item
        self.hidden_text.show_hidden(hidden)
        if item is None or item.id != self._shown:
            self.show_copies(item, 1)
        self._shown = None if item is None else item.id
        if item is None or mark is None:
            self.facts.setText("")
            for part in (self.state, self.unlock):
                part.hide()
            self.show_passages((), None)
            self.redactions.show_redactions(())
            return
        self.facts.setText("\n".join(self._facts(item)))
        locked = self.tr("Locked: {0}").format(item.reason or self.tr("it wants a password"))
        self.state.setText(locked if item.locked else item.reason)
        self.state.setVisible(item.locked or (item.state is not State.OK and bool(item.reason)))
        self.unlock.setVisible(item.locked)
        self.marks.show_mark(mark)

    def show_copies(self, item: Item | None, copies: int, *, conflicting: bool = False) -> None:
        """Show how many copies of an item there are, itself included, and whether they are marked differently."""
        self.conflict.setVisible(conflicting)
        words = [self.tr("Thread")] if item is not None and item.kind is Kind.EMAIL else []
        words += [text.counted(copies - 1, self.tr("duplicate"), self.tr("duplicates"))] if copies > 1 else []
        self.thread_link.setText(" · ".join(words) or self.tr("Duplicates and near-duplicates"))
        self.thread_link.setAccessibleName(self.thread_link.text())
        self.thread_link.setVisible(item is not None)

    def show_passages(self, passages: Sequence[MarkedPassage], chosen: PassageId | None) -> None:
        """Show the passages of the item, one of them at hand."""
        self.model.show(passages)
        self.passages.setVisible(bool(passages))
        self.none.setVisible(not passages)
        self.choose(chosen)

    def choose(self, chosen: PassageId | None) -> None:
        """Make a passage the one at hand."""
        row = self.model.row_of(chosen)
        marked = self.model.at(row)
        if marked is not None:
            self.passages.setCurrentIndex(self.model.index(row))
        else:
            self.passages.clearSelection()
        self.palette_box.check({tag.id for tag in marked.tags} if marked is not None else ())
        self.remove.setEnabled(marked is not None)
        self.coding.show_coding(marked, self._shown, self._of_item)

    def show_target(self, words: str) -> None:
        """Say what the next key acts on; without any words, how it is to act on some."""
        if words:
            self.on.setText(words)
        self.target.setCurrentWidget(self.on if words else self.how)

    @cached_property
    def on(self) -> Elided:
        """What the next key acts on, made when there first is something; in as much room as is taken without it."""
        made = Elided("small")
        self.target.addWidget(made)
        return made

    def _leave(self) -> None:
        self.officers.name.clear()
        self.left.emit()

    def _list_conflicts(self) -> None:
        self.going.emit(ItemsTarget("is:conflicting"))

    def _remove(self) -> None:
        marked = self.model.at(self.passages.currentIndex().row())
        if marked is not None:
            self.passage_unwanted.emit(marked.passage.id)

    def _facts(self, item: Item) -> list[str]:
        when = text.moment(item.date, item.zone)
        lines = [
            " · ".join(part for part in (item.control, item.custodian, text.size(item.size)) if part),
            " · ".join(part for part in (when, text.person(item.sender)) if part),
        ]
        if item.folder:
            lines.append(self.tr("in the folder {0}").format(item.folder.replace("/", " › ")))
        if item.derived:
            lines.append(self.tr("made from a store’s own fields: these bytes exist nowhere else"))
        if item.flags:
            lines.append(self.tr("⚑ {0}").format(sentences(item.flags)))
        if item.defects:
            lines.append(self.tr("Remarks: {0}").format(sentences(item.defects)))
        return [line for line in lines if line]
