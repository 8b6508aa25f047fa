"""A container within another item that was too large to be read with it: taken apart from its bytes in the case.

That happens once the files of an intake are in, one container after the other in the order of their numbers, so that
an intake that was killed comes to the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from reviewer.casefile.engine.case import Act
from reviewer.casefile.evidence import contents, item_store, items, pending_containers
from reviewer.casefile.evidence.intakes import SourceFile
from reviewer.casefile.evidence.item_store import Node, Place
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.evidence.unpack_limits import MIB
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.compared import ITSELF
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.isolation.protocol import Members
from reviewer.isolation.workers import Session
from reviewer.usecases.evidence.intake.intake_job import IntakeJob
from reviewer.usecases.evidence.intake.mailbox import CHUNK, Mailbox
from reviewer.usecases.evidence.intake.streaming import Streaming
from reviewer.usecases.evidence.intake.trees import Source, concluded, source_of, too_many, unfound
from reviewer.usecases.evidence.intake.unpacking import Unpacking, request_for


def take_waiting(taking: IntakeJob, pool: ThreadPoolExecutor) -> None:
    """Take the members out of every container that waits, and of those among them that wait in turn."""
    met: set[ItemId] = set()
    while found := [item for item in pending_containers.waiting(taking.case, taking.intake) if item not in met]:
        met.update(found)
        taking.total += len(found)
        for each in found:
            item = items.get(taking.case, each)
            (InnerMailbox if item.kind is Kind.MBOX else InnerContainer)(taking, item).take(pool)
            taking.tell(item.name, 1)


class _Inner(Streaming):
    """What is true of all of them: their bytes and their place are in the case."""

    def __init__(self, taking: IntakeJob, item: Item) -> None:
        case = taking.case
        self._where = item_store.place_of(case, item.id)
        self._content = items.content_of(case, item.id)
        self._sha256 = contents.sha256(case, self._content)
        self._above = pending_containers.above(case, item.id)
        file = SourceFile(0, b"", item.path, b"", item.size, item.id, item.kind.value)
        super().__init__(taking, file, item.kind)
        self._name = item.name

    def take(self, pool: ThreadPoolExecutor) -> None:
        """Take in all members that are not in the case yet, unless it lies in itself or there are too many."""
        before, _ = pending_containers.taken_before(self._taking.case, self._item)
        most = self._taking.reader.limits.archives
        if self._sha256 in self._above:
            self._leave(Reading(self._kind, State.PARTIAL, (ITSELF,)))
        elif before >= most:
            self._leave(Reading(self._kind, State.FAILED, (too_many(most),)))
        else:
            super().take(pool)

    def _leave(self, reading: Reading) -> None:
        with self._taking.case.act(self._taking.reviewer, "intake batch") as act:
            self._conclude_with(act, reading)
            act.facts["intake"] = self._taking.intake

    def _conclude_with(self, act: Act, reading: Reading) -> None:
        item_store.finish_container(self._taking.case, self._item, self._content, self._number, _marked(reading))
        act.facts["container"] = self._item

    def _place(self, position: int) -> Place:
        where = self._where
        return where.below(self._item, self._item if where.family is None else where.family, position)

    def _read(self, members: list[Source | Node]) -> list[Node]:
        return self._taking.reader.read(members, self._where.depth + 1, self._above | {self._sha256})

    def _done(self) -> None:
        pass  # its file is in

    def _keep_as_it_is(self, act: Act) -> Reasons:
        act.facts["container"] = self._item
        return ()


class InnerContainer(_Inner):
    """A store or an archive."""

    def _restart(self) -> None:
        super()._restart()
        self._summary = Members((), last=True)
        self._cut = False

    def _members(self, session: Session) -> Iterator[Source | Node]:
        taking = self._taking
        _, spent = pending_containers.taken_before(taking.case, self._item)
        left = taking.reader.limits.nested * MIB - spent
        request = request_for(self._kind, self._name, self._file.size, taking.reader.passwords, taking.reader.bounds)
        pieces = contents.Pieces(taking.case, self._content)
        unpacking = Unpacking(session, request, pieces.read_at, lambda size: _look(size, left))
        try:
            for batch in unpacking.batches():
                for member, data in batch:
                    left -= len(data)
                    _look(0, left)
                    yield source_of(member, data)
        except _EnoughError:
            self._cut = True
            return
        self._summary = unpacking.summary
        yield from unfound(self._summary, unpacking.countable)

    def _finish(self, act: Act) -> None:
        reading = concluded(Reading(self._kind, State.OK), self._summary)
        if self._cut:
            too_much = Reason("container.too_much", limit=self._taking.reader.limits.nested)
            reading = Reading(self._kind, State.PARTIAL, (too_much,))
        self._conclude_with(act, reading)


class InnerMailbox(_Inner, Mailbox):
    """A mailbox; it has its bytes already, beside its messages."""

    def _chunks(self) -> Iterator[bytes]:
        held = bytearray()
        for piece in contents.stream(self._taking.case, self._content):
            held += piece
            while len(held) >= CHUNK:
                yield bytes(held[:CHUNK])
                del held[:CHUNK]
        yield bytes(held)

    def _finish(self, act: Act) -> None:
        self._conclude_with(act, Reading(self._kind, State.OK))


class _EnoughError(Exception):
    """More comes out of the containers within one file than is allowed."""


def _look(size: int, left: int) -> None:
    if size > left or left < 0:
        raise _EnoughError


def _marked(reading: Reading) -> Reading:
    return Reading(
        reading.kind,
        reading.state,
        reading.reasons,
        locked=reading.locked,
        metadata={**reading.metadata, pending_containers.APART: "from its bytes in the case"},
    )
