"""Look in a finished file for words that must not be in it, by every way that comes to mind of whoever receives it.

A PDF is read as raw bytes, stream by stream, string by string, page by page by two readers, and drawn to see whether
its boxes are filled. A file of several parts is taken apart, part by part. Found words are told by their place.
"""

from __future__ import annotations

import gzip
import html
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from functools import lru_cache
from itertools import chain
from typing import Any
from urllib.parse import unquote

import pypdfium2

from reviewer.domain.pages.ocr import may_have_words
from reviewer.isolation.exhibit_messages import Attack, Attacked, AttackHit, RedactBox
from reviewer.workers.email.transfer import uu_blocks
from reviewer.workers.exhibits.legible import beyond_legible
from reviewer.workers.exhibits.own_names import without_own_names
from reviewer.workers.exhibits.packed import Pieces, messages, taker
from reviewer.workers.exhibits.pdf_strings import strings, told_beside
from reviewer.workers.exhibits.sought import Sought
from reviewer.workers.exhibits.wordlayer import to_unicode
from reviewer.workers.pdf.document import load_page, open_pdf
from reviewer.workers.pdf.embedded import embedded_files
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.page_pictures import pictures_on
from reviewer.workers.refusal import Refusal

_SCALE = 1.0
"""Pixels a point at which boxes are looked at."""

_BRIGHT, _MOST_BRIGHT = 64, 0.25
"""Of 255, and the share of a box that may be brighter than that: its code is."""

_DEPTH = 6
_UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, NotImplementedError)
_MOST_PART = 256 * 2**20
_LEAST_IN_PIXELS = 8
"""Bytes that words must have to be looked for where nothing tells one word from another; fewer are there by chance."""

_HEADER = re.compile(rb"[\x21-\x39\x3b-\x7e]{1,76}:[ \t]|From [^\n]*\n")
"""How a message begins, or a mailbox."""
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_LETTERS = to_unicode().encode()
"""What stands in each file with words of OCR, and in which nobody could have written."""


def attack(request: Attack, data: bytes) -> Attacked:
    """What of the words, or of what is under the boxes, is found in a file."""
    sought = _ready(request.words)
    hits: dict[tuple[str, str, int], AttackHit] = {}
    found = _in_file(sought, data, 0) if request.words else ()
    for where, word, page in (*found, *beyond_legible(request.legible, data), *_in_boxes(request.boxes, data)):
        hits.setdefault((where, word, page), AttackHit(where, word, page))
    return Attacked(tuple(hits.values())[:100], tuple(_pictured(data)) if request.pictures else ())


def _pictured(data: bytes) -> Iterator[int]:
    """The pages of a PDF on which pictures may have words; a page that cannot be read is told elsewhere."""
    if not data.startswith(b"%PDF"):
        return
    try:
        document = open_pdf(data)
        for number in range(1, document.page_count + 1):
            if may_have_words(pictures_on(load_page(document, number))):
                yield number
    except Refusal:
        return
    except MUPDF_ERRORS:
        return


@lru_cache(maxsize=2)
def _ready(words: tuple[str, ...]) -> Sought:
    """Most files that are searched one after the other are searched for the same words."""
    return Sought(words)


Hit = tuple[str, str, int]


def _in_file(sought: Sought, data: bytes, depth: int) -> Iterator[Hit]:
    packed = zipfile.is_zipfile(io.BytesIO(data))
    mail, gzipped = bool(_HEADER.match(data)), data.startswith(b"\x1f\x8b")
    take = None if mail or gzipped else taker(data)
    if data.startswith(b"%PDF") or (b"%PDF-" in data[:1024] and not (packed or mail or gzipped or take)):
        yield from _in_pdf(sought, data, depth)
        return
    yield from _in_bytes(sought, data)
    yield from _in_uuencoded(sought, data, depth)
    if not (packed or mail or gzipped or take):
        return
    if depth >= _DEPTH:
        yield "unreadable", "", 0
        return
    if mail:
        yield from _in_mail(sought, data, depth)
    if packed:  # what is found at the end of a file that holds others may be one of those, and out of its place
        found = _in_zip(sought, data, depth)
        yield from (each for each in found if not (take and each[0].endswith("unreadable")))
    elif gzipped:
        yield from _in_gzip(sought, data, depth)
    if take:
        yield from _in_pieces(sought, take(data), depth)


