"""Every format that an item can be: its mark, its kind, its name, and through its kind the reader that takes it.

The name of a file is never asked. An item is the first row of the table whose mark it bears, so the order counts. What
is within a zip, an OLE file or XML is told by ``office/kinds.py``, which needs all bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from reviewer.domain.evidence.reading import Kind
from reviewer.workers.archive.formats import MARKS, TESTS, identify_archive
from reviewer.workers.email.beginning import is_mac_message, is_mail, is_mbox
from reviewer.workers.email.cms import Wrap, wrap_of
from reviewer.workers.office.word.marks import WORD_2
from reviewer.workers.plain.text import identify_plain

Mark = bytes | Callable[[bytes], object]
"""What a format begins with, or a test of its first bytes (:data:`reviewer.workers.email.beginning.HEAD`)."""


class Reader(Enum):
    """Who reads an item, and makes its pages where it has any."""

    MAIL = auto()
    MAILBOX = auto()
    CONTAINER = auto()
    PDF = auto()
    OFFICE = auto()
    PICTURE = auto()
    PLAIN = auto()
    NONE = auto()


READERS: dict[Kind, Reader] = {
    Kind.EMAIL: Reader.MAIL,
    Kind.MBOX: Reader.MAILBOX,
    Kind.STORE: Reader.CONTAINER,
    Kind.ARCHIVE: Reader.CONTAINER,
    Kind.PDF: Reader.PDF,
    Kind.DOCUMENT: Reader.OFFICE,
    Kind.SHEET: Reader.OFFICE,
    Kind.SLIDES: Reader.OFFICE,
    Kind.IMAGE: Reader.PICTURE,
    Kind.TEXT: Reader.PLAIN,
    Kind.CALENDAR: Reader.PLAIN,
    Kind.CONTACT: Reader.PLAIN,
    Kind.FOLDER: Reader.NONE,
    Kind.OTHER: Reader.NONE,
}
"""Which reader takes which kind; said here alone."""


@dataclass(frozen=True, slots=True)
class Format:
    """One row: a mark, the kind of what bears it (for zip and OLE a first guess), and its name for people."""

    mark: Mark
    kind: Kind
    name: str

    def is_borne_by(self, head: bytes) -> bool:
        """Whether a file with this beginning has the mark."""
        return head.startswith(self.mark) if isinstance(self.mark, bytes) else bool(self.mark(head))


def _pattern(pattern: bytes) -> Callable[[bytes], object]:
    return re.compile(pattern, re.DOTALL).match


def _is_plain(kind: Kind) -> Callable[[bytes], object]:
    return lambda head: _plain_kind(head) is kind


_plain_kind = lru_cache(maxsize=1)(identify_plain)
"""Three rows ask it of the same bytes, one after the other."""


def _is_dbase(head: bytes) -> bool:
    """A year, a month and a day, then the length of its header."""
    dated = re.match(rb"[\x03\x30\x83\x8b\xf5].[\x01-\x0c][\x01-\x1f]", head, re.DOTALL)
    return dated is not None and int.from_bytes(head[8:10], "little") % 32 == 1 and len(head) > 32


def _is_pdf(head: bytes) -> bool:
    """A PDF, which may stand behind other bytes, but not a message or an archive in which one lies open."""
    if head.startswith(b"%PDF-"):
        return True
    return b"%PDF-" in head[:1024] and not (identify_archive(head) or is_mbox(head) or is_mail(head))


_READ: tuple[Format, ...] = (
    Format(lambda head: wrap_of(head) is Wrap.ENCRYPTED, Kind.OTHER, "encrypted message (S/MIME)"),
    Format(wrap_of, Kind.OTHER, "signed data or certificates (S/MIME)"),
    Format(_is_pdf, Kind.PDF, "PDF"),
    Format(b"!BDN", Kind.STORE, "Outlook mailbox"),
    Format(b"\x78\x9f\x3e\x22", Kind.EMAIL, "Outlook attachment container (winmail.dat)"),
    Format(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.DOCUMENT, "a document of another program (OLE)"),
    Format(b"{\\rt", Kind.DOCUMENT, "RTF document"),
    Format(WORD_2, Kind.DOCUMENT, "Word 2 document"),
    Format(b"\x89PNG\r\n\x1a\n", Kind.IMAGE, "PNG image"),
    Format(b"\xff\xd8\xff", Kind.IMAGE, "JPEG image"),
    Format(b"GIF87a", Kind.IMAGE, "GIF image"),
    Format(b"GIF89a", Kind.IMAGE, "GIF image"),
    Format(b"II*\x00", Kind.IMAGE, "TIFF image"),
    Format(b"MM\x00*", Kind.IMAGE, "TIFF image"),
    Format(b"8BPS\x00\x01", Kind.IMAGE, "Photoshop image"),
    Format(b"\x00\x00\x00\x0cjP  \r\n", Kind.IMAGE, "JPEG 2000 image"),
    Format(_pattern(rb"RIFF....WEBP"), Kind.IMAGE, "WebP image"),
    Format(_pattern(rb"....ftyp(?:heic|heix|mif1|msf1|avif|heim|hevc)"), Kind.IMAGE, "HEIF image"),
    Format(_pattern(rb"BM....\0\0\0\0"), Kind.IMAGE, "BMP image"),
    Format(
        _pattern(rb"\x00\x00\x01\x00[\x01-\x40]\x00...\x00[\x00\x01]\x00[\x00\x01\x02\x04\x08\x10\x18\x20]\x00"),
        Kind.IMAGE,
        "ICO image",
    ),
    Format(_pattern(rb"P[4-6]\s(?:#[^\n]*\n)?\d{1,6}\s+\d{1,6}\s"), Kind.IMAGE, "PNM image"),
    Format(_pattern(rb"\x0a[\x00\x02-\x05]\x01[\x01\x02\x04\x08]"), Kind.IMAGE, "PCX image"),
    # Before mail: a mailbox that was not compressed lies open in what holds it.
    *(Format(mark, Kind.ARCHIVE, name) for mark, name in MARKS),
    *(Format(test, Kind.ARCHIVE, name) for test, name in TESTS),
    Format(is_mbox, Kind.MBOX, "mailbox"),
    Format(is_mail, Kind.EMAIL, "e-mail"),
    Format(is_mac_message, Kind.EMAIL, "Outlook for Mac message"),
    *(Format(_is_plain(kind), kind, str(kind)) for kind in (Kind.CALENDAR, Kind.CONTACT, Kind.TEXT)),
)
_NOT_READ: tuple[tuple[Mark, str], ...] = (
    (b"BM", "BMP image"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"RE\x7e\x5e", "RAR archive of version 1.4"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"ID3", "MP3 sound"),
    (b"OggS", "Ogg sound or video"),
    (b".snd", "AU sound"),
    (_pattern(rb"[FCZ]WS"), "Flash film"),
    (b"\xd7\xcd\xc6\x9a", "Windows metafile picture (WMF)"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "OneNote section"),  # [MS-ONESTORE], 2.3.1: guidFileType
    (b"\xa1\x2f\xff\x43\xd9\xef\x76\x4c", "OneNote table of contents"),
    (b"WARC/", "web archive (WARC)"),
    (b"\xffWPC", "WordPerfect document"),
    (b"\x9b\xa5\x21\x00", "Word 1 document"),
    (b"\xfe\x37\x00", "Word for Macintosh document"),
    (b"\x31\xbe\x00\x00", "Windows Write or Word for DOS document"),
    (b"\x32\xbe\x00\x00", "Windows Write document"),
    (b"\xca\xfe\xba\xbe", "Java class"),
    (b"MZ", "Windows program"),
    (b"\x7fELF", "Linux program"),
    (b"%!PS", "PostScript document"),
    (lambda head: head[257:262] == b"ustar", "tar archive"),  # with a checksum that is wrong
    (_pattern(rb"....ftyp"), "MP4 video or HEIF image"),
    (_pattern(rb"RIFF....WAVE"), "WAV sound"),
    (_pattern(rb"RIFF....AVI "), "AVI video"),
    (_pattern(rb"\x01\x00\x00\x00.{36} EMF"), "Windows metafile picture (EMF)"),  # [MS-EMF], 2.3.4.2
    (_is_dbase, "dBASE table"),
    (_pattern(rb"\xff[\xfb\xfa\xf3\xf2]"), "MP3 sound"),
    (_pattern(rb"[^\x00-\x08\x0e-\x1a\x1c-\x1f]{4096}|[^\x00-\x08\x0e-\x1a\x1c-\x1f]{0,4095}\Z"), "plain text"),
    (b"", "data of an unknown format"),
)
FORMATS: tuple[Format, ...] = (*_READ, *(Format(mark, Kind.OTHER, name) for mark, name in _NOT_READ))

_BEGINNINGS = tuple(row.mark for row in FORMATS if row.mark and isinstance(row.mark, bytes))
_TESTED = tuple((row.mark, row) for row in FORMATS if not isinstance(row.mark, bytes))
"""The rows that are left where a file begins with none of the marks, as mail does. An intake asks for each file, and
to call a method for each row takes three times as long."""

_OLE_OF_OTHERS = {"VisioDocument": "Visio drawing", "Quill": "Publisher document"}
"""Streams that tell whose an OLE file is which is neither an Office document nor a message."""


def format_of(head: bytes) -> Format:
    """The format of a file by its beginning; some 64 kB are enough."""
    if head.startswith(_BEGINNINGS):
        return next(row for row in FORMATS if row.is_borne_by(head))
    for bears, row in _TESTED:
        if bears(head):
            return row
    return FORMATS[-1]


def kind_of(head: bytes) -> Kind:
    """The kind by the first bytes. Of a zip or an OLE file it is only a first guess: see ``reading.precise_kind``."""
    return format_of(head).kind


def name_of(data: bytes) -> str:
    """What an item that no reader takes seems to be, in the words a person would use."""
    name = format_of(data).name
    if name.endswith("(OLE)"):
        return next((of for mark, of in _OLE_OF_OTHERS.items() if mark.encode("utf-16-le") in data), name)
    return name
