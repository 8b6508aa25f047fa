"""What a PDF carries beside its pages: files, forms, notes, signatures, actions, and what a password opens."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pymupdf
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from reviewer.domain.evidence.reading import Kind, State
from reviewer.workers.pdf import embedded
from reviewer.workers.pdf.pages import read_pages
from reviewer.workers.pdf.reading import copy_of, read_document
from tests.endurance import a_few
from tests.evidence import pdf


def edited(data: bytes, **changes: Any) -> bytes:
    """The PDF with these keys in its catalogue, written by another program."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    for key, value in changes.items():
        writer.root_object[NameObject(f"/{key}")] = value
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────


def with_files() -> bytes:
    with pymupdf.open(stream=pdf(["Cover"])) as document:
        document.embfile_add("one", b"first file", filename="lists/roster.csv")
        document.embfile_add("two", b"second file", filename="Größe.txt")
        page = document[0]
        page.add_file_annot((100, 100), b"pinned to the page", "pin.txt", desc="a pin")
        return bytes(document.tobytes())


def test_attached_files_are_children_with_their_bytes() -> None:
    reading, contents = read_document(with_files(), ())
    assert reading.state is State.OK
    held = {child.name: data for child, data in zip(reading.children, contents, strict=True)}
    assert held == {"roster.csv": b"first file", "Größe.txt": b"second file", "pin.txt": b"pinned to the page"}
    assert reading.metadata["attached files"] == "3"


def test_another_reader_finds_the_same_files() -> None:
    reading, contents = read_document(with_files(), ())
    listed = PdfReader(BytesIO(with_files())).attachments  # it has no eye for what is pinned to pages
    theirs = {data for files in listed.values() for data in files}
    assert theirs == set(contents) - {b"pinned to the page"}
    assert len(reading.children) == 3


def test_two_names_for_the_same_bytes_are_two_files() -> None:
    with pymupdf.open(stream=pdf(["x"])) as document:
        document.embfile_add("a", b"same", filename="a.txt")
        document.embfile_add("b", b"same", filename="b.txt")
        reading, contents = read_document(document.tobytes(garbage=4), ())
    assert sorted(child.name for child in reading.children) == ["a.txt", "b.txt"]
    assert contents == [b"same", b"same"]


def test_a_portfolio_is_called_one() -> None:
    data = edited(with_files(), Collection=DictionaryObject({NameObject("/View"): NameObject("/D")}))
    assert read_document(data, ())[0].metadata["portfolio"] == "yes"


def test_a_size_that_does_not_come_out_is_said() -> None:
    data = with_files().replace(b"/Size 10", b"/Size 99")
    reading, contents = read_document(data, ())
    at = contents.index(b"first file")
    assert reading.children[at].reason == "the PDF declares 99 bytes and holds 10"


@pytest.mark.parametrize("most", a_few([2**20], [embedded.MOST_BYTES]))
def test_a_file_too_large_to_be_taken_out_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """With the limit as it is at length: it takes 600 MB."""
    monkeypatch.setattr(embedded, "MOST_BYTES", most)
    with pymupdf.open(stream=pdf(["x"])) as document:
        document.embfile_add("a", bytes(most + 1), filename="bomb.bin")
        document.embfile_add("b", b"small", filename="small.txt")
        data = document.tobytes(deflate=True)
    reading, contents = read_document(data, ())
    assert reading.state is State.PARTIAL
    assert reading.reason.startswith("the attached file “bomb.bin” is missing: ")
    assert sorted(contents) == [b"", b"small"]


# ── forms and notes ─────────────────────────────────────────────────────────────────────────────────────────────


