"""A multipart that cannot be divided is text as it stands, on the page and in searches, and a remark says why."""

from __future__ import annotations

import base64

import pytest

from reviewer.domain.evidence.reading import State
from reviewer.isolation.protocol import LayOut
from reviewer.workers.email.layout import lay_out
from tests.wording import words
from tests.workers.email.messages import HEAD, facts, mail

SAID = "Your code is ready"
PARTS = b"--X\nContent-Type: text/plain\n\nYour code is ready\n--X--\n"
UNNAMED = "a multipart names no boundary"
MISSING = "a multipart holds none of its boundaries"


def page(*lines: bytes) -> str:
    """The page of a message, as HTML."""
    return lay_out(LayOut("IA-1", ()), HEAD + b"\n".join(lines))[0].html


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (b"Content-Type: multipart/mixed", UNNAMED),
        (b'Content-Type: multipart/alternative; boundary="Y"', MISSING),
        (b"Content-Type: multipart/mixed\nContent-Transfer-Encoding: base64", UNNAMED),
        (b"Content-Type: multipart/mixed\nContent-Transfer-Encoding: quoted-printable", UNNAMED),
        (b"Content-Type: multipart/mixed\nContent-Transfer-Encoding: x-uuencode", UNNAMED),
        (b"Content-Type: multipart/mixed\nContent-Disposition: attachment; filename=all.txt", UNNAMED),
        (b"Content-Type: multipart/mixed; name=all.txt", UNNAMED),
    ],
)
def test_what_names_no_boundary_that_it_holds_is_shown_as_it_stands(header: bytes, why: str) -> None:
    """Whatever its header says of an encoding, which a multipart has none of (RFC 2045, 6.4), or of a file."""
    reading, contents = mail(header, b"", PARTS)
    assert SAID in facts(reading).body
    assert SAID in page(header, b"", PARTS)
    assert (reading.state, contents) == (State.OK, [])
    assert words(facts(reading).defects) == [why]


def test_what_is_base64_throughout_is_decoded_all_the_same() -> None:
    header = b"Content-Type: multipart/mixed\nContent-Transfer-Encoding: base64"
    assert SAID in facts(mail(header, b"", base64.encodebytes(PARTS))[0]).body


def test_a_multipart_without_a_boundary_within_another_is_shown_though_it_has_a_name() -> None:
    inner = b"Content-Type: multipart/alternative; name=body\n\n" + PARTS
    reading, contents = mail(b"Content-Type: multipart/mixed; boundary=B", b"", b"--B\n" + inner + b"--B--\n")
    assert SAID in facts(reading).body
    assert contents == []


def test_words_after_the_notice_of_a_mail_program_are_shown_where_nothing_else_is() -> None:
    body = b"This is a multi-part message in MIME format.\nYour code is ready\n--B--\n"
    header = b"Content-Type: multipart/mixed; boundary=B"
    assert SAID in facts(mail(header, b"", body)[0]).body
    assert SAID in page(header, b"", body)
