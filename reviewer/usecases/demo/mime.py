"""The bytes of messages, put together by hand as mailers of 2016 did (RFC 5322, 2045–2047, 2387).

The standard library's composer is not used: some of these messages must be broken on purpose, and the bytes must be the
same from each run and each version of Python.
"""

from __future__ import annotations

import base64
import hashlib
import quopri
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.usecases.demo.plan import Person

_WORD_BYTES = 42
"""Bytes in one encoded word, so that it stays below the 75 characters of RFC 2047 section 2."""
_WIDTH = 72


@dataclass(frozen=True, slots=True)
class Part:
    """A MIME part: header lines without their ends, and the body as it is on the wire."""

    headers: tuple[str, ...]
    body: bytes

    @property
    def wire(self) -> bytes:
        """Headers, an empty line, the body. A surrogate in a header stands for a raw byte (PEP 383)."""
        return "\n".join(self.headers).encode("utf-8", "surrogateescape") + b"\n\n" + self.body


def text_part(text: str, subtype: str, charset: str, encoding: str) -> Part:
    """A text in a charset and a transfer encoding."""
    return Part(
        (f"Content-Type: text/{subtype}; charset={charset}", f"Content-Transfer-Encoding: {encoding}"),
        transfer(text.encode(charset), encoding),
    )


def transfer(data: bytes, encoding: str) -> bytes:
    """Bytes in a transfer encoding (RFC 2045 section 6), ended by a line end."""
    if encoding == "base64":
        return base64.encodebytes(data)
    if encoding == "quoted-printable":
        data = quopri.encodestring(data)
    return data if data.endswith(b"\n") else data + b"\n"


def file_part(name: str, media_type: str, data: bytes, *, content_id: str = "") -> Part:
    """A file as an attachment, or with a ``content_id`` as a picture that the text shows."""
    headers = [f"Content-Type: {media_type}; name={quoted(name)}", "Content-Transfer-Encoding: base64"]
    if content_id:
        headers += [f"Content-ID: <{content_id}>", f"Content-Disposition: inline; filename={quoted(name)}"]
    else:
        headers.append(f"Content-Disposition: attachment; filename={quoted(name)}")
    return Part(tuple(headers), base64.encodebytes(data))


def message_part(wire: bytes) -> Part:
    """A message attached as it is."""
    return Part(("Content-Type: message/rfc822", "Content-Disposition: attachment"), wire)


def several(subtype: str, parts: Sequence[Part], key: str, *, closed: bool = True) -> Part:
    """Parts in a multipart. ``closed`` False leaves off the closing boundary, as a broken transfer does."""
    boundary = f"----=_{hashlib.sha256(f'{subtype} {key}'.encode()).hexdigest()[:24]}"
    body = b"".join(f"--{boundary}\n".encode() + part.wire + b"\n" for part in parts)
    ending = f"--{boundary}--\n".encode() if closed else b""
    return Part((f'Content-Type: multipart/{subtype}; boundary="{boundary}"',), body + ending)


def people_header(name: str, people: Iterable[Person]) -> str:
    """A header of addresses, one a line."""
    return f"{name}: " + ",\n ".join(f"{phrase(person.name)} <{person.address}>" for person in people)


def phrase(name: str) -> str:
    """A display name: as it is, quoted, or as encoded words."""
    if not name.isascii():
        return encoded_words(name)
    return name if re.fullmatch(r"[\w' -]+", name) else quoted(name)


def encoded_words(text: str) -> str:
    """A text that is not ASCII as encoded words in base64 (RFC 2047); ASCII as it is."""
    if text.isascii():
        return text
    words, word = [], b""
    for letter in text:
        if len(word) + len(letter.encode()) > _WORD_BYTES:
            words.append(word)
            word = b""
        word += letter.encode()
    return "\n ".join(f"=?utf-8?B?{base64.b64encode(each).decode()}?=" for each in [*words, word])


def quoted(name: str) -> str:
    """A quoted string (RFC 5322 section 3.2.4)."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def wrapped(text: str) -> str:
    """Plain text in lines of 72 characters; lines of a list stay whole, quoted lines stay as deeply quoted."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("- ") or not line:
            lines.append(line)
            continue
        mark = line[: len(line) - len(line.lstrip("> "))]
        lines += textwrap.wrap(line, _WIDTH, subsequent_indent=mark, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines) + "\n"
