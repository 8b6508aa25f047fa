"""What is looked for of a confidential source: names either way round, numbers however they are grouped."""

from __future__ import annotations

import base64

import pytest

from reviewer.domain.exports.confidential_source import (
    ConfidentialSource,
    ConfidentialSourceId,
    SourceWord,
    SourceWordKind,
    is_sought,
)
from reviewer.domain.exports.redaction import first_found, is_covered, masker, spans_by_word
from reviewer.domain.exports.source_pattern import SOURCE

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
        '"Tarn","Jo Ann"', "Tarn; Jo Ann", "Jo (Ann) Tarn", "Jo:Ann:Tarn", "jo%20ann%20tarn", "jo.ann.tarn@x",
        "Jo Ann Tarn2", "Jo Ann “Tarn”", "jt47 (at) home.example", "jt47 [AT] home.example",
    ],
)  # fmt: skip
def test_all_spellings_are_found(text: str) -> None:
    assert first_found(text, TARN.sought)


@pytest.mark.parametrize("text", ["Jo Tarn", "Ann Tarn", "Tarnish", "2065550148", "12065550147123", "home.example"])
def test_other_words_are_not(text: str) -> None:
    """A part of a name is another spelling, which somebody has to give."""
    assert not first_found(text, TARN.sought)


@pytest.mark.parametrize("given", ["Jo Tarn", "Jo Q. Tarn", "Jo Q Tarn"])
@pytest.mark.parametrize(
    "text",
    [
        "Jo Q. Tarn",
        "Jo Q Tarn",
        "jo q. tarn",
        "Jo Tarn",
        "Tarn, Jo",
        "Tarn, Jo Q.",
        "Jo Q. R. Tarn",
        "Jo_Q_Tarn.pdf",
        "Jo\nQ. Tarn",
    ],
)
def test_a_name_is_found_with_initials_of_middle_names_or_without(given: str, text: str) -> None:
    source = ConfidentialSource(ConfidentialSourceId(6), given, (), "Ada", "")
    assert first_found(text, source.sought)
    assert not first_found("Jo de Tarn", source.sought)


def test_a_number_with_letters_is_looked_for_as_it_is() -> None:
    word = SourceWord(SourceWordKind.NUMBER, "CI-4711")
    badge = ConfidentialSource(ConfidentialSourceId(2), "Falcon", (word,), "Ada", "")
    assert [each.removeprefix(SOURCE) for each in badge.sought] == ["Falcon", "CI-4711"]
    assert not first_found("of 206 555 4711", badge.sought)


@pytest.mark.parametrize("given", ["José Nuñez", "Jose\u0301 Nun\u0303ez", "Jose Nunez"])
@pytest.mark.parametrize(
    "text", ["Jose Nunez", "JOSÉ NUÑEZ", "Nunez, José", "jose\u0301.nuñez@x", "Jose Nun\u0303ez!", "Jòse Nünez"]
)
def test_a_name_is_found_with_its_accents_or_without(given: str, text: str) -> None:
    assert first_found(text, ConfidentialSource(ConfidentialSourceId(4), given, (), "Ada", "").sought)
    assert not first_found("José Nunezes", ConfidentialSource(ConfidentialSourceId(4), given, (), "Ada", "").sought)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("Łukasz Groß", "Lukasz Gross"), ("Søren Æbel", "soren aebel"), ("Søren Æbel", "SØREN ÆBEL"),
        ("Jo Gross", "Jo Groß"), ("Soren Aebel", "Søren Æbel"), ("Jo Strasse", "JO STRAẞE"), ("Assstein", "aßstein"),
        ("王小明", "与王小明见面"), ("김민수", "김민수는"), ("Νίκος Παπάς", "ΝΙΚΟΣ ΠΑΠΑΣ"), ("OBrien", "O’Brien"),
        ("Jo O'Brien", "jo obrien"), ("Jo Griffin", "Jo Gri\ufb03n"), ("Ёлка Петрова", "Елка Петрова"),
        ("Jo Straße", "jo straße"),
    ],
)  # fmt: skip
def test_letters_that_a_search_takes_for_the_same_are_found(given: str, text: str) -> None:
    assert first_found(text, ConfidentialSource(ConfidentialSourceId(5), given, (), "Ada", "").sought)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("+44 20 7946 0958", "020 7946 0958"), ("+44 20 7946 0958", "+44 (0)20 7946 0958"),
        ("+44 20 7946 0958", "0044 20 7946 0958"), ("020 7946 0958", "+442079460958"),
        ("+33 1 23 45 67 89", "01 23 45 67 89"), ("33 1 23 45 67 89", "0123456789"),
        ("206 555 0147", "(206) 555-01-47"), ("206 555 0147", "206555-0147"), ("206.555.0147", "206 5550147"),
        ("555-0147", "tel 206 5550147"), ("0011 2233 4455 6677", "0011-2233-4455-6677"), ("4711", "no 4711"),
        ("47 11", "4711"),
    ],
)  # fmt: skip
def test_a_number_is_found_in_any_groups_and_with_the_code_of_its_country_or_without(given: str, text: str) -> None:
    word = SourceWord(SourceWordKind.NUMBER, given)
    assert first_found(text, ConfidentialSource(ConfidentialSourceId(3), "Falcon", (word,), "Ada", "").sought)


