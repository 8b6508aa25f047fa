"""The box that notes are typed into, and the drafts that stand in it until they are saved or dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Noun
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.draft import Draft
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.note import Note
from reviewer.domain.pages.passage import one_line
from reviewer.errors import KnownError
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.desk import Desk, Facts
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.keys import CTRL_ENTER, on_keys
from reviewer.gui.widgets.parts import button, column, row
from reviewer.usecases.pages import drafts, notes
from reviewer.usecases.pages.passages import Stretch

A = TypeVar("A")
T = TypeVar("T")

KEPT_AFTER = 400
"""Milliseconds without a key after which what is typed is in the case file."""


class NoteBox(QPlainTextEdit):
    """Takes one line of room until one writes into it."""

    def __init__(self) -> None:
        super().__init__()
        self._below = 0
        self.setFixedHeight(room_for(9))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Make room."""
        super().focusInEvent(event)
        self.setFixedHeight(room_for(20) - self._below)

    def give_room(self, below: int) -> None:
        """Leave so many of its pixels to what comes below it, so that nothing under both moves."""
        before, self._below = self._below, below
        if self.height() > room_for(9):
            self.setFixedHeight(self.height() + before - below)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Give the room back, unless there is something unsaved in it."""
        super().focusOutEvent(event)
        self.give_room_back()

    def give_room_back(self) -> None:
        """Be one line high again when there is nothing in it."""
        self.setFixedHeight(room_for(20) - self._below if self.toPlainText().strip() else room_for(9))


class NoteEditor(QFrame):
    """The box, and below it what the draft in it is on; ``drafted`` when there comes to be one, or is none any more."""

    save_wanted = Signal()
    drop_wanted = Signal()
    drafted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.box = NoteBox()
        self.box.setAccessibleName(self.tr("Note"))
        self.box.setPlaceholderText(self.tr("Note (Ctrl+Enter saves it)"))
        self.box.setTabChangesFocus(True)
        on_keys(self.box, {CTRL_ENTER: self.save_wanted.emit})
        self.about = Elided("small")
        self.drop = button(self.tr("Drop"), self.drop_wanted.emit, "link")
        self.drop.setToolTip(self.tr("Forget what is typed here and not saved"))
        self.save = button(self.tr("Save"), self.save_wanted.emit, "link")
        self.save.setToolTip(self.tr("Save the note (Ctrl+Enter)"))
        head = row(self.about, self.save, self.drop, gap=1)
        head.setStretchFactor(self.about, 1)
        self.setLayout(column(self.box, head, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.tell("")

    def tell(self, about: str) -> None:
        """Say what the draft is on; nothing when there is none."""
        self.about.setText(about)
        for part in (self.about, self.save, self.drop):
            part.setVisible(bool(about))
        self.box.give_room(self.save.sizeHint().height() if about else 0)
        self.drafted.emit(bool(about))

    def fill(self, words: str) -> None:
        """Put words into the box without anybody having typed them."""
        self.box.blockSignals(True)
        self.box.setPlainText(words)
        self.box.moveCursor(QTextCursor.MoveOperation.End)
        self.box.blockSignals(False)
        if not self.box.hasFocus():
            self.box.give_room_back()


class Drafting(QObject):
    """Keeps what is typed with the item, and the words or passage of it, that it was begun on.

    ``added`` carries the passage that a saved note is on.
    """

    added = Signal(object)
    left = Signal()

    def __init__(self, session: Session, editor: NoteEditor, desk: Desk) -> None:
        super().__init__(editor)
        self._session, self._editor, self._desk = session, editor, desk
        self._latest, self._ruled = Latest(), Latest()
        self._item: ItemId | None = None
        self._draft: Draft | None = None
        self._for_report = False
        self._becoming: dict[ItemId, Draft | None] = {}  # on its way into the case, where no reader sees it yet
        self._soon = QTimer(self, singleShot=True, interval=KEPT_AFTER)
        self._soon.timeout.connect(self._keep)
        editor.box.textChanged.connect(self._typed)
        editor.save_wanted.connect(self.save)
        editor.drop_wanted.connect(self.drop)
        desk.facts_changed.connect(self._show)
        Refresher(editor, session, {Noun.NOTES}, lambda _changes: self._ask_rule())

    def _ask_rule(self) -> None:
        """Ask what the draft would be; a new note where there is none."""
        item, who = self._item, self._session.reviewer

        def look(case: Case) -> bool:
            return notes.rule(case) if item is None else drafts.for_report(case, item, reviewer=who)

        self._session.query(self, look).unless(self._ruled.ask()).success(self._show_rule).run()

    def _show_rule(self, for_report: bool) -> None:  # noqa: FBT001 - as the query answers
        self._for_report = for_report
        self._tell()

    @property
    def drafted(self) -> bool:
        """Whether something is typed and not saved."""
        return self._draft is not None

    # -- what stands in the box -------------------------------------------------------------------------------------

    def _show(self, found: Facts) -> None:
        """Another item has its own draft, or none."""
        item = found.item.id
        if item == self._item:
            return
        self.flush()
        self._item = item
        who, asked = self._session.reviewer, self._latest.ask()
        self._fill(self._becoming.get(item))
        self._ask_rule()
        if item in self._becoming:
            return

        def fill(draft: Draft | None) -> None:
            if self._draft is None:  # nobody has begun to type meanwhile
                self._fill(draft)

        self._session.query(self, lambda case: drafts.of_item(case, item, reviewer=who)).unless(asked).success(
            fill
        ).run()

    def _fill(self, draft: Draft | None) -> None:
        self._draft = draft
        self._editor.fill("" if draft is None else draft.text)
        self._tell()

    def _typed(self) -> None:
        words = self._editor.box.toPlainText()
        if not words.strip() and (self._draft is None or self._draft.note is None):
            self.drop()
            return
        begun = self._draft or self._begin()
        self._draft = None if begun is None else replace(begun, text=words)
        self._tell()
        self._soon.start()

    def _begin(self) -> Draft | None:
        """A draft on what is selected, on the passage at hand, or on the item as a whole."""
        target = self._desk.target()
        if isinstance(target, Stretch):
            return Draft(target.item, "", span=target.span)
        if target is not None:
            return Draft(target.passage.item, "", target.passage.id)
        return None if self._item is None else Draft(self._item, "")

    def change(self, note: Note) -> None:
        """Put other words in a note; what else is typed must be saved or dropped first."""
        if self._draft is not None:
            self._session.said.emit(self.tr("Save or drop what you have typed first"))
        elif self._item is not None:
            self._fill(Draft(self._item, note.text, note=note.id))
            self._soon.start()
        self._editor.box.setFocus()

    def _tell(self) -> None:
        draft = self._draft
        if draft is None:
            self._editor.tell("")
        elif draft.note is not None:
            self._editor.tell(self.tr("Not saved: change of a note"))
        else:
            quote = self._quote(draft)
            on = self.tr("on “{0}”").format(one_line(quote)) if quote else self.tr("on the whole document")
            unsaved = self.tr("Not saved, for the report: {0}") if self._for_report else self.tr("Not saved: {0}")
            self._editor.tell(unsaved.format(on))

    def _quote(self, draft: Draft) -> str:
        found, document = self._desk.facts, self._desk.active.view.document
        if draft.span is not None:
            there = document is not None and document.item == draft.item
            return document.text.words_of(draft.span) if document is not None and there else self.tr("selected words")
        known = () if found is None else found.passages
        return next((each.passage.anchor.quote for each in known if each.passage.id == draft.passage), "")

    # -- keeping, saving, dropping -----------------------------------------------------------------------------------

    def flush(self) -> None:
        """Keep now what is typed."""
        if self._soon.isActive():
            self._soon.stop()
            self._keep()

    def _keep(self) -> None:
        if self._draft is not None:
            self._keep_with_item(self._draft)

    def _keep_with_item(self, draft: Draft) -> None:
        who = self._session.reviewer
        self._write(draft.item, draft, lambda case: drafts.keep(case, draft, reviewer=who))

    def _write(
        self,
        item: ItemId,
        becomes: Draft | None,
        work: Callable[[Case], T],
        done: Callable[[T], None] = lambda _made: None,
        failed: Callable[[KnownError], None] | None = None,
    ) -> None:
        """Change the draft on an item; who comes back to it before that is in the case is shown it from here."""
        self._becoming[item] = becomes

        def over(then: Callable[[A], None]) -> Callable[[A], None]:
            def arrived(answer: A) -> None:
                if self._becoming.get(item) is becomes:  # and nothing newer
                    self._becoming.pop(item, None)
                then(answer)

            return arrived

        self._session.operation(self, work).success(over(done)).failure(over(failed or self._session.report)).run()

    def drop(self) -> None:
        """Forget what is typed."""
        self._soon.stop()
        draft, self._draft = self._draft, None
        self._editor.fill("")
        self._editor.tell("")
        if draft is not None:
            self._forget(draft)

    def leave(self) -> None:
        """Go back to the pages; what is typed stays, but not a note that is as it was."""
        draft = self._draft
        if draft is not None and draft.note is not None and not self._changes(draft):
            self.drop()
        self.flush()

    def _changes(self, draft: Draft) -> bool:
        found = self._desk.facts
        if found is None:
            return True
        known = (*found.of_item.notes, *(note for each in found.passages for note in each.notes))
        return all(note.text != draft.text for note in known if note.id == draft.note)

    def _forget(self, draft: Draft) -> None:
        who = self._session.reviewer
        self._write(
            draft.item, None, lambda case: drafts.drop(case, draft.item, reviewer=who), lambda _gone: self._ask_rule()
        )

    def save(self) -> None:
        """Make a note of the draft, on what it was begun on; the box is free for the next one at once."""
        draft = self._draft
        if draft is None or not draft.text.strip():
            return
        self._soon.stop()
        self._fill(None)
        who = self._session.reviewer

        def done(marked: MarkedPassage | None) -> None:
            if marked is not None:
                self.added.emit(marked)

        def failed(error: KnownError) -> None:
            self._give_back(draft)
            self._session.report(error)

        self._write(draft.item, None, lambda case: drafts.save(case, draft, reviewer=who), done, failed)
        self.left.emit()

    def _give_back(self, draft: Draft) -> None:
        """Put what could not be saved into the box again, before what was typed since; or keep it with its item."""
        since = self._draft
        if draft.item != self._item:
            self._keep_with_item(draft)
        elif since is None:
            self._fill(draft)
        else:
            self._fill(replace(since, text=f"{draft.text}\n\n{since.text}"))
