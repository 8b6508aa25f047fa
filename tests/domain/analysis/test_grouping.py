"""A list in groups holds the same items, each group in one piece where the first of it stood."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.analysis import grouping
from reviewer.domain.analysis.grouping import GroupedList, in_groups


@given(st.lists(st.integers(1, 40), unique=True), st.lists(st.integers(1, 12), max_size=42))
def test_groups_stand_where_the_first_of_them_stood(items: list[int], named: list[int]) -> None:
    groups = [min(name, number) for number, name in enumerate(named)]
    group = {item: groups[item] if item < len(groups) else item for item in items}
    left, wanted = list(items), []
    while left:
        together = [item for item in left if group[item] == group[left[0]]]
        wanted += [(item, number, len(together), left[0]) for number, item in enumerate(together, 1)]
        left = [item for item in left if item not in together]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "_AT_ONCE", 3)  # as if they were very many
        made = in_groups(array("q", items), array("I", groups))
    members = [made.member(row) for row in range(len(made.items))]
    assert [
        (item, *(each.number, each.size, each.first)) for item, each in zip(made.items, members, strict=True) if each
    ] == (wanted)


def test_a_list_without_groups_has_no_members() -> None:
    assert GroupedList(array("q", [5, 6])).member(1) is None
