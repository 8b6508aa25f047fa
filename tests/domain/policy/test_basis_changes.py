"""What changed since it was relied on, in words that people read."""

from __future__ import annotations

from reviewer.domain.policy.basis_changes import differences


def test_money_that_changed_is_told_as_money() -> None:
    then = {"value_low": 19900, "paid": 2000, "currency": "EUR"}
    now = {"value_low": 24900, "paid": 2550, "currency": "EUR"}
    assert differences(then, now) == (
        "was changed: lowest value “249.00 EUR”, before: “199.00 EUR”",
        "was changed: paid “25.50 EUR”, before: “20.00 EUR”",
    )


def test_a_value_that_was_not_known_is_told_as_none() -> None:
    assert differences({"value_high": None}, {"value_high": 500}) == (
        "was changed: highest value “$5.00”, before: none",
    )


def test_no_key_of_the_case_file_is_shown() -> None:
    assert differences({"officer": 1, "giver_organisation": None}, {"officer": 2, "giver_organisation": 4}) == (
        "has another officer",
        "has another organisation",
    )


def test_what_was_removed_is_told_so() -> None:
    assert differences({"words": "a camera"}, None) == ("was removed",)
