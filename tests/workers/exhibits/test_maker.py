"""A copy of a PDF tells nothing of those who made it; what is in it and cannot be seen is said."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable

import pymupdf
import pytest
from PIL import Image, ImageCms
from pymupdf import mupdf

from reviewer.domain.reasons.catalogue import sentences
from reviewer.isolation.protocol import Stamp
from reviewer.workers.exhibits import jp2
from reviewer.workers.exhibits.jpeg import without_properties
from reviewer.workers.exhibits.stamp import stamp
from reviewer.workers.pdf.pages import read_pages
from tests.workers.exhibits.other_parser import everything

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


def with_picture(filters: bytes, data: bytes) -> bytes:
    """A page that shows a picture of 64 by 48."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length 21>>stream\n64 0 0 48 0 0 cm /I Do\nendstream",
        b"<</Type/XObject/Subtype/Image/Width 64/Height 48/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter "
        + filters + b"/Length %d>>stream\n" % len(data) + data + b"\nendstream",
    )  # fmt: skip
    return (
        b"%PDF-1.4\n"
        + b"".join(b"%d 0 obj\n%b\nendobj\n" % each for each in enumerate(objects, 1))
        + b"trailer<</Root 1 0 R>>"
    )


def picture_of(document: bytes) -> bytes:
    """The picture as the copy has it, out of whatever is around it."""
    with pymupdf.open(stream=document) as opened:
        xref = opened[0].get_images()[0][0]
        kept = mupdf.pdf_load_compressed_stream(mupdf.pdf_document_from_fz_document(opened), xref, 0)
        return bytes(mupdf.fz_buffer_extract_copy(mupdf.FzBuffer(mupdf.ll_fz_keep_buffer(kept.m_internal.buffer))))


@pytest.mark.parametrize(
    ("filters", "wrapped"),
    [
        (b"/DCT", bytes),
        (b"[/FlateDecode/DCTDecode]", zlib.compress),
        (b"[/A85/DCT]", lambda data: base64.a85encode(data) + b"~>"),
        (b"[/ASCIIHexDecode/FlateDecode/DCTDecode]", lambda data: zlib.compress(data).hex().encode() + b">"),
    ],
)
def test_a_picture_within_other_compressions_is_cleaned_as_well(
    filters: bytes, wrapped: Callable[[bytes], bytes]
) -> None:
    data = with_picture(filters, wrapped(taken()))
    assert b"canaryexif" in picture_of(data)
    _, made = stamp(Stamp((), "Exhibit 1"), data)
    kept = picture_of(made)
    assert b"canary" not in kept
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(io.BytesIO(taken())).tobytes()


def test_what_programs_put_before_and_behind_a_jpeg_goes_and_its_colours_stay() -> None:
    out, profile = io.BytesIO(), ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    camera().save(out, "JPEG", icc_profile=profile, progressive=True)
    plain = out.getvalue()
    extended = b"\xff\xe0\x00\x0eJFXX\0\x10canary"
    maker = b"\xff\xec\x00\x08canary" + b"\xff\xe2\x00\x0cMPF\0canary"
    data = plain[:20] + extended + maker + plain[20:-2] + b"\xff\xfe\x00\x08canary\xff\xd9" + b"canary" + taken()
    kept = without_properties(data)
    assert kept == plain
    assert Image.open(io.BytesIO(kept)).info["icc_profile"] == profile
    thumbnail = plain[:2] + b"\xff\xe0\x00\x13" + plain[6:18] + b"\x01\x01abc" + plain[20:]
    assert without_properties(thumbnail) == plain


def test_what_was_noted_in_a_jpeg_2000_goes() -> None:
    out = io.BytesIO()
    camera().save(out, "JPEG2000", comment="canary of a program", tile_size=(16, 16))
    written = out.getvalue()
    plain = written.replace(b"canary of a program", b" " * 19)
    assert plain != written
    pixels = Image.open(io.BytesIO(written)).tobytes()
    assert Image.open(io.BytesIO(plain)).tobytes() == pixels
    bare = written[written.index(b"\xff\x4f\xff\x51") :]
    part = bare.index(b"\xff\x90")
    size = int.from_bytes(bare[part + 6 : part + 10]) + 10
    within = (
        bare[: part + 6]
        + size.to_bytes(4)
        + bare[part + 10 : part + 12]
        + b"\xff\x64\0\x08\0\1cana"
        + bare[part + 12 :]
    )
    cleaned = jp2.without_properties(within)
    assert (b"cana" in cleaned, len(cleaned)) == (False, len(within))
    assert Image.open(io.BytesIO(cleaned)).tobytes() == pixels
    at = written.index(b"jp2c") - 4
    noted = b"\0\0\0\x0exml canary" + b"\0\0\0\x1euuid" + bytes(16) + b"canary"
    _, made = stamp(Stamp((), "Exhibit 1"), with_picture(b"/JPXDecode", written[:at] + noted + written[at:]))
    assert picture_of(made) == plain


def test_what_is_no_jpeg_or_a_broken_one_stays_as_it_is() -> None:
    whole = taken()
    for data in (b"", b"\xff\xd8", whole[:3], whole[:40], b"GIF89a", b"\xff\xd8\xff"):
        assert without_properties(data) == data


def with_notes(*, inherited: bool = False, within: bool = False, named: bool = False) -> bytes:
    """A page that shows “page”, with two notes that show “one” and “two”: objects of their own, or within the page."""
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 72), "x")
        font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>"
        notes, forms = [], []
        for at, words in enumerate(("one", "two", "page")):
            form = document.get_new_xref()
            document.update_object(form, f"<</Type/XObject/Subtype/Form/BBox[0 0 200 50]/Resources<<{font}>>>>")
            document.update_stream(form, f"BT /F 12 Tf 5 5 Td ({words}) Tj ET".encode("ascii"))
            place = f"/Rect[100 {100 + 200 * at} 300 {150 + 200 * at}]"
            notes.append(f"<</Type/Annot/Subtype/Stamp{place}/F 4/AP<</N {form} 0 R>>>>")
            forms.append(form)
        name = "Picture"
        if not within:
            for at in (0, 1):
                note = document.get_new_xref()
                document.update_object(note, notes[at])
                notes[at] = f"{note} 0 R"
                name = f"Annot{note}" if named else name
        document.xref_set_key(page.xref, "Annots", f"[null {notes[0]} {notes[1]} 9999 0 R]")
        parent = int(document.xref_get_key(page.xref, "Parent")[1].split()[0])
        resources = f"<<{font}/XObject<</{name} {forms[2]} 0 R>>>>"
        document.xref_set_key(page.xref, "Resources", "null" if inherited else resources)
        document.xref_set_key(parent, "Resources", resources if inherited else "null")
        document.update_stream(page.get_contents()[0], f"q 1 0 0 1 72 700 cm /{name} Do Q".encode("ascii"))
        return bytes(document.tobytes())


@pytest.mark.parametrize(
    "data", [with_notes(named=True), with_notes(within=True), with_notes(inherited=True)], ids=["named", "within", "up"]
)
def test_what_notes_show_takes_the_place_of_nothing_and_is_not_lost(data: bytes) -> None:
    _, made = stamp(Stamp((), labels=("A-000001",)), data)
    with pymupdf.open(stream=made) as document:
        assert sorted(document[0].get_text().split()) == ["A-000001", "one", "page", "two"]