@pytest.mark.parametrize("text", ["\ufb06eve \ufb01sher", "STEVE; FISHER", "Fisher, Steve", "\ufb01sher (\ufb06eve)"])
def test_a_name_that_begins_with_letters_in_one_sign_is_found(text: str) -> None:
    assert first_found(text, ConfidentialSource(ConfidentialSourceId(4), "Steve Fisher", (), "Ada", "").sought)


LUNE = ConfidentialSource(ConfidentialSourceId(6), "Ada Lune", (), "Ada", "")
SAID = "We met Ada Lune there."


@pytest.mark.parametrize(
    "text",
    [
        "adalune", "LuneAda47@x.example", "A d a  L u n e", "L-u-n-e, Ada", "A\nd\na\nL\nu\nn\ne", "Lu\nne, Ada",
        "Ada\n12\nLune", "Ada\u00a0Lune", "A\u00adda Lu\u200bne", "Ada\u202eLune", "ᴬᵈᵃ ᴸᵘⁿᵉ", "𝐀𝐝𝐚 𝐋𝐮𝐧𝐞",
        "Ａｄａ Ｌｕｎｅ",
        "Аdа Lunе", "Αdα Lυne", "Aᴅᴀ Lᴜɴᴇ", "Ⓐⓓⓐ Ⓛⓤⓝⓔ", "%41%64%61%20Lune", "A=64a Lu=\nne",
        "Ada Lu=\nne", "&#65;da L&#x75;ne",
        r"\u0041da Lune", r"\x41da Lune", r"\u{41}da Lune", r"\U00000041da Lune", "&#65da L&#0000000117;ne",
        "A=64a L=75=6ee",
        "A\U000e0001da Lune", "Ada Lu\U000e0100ne", "A\u1dd9da Lu\ufe20ne", "A\ufff9da Lune",
        "\U0001f150\U0001f153\U0001f150 \U0001f17b\U0001f184\U0001f17d\U0001f174", "\u249c\u249f\u249c Lune",
        "\U0001f1e6\U0001f1e9\U0001f1e6 Lune", "\ua4eeda Lune", "Ada \u13deune",
        "Ada Lu= ne", "Ada Lu\u2010 ne", "<td>Ada</td>\n<td>Lune</td>",
        "A<b>d</b>a L<i class='x'>un</i>e", "Ada<br/>Lune",
        SAID.encode().hex(), " ".join(f"{each:02X}" for each in SAID.encode()), SAID.encode("utf-16-le").hex(),
    ],
)  # fmt: skip
def test_a_name_is_found_run_together_apart_in_other_signs_and_in_codes(text: str) -> None:
    assert first_found(f"Then {text} came.", LUNE.sought)