def _in_pieces(sought: Sought, pieces: Pieces, depth: int) -> Iterator[Hit]:
    for name, part in pieces:
        yield from (("name", word, 0) for word in sought.text(name))
        if part is None:
            yield f"{name}: unreadable"[:200], "", 0
            continue
        for where, word, page in _in_file(sought, part, depth + 1):
            yield f"{name}: {where}"[:200], word, page


def _in_uuencoded(sought: Sought, data: bytes, depth: int) -> Iterator[Hit]:
    """In the files that stand in a text as mail had them before MIME."""
    for number, block in enumerate(uu_blocks(data), 1):
        if depth >= _DEPTH:
            yield "unreadable", "", 0
            return
        for where, word, page in _in_file(sought, block.data, depth + 1):
            yield f"uuencoded file {number}: {where}", word, page


_WRITTEN = re.compile(r"\\(?:u([0-9a-fA-F]{4})|[bfnrtv])")
"""How JSON and programs write signs within a string."""


_NO_TEXT = re.compile(rb"[\0-\x08\x0b\x0e-\x1f\x7f]")
"""What no text has, in any set of characters with one byte for a letter."""


_TURNED = re.compile("[\u202e\u2067]|&#(?:8238|x202e|8295|x2067);|<bdo|bidi-override", re.IGNORECASE)
"""What has a text shown from its end: its letters stand the other way round than they are read."""


_APART = re.compile(r"[\s\"'<>(),;:/=]+")
_NAME = re.compile(r"@|\w[._]\w")
"""What addresses and names of files and of accounts have, and words, hashes and coded pictures have not."""


def _names(text: str) -> bytes:
    """The addresses and the names of files and of accounts in a text; within one, words have no ends."""
    if not any(sign in text for sign in "@._"):
        return b""
    apart = (each for each in _APART.split(text) if "." in each or "_" in each or "@" in each)
    return " ".join(each for each in apart if _NAME.search(each)).encode()


def _in_bytes(sought: Sought, data: bytes) -> Iterator[Hit]:
    """In bytes that may be a text. Of one in UTF-8 words have ends: few letters are in it by chance, as in a hash."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if not text or "\0" in text:  # as in UTF-16
        yield from (("bytes", word, 0) for word in sought.raw(data))
        sure = not _NO_TEXT.search(data)
        said = data.decode("utf-8", "replace")
        yield from (("text", word, 0) for word in sought.text(said, sure=sure))
        yield from (("text", word, 0) for word in (sought.coded(said) if sure else ()))
        return
    yield from (("bytes", word, 0) for word in sought.raw(data, _LEAST_IN_PIXELS))
    told = [text]
    if "\\" in text:
        told.append(_WRITTEN.sub(lambda found: chr(int(found[1], 16)) if found[1] else " ", text))
    if "%" in text:
        told.append(unquote(text))
    if "<" in text:
        told += _untagged(text)
    if _TURNED.search(text):
        told += [each[::-1] for each in told]
    yield from (("text", word, 0) for each in told for word in (*sought.text(each), *sought.raw(_names(each))))
    yield from (("text", word, 0) for word in sought.coded(text))


_TAG = re.compile("<[^<>]*>")


def _untagged(text: str) -> list[str]:
    """A text of HTML or XML without tags: where these part letters of a word, and where they part words."""
    return [html.unescape(_TAG.sub(between, text)) for between in ("", " ")]


def _in_gzip(sought: Sought, data: bytes, depth: int) -> Iterator[Hit]:
    """In all members of a gzip file, RFC 1952 2.2."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            unpacked = packed.read(_MOST_PART + 1)
    except _UNREADABLE:
        unpacked = b""
    if not 0 < len(unpacked) <= _MOST_PART:
        yield "unreadable", "", 0
    yield from _in_file(sought, unpacked, depth + 1)


