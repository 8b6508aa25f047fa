"""What an intake works on and with, as files at the top and containers at any depth need to know it."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence.item_store import Node, Place
from reviewer.domain.ids import CustodianId, IntakeId
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.errors import CancelledError
from reviewer.isolation.workers import Session, Workers
from reviewer.usecases.evidence.intake.pace import AT_A_STOP, Lead, Pace
from reviewer.usecases.evidence.intake.trees import BATCH_ITEMS, TreeReader

MOST_WAITING = 32 * 2**20
"""The most bytes that wait for a reader or are with one; large files go through few at a time, to spare memory."""

_LOOK_SECONDS = 0.1
"""How often it is looked, while a reader works, whether the reviewer wants to stop."""


@dataclass(slots=True)
class IntakeJob(ABC):
    """One intake under way. ``done`` counts items at the top: files, and messages of mailboxes.

    ``alone`` says that nobody works on the case meanwhile. ``versions`` are those of the files that were found.
    """

    case: Case
    reader: TreeReader
    intake: IntakeId
    custodian: CustodianId | None
    reviewer: str
    progress: Progress
    alone: bool = False
    versions: frozenset[int] = frozenset()
    done: int = 0
    total: int = 0
    lead: Lead = field(init=False)

    def __post_init__(self) -> None:
        """Let readers go ahead as far as suits who else works on the case."""
        self.lead = Lead(self.alone)

    @abstractmethod
    def commit(self, most: int | None = None) -> None:
        """Write what was read since the last commit, or so many of it, as one act."""

    @property
    def workers(self) -> Workers:
        """The workers that read."""
        return self.reader.workers

    @property
    def window(self) -> int:
        """How many batches may be on their way: enough to keep workers busy during a commit, few enough for memory."""
        return self.lead.batches(self.workers.jobs, BATCH_ITEMS)

    @property
    def most_waiting(self) -> int:
        """How many bytes may be on their way, however few batches they are."""
        return MOST_WAITING

    def weigh(self, pace: Pace, node: Node) -> None:
        """Count what an item takes until it is written, with all below it."""
        held = node.held
        pace.add(held)
        pace.left = max(self.total - self.done, 0)
        self.lead.add(held)

    def wait(self, nodes: Future[list[Node]], commit: Callable[[], None] | None = None) -> list[Node]:
        """What was read, once it is; CancelledError, after a commit, when asked to stop meanwhile."""
        while not wait_for([nodes], _LOOK_SECONDS).done:
            self.stop_if_asked(commit)
        if isinstance(nodes.exception(), CancelledError):
            self.stop_if_asked(commit)
        return nodes.result()

    def stop_if_asked(self, commit: Callable[[], None] | None = None) -> None:
        """CancelledError, after a commit, when the reviewer wants to stop."""
        if self.progress.cancelled:
            (commit or self._commit_some)()
            stop_if_cancelled(self.progress)

    def look(self) -> None:
        """CancelledError when asked to stop; what is under way is undone, and done again when the intake goes on."""
        stop_if_cancelled(self.progress)

    def session(self) -> AbstractContextManager[Session]:
        """A worker of one's own, whose request under way is ended when the reviewer wants to stop."""
        return watched(self.workers, self.progress)

    def place(self, path: str, **where: object) -> Place:
        """Where an item of this intake goes."""
        return Place(self.intake, self.custodian, path, **where)  # type: ignore[arg-type]

    def tell(self, what: str, items: int, commit: Callable[[], None] | None = None) -> None:
        """Count items as done and say so; CancelledError, after a commit, when asked to stop."""
        self.done += items
        self.progress.step(self.done, max(self.total, self.done), what)
        self.stop_if_asked(commit)

    def _commit_some(self) -> None:
        self.commit(AT_A_STOP)


@contextmanager
def watched(workers: Workers, progress: Progress) -> Iterator[Session]:
    """A worker of one's own, whose request under way is ended when the reviewer wants to stop."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_LOOK_SECONDS):
            if progress.cancelled:
                session.interrupt()

    with workers.session() as session:
        watching = threading.Thread(target=watch, name="intake watch", daemon=True)
        watching.start()
        try:
            yield session
        finally:
            over.set()
            watching.join()
