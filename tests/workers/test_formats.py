"""Each row of the table of formats is the first whose mark some file bears; none stands behind another for good."""

from __future__ import annotations

import bz2
import gzip
import io
import wave

import pytest
from PIL import Image

from reviewer.domain.evidence.reading import Kind, State
from reviewer.isolation.protocol import ReadOne
from reviewer.workers.formats import FORMATS, READERS, Format, format_of
from reviewer.workers.reading import read
from tests.evidence import mail, mailbox, pdf
from tests.workers.archive.building import tarred
from tests.workers.archive.test_arj import arj, header
from tests.workers.signing import sealed, signed


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (48, 32), "orange").save(out, form)
    return out.getvalue()


def sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8_000)
        made.writeframes(bytes(800))
    return out.getvalue()


def wrong_checksum() -> bytes:
    packed = tarred({"a.txt": b"a"})
    return packed[:148] + b"0000001\0" + packed[156:]


FILES: list[tuple[str, bytes]] = [
    ("PDF", pdf(["Invoice"])),
    (
        "Outlook for Mac message",
        b'<?xml version="1.0"?>\n<emails elementCount="1"><email xml:space="preserve"/></emails>',
    ),
    ("ARJ archive", arj(header(b"a.txt", b"words"))),
    ("ICO image", picture("ICO")),
    ("PNM image", picture("PPM")),
    ("PCX image", picture("PCX")),
    ("BMP image", picture("BMP")),
    ("BMP image", b"BM\x36\x10\x00\x00\x01\x00\x00\x00"),  # what has to be zero is not
    ("WebP image", picture("WebP")),
    ("HEIF image", bytes.fromhex("00000018") + b"ftypheic" + bytes(12)),
    ("Photoshop image", b"8BPS\x00\x01" + bytes(20)),
    ("bzip2 file", bz2.compress(b"words")),
    ("bzip2 archive", b"BZh0 and nothing that bzip2 ever wrote"),
    ("gzip archive", b"\x1f\x8b\x00" + gzip.compress(b"words")[3:]),  # a method that nobody uses
    ("RAR archive", b"Rar!\x1a\x07\x09\x00"),  # of a version to come
    ("cpio archive", bytes.fromhex("c771") + bytes(18) + bytes.fromhex("0200") + bytes(4) + b"a\0"),
    ("LHA archive", b"\x20\x00-lh5-" + bytes(20)),
    ("ISO image", bytes(32_769) + b"CD001\x01"),
    ("tar archive", tarred({"a.txt": b"a"})),
    ("tar archive", wrong_checksum()),
    ("mailbox", mailbox([mail(), mail("Again")])),
    ("e-mail", mail()),
    ("calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    ("contact", b"BEGIN:VCARD\r\nFN:A B\r\nEND:VCARD\r\n"),
    ("text", b"Dear diary"),
    ("Flash film", b"CWS\x0b\x00"),
    ("MP4 video or HEIF image", bytes.fromhex("00000018") + b"ftypisom" + bytes(12)),
    ("WAV sound", sound()),
    ("AVI video", b"RIFF\x00\x10\x00\x00AVI LIST"),
    ("Windows metafile picture (EMF)", b"\x01\x00\x00\x00".ljust(40, b"\x00") + b" EMF"),
    ("dBASE table", bytes.fromhex("03 740307 01000000 4100 0a00") + bytes(60)),
    ("MP3 sound", b"\xff\xfb\x90\x44\x00"),
    ("plain text", bytes(range(0xA1, 0x100)) * 3),
    ("data of an unknown format", b"\x00\x01\x02"),
]
"""A file for each row that more than its first bytes tell, and for each behind another with the same beginning."""


def first(row: Format) -> bytes:
    """A file that begins with the mark of a row."""
    assert isinstance(row.mark, bytes)
    return row.mark + b"\x02\x01" * 20


@pytest.mark.parametrize(("name", "data"), FILES, ids=[name for name, _ in FILES])
def test_a_file_is_called_what_it_is(name: str, data: bytes) -> None:
    assert format_of(data[:65_536]).name == name


def test_no_row_stands_behind_another_for_good() -> None:
    wrapped = [sealed(b"words"), signed(b"words")]
    files = [*wrapped, *(data for _, data in FILES), *(first(row) for row in FORMATS if isinstance(row.mark, bytes))]
    reached = {id(format_of(data)) for data in files}
    assert [row.name for row in FORMATS if id(row) not in reached] == []


def test_every_kind_has_one_reader() -> None:
    assert set(READERS) == set(Kind)
    assert {row.kind for row in FORMATS} <= set(READERS)


@pytest.mark.parametrize("row", [row for row in FORMATS if row.kind is Kind.OTHER and isinstance(row.mark, bytes)])
def test_what_no_reader_takes_is_told_by_its_name(row: Format) -> None:
    if row.mark:
        reading, children = read(ReadOne("x.eml"), first(row))
        assert (reading.kind, reading.state, children) == (Kind.OTHER, State.FAILED, [])
        assert reading.reason == f"no reader yet for {row.name}"
