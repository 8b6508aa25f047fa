from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.pages.passage import Place, Span, anchor, find_quote, still_holds, text_between
from reviewer.errors import QuoteError

PAGES = ["Dear Pat,\nyour code is\nLANTERN25.\n", "Use it 25 times 🎁 and a\ndevice is yours.\n"]


def test_a_quote_is_found_across_line_breaks_and_kept_to_the_letter() -> None:
    found = find_quote(PAGES, "your code is LANTERN25")
    assert found.quote == "your code is\nLANTERN25"
    assert (found.span.start, found.span.end) == (Place(1, 10), Place(1, 32))
    assert text_between(PAGES, found.span) == found.quote
    assert (found.prefix, found.suffix[:2]) == ("Dear Pat,\n", ".\n")


def test_offsets_count_code_points() -> None:
    found = find_quote(PAGES, "and a device")
    assert found.span.start == Place(2, PAGES[1].index("and a"))


def test_a_quote_may_run_over_a_page_break() -> None:
    found = find_quote(PAGES, "LANTERN25. Use it")
    assert (found.span.start.page, found.span.end.page) == (1, 2)
    assert still_holds(PAGES, found)


def test_a_quote_that_stands_twice_must_be_told_apart() -> None:
    pages = ["free camera, free camera"]
    with pytest.raises(QuoteError, match="2 times"):
        find_quote(pages, "free camera")
    assert find_quote(pages, "free camera", 2).span.start == Place(1, 13)
    with pytest.raises(QuoteError, match="no occurrence 3"):
        find_quote(pages, "free camera", 3)


@pytest.mark.parametrize("quote", ["", "  \n", "free camera", "Your Code"])
def test_words_that_are_not_there_are_refused(quote: str) -> None:
    with pytest.raises(QuoteError):
        find_quote(PAGES, quote)


def test_white_space_at_the_ends_of_a_selection_is_left_off() -> None:
    found = anchor(PAGES, Span(Place(1, 9), Place(1, 15)))
    assert (found.quote, found.span) == ("your", Span(Place(1, 10), Place(1, 14)))


def test_a_selection_without_words_is_refused() -> None:
    with pytest.raises(QuoteError, match="no words"):
        anchor(PAGES, Span(Place(1, 9), Place(1, 10)))


@given(st.lists(st.text(alphabet="ab \n🎁", max_size=20), min_size=1, max_size=4), st.data())
def test_an_anchor_always_holds_on_the_pages_it_was_made_on(pages: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(1, len(pages)))
    last = data.draw(st.integers(first, len(pages)))
    start = data.draw(st.integers(0, len(pages[first - 1])))
    end = data.draw(st.integers(start if first == last else 0, len(pages[last - 1])))
    try:
        made = anchor(pages, Span(Place(first, start), Place(last, end)))
    except QuoteError:
        return
    assert made.quote == made.quote.strip()
    assert still_holds(pages, made)


def test_words_that_changed_no_longer_hold() -> None:
    found = find_quote(PAGES, "LANTERN25")
    assert not still_holds(["Dear Pat,\nyour code is\nLANTERN26.\n"], found)
    assert not still_holds([], found)
