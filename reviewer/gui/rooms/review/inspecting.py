"""What the inspector says, as the item, the passage and the words at hand change."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.pages.tag import Tag
from reviewer.gui import text
from reviewer.gui.rooms.review.inspector import Inspector
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.desk import Desk, Facts
from reviewer.usecases.pages import review_coding, tags
from reviewer.usecases.pages.passages import Stretch
from reviewer.usecases.pages.review_coding import Copies
from reviewer.usecases.people import officers


class Inspecting(QObject):
    """Has the inspector follow the pages."""

    def __init__(self, session: Session, inspector: Inspector, desk: Desk) -> None:
        super().__init__(inspector)
        self._session, self._inspector, self._desk = session, inspector, desk
        self._asked_tags, self._asked_officers = Latest(), Latest()
        self.settled = QTimer(self, singleShot=True, interval=250)
        self.settled.timeout.connect(self._ask_copies)
        desk.facts_changed.connect(self._show_facts)
        desk.passage_changed.connect(lambda: inspector.choose(desk.chosen))
        desk.target_changed.connect(self._show_target)

    def look_again(self, changes: Changes) -> None:
        """Ask for the tags and officers that may be set, where these changed."""
        if changes.concern({Noun.TAGS}):
            self._session.query(self, tags.listed).unless(self._asked_tags.ask()).success(self._show_tags).run()
        if changes.concern({Noun.OFFICERS}):
            asked = self._session.query(self, officers.listed).unless(self._asked_officers.ask())
            asked.success(self._inspector.officers.show_officers).run()

    def _show_facts(self, found: Facts) -> None:
        self._inspector.show_item(found.item, found.mark, found.of_item, found.hidden)
        self._inspector.officers.show_header(found.header)
        self.settled.start()
        self._inspector.show_passages(found.passages, self._desk.chosen)
        self._inspector.redactions.show_redactions(found.redactions)

    def _ask_copies(self) -> None:
        """Look for copies once one stays with an item: that may take longer than its pages do."""
        found = self._desk.facts
        if found is None:
            return

        def show(copies: Copies) -> None:
            if self._desk.facts is not None and self._desk.facts.item.id == found.item.id:
                self._inspector.show_copies(found.item, copies.count, conflicting=copies.conflicting)

        self._session.query(self, partial(review_coding.copies, item=found.item.id)).success(show).run()

    def _show_tags(self, found: list[Tag]) -> None:
        self._inspector.palette_box.show_tags(found)
        self._inspector.choose(self._desk.chosen)

    def _show_target(self) -> None:
        target = self._desk.target()
        if isinstance(target, Stretch):
            pointed = self._desk.pointed()
            words = self.tr("on the selection: “{0}”") if pointed else self.tr("on the words found: “{0}”")
            words = words.format(text.short(self._desk.words_at_hand()))
        elif target is not None:
            words = self.tr("on the passage: “{0}”").format(text.short(target.passage.anchor.quote))
        else:
            words = ""
        self._inspector.show_target(words)