def _in_mail(sought: Sought, data: bytes, depth: int) -> Iterator[Hit]:
    """In the fields and the parts of a message, decoded; what is no message has neither."""
    try:
        for part in chain.from_iterable(message_from_bytes(each).walk() for each in messages(data)):
            for name, value in part.items():
                yield from ((f"field {name}"[:200], word, 0) for word in sought.text(_said(str(value))))
            yield from (("name of a part", word, 0) for word in sought.text(_named(part)))
            if part.is_multipart():
                continue
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body:
                for where, word, page in _in_file(sought, body, depth + 1):
                    yield f"part: {where}"[:200], word, page
                shown = _shown(body, part.get_content_charset())
                yield from (("part: text", word, 0) for each in shown for word in sought.text(each))
    except RecursionError:
        yield "unreadable", "", 0


def _named(part: Message) -> str:
    """How a part is called, put together where that is in several pieces (RFC 2231, 3)."""
    try:
        return _said(part.get_filename("") or "")
    except (ValueError, LookupError, TypeError):  # what it says of its own character set is none
        return ""


def _said(value: str) -> str:
    """A field of a message with its encoded words decoded, and so with those of RFC 2231."""
    try:
        said = str(make_header(decode_header(value)))
    except (ValueError, LookupError, HeaderParseError):
        said = value
    return f"{said} {unquote(value)}"


def _shown(body: bytes, charset: str | None) -> list[str]:
    """The words of a part without tags and character references, as far as its character set is known."""
    try:
        text = body.decode(charset or "utf-8", "replace")
    except LookupError:
        text = body.decode("latin-1")
    return _untagged(text)


def _in_zip(sought: Sought, data: bytes, depth: int) -> Iterator[Hit]:
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except _UNREADABLE:
        yield "unreadable", "", 0
        return
    with packed:
        for info in packed.infolist():
            yield from (("name", word, 0) for word in sought.text(info.filename))
            if info.flag_bits & 1:  # encrypted: nobody reads this one
                continue
            try:
                with packed.open(info) as member:
                    part = member.read(_MOST_PART + 1)
            except _UNREADABLE:
                part = b""
            if len(part) > _MOST_PART or (not part and info.file_size):
                yield f"{info.filename}: unreadable"[:200], "", 0
            for where, word, page in _in_file(sought, part, depth + 1):
                yield f"{info.filename}: {where}"[:200], word, page
            shown = _untagged(part.decode("utf-8", "replace")) if part[:1] == b"<" else ()
            yield from ((f"{info.filename}: text"[:200], word, 0) for each in shown for word in sought.text(each))


def _in_pdf(sought: Sought, data: bytes, depth: int) -> Iterator[Hit]:
    if sought.may_be_in_bytes(data) or sought.may_be_in_bytes(_STREAM.sub(b"", data)):
        bare = without_own_names(data)
        yield from (("bytes", word, 0) for word in sought.raw(_STREAM.sub(b"", bare)))
        yield from (("stream", word, 0) for word in sought.raw(bare, _LEAST_IN_PIXELS))
    try:
        document = open_pdf(data)
    except Refusal:
        yield "unreadable", "", 0
        return
    try:
        yield from _in_objects(sought, document)
        yield from _in_texts(sought, document)
        held = embedded_files(document)
        yield from (("unreadable", "", 0) for _ in held.remarks[:1])
        for child, inner in zip(held.children, held.contents, strict=True):
            for where, word, page in _in_file(sought, inner, depth + 1):
                yield f"{child.name}: {where}"[:200], word, page
    except MUPDF_ERRORS:
        yield "unreadable", "", 0
    yield from _by_second(sought, data)