def with_form() -> bytes:
    with pymupdf.open() as document:
        page = document.new_page()
        for at, (name, label, value, kind) in enumerate(
            [
                ("badge", "Badge number", "4471", pymupdf.PDF_WIDGET_TYPE_TEXT),
                ("notes", "", "two cameras,\none code", pymupdf.PDF_WIDGET_TYPE_TEXT),
                ("accepted", "", True, pymupdf.PDF_WIDGET_TYPE_CHECKBOX),
                ("empty", "", "", pymupdf.PDF_WIDGET_TYPE_TEXT),
            ]
        ):
            widget = pymupdf.Widget()
            widget.field_name, widget.field_label, widget.field_value = name, label, value
            widget.field_type = kind
            widget.rect = pymupdf.Rect(50, 50 + 40 * at, 250, 80 + 40 * at)
            page.add_widget(widget)
        return bytes(document.tobytes())


def test_what_was_typed_into_a_form_can_be_searched() -> None:
    reading, _ = read_document(with_form(), ())
    assert reading.metadata["form fields"] == "4"
    for words in ("badge (Badge number): 4471", "notes: two cameras,\none code", "accepted: Yes"):
        assert words in reading.text
    assert "empty" not in reading.text


def test_another_reader_finds_the_same_values() -> None:
    reading, _ = read_document(with_form(), ())
    for name, field in (PdfReader(BytesIO(with_form())).get_fields() or {}).items():
        value = str(field.get("/V", "")).removeprefix("/")
        assert name in reading.text or not value
        assert value.replace("\r", "\n") in reading.text


def test_notes_are_listed_with_who_and_when() -> None:
    with pymupdf.open(stream=pdf(["The cameras are here", "Second"])) as document:
        first, second = document[0], document[1]
        note = first.add_text_annot((100, 100), "Ask Bo about the code")
        note.set_info(title="Ada Lune", modDate="D:20160503091500-07'00'")
        note.update()
        mark = second.add_highlight_annot(pymupdf.Rect(70, 60, 140, 80))
        mark.set_info(title="Cy", content="Who paid?")
        mark.update()
        data = document.tobytes()
    reading, _ = read_document(data, ())
    assert "Note (page 1, Text, by Ada Lune, 2016-05-03 09:15:00 -07:00): Ask Bo about the code" in reading.text
    assert "Note (page 2, Highlight, by Cy" in reading.text
    assert "Who paid?" in reading.text
    assert reading.metadata["notes on pages"] == "2"


def test_the_data_of_an_xfa_form_can_be_searched() -> None:
    with pymupdf.open(stream=pdf(["Please wait…"])) as document:
        packet = document.get_new_xref()
        document.update_object(packet, "<<>>")
        data = b"<xfa:datasets xmlns:xfa='http://www.xfa.org/schema/xfa-data/1.0/'><xfa:data><f><vendor>Ring</vendor></f></xfa:data></xfa:datasets>"
        document.update_stream(packet, data, new=True)
        document.xref_set_key(document.pdf_catalog(), "AcroForm", f"<</Fields[]/XFA[(datasets) {packet} 0 R]>>")
        made = document.tobytes()
    reading, _ = read_document(made, ())
    assert reading.metadata["XFA form"] == "yes"
    assert "vendor: Ring" in reading.text


def test_signature_fields_are_listed_and_not_called_valid() -> None:
    with pymupdf.open(stream=pdf(["Contract"])) as document:
        signature, field = document.get_new_xref(), 0
        document.update_object(
            signature,
            "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/Name(Ada Lune)/M(D:20160503091500Z)"
            "/Reason(Approved)/Contents<00>/ByteRange[0 1 2 3]>>",
        )
        field = document.get_new_xref()
        document.update_object(field, f"<</FT/Sig/T(Chief)/V {signature} 0 R>>")
        empty = document.get_new_xref()
        document.update_object(empty, "<</FT/Sig/T(Witness)>>")
        document.xref_set_key(document.pdf_catalog(), "AcroForm", f"<</Fields[{field} 0 R {empty} 0 R]/SigFlags 3>>")
        made = document.tobytes()
    told = read_document(made, ())[0].metadata["signature fields"]
    assert "Chief: signed (by Ada Lune, on 2016-05-03 09:15:00 UTC, reason Approved, kind adbe.pkcs7.detached)" in told
    assert "not verified" in told
    assert "Witness: not signed" in told


