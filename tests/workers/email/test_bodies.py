"""What the body of a message says is found as it is shown, in whichever form and character set it was sent."""

from __future__ import annotations

import re

import pytest

from reviewer.domain.evidence.reading import State
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import ReadOne
from reviewer.workers.email.html_text import html_text
from reviewer.workers.email.sanitise import sanitise
from reviewer.workers.reading import read
from tests.wording import words
from tests.workers.email.messages import HEAD, facts, mail, multipart


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