def test_a_name_in_signs_is_not_decided_on_by_what_became_of_another_place() -> None:
    """Letters in rings are none for Python, so that nothing of them would have to be covered."""
    signs = "\u24b6\u24d3\u24d0 \u24c1\u24e4\u24dd\u24d4"
    ((start, end, _),) = spans_by_word([signs], LUNE.sought)
    assert (start, end) == (0, len(signs))
    assert not is_covered(signs, (start, end), [])
    assert not is_covered(signs, (start, end), [(0, 3)])
    assert is_covered(signs, (start, end), [(0, 3), (4, end)])


@pytest.mark.parametrize("said", [SAID, "Lune, Ada", f"{SAID * 9}\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
@pytest.mark.parametrize("before", ["", "x", "data:text/plain;base64,"])
def test_a_name_is_found_in_base64_on_one_line_or_several(said: str, encoding: str, before: str) -> None:
    code = before + base64.encodebytes(said.encode(encoding)).decode().strip()
    mask = masker(dict.fromkeys(LUNE.sought, "INF"))
    assert first_found(f"Source\n{code}\nreading", LUNE.sought)
    assert mask(f"All of {code}.").removesuffix(".").startswith("All of ")
    assert code[-12:] not in mask(f"All of {code}.")
    twice = base64.b64encode(code.encode()).decode()
    assert first_found(twice, LUNE.sought)


@pytest.mark.parametrize(
    "text", ["adalunes", "Mada Lune", "AdaLuneBike", "Ada saw Lune", "QWRhIHNhdyBMdW5lLg==", "L u n e"]
)
def test_letters_within_others_are_not_it(text: str) -> None:
    assert not first_found(f"Then {text} came.", LUNE.sought)


BOB = ConfidentialSource(ConfidentialSourceId(8), "Bob", (), "Ada", "")


@pytest.mark.parametrize(
    "text", ["BOB", "bob’s", "Bob_Reef.pdf", "bob@x.example", "B&#111;b", "Bo=\nb", "Bö\u00adb", "Ⓑⓞⓑ"]
)
def test_a_name_of_three_letters_is_found_as_a_whole_word(text: str) -> None:
    assert BOB.short == ("Bob",)
    assert first_found(f"Then {text} came.", BOB.sought)


@pytest.mark.parametrize("text", ["Bobby", "kabob", "bob47", "B o b", "YXNrIEJvYiBub3c=", "61736b20426f62206e6f77"])
def test_a_name_of_three_letters_is_not_found_where_it_stands_by_chance(text: str) -> None:
    assert not first_found(f"Then {text} came.", BOB.sought)


def test_a_number_of_three_digits_and_a_name_of_two_letters_are_too_short() -> None:
    assert [words for words in ("147", "B2b", "Bo", "J.L.", "Bob", "J. Li", "王明") if is_sought(words)] == [
        "Bob", "J. Li", "王明"
    ]  # fmt: skip


def test_what_is_short_is_not_looked_for_with_nothing_between() -> None:
    source = ConfidentialSource(ConfidentialSourceId(7), "An Na", (), "Ada", "")
    assert not first_found("Anna came", source.sought)
    assert first_found("An Na came", source.sought)


def test_a_place_in_a_code_is_that_of_its_letters_alone() -> None:
    text = "See J%6F there, Ada=20Lune, and more."
    ((start, end, _),) = spans_by_word([text], LUNE.sought)
    assert text[start:end] == "Ada=20Lune"
    assert masker(dict.fromkeys(LUNE.sought, "INF"))("Ada Lune, ADA LUNE") == "[INF], [INF]"


@pytest.mark.parametrize("text", ["147115", "471 1", "+44 20 7946 0959"])
def test_another_number_is_not(text: str) -> None:
    words = (SourceWord(SourceWordKind.NUMBER, "4711"), SourceWord(SourceWordKind.NUMBER, "020 7946 0958"))
    assert not first_found(text, ConfidentialSource(ConfidentialSourceId(3), "Falcon", words, "Ada", "").sought)
