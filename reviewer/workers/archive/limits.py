"""How much may come out of one archive, and the account of what did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.refusal import ReasonedError


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What may come out of one archive; sizes in bytes.

    ``member`` leaves room for a store of Outlook. ``ratio`` is how many times its own size an archive or a member may
    grow: text comes to 3 to 30, logs and sheets seldom reach 100, a bomb of deflate has 1,000 and more. Below ``floor``
    the ratio is not asked: that much unpacks in a second or two and fits into memory. ``total`` is half of a usual
    disk, so that a real archive seldom meets it; ``members`` is ten times what a large mailbox has. Of a member with
    more than ``held`` bytes the parts are handed on, where there is somebody to take them.
    """

    members: int = 100_000
    total: int = 64 * 2**30
    member: int = 16 * 2**30
    ratio: int = 100
    floor: int = 256 * 2**20
    held: int = 32 * 2**20


Hand = Callable[[bytes, bool], None]
"""Takes the next part of a member that is too large to hold; the flag says that it is the first."""


class OverLimitError(ReasonedError):
    """A limit was met."""


class Allowance:
    """Counts what comes out of one archive of ``packed`` bytes against its limits.

    ``hand`` takes what is too large to hold; without it everything is held.
    """

    def __init__(self, limits: ArchiveLimits, packed: int, hand: Hand | None = None) -> None:
        self.limits = limits
        self.hand = hand
        self._packed = packed
        self._spent = 0
        self._by_ratio = max(limits.floor, limits.ratio * packed)

    def admit(self, size: int, packed: int = -1) -> None:
        """Refuse a member that says it has ``size`` bytes from ``packed`` (-1: not known); raises OverLimitError."""
        if size > self.limits.member:
            raise OverLimitError(Reason("archive.member_over_limit", limit=self.limits.member))
        if packed >= 0 and size > max(self.limits.floor, self.limits.ratio * packed):
            raise OverLimitError(Reason("archive.member_over_ratio", limit=self.limits.ratio))
        self.spend(0)

    def spend(self, count: int) -> None:
        """Count bytes that were unpacked, kept or not; raises OverLimitError when they are too many."""
        self._spent += count
        if self._spent > self.limits.total:
            raise OverLimitError(Reason("archive.over_limit", limit=self.limits.total))
        if self._spent > self._by_ratio:
            ratio = self.limits.ratio
            raise OverLimitError(Reason("archive.over_ratio", limit=ratio))
