from __future__ import annotations

import pytest

from reviewer.domain.analysis.repeated import repeats

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
