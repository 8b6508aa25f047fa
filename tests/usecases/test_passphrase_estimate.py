"""How long a new passphrase holds, as its user is told."""

from __future__ import annotations

import pytest

from reviewer.usecases.passphrase_estimate import A_SECOND, Estimate, estimate, strength, strength_hint

YEAR = 365 * 24 * 3600


@pytest.mark.parametrize("passphrase", ["eightchr", "password1234", "a" * 24, "qwertyuiop123", "12/05/2016"])
def test_what_every_guesser_tries_first_is_called_weak(passphrase: str) -> None:
    assert estimate(passphrase).weak
    assert "Four or more words" in strength_hint(passphrase)


def test_words_that_do_not_belong_together_are_called_good_with_their_time() -> None:
    assert strength_hint("four quiet wet bolts") == ""
    assert "years" in strength("four quiet wet bolts")
    assert "words" not in strength("four quiet wet bolts")


def test_what_the_case_is_called_is_no_secret() -> None:
    """Title, reference and reviewer stand on papers; a passphrase made of them is guessed first."""
    title = "Doorbells of Almond Park"
    assert estimate(title, [title]).guesses < estimate(title).guesses / 1_000
    assert estimate("Almond Doorbells", [title]).guesses < estimate("Almond Doorbells").guesses


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "less than a second"),
        (1, "about 1 second"),
        (90, "about 2 minutes"),
        (3600, "about 1 hour"),
        (3 * 24 * 3600, "about 3 days"),
        (1_500 * YEAR, "about 1,500 years"),
        (1e9 * YEAR, "more than 1,000,000 years"),
    ],
)
def test_the_time_is_told_in_the_largest_unit_that_fits(seconds: float, told: str) -> None:
    assert Estimate(seconds * A_SECOND).told() == told


@pytest.mark.parametrize("passphrase", ["", "x" * 5_000, "é漢字🙂" * 40, "\x00\x1b\n"])
def test_nothing_that_can_be_typed_stops_it(passphrase: str) -> None:
    assert estimate(passphrase).guesses >= 0
