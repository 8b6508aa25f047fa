"""The words of an item: plain text and HTML, whichever of Outlook's three forms holds them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.email.charsets import codec_of
from reviewer.workers.email.html_text import html_text
from reviewer.workers.outlook.lzfu import LARGEST, unpack
from reviewer.workers.outlook.narrow import charset_of
from reviewer.workers.outlook.properties import BINARY, Item, Properties
from reviewer.workers.outlook.rtf import read_rtf

_BODY, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_META = re.compile(rb"""<meta[^>]{1,400}charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,60})""", re.IGNORECASE)
_ENDS = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True)
class Words:
    """The body: plain text with CRLF line ends, HTML as bytes with its charset (empty where it names its own)."""

    plain: str = ""
    html: bytes = b""
    charset: str = ""


def words_of(item: Item) -> Words:
    """The body of an item; what cannot be read of it is added to its remarks."""
    properties = item.properties
    words = Words(plain=_ENDS.sub("\r\n", properties.text(_BODY, charset=_travelled_in(properties))))
    words.html, words.charset = _html(properties)
    if (not words.html or not words.plain) and properties.raw(_RTF):
        _add_rich(words, item)
    return words


def _travelled_in(properties: Properties) -> str:
    """The set in which the body travelled, where it is one that no other text looks like: other strings may differ."""
    charset = charset_of(properties.number(0x3FDE))
    return charset if codec_of(charset) == "utf-8" else ""


def plain_words(item: Item) -> str:
    """The body as plain text alone."""
    words = words_of(item)
    if not words.plain.strip() and words.html:
        return html_text(words.html.decode(codec_of(words.charset) or "utf-8", "replace"))
    return words.plain


def _html(properties: Properties) -> tuple[bytes, str]:
    if properties.kind(_HTML) != BINARY:
        text = properties.text(_HTML)
        return text.encode("utf-8", "replace"), "utf-8" if text else ""
    data = properties.raw(_HTML).rstrip(b"\0") if properties.raw(_HTML)[:2] != b"\xff\xfe" else properties.raw(_HTML)
    meta = _META.search(data[:4096])
    claims = (charset_of(properties.number(0x3FDE)), meta[1].decode("ascii") if meta else "", "utf-8")
    return data, next((claim for claim in claims if _fits(data, claim)), "")


def _fits(data: bytes, charset: str) -> bool:
    codec = codec_of(charset)
    if not codec:
        return False
    try:
        data.decode(codec)
    except (UnicodeError, ValueError):
        return False
    return True


def _add_rich(words: Words, item: Item) -> None:
    packed = item.properties.raw(_RTF)
    if len(packed) > LARGEST:
        item.remarks.append(Reason("outlook.rich_text_large"))
        return
    rtf, remark = unpack(packed)
    if remark and not (words.plain or words.html):
        item.remarks.append(remark)
    rich = read_rtf(rtf)
    if not rich.whole:
        item.remarks.append(Reason("outlook.rich_text_long"))
    if not words.html and rich.html.strip() and not (remark and words.plain):
        words.html, words.charset = rich.html.encode("utf-8", "replace"), "utf-8"
    if not words.plain and rich.text.strip():
        words.plain = _ENDS.sub("\r\n", rich.text)
