"""The account of one file at the top: what was spent on the containers within it, settled in the order of its items.

Containers are opened ahead, on several threads. What counts is decided here, on one thread and in order, so that the
same file comes to the same items whatever the machine: what was opened beyond the budget is closed again, and waits.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import unpack_budgets, volumes
from reviewer.casefile.evidence.item_store import Node
from reviewer.domain.evidence.unpack_budget import NOTHING, Budget, Spent
from reviewer.domain.evidence.unpack_limits import UnpackingLimits
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.compared import SAME
from reviewer.domain.reasons.reason import Reason
from reviewer.usecases.evidence.intake.slow_items import SlowItems
from reviewer.usecases.evidence.intake.trees import leave, leave_for_later, list_elsewhere


@dataclass(slots=True)
class Spending:
    """What is spent within one file. ``opening`` says whether containers may still be opened ahead.

    ``slow`` is what items that take long are read by; it is not kept between runs.
    """

    budget: Budget
    slow: SlowItems = field(init=False)
    opened: set[bytes] = field(default_factory=set)
    opening: bool = True
    _unkept: Spent = NOTHING
    _since: float = -1.0

    def __post_init__(self) -> None:
        self.slow = SlowItems(self.budget.most_seconds)

    def settle(self, node: Node) -> None:
        """Count what was opened in an item that comes next, or close it again where there is no room for it."""
        if node.spent_within != NOTHING:
            self._count(node)
        self._only_where_it_is(node)

    def _count(self, node: Node) -> None:
        self._only_once(node)
        cost = node.spent_within
        if self._since >= 0:  # the time of all that is read meanwhile is counted by the clock
            cost = Spent(cost.archives, cost.bytes)
        if self.opening and self.budget.holds(cost):
            self.add(cost)
            self.opened |= _opened_in(node)
        else:
            self.opening = False
            leave_for_later(node)

    def add(self, more: Spent) -> None:
        """Count something."""
        self.budget.spent += more
        self._unkept += more

    def keep(self, case: Case, family: ItemId) -> None:
        """Write what was counted since the last time. Within an open transaction."""
        if self._since >= 0:
            now = time.monotonic()
            self.add(Spent(seconds=now - self._since))
            self._since = now
        unpack_budgets.spend(case, family, self._unkept)
        self._unkept = NOTHING

    def begin(self) -> None:
        """From now on a container that waited is taken apart; its time counts."""
        self._since = time.monotonic()

    def end(self) -> None:
        """It is not any more."""
        self._since = -1.0

    def time_is_over(self) -> Reason | None:
        """Why a container that is being taken apart is left now, if it took too long."""
        more = time.monotonic() - self._since if self._since >= 0 else 0.0
        return self.budget.too_long() if self.budget.spent.seconds + more > self.budget.most_seconds else None

    def _only_once(self, node: Node) -> None:
        if node.spent != NOTHING and node.packed is not None and node.packed.sha256 in self.opened:
            list_elsewhere(node)
        for child in node.children:
            self._only_once(child)

    def _only_where_it_is(self, node: Node) -> None:
        """Have a container wait that was met before, as far as its reader knew, where the other one is closed again."""
        if node.reading.reasons == (SAME,) and node.packed is not None and node.packed.sha256 not in self.opened:
            leave(node)
        for child in node.children:
            self._only_where_it_is(child)


def new(limits: UnpackingLimits, size: int) -> Spending:
    """The account of a file of so many bytes of which nothing is in the case."""
    return Spending(Budget(limits, size))


def of_family(case: Case, family: ItemId, limits: UnpackingLimits, size: int | None = None) -> Spending:
    """The account of a file of which something is; ``size`` is needed while its own bytes are not in the case.

    Of an archive that was split all parts count.
    """
    size = volumes.size_of(case, family) if size is None else size
    return Spending(Budget(limits, size, unpack_budgets.spent(case, family)), unpack_budgets.opened(case, family))


def _opened_in(node: Node) -> set[bytes]:
    own = {node.packed.sha256} if node.spent != NOTHING and node.packed is not None else set()
    return own.union(*map(_opened_in, node.children))
