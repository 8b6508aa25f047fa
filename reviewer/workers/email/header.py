"""Header blocks and the text of header values: RFC 5322, RFC 2047, and the raw 8-bit that real mail holds instead.

Everything here is linear in its input: no header can cost more than its length.
"""

from __future__ import annotations

import binascii
import contextlib
import re
from collections.abc import KeysView
from dataclasses import dataclass, field
from functools import lru_cache

from reviewer.workers.email.charsets import by_letters, codec_of, decode, decode_or_tell

LONGEST = 65_536
"""Bytes of one header value that are decoded; what is beyond is left out, with a defect."""

_ONCE = frozenset(
    ("from", "sender", "date", "subject", "message-id", "content-type", "content-transfer-encoding",
     "content-disposition")
)  # fmt: skip
"""Fields that a header has once (RFC 5322, section 3.6; RFC 2045, section 3)."""

_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")
_ENVELOPE = re.compile(rb">*From [^\n]*\n")
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_WORDS = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=(?:[ \t]*=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=)*")
_RAW_WORD = re.compile(rb"=\?([^?\s]{1,60})\?[qQ]\?([^?]*[\x80-\xff][^?]*)\?=")
_HIGH = re.compile(rb"[\x80-\xff]+")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of one header block, in order, names in lower case, values as raw bytes without the colon.

    ``junk`` says that lines stood between the fields that are no header.
    """

    fields: tuple[tuple[str, bytes], ...]
    junk: bool = False
    _firsts: dict[str, bytes] = field(init=False, repr=False, compare=False)
    """By name: a dozen names are asked for of each message, and most are not there."""

    def __post_init__(self) -> None:
        """Know the first value of each name."""
        object.__setattr__(self, "_firsts", dict(reversed(self.fields)))

    def first(self, name: str) -> bytes:
        """The raw value of the first field of that (lower-case) name, or empty."""
        return self._firsts.get(name, b"")

    def every(self, name: str) -> list[bytes]:
        """The raw values of all fields of that (lower-case) name."""
        return [value for key, value in self.fields if key == name] if name in self._firsts else []

    def names(self) -> KeysView[str]:
        """The names that there are, each once."""
        return self._firsts.keys()

    def isascii(self) -> bool:
        """Whether no value has a byte above 127."""
        return all(map(bytes.isascii, [value for _, value in self.fields]))

    def again(self) -> list[tuple[str, bytes]]:
        """Fields that should be there once and are there again, saying otherwise; programs take one or the other."""
        known: dict[str, set[bytes]] = {}
        found: list[tuple[str, bytes]] = []
        if len(self._firsts) == len(self.fields):
            return found
        once = [key for key, _ in self.fields if key in _ONCE]
        if len(once) == len(set(once)):
            return found
        for key, value in self.fields:
            if key in _ONCE:
                plain = b" ".join(value.split())
                values = known.setdefault(key, {plain})
                if plain not in values:
                    values.add(plain)
                    found.append((key, value))
        return found


def split_headers(data: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The header block at ``start`` and the offset where the body begins.

    A blank line ends the block. A line that is no header ends it too, unless a header follows on the next line: then
    it is junk. Lines with the mbox envelope are skipped.
    """
    fields: list[tuple[str, bytes]] = []
    junk = False
    at = start
    while at < end:
        match = _FIELD.match(data, at, end)
        if match:
            fields.append((_name(match[1]), match[2]))
            at = match.end()
            continue
        if data[at] == 10:
            return Headers(tuple(fields), junk), at + 1
        if data.startswith(b"\r\n", at):
            return Headers(tuple(fields), junk), at + 2
        envelope = _ENVELOPE.match(data, at, end)
        if envelope:
            at = envelope.end()
            continue
        line_end = data.find(b"\n", at, end) + 1
        if not line_end or not _FIELD.match(data, line_end, end):
            return Headers(tuple(fields), junk=True), at
        junk = True
        at = line_end
    return Headers(tuple(fields), junk), end


@lru_cache(1_024)
def _name(written: bytes) -> str:
    return written.decode("ascii").lower()


