"""No message, however it is cut short, nested or jumbled, stops the reader or makes it grow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.evidence.reading import State
from reviewer.isolation.protocol import ReadOne
from reviewer.workers.reading import read
from tests.wording import words
from tests.workers.email.messages import HEAD, facts, mail


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
