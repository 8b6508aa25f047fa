"""What went wrong, as a sentence that ends once."""

from __future__ import annotations

import pytest

from reviewer.errors import InputError
from reviewer.gui import text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("there is no item 7", "There is no item 7."),
        (
            "a finding needs a reason: how do the passages lead to it?",
            "A finding needs a reason: how do the passages lead to it?",
        ),
        ("it stays as it is.", "It stays as it is."),
        ("gifts.evcase is empty", "gifts.evcase is empty."),
    ],
)
def test_a_sentence_has_one_end(said: str, shown: str) -> None:
    error = InputError(said, "Say it.")
    assert text.sentence(error) == shown
    assert text.refusal(error) == f"{shown} Say it."
