"""The same said of many items at once, as one act that one undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.coding_scope import CodingScope
from reviewer.domain.exports.leaving import StayReason, Terms
from reviewer.domain.ids import ItemId, OfficerId
from reviewer.domain.pages.tag import Tag
from reviewer.errors import CancelledError, InputError, KnownError
from reviewer.gui import text
from reviewer.gui.session import Session
from reviewer.gui.widgets.leaving import AskLeaving
from reviewer.gui.widgets.progress_line import ProgressLine, WatchedActs
from reviewer.usecases.analysis import bulk_coding, review_queues
from reviewer.usecases.analysis.bulk_coding import Coded, Marked
from reviewer.usecases.analysis.review_queues import QueueStatus
from reviewer.usecases.exports import item_exports
from reviewer.usecases.exports.gate import Preview, Writer, foresee
from reviewer.usecases.exports.item_exports import WrittenOriginals
from reviewer.usecases.people import officers

T = TypeVar("T")

MOST_NAMED = 5
"""So many control numbers are told where more stay."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The items that an act is for: how many, which, and by what they were chosen, for the trail."""

    count: int
    ids: Callable[[Case], Sequence[ItemId]]
    subject: str = ""


def these(chosen: Sequence[ItemId], subject: str = "") -> Meant:
    """Items that are known already."""
    return Meant(len(chosen), lambda _case: chosen, subject)


class BulkActs(QObject):
    """Each is one operation; views refresh by what it changed.

    ``place`` puts the line that shows how far one is, and stops it, where one sees it.
    """

    def __init__(self, session: Session, parent: QObject, place: Callable[[ProgressLine], None]) -> None:
        super().__init__(parent)
        self._session, self._place = session, place
        self._acts = WatchedActs(session, self, place)
        self.waiting = self._acts.waiting
        self._run = self._acts.run

    def mark(
        self,
        meant: Meant,
        *,
        relevance: str | None = None,
        privileged: bool = False,
        scope: CodingScope = CodingScope.DUPLICATES,
    ) -> None:
        """Mark them, and what the scope adds; a mark is set and never taken off."""
        who, wanted = self._session.reviewer, True if privileged else None

        def act(case: Case) -> Marked:
            return bulk_coding.mark(
                case,
                meant.ids(case),
                relevance=relevance,
                privileged=wanted,
                scope=scope,
                subject=meant.subject,
                reviewer=who,
            )

        self._run(act, self._tell_clashes)

    def tag(self, meant: Meant, tag: Tag, scope: CodingScope = CodingScope.ITEM) -> None:
        """Tag each as a whole."""
        who = self._session.reviewer
        act = lambda case: bulk_coding.tag(case, meant.ids(case), tag.name, scope=scope, reviewer=who)  # noqa: E731
        self._run(act)

    def link(
        self, meant: Meant, officer: OfficerId, scope: CodingScope = CodingScope.ITEM, *, remove: bool = False
    ) -> None:
        """Link each as a whole to an officer, or take the officer off."""
        who = self._session.reviewer

        def act(case: Case) -> Coded:
            serial = officers.get(case, officer).serial
            return bulk_coding.link(case, meant.ids(case), serial, remove=remove, scope=scope, reviewer=who)

        self._run(act)

    def note(self, meant: Meant, text: str, *, begun_private: bool) -> None:
        """Write the same note on each; one that was begun while new notes were private stays so."""
        who = self._session.reviewer
        self._run(lambda case: bulk_coding.note(case, meant.ids(case), text, begun_private=begun_private, reviewer=who))

    def to_queue(self, meant: Meant, name: str) -> None:
        """Add them to a queue, each in its place."""
        who = self._session.reviewer
        act = lambda case: review_queues.add(case, name, meant.ids(case), reviewer=who)  # noqa: E731
        self._run(act, self._tell_queue)

    @cached_property
    def writing(self) -> ProgressLine:
        """Tells how far the writing of originals is, and stops it; made when some are first written."""
        made = ProgressLine()
        self._place(made)
        return made

    def originals(self, meant: Meant, out: Path, leaving: AskLeaving) -> None:
        """Write their originals into a new folder; what stays is shown first, by ``leaving``."""
        who = self._session.reviewer
        if self.writing.running:
            self._session.report(InputError(self.tr("originals are being written"), self.tr("Wait for them.")))
            return

        def begin(terms: Terms) -> None:
            progress = self._session.exported(self.writing.step)

            def work(case: Case, write: Writer) -> WrittenOriginals:
                return item_exports.originals(
                    case,
                    meant.ids(case),
                    out,
                    subject=meant.subject,
                    reviewer=who,
                    terms=terms,
                    write=write,
                    progress=progress,
                )

            self.writing.begin(progress, self.tr("Writing the originals…"))
            self._session.exporting(self, work).success(self._tell_written).failure(self._not_written).run()

        def look(case: Case, terms: Terms) -> Preview:
            return foresee(case, lambda gate: item_exports.going(gate, meant.ids(case)), terms)

        leaving.before(look, begin)

    def _not_written(self, error: KnownError) -> None:
        self.writing.end()
        if isinstance(error, CancelledError):
            self._session.said.emit(self.tr("That was stopped, and nothing was written"))
        self._session.report(error)

    def _tell_written(self, done: WrittenOriginals) -> None:
        """What only a search of the bytes told is named: it was not shown before."""
        self.writing.end()
        written = text.counted(done.files, self.tr("original"), self.tr("originals"))
        said = [self.tr("{0} written to {1}").format(written, done.folder)]
        found = [each.number for each in done.stays if each.reason is StayReason.UNSEARCHED]
        if stays := len(done.stays) - len(found):
            said.append(text.counted(stays, self.tr("stays with the case"), self.tr("stay with the case")))
        if found:
            named = ", ".join(found[:MOST_NAMED])
            more = self.tr(" and {0:,} more").format(len(found) - MOST_NAMED) if len(found) > MOST_NAMED else ""
            why = self.tr(
                "{0}{1} stay, too: they could not be searched for what is redacted or names a source, or hold it"
            )
            one = self.tr(
                "{0} stays, too: it could not be searched for what is redacted or names a source, or holds it"
            )
            said.append((one if len(found) == 1 else why).format(named, more))
        if done.lacking:
            said.append(self.tr("the bytes of {0} could not be had").format(", ".join(done.lacking)))
        self._session.said.emit("; ".join(said))

    def _tell_queue(self, status: QueueStatus) -> None:
        told = self.tr("The queue “{0}” has {1} items now")
        self._session.said.emit(told.format(status.queue.name, f"{status.items:,}"))

    def _tell_clashes(self, done: Marked) -> None:
        """Say what one should look at after many were marked; nothing where there is nothing."""
        told = (
            (done.overturned, self.tr("{0} had the other relevance before")),
            (done.withheld, self.tr("{0} are privileged, and so are withheld whatever their relevance")),
            (done.copies_differ, self.tr("{0} duplicates of them are marked otherwise")),
        )
        said = [words.format(f"{number:,}") for number, words in told if number]
        if said:
            self._session.said.emit("; ".join(said))