def _in_objects(sought: Sought, document: Any) -> Iterator[Hit]:
    """In every object, used or not: its strings and its stream, unpacked."""
    for xref in range(1, document.xref_length()):
        text = document.xref_object(xref, compressed=True)
        if sought.may_be_in(text):
            bare = without_own_names(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
            yield from (("object", word, 0) for word in sought.text(bare))
        yield from (("object", word, 0) for word in sought.text(" ".join(strings(text))))
        if document.xref_is_stream(xref):
            picture = "/Subtype/Image" in text.replace(" ", "")
            unpacked = document.xref_stream(xref) or b""
            if unpacked == _LETTERS:
                continue
            if "/Type/ObjStm" in text.replace(" ", ""):
                unpacked = without_own_names(unpacked)  # objects, packed
            yield from (("stream", word, 0) for word in sought.raw(unpacked, _LEAST_IN_PIXELS if picture else 0))
            if not picture:
                # one that draws has the letters of a word apart: (tr)-1(ian)-1(gle)
                said, sure = unpacked.decode("latin-1"), unpacked.lstrip()[:1] == b"<" and not _NO_TEXT.search(unpacked)
                told = (word for text in (said, "".join(strings(said))) for word in sought.text(text, sure=sure))
                yield from (("stream", word, 0) for word in told)


def _in_texts(sought: Sought, document: Any) -> Iterator[Hit]:
    yield from (("metadata", word, 0) for text in told_beside(document) for word in sought.text(text))
    for page in document:
        number = page.number + 1
        said = page.get_text()
        yield from (("text", word, number) for word in (*sought.text(said), *sought.coded(said)))
        yield from ((where, word, number) for where, word, _ in _in_uuencoded(sought, said.encode(), 0))
        for note in page.annots():
            yield from (("note", word, number) for text in note.info.values() for word in sought.text(str(text)))
        for field in page.widgets():
            said = f"{field.field_name} {field.field_value} {field.field_label}"
            yield from (("form", word, number) for word in sought.text(said))
        for link in page.get_links():
            said = " ".join(map(str, link.values()))
            yield from (("link", word, number) for word in (*sought.text(said), *sought.coded(said)))


def _by_second(sought: Sought, data: bytes) -> Iterator[Hit]:
    try:
        with pypdfium2.PdfDocument(data) as document:
            told = " ".join(document.get_metadata_dict().values())
            yield from (("second reader", word, 0) for word in sought.text(told))
            for number, page in enumerate(document, 1):
                said = page.get_textpage().get_text_bounded()
                yield from (("second reader", word, number) for word in sought.text(said))
    except (pypdfium2.PdfiumError, ValueError):
        yield "unreadable", "", 0


_RIM = 3.0
"""Points at the upper and the lower side of a box in which words of a neighbouring line may reach."""


def _in_boxes(boxes: Sequence[RedactBox], data: bytes) -> Iterator[Hit]:
    """Boxes that are not filled as seen by the second reader, and words that stand in one, its code apart."""
    if not boxes:
        return
    try:
        with pypdfium2.PdfDocument(data) as document:
            for number in sorted({each.page for each in boxes}):
                page = document[number - 1]
                picture = page.render(scale=_SCALE, grayscale=True, may_draw_forms=True)
                seen = _Seen(bytes(picture.buffer), picture.width, picture.height, picture.stride)
                text, (left, _, _, top) = page.get_textpage(), page.get_cropbox()
                for each in (one for one in boxes if one.page == number):
                    if seen.bright(each.box) > _MOST_BRIGHT:
                        yield "box", each.label, number
                    x0, y0, x1, y1 = each.box
                    edge = min((y1 - y0) / 2, (x1 - x0) / 4)  # OCR is not exact to a letter at the end of a word
                    rim = min((y1 - y0) * 0.3, _RIM)  # lines that a region cuts off reach into it by no more
                    held = text.get_text_bounded(left + x0 + edge, top - y1 + rim, left + x1 - edge, top - y0 - rim)
                    if held.strip() not in {"", each.label}:
                        yield "box text", each.label, number
    except (pypdfium2.PdfiumError, ValueError, IndexError):
        yield "unreadable", "", 0


class _Seen:
    """A page in grey, one byte a pixel."""

    def __init__(self, pixels: bytes, width: int, height: int, stride: int) -> None:
        self._pixels, self._width, self._height, self._stride = pixels, width, height, stride

    def bright(self, box: Iterable[float]) -> float:
        """The share of a box's pixels that are not dark, its edge left out where there is more than edge."""
        x0, y0, x1, y1 = (round(side * _SCALE) for side in box)
        edge = 1 if min(x1 - x0, y1 - y0) > 2 else 0
        left, right = max(0, x0 + edge), min(self._width, x1 - edge)
        rows = range(max(0, y0 + edge), min(self._height, y1 - edge))
        lines = (row * self._stride for row in rows if right > left)
        seen = b"".join(self._pixels[line + left : line + right] for line in lines)
        return sum(value > _BRIGHT for value in seen) / len(seen) if seen else 1.0