# ── actions ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("action", "fact", "words"),
    [
        ("<</S/JavaScript/JS(app.alert\\(1\\))>>", "JavaScript", "app.alert(1)"),
        ("<</S/Launch/F(cmd.exe)/Win<</F(cmd.exe)/P(/c calc)>>>>", "starts programs", "cmd.exe /c calc"),
        ("<</S/URI/URI(http://shop.example/x)>>", "links to the web", "http://shop.example/x"),
        ("<</S/GoToR/F(//host/share/a.pdf)/D[0/Fit]>>", "links to other files", "//host/share/a.pdf"),
        ("<</S/SubmitForm/F<</FS/URL/F(http://x.example/f)>>>>", "sends its form to", "http://x.example/f"),
    ],
)
def test_what_a_pdf_would_do_is_flagged(action: str, fact: str, words: str) -> None:
    with pymupdf.open(stream=pdf(["x"])) as document:
        document.xref_set_key(document.pdf_catalog(), "OpenAction", action)
        made = document.tobytes()
    assert read_document(made, ())[0].metadata[fact] == words


def test_a_script_in_a_stream_is_flagged_too() -> None:
    with pymupdf.open(stream=pdf(["x"])) as document:
        script = document.get_new_xref()
        document.update_object(script, "<<>>")
        document.update_stream(script, b"this.exportDataObject()", new=True)
        tree = f"<</JavaScript<</Names[(a)<</S/JavaScript/JS {script} 0 R>>]>>>>"
        document.xref_set_key(document.pdf_catalog(), "Names", tree)
        made = document.tobytes()
    assert read_document(made, ())[0].metadata["JavaScript"] == "this.exportDataObject()"


def test_a_quiet_pdf_has_no_flags() -> None:
    told = read_document(pdf(["x"]), ())[0].metadata
    assert {"JavaScript", "starts programs", "links to the web", "attached files", "portfolio"}.isdisjoint(told)


# ── passwords ───────────────────────────────────────────────────────────────────────────────────────────────────


def locked(password: str, method: int = pymupdf.PDF_ENCRYPT_AES_256) -> bytes:
    with pymupdf.open(stream=pdf(["Sealed words"])) as document:
        return bytes(document.tobytes(encryption=method, user_pw=password, owner_pw=f"{password}-owner"))


@pytest.mark.parametrize(
    "method", [pymupdf.PDF_ENCRYPT_AES_256, pymupdf.PDF_ENCRYPT_AES_128, pymupdf.PDF_ENCRYPT_RC4_128]
)
@pytest.mark.parametrize("password", ["camera", "pässwört"])
def test_a_locked_pdf_opens_with_its_password(password: str, method: int) -> None:
    reading, _ = read_document(locked(password, method), ("wrong", password))
    assert (reading.state, reading.locked, reading.password) == (State.OK, False, 2)
    assert "Sealed words" in reading.pages[0].text
    assert "AES" in reading.metadata["encryption"] or "RC4" in reading.metadata["encryption"]


def test_a_locked_pdf_says_that_it_is() -> None:
    without, _ = read_document(locked("camera"), ())
    assert (without.kind, without.state, without.locked) == (Kind.PDF, State.FAILED, True)
    assert without.reason == "the PDF needs a password"
    wrong, _ = read_document(locked("camera"), ("a", "b"))
    assert (wrong.locked, wrong.password) == (True, 0)
    assert "not among those tried" in wrong.reason


def test_pages_of_a_locked_pdf_come_from_a_copy_that_is_open() -> None:
    assert "Sealed words" in read_pages(copy_of(locked("camera"), ("camera",))[2]).pages[0].text


def test_a_pdf_that_only_forbids_printing_needs_no_password() -> None:
    with pymupdf.open(stream=pdf(["Open words"])) as document:
        data = document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="boss", permissions=0)
    reading, _ = read_document(data, ("x",))
    assert (reading.state, reading.password) == (State.OK, 0)