def raw_text(value: bytes) -> str:
    """A raw value as text, unfolded and stripped, encoded words left as they are."""
    value = value[:LONGEST].strip()
    try:
        text = value.decode("ascii")
    except UnicodeDecodeError:
        text = decode(_RAW_WORD.sub(_spelled, value), "").text
    if "\n" in text:
        text = _FOLD.sub("", text)
    return text


def _spelled(match: re.Match[bytes]) -> bytes:
    """An encoded word with its bytes above 127 as they should have been written, which are in the word's own charset.

    Those that are UTF-8 in a word that is not are taken for what they are.
    """
    codec = codec_of(match[1].partition(b"*")[0].decode("ascii", "replace"))

    def spell(run: re.Match[bytes]) -> bytes:
        raw = run[0]
        if codec and codec != "utf-8":
            with contextlib.suppress(UnicodeError):
                raw = raw.decode("utf-8").encode(codec)
        return b"".join(b"=%02X" % byte for byte in raw)

    start = match.start(2) - match.start()
    return match[0][:start] + _HIGH.sub(spell, match[0][start:])


def in_charset(headers: Headers, charset: str) -> tuple[Headers, bool]:
    """The same with every value that is neither ASCII nor UTF-8 read as of a charset, and whether there was one.

    Programs that write bytes above 127 into a header write them in the charset of the body.
    """
    if not codec_of(charset) or headers.isascii():
        return headers, False
    fields = [(name, _in_charset(value, charset)) for name, value in headers.fields]
    changed = any(new is not old for (_, new), (_, old) in zip(fields, headers.fields, strict=True))
    return (Headers(tuple(fields), headers.junk) if changed else headers), changed


def letters_of(headers: Headers) -> str:
    """The charset that the letters of all values tell which are neither ASCII nor UTF-8; empty where there is none."""
    raw = b"\n".join(value for _, value in headers.fields if not value.isascii() and not _is_utf8(value))
    return by_letters(raw[:LONGEST])[1] if raw else ""


def _is_utf8(value: bytes) -> bool:
    try:
        _RAW_WORD.sub(_spelled, value).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _in_charset(value: bytes, charset: str) -> bytes:
    if value.isascii() or _is_utf8(value):
        return value
    read = decode(_RAW_WORD.sub(_spelled, value), charset)
    return read.text.encode("utf-8") if read.whole else value


def header_text(value: bytes) -> str:
    """A raw value as people read it: unfolded, encoded words decoded, control characters as one space."""
    return decode_words(raw_text(value))


def each_text(headers: Headers, name: str) -> list[str]:
    """The text of each field of a name, on one line, none twice; the first 20 that say anything."""
    values = headers.every(name)
    if not values:
        return []
    texts = (" ".join(header_text(value).split()) for value in values[:20])
    return list(dict.fromkeys(text for text in texts if text))


def decode_words(text: str) -> str:
    """Decode every encoded word of RFC 2047, also where the standard would not allow one; never raises."""
    if "=?" in text:
        text = _WORDS.sub(_run, text)
    return text.strip() if text.isprintable() else _CONTROL.sub(" ", text).strip()


def _run(match: re.Match[str]) -> str:
    """Neighbouring words of one charset are joined before decoding: a character may be split between them."""
    out: list[str] = []
    charset, pending = "", bytearray()
    for word in _WORD.finditer(match[0]):
        label = word[1].partition("*")[0].lower()  # RFC 2231 allows a language behind the charset
        if pending and label != charset:
            out.append(decode_or_tell(bytes(pending), charset).text)
            pending.clear()
        charset = label
        pending += _word_bytes(word[2], word[3])
    out.append(decode_or_tell(bytes(pending), charset).text)
    return "".join(out)


def _word_bytes(encoding: str, payload: str) -> bytes:
    raw = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        return _HEX.sub(lambda m: bytes((int(m[1], 16),)), raw.replace(b"_", b" "))
    raw = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    if len(raw) % 4 == 1:
        raw = raw[:-1]
    return binascii.a2b_base64(raw + b"=" * (-len(raw) % 4))
