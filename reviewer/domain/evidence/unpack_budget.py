"""What the containers within one file at the top of a delivery may use together: archives, bytes and time.

It is one budget for all of them, however deep they lie and whenever they are opened: at once, once they have waited,
by a retry, after a kill. Which containers are opened follows from sizes and numbers alone; the time is a last resort.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.domain.evidence.unpack_limits import MIB, UnpackingLimits
from reviewer.domain.reasons.reason import Reason

FLOOR = 256 * MIB
"""So much may come out of them whatever the ratio, as of one archive."""

SECONDS_PER_MIB = 2
"""What the limit on time grows by with the size of the file: large files of many documents take their time."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Archives that were opened, bytes that came out of them, and the seconds that took."""

    archives: int = 0
    bytes: int = 0
    seconds: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.archives + other.archives, self.bytes + other.bytes, self.seconds + other.seconds)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.archives - other.archives, self.bytes - other.bytes, self.seconds - other.seconds)


NOTHING = Spent()

BUDGETED = frozenset({"container.too_many", "container.too_much", "container.over_ratio", "container.too_long"})
"""The codes of reasons why a container was left as it is, or in part, for what was spent on others."""


@dataclass(slots=True)
class Budget:
    """The limits for one file of ``size`` bytes, and what was spent of them."""

    limits: UnpackingLimits
    size: int
    spent: Spent = field(default=NOTHING)

    @property
    def most_bytes(self) -> int:
        """How many bytes may come out of the containers within the file."""
        return min(self.limits.nested * MIB, max(FLOOR, self.limits.ratio * self.size))

    @property
    def most_seconds(self) -> float:
        """How long that may take."""
        return self.limits.seconds + SECONDS_PER_MIB * self.size / MIB

    def holds(self, more: Spent) -> bool:
        """Whether there is room for that, too."""
        after = self.spent + more
        within = after.archives <= self.limits.archives and after.bytes <= self.most_bytes
        return within and after.seconds <= self.most_seconds

    def refusal(self) -> Reason | None:
        """Why no further archive is opened, if none is."""
        if self.spent.archives >= self.limits.archives:
            return Reason("container.too_many", limit=self.limits.archives)
        if self.spent.bytes >= self.most_bytes:
            return self.too_much()
        if self.spent.seconds >= self.most_seconds:
            return self.too_long()
        return None

    def too_much(self) -> Reason:
        """Why the rest of an archive was left inside, by the limit on bytes that was met."""
        if self.most_bytes < self.limits.nested * MIB:
            return Reason("container.over_ratio", limit=self.limits.ratio)
        return Reason("container.too_much", limit=self.limits.nested)

    def too_long(self) -> Reason:
        """Why the rest of an archive was left inside, when its time was over."""
        return Reason("container.too_long", limit=self.limits.seconds)
