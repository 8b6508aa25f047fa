"""What went wrong, as a sentence that ends once."""

from __future__ import annotations

import pytest

from reviewer.domain.people.timeline import Entry
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


@pytest.mark.parametrize(
    ("at", "when", "said"),
    [
        ("2016-09-26", "around 2016-10-03", "around 2016-10-03"),
        ("2016-10-01", "on 2016-10", "2016-10"),
        ("2016-10-03T17:03:00Z", None, "2016-10-03 17:03"),
        ("", "before 2016-10-03", "before 2016-10-03"),
        ("", "not known", ""),
    ],
)
def test_of_an_uncertain_date_no_day_is_told_that_nobody_named(at: str, when: str | None, said: str) -> None:
    """The first of the days that it may have been puts it in order, and that is all."""
    entry = Entry("benefit", at, "a camera", (), (), {} if when is None else {"when": when})
    assert text.when_of(entry) == said
