"""What a file is, is told by what is in it."""

from __future__ import annotations

import pytest

from reviewer.domain.evidence.reading import Kind, State
from reviewer.workers.office.kinds import identify_office
from reviewer.workers.office.reading import read_office
from reviewer.workers.outlook.compound import rebuild
from tests.workers.office.documents import docx, odf, paragraph, pptx, shape, xlsx, zipped


def ole(*streams: str) -> bytes:
    return rebuild(bytes(16), [(tuple(name.split("/")), b"\0" * 5000) for name in streams])


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (docx(paragraph("a")), (Kind.DOCUMENT, "Word document")),
        (xlsx([]), (Kind.SHEET, "Excel sheet")),
        (pptx([("", shape("a"))]), (Kind.SLIDES, "PowerPoint presentation")),
        (odf("text", ""), (Kind.DOCUMENT, "OpenDocument text")),
        (odf("spreadsheet", ""), (Kind.SHEET, "OpenDocument sheet")),
        (b"{\\rtf1 a}", (Kind.DOCUMENT, "RTF document")),
        (ole("WordDocument"), (Kind.DOCUMENT, "older Word document")),
        (ole("WORKBOOK"), (Kind.SHEET, "older Excel sheet")),
        (ole("PowerPoint Document"), (Kind.SLIDES, "older PowerPoint presentation")),
        (ole("EncryptionInfo", "EncryptedPackage"), (Kind.DOCUMENT, "locked Office document")),
        (ole("__properties_version1.0"), None),
        (ole("__properties_version1.0", "__attach/WordDocument"), None),
        (ole("VisioDocument"), None),
        (zipped({"a.txt": "word/document.xml"}), None),
        (zipped({"word/document.xml": "a folder of that name"}), None),
        (b"PK\x03\x04", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
        (b"", None),
        (b"<?xml version='1.0'?><a/>", None),
    ],
)
def test_the_contents_tell_the_kind(data: bytes, found: tuple[Kind, str] | None) -> None:
    assert identify_office(data) == found


@pytest.mark.parametrize("name", ["WordDocument", "Workbook", "PowerPoint Document"])
def test_an_older_file_full_of_zeros_is_refused_in_words(name: str) -> None:
    reading, _ = read_office(ole(name), ())
    assert reading.state in {State.FAILED, State.PARTIAL}
    assert reading.reason


def test_a_lock_that_asks_for_endless_work_is_left_shut() -> None:
    info = b'\x04\0\x04\0\x40\0\0\0<encryption><keyData spinCount="2000000000"/></encryption>'
    data = rebuild(bytes(16), [(("EncryptionInfo",), info), (("EncryptedPackage",), b"\0" * 5000)])
    reading, _ = read_office(data, ("a",))
    assert (reading.state, reading.locked) == (State.FAILED, True)
    assert "more work" in reading.reason
