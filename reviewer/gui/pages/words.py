"""Where the words of the page in sight come from: read by machine and how surely, or not there and what to do."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from reviewer.desktop import tessdata
from reviewer.domain.pages.ocr import FEW, OcrPage, Outcome, letters, unreadable
from reviewer.gui import icons
from reviewer.gui.pages.document import Document
from reviewer.gui.session import Session
from reviewer.gui.theme import room_for
from reviewer.gui.tips import plain
from reviewer.gui.widgets.language import LanguageBox
from reviewer.gui.widgets.parts import button, follow_theme, label, row


class WordsBar(QFrame):
    """One line above the pages; hidden where the page's words are its own."""

    recognition_wanted = Signal(str)
    stop_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panebar")
        self._session = session
        self._document: Document | None = None
        self._page = 0
        self.sign = label()
        self._sign = ("machine", "muted")
        follow_theme(self.sign, lambda: self.sign.setPixmap(icons.icon(*self._sign).pixmap(16, 16)))
        self.said = label("", "small", wrap=True, selectable=True)
        self.said.setAccessibleDescription(self.tr("Where the words of this page come from"))
        self.start = button(self.tr("Recognise the text"), self._start, "link")
        self.start.setToolTip(self.tr("Recognise the text of the pages of this item that have none of their own (OCR)"))
        self.stop = button(self.tr("Cancel"), self.stop_wanted.emit, "link")
        self._whole = row(self.sign, self.said, self.start, self.stop, margins=(2, 1, 2, 1), gap=2)
        self._whole.setStretchFactor(self.said, 1)
        self.setLayout(self._whole)
        self.stop.hide()
        self.hide()

    @cached_property
    def language(self) -> LanguageBox:
        """By which language the pages are to be read; made when that is first offered."""
        made = LanguageBox(self._session)
        made.setFixedHeight(room_for(7))
        self._whole.insertWidget(self._whole.indexOf(self.start), made)
        return made

    def show_document(self, document: Document | None, page: int) -> None:
        """Tell of a page of a document."""
        self._document, self._page = document, page
        if not self.stop.isVisibleTo(self):
            self._tell()

    def show_progress(self, words: str) -> None:
        """It is being read by machine; with empty words, no longer."""
        working = bool(words)
        self.stop.setVisible(working)
        if working:
            self._say("machine", words, offer=False)
        else:
            self._tell()

    def _tell(self) -> None:
        document, page = self._document, self._page
        if document is None or not 1 <= page <= len(document.sizes):
            self.hide()
            return
        seen = document.ocr.get(page)
        if seen is not None and seen.outcome is not Outcome.NOT_NEEDED:
            self._tell_of(seen)
            return
        text = document.text.texts[page - 1]
        wanted = seen is None and (letters(text) < FEW or unreadable(text))
        if wanted:
            has = self.tr("has next to no words of its own") if text.strip() else self.tr("has no words of its own")
            self._say("machine", self.tr("Page {0:,} {1}.").format(page, has), offer=True)
        else:
            self.hide()

    def _tell_of(self, seen: OcrPage) -> None:
        page = seen.number
        if seen.outcome is Outcome.RECOGNISED and seen.confidence is not None:
            if seen.low:
                words = self.tr("Page {0:,}: recognised text (OCR), in doubt: {1:.0f} % sure. Check it by eye.")
            else:
                words = self.tr("Page {0:,}: recognised text (OCR), {1:.0f} % sure.")
            self._say("partial" if seen.low else "machine", words.format(page, seen.confidence), doubt=seen.low)
        elif seen.outcome is Outcome.EMPTY:
            self._say("machine", self.tr("Page {0:,}: OCR found no text.").format(page))
        elif seen.outcome is Outcome.KEPT:
            words = self.tr("Page {0:,} keeps its own words: {1}.").format(page, seen.reason)
            self._say("machine", words, offer=True)
        else:
            words = self.tr("Page {0:,}: its text could not be recognised: {1}.").format(page, seen.reason.rstrip("."))
            self._say("failed", words, doubt=True, offer=True)
        self.setToolTip(plain(f"{seen.engine} · {seen.language} · {seen.made.replace('T', ' ').removesuffix('Z')} UTC"))

    def _say(self, sign: str, words: str, *, doubt: bool = False, offer: bool = False) -> None:
        able = offer and bool(self.language.language)
        if offer and not able:
            words = f"{words} {tessdata.ADVICE}"
        self.setToolTip("")
        self._sign = (sign, "problem" if doubt else "muted")
        self._draw_sign()
        self.said.setProperty("role", "problem" if doubt else "small")
        self.said.style().polish(self.said)
        self.said.setText(words)
        self.start.setVisible(able)
        if able or "language" in self.__dict__:
            self.language.setVisible(able and self.language.count() > 1)
        self.show()

    def _draw_sign(self) -> None:
        self.sign.setPixmap(icons.icon(*self._sign).pixmap(16, 16))

    def _start(self) -> None:
        self.recognition_wanted.emit(self.language.language)
