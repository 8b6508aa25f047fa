"""Every part of a message is either its shown body or an item of its own, with the bytes that were sent."""

from __future__ import annotations

import base64
import re

import pytest

from reviewer.domain.evidence.reading import Kind, State
from reviewer.isolation.protocol import LayOut, ReadOne
from reviewer.workers.email.layout import lay_out
from reviewer.workers.email.people import groups
from reviewer.workers.reading import read
from tests.wording import words
from tests.workers.email.messages import HEAD, facts, mail, multipart


def test_the_facts_of_a_plain_message() -> None:
    reading, contents = mail(
        b"Message-ID: <1@x>", b"In-Reply-To: <0@x>", b"References: <a@x> <0@x>", b"X-Mailer: M 1", b"", b"Hi"
    )
    told = facts(reading)
    assert (told.subject, told.date, told.zone, told.body) == ("Test", "2016-03-07T15:00:00Z", -300, "Hi")
    assert [(p.role, p.name, p.address) for p in told.people] == [
        ("from", "Ann", "ann@example.com"),
        ("to", "", "bob@example.com"),
    ]
    assert (told.message_id, told.in_reply_to, told.references) == ("<1@x>", "<0@x>", ("<a@x>", "<0@x>"))
    assert (reading.state, reading.metadata, contents, told.has_html) == (State.OK, {"mailer": "M 1"}, [], False)


def test_an_attachment_comes_with_its_name_type_and_bytes() -> None:
    pdf = bytes(range(256)) * 3
    part = b'Content-Type: application/pdf; name="a.pdf"\nContent-Transfer-Encoding: base64\n\n' + base64.encodebytes(
        pdf
    )
    reading, contents = mail(multipart("mixed", b"Content-Type: text/plain\n\nSee attached.", part))
    assert contents == [pdf]
    assert (reading.children[0].name, reading.children[0].media_type) == ("a.pdf", "application/pdf")
    assert facts(reading).body == "See attached."


def test_an_attached_message_keeps_every_byte() -> None:
    inner = (
        b"Subject:   odd   spacing\nFROM: someone@example.com\n X-folded\nDate: Mon, 7 Mar 2016 10:00:00 +0000\n"
        b'Content-Type: multipart/mixed; boundary="I"\n\npreamble\n--I \n\n \ttrailing \t\n--I--\nepilogue'
    )
    reading, contents = mail(multipart("mixed", b"\nSee below.", b"Content-Type: message/rfc822\n\n" + inner))
    assert contents == [inner]
    assert reading.children[0].name == "odd spacing.eml"
    assert read(ReadOne("x"), contents[0])[0].kind is Kind.EMAIL


