from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.pages.page_text import Box, check_page, line_rects, nearest_offset, pack_boxes, unpack_boxes

# "ab" on one line, a made-up line break, "c" on the next.
BOXES = [(10.0, 10.0, 16.0, 20.0), (16.0, 10.0, 22.0, 20.0), (22.0, 10.0, 22.0, 10.0), (10.0, 30.0, 16.0, 40.0)]

coordinate = st.integers(-1_000_000, 1_000_000).map(lambda hundredths: hundredths / 100)


@given(st.lists(st.tuples(coordinate, coordinate, coordinate, coordinate)))
def test_boxes_come_back_as_they_were_packed(boxes: list[tuple[float, float, float, float]]) -> None:
    assert unpack_boxes(pack_boxes(boxes), len(boxes)) == boxes


@given(st.lists(st.tuples(coordinate, coordinate, coordinate, coordinate)), st.integers(0, 9), st.integers(0, 9))
def test_a_stretch_of_boxes_is_that_of_all(
    boxes: list[tuple[float, float, float, float]], start: int, end: int
) -> None:
    assert unpack_boxes(pack_boxes(boxes), len(boxes), start, end) == boxes[start:end]


def test_boxes_far_off_any_page_are_packed_as_its_edge() -> None:
    assert unpack_boxes(pack_boxes([(-1e9, 0.0, 1e9, 1.25)]), 1) == [(-200_000.0, 0.0, 200_000.0, 1.25)]


def test_a_page_with_too_few_boxes_or_no_size_is_refused() -> None:
    check_page(612, 792, "abcd", pack_boxes(BOXES))
    for width, height, text, boxes in (
        (612, 792, "abcde", BOXES),
        (0, 792, "abcd", BOXES),
        (612, float("nan"), "abcd", BOXES),
        (612, 1e9, "abcd", BOXES),
    ):
        with pytest.raises(ValueError, match=r"points|boxes"):
            check_page(width, height, text, pack_boxes(boxes))


def test_a_selection_has_one_rectangle_a_line() -> None:
    assert line_rects(BOXES, 0, 4) == [(10.0, 10.0, 22.0, 20.0), (10.0, 30.0, 16.0, 40.0)]
    assert line_rects(BOXES, 2, 3) == []


@pytest.mark.parametrize(
    ("box", "rects"),
    [
        ((14.0, 10.0, 19.0, 20.0), [(10.0, 10.0, 22.0, 20.0)]),  # within the line
        ((19.0, 10.0, 30.0, 20.0), [(10.0, 10.0, 30.0, 20.0)]),
        ((2.0, 10.0, 8.0, 20.0), [(2.0, 10.0, 22.0, 20.0)]),  # of letters that run to the left
        ((51.0, 10.0, 60.0, 20.0), [(10.0, 10.0, 60.0, 20.0)]),
        ((53.0, 10.0, 60.0, 20.0), [(10.0, 10.0, 22.0, 20.0), (53.0, 10.0, 60.0, 20.0)]),  # three heights away
        ((22.0, 8.0, 30.0, 21.0), [(10.0, 8.0, 30.0, 21.0)]),
        ((22.0, 16.0, 30.0, 26.0), [(10.0, 10.0, 22.0, 20.0), (22.0, 16.0, 30.0, 26.0)]),  # less than half beside it
    ],
)
def test_a_letter_is_of_a_line_beside_which_it_stands(box: Box, rects: list[Box]) -> None:
    assert line_rects([*BOXES[:2], box], 0, 3) == rects


@pytest.mark.parametrize(("x", "y", "offset"), [(11, 15, 0), (21, 15, 2), (0, 15, 0), (15, 33, 4), (500, 500, 4)])
def test_a_pointer_means_the_gap_between_letters_that_is_nearest(x: float, y: float, offset: int) -> None:
    assert nearest_offset(BOXES, x, y) == offset
