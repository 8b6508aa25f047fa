"""A pane: one item's pages with their bar, find, its attachments, and words instead of pages where there are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QIntValidator
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QToolButton, QWidget

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import State
from reviewer.domain.pages.cited_quote import cited_quote
from reviewer.domain.pages.passage import Place, Span
from reviewer.domain.query import Marked, inside
from reviewer.errors import KnownError
from reviewer.gui import icons, text
from reviewer.gui.navigation import ItemsTarget
from reviewer.gui.pages.document import Document
from reviewer.gui.pages.findbar import FindBar
from reviewer.gui.pages.layout import SCREEN
from reviewer.gui.pages.loading import Loader, has_pages
from reviewer.gui.pages.nothing import NoPages
from reviewer.gui.pages.printing import Printing
from reviewer.gui.pages.quotes_bar import QuotesBar
from reviewer.gui.pages.recognising import Recognising
from reviewer.gui.pages.view import PageView
from reviewer.gui.pages.words import WordsBar
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Session
from reviewer.gui.theme import grid, room_for
from reviewer.gui.tips import plain
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.parts import boxed, button, clear, column, follow_theme, label, lookup, row, tool
from reviewer.gui.widgets.tab_order import lead

MOST_CHIPS = 40
"""So many attachments have a button of their own."""


class Pane(QWidget):
    """Shows one item at a time."""

    opened = Signal()
    shown_again = Signal()
    """An item whose pages are in sight was to be shown: they are as they were, but for the words that are marked."""
    attachment_chosen = Signal(object)

    def __init__(self, session: Session, name: str) -> None:
        super().__init__()
        self.item: Item | None = None
        self._session = session
        self._children: Sequence[Item] = ()
        self.view = PageView(session.workers, session.courier)
        self.loader = Loader(session, self)
        self.finder = FindBar(self.view)
        self.words = WordsBar(session)
        self.recognising = Recognising(session, self)
        self.nothing = NoPages(session)
        self.remark = label("", "small", wrap=True)
        self.remark.setContentsMargins(grid(2), grid(1), grid(2), grid(1))
        self._preview: QLabel | None = None
        self._leave_preview: Callable[[], object] = lambda: None
        self.attached = Flow()
        self.attached.setContentsMargins(grid(2), grid(1), grid(2), grid(1))
        self.attachments = boxed(self.attached, "panebar")
        self.stack = QStackedWidget()
        self.setAccessibleName(name)
        self.busy = False
        self.pinnable = True
        self._terms: Sequence[Marked] = ()
        self._wanted: Span | None = None
        self._lay_out()
        self._connect()
        self.show_nothing("")

    def copy_with_cite(self, span: Span | None) -> str:
        """Put these words on the clipboard with their control number and page; what was put there, or nothing."""
        document = self.view.document
        if span is None or document is None or self.item is None:
            return ""
        recognised = [number for number, page in document.ocr.items() if page.words]
        cited = cited_quote(document.text.words_of(span), self.item.control, span, recognised)
        QGuiApplication.clipboard().setText(cited)
        return cited

    def _lay_out(self) -> None:
        self.stack.addWidget(self.nothing)
        self.stack.addWidget(self.view)
        self.bar = self._bar()
        whole = column(self.bar, self.finder, self.attachments, self.remark, self.words, self.stack, gap=0)
        whole.setStretchFactor(self.stack, 1)
        self._whole = whole
        lead(self, self.view)
        self.setLayout(whole)

    def _bar(self) -> QFrame:
        self.title = Elided()
        self.title.setMinimumWidth(room_for(10))
        self.page = lookup(self.tr("Page"))
        self.page.setProperty("quiet", "true")
        self.page.setFixedWidth(room_for(11))
        self.page.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.page.setValidator(QIntValidator(1, 1_000_000, self.page))
        self.of = label("", "muted")
        smaller = tool("zoom_out", self.tr("Zoom out"), lambda: self.view.zoom_by(-1), "-")
        larger = tool("zoom_in", self.tr("Zoom in"), lambda: self.view.zoom_by(1), "+")
        fit = tool("fit", self.tr("Fit the width"), self.view.fit, "0")
        search = tool("search", self.tr("Find"), self.finder.open_bar, "Ctrl+F")
        self.pin = tool("pin", self.tr("Pin: keep this here"), lambda: None, checkable=True)
        self.tools = boxed(row(self.page, self.of, smaller, larger, fit, search, gap=0))
        bar = row(self.title, self.tools, self.pin, margins=(2, 0, 1, 0), gap=1)
        bar.setStretchFactor(self.title, 1)
        made = boxed(bar, "panebar")
        made.setFixedHeight(room_for(9))
        return made

    def _connect(self) -> None:
        self.view.page_changed.connect(self._page_changed)
        self.view.zoom_changed.connect(
            lambda zoom: self.of.setToolTip(self.tr("{0:.0f} %").format(zoom / SCREEN * 100))
        )
        self.view.failed.connect(self._refuse)
        self.page.returnPressed.connect(self._go_to_page)
        self.finder.closed.connect(self._show_terms)
        self.words.recognition_wanted.connect(self._recognise)
        self.words.stop_wanted.connect(self.recognising.cancel)
        self.recognising.told.connect(self._tell_progress)
        Refresher(self, self._session, {Noun.PAGES}, self._refresh, at_first=False, hidden=True)

    @property
    def pinned(self) -> bool:
        """Whether this item is to stay whatever is opened elsewhere."""
        return self.pin.isChecked()

    @property
    def preview(self) -> QLabel:
        """What a receiver gets of this document, told above its pages; made when it is first wanted."""
        if self._preview is None:
            self._preview = label("", "strong", wrap=True)
            self._preview.setContentsMargins(grid(2), grid(1), grid(2), grid(1))
            self._preview.setAccessibleDescription(self.tr("What a receiver gets of this document"))
            self._preview.hide()
            self._whole.insertWidget(self._whole.indexOf(self.remark) + 1, self._preview)
        return self._preview

    @cached_property
    def printing(self) -> Printing:
        """What prints this item; made when it is first wanted."""
        made = Printing(self._session, self)
        self._whole.insertWidget(self._whole.indexOf(self.remark) + 1, made.leaving)
        return made

    @cached_property
    def quotes(self) -> QuotesBar:
        """What the item quotes, told below its pages; made when it is first wanted."""
        made = QuotesBar()
        self._whole.addWidget(made)
        return made

    def hide_quotes(self) -> None:
        """Tell nothing of what the item quotes."""
        if "quotes" in self.__dict__:
            self.quotes.hide()

    def print(self, span: Span | None) -> bool:
        """Print the item, or the pages on which these words stand with their cite; False where there is nothing."""
        document = self.view.document
        if document is None or self.item is None:
            return False
        self.printing.ask(document.item, len(document.sizes), span)
        return True

    def stand_below_preview(self, part: QWidget, leave: Callable[[], object]) -> None:
        """Put a part below what is told of a receiver; ``leave`` is called when nothing is told any more."""
        self._whole.insertWidget(self._whole.indexOf(self.preview) + 1, part)
        self._leave_preview = leave

    def hide_preview(self) -> None:
        """Tell nothing of what a receiver gets."""
        if self._preview is not None:
            self._preview.hide()
            self._leave_preview()

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_nothing(self, words: str) -> None:
        """Say what belongs here and what to do."""
        self.item = None
        self.busy = False
        if "printing" in self.__dict__:
            self.printing.forget()
        self.loader.leave()
        self.title.setText("")
        self.view.show_document(None)
        self._say(words)
        self.attachments.hide()
        self.pin.setChecked(False)

    def show_item(
        self, item: Item, children: Sequence[Item] = (), *, terms: Sequence[Marked] = (), at: Span | None = None
    ) -> None:
        """Open an item; ``terms`` are highlighted on its pages, and ``at`` is brought into sight."""
        self._terms, self._wanted = terms, at
        if self.item is not None and self.item.id == item.id and self.view.document is not None:
            self._show_terms()
            self._reveal()
            self.shown_again.emit()
            return
        self._open(item, children)

    def open_again(self, item: Item, children: Sequence[Item] = ()) -> None:
        """Open the item anew: it is no longer what it was."""
        self.loader.drop_kept()
        page, self._wanted = self.view.page, None
        if self.item is not None and self.item.id == item.id and page > 1:
            self._wanted = Span(Place(page, 0), Place(page, 0))
        self._open(item, children)

    def _open(self, item: Item, children: Sequence[Item]) -> None:
        self.item, self._children = item, children
        if "printing" in self.__dict__ and self.printing.item != item.id:
            self.printing.forget()
        self.title.setText(f"{item.control} · {item.title}")
        self.finder.forget_hits()
        self.view.show_document(None)
        self.words.show_progress("")
        self._show_attachments(children)
        if not has_pages(item):
            self.loader.leave()
            self._say("")
            self.nothing.explain(item)
            self.opened.emit()
            return
        self._say(self.tr("Opening…"))
        self.busy = True
        self.loader.load(item.id, self._show, self._refuse)

    def _say(self, words: str) -> None:
        self.nothing.say(words)
        self.stack.setCurrentIndex(0)
        self.tools.hide()
        self.pin.setVisible(self.pinnable and self.item is not None)
        self.words.show_document(None, 0)
        self.remark.hide()
        self.hide_preview()
        self.hide_quotes()
        self.finder.hide()

    def _show(self, document: Document) -> None:
        self.busy = False
        self.stack.setCurrentIndex(1)
        self.tools.show()
        self.pin.setVisible(self.pinnable)
        self.remark.setText(document.remark)
        self.remark.setVisible(bool(document.remark))
        self.view.show_document(document)
        self.of.setText(self.tr("of {0:,}").format(len(document.sizes)))
        if self.finder.isVisible():
            self.finder.again()
        else:
            self._show_terms()
        self._reveal()
        self.opened.emit()

    def _refuse(self, error: KnownError) -> None:
        self.busy = False
        self.view.show_document(None)
        self._say(f"{error}\n\n{error.advice}".strip())
        self.opened.emit()

    def _page_changed(self, page: int) -> None:
        self.page.setText(str(page) if page else "")
        self.words.show_document(self.view.document, page)

    def _recognise(self, language: str) -> None:
        if self.item is not None:
            self.recognising.run(self.item.id, language)

    def _tell_progress(self, words: str) -> None:
        if self.item is not None and self.recognising.item in (None, self.item.id):
            self.words.show_progress(words)

    def _refresh(self, _changes: Changes) -> None:
        if self.item is not None and self.view.document is not None:
            self.open_again(self.item, self._children)
        else:
            self.loader.drop_kept()

    def _show_terms(self) -> None:
        document = self.view.document
        if document is not None:
            control = "" if self.item is None else self.item.control
            self.finder.show_hits(*(document.text.find_terms(self._terms, control) if self._terms else ((), 0)))

    def _reveal(self) -> None:
        if self._wanted is not None:
            self.view.reveal(self._wanted)

    def _go_to_page(self) -> None:
        if self.page.hasAcceptableInput():
            self.view.go_to_page(int(self.page.text()))
            self.view.setFocus()

    # -- attachments ----------------------------------------------------------------------------------------------

    def _show_attachments(self, children: Sequence[Item]) -> None:
        clear(self.attached)
        for child in children[:MOST_CHIPS]:
            self.attached.addWidget(self._attachment(child))
        if len(children) > MOST_CHIPS and self.item is not None:
            words = self.tr("{0:,} more: list them").format(len(children) - MOST_CHIPS)
            wanted = partial(self._session.go, ItemsTarget(inside(self.item.control)))
            self.attached.addWidget(button(words, wanted, "link"))
        self.attachments.setVisible(bool(children))

    def _attachment(self, child: Item) -> QToolButton:
        made = QToolButton()
        made.setProperty("role", "chip")
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        name = child.name or child.title
        shown = made.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room_for(50))
        made.setText(text.on_button(shown))
        made.setToolTip(plain(f"{child.control} · {name} · {text.size(child.size)}"))
        made.setAccessibleName(self.tr("Attachment {0}").format(name))
        kind = "failed" if child.state is State.FAILED else str(child.kind)
        follow_theme(made, lambda: made.setIcon(icons.icon(kind)))
        made.clicked.connect(lambda: self.attachment_chosen.emit(child))
        return made

    def close_workers(self) -> None:
        """Let the worker go and forget what was shown."""
        self.recognising.cancel()
        self.loader.forget()
        self.view.close_workers()
