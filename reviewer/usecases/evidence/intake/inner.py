"""A container within another item that was too large to be read with it: taken apart from its bytes in the case.

That happens once the files of an intake are in, one container after the other in the order of their numbers, so that
an intake that was killed comes to the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from reviewer.casefile.engine.case import Act
from reviewer.casefile.evidence import contents, item_store, items, pending_containers, unpack_budgets
from reviewer.casefile.evidence.intakes import SourceFile
from reviewer.casefile.evidence.item_store import Node, Place
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import APART, Kind, Reading, State
from reviewer.domain.evidence.unpack_budget import Spent
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.compared import APART_IN_CASE, ITSELF, SAME
from reviewer.domain.reasons.reason import Reason, Reasons, pack
from reviewer.isolation.protocol import Members
from reviewer.isolation.workers import Session
from reviewer.usecases.evidence.intake import spending
from reviewer.usecases.evidence.intake.intake_job import IntakeJob
from reviewer.usecases.evidence.intake.mailbox import Mailbox, chunks_of
from reviewer.usecases.evidence.intake.spending import Spending
from reviewer.usecases.evidence.intake.streaming import Streaming
from reviewer.usecases.evidence.intake.trees import Source, concluded, source_of, unfound
from reviewer.usecases.evidence.intake.unpacking import Unpacking, request_for

_LEFT_AT_ONCE = 500
"""How many containers are left as they are in one act: of a bomb there are thousands."""


def take_waiting(taking: IntakeJob, pool: ThreadPoolExecutor) -> None:
    """Take the members out of every container that waits, and of those among them that wait in turn.

    What the budget of its file has no room for stays as it is, and says so.
    """
    met: set[ItemId] = set()
    accounts: dict[ItemId, Spending] = {}
    while found := [item for item in pending_containers.waiting(taking.case, taking.intake) if item not in met]:
        met.update(found)
        taking.total += len(found)
        left: list[tuple[_Inner, Reading]] = []
        for each in found:
            item = items.get(taking.case, each)
            inner = (InnerMailbox if item.kind is Kind.MBOX else InnerContainer)(taking, item, accounts)
            if (reading := inner.left_as_it_is()) is not None:
                left.append((inner, reading))
            else:
                inner.take(pool)
            if len(left) == _LEFT_AT_ONCE:
                _leave(taking, left)
            taking.tell(item.name, 1)
        _leave(taking, left)


def _leave(taking: IntakeJob, left: list[tuple[_Inner, Reading]]) -> None:
    """Say of containers why they are not taken apart."""
    if left:
        with taking.case.act(taking.reviewer, "intake batch") as act:
            for inner, reading in left:
                inner.conclude_with(reading)
            act.facts["intake"] = taking.intake
            act.facts["left as they are"] = len(left)
    left.clear()


class _Inner(Streaming):
    """What is true of all of them: their bytes and their place are in the case.

    ``accounts`` are those of the files at the top, by their items.
    """

    def __init__(self, taking: IntakeJob, item: Item, accounts: dict[ItemId, Spending]) -> None:
        case = taking.case
        self._accounts = accounts
        self._where = item_store.place_of(case, item.id)
        self._family = item.id if self._where.family is None else self._where.family
        self._content = items.content_of(case, item.id)
        self._sha256 = contents.sha256(case, self._content)
        self._above = pending_containers.above(case, item.id)
        file = SourceFile(0, b"", item.path, b"", item.size, item.id, item.kind.value)
        super().__init__(taking, file, item.kind)
        self._name = item.name

    def _account(self) -> Spending:
        if self._family not in self._accounts:
            limits = self._taking.reader.limits
            self._accounts[self._family] = spending.of_family(self._taking.case, self._family, limits)
        return self._accounts[self._family]

    def left_as_it_is(self) -> Reading | None:
        """What is to be said of it if it is not to be taken apart: it lies in itself, is in, or is one too many."""
        if self._sha256 in self._above:
            return Reading(self._kind, State.PARTIAL, (ITSELF,))
        if self._number_kept():
            return None
        if self._sha256 in self._spending.opened:
            return Reading(self._kind, State.OK, (SAME,))
        return self._one_too_many()

    def _one_too_many(self) -> Reading | None:
        """What is to be said of it if the budget of its file has no room for it."""
        return None

    def _number_kept(self) -> int:
        return len(self._known)

    def take(self, pool: ThreadPoolExecutor) -> None:
        """Take in all members that are not in the case yet."""
        self._spending.begin()
        try:
            super().take(pool)
        finally:
            self._spending.end()
        self._spending.opened.add(self._sha256)

    def conclude_with(self, reading: Reading) -> None:
        """Note what became of it. Within an open transaction."""
        item_store.finish_container(self._taking.case, self._item, self._content, self._number, _marked(reading))
        self._spending.keep(self._taking.case, self._family)

    def _conclude_with(self, act: Act, reading: Reading) -> None:
        self.conclude_with(reading)
        act.facts["container"] = self._item

    def _spend(self, _kept: list[Node]) -> None:
        self._spending.keep(self._taking.case, self._family)

    def _place(self, position: int) -> Place:
        where = self._where
        return where.below(self._item, self._item if where.family is None else where.family, position)

    def _read(self, members: list[Source | Node], *, opening: bool) -> list[Node]:
        above = self._above | {self._sha256}
        slow = self._spending.slow
        return self._taking.reader.read(members, self._where.depth + 1, above, opening=opening, slow=slow)

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
        self._cut: Reason | None = None

    def _one_too_many(self) -> Reading | None:
        refusal = self._spending.budget.refusal()
        return None if refusal is None else Reading(self._kind, State.FAILED, (refusal,))

    def _spend(self, kept: list[Node]) -> None:
        out = sum(node.packed.size for node in kept if node.packed is not None)
        self._spending.add(Spent(bytes=out))
        super()._spend(kept)

    def _members(self, session: Session) -> Iterator[Source | Node]:
        taking, budget = self._taking, self._spending.budget
        before = unpack_budgets.members_bytes(taking.case, self._item)  # they come out again, and are counted already
        left = budget.most_bytes - budget.spent.bytes + before
        request = request_for(self._kind, self._name, self._file.size, taking.reader.passwords, taking.reader.bounds)
        pieces = contents.Pieces(taking.case, self._content)
        unpacking = Unpacking(session, request, pieces.read_at, lambda size: self._look(size, left))
        try:
            for batch in unpacking.batches():
                for member, data in batch:
                    left -= len(data)
                    self._look(0, left)
                    yield source_of(member, data)
        except _EnoughError as enough:
            self._cut = enough.reason
            return
        self._summary = unpacking.summary
        yield from unfound(self._summary, unpacking.countable)

    def _look(self, size: int, left: int) -> None:
        """Give up when more comes out than may, or when it takes too long."""
        if size > left or left < 0:
            raise _EnoughError(self._spending.budget.too_much())
        if late := self._spending.time_is_over():
            raise _EnoughError(late)

    def _finish(self, act: Act) -> None:
        reading = concluded(Reading(self._kind, State.OK), self._summary)
        if self._cut is not None:
            reading = Reading(self._kind, State.PARTIAL, (self._cut,))
        self._conclude_with(act, reading)

    def _done(self) -> None:
        self._spending.add(Spent(archives=1))
        self._spending.keep(self._taking.case, self._family)


class InnerMailbox(_Inner, Mailbox):
    """A mailbox; it has its bytes already, beside its messages."""

    def _chunks(self) -> Iterator[bytes]:
        return chunks_of(contents.stream(self._taking.case, self._content))

    def _finish(self, act: Act) -> None:
        self._conclude_with(act, Reading(self._kind, State.OK))


class _EnoughError(Exception):
    """No more is to come out of a container, for a reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def _marked(reading: Reading) -> Reading:
    return Reading(
        reading.kind,
        reading.state,
        reading.reasons,
        locked=reading.locked,
        metadata={**reading.metadata, APART: pack((APART_IN_CASE,))},
    )
