"""What a reviewer does by hand, each as one operation; views refresh by what it changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import ceil

from PySide6.QtCore import QObject, QTimer

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId, OfficerId, PassageId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.note import Note
from reviewer.domain.pages.tag import Tag
from reviewer.domain.people.officer import Grade, Link, Role
from reviewer.gui.session import Session
from reviewer.gui.shared.coding_list import UnwantedOfItem
from reviewer.usecases.analysis import bulk_coding
from reviewer.usecases.analysis.bulk_coding import Coded
from reviewer.usecases.evidence import items
from reviewer.usecases.pages import notes, passages, review_coding, tags
from reviewer.usecases.pages.passages import Concern, Stretch, Unidentified

Then = Callable[[MarkedPassage], None]

READ_AFTER = 2_000
"""Milliseconds that an item must be in sight to count as read, unless one says so; going past it is not reading."""


class ReviewActs(QObject):
    """Acts on a selection make it a passage first; acts on a passage add to it."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    @property
    def _who(self) -> str:
        return self._session.reviewer

    def _passage(self, fn: Callable[[Case], MarkedPassage], then: Then) -> None:
        self._session.operation(self, fn).success(then).run()

    def tag(self, on: Stretch | MarkedPassage, tag: Tag, then: Then) -> None:
        """Set a tag; on a passage that has it already, take it off."""
        who = self._who
        if isinstance(on, Stretch):
            self._passage(lambda case: passages.add(case, on.item, on.span, tag_ids=[tag.id], reviewer=who), then)
        elif tag.id in {each.id for each in on.tags}:
            self._passage(lambda case: passages.untag(case, on.passage.id, tag.id, reviewer=who), then)
        else:
            self._passage(lambda case: passages.tag(case, on.passage.id, tag.id, reviewer=who), then)

    def link(self, on: Stretch | MarkedPassage, officer: OfficerId, role: Role, grade: Grade, then: Then) -> None:
        """Link an officer in a role."""
        self._link(on, Concern(officer, role, grade), then)

    def link_unidentified(self, on: Stretch | MarkedPassage, name: str, role: Role, grade: Grade, then: Then) -> None:
        """Link an officer who is not in the roster, and who is added as unidentified."""
        self._link(on, Concern(Unidentified(name), role, grade), then)

    def _link(self, on: Stretch | MarkedPassage, concern: Concern, then: Then) -> None:
        who = self._who
        if isinstance(on, Stretch):
            self._passage(lambda case: passages.add(case, on.item, on.span, concerns=[concern], reviewer=who), then)
        else:
            self._passage(lambda case: passages.link(case, on.passage.id, concern, reviewer=who), then)

    def unlink(self, link: Link, then: Then) -> None:
        """Take an officer off a passage."""
        who = self._who
        self._passage(lambda case: passages.unlink(case, link.passage, link.id, reviewer=who), then)

    def take_off_item(self, unwanted: UnwantedOfItem) -> None:
        """Take a tag or an officer off an item as a whole."""
        who, item, coding = self._who, unwanted.item, unwanted.coding

        def act(case: Case) -> Coded:
            if isinstance(coding, Tag):
                return bulk_coding.tag(case, [item], coding.name, remove=True, reviewer=who)
            return bulk_coding.link(case, [item], coding.serial, remove=True, reviewer=who)

        self._session.operation(self, act).run()

    def release_note(self, note: Note, for_report: bool) -> None:  # noqa: FBT001 - as a switch sends it
        """Say that a note is for the report, or that it is private after all."""
        who = self._who
        act = partial(notes.release, note=note.id, for_report=for_report, reviewer=who)
        self._session.operation(self, act).run()

    def remove_note(self, note: Note) -> None:
        """Remove a note."""
        who = self._who
        self._session.operation(self, lambda case: notes.remove(case, note.id, reviewer=who)).run()

    def remove(self, passage: PassageId) -> None:
        """Remove a passage with all that was said of it."""
        who = self._who
        self._session.operation(self, lambda case: passages.remove(case, passage, reviewer=who)).run()

    def mark(
        self, item: ItemId, *, relevance: str | None = None, privileged: bool = False, alone: bool = False
    ) -> None:
        """Mark an item as a whole, with its duplicates; the mark it has already is taken off again."""
        act = partial(
            review_coding.toggle,
            item=item,
            relevance=relevance,
            privileged=privileged,
            alone=alone,
            reviewer=self._who,
        )
        self._session.operation(self, act).run()

    def say_read(self, item: ItemId) -> None:
        """Say that one has read an item, or that it is unread after all."""
        self._session.operation(self, partial(items.say_read, item=item, reviewer=self._who)).run()

    def read(self, item: ItemId, still: Callable[[], bool], seconds: float = READ_AFTER / 1000) -> None:
        """Remember that an item was open, once it was so for as long as the case asks; ``still`` tells if it yet is."""

        def wait(lacking: float) -> None:
            if lacking:
                later = QTimer(self, singleShot=True, interval=ceil(lacking * 1000))
                later.timeout.connect(partial(again, lacking))
                later.timeout.connect(later.deleteLater)
                later.start()

        def again(lacking: float) -> None:
            if still():
                self.read(item, still, seconds + lacking)

        act = partial(items.opened_for, item=item, seconds=seconds, reviewer=self._who)
        self._session.operation(self, act).success(wait).run()

    def add_tag(self, name: str, key: str) -> None:
        """Add a tag to the codebook."""
        who = self._who
        self._session.operation(self, lambda case: tags.add(case, name, key=key, reviewer=who)).run()
