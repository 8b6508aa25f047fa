"""Content-Transfer-Encoding undone, and uuencoded blocks found in plain text."""

from __future__ import annotations

import binascii
import re
from typing import NamedTuple

from reviewer.domain.reasons.reason import Reason

_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,500})\r?\n", re.MULTILINE)
_UU_LINE = re.compile(rb"([ -`][ -`]*)\r?(?:\n|\Z)")


class Content(NamedTuple):
    """The decoded bytes, and why they may not be what was sent."""

    data: bytes
    reason: Reason | None = None


def undo(data: bytes, encoding: str) -> Content:
    """Decode by the name of a Content-Transfer-Encoding; what is not decodable is kept, with a reason."""
    encoding = encoding.strip().strip("\"'").lower()
    name = encoding if encoding.isalnum() and encoding.isascii() else _NOT_ALPHANUMERIC.sub("", encoding)
    if name in ("base64", "b64", "b"):
        return from_base64(data)
    if name in ("quotedprintable", "qp", "q"):
        return Content(binascii.a2b_qp(data))
    if name in ("xuuencode", "xuue", "uuencode", "uue"):
        found = uu_blocks(data)
        return Content(found[0].data, found[0].reason) if found else Content(data, Reason("email.uuencode_headless"))
    if name in ("", "7bit", "8bit", "7bits", "8bits", "7", "8", "binary", "none", "plain", "ascii"):
        return Content(data)
    return Content(data, Reason("email.encoding_unknown", encoding=_plain(encoding)))


def from_base64(data: bytes) -> Content:
    """Decode base64, past bytes that are none; decoding ends at padding only when nothing but padding follows."""
    compact = data.translate(None, b" \t\r\n")
    try:
        return Content(binascii.a2b_base64(compact, strict_mode=True))
    except binascii.Error:
        pass
    out = bytearray()
    foreign = False
    broken = False
    for run in compact.split(b"="):  # several encoded streams one after the other are decoded each
        letters = _NOT_BASE64.sub(b"", run)
        foreign = foreign or len(letters) != len(run)
        if len(letters) % 4 == 1:
            letters, broken = letters[:-1], True
        out += binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    if foreign:
        return Content(bytes(out), Reason("email.base64_foreign", count=len(out)))
    if broken or (not compact.endswith(b"=") and len(letters) % 4):
        return Content(bytes(out), Reason("email.base64_broken", count=len(out)))
    return Content(bytes(out))


class Uu(NamedTuple):
    """One uuencoded file within a text: its name, its bytes, where it stood."""

    name: bytes
    data: bytes
    start: int
    end: int
    reason: Reason | None = None


def uu_blocks(data: bytes) -> list[Uu]:
    """The uuencoded files in a text, at most 1,000."""
    if b"begin " not in data:
        return []
    blocks: list[Uu] = []
    at = 0
    while len(blocks) < 1_000 and (begin := _UU_BEGIN.search(data, at)):
        content, end, reason = _uu_lines(data, begin.end())
        at = max(end, begin.end())
        if content:
            blocks.append(Uu(begin[1].strip(), content, begin.start(), end, reason))
    return blocks


def _uu_lines(data: bytes, at: int) -> tuple[bytes, int, Reason | None]:
    out = bytearray()
    while at < len(data):
        if data.startswith(b"end", at):
            newline = data.find(b"\n", at)
            return bytes(out), len(data) if newline < 0 else newline + 1, None
        line = _UU_LINE.match(data, at)
        if not line:
            break
        length = (line[1][0] - 32) & 63
        needed = (length * 4 + 2) // 3
        if len(line[1]) - 1 < needed - 2 and length:
            break  # too short for what it promises: plain text, not data
        try:
            out += binascii.a2b_uu(line[1][: 1 + (length + 2) // 3 * 4])
        except binascii.Error:
            break
        at = line.end()
    return bytes(out), at, Reason("email.uuencode_broken", count=len(out))


def _plain(label: str) -> str:
    return re.sub(r"[^!-~]", "?", label[:60])
