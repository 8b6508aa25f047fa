"""A list in groups: what belongs together stands together, where the first of it stands in the order of the list."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate

from reviewer.domain.ids import ItemId

_AT_ONCE = 2_000
"""Numbers that are gone through without a pause."""


class Grouping(StrEnum):
    """What stands together: each item by itself, those of a thread, or those of a family."""

    NONE = ""
    THREAD = "thread"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Member:
    """Which of its group a row is, counted from 1, how many of the group are listed, and the first item of these."""

    number: int
    size: int
    first: ItemId


@dataclass(frozen=True, slots=True)
class GroupedList:
    """Items in the order of the list, eight bytes each, and where groups begin, four bytes each; or no groups."""

    items: array[int] = field(default_factory=lambda: array("q"))
    starts: array[int] = field(default_factory=lambda: array("I"))

    def member(self, row: int) -> Member | None:
        """Which of its group a row is; None where the list has no groups."""
        if not self.starts:
            return None
        after = bisect_right(self.starts, row)
        start = self.starts[after - 1]
        end = self.starts[after] if after < len(self.starts) else len(self.items)
        return Member(row - start + 1, end - start, ItemId(self.items[start]))


def in_groups(items: Sequence[int], groups: Sequence[int]) -> GroupedList:
    """Items of a list in groups: those of a group in the order in which they came, groups by the first of each.

    ``groups`` has in the place of each item's number that of the item its group is named by; an item that it does not
    reach is one by itself. Two passes over arrays, for there may be a million items and as many groups.
    """
    known = len(groups)
    places = array("q", [-1]) * max(known, max((max(some) for some in _parts(items)), default=0) + 1)
    numbers, sizes = array("I"), array("I")
    for item in items:
        group = groups[item] if item < known else item
        number = places[group]
        if number < 0:
            number = places[group] = len(sizes)
            sizes.append(0)
        numbers.append(number)
        sizes[number] += 1
    starts = _sums_before(sizes)
    free, ordered = array("I", starts), array("q", bytes(8 * len(numbers)))
    for item, number in zip(items, numbers, strict=True):
        ordered[free[number]] = item
        free[number] += 1
    return GroupedList(ordered, starts)


def _sums_before(sizes: array[int]) -> array[int]:
    """For each number the sum of those before it."""
    found, so_far = array("I"), 0
    for some in _parts(sizes):
        *sums, so_far = accumulate(some, initial=so_far)
        found.fromlist(sums)
    return found


def _parts(many: Sequence[int]) -> Iterator[Sequence[int]]:
    """Very many numbers, some at a time: in between, another thread may have the interpreter, and the window draws."""
    return (many[at : at + _AT_ONCE] for at in range(0, len(many), _AT_ONCE))
