"""A list of terms is one query, and is known again; no other query is taken for one."""

from __future__ import annotations

import pytest

from reviewer.domain.analysis.saved_search import of_terms, terms_of


@pytest.mark.parametrize("terms", [("camera", "flyer"), ("(a) OR (b)", '"a) b"'), ("/a\\(b/", "x (y z)", "c")])
def test_a_list_of_terms_is_known_again(terms: tuple[str, ...]) -> None:
    assert terms_of(of_terms(terms)) == terms


@pytest.mark.parametrize(
    "query",
    ["(camera) OR (offer)\nOR (flyer)", '(a "b)\nOR (c" d)', "(a\nOR b)", "(a)", "a\nOR b", "(a (b)\nOR (c) d)"],
)
def test_a_search_of_two_lines_is_no_list(query: str) -> None:
    assert terms_of(query) == ()
