"""Letters are right where nothing, or something wrong, names their character set; and what was guessed is said."""

from __future__ import annotations

import pytest

from benchmarks import bench_charsets
from reviewer.domain.evidence.reading import Reading, State
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import ReadOne
from reviewer.workers.email.charsets import is_utf7, told
from reviewer.workers.reading import read
from tests.workers.outlook.building import BODY, SENDER, SUBJECT, Message, Narrow, Value, msg, someone

PAGE, BODY_PAGE, LANGUAGE = 0x3FFD, 0x3FDE, 0x3FF1
RUSSIAN = "Три камеры для участка"
GERMAN = "Größere Geräte für Jürgen"


def mail(data: bytes) -> Reading:
    reading, _ = read(ReadOne("x"), data)
    assert reading.mail is not None
    return reading


def of(subject: bytes, body: bytes, charset: str = "") -> Reading:
    named = b"Content-Type: text/plain; charset=" + charset.encode() + b"\n" if charset else b""
    return mail(
        b"From: " + subject + b" <a@b.example>\nTo: c@d.example\nSubject: " + subject + b"\n" + named + b"\n" + body
    )


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "iso-8859-5"])
def test_a_header_that_names_no_charset_is_in_that_of_the_body(charset: str) -> None:
    reading = of(RUSSIAN.encode(charset), b"see below\n", charset)
    assert reading.mail is not None
    assert (reading.mail.subject, reading.mail.people[0].name) == (RUSSIAN, RUSSIAN)
    assert Reason("email.header_charset", charset=charset) in reading.mail.defects


def test_a_header_is_in_the_charset_that_the_letters_of_the_body_tell() -> None:
    reading = of(RUSSIAN.encode("koi8-r"), "Сегодня утром мы получили три камеры для участка.\n".encode("koi8-r"))
    assert reading.mail is not None
    assert reading.mail.subject == RUSSIAN
    assert "камеры" in reading.mail.body


def test_a_header_alone_is_told_by_its_letters_and_says_so() -> None:
    reading = of(GERMAN.encode("cp1252"), b"see below\n")
    assert reading.mail is not None
    assert reading.mail.subject == GERMAN
    assert Reason("email.header_guessed", charset="windows-1252") in reading.mail.defects
    plain = of(GERMAN.encode(), b"see below\n", "koi8-r")
    assert plain.mail is not None
    assert plain.mail.subject == GERMAN  # UTF-8 is what it is


@pytest.mark.parametrize(
    ("properties", "subject", "body", "guessed"),
    [
        # A body in UTF-8, and strings in the code page of the language of who wrote it.
        ({BODY_PAGE: 65001, LANGUAGE: 1031}, GERMAN.encode("cp1252"), GERMAN.encode(), ""),
        ({BODY_PAGE: 65001}, GERMAN.encode("cp1252"), GERMAN.encode(), "windows-1252"),
        ({BODY_PAGE: 1251, LANGUAGE: 1031}, GERMAN.encode("cp1252"), GERMAN.encode("cp1252"), ""),
        ({PAGE: 1252, BODY_PAGE: 65001}, GERMAN.encode("cp1252"), GERMAN.encode(), ""),
        ({PAGE: 1251}, RUSSIAN.encode("cp1251"), RUSSIAN.encode("cp1251"), ""),
        ({}, RUSSIAN.encode("cp1251"), (RUSSIAN * 9).encode("cp1251"), "Windows-1251"),
        ({PAGE: 65001}, RUSSIAN.encode("cp1251"), (RUSSIAN * 9).encode("cp1251"), "Windows-1251"),
    ],
)
def test_strings_of_outlook_are_in_the_set_that_can_hold_them(
    properties: dict[int, Value], subject: bytes, body: bytes, guessed: str
) -> None:
    strings: dict[int, Value] = {SUBJECT: Narrow(subject), SENDER: Narrow(subject), BODY: Narrow(body)}
    reading = mail(msg(Message({**strings, **properties}, [someone("Bo", "bo@agency.example")])))
    assert reading.mail is not None
    text = RUSSIAN if subject.startswith(RUSSIAN[:3].encode("cp1251")) else GERMAN
    assert (reading.mail.subject, reading.mail.people[0].name, reading.state) == (text, text, State.OK)
    assert text in reading.mail.body
    remarks = (Reason("outlook.charset_guessed", charset=guessed),) if guessed else ()
    assert reading.remarks == remarks


def test_a_wrong_name_is_not_believed_where_it_cannot_hold_the_letters() -> None:
    body = "Größere Geräte für Jürgen, später auch für Köln\n"
    reading = of(b"=?utf-8?Q?Gr=F6=DFere_Ger=E4te?=", body.encode("cp1252"), "utf-8")
    assert reading.mail is not None
    assert (reading.mail.subject, reading.mail.body.strip(), reading.state) == (
        "Größere Geräte",
        body.strip(),
        State.OK,
    )
    assert Reason("email.charset_wrong", claim="utf-8", charset="windows-1252") in reading.mail.defects
    page = "<html><head><meta charset=iso-2022-jp></head><body>Сегодня утром мы получили три камеры</body></html>"
    html, _ = read(ReadOne("x.html"), page.encode("cp1251"))
    assert "три камеры" in html.text
    assert [each.code for each in html.remarks] == ["plain.charset_guessed"]


def test_one_broken_letter_among_many_is_shown_as_broken() -> None:
    reading = of(b"x", "Größere Geräte für Jürgen".encode() + b" \xff\n", "utf-8")
    assert reading.mail is not None
    assert reading.mail.body.strip() == "Größere Geräte für Jürgen \ufffd"
    assert [each.code for each in reading.reasons] == ["email.body_lossy"]


def test_utf_7_is_read_without_a_name_where_nothing_else_can_be_meant() -> None:
    text = "Jürgen und Zoë fahren über Köln\n"
    reading, _ = read(ReadOne("note.txt"), text.encode("utf-7"))
    assert (reading.text, reading.metadata["character set guessed"]) == (text, "UTF-7")
    assert reading.remarks == (Reason("plain.charset_guessed", charset="UTF-7"),)
    assert of(b"x", text.encode("utf-7")).searched.strip() == text.strip()
    assert of(b"x", text.encode("utf-7"), "unicode-2-0-utf-7").searched.strip() == text.strip()


@pytest.mark.parametrize(
    "data",
    [
        b"+14165550100, +14165550101, +14165550102 and +14165550103\n",
        b"C++ and a+b and c+d- or 1+1-2+3-4\n",
        b"ann+box@b.example, bob+box@b.example, cy+box@b.example\n",
        b"one +AOQ- only\n",
    ],
)
def test_plain_words_with_a_plus_are_no_utf_7(data: bytes) -> None:
    assert not is_utf7(data)


def test_few_letters_do_not_make_western_text_another() -> None:
    assert [text for text in bench_charsets.FEW if told(text.encode("cp1252"))[0] != text] == []


@pytest.mark.parametrize("language", bench_charsets.LANGUAGES)
def test_a_paragraph_of_each_language_is_read_right_in_each_of_its_sets(language: str) -> None:
    wrong = [row for row in bench_charsets.rows(language, lines=4) if not row.right]
    assert not wrong
