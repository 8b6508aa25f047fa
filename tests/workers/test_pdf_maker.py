"""A copy of a PDF tells nothing of those who made it; what is in it and cannot be seen is said."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any

import pymupdf
import pypdf
import pytest
from PIL import Image
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from reviewer.domain.reasons.catalogue import sentences
from reviewer.isolation.protocol import Stamp
from reviewer.workers.pdf.jpeg import without_properties
from reviewer.workers.pdf.pages import read_pages
from reviewer.workers.pdf.stamp import stamp

SEEN = "The camera is a gift"
XMP = "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>{}</x:xmpmeta>"


def camera() -> Image.Image:
    picture = Image.new("RGB", (64, 48))
    picture.putdata([(x * 4, y * 5, (x ^ y) * 3) for y in range(48) for x in range(64)])
    return picture


def taken() -> bytes:
    """A JPEG with Exif, XMP and a comment."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "canaryexif", "canaryartist"
    camera().save(out, "JPEG", exif=exif, xmp=XMP.format("canarypicturexmp").encode(), comment=b"canarycomment")
    return out.getvalue()


def form() -> bytes:
    """A page with a picture, a comment, a field with a value, an attached file, and properties wherever they may be."""
    with pymupdf.open() as made:
        page = made.new_page(width=400, height=300)
        page.insert_text((60, 100), SEEN)
        page.insert_image(pymupdf.Rect(60, 150, 124, 198), stream=taken())
        note = page.add_text_annot((200, 200), "canarynote")
        note.set_info(title="canaryauthorofnote", subject="canarysubject")
        note.update()
        page.add_file_annot((300, 200), b"canaryattached", "C:\\Users\\canarypath\\a.txt", desc="canarydescription")
        field = pymupdf.Widget()
        field.rect, field.field_type = pymupdf.Rect(60, 220, 200, 240), pymupdf.PDF_WIDGET_TYPE_TEXT
        field.field_name, field.field_value, field.field_label = "canaryfield", "Written by hand", "canarylabel"
        page.add_widget(field)
        made.set_metadata({"author": "canaryauthor", "creator": "canarycreator", "title": "canarytitle"})
        made.set_xml_metadata(XMP.format("canaryxmp"))
        made.embfile_add("canaryname", b"canaryembedded", filename="D:\\canaryfile", desc="canarydesc")
        root = made.pdf_catalog()
        made.xref_set_key(root, "URI/Base", "(https://canarybase.example)")
        made.xref_set_key(root, "PieceInfo/Maker/Private", "(canarypiece)")
        made.xref_set_key(
            root, "StructTreeRoot", "<</Type/StructTreeRoot/K<</Type/StructElem/S/Figure/Alt(canaryalt)>>>>"
        )
        made.xref_set_key(page.xref, "PieceInfo/Maker/Private", "(canarypagepiece)")
        made.xref_set_key(page.xref, "Thumb", f"{page.get_images()[0][0]} 0 R")
        picture = page.get_images()[0][0]
        xmp = made.get_new_xref()
        made.update_object(xmp, "<</Type/Metadata/Subtype/XML>>")
        made.update_stream(xmp, XMP.format("canaryimagexmp").encode())
        made.xref_set_key(picture, "Metadata", f"{xmp} 0 R")
        return bytes(made.tobytes())


def everything(data: bytes) -> Iterator[bytes]:
    """The bytes of a PDF, and each object of it as another parser reads it, streams decoded."""
    yield data
    reader = pypdf.PdfReader(io.BytesIO(data))
    yield repr(reader.trailer).encode()
    for number in range(1, len(reader.xref[0]) + 1 if 0 in reader.xref else 1):
        held: Any = reader.get_object(IndirectObject(number, 0, reader))
        yield repr(held).encode()
        if isinstance(held, StreamObject):
            yield held.get_data()


@pytest.fixture(scope="module")
def copied() -> tuple[str, bytes]:
    """What is said of a copy, and the copy."""
    printed, made = stamp(Stamp((), "Exhibit 1"), form())
    return sentences(printed.remarks), made


def test_the_document_holds_what_is_looked_for() -> None:
    held = b" ".join(everything(form()))
    assert held.count(b"canary") > 20


def test_no_word_of_the_maker_is_in_any_byte_of_a_copy(copied: tuple[str, bytes]) -> None:
    for part in everything(copied[1]):
        assert b"canary" not in part.lower()
        assert b"canary" not in part.replace(b"\0", b"").lower()  # UTF-16


def test_what_was_taken_out_is_said(copied: tuple[str, bytes]) -> None:
    said, _ = copied
    for each in ("properties of the maker", "private data of programs", "thumbnails", "comments", "fields of a form",
                 "properties of pictures", "base for links", "attached files", "descriptions"):  # fmt: skip
        assert each in said, each


def test_what_the_page_shows_stays(copied: tuple[str, bytes]) -> None:
    (page,) = read_pages(copied[1]).pages
    assert SEEN in page.text
    assert "Written by hand" in page.text
    with pymupdf.open(stream=copied[1]) as document:
        (found,) = document[0].get_images()
        picture = Image.open(io.BytesIO(document.extract_image(found[0])["image"]))
        assert picture.tobytes() == Image.open(io.BytesIO(taken())).tobytes()


def test_words_that_no_page_shows_are_quoted_with_their_page_and_how_they_are_hidden() -> None:
    with pymupdf.open() as made:
        page = made.new_page(width=400, height=300)
        page.insert_text((60, 100), SEEN)
        page.insert_text((900, 100), "beyond the edge")
        page.insert_text((60, 140), "unseen letters", render_mode=3)
        data = bytes(made.tobytes())
    printed, _ = stamp(Stamp((), "Exhibit 1"), data)
    said = sentences(printed.remarks)
    assert "“beyond the edge”" in said
    assert "“unseen letters”" in said
    assert "page 1" in said


def test_a_picture_within_another_compression_is_cleaned_as_well() -> None:
    data = form()
    with pymupdf.open(stream=data) as document:
        xref = document[0].get_images()[0][0]
        raw = document.xref_stream_raw(xref)
    reader = pypdf.PdfReader(io.BytesIO(data))
    writer = pypdf.PdfWriter(clone_from=reader)
    (held,) = [each for each in writer._objects if isinstance(each, StreamObject) and each.get("/Width") == 64]
    held._data = zlib.compress(raw)
    held.update(DictionaryObject({pypdf.generic.NameObject("/Filter"): pypdf.generic.ArrayObject(
        [pypdf.generic.NameObject("/FlateDecode"), pypdf.generic.NameObject("/DCTDecode")])}))  # fmt: skip
    out = io.BytesIO()
    writer.write(out)
    _, made = stamp(Stamp((), "Exhibit 1"), out.getvalue())
    assert all(b"canaryexif" not in part for part in everything(made))


def test_what_is_no_jpeg_or_a_broken_one_stays_as_it_is() -> None:
    whole = taken()
    for data in (b"", b"\xff\xd8", whole[:3], whole[:40], b"GIF89a", b"\xff\xd8\xff"):
        assert without_properties(data) == data
