"""Pages on paper: through the system's own dialog, and not before the gate was asked."""

from __future__ import annotations

import zlib
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QTransform
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.passage import Span
from reviewer.errors import ExportError
from reviewer.gui.session import Session
from reviewer.gui.widgets.leaving import AskLeaving
from reviewer.usecases.exports import item_exports
from reviewer.usecases.exports.gate import Preview, Writer
from reviewer.usecases.exports.item_exports import PrintedPage, Wish

FOOT = 8
"""Points of what stands below a page."""

MOST_FOOT = 4
"""What stands below a page takes one part in so many of the paper at most; what is longer ends in dots."""


class Printing(QObject):
    """Prints items that one reads. ``leaving`` says what stays, and asks, where anything does."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._parent = session, parent
        self.item: ItemId | None = None
        self.leaving = AskLeaving(session)
        self.leaving.go.setText(self.tr("Print…"))
        self.leaving.go.setAccessibleName(self.tr("Print…"))

    def ask(self, item: ItemId, count: int, span: Span | None) -> None:
        """Ask the gate about an item of so many pages, then for a printer; ``span`` are the words to be cited."""
        self.item = item

        def look(case: Case, terms: Terms) -> Preview:
            return item_exports.preview_paper(case, item, terms)

        self.leaving.before(look, partial(self._choose, item, count, span))

    def forget(self) -> None:
        """Another item is shown: nobody is asked about the one before."""
        self.leaving.cancel.click()  # out of sight as well: the gate's answer may still be on its way

    def _choose(self, item: ItemId, count: int, span: Span | None, terms: Terms) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._parent)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, count)
        if span is not None:
            dialog.setPrintRange(QPrintDialog.PrintRange.PageRange)
            dialog.setFromTo(span.start.page, span.end.page)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            few = printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage() > 0
            first, last = (printer.fromPage(), printer.toPage()) if few else (1, count)
            printer.setPrintRange(QPrinter.PrintRange.AllPages)  # of what it is given, which is only what was asked for
            self.print(Wish(item, first, last, span), printer, terms)

    def print(self, wish: Wish, printer: QPrinter, terms: Terms) -> None:
        """Print pages; what came of it is said."""
        paper, session, who = Paper(printer), self._session, self._session.reviewer
        to = Path(printer.outputFileName()).name or printer.printerName()

        def work(case: Case, write: Writer) -> int:
            return item_exports.print_pages(
                case, session.workers, wish, paper, to=to, reviewer=who, terms=terms, write=write
            )

        def done(pages: int) -> None:
            if paper.whole:
                said = (
                    self.tr("Sent to {0}: {1:,} pages. The trail says so")
                    if pages > 1
                    else self.tr("Sent to {0}: one page. The trail says so")
                )
                session.said.emit(said.format(to, pages))
            else:
                session.said.emit(
                    self.tr(
                        "{0} did not take all of it. Look at what came out; the trail says that it was printed"
                    ).format(to)
                )

        session.said.emit(self.tr("Getting the pages ready for {0}…").format(to))
        session.exporting(self, work).success(done).run()


class Paper:
    """A printer as the gate knows one: pages are kept until all may go, each taking little room."""

    def __init__(self, printer: QPrinter) -> None:
        self._printer = printer
        self._pages: list[tuple[PrintedPage, bytes]] = []
        self.whole = True

    def lay(self, page: PrintedPage) -> None:
        """Keep a page."""
        packed = zlib.compress(page.pixels, 1)
        self._pages.append((PrintedPage(page.width, page.height, b"", page.foot), packed))

    def finish(self) -> None:
        """Print all of them."""
        painter = QPainter()
        if not painter.begin(self._printer):
            raise ExportError(
                f"{self._printer.printerName() or 'the printer'} does not take it",
                "Nothing was printed. Look at the printer, or choose another one.",
            )
        font = QFont(painter.font())
        font.setPointSizeF(FOOT)
        painter.setFont(font)
        for number, (page, packed) in enumerate(self._pages):
            if number:
                self.whole &= self._printer.newPage()
            self._put(painter, page, zlib.decompress(packed))
        self.whole &= painter.end()

    def _put(self, painter: QPainter, page: PrintedPage, pixels: bytes) -> None:
        """One page, as large as the paper allows above its foot; turned where it is wide and the paper is high."""
        paper = painter.viewport()
        words, high = _fitting(painter, page.foot, paper.size())
        room = QSize(paper.width(), paper.height() - high - painter.fontMetrics().height() // 2)
        picture = QImage(pixels, page.width, page.height, page.width * 3, QImage.Format.Format_RGB888)
        if picture.allGray():
            picture = picture.convertToFormat(QImage.Format.Format_Grayscale8)
        if (picture.width() > picture.height()) != (room.width() > room.height()):
            picture = picture.transformed(QTransform().rotate(90))
        size = picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect((paper.width() - size.width()) // 2, 0, size.width(), size.height()), picture)
        foot = QRect(0, paper.height() - high, paper.width(), high)
        painter.drawText(foot, Qt.TextFlag.TextWordWrap, words)


def _fitting(painter: QPainter, words: str, paper: QSize) -> tuple[str, int]:
    """What stands below a page, its quote cut with dots where it is too long; and how high it is."""
    quote, _, made = words.rpartition("\n")
    most = QRect(0, 0, paper.width(), paper.height())

    def high(text: str) -> int:
        return painter.fontMetrics().boundingRect(most, Qt.TextFlag.TextWordWrap, text).height()

    while quote and high(words) > paper.height() // MOST_FOOT:
        quote = quote[: len(quote) * 9 // 10]
        words = f"{quote} …\n{made}"
    return words, high(words)
