"""What belongs together by way of others: texts that are alike, copies of one message."""

from __future__ import annotations

from collections.abc import Iterable


def groups(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Items that pairs connect, directly or by way of others; each group and all of them in order."""
    joined: dict[int, int] = {}

    def top(item: int) -> int:
        while (above := joined.get(item, item)) != item:
            joined[item] = joined.get(above, above)
            item = joined[item]
        return item

    for one, other in pairs:
        first, second = sorted((top(one), top(other)))
        joined.setdefault(first, first)
        joined[second] = first
    members: dict[int, list[int]] = {}
    for item in sorted(joined):
        members.setdefault(top(item), []).append(item)
    return list(members.values())
