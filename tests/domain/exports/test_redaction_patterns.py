"""Patterns find what people write, whole, and leave alone what only looks like it."""

from __future__ import annotations

import unicodedata

import pytest

from reviewer.domain.exports.redaction import first_found, masker, pattern_of
from reviewer.domain.exports.redaction_patterns import FORMS, luhn, of_terms

FOUND = {
    "email": ["jo.doe+x@mail.agency.example", "O'Hara@agency.example"],
    "phone": ["(555) 123-4567", "555-123-4567", "+1 555.123.4567", "+33 1 23 45 67 89", "01 23 45 67 89"],
    "card": ["4111 1111 1111 1111", "5500-0000-0000-0004", "340000000000009"],  # as their makers publish for tests
    "ssn": ["123-45-6789"],
    "birth-date": ["May 3, 1981", "1981-05-03", "03/05/1981", "3 mai 1981"],
    "address": [
        "1200 Harbor Street",
        "15 N. Quarry Rd, Apt 4",
        "12 rue de la Lanterne",
        "99 Old Mill Lane, Lune, WA 98001",
    ],
}
BEFORE = {"birth-date": "DOB: "}
NOT = {
    "email": ["@example", "jo.doe@", "5 @ 10 each"],
    "phone": ["2016-05-03 09:15:00", "Order 123456789012", "1.2.3.4", "PMPD-000231"],
    "card": ["4111 1111 1111 1112", "0000 0000 0000 0000"],
    "ssn": ["000-12-3456", "123-45-67890", "912-45-6789"],
    "birth-date": ["Meeting on May 3, 1981", "DOB: unknown"],
    "address": ["5 officers on the way", "2 cameras", "In 2016 Street lights failed"],
}


@pytest.mark.parametrize(("pattern", "words"), [(name, each) for name, every in FOUND.items() for each in every])
def test_what_is_written_is_found_whole(pattern: str, words: str) -> None:
    text = f"Before, {BEFORE.get(pattern, '')}{words}, and after."
    assert [text[start:end] for start, end in FORMS[pattern](text)] == [words]


@pytest.mark.parametrize(("pattern", "words"), [(name, each) for name, every in NOT.items() for each in every])
def test_what_only_looks_like_it_is_left_alone(pattern: str, words: str) -> None:
    assert list(FORMS[pattern](f"See {words}.")) == []


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert luhn("79927398713")  # the example of ISO/IEC 7812-1's formula that textbooks use
    assert not any(luhn(f"7992739871{digit}") for digit in "012456789")


def test_words_are_found_whatever_their_capitals_line_ends_and_marks_of_quoting() -> None:
    text = "JO DOE, jo\ndoe,\n> jo\n> doe and Jo Doering"
    assert len(pattern_of("Jo Doe").findall(text)) == 3
    assert [text[start:end] for start, end in of_terms(["Doe", "Jo Doe"])(text)] == ["JO DOE", "jo\ndoe", "jo\n> doe"]


@pytest.mark.parametrize(
    "told",
    [
        "Report_Zoé_O'Tarn_2.pdf",
        "zoé.o'tarn@agency.example",
        "Zoé@O'Tarn",
        "zoé/o'tarn",
        "ZOÉ-O\u2019TARN",
        "Zo\u00adé O'\u00adTa\u00adrn",
        "Zoé\u200b O'Tarn",
        "Zoé O'Ta-\n> rn",
        "Zoé\u200e O'Tarn",
        "\u202aZ\u2066oé\u2069 O'T\u034farn\u202c",
        "Zoé,\u00a0O'Tarn",
        unicodedata.normalize("NFD", "Zoé O'Tarn"),
    ],
)
def test_words_are_found_however_they_are_joined_broken_and_encoded(told: str) -> None:
    for quote in ("Zoé O'Tarn", unicodedata.normalize("NFD", "zoé o\u2019tarn")):
        assert first_found(f"See {told}", [quote]) == quote
        assert "tarn" not in masker({quote: "PRV"})(f"See {told}").casefold()
    assert first_found(f"See {told}ish and Zoétarn", ["Zoé O'Tarnis", "Zoé Tarn"]) == ""


@pytest.mark.parametrize(
    "told", ["Stefan Griﬃn-ﬂint", "STEFAN GRIFFIN-FLINT", "ﬆefan Gri\u00adﬀin Flint", "ﬅefan\nGrifﬁn-f\u200blint"]
)
def test_letters_that_are_printed_as_one_sign_are_the_same_letters(told: str) -> None:
    for quote in ("Stefan Griffin Flint", "ﬆefan griﬃn ﬂint"):
        assert first_found(f"See {told}", [quote]) == quote
        assert masker({quote: "PRV"})(f"See {told}!") == "See [PRV]!"


def test_a_text_tells_the_reason_in_place_of_the_words() -> None:
    mask = masker({"Doe": "PRV", "Jo Doe": "INF", "(555) 123-4567": "SAF"})
    assert mask("Jo  Doe and Doe, (555) 123-4567; Doering") == "[INF] and [PRV], [SAF]; Doering"
    assert masker({})("Jo Doe") == "Jo Doe"
