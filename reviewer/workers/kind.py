"""What an item is, by its first bytes; its name is never asked."""

from __future__ import annotations

import re

from reviewer.domain.evidence.reading import Kind
from reviewer.workers.archive.formats import identify_archive
from reviewer.workers.email.cms import Wrap, wrap_of
from reviewer.workers.email.mbox import Splitter
from reviewer.workers.plain.text import identify_plain

HEAD = 65_536
"""Bytes from the beginning that are enough to tell."""

_PDF_WITHIN = 1024
_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*(?:\d{1,10}[ \t]*\r?\n(?=[!-9;-~]{1,100}:))?")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)")
_ENVELOPE_LIKE = re.compile(rb">*From [^\n]{0,1000}\n")
_MOST_JUNK = 3  # lines in a header block that are no header

_STRONG = frozenset(
    b"message-id received return-path mime-version delivered-to x-mozilla-status x-originating-ip dkim-signature "
    b"content-transfer-encoding x-mailer".split()
)
_ONLY_MAIL = re.compile(
    rb"content-type[ \t]*:\s*multipart/|subject:.{0,200}=\?[^?\s]{1,60}\?[bq]\?", re.IGNORECASE | re.DOTALL
)
_KNOWN = _STRONG | frozenset(
    b"from to cc bcc date subject sender reply-to in-reply-to references content-type newsgroups "
    b"resent-from resent-date x-from x-to list-id user-agent content-disposition content-id x-priority lines status "
    b"envelope-to".split()
)

_LOOKS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"BM", "BMP image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"!BDN", "Outlook mailbox"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of another program (OLE)"),
    (b"\x78\x9f\x3e\x22", "Outlook attachment container (winmail.dat)"),
    (b"{\\rtf", "RTF document"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ\x00", "xz archive"),
    (b"ID3", "MP3 sound"),
    (b"OggS", "Ogg sound or video"),
    (b".snd", "AU sound"),
    (b"FWS", "Flash film"),
    (b"CWS", "Flash film"),
    (b"ZWS", "Flash film"),
    (b"\xd7\xcd\xc6\x9a", "Windows metafile picture (WMF)"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "OneNote section"),  # [MS-ONESTORE], 2.3.1: guidFileType
    (b"\xa1\x2f\xff\x43\xd9\xef\x76\x4c", "OneNote table of contents"),
    (b"WARC/", "web archive (WARC)"),
    (b"\xffWPC", "WordPerfect document"),
    (b"\xca\xfe\xba\xbe", "Java class"),
    (b"MZ", "Windows program"),
    (b"\x7fELF", "Linux program"),
    (b"BEGIN:VCALENDAR", "calendar entry"),
    (b"BEGIN:VCARD", "contact card"),
    (b"-----BEGIN PGP", "PGP data"),
    (b"%!PS", "PostScript document"),
    (b"<?xml", "XML document"),
)
_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/", "Word document"),
    (b"xl/", "Excel sheet"),
    (b"ppt/", "PowerPoint presentation"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "OpenDocument text"),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "OpenDocument sheet"),
    (b"mimetypeapplication/vnd.oasis.opendocument.presentation", "OpenDocument presentation"),
    (b"mimetypeapplication/epub", "EPUB book"),
)


def kind_of(head: bytes) -> Kind:
    """The kind by the first bytes; some 64 kB are enough.

    A container that Office documents are made of (zip, OLE) is only a first guess: see reading.py.
    """
    marked = _marked(head)
    if marked:
        return marked
    if identify_archive(head):  # before mail: a mailbox that was not compressed lies open in what holds it
        return Kind.ARCHIVE
    if _is_mbox(head):
        return Kind.MBOX
    if _is_mail(head[:HEAD]):
        return Kind.EMAIL
    return identify_plain(head) or Kind.OTHER


_MARKED: tuple[tuple[bytes, Kind], ...] = (
    (b"!BDN", Kind.STORE),
    (b"\x78\x9f\x3e\x22", Kind.EMAIL),  # winmail.dat
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.DOCUMENT),
    (b"{\\rt", Kind.DOCUMENT),
    (b"\x89PNG\r\n\x1a\n", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF87a", Kind.IMAGE),
    (b"GIF89a", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"8BPS\x00\x01", Kind.IMAGE),
    (b"\x00\x00\x00\x0cjP  \r\n", Kind.IMAGE),
)
_SMALL_PICTURE = re.compile(
    rb"\x00\x00\x01\x00[\x01-\x40]\x00...\x00[\x00\x01]\x00[\x00\x01\x02\x04\x08\x10\x18\x20]\x00"  # ICO
    rb"|P[4-6]\s(?:#[^\n]*\n)?\d{1,6}\s+\d{1,6}\s"  # PBM, PGM and PPM, packed
    rb"|\x0a[\x00\x02-\x05]\x01[\x01\x02\x04\x08]",  # PCX
    re.DOTALL,
)
_HEIF = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"heim", b"hevc")


