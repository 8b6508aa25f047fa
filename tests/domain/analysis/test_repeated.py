from __future__ import annotations

import pytest

from reviewer.domain.analysis.repeated import nearly_repeats, repeats, sentences

SAID = ["I took the camera home that day.", "Nobody. It was mine.", "Yes.", "Not me"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said he “took the CAMERA, home that” evening", True),
        ("nobody, it was mine", True),
        ("It was mine", False),
        ("took the camera home", False),
        ("Yes. Not me.", False),
        ("I took the ﬁle and the camera home", False),
        ("", False),
    ],
)
def test_so_many_words_in_a_row_are_a_repetition(text: str, found: bool) -> None:  # noqa: FBT001
    assert repeats(text, SAID) is found
    assert not repeats(text, [])


STATEMENT = "Yes. I gave the second camera back to the maker in June. Nobody else knew of it!\n\nNot that I know of"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("As he says: “I gave the second camera BACK to the maker, in June.”", [0]),
        ("I gave the second camera back to the seller in June", [0]),
        ("I gave the second camera back, to the maker of it, in early June", [0]),
        ("I gave him the key. It went to the maker in June.", []),
        ("I gave the wrong one. " + "It was long ago. " * 10 + "Back to the start. He went to the maker in June.", []),
        ("Nobody else knew of it, and I gave the second camera back to the maker in June", [0, 1]),
        ("Nobody else knew", []),
        ("Yes. Not that I know of him", [2]),
        ("", []),
    ],
)
def test_a_sentence_is_found_again_with_a_word_changed(text: str, found: list[int]) -> None:
    said = sentences(STATEMENT)
    assert [each.split()[0] for each in said] == ["I", "Nobody", "Not"]
    assert nearly_repeats(text, said) == [said[each] for each in found]


def test_a_short_statement_is_looked_for_as_a_whole() -> None:
    assert sentences("I did. Keep it.") == ("I did. Keep it.",)
    assert nearly_repeats("what I did: keep it", ["I did. Keep it."])
    assert not nearly_repeats("I did. Keep that.", ["I did. Keep it."])
    assert sentences("Yes, me.") == ()
