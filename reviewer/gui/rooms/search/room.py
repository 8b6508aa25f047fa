"""The Search room."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QFrame, QSplitter

from reviewer.domain.changes import Changes
from reviewer.domain.query_grammar import terms_of
from reviewer.errors import KnownError
from reviewer.gui.accessibility import announce
from reviewer.gui.models.hits import HitsModel
from reviewer.gui.navigation import ItemTarget, Room, SearchTarget, Target
from reviewer.gui.pages.pane import Pane
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.highlights import HIGHLIGHTED, highlights
from reviewer.gui.theme import grid
from reviewer.gui.widgets.hits import HitsView
from reviewer.gui.widgets.parts import boxed, button, column, label, line, row
from reviewer.gui.widgets.query_field import Refusal, mark_refused, select_refused
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases import search
from reviewer.usecases.evidence import items
from reviewer.usecases.search import FoundItem, Results

BATCH = 50


class SearchRoom(Room):
    """Type words; what was found stands below with snippets, and its page beside."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest()
        self._text = ""
        self._total = 0
        self._entered = False
        self.words = line(
            self.tr("Search"), self.tr('Words, "a phrase", word*, -word, OR, w/5, from:…, tag:…, before:2016-05-01')
        )
        self.words.setClearButtonEnabled(True)
        self.total = label("", "small")
        self.read_as = label("", "small", wrap=True)
        self.read_as.hide()
        self.refusal = Refusal()
        self.total.setAccessibleDescription(self.tr("How many items were found"))
        self.model = HitsModel()
        self.model.setParent(self)
        self.hits = HitsView(self.model)
        self.none = label("", "muted", wrap=True)
        self.pane = Pane(session, self.tr("The item found"))
        self.open = button(self.tr("Open in Review"), self._open, "link")
        self._typing = QTimer(self, singleShot=True, interval=200)
        self._lay_out()
        self._connect()
        lead(self, self.words)
        self._say_how()

    def _lay_out(self) -> None:
        left = QFrame()
        left.setObjectName("panel")
        head = column(
            self.words, row(self.total, 1, self.open), self.read_as, self.refusal, margins=(2, 2, 2, 1), gap=1
        )
        whole = column(head, self.none, self.hits, gap=0)
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        whole.setStretchFactor(self.hits, 1)
        whole.addStretch(0)
        left.setLayout(whole)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(boxed(column(self.pane), "page"))
        split.setStretchFactor(1, 1)
        split.setSizes([grid(110), grid(220)])
        split.setChildrenCollapsible(False)
        self.setLayout(column(split))
        self.pane.show_nothing(self.tr("What you choose on the left is shown here, with the words found highlighted."))

    def _connect(self) -> None:
        self.words.textChanged.connect(lambda _text: self._typing.start())
        self.words.returnPressed.connect(self._search_now)
        self._typing.timeout.connect(self._search)
        self.refusal.taken.connect(self.search)
        self.hits.selectionModel().currentRowChanged.connect(self._chosen)
        self.hits.activated.connect(lambda _index: self._open())
        self.hits.verticalScrollBar().valueChanged.connect(self._more)
        self.pane.opened.connect(self._highlight)
        Refresher(self, self._session, HIGHLIGHTED, self._refresh, at_first=False)

    def search(self, typed: str) -> None:
        """Search for what was typed elsewhere."""
        self.words.setText(typed)
        self._search_now()

    def show_target(self, target: Target) -> None:
        """Search for the words of a target."""
        if isinstance(target, SearchTarget):
            self.search(target.words)

    def _search_now(self) -> None:
        self._typing.stop()
        self._entered = True
        self._search()

    def _search(self) -> None:
        self._text = self.words.text()
        stale = self._latest.ask()
        if not self._text.strip():
            self._show(Results(0, ()))
            return
        self._session.query(self, self._batch(0)).unless(stale).success(self._show).failure(self._refuse).run()

    def _refuse(self, error: KnownError) -> None:
        """Say in the line of words where they are not understood; nothing was searched."""
        entered, self._entered = self._entered, False
        self.model.show(())
        self._say("")
        self.refusal.show_error(error)
        mark_refused(self.words, error)
        if entered:
            select_refused(self.words, error)

    def _batch(self, offset: int) -> partial[Results]:
        who = self._session.reviewer
        return partial(search.find, text=self._text, reviewer=who, limit=BATCH, offset=offset)

    def _show(self, found: Results) -> None:
        self._total = found.total
        entered, self._entered = self._entered, False
        mark_refused(self.words, None)
        self.refusal.show_error(None)
        self.model.show(found.hits)
        if found.hits:
            self.total.setText(self.tr("{0:,} found").format(found.total))
            self.read_as.setText(self.tr("Read as: {0}").format(found.read_as))
            self.read_as.setVisible(found.telling)
            announce(self.total, self.total.text())
            self.none.hide()
            self.hits.show()
            self.open.show()
            self.hits.setCurrentIndex(self.model.index(0))
            if entered:
                self.hits.setFocus()
        elif self._text:
            announce(self.total, self.tr("No items match."))
            self._say(self.tr("No items match. Try fewer words, or word* for words that begin so."))
        else:
            self._say_how()

    def _say_how(self) -> None:
        self._say(self.tr("Type words to find them in subjects, people, bodies, attachments and notes."))

    def _say(self, words: str) -> None:
        self.total.setText("")
        self.read_as.hide()
        self.open.hide()
        self.none.setText(words)
        self.none.show()
        if self.hits.hasFocus():
            self.words.setFocus()
        self.hits.hide()
        self.pane.show_nothing(self.tr("What you choose on the left is shown here, with the words found highlighted."))

    def _more(self, value: int) -> None:
        shown = self.model.rowCount()
        if value >= self.hits.verticalScrollBar().maximum() and shown < self._total:
            stale = self._latest.ask()
            self._session.query(self, self._batch(shown)).unless(stale).success(
                lambda found: self.model.add(found.hits)
            ).run()

    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        found = self.model.at(current.row())
        if found is not None:
            self.pane.show_item(found.item, terms=terms_of(self._text))

    def _highlight(self) -> None:
        item = self.pane.item
        if item is not None:
            self._session.query(self, partial(items.item_passages, item=item.id)).unless(
                lambda: self.pane.item is not item
            ).success(lambda found: self.pane.view.set_highlights(highlights(found), None)).run()

    def _open(self) -> None:
        found: FoundItem | None = self.model.at(self.hits.currentIndex().row())
        if found is not None:
            self._session.go(ItemTarget(found.item.id))

    def _refresh(self, changes: Changes) -> None:
        if self.pane.item is not None and changes.concern(HIGHLIGHTED, self.pane.item.id):
            self._highlight()

    def close_workers(self) -> None:
        """Let the worker go and forget what was shown."""
        self._typing.stop()
        self.pane.close_workers()
