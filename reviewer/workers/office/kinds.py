"""Which Office format some bytes are, by what is in them."""

from __future__ import annotations

import re

import olefile

from reviewer.domain.evidence.reading import Kind
from reviewer.workers.office.ole import OLE_MAGIC, listed, open_ole
from reviewer.workers.office.package import Package
from reviewer.workers.office.word.marks import WORD_2
from reviewer.workers.refusal import Refusal

_MAIN = re.compile(
    rb'ContentType\s*=\s*["\']([^"\']*?(?:wordprocessingml|spreadsheetml|presentationml|ms-word|ms-excel|ms-powerpoint)'
    rb'[^"\']*?\.main\+xml|application/vnd\.ms-excel\.sheet\.binary[^"\']*?\.main)["\']',
    re.IGNORECASE,
)
_ODF = re.compile(rb"application/vnd\.(?:oasis\.opendocument|sun\.xml)\.([a-z\-\.]+)")
_ODF_FORMS = (
    ("text", Kind.DOCUMENT, "OpenDocument text"),
    ("writer", Kind.DOCUMENT, "OpenOffice 1 text"),
    ("spreadsheet", Kind.SHEET, "OpenDocument sheet"),
    ("calc", Kind.SHEET, "OpenOffice 1 sheet"),
    ("presentation", Kind.SLIDES, "OpenDocument presentation"),
    ("impress", Kind.SLIDES, "OpenOffice 1 presentation"),
    ("graphics", Kind.SLIDES, "OpenDocument drawing"),
    ("draw", Kind.SLIDES, "OpenOffice 1 drawing"),
    ("chart", Kind.SLIDES, "OpenDocument chart"),
    ("formula", Kind.DOCUMENT, "OpenDocument formula"),
)
_STREAMS = (
    ("worddocument", Kind.DOCUMENT, "older Word document"),
    ("workbook", Kind.SHEET, "older Excel sheet"),
    ("book", Kind.SHEET, "older Excel sheet"),
    ("powerpoint document", Kind.SLIDES, "older PowerPoint presentation"),
    ("pp97_dualstorage/powerpoint document", Kind.SLIDES, "older PowerPoint presentation"),
    ("pp40", Kind.SLIDES, "PowerPoint 4 presentation"),
)
_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00")


def identify_office(data: bytes) -> tuple[Kind, str] | None:
    """The kind and the name of the format, None for no Office document; takes all bytes of zips and OLE files."""
    if data.startswith(b"PK\x03\x04"):
        return _of_zip(data)
    if data.startswith(OLE_MAGIC):
        return _of_ole(data)
    if data.startswith(WORD_2):
        return Kind.DOCUMENT, "Word 2 document"
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"<?xml", b"<office:document")):
        return _of_xml(data[:4096])
    if start.startswith(b"{\\rt"):
        return Kind.DOCUMENT, "RTF document"
    return (Kind.SHEET, "Excel sheet of version 2 to 5") if _BIFF.match(data) else None


def _of_xml(head: bytes) -> tuple[Kind, str] | None:
    found = _ODF.search(head)
    if found and b":office:" in head and b"office:mimetype" in head:
        return _odf(found[1].decode())
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"Workbook" in head:
        return Kind.SHEET, "Excel 2003 XML sheet"
    if b"http://schemas.microsoft.com/office/word/2003/wordml" in head:
        return Kind.DOCUMENT, "Word 2003 XML document"
    if b"http://schemas.microsoft.com/office/2006/xmlPackage" in head:
        return Kind.DOCUMENT, "Word document in one XML file"
    return None


def _odf(word: str) -> tuple[Kind, str] | None:
    return next(((kind, form) for start, kind, form in _ODF_FORMS if word.startswith(start)), None)


def _of_zip(data: bytes) -> tuple[Kind, str] | None:
    try:
        package = Package(data)
        if package.has("[Content_Types].xml"):
            return _ooxml(package)
        if package.has("mimetype") and (package.has("content.xml") or package.has("encrypted-package")):
            found = _ODF.match(package.part("mimetype")[:200])
            return _odf(found[1].decode()) if found else None
        if package.has("content.xml") and package.has("META-INF/manifest.xml"):
            found = _ODF.search(package.part("META-INF/manifest.xml")[:4096])
            return _odf(found[1].decode()) if found else None
    except Refusal:
        return None
    return None


def _ooxml(package: Package) -> tuple[Kind, str] | None:
    types = package.part("[Content_Types].xml")
    found = _MAIN.search(types)
    kind = found[1].decode("latin-1").lower() if found else ""
    if not kind:
        for part, guess in (
            ("word/document.xml", "word"),
            ("xl/workbook.xml", "spreadsheet"),
            ("ppt/presentation.xml", "present"),
        ):
            kind = kind or (guess if package.has(part) else "")
    if "word" in kind:
        return Kind.DOCUMENT, "Word template" if "template" in kind else "Word document"
    if "spreadsheet" in kind or "excel" in kind:
        form = "binary Excel sheet" if "binary" in kind else "Excel template" if "template" in kind else "Excel sheet"
        return Kind.SHEET, form
    if "present" in kind or "powerpoint" in kind:
        return Kind.SLIDES, "PowerPoint template" if "template" in kind else "PowerPoint presentation"
    return None


def _of_ole(data: bytes) -> tuple[Kind, str] | None:
    ole = open_ole(data)
    if ole is None:
        return None
    with ole:
        return _by_streams(ole)


def _by_streams(ole: olefile.OleFileIO) -> tuple[Kind, str] | None:
    streams = {path.lower() for path in listed(ole)}
    if "__properties_version1.0" in streams:
        return None
    if {"encryptedpackage", "\tdrmcontent"} & streams:
        return Kind.DOCUMENT, "locked Office document"
    return next(((kind, form) for stream, kind, form in _STREAMS if stream in streams), None)
