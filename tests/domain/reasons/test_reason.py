"""A reason is a code with arguments; its words are made when somebody reads them."""

from __future__ import annotations

import json
import string
from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.reasons.catalogue import LANGUAGES, in_general, sentence, sentences
from reviewer.domain.reasons.reason import LEGACY, MOST, UNKNOWN, Reason, Reasons, args_of, pack, read_untrusted, unpack
from reviewer.domain.reasons.vocabulary import ARGUMENTS, BECAUSE

CODES = sorted(code for code in ARGUMENTS if code != LEGACY)
LARGE = Reason("archive.member_over_limit", limit=16 * 2**30)
WITHIN = (
    Reason("archive.broken_off")
    .because_of("archive.after", size=12345)
    .because_of("outlook.attachment", name="a “b”; c.zip")
)


def made(code: str, text: str = "x", number: int = 7) -> Reason:
    """A reason of a code, with its arguments filled."""
    args = {name: number if kind is int else text for name, kind in ARGUMENTS[code].items() if name != BECAUSE}
    if BECAUSE in ARGUMENTS[code]:
        return Reason("archive.damaged").because_of(code, **args)
    return Reason(code, **args)


def from_wire(code: str, args: object = (), within: object = ()) -> Reason:
    """What this side of the wall makes of what a worker says."""
    return msgspec.convert({"code": code, "args": args, "within": within}, Reason)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (LARGE, "it is larger than 16 GiB, the limit for one member"),
        (Reason("archive.member_over_limit", limit=1_000), "it is larger than 1,000 bytes, the limit for one member"),
        (Reason("pdf.page_damaged", page=1234), "page 1234 is damaged and could not be read"),
        (Reason("plain.lines_unread", count=1), "1 line is no field and shown as written"),
        (Reason("plain.lines_unread", count=1200), "1,200 lines are no field and shown as written"),
        (WITHIN, "attachment “a “b”; c.zip”: it is broken off after 12,345 bytes"),
    ],
)
def test_the_catalogue_makes_the_sentence(reason: Reason, words: str) -> None:
    assert sentence(reason) == words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (LARGE, "il dépasse 16 Gio, la limite pour un membre"),
        (Reason("archive.member_over_limit", limit=1_000), "il dépasse 1\u202f000 octets, la limite pour un membre"),
        (Reason("pdf.page_damaged", page=1234), "la page 1234 est endommagée et n’a pas pu être lue"),
        (Reason("print.refused", count=0), "0 demande distante refusée"),
        (
            Reason("pages.large", count=15_001, unit="cells", limit=15_000),
            "15\u202f001 cellules, c’est trop pour être mis en page\u202f; le maximum est 15\u202f000",
        ),
        (Reason("print.refused", count=1200), "1\u202f200 demandes distantes refusées"),
        (
            WITHIN,
            "pièce jointe «\u00a0a “b”; c.zip\u00a0»\u00a0: il est interrompu après 12\u202f345 octets",
        ),
    ],
)
def test_the_catalogue_makes_a_french_sentence(reason: Reason, words: str) -> None:
    assert sentence(reason, "fr") == words


def test_reasons_are_told_one_after_the_other() -> None:
    assert sentences((LARGE, Reason("pdf.locked"))) == f"{sentence(LARGE)}; the PDF needs a password"
    assert sentences(()) == ""


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_stored_and_comes_back_the_same(code: str) -> None:
    reason = made(code, "Größe; “x” {y}", -3)
    assert unpack(pack((reason,))) == (reason,)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode((reason,)), type=Reasons) == (reason,)
    assert read_untrusted(pack((reason,))) == (reason,)
    assert "{" not in sentence(made(code))


def test_the_texts_of_a_reason_can_be_told_otherwise() -> None:
    first = Reason("outlook.attachment_elsewhere", path="C:/Jo Tarn.doc")
    told = first.because_of("outlook.attached_message", name="of Jo Tarn").retold(
        lambda text: text.replace("Jo", "[A]")
    )
    assert sentence(told) == "attached message “of [A] Tarn”: the message only refers to a file: C:/[A] Tarn.doc"
    assert sentence(first) == "the message only refers to a file: C:/Jo Tarn.doc"


def test_what_is_stored_is_canonical() -> None:
    stored = pack((Reason("archive.list_differs", found=1, declared=5), Reason("pdf.locked"), Reason("pdf.locked")))
    assert stored == '[["archive.list_differs",{"declared":5,"found":1}],["pdf.locked"]]'
    assert pack(()) == ""
    assert unpack("") == ()


