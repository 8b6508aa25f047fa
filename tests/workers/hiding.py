"""Places of a PDF in which words can be that somebody thinks are gone."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pymupdf
from PIL import Image

SECRET = "Tarnquist"
AT = (60, 200)
BOX = (50.0, 180.0, 350.0, 215.0)
"""Where the secret is seen, in places where it is seen: from AT on."""

Hide = Callable[[Any, Any], None]


def picture(**more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 50), "grey").save(out, "JPEG", **more)
    return out.getvalue()


def text(_: Any, page: Any) -> None:
    page.insert_text(AT, f"The witness {SECRET} saw it")


def letter_by_letter(document: Any, page: Any) -> None:
    page.insert_text(AT, " ")
    shown = "".join(f"({letter})-20" for letter in SECRET)
    add_content(document, page, f"BT /helv 11 Tf 60 300 Td [{shown}] TJ ET")


def hexadecimal(document: Any, page: Any) -> None:
    page.insert_text(AT, " ")
    add_content(document, page, f"BT /helv 11 Tf 60 300 Td <{SECRET.encode().hex()}> Tj ET")


def form_xobject(_: Any, page: Any) -> None:
    with pymupdf.open() as other:
        other.new_page(width=300, height=35).insert_text((10, 20), SECRET)
        page.show_pdf_page(pymupdf.Rect(BOX), other, 0)


def free_text(_: Any, page: Any) -> None:
    page.add_freetext_annot(pymupdf.Rect(BOX), SECRET)


def field_value(_: Any, page: Any) -> None:
    field(page, "name", SECRET)


def white(_: Any, page: Any) -> None:
    page.insert_text(AT, SECRET, color=(1, 1, 1))


def under_box(_: Any, page: Any) -> None:
    page.insert_text(AT, SECRET)
    page.draw_rect(BOX, fill=(0, 0, 0), color=None)


def under_picture(_: Any, page: Any) -> None:
    page.insert_text(AT, SECRET)
    page.insert_image(BOX, stream=picture(), keep_proportion=False)


def invisible(_: Any, page: Any) -> None:
    page.insert_text(AT, SECRET, render_mode=3)


def transparent(_: Any, page: Any) -> None:
    page.insert_text(AT, SECRET, fill_opacity=0)


def dust(_: Any, page: Any) -> None:
    page.insert_text(AT, SECRET, fontsize=0.3)


def outside_crop(_: Any, page: Any) -> None:
    page.insert_text((20, 480), SECRET)
    page.set_cropbox(pymupdf.Rect(0, 0, 400, 400))


def layer(document: Any, page: Any) -> None:
    page.insert_text(AT, SECRET, oc=document.add_ocg("draft", on=False))


def layer_name(document: Any, page: Any) -> None:
    page.insert_text((60, 400), "seen", oc=document.add_ocg(SECRET, on=True))


def outline(document: Any, _: Any) -> None:
    document.set_toc([[1, SECRET, 1]])


def title(document: Any, _: Any) -> None:
    document.set_metadata({"title": f"Statement of {SECRET}"})


def own_property(document: Any, _: Any) -> None:
    document.set_metadata({"title": "Statement"})
    kind, value = document.xref_get_key(-1, "Info")
    assert kind == "xref"
    document.xref_set_key(int(value.split()[0]), "Client", pymupdf.get_pdf_str(SECRET))


def xmp(document: Any, _: Any) -> None:
    document.set_xml_metadata(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>")


def file_name(document: Any, _: Any) -> None:
    document.embfile_add("a", b"nothing", filename=f"{SECRET}.txt")


def file_content(document: Any, _: Any) -> None:
    document.embfile_add("a", f"of {SECRET}".encode(), filename="a.txt")


def file_note(_: Any, page: Any) -> None:
    page.add_file_annot((300, 300), b"nothing", "a.txt", desc=SECRET)


def note(_: Any, page: Any) -> None:
    page.add_text_annot((300, 300), f"ask {SECRET}")


def note_author(_: Any, page: Any) -> None:
    page.add_text_annot((300, 300), "ask").set_info(title=SECRET)


def field_name(_: Any, page: Any) -> None:
    field(page, SECRET, "x")


def script(document: Any, _: Any) -> None:
    document.xref_set_key(document.pdf_catalog(), "OpenAction", f"<</S/JavaScript/JS({SECRET})>>")


def destination(document: Any, page: Any) -> None:
    document.xref_set_key(document.pdf_catalog(), "Dests", f"<</{SECRET}[{page.xref} 0 R/Fit]>>")


def link(_: Any, page: Any) -> None:
    place = pymupdf.Rect(300, 300, 350, 320)
    page.insert_link({"kind": pymupdf.LINK_URI, "from": place, "uri": f"https://agency.example/{SECRET}"})


def page_label(document: Any, _: Any) -> None:
    document.set_page_labels([{"startpage": 0, "prefix": SECRET, "style": "D", "firstpagenum": 1}])


def alternative_text(document: Any, _: Any) -> None:
    tree = f"<</Type/StructTreeRoot/K<</Type/StructElem/S/Figure/Alt({SECRET})>>>>"
    document.xref_set_key(document.pdf_catalog(), "StructTreeRoot", tree)


def actual_text(document: Any, page: Any) -> None:
    letters = "".join(f"\\000{letter}" for letter in SECRET)
    add_content(document, page, f"/Span <</ActualText (\\376\\377{letters})>> BDC EMC")


def private_data(document: Any, page: Any) -> None:
    document.xref_set_key(page.xref, "PieceInfo/Maker/Private", f"({SECRET})")


def picture_comment(_: Any, page: Any) -> None:
    page.insert_image(pymupdf.Rect(300, 300, 340, 350), stream=picture(comment=SECRET.encode()))


def content_comment(document: Any, page: Any) -> None:
    add_content(document, page, f"% {SECRET}\n")


def unused_object(document: Any, _: Any) -> None:
    document.update_object(document.get_new_xref(), f"<</Type/Nothing/Was({SECRET})>>")


def language(document: Any, _: Any) -> None:
    document.xref_set_key(document.pdf_catalog(), "Lang", f"({SECRET})")


PLACES: tuple[Hide, ...] = (
    text,
    letter_by_letter,
    hexadecimal,
    form_xobject,
    free_text,
    field_value,
    white,
    under_box,
    under_picture,
    invisible,
    transparent,
    dust,
    outside_crop,
    layer,
    layer_name,
    outline,
    title,
    own_property,
    xmp,
    file_name,
    file_content,
    file_note,
    note,
    note_author,
    field_name,
    script,
    destination,
    link,
    page_label,
    alternative_text,
    actual_text,
    private_data,
    picture_comment,
    content_comment,
    unused_object,
    language,
)


def field(page: Any, name: str, value: str) -> None:
    made = pymupdf.Widget()
    made.rect, made.field_type = pymupdf.Rect(BOX), pymupdf.PDF_WIDGET_TYPE_TEXT
    made.field_name, made.field_value = name, value
    page.add_widget(made)


def add_content(document: Any, page: Any, content: str) -> None:
    xref = document.get_new_xref()
    document.update_object(xref, "<<>>")
    document.update_stream(xref, content.encode())
    streams = [*page.get_contents(), xref]
    document.xref_set_key(page.xref, "Contents", "[" + " ".join(f"{each} 0 R" for each in streams) + "]")


def hidden_in(*places: Hide) -> bytes:
    """A PDF of one page for each place, with the secret there."""
    with pymupdf.open() as document:
        for hide in places:
            page = document.new_page(width=400, height=500)
            page.insert_text((60, 60), "Dear Bo, the cameras are here.")
            hide(document, page)
        return bytes(document.tobytes(no_new_id=True))


def rewritten(data: bytes) -> bytes:
    """The same document with its words replaced, and saved as editors do: the old ones stay before the new ones."""
    with pymupdf.open(stream=data) as document:
        page = document[0]
        page.add_redact_annot(pymupdf.Rect(BOX))
        page.apply_redactions()
        out = io.BytesIO(data)
        document.save(out, incremental=False)
        return data + out.getvalue()
