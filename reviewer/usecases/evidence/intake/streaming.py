"""A container of any size under way: its item comes first, batches of members go below it, its bytes come last.

What is true of mailboxes, stores and archives alike stands here; what differs is where the members come from, and how
the container's own bytes are kept.
"""

from __future__ import annotations

import hashlib
import os
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO

from reviewer.casefile.engine.case import Act
from reviewer.casefile.engine.undisturbed import undisturbed
from reviewer.casefile.evidence import contents, intakes, item_store
from reviewer.casefile.evidence.intakes import SourceFile
from reviewer.casefile.evidence.item_store import Node, Place
from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.compared import WAITS
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.isolation.streamed import Streamed
from reviewer.isolation.workers import Session, WorkerError
from reviewer.usecases.evidence.intake import discovery, spending
from reviewer.usecases.evidence.intake.intake_job import IntakeJob
from reviewer.usecases.evidence.intake.pace import AT_A_STOP, Pace
from reviewer.usecases.evidence.intake.spending import Spending
from reviewer.usecases.evidence.intake.trees import BATCH_BYTES, BATCH_ITEMS, Source, UnusableError

_TRIES = 3
"""How often in a row its reader may die without getting any further; what is in is not read again."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Members that were given to the workers: the position of the first, what comes of them, and their bytes."""

    first: int
    nodes: Future[list[Node]]
    size: int