@given(st.lists(st.sampled_from(CODES), max_size=6), st.text(max_size=50), st.integers())
def test_any_arguments_can_be_stored(codes: list[str], text: str, number: int) -> None:
    reasons = tuple(dict.fromkeys(made(code, text, number) for code in codes))
    stored = pack(reasons)
    stored.encode()
    assert unpack(stored) == reasons


@pytest.mark.parametrize(
    ("code", "args"),
    [("no.such", {}), ("pdf.page_damaged", {}), ("pdf.page_damaged", {"page": "3"}), ("pdf.locked", {"page": 3})],
)
def test_a_reason_that_is_not_in_the_vocabulary_is_a_bug(code: str, args: dict[str, int | str]) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        Reason(code, **args)


@pytest.mark.parametrize(
    ("code", "args", "within"),
    [
        ("all.is_well", (), ()),
        ("pdf.page_damaged", (("page", "three"),), ()),
        ("pdf.page_damaged", (), ()),
        ("pdf.locked", (), (("no.such", ()),)),
        ("outlook.attachment", (("name", "x"),), ()),
        (LEGACY, (("sentence", "all is well"),), ()),
    ],
)
def test_a_worker_can_say_nothing_that_the_vocabulary_has_not(code: str, args: object, within: object) -> None:
    said = from_wire(code, args, within)
    assert said.code == UNKNOWN
    assert sentence(said) == f"a reason that this version does not know ({code})"


def test_what_a_worker_says_is_cut_to_a_length() -> None:
    said = from_wire(
        "archive.link", (("target", "a" * 1_000_000),), (("outlook.attachment", (("name", "x"),)),) * 1_000
    )
    assert len(str(said["target"])) == 1_000
    assert len(said.within) == 40
    many = pack(Reason("pdf.page_damaged", page=page) for page in range(5_000))
    assert len(unpack(many)) == MOST
    assert sentence(unpack(many)[-1]) == "and 4,801 more"


@pytest.mark.parametrize("stored", ["[", "{}", "[1]", "[[]]", '[["no.such"]]', '[["pdf.locked",{},{}]]', "[" * 100_000])
def test_a_text_that_anybody_may_have_written_tells_nothing_unless_it_is_of_the_form(stored: str) -> None:
    assert read_untrusted(stored) == ()


def test_a_code_that_a_later_version_stored_is_shown_as_such() -> None:
    (found,) = unpack('[["pdf.of_tomorrow",{"page":3}]]')
    assert sentence(found) == "a reason that this version does not know (pdf.of_tomorrow)"


def test_a_program_reads_the_arguments_by_name() -> None:
    assert args_of(WITHIN) == {
        "within": [
            {"code": "archive.after", "args": {"size": 12345}},
            {"code": "outlook.attachment", "args": {"name": "a “b”; c.zip"}},
        ]
    }


def test_what_is_of_one_item_alone_is_left_out_of_the_words_for_many() -> None:
    assert in_general(WITHIN) == "attachment “…”: it is broken off after … bytes"
    assert in_general(LARGE) == sentence(LARGE)
    assert Reason("reader.no_reader", format="MP4 video").kind != Reason("reader.no_reader", format="Flash film").kind
    assert Reason("pdf.page_damaged", page=1).kind == Reason("pdf.page_damaged", page=2).kind


def test_a_reason_is_of_its_code_and_of_the_family_of_it() -> None:
    assert all(WITHIN.is_of(each) for each in ("archive", "archive.broken_off", "outlook", "outlook.attachment"))
    assert not any(WITHIN.is_of(each) for each in ("arch", "archive.broken", "pdf", ""))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_language_has_all_codes_with_the_same_arguments(language: str) -> None:
    templates = LANGUAGES[language]
    assert templates.keys() == ARGUMENTS.keys()
    for code, template in templates.items():
        assert {name for _, name, *_ in string.Formatter().parse(template) if name} == set(ARGUMENTS[code]), code


def test_no_two_codes_say_the_same() -> None:
    said = Counter(template for code, template in LANGUAGES["en"].items() if template != "{detail}")
    assert [template for template, number in said.items() if number > 1] == []


def test_stored_text_is_json_of_a_list() -> None:
    assert json.loads(pack((WITHIN,)))[0][0] == "archive.broken_off"
