"""What an act did, as one reads it below the window a moment later."""

from __future__ import annotations

from reviewer.domain.act_sentences import sentence


def test_the_number_of_an_officer_is_not_read_as_that_of_a_code() -> None:
    code = ("benefit", 108, None, {"what": "discount code"})
    assert sentence("benefit add", "discount code 4003", [code]) == (
        "Benefit B-108 entered: discount code, officer 4003"
    )
    assert sentence("endorsement add", "4003", [("endorsement", 2, None, {})]) == (
        "Endorsement E-2 entered: officer 4003"
    )


def test_it_is_told_who_was_linked_to_a_passage_of_what() -> None:
    assert sentence("passage link", "IA2144-000465 4003", officers=["Dov Larsen"]) == (
        "Dov Larsen (4003) linked to a passage of IA2144-000465"
    )
