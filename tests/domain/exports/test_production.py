"""Page numbers are equally long and never given twice, and families stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.production import (
    FamilyPlace,
    Node,
    Numbering,
    Part,
    ProductionOrder,
    arranged,
    families,
    has_as_much,
    number_pages,
)
from reviewer.domain.ids import ItemId
from reviewer.errors import InputError


def node(item: int, parent: int | None, kind: Kind, position: int = 0) -> tuple[ItemId, Node]:
    return ItemId(item), Node(ItemId(item), None if parent is None else ItemId(parent), kind, position)


PILE = dict(
    [
        node(1, None, Kind.ARCHIVE),
        node(2, 1, Kind.MBOX),
        node(3, 2, Kind.EMAIL),
        node(4, 3, Kind.PDF, 2),
        node(5, 3, Kind.ARCHIVE, 1),
        node(6, 5, Kind.SHEET),
        node(7, 2, Kind.EMAIL, 1),
        node(8, None, Kind.PDF),
    ]
)
"""A mailbox within an archive: a message (3) with an archive (5) that holds a sheet (6), and a PDF (4); another (7)."""


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ([6], [(3, [3, 5, 6, 4])]),  # parent, then what is attached, in its order; an archive within a message too
        ([4, 8], [(3, [3, 5, 6, 4]), (8, [8])]),
        ([1], [(1, [1])]),  # what a container holds is asked for by itself
        ([7, 2], [(2, [2]), (7, [7])]),
        ([], []),
    ],
)
def test_families_are_whole_and_reach_up_to_what_is_no_container(
    wanted: list[int], found: list[tuple[int, list[int]]]
) -> None:
    assert list(families(PILE, [ItemId(each) for each in wanted])) == found


def test_a_number_is_written_as_load_files_take_it() -> None:
    assert Numbering("PMPD").written(231) == "PMPD-000231"
    assert Numbering("PMPD", 3).written(999) == "PMPD-999"
    with pytest.raises(InputError, match="more than 3 digits"):
        Numbering("PMPD", 3).written(1000)


@pytest.mark.parametrize(
    "prefix", ["", "PMPD7", "PMPD ", "7PMPD", "PM PD", "PM[PD", "PMPD-", "PMPD.", "../PD", "ÄB", "A" * 21]
)
def test_a_prefix_that_load_files_or_disks_refuse_is_refused(prefix: str) -> None:
    with pytest.raises(InputError, match="cannot stand before page numbers"):
        Numbering(prefix)


@given(st.lists(st.tuples(st.sampled_from(Way), st.integers(1, 9))), st.integers(1, 10**6))
def test_numbers_have_no_gap_and_what_stays_has_none(given_parts: list[tuple[Way, int]], start: int) -> None:
    parts = [Part(ItemId(at), ItemId(at), way, pages=pages) for at, (way, pages) in enumerate(given_parts)]
    made = number_pages(parts, start)
    pages = [page for part in made if part.way is not Way.STAYS for page in range(part.first, part.last + 1)]
    assert pages == list(range(start, start + sum(pages for way, pages in given_parts if way is not Way.STAYS)))
    assert {(part.first, part.last) for part in made if part.way is Way.STAYS} <= {(0, 0)}


def test_who_has_a_slip_sheet_does_not_have_the_item() -> None:
    assert not has_as_much(None, Way.PLACEHOLDER)
    assert not has_as_much(Way.PLACEHOLDER, Way.REDACTED)
    assert not has_as_much(Way.REDACTED, Way.GOES)
    assert has_as_much(Way.GOES, Way.REDACTED)
    assert has_as_much(Way.REDACTED, Way.REDACTED)


def place(top: int, date: str = "", custodian: str = "", thread: int = 0) -> FamilyPlace:
    return FamilyPlace(ItemId(top), date, custodian, ItemId(thread or top))


PLACES = [
    place(1, "2016-05-09", "Vale", thread=1),
    place(2, "2016-05-01", "Moore"),
    place(3, "", "Moore"),
    place(4, "2016-05-02", "moore", thread=1),
    place(5, "2016-05-03", ""),
]


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (ProductionOrder.CONTROL, [1, 2, 3, 4, 5]),
        (ProductionOrder.DATE, [2, 4, 5, 1, 3]),
        (ProductionOrder.CUSTODIAN, [2, 3, 4, 1, 5]),
        (ProductionOrder.THREAD, [2, 4, 1, 5, 3]),
    ],
)
def test_families_stand_in_the_order_that_was_asked_for_and_what_lacks_it_comes_last(
    order: ProductionOrder, found: list[int]
) -> None:
    """A thread stands where it began; two custodians whose names differ in capitals alone are beside each other."""
    assert arranged(PLACES, order) == found
    assert arranged(PLACES[::-1], order) == found