class Streaming(ABC):
    """One container on its way into the case. ``number`` counts the members met, those of an earlier try too."""

    def __init__(self, taking: IntakeJob, file: SourceFile, kind: Kind) -> None:
        self._taking = taking
        self._file = file
        self._kind = kind
        self._name = file.name
        self._item = file.item or self._begin()
        self._spending = self._account()
        self._told = 0  # members counted as done, whatever is begun again
        self._pace = Pace.of(alone=taking.alone)
        self._restart()

    def _restart(self) -> None:
        self._known = deque(item_store.members(self._taking.case, self._item))
        self._number = 0
        self._batch: list[Source | Node] = []
        self._waiting: deque[_Batch] = deque()
        self._unkept: list[tuple[Node, Place]] = []

    @abstractmethod
    def _members(self, session: Session) -> Iterator[Source | Node]:
        """The members in order. WorkerError, OSError; UnusableError for a container that cannot be taken on."""

    def _account(self) -> Spending:
        """What is spent on the containers within the file that this is, or lies in."""
        return spending.of_family(self._taking.case, self._item, self._taking.reader.limits, self._file.size)

    @abstractmethod
    def _finish(self, act: Act) -> None:
        """Keep the container's own bytes, and what its reader said of the whole. Within the act's transaction."""

    def _estimate(self) -> None:
        """Say how many items are still to come, as far as can be told."""
        self._taking.total = max(self._taking.total, self._taking.done)

    def take(self, pool: ThreadPoolExecutor) -> None:
        """Take in all members that are not in the case yet, then the container itself."""
        tries = _TRIES
        while True:
            before = self._told
            try:
                self._take_members(pool)
                self._conclude()
            except WorkerError as error:
                self._taking.stop_if_asked(self._commit_some)
                self._keep_found(pool)
                tries = _TRIES if self._told > before else tries - 1
                if error.cause == "refused" or not tries:
                    self._fail(error.reason)
                    return
                self._restart()
            except (OSError, UnusableError) as error:
                self._keep_found(pool)
                self._fail(discovery.unreadable(error) if isinstance(error, OSError) else error.reason)
                return
            else:
                return

    def _take_members(self, pool: ThreadPoolExecutor) -> None:
        with self._taking.session() as session:
            for member in self._members(session):
                self._one(member, pool)
        self._keep_found(pool)
        if self._known:
            raise UnusableError(Reason("file.shorter_since"))

    def _begin(self) -> ItemId:
        taking = self._taking
        node = Node(self._file.name, None, self._first_reading())
        with taking.case.act(taking.reviewer, "intake batch") as act:
            (((item, _),),) = item_store.keep(taking.case, [(node, taking.place(self._file.path))])
            intakes.file_begun(taking.case, self._file.id, item)
            act.facts["intake"] = taking.intake
            act.facts["container"] = item
        return item

    def _first_reading(self) -> Reading:
        return Reading(self._kind, State.PARTIAL, (WAITS,))

    def _one(self, member: Source | Node, pool: ThreadPoolExecutor) -> None:
        """Give a member to the workers, unless it was taken in before a kill."""
        if self._known:
            digest = _sha256(member)
            if self._known.popleft()[2] != digest:
                raise UnusableError(Reason("file.changed_since"))
            self._number += 1
            self._tell(self._number)
            return
        size = _size(member) + sum(map(_size, self._batch))
        if self._batch and (len(self._batch) >= BATCH_ITEMS or size > BATCH_BYTES):
            self._flush(pool)
        self._batch.append(member)
        self._number += 1

    def _flush(self, pool: ThreadPoolExecutor) -> None:
        """Have the batch read on another thread, and keep what was read meanwhile."""
        if not self._batch:
            return
        first = self._number - len(self._batch)
        size = sum(map(_size, self._batch))
        while self._waiting and size + sum(batch.size for batch in self._waiting) > self._taking.most_waiting:
            self._keep_next()
        self._waiting.append(_Batch(first, pool.submit(self._read, self._batch, opening=self._spending.opening), size))
        self._batch = []
        while len(self._waiting) > self._taking.window:
            self._keep_next()
        if self._pace.due:
            self._commit()

    def _keep_found(self, pool: ThreadPoolExecutor) -> None:
        self._flush(pool)
        while self._waiting:
            self._keep_next()
        self._commit()

    def _keep_next(self) -> None:
        batch = self._waiting.popleft()
        first, nodes = batch.first, self._taking.wait(batch.nodes, self._commit_some)
        for position, node in enumerate(nodes, first):
            self._spending.settle(node)
            self._unkept.append((node, self._place(position)))
            self._taking.weigh(self._pace, node)
        if self._pace.full:
            self._commit()
        self._estimate()
        self._tell(first + len(nodes))

    def _commit_some(self) -> None:
        self._commit(AT_A_STOP)

    @undisturbed()
    def _commit(self, most: int | None = None) -> None:
        taking = self._taking
        if self._unkept:
            with taking.case.act(taking.reviewer, "intake batch") as act:
                kept = item_store.keep(taking.case, self._unkept[:most], self._taking.look)
                item_store.note_batch(act, [each for these in kept for each in these])
                self._spend([node for node, _ in self._unkept[:most]])
                act.facts["intake"] = taking.intake
            del self._unkept[:most]
        self._pace.committed()
        self._pace.among(item_store.last(taking.case))

    def _spend(self, _kept: list[Node]) -> None:
        """Keep what was spent, now that these members are in. Within an open transaction."""
        self._spending.keep(self._taking.case, self._item)

    def _tell(self, number: int) -> None:
        """Say that so many members are in."""
        new = max(0, number - self._told)
        self._told += new
        self._taking.tell(self._file.path, new, self._commit_some)

    def _place(self, position: int) -> Place:
        return self._taking.place(self._file.path, parent=self._item, family=self._item, position=position, depth=1)

    def _conclude(self) -> None:
        taking = self._taking
        with taking.case.act(taking.reviewer, "intake batch") as act:
            self._finish(act)
            self._done()
            act.facts["intake"] = taking.intake

    def _open(self) -> BinaryIO:
        """The container's bytes as a file."""
        return discovery.open_found(self._file.root, self._file.path_bytes)

    def _read(self, members: list[Source | Node], *, opening: bool) -> list[Node]:
        """Have members read; on another thread."""
        return self._taking.reader.read(members, opening=opening, slow=self._spending.slow)

    def _done(self) -> None:
        """Note that nothing more is to come. Within an open transaction."""
        intakes.files_done(self._taking.case, [(self._file.id, self._item)])

    def _fail(self, reason: Reason) -> None:
        """Keep the container as it is on the disk, with the members found so far, and say why that is not all."""
        taking = self._taking
        with taking.case.act(taking.reviewer, "intake batch") as act:
            item_store.fail_item(taking.case, self._item, (*self._failed(reason), *self._keep_as_it_is(act)))
            self._done()
            act.facts["intake"] = taking.intake

    def _failed(self, reason: Reason) -> Reasons:
        """What is to be said where it was not taken apart to its end, for a reason."""
        return (reason,)

    def _note_change(self, size: int, facts: os.stat_result) -> None:
        """Say of a container that it was another one when it was found. Within an open transaction.

        ``facts`` are what the file system said of it once it was read.
        """
        same = discovery.is_as_found(self._file, facts, self._taking.versions)
        sized = discovery.other_size(self._file.size, size)
        for each in (*sized, *discovery.rewritten(self._file.size, size, as_found=same)):
            item_store.add_flag(self._taking.case, self._item, each)

    def _keep_as_it_is(self, act: Act) -> Reasons:
        """Keep the bytes of a container that could not be read; what is to be said when not even they can be had."""
        case = self._taking.case
        try:
            with self._open() as file:
                content, _ = contents.store_file(case, file, self._taking.look)
                facts = os.fstat(file.fileno())
        except OSError as error:
            return (Reason("file.bytes_unreadable", detail=error.strerror or str(error)),)
        item_store.set_content(case, self._item, content)
        self._note_change(contents.size(case, content), facts)
        act.facts["sha256"] = contents.sha256(case, content).hex()
        return ()


def _sha256(member: Source | Node) -> bytes:
    if isinstance(member, Node):
        return b""
    return member.data.sha256 if isinstance(member.data, Streamed) else hashlib.sha256(member.data).digest()


def _size(member: Source | Node) -> int:
    return len(member.data) if isinstance(member, Source) else 0
