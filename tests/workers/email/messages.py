"""A message as text, and what a reader tells of it."""

from __future__ import annotations

from reviewer.domain.evidence.reading import Kind, MailFacts, Reading
from reviewer.isolation.protocol import ReadOne
from reviewer.workers.reading import read

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
