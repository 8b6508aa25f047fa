"""Every part of a message is either its shown body or an item of its own, with the bytes that were sent."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.evidence.reading import Kind, MailFacts, Reading, State
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import LayOut, ReadOne
from reviewer.workers.email.html_text import html_text
from reviewer.workers.email.layout import lay_out
from reviewer.workers.email.people import groups
from reviewer.workers.email.sanitise import sanitise
from reviewer.workers.reading import read
from tests.wording import words

HEAD = b"From: Ann <ann@example.com>\nTo: bob@example.com\nSubject: Test\nDate: Mon, 7 Mar 2016 10:00:00 -0500\n"


def mail(*lines: bytes) -> tuple[Reading, list[bytes]]:
    reading, contents = read(ReadOne("x"), HEAD + b"\n".join(lines))
    assert reading.kind is Kind.EMAIL
    assert len(contents) == len(reading.children)
    return reading, contents


def facts(reading: Reading) -> MailFacts:
    assert reading.mail is not None
    return reading.mail


def multipart(subtype: str, *parts: bytes) -> bytes:
    inner = b"".join(b"--B\n" + part + b"\n" for part in parts)
    return b"Content-Type: multipart/" + subtype.encode() + b'; boundary="B"\n\n' + inner + b"--B--\n"


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


def test_alternatives_that_say_the_same_are_one_body() -> None:
    words = b"one two three four five six seven eight nine ten eleven twelve thirteen"
    plain, html = b"Content-Type: text/plain\n\n" + words, b"Content-Type: text/html\n\n<p>" + words + b"</p>"
    reading, _ = mail(multipart("alternative", plain, html))
    assert facts(reading).body.count("seven") == 1
    assert facts(reading).has_html
    assert reading.children == ()


def test_a_single_word_that_only_the_html_has_is_found_with_its_line() -> None:
    html = b"Content-Type: text/html\n\n<p>The camera is free</p><p>for officers of the station, code RING4COPS</p>"
    reading, _ = mail(multipart("alternative", b"Content-Type: text/plain\n\nThe camera is free\nfor officers", html))
    body = facts(reading).body
    assert "of the station, code RING4COPS" in body
    assert body.count("The camera is free") == 1  # what both say stands once
    assert facts(reading).defects == ()


def test_alternatives_that_differ_can_both_be_found() -> None:
    other = b"Content-Type: text/html\n\n<p>" + b" ".join(b"word%d" % n for n in range(40)) + b"</p>"
    reading, _ = mail(multipart("alternative", b"\nYour browser shows no HTML.", other))
    assert "Your browser" in facts(reading).body
    assert "word39" in facts(reading).body
    assert any("different things" in defect for defect in words(facts(reading).defects))


def test_what_a_page_shows_beside_its_text_can_be_found_and_is_not_compared() -> None:
    reading, _ = mail(
        b"Content-Type: text/html",
        b"",
        b"<p>Hello <a href=\"https://shop.example/porch?a=1&amp;b=2\">here</a><img src='http://cdn.example/lamp.gif' "
        b'alt="a porch lamp"><input value=Send><td background=tile.png style="background:url(grass.png)">',
    )
    assert facts(reading).beside.split("\n") == [
        "https://shop.example/porch?a=1&b=2", "http://cdn.example/lamp.gif", "a porch lamp", "Send", "tile.png",
        "grass.png",
    ]  # fmt: skip
    assert reading.searched == "Hello here"


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


TURNED = [
    ("Pay \u202e0081 ot\u202c now", "0081 ot", "RLO"),
    ("<p>Pay <bdo dir=rtl>0081 ot</bdo></p>", "0081 ot", "bdo"),
    ("<p style='direction:rtl; unicode-bidi:bidi-override'>0081 ot yaP</p>", "0081 ot yaP", "unicode-bidi"),
    ("<style>.a {direction:rtl;unicode-bidi:bidi-override}</style><p class=a>0081 ot</p>", "0081 ot", "unicode-bidi"),
    ("<p dir='RTL'>1200 20 to 30</p>", "1200 20 to 30", "direction"),
    ("<i style='color:red'></i>" * 2_000 + "<bdo dir=rtl>0081 ot</bdo>", "0081 ot", "bdo"),
    ("\u202eo\u202c\u202et\u202c\u202e0\u202c\u202e8\u202c", "ot08", "RLO"),
    ("\u202e0\u2066\u206981 ot", "081 ot", "RLO"),
    ("\u202e\u2068\u20690081 ot", "0081 ot", "RLO"),
    ("Sum \u206710 20\u2069", "10 20", "RLI"),
    ("\u202dשלום\u202c", "שלום", "LRO"),
]
NOT_TURNED = [
    "<p dir=rtl>שלום 12</p>",
    "<div dir=ltr>Call me at 12</div>",
    "Call \u202a+1 555 0100\u202c or \u2066Ann\u2069 or \u2068Bob B\u2069",
    "\u200eAnn\u200f",
    "<p dir=rtl>Hello Bob</p><p dir=rtl>3D model from 1200 20</p>",
    "\u202bHello Bob\u202c",
    "\u2066דוד כהן\u2069",
    "<bdo dir=ltr>Ann</bdo><bdo>Bob B</bdo><span dir=auto>x y</span>",
]


@pytest.mark.parametrize(("body", "text", "how"), TURNED)
def test_text_that_is_shown_in_another_order_than_it_is_stored_in_is_told(body: str, text: str, how: str) -> None:
    kind = b"text/html" if "<" in body else b"text/plain"
    reading, _ = mail(b"Content-Type: " + kind + b"; charset=utf-8", b"", body.encode())
    assert (*facts(reading).defects, *reading.remarks) == (Reason("reader.turned", text=text, how=how),)
    assert text in re.sub("[\u202a-\u202e\u2066-\u2069]", "", facts(reading).body)


@pytest.mark.parametrize("body", NOT_TURNED)
def test_text_that_stands_as_it_would_anyway_is_not_told(body: str) -> None:
    kind = b"text/html" if "<" in body else b"text/plain"
    reading, _ = mail(b"Content-Type: " + kind + b"; charset=utf-8", b"", body.encode())
    assert (*facts(reading).defects, *reading.remarks) == ()


def test_a_turned_subject_and_a_turned_file_are_told() -> None:
    subject = read(ReadOne("x"), "Subject: \u202egpj.exe\nFrom: a@x.example\n\nHi".encode())[0]
    file = read(ReadOne("a.txt"), "Read \u202eemoh ti ekat\u202c".encode())[0]
    assert subject.remarks == (Reason("reader.turned", text="gpj.exe", how="RLO"),)
    assert file.remarks == (Reason("reader.turned", text="emoh ti ekat", how="RLO"),)


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


def test_hidden_words_of_html_are_searched() -> None:
    html = b'<div style="display:none">secret</div><font color="#fff">pale</font> <span style="font-size:0">tiny</span>'
    reading, _ = mail(b"Content-Type: text/html", b"", html + b"<script>var no;</script><style>no{}</style><!-- no -->")
    assert facts(reading).body.split() == ["secret", "pale", "tiny"]


@pytest.mark.parametrize("style", ["display:none", "font-size:0", "visibility:hidden;font-size:0", "opacity:0"])
def test_a_word_with_hidden_letters_inside_is_found_as_the_page_shows_it(style: str) -> None:
    html = f"<p>Gra<span style='{style}'>x</span>tuity, and <b>Out</b>let</p><div style='{style}'>x</div>end"
    reading, _ = mail(b"Content-Type: text/html", b"", html.encode())
    assert facts(reading).beside.split() == ["Gratuity"]
    assert "Outlet" in facts(reading).body.split()


APART = [
    "<textarea>one</textarea><button>two</button>",
    "one<dialog open>two</dialog>",
    "one<marquee>two</marquee>",
    "one<input>two",
    "<fieldset>one</fieldset><select><option>two</select>",
    "<select><option>one<option>two</select>",
]


@pytest.mark.parametrize("html", APART)
def test_words_beside_a_field_are_words_apart_in_the_index_and_on_the_page(html: str) -> None:
    assert html_text(html).split() == ["one", "two"]
    shown = re.sub(r"<[^>]+>", "", sanitise(html, {}).html)
    assert shown.split() == ["one", "two"]


def test_html_becomes_lines_where_a_browser_would_break_them() -> None:
    assert html_text("<p>One<br>two</p><ul><li>a<li>b</ul><b>x</b>y").split("\n") == ["One", "two", "", "a", "b", "xy"]


def test_a_body_that_names_no_charset_is_told_by_its_letters_and_says_so() -> None:
    said = "Сегодня утром мы получили три камеры для участка, платить не нужно."
    reading, _ = mail(b"", said.encode("koi8-r"))
    assert facts(reading).body == said
    assert any("KOI8-R" in str(defect) for defect in facts(reading).defects)


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        (b"gb2312", "gb18030", "镕基"),
        (b"ks_c_5601-1987", "cp949", "똠방각하"),
        (b"iso-8859-8-i", "cp1255", "שלום"),
        (b"utf-7", "utf-7", "Grüße"),
        (b"koi8-r", "koi8-r", "Привет"),
        (b"iso-2022-jp", "iso2022-jp", "日本語"),
        (b"us-ascii", "utf-8", "naïve"),
        (b"unknown-8bit", "cp1252", "naïve “x”"),
        (b"iso-8859-1", "cp1252", "“x” – €"),
        (b"windows-1252", "cp1252", "“x” – €"),
        (b'"UTF-8"', "utf-8", "naïve"),
    ],
)
def test_a_body_is_read_in_the_charset_that_was_meant(charset: bytes, codec: str, text: str) -> None:
    reading, _ = mail(b"Content-Type: text/plain; charset=" + charset, b"", text.encode(codec))
    assert facts(reading).body == text
    assert reading.state is State.OK


def test_an_undecodable_body_is_kept_and_flagged() -> None:
    reading, _ = mail(b"Content-Type: text/plain; charset=utf-8", b"", b"good \xff\xfe words")
    assert facts(reading).body == "good \ufffd\ufffd words"
    assert reading.state is State.PARTIAL
    assert "replacement" in reading.reason


def test_flowed_text_is_put_together_again() -> None:
    lines = (b"A long ", b"line.", b"> quoted ", b"> text", b" From me", b"-- ", b"Ann")
    reading, _ = mail(b"Content-Type: text/plain; format=flowed", b"", *lines)
    assert facts(reading).body.split("\n") == ["A long line.", "> quoted text", "From me", "-- ", "Ann"]


def test_quoted_from_lines_are_unquoted_only_in_mail_out_of_a_mailbox() -> None:
    data = HEAD + b"\n>From here\n>>From there\n"
    for from_mbox, body in ((True, "From here\n>From there\n"), (False, ">From here\n>>From there\n")):
        told = read(ReadOne("x", from_mbox), data)[0].mail
        assert told is not None
        assert told.body == body


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


def test_a_multipart_cut_short_keeps_what_there_is() -> None:
    body = b"Content-Type: multipart/mixed; boundary=B\n\n--B\n\nText\n--B\nContent-Type: text/csv; name=a.csv\n\n1,2"
    reading, contents = mail(body)
    assert contents == [b"1,2"]
    assert any("cut short" in defect for defect in words(facts(reading).defects))


def test_a_message_nested_without_end_is_bounded() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000))
    reading, contents = mail(deep + b"\nthe end")
    assert reading.state is State.PARTIAL
    assert "50 levels" in reading.reason
    assert contents[0].endswith(b"the end")


def test_a_message_of_too_many_parts_is_bounded() -> None:
    parts = b"--B\nContent-Type: text/csv\n\nx\n" * 30_000
    reading, contents = mail(b"Content-Type: multipart/mixed; boundary=B\n\n" + parts)
    assert reading.state is State.PARTIAL
    assert len(contents) == 1


@pytest.mark.parametrize(
    "attack",
    [
        lambda: b"Subject: " + b"=?utf-8?B?QUJD?= " * 16_000 + b"\n",
        lambda: b"To: " + b"a" * 65_000 + b"\n",
        lambda: b"To: " + b"<a@b.example>," * 5_000 + b"\n",
        lambda: b"To: " + b"(" * 3_000 + b")" * 3_000 + b"\n",
        lambda: b"Content-Type: text/plain; " + b"a=b; " * 13_000 + b"\n",
        lambda: b"Content-Type: text/plain; " + b'x*0="' * 13_000 + b"\n",
        lambda: b"Date: " + b"Mon, " * 13_000 + b"\n",
        lambda: b"References: " + b"<" * 65_000 + b"\n",
        lambda: b"X-A: b\n" * 30_000,
        lambda: b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
        lambda: b"Content-Type: text/html\n\n" + b"<b x=%d>" * 100_000,
        lambda: b"Content-Type: text/html\n\n" + b"<" * 1_000_000,
        lambda: b"Content-Type: text/html\n\n" + b"<a " * 300_000,
        lambda: b"Content-Type: text/html\n\n" + b"<meta " * 300_000,
        lambda: b"Content-Type: text/html\n\n" + b"<table><tr><td>" * 50_000,
        lambda: b"\n" + b"begin 644 x\n" * 50_000,
        lambda: b"\n" + b" \n" * 500_000,
        lambda: b"\nFrom " * 100_000,
    ],
)
def test_no_message_stalls_the_reader(attack: Callable[[], bytes]) -> None:
    mail(attack())  # each of these took minutes, or the stack, of some reader


@given(st.binary(max_size=500))
def test_no_bytes_can_stop_the_reader(body: bytes) -> None:
    reading, contents = read(ReadOne("x", from_mbox=True), HEAD + body)
    assert sum(map(len, contents)) <= len(HEAD + body)
    assert reading.mail is not None


PIECES = st.sampled_from(
    [
        *(
            b"--B\n",
            b"--B--\n",
            b"--C\r\n",
            b"\n",
            b"\r\n",
            b"text\n",
            b"begin 644 x\n",
            b"#0V%T\n",
            b"end\n",
            b"=\n",
            b"QUJD\n",
        ),
        *(b"Content-Type: multipart/mixed; boundary=B\n", b"Content-Type: multipart/alternative; boundary=C\n"),
        *(b"Content-Type: text/html\n", b"Content-Type: message/rfc822\n", b"Content-Transfer-Encoding: base64\n"),
        *(
            b"Content-Disposition: attachment\n",
            b"Content-Transfer-Encoding: quoted-printable\n",
            b" folded\n",
            b"<p>x",
        ),
    ]
)


@given(st.lists(PIECES, max_size=40))
def test_no_jumble_of_parts_can_stop_the_reader_or_grow(pieces: list[bytes]) -> None:
    data = HEAD + b"".join(pieces)
    reading, contents = read(ReadOne("x", from_mbox=True), data)
    assert len(contents) == len(reading.children)
    assert sum(map(len, contents)) <= len(data)
