"""What is found in many texts at once, as bytes, is what is found in each of them."""

from __future__ import annotations

import re
import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.query import Pattern
from reviewer.domain.query_matching import having, spans

TEXTS = st.lists(st.text("abA1 é\n", max_size=12), max_size=9)
ATOM = st.sampled_from(
    ["a", "b", "1", " ", "é", "[ab]", "[^a]", ".", "(?s:.)", r"\n", r"\s", r"\w", r"\d", "(?:ab|1)", "(a|b )"]
)
SOME = st.lists(st.tuples(ATOM, st.sampled_from(["", "+", "+?", "{2}"])).map("".join), min_size=1, max_size=4)
BEGIN = st.sampled_from(["", "^", r"\A", r"\b", r"\B"])
END = st.sampled_from(["", "$", r"\z", r"\b", r"\B"])
FLAGS = st.sampled_from(["", "(?m)", "(?s)", "(?U)"])


def found(source: str, texts: list[str]) -> list[int]:
    return list(having(source, enumerate(text.encode() for text in texts)))


@given(TEXTS, FLAGS, BEGIN, SOME.map("".join), END)
def test_a_pattern_finds_those_of_many_texts_in_which_python_finds_it(
    texts: list[str], flags: str, begin: str, some: str, end: str
) -> None:
    # Python's $ stands before a last end of line too, its \Z does not; it has no (?U), which changes no finding.
    lines = flags == "(?m)"
    plain = flags.replace("(?U)", "") + begin + some + {"$": "$" if lines else r"\Z", r"\z": r"\Z"}.get(end, end)
    expected = [at for at, text in enumerate(texts) if re.search(plain, text, re.IGNORECASE | re.ASCII)]
    assert found(flags + begin + some + end, texts) == expected


@given(TEXTS, st.sampled_from([r"\b", r"\ba*", r"\Ba?", r"\B.?", r"^\b", r"\b(|a)", r"(?:\b|\B)é?"]))
def test_a_pattern_that_may_match_no_letters_finds_texts_where_it_marks_some(texts: list[str], source: str) -> None:
    marked = [at for at, text in enumerate(texts) if list(spans(text, Pattern(source)))]
    assert found(source, texts) == marked


def test_the_ends_of_a_text_are_its_own_and_not_those_of_its_lines() -> None:
    texts = ["a\nb", "a", "b"]
    for source in (r"a\z", "(?-m)a$", "(?-m:a$)", r"(?m)a\z"):
        assert found(source, texts) == [1], source
    assert found(r"\Ab", texts) == found("(?-m)^b", texts) == [2]
    assert found("(?m)a$", texts) == [0, 1]


def test_many_long_texts_are_looked_through_part_by_part() -> None:
    texts = [f"{number} {'of the porch ' * 9_000}" for number in range(20)]  # 2 MB
    assert found(r"^1[0-9]? of", texts) == [1, *range(10, 20)]
    assert not found("camera", texts)


def test_very_many_long_texts_are_not_held_all_together() -> None:
    long = 2**20
    tracemalloc.start()
    try:
        had = list(having("camera", ((number, b"porch " * (long // 6) + b"%d" % number) for number in range(40))))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert not had
    assert most < 20 * long
