"""What is looked for of a confidential source: names either way round, numbers however they are grouped."""

from __future__ import annotations

import pytest

from reviewer.domain.exports.confidential_source import (
    ConfidentialSource,
    ConfidentialSourceId,
    SourceWord,
    SourceWordKind,
)
from reviewer.domain.exports.redaction import first_found

TARN = ConfidentialSource(
    ConfidentialSourceId(1),
    "Jo Ann Tarn",
    (SourceWord(SourceWordKind.ADDRESS, "jt47@home.example"), SourceWord(SourceWordKind.NUMBER, "206 555 0147")),
    "Ada",
    "2026-11-28T12:00:00Z",
)


@pytest.mark.parametrize(
    "text",
    [
        "ask jo ann  tarn", "TARN, Jo Ann", "tarn_jo_ann.pdf", "Jo-\nAnn Tarn", "<JT47@home.example>", "2065550147",
        "(206) 555-0147", "(206)555-0147", "206.555.0147", "+1 206-555-0147", "1 206 555 0147",
    ],
)  # fmt: skip
def test_all_spellings_are_found(text: str) -> None:
    assert first_found(text, TARN.sought)


@pytest.mark.parametrize("text", ["Jo Tarn", "Ann Tarn", "Tarnish", "2065550148", "12065550147123", "home.example"])
def test_other_words_are_not(text: str) -> None:
    """A part of a name is another spelling, which somebody has to give."""
    assert not first_found(text, TARN.sought)


def test_a_number_with_letters_is_looked_for_as_it_is() -> None:
    word = SourceWord(SourceWordKind.NUMBER, "CI-4711")
    badge = ConfidentialSource(ConfidentialSourceId(2), "Falcon", (word,), "Ada", "")
    assert badge.sought == ("Falcon", "CI-4711")
