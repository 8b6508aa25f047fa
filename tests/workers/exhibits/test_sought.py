"""What tells quickly that words are not in a text leaves out none of those that are."""

from __future__ import annotations

import random
import re

import pytest

from reviewer.domain.exports.redaction import pattern_of
from reviewer.domain.exports.run_together import FEWEST_TIGHT, tight
from reviewer.domain.exports.spelling import ascii_letters, sure_letters
from reviewer.workers.exhibits.own_names import without_own_names
from reviewer.workers.exhibits.sought import Sought

QUOTES = ("Skiff", "first offer", "a fine staff office", "O’Brien’s kiosk", "café du roi", "100 €", "İzmir 12", "№ 7")
BETWEEN = (" ", "\n> ", "_", "\u200b ", " \u2014 ", "/")
AS_ONE = ("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("st", "ﬅ"), ("st", "ﬆ")


@pytest.mark.parametrize("seed", range(2))
def test_words_are_found_however_they_are_spelled(seed: int) -> None:
    chance = random.Random(seed)
    for quote in QUOTES * 20:
        told = quote
        for was, sign in chance.sample(AS_ONE, 4):
            told = told.replace(was, sign)
        for was, sign in (("s", "ſ"), ("k", "\u212a"), ("i", "ı"), ("I", "İ"), ("’", "'"), ("é", "e\u0301")):
            told = told.replace(was, sign if chance.random() < 0.5 else was)
        told = "".join(char + chance.choice(("", "", "", "\u00ad", "-\n")) * char.isalpha() for char in told)
        told = f"Sаw “{told.replace(' ', chance.choice(BETWEEN))}” there"
        if chance.random() < 0.5:
            told = told.upper()
        run_together = len(tight(quote)) >= FEWEST_TIGHT and tight(quote) in tight(told)
        assert bool([*Sought((quote,)).text(told)]) is bool(pattern_of(quote).search(told) or run_together), told


def test_the_letters_that_words_are_told_by_are_all_that_pass_for_them() -> None:
    """A pattern that minds no capitals takes some signs beyond ASCII for letters; the language has them."""
    for letter in "abcdefghijklmnopqrstuvwxyz":
        passing = re.findall(letter, "".join(map(chr, range(0x20, 0x3000))), re.IGNORECASE)
        assert {ascii_letters(char) for char in passing} == {letter.encode()}
    assert sure_letters("café du roi") == b"duroi"
    assert sure_letters("Кто") == b""


def test_words_around_names_of_the_format_may_be_there_without_those() -> None:
    data = b"<</Type/Page/porch()/Contents(light)>>"
    assert [*Sought(("porch light",)).text(data.decode())] == []
    assert [*Sought(("porch light",)).text(without_own_names(data).decode())] == ["porch light"]
    assert Sought(("porch light",)).may_be_in(data.decode())


def test_where_a_letter_is_missing_words_need_not_be_looked_for() -> None:
    assert not Sought(("Ottoline Quarry",)).may_be_in("<</Type/Page/Contents 3 0 R>>")
    assert not Sought(("Ottoline Quarry",)).may_be_in_bytes(b"<</Type/Page/Contents 3 0 R>>")
    assert Sought(("Ottoline Quarry",)).may_be_in_bytes(b"1 0 obj (OTTOLINE QUARRY)")