def test_a_part_keeps_line_ends_of_dos() -> None:
    text = b"one\r\ntwo\r\n"
    data = HEAD + multipart("mixed", b"\nBody", b'Content-Type: text/csv; name="t.csv"\n\n' + text)
    _, contents = read(ReadOne("x"), data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert contents == [text]


def test_an_image_that_the_html_shows_is_inline_and_one_it_does_not_show_is_not() -> None:
    html = b"Content-Type: text/html\n\n<p>Look <img src='cid:one@x'></p>"
    image = b"Content-Type: image/png\nContent-ID: <%s@x>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="
    reading, _ = mail(multipart("related", html, image % b"one", image % b"two"))
    assert [(c.name, c.inline, c.content_id) for c in reading.children] == [
        ("part 2.png", True, "one@x"),
        ("part 3.png", False, "two@x"),
    ]


def test_a_field_that_is_there_twice_is_told_and_what_it_says_is_found() -> None:
    again = b"Subject: Quarterly gratuity\nDate: Tue, 8 Mar 2016 10:00:00 -0500\nSubject:  Test"
    reading, _ = mail(again, b"", b"Hi")
    assert facts(reading).subject == "Test"
    assert facts(reading).beside.splitlines() == ["Quarterly gratuity", "Tue, 8 Mar 2016 10:00:00 -0500"]
    assert words(facts(reading).defects) == [
        "the header has more than one “subject”; some programs go by “Quarterly gratuity”",
        "the header has more than one “date”; some programs go by “Tue, 8 Mar 2016 10:00:00 -0500”",
    ]


def test_a_parameter_that_is_there_twice_is_told() -> None:
    """By RFC 2231 a name may stand in plain letters beside, and in sections: that is no second one."""
    told = facts(mail(b'Content-Type: multipart/mixed; boundary="B"; boundary="C"\n\n--B\n\nBody\n--B--\n')[0])
    assert words(told.defects) == [
        "“content-type” in the header names “boundary” more than once; some programs go by “C”"
    ]
    assert facts(mail(b"Content-Type: text/plain; charset=utf-8; charset=UTF-8\n\nBody")[0]).defects == ()
    part = (
        b"Content-Type: image/png; name=a.png; name=a.png\n"
        b"Content-Disposition: attachment; filename=a.png; filename*0*=utf-8''%C3%A4; filename*1=.png\n\nx"
    )
    assert facts(mail(multipart("mixed", b"\nBody", part))[0]).defects == ()


def test_a_part_behind_the_closing_boundary_is_an_attachment_and_told() -> None:
    """With its boundary or without; what looks like one without a header is told, and all can be found."""
    inside = multipart("mixed", b"\nBody")
    file = b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\naGVsbG8="
    for before, behind in ((b"", b""), (b"--B\n", b"\n--B--"), (b"\nWritten by hand\n--B\n", b"\n--B--\n")):
        reading, contents = mail(inside + before + file + behind)
        assert [each.name for each in reading.children] == ["a.pdf"]
        assert contents == [b"hello"]
        said = words(facts(reading).defects)
        assert said[0] == (
            "1 part stands outside the boundaries, which mail programs do not show; it is listed with the attachments"
        )
        assert len(said) == 1 + (b"hand" in before)
        assert "".join(facts(reading).body.split()) == "Body" + "Writtenbyhand" * (b"hand" in before)
    for before, behind, kept in (
        (b"", b"\n\nHello\n--the launderette at nine\n", b"--the launderette at nine"),
        (b"--the launderette at nine\n--bring cash\n", b"\n--B--\n", b"--the launderette at nine\n--bring cash"),
    ):
        reading, contents = mail(inside + before + file.replace(b"base64", b"8bit") + behind)
        assert kept in facts(reading).body.encode() + contents[0]
        assert b"--B" not in facts(reading).body.encode() + contents[0]
    two, contents = mail(inside + file + b"\n--B\n" + file.replace(b"a.pdf", b"b.pdf"))
    assert ([each.name for each in two.children], contents) == (["a.pdf", "b.pdf"], [b"hello", b"hello"])
    packed = base64.encodebytes(bytes(range(200)))
    bare, contents = mail(inside + b"\n" + packed)
    assert contents == []
    count = len(packed.rstrip())
    (packed_told,) = words(facts(bare).defects)
    assert packed_told.startswith(f"{count} bytes of what looks like base64 stand outside the parts and were not")


def test_whom_a_message_reached_besides_is_found_and_listed() -> None:
    data = (
        b'From: a@x.example\nTo: The Watch: b@x.example, "Lee, M" <c@x.example>;, undisclosed-recipients:;\n'
        b"Cc: mailto:d@x.example\nDate: Mon, 7 Mar 2016 10:00:00 -0500\nResent-From: Kim <kim@x.example>\n"
        b"Resent-To: lou@x.example\nDelivered-To: box@x.example\nX-Original-To: old@x.example\n\nHi"
    )
    reading, _ = read(ReadOne("x"), data)
    told = ["Kim <kim@x.example>", "lou@x.example", "box@x.example", "old@x.example"]
    assert facts(reading).beside.split("\n") == [*told, "The Watch", "undisclosed-recipients"]
    assert [reading.metadata[name] for name in ("resent from", "resent to", "delivered to", "original to")] == told
    page = lay_out(LayOut("IA-1", ()), data)[0].html
    rows = dict(re.findall("<th>(Resent to|Delivered to|Group)</th><td[^>]*>([^<]*)", page))
    assert rows == {"Resent to": told[1], "Delivered to": told[2], "Group": "undisclosed-recipients"}
    assert "The Watch" in page
    assert [groups(text) for text in ("Fwd: Re: <a@x>", "urn:foo:bar@x", "Team (best): a@b;")] == [[], [], ["Team"]]


def test_a_part_that_programs_may_take_for_another_is_told() -> None:
    encoding = b"Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\naGlkZGVu"
    reading, _ = mail(multipart("mixed", encoding, b"Content-Type: text/(x)html\n\nHi"))
    assert words(facts(reading).defects) == [
        "the header has more than one “content-transfer-encoding”; some programs go by “base64”",
        "the type “text/(x)html” cannot be read; taken as plain text, and programs may differ",
    ]


def test_an_invitation_beside_the_text_is_a_part_of_its_own() -> None:
    ics = b"Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR"
    reading, contents = mail(multipart("alternative", b"\nCome", b"Content-Type: text/html\n\n<p>Come", ics))
    assert contents == [b"BEGIN:VCALENDAR"]
    assert reading.children[0].name == "part 3.ics"


def test_broken_base64_gives_what_can_be_had_and_says_so() -> None:
    part = b"Content-Type: image/png; name=x.png\nContent-Transfer-Encoding: base64\n\n"
    reading, contents = mail(multipart("mixed", b"\nx", part + b"QUJD\nREVG\nR", part + b"QUJD*\xff\nREVG"))
    assert contents == [b"ABCDEF", b"ABCDEF"]
    assert [child.reason for child in reading.children] == [
        "base64 broken off after 6 bytes",
        "the base64 holds bytes that are none; 6 bytes could be decoded",
    ]


def test_a_uuencoded_file_in_the_text_is_an_attachment() -> None:
    reading, contents = mail(b"", b"Here it is:", b"begin 644 cat.txt", b"#0V%T", b"`", b"end", b"Bye")
    assert contents == [b"Cat"]
    assert reading.children[0].name == "cat.txt"
    assert facts(reading).body == "Here it is:\n[file: cat.txt]\nBye"


def test_the_word_begin_is_no_uuencoded_file() -> None:
    reading, _ = mail(b"", b"Let us", b"begin 644 times", b"and end")
    assert reading.children == ()
    assert "begin 644 times" in facts(reading).body


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (b"../../etc/passwd", "passwd"),
        (b"C:\\\\Windows\\\\evil.exe", "evil.exe"),
        (b"a\x01b\x7f.txt", "a b .txt"),
        ("gpj.\u202eexe.pdf".encode(), "gpj.exe.pdf"),
        (b"..", "part 1.pdf"),
        (b"", "part 1.pdf"),
        (b"x" * 400 + b".pdf", "x" * 180 + "….pdf"),
    ],
)
def test_a_name_leads_nowhere(name: bytes, expected: str) -> None:
    part = b'Content-Type: application/pdf\nContent-Disposition: attachment; filename="' + name + b'"\n\n%PDF-'
    reading, _ = mail(multipart("mixed", part))
    assert reading.children[0].name == expected


def test_words_outside_the_parts_can_be_found() -> None:
    body = multipart("mixed", b"\nBody").replace(b"--B\n", b"hidden before\n--B\n", 1) + b"hidden behind\n"
    told = facts(mail(body)[0])
    assert "hidden before" in told.body
    assert "hidden behind" in told.body
    assert any("outside the parts" in defect for defect in words(told.defects))


def test_a_message_that_is_one_attachment_has_it_as_child() -> None:
    reading, contents = mail(b"Content-Type: application/pdf; name=only.pdf", b"", b"%PDF-1.4")
    assert contents == [b"%PDF-1.4"]
    assert facts(reading).body == ""
