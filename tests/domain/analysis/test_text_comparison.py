"""In which words two pages differ."""

from __future__ import annotations

import pytest

from reviewer.domain.analysis.text_comparison import differences, without_number


@pytest.mark.parametrize("head", ["Item\n{0}\nFrom\nAda", "Item: {0}\nFrom: Ada", "{0}\nletter.doc"])
def test_the_control_number_at_the_top_of_a_page_is_no_difference_and_moves_no_word(head: str) -> None:
    one, other = head.format("IA-000001") + "\npaid 50", head.format("IA-1000002") + "\npaid 60"
    found = differences(without_number(one, "IA-000001"), without_number(other, "IA-1000002"))
    assert [(each.a, each.b) for each in found] == [("50", "60")]
    assert [(one[slice(*each.a_place)], other[slice(*each.b_place)]) for each in found] == [("50", "60")]


def test_marks_of_quoting_and_ends_of_lines_are_no_difference_and_move_no_word() -> None:
    one = "Your code is PORCH25, 50 off.\nSee a > b."
    other = "> Your code\n>> is PORCH26,\n > > 50 off.\n>See a < b."
    found = differences(one, other)
    assert [(each.a, each.b) for each in found] == [("PORCH25,", "PORCH26,"), (">", "<")]
    assert [(one[slice(*each.a_place)], other[slice(*each.b_place)]) for each in found] == [
        ("PORCH25,", "PORCH26,"),
        (">", "<"),
    ]


@pytest.mark.parametrize("page", ["See IA-000001", "Item\nIA-0000011", "Item\nIA-000001-2", "Items IA-000001"])
def test_numbers_that_evidence_speaks_of_are_compared(page: str) -> None:
    assert without_number(page, "IA-000001") == page
