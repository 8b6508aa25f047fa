"""Read by machine the pages of one item that have no words of their own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.ocr import Outcome
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.operations import PostedProgress
from reviewer.gui.session import Session
from reviewer.usecases.pages import ocr
from reviewer.usecases.pages.ocr import Done


class Recognising(QObject):
    """One run at a time; ``told`` carries how far it is, in words, and none at the end."""

    told = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.item: ItemId | None = None
        self._progress: PostedProgress | None = None

    def run(self, item: ItemId, language: str) -> None:
        """Begin, unless one is under way."""
        session, who = self._session, self._session.reviewer
        if self._progress is not None:
            session.said.emit(self._wait())
            return
        self.item = item
        progress = self._progress = session.progress(self._show)
        self._show(0, 0, "")

        def work(case: Case) -> Done:
            return ocr.run(case, [item], language=language, reviewer=who, progress=progress)

        session.long_operation(self, work).success(self._done).failure(self._failed).run()

    def cancel(self) -> None:
        """Ask it to stop; the pages read until then stay so."""
        if self._progress is not None:
            self._progress.cancel()

    def _show(self, done: int, total: int, _what: str) -> None:
        if self._progress is not None:
            of = self.tr(" {0:,} of {1:,}").format(done, total) if total else ""
            self.told.emit(self.tr("Recognising text…{0}").format(of))

    def _done(self, done: Done) -> None:
        self._end()
        read, empty, failed = (done.pages[each] for each in (Outcome.RECOGNISED, Outcome.EMPTY, Outcome.FAILED))
        pages: Callable[[int], str] = lambda number: text.counted(number, self.tr("page"), self.tr("pages"))  # noqa: E731 - a word for a number
        words = [self.tr("{0} recognised (OCR)").format(pages(read))]
        words += [self.tr("{0} in doubt").format(pages(done.low))] if done.low else []
        words += [self.tr("{0} without words").format(pages(empty))] if empty else []
        words += [self.tr("{0} failed").format(pages(failed))] if failed else []
        words += [self.tr("{0} keep their own words").format(pages(len(done.kept)))] if done.kept else []
        self._session.said.emit("; ".join(words))

    def _failed(self, error: KnownError) -> None:
        self._end()
        self._session.report(error)

    def _end(self) -> None:
        self._progress = None
        self.item = None
        self.told.emit("")
        self._session.unsaid.emit(self._wait())

    def _wait(self) -> str:
        return self.tr("The text of another document is being recognised; begin again when that is done")
