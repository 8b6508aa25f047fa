"""Bytes that are text: whether they are, in which character set, and what kind of text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from reviewer.domain.evidence.reading import Kind
from reviewer.domain.reasons.reason import Reason, Reasons, reasons_of
from reviewer.workers.charset_guess import WESTERN
from reviewer.workers.email.charsets import by_letters, codec_of, decode, decode_or_tell, is_utf7

HEAD = 65_536
"""Bytes from the beginning that are enough to tell."""

MAX_CHARS = 20_000_000
"""Characters of one file that are read; a novel has a million."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x19\x1c-\x1f]")  # bell, backspace, tab, line ends, Ctrl-Z, escape: in texts
_WIDE_CONTROLS = re.compile("[\x00-\x06\x0e-\x19\x1c-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9_:.-]{1,60})|<meta[^>]{1,400}charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,60})""",
    re.IGNORECASE,
)
_NO_TEXT = (b"%PDF-", b"{\\rtf", b"PK\x03\x04", b"GIF8", b"BM", b"MZ", b"ID3", b"OggS", b"Rar!", b"7z\xbc\xaf", b"BZh")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,500}\?>\s*)?(?:<!--.{0,20000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|table|div|p|meta|title|style|font|center|h[1-6]|span|b|br|script|noscript|link|base|a|img|ul|ol|pre)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<(?:\?xml|!doctype|svg)\b", re.IGNORECASE)
_ENTRY = re.compile(r"\s*BEGIN[ \t]*:[ \t]*(VCALENDAR|VCARD)\b", re.IGNORECASE)
_BLANKS = re.compile(r"\s")
# Kana, and the signs that every Chinese text has: of letters picked at random they are one in hundreds.
_COMMON = re.compile(
    "[\u3040-\u30ff的一是不了在人有我他這这個个們们中大来來上国國和地到以说說时時要就出会會可也你对對生能而子那得于著着下自之年。、,]"
)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|\s*[-*] \S|```|.+\n(?:===+|---+)$|\[[^\]]+\]\()", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with line feeds as its line ends; ``charset`` says how it was read, and ``reasons`` what is not whole."""

    text: str
    charset: str
    guessed: bool
    reasons: Reasons = ()


def identify_plain(head: bytes) -> Kind | None:
    """TEXT, CALENDAR or CONTACT when the first bytes are text and nothing else, or None."""
    head = head[:HEAD]
    if not head.strip() or head.startswith(_NO_TEXT):
        return None
    codec = _wide_codec(head)
    if codec:
        text = head.removeprefix(_mark(head)[0]).decode(codec, "ignore")
        if len(_WIDE_CONTROLS.findall(text)) > len(text) // 1_000:
            return None
    elif _is_narrow_text(head):
        text = head[:1_000].decode("latin-1").removeprefix("\xef\xbb\xbf")
    else:
        return None
    entry = _ENTRY.match(text)
    if entry:
        return Kind.CALENDAR if entry[1].upper() == "VCALENDAR" else Kind.CONTACT
    return Kind.TEXT


def decode_plain(data: bytes) -> Decoded:
    """The text of a file: by its byte order mark, what it declares, UTF-8, UTF-16, else by its letters."""
    mark, marked = _mark(data)
    wide = _wide_codec(data[:HEAD])
    declared = _DECLARED.search(data[:HEAD]) if not wide else None
    label = (declared[1] or declared[2]).decode("ascii") if declared else ""
    reasons: Reasons = ()
    most = MAX_CHARS * (4 if wide else 1)
    if len(data) > most:
        data, reasons = data[:most], (Reason("plain.text_long", limit=MAX_CHARS),)
    data = data.removeprefix(mark)
    if marked or wide:
        return _by_codec(data, marked or wide, reasons, guessed=not marked)
    if label and codec_of(label).startswith(("utf-16", "utf-32")):
        label = ""  # one byte a letter: whoever wrote that had another encoding
    if not label and is_utf7(data):
        return _by_codec(data, "utf-7", reasons, guessed=True)
    try:
        return Decoded(_one_line_end(data.decode("utf-8")), "UTF-8", guessed=False, reasons=reasons)
    except UnicodeDecodeError as error:
        if reasons and error.start > len(data) - 4:
            return Decoded(_one_line_end(data[: error.start].decode("utf-8")), "UTF-8", guessed=False, reasons=reasons)
    if label and codec_of(label) not in ("", "utf-8", "ascii"):
        read = decode_or_tell(data, label)
        lossy = () if read.whole else reasons_of(read.defect)
        wrong = read.defect is not None and read.defect.code == "email.charset_wrong"
        charset = str(read.defect["charset"]) if read.defect and wrong else label.lower()
        return Decoded(_one_line_end(read.text), charset, guessed=wrong, reasons=(*lossy, *reasons))
    text, name = by_letters(data)
    return Decoded(_one_line_end(text), name, guessed=True, reasons=reasons)


def format_of(text: str, name: str) -> str:
    """``HTML``, ``XML``, ``CSV``, ``TSV``, ``Markdown`` or ``text``; the name counts for what no content can tell."""
    ending = name.lower().rpartition(".")[2]
    if _HTML.match(text[:30_000]):
        return "HTML"
    if _XML.match(text[:1_000]):
        return "XML"
    if ending in ("csv", "tsv", "tab"):
        return "CSV" if ending == "csv" else "TSV"
    if ending in ("md", "markdown") and _MARKDOWN.search(text[:HEAD]):
        return "Markdown"
    return "text"


def _mark(data: bytes) -> tuple[bytes, str]:
    return next(((mark, codec) for mark, codec in _MARKS if data.startswith(mark)), (b"", ""))


def _wide_codec(head: bytes) -> str:
    """The codec of a text with two or four bytes a letter, by its mark or by where its zero bytes stand."""
    codec = _mark(head)[1]
    if codec and codec != "utf-8":
        return codec
    even = head[: len(head) & ~1]
    if codec or len(even) < 8 or b"\x00" not in even:
        return ""
    first, second = even[::2].count(0), even[1::2].count(0)
    half = len(even) // 2
    if second > 0.4 * half and first < 0.02 * half:
        return "utf-16-le"
    return "utf-16-be" if first > 0.4 * half and second < 0.02 * half else ""


def _is_narrow_text(head: bytes) -> bool:
    controls = len(_CONTROLS.findall(head))
    if _HTML.match(head[:1_000].decode("latin-1")) and controls * 20 < len(head):
        return True  # damaged, but nothing else begins like this
    if b"\x00" in head or controls * 200 > len(head):
        return False
    if head.isascii():
        return True
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(head) - 4 and error.reason == "unexpected end of data":
            return True
    else:
        return True
    plain = sum(head.count(byte) for byte in b" \r\n\teaionrst0123456789") + head.count(b"\xa0")
    # Without blanks and the commonest letters it is no text of any single-byte set of Latin letters.
    return plain * 12 > len(head) or _is_foreign_text(head)


def _is_foreign_text(head: bytes) -> bool:
    """Whether it is text of a script that has another set: words with blanks between, or the commonest of its signs."""
    for cut in range(4):  # the head may end within a letter
        text, name = by_letters(head[: len(head) - cut])
        if name != WESTERN:
            told = sum(char.isalnum() or char.isspace() or unicodedata.category(char)[0] == "P" for char in text)
            blanks = len(_BLANKS.findall(text))
            return told * 20 > len(text) * 19 and (
                blanks * 30 > len(text) or len(_COMMON.findall(text)) * 12 > len(text)
            )
    return False


def _by_codec(data: bytes, codec: str, reasons: Reasons, *, guessed: bool) -> Decoded:
    name = codec.upper().removesuffix("-LE").removesuffix("-BE")
    read = decode(data, codec)
    lossy = () if read.whole else reasons_of(read.defect)
    return Decoded(_one_line_end(read.text), name, guessed=guessed, reasons=(*lossy, *reasons))


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
