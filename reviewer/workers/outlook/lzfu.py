"""Compressed RTF undone ([MS-OXRTFCP]), with a limit, and as far as it goes when it is damaged."""

from __future__ import annotations

import struct
import zlib

from reviewer.domain.reasons.reason import Reason

LARGEST = 32 * 2**20
"""Bytes of RTF that are unpacked."""

_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS "
    b"Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b"
    b"\\i\\u\\tab\\tx"
)
_WINDOW = 4096


def unpack(data: bytes) -> tuple[bytes, Reason | None]:
    """The RTF within a compressed one, and why it may not be whole."""
    if len(data) < 16:
        return b"", Reason("outlook.rich_text_cut")
    packed, size, magic, checksum = struct.unpack_from("<II4sI", data)
    body = data[16 : packed + 4]
    if magic == b"MELA":
        return body[: min(size, LARGEST)], None if size <= len(body) else Reason("outlook.rich_text_cut")
    if magic != b"LZFu":
        return b"", Reason("outlook.rich_text_packed")
    wrong = zlib.crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF != checksum
    text, ended = _expand(body)
    if wrong or not ended or len(text) < min(size, LARGEST):
        return text[: max(size, 0)] if ended else text, Reason("outlook.rich_text_damaged")
    return text[:size], None


def _expand(body: bytes) -> tuple[bytes, bool]:
    out = bytearray(b" " * (_WINDOW - len(_START)) + _START)
    at, end, largest = 0, len(body), LARGEST + _WINDOW
    while at < end and len(out) < largest:
        control = body[at]
        at += 1
        if not control and at + 8 <= end:
            out += body[at : at + 8]
            at += 8
            continue
        for bit in range(8):
            if not control >> bit & 1:
                if at >= end:
                    return bytes(out[_WINDOW:]), False
                out.append(body[at])
                at += 1
                continue
            if at + 2 > end:
                return bytes(out[_WINDOW:]), False
            token = body[at] << 8 | body[at + 1]
            at += 2
            # The window is a ring whose place 0 is 207 bytes before the first byte written.
            distance = (len(out) + len(_START) - (token >> 4)) % _WINDOW
            if not distance:
                return bytes(out[_WINDOW:]), True
            _copy(out, distance, (token & 15) + 2)
    return bytes(out[_WINDOW:]), len(out) < largest and at >= end


def _copy(out: bytearray, distance: int, length: int) -> None:
    start = len(out) - distance
    if distance >= length:
        out += out[start : start + length]
    else:
        piece = bytes(out[start:])
        out += (piece * (length // distance + 1))[:length]