def _marked(head: bytes) -> Kind | None:
    if wrap_of(head):  # whatever it holds
        return Kind.OTHER
    if b"%PDF-" in head[:_PDF_WITHIN] and not _is_mail(head[:HEAD]):
        return Kind.PDF
    return next((kind for mark, kind in _MARKED if head.startswith(mark)), None) or _marked_within(head)


def _marked_within(head: bytes) -> Kind | None:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.IMAGE
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF:
        return Kind.IMAGE
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return Kind.IMAGE
    return Kind.IMAGE if _SMALL_PICTURE.match(head) else None


_DBASE = re.compile(rb"[\x03\x30\x83\x8b\xf5].[\x01-\x0c][\x01-\x1f]", re.DOTALL)  # then the length of its header
_MPEG_LAYER_3 = (b"\xfb", b"\xfa", b"\xf3", b"\xf2")
_OLE_OF_OTHERS = {"VisioDocument": "Visio drawing", "Quill": "Publisher document"}
_WITHIN = {b"ftyp": "MP4 video or HEIF image", b"WEBP": "WebP image", b"WAVE": "WAV sound", b"AVI ": "AVI video"}


def looks_like(data: bytes) -> str:
    """What an item that nothing reads yet seems to be, in the words a person would use."""
    if data.startswith(b"PK\x03\x04"):
        head = data[:HEAD]
        return next((name for mark, name in _ZIPPED if mark in head), "ZIP archive")
    found = next((name for mark, name in _LOOKS if data.startswith(mark)), "")
    if data[257:262] == b"ustar":
        return "tar archive"
    found = found or _WITHIN.get(data[4:8], "") or _WITHIN.get(data[8:12], "")
    if found.endswith("(OLE)"):
        return next((name for mark, name in _OLE_OF_OTHERS.items() if mark.encode("utf-16-le") in data), found)
    return found or _by_structure(data) or _text_like(data)


def _by_structure(data: bytes) -> str:
    wrap = wrap_of(data)
    if wrap:
        return "encrypted message (S/MIME)" if wrap is Wrap.ENCRYPTED else "signed data or certificates (S/MIME)"
    if data.startswith(b"\1\0\0\0") and data[40:44] == b" EMF":  # [MS-EMF], 2.3.4.2
        return "Windows metafile picture (EMF)"
    if _DBASE.match(data) and int.from_bytes(data[8:10], "little") % 32 == 1 and len(data) > 32:
        return "dBASE table"
    return "MP3 sound" if data[:1] == b"\xff" and data[1:2] in _MPEG_LAYER_3 else ""


def _text_like(data: bytes) -> str:
    start = data[:1024].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "HTML document"
    if start.startswith(b"<svg"):
        return "SVG image"
    return "plain text" if _is_text(data[:4096]) else "data of an unknown format"


def _is_text(head: bytes) -> bool:
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head)


def _is_mbox(head: bytes) -> bool:
    """Whether a mailbox begins here: at least two messages, or one that goes on beyond the head."""
    found = Splitter().feed(head, last=True) if b"From " in head[:HEAD] else []
    return len(found) > 1 or (len(found) == 1 and len(head) >= HEAD)


def _is_mail(head: bytes) -> bool:
    """Whether the first block is a mail header: at least two well-known names, or one that only mail has."""
    if b"\n" not in head:
        head = head.replace(b"\r", b"\n")
    leading = _LEADING.match(head)
    at = leading.end() if leading else 0
    known: set[bytes] = set()
    junk = fields = 0
    while at < len(head):
        field = _FIELD.match(head, at)
        if field:
            fields += 1
            name = field[1].lower()
            if name in _KNOWN:
                known.add(b"message-id" if _ONLY_MAIL.match(field[0]) else name)
                if len(known) >= 2:
                    return True
            at = field.end()
            continue
        if head.startswith((b"\n", b"\r\n"), at):
            break
        envelope = _ENVELOPE_LIKE.match(head, at)
        if envelope:
            at = envelope.end()
            continue
        junk += 1
        line_end = head.find(b"\n", at) + 1
        if junk > _MOST_JUNK or not line_end or not fields:
            break
        at = line_end
    return bool(known & _STRONG) and not junk
