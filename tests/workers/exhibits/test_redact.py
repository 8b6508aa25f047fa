"""A redacted copy has pictures and nothing else; what should be gone and is not is found, wherever it is."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pymupdf
import pypdfium2
import pytest

from reviewer.domain.exports.redaction import Draft, RedactionKind, pattern_of, spans_of
from reviewer.domain.exports.redaction_boxes import boxes_of
from reviewer.domain.exports.source_pattern import SOURCE
from reviewer.domain.ids import ItemId, RenditionId
from reviewer.domain.pages.passage import anchor_between
from reviewer.isolation.exhibit_messages import Attack, Legible, Redact, RedactBox, SeenWords, StampMark, WordLayer
from reviewer.isolation.protocol import Stamp
from reviewer.workers.exhibits.attack import attack
from reviewer.workers.exhibits.redact import RESOLUTION, redact
from reviewer.workers.exhibits.seen_words import seen_words
from reviewer.workers.exhibits.stamp import stamp_pages
from reviewer.workers.pdf.pages import read_pages
from reviewer.workers.refusal import Refusal
from tests.evidence import pdf
from tests.workers.exhibits.other_parser import everything
from tests.workers.hiding import BOX, PLACES, SECRET, Hide, hidden_in, rewritten, unused_object

SEEN = (RedactBox(1, BOX, "PRV"),)


def redacted(data: bytes, boxes: tuple[RedactBox, ...]) -> bytes:
    return redact(Redact(boxes), data)[1]


def forms() -> list[bytes]:
    """The secret as bytes, as many ways as it may stand in a file."""
    plain = [SECRET.encode(encoding) for encoding in ("utf-8", "utf-16-be", "utf-16-le")]
    return [*plain, *(each.hex().encode() for each in plain), base64.b64encode(SECRET.encode())]


def test_the_search_of_these_tests_finds_a_secret_that_the_raw_bytes_do_not_show() -> None:
    with pymupdf.open(stream=hidden_in(unused_object)) as document:
        packed = bytes(document.tobytes(deflate=True, use_objstms=1))
    assert not any(form.lower() in packed.lower() for form in forms())
    assert any(form.lower() in part.lower() for part in everything(packed) for form in forms())


@pytest.mark.parametrize("hide", PLACES, ids=lambda hide: hide.__name__)
def test_a_secret_that_is_left_is_found_and_a_copy_of_pixels_has_none(hide: Hide) -> None:
    data = hidden_in(hide)
    assert attack(Attack((SECRET,)), data).hits, "left in, it is found"
    copy = redacted(data, SEEN)
    assert attack(Attack((SECRET,), SEEN), copy).hits == ()
    assert [form for part in everything(copy) for form in forms() if form.lower() in part.lower()] == []
    with pypdfium2.PdfDocument(copy) as second, pymupdf.open(stream=copy) as first:
        assert [page.get_textpage().get_text_bounded() for page in second] == [""]
        assert [page.get_text() for page in first] == [""]
        assert (first.embfile_count(), first.get_toc(), list(first[0].annots()), list(first[0].get_links())) == (
            0,
            [],
            [],
            [],
        )


def test_an_earlier_state_of_a_document_is_found_and_not_taken_over() -> None:
    data = rewritten(hidden_in(PLACES[0]))
    assert attack(Attack((SECRET,)), data).hits
    assert attack(Attack((SECRET,), SEEN), redacted(data, SEEN)).hits == ()


@pytest.mark.parametrize("shade", ["none", "half", "see-through"])
def test_a_box_that_does_not_hide_is_found(shade: str) -> None:
    """Planted: a picture of the words with a box that is missing, too small, or grey."""
    data = redacted(hidden_in(PLACES[0]), ())
    with pymupdf.open(stream=data) as document:
        if shade == "half":
            document[0].draw_rect((50, 180, 200, 215), fill=(0, 0, 0), color=None)
        if shade == "see-through":
            document[0].draw_rect(BOX, fill=(0, 0, 0), color=None, fill_opacity=0.5)
        broken = document.tobytes()
    assert [(hit.where, hit.page) for hit in attack(Attack((), SEEN[:1]), broken).hits] == [("box", 1)]


def test_words_that_are_laid_under_a_box_are_found() -> None:
    with pymupdf.open(stream=redacted(hidden_in(PLACES[0]), SEEN)) as document:
        document[0].insert_text((60, 200), "anything", render_mode=3)
        broken = document.tobytes()
    assert "box text" in {hit.where for hit in attack(Attack((), SEEN), broken).hits}


def test_the_last_letter_of_a_word_beside_a_box_is_not_taken_for_what_is_under_it() -> None:
    """As OCR places words: their ends are not exact to a letter."""
    x0, y0, _, y1 = BOX
    with pymupdf.open(stream=redacted(hidden_in(PLACES[0]), SEEN)) as document:
        start = x0 + 6 - pymupdf.get_text_length("from", fontsize=11)
        document[0].insert_text((start, (y0 + y1) / 2 + 3), "from", fontsize=11, render_mode=3)
        beside = document.tobytes()
    assert attack(Attack((), SEEN), beside).hits == ()


def test_words_under_a_box_are_looked_for_where_it_is_when_a_margin_was_added_below() -> None:
    """As numbered pages have one: their origin is no corner any more."""
    x0, y0, _, y1 = BOX
    for line, found in ((0, True), (-30, False), (30, False)):
        with pymupdf.open(stream=redacted(hidden_in(PLACES[0]), SEEN)) as document:
            document[0].insert_text((x0 + 8, (y0 + y1) / 2 + 3 + line), "anything", fontsize=8, render_mode=3)
            _, _, right, top = (float(side) for side in document[0].mediabox)
            document.xref_set_key(document[0].xref, "MediaBox", f"[0 -22 {right} {top}]")
            numbered = document.tobytes()
        assert ("box text" in {hit.where for hit in attack(Attack((), SEEN), numbered).hits}) is found, line


def test_words_are_found_in_tables_word_files_and_whatever_is_packed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", "<w:t>Tarn</w:t><w:t>quist</w:t>")
        packed.writestr("thumbnail.pdf", hidden_in(PLACES[0]))
    places = {hit.where.partition(":")[0] for hit in attack(Attack((SECRET,)), out.getvalue()).hits}
    assert places == {"word/document.xml", "thumbnail.pdf"}
    assert [hit.where for hit in attack(Attack(("Jo Tarn",)), "name;Jo\u00a0 TARN".encode()).hits] == ["text"]
    assert attack(Attack(("Jo Tarn",)), b"Jo;Tarn,Bo").hits == ()


BY_CHANCE = {
    "a longer word": (b"They agreed on it.", "Reed"),
    "a hash": (b"<File sha256='9f1c4711aa'/>", "4711"),
    "a picture in a page": (b"<img src='data:image/png;base64,iVBORcmVlZAreedZ'>", "reed"),
}


@pytest.mark.parametrize("name", BY_CHANCE)
def test_few_letters_within_others_of_a_text_are_no_word(name: str) -> None:
    data, word = BY_CHANCE[name]
    assert attack(Attack((word,)), data).hits == ()
    assert attack(Attack((word,)), data + f" {word},".encode()).hits


@pytest.mark.parametrize(
    "data",
    [
        b'{"text": "It was\\nReed."}',
        b'{"text": "It was R\\u0065ed."}',
        b"<a href='find%20Reed%2c'>",
        "It was agreed.".encode("utf-16-le"),
        b"\xff\xfe agreed",
        b"_reed_",
        b"from mreed@pd.example",
        b"see ReedReport.pdf",
        b"<a href='x/notes_mreed.txt'>",
    ],
)
def test_a_short_word_is_found_however_a_text_writes_what_is_beside_it(data: bytes) -> None:
    """What is no text in UTF-8 is searched as bytes, in which no word has an end."""
    assert attack(Attack(("Reed",)), data).hits


@pytest.mark.parametrize("told", ["Ｏttoline Quarry", "𝐎𝐭𝐭𝐨𝐥𝐢𝐧𝐞 𝐐𝐮𝐚𝐫𝐫𝐲", "Otto\u200eline Quarry"])
def test_words_are_found_in_letters_of_another_width_or_weight(told: str) -> None:
    assert [hit.word for hit in attack(Attack(("Ottoline Quarry",)), f"Saw {told} there\n".encode()).hits]


CELLS = (
    b"<w:tc><w:t>Agent</w:t></w:tc><w:tc><w:t>Jo</w:t></w:tc><w:tc><w:t>Tarn</w:t></w:tc><w:tc><w:t>left</w:t></w:tc>"
)


@pytest.mark.parametrize(
    "data",
    [
        base64.encodebytes(b"We met Jo Tarn. " * 9), b"J o  T a r n", b"said jotarn", CELLS, b"J<b>o T</b>arn",
        "Jо Tаrn".encode(), b"Jo=20Ta=\nrn", b"Jo T&#97;rn", b"4a6f205461726e",
    ],
    ids=str,
)  # fmt: skip
def test_a_short_name_of_a_source_is_found_in_codes_in_cells_and_in_other_letters(data: bytes) -> None:
    assert attack(Attack((f"{SOURCE}Jo Tarn",)), b"Then " + data + b" came.\n").hits


def test_a_name_of_three_letters_is_found_in_texts_and_not_in_bytes_that_are_none() -> None:
    request = Attack((f"{SOURCE}Bob",))
    assert attack(request, b"Then Bob came.\n").hits
    assert attack(request, "Then Bob came to the café.\n".encode("cp1252")).hits
    with pymupdf.open("pdf", pdf(["Nothing"])) as document:
        document.set_toc([[1, "About Bob", 1]])
        assert attack(request, document.tobytes()).hits
        document.set_toc([])
        xref = document.get_new_xref()
        document.update_object(xref, "<<>>")
        for drawn in (b"\xff\0\x01 Bob \x02 (Bob)", b"[(ka)-1(bob)-1(s)] TJ"):
            document.update_stream(xref, drawn)
            assert not attack(request, document.tobytes()).hits
        document.update_stream(xref, b"<x:xmpmeta>About Bob</x:xmpmeta>")
        assert attack(request, document.tobytes()).hits
    assert not attack(request, b"\xff\0\x01 Bob \x02 426f62 Qm9i").hits


TARN = f"{SOURCE}Jo Tarn"
SUNG = Legible(TARN, (RedactBox(1, (72, 60, 110, 76), ""),))
"""Where the first line of a page says “Jo Tarn sings”."""


def told_of(change: Callable[[Any], object], text: str = "Jo Tarn sings") -> set[str]:
    with pymupdf.open("pdf", pdf([text])) as document:
        change(document)
        data = document.tobytes()
    return {hit.where for hit in attack(Attack((), legible=(SUNG,)), data).hits}


def test_words_that_may_be_read_at_one_place_are_found_at_any_other() -> None:
    assert told_of(lambda _document: None) == set()
    assert "text" in told_of(lambda _document: None, "Jo Tarn sings\nJo Tarn told us")
    assert "text" in told_of(lambda _document: None, "Nobody sings\nJo Tarn told us")
    assert "second reader" in told_of(lambda document: document[0].insert_text((72, 900), "Jo Tarn told us"))
    assert "metadata" in told_of(lambda document: document.set_toc([[1, "Jo Tarn told us", 1]]))
    assert "object" in told_of(lambda document: document[0].add_text_annot((300, 300), "Jo Tarn told us"))
    assert told_of(lambda document: document.embfile_add("a.txt", b"Jo Tarn told us"))
    assert attack(Attack((), legible=(SUNG,)), b"Jo Tarn sings").hits == ()
    assert attack(Attack((), legible=(SUNG,)), b"Jo Tarn sings, and jotarn told us").hits


def test_a_name_in_base64_is_found_on_a_page() -> None:
    assert attack(Attack((f"{SOURCE}Jo Tarn",)), pdf(["Then ", base64.b64encode(b"so Jo Tarn").decode()])).hits


def test_words_are_found_in_the_fields_and_encoded_parts_of_a_message() -> None:
    word = "Jo Tarn"
    message = EmailMessage()
    message["Subject"] = "Cameras"
    message.set_content("None.", cte="base64")
    assert attack(Attack((word,)), message.as_bytes()).hits == ()
    field = b"X-Seen-By: =?utf-8?B?" + base64.b64encode("é Jo Tarn".encode()) + b"?=\n" + message.as_bytes()
    assert "field X-Seen-By" in {hit.where for hit in attack(Attack((word,)), field).hits}
    message.add_alternative("<p hidden>J&#111; <b>Ta</b>rn</p>", subtype="html", cte="base64")
    assert "part: text" in {hit.where for hit in attack(Attack((word,)), message.as_bytes()).hits}
    message.add_attachment(pdf([word]), maintype="application", subtype="pdf", filename="a.pdf")
    assert "part: second reader" in {hit.where for hit in attack(Attack((word,)), message.as_bytes()).hits}


NAMES = (
    "Lee",
    "Il",
    "Jo Tarn",
    "Ann Ives",
    "Wim Mallow",
    "Ottoline Quarry",
    "W. W. Whitcombe-Mills",
    "Maximiliana Mandelbaum",
)


@pytest.mark.parametrize("place", ["sentence", "cell", "centred", "alone", "slanted"])
def test_names_of_different_length_give_the_same_bytes(place: str) -> None:
    made = {name: _with_name_redacted(name, place) for name in NAMES}
    assert len(set(made.values())) == 1
    with pymupdf.open(stream=next(iter(made.values()))) as document:
        assert document[0].get_pixmap(dpi=30).samples.count(0) > 100, "there is a box"


def _with_name_redacted(name: str, place: str) -> bytes:
    with pymupdf.open() as document:
        page = document.new_page(width=600, height=300)
        page.insert_text((60, 60), "On Monday the officer wrote to the vendor.")
        page.insert_text((60, 90), "He had a camera.")
        if place == "sentence":
            page.insert_text((60, 120), f"On Tuesday {name} told us that it was free.")
        elif place == "cell":
            page.insert_text((60, 120), "Witness")
            page.insert_text((200, 120), name)
            page.insert_text((200, 90), "asked")
            page.insert_text((420, 120), "Harbor station")
        elif place == "slanted":  # an A of it begins left of its place
            page.insert_text((60, 120), f"On Tuesday {name} told us.", fontname="tiit", fontsize=24)
        elif place == "centred":
            page.insert_textbox((60, 105, 540, 130), name, align=pymupdf.TEXT_ALIGN_CENTER)
        else:
            page.insert_text((60, 120), name)
        data = document.tobytes(no_new_id=True)
    pages = read_pages(data).pages
    ((start, end),) = spans_of([pages[0].text], pattern_of(name))
    words = anchor_between([pages[0].text], start, end)
    draft = Draft(ItemId(1), RenditionId(1), RedactionKind.WORDS, 1, 1, "PRV", words)
    boxes = boxes_of(draft, {1: pages[0]})
    if place == "cell":
        assert boxes[0].box[2] < 420, "the next column stays"
    sent = tuple(RedactBox(each.page, each.box, each.code) for each in boxes)
    copy = redacted(data, sent)
    told = seen_words(SeenWords(sent), data, copy)
    assert [layer.words[0][0] for layer in told.layers] == ["On"], "the words beside the box leave with the pixels"
    return stamp_pages(Stamp((), layers=told.layers), copy)[1][0]


@pytest.mark.parametrize(
    "below",
    [
        {"text": "Lee", "at": 73}, {"text": "Lee", "fontsize": 3},
        {"text": "Lee", "color": (0.99, 0.99, 0.99)}, {"text": "Лee"}, {"text": "Lee", "clip": True},
    ],
    ids=("upon another", "small", "pale", "of two scripts", "clipped"),
)  # fmt: skip
def test_what_a_box_covers_does_not_decide_how_words_beside_it_are_read(below: dict[str, Any]) -> None:
    """A text by OCR where another page has its own would tell that there is something about the covered letters."""
    known = dict(below)
    text, at, clip = known.pop("text"), known.pop("at", 72), known.pop("clip", False)
    with pymupdf.open() as document:
        page = document.new_page(width=600, height=300)
        page.insert_text((60, 90), "He had a camera.")
        page.insert_text((72, 120), "Lee")
        if clip:
            (shown,) = document[0].get_contents()[-1:]
            drawn = document.xref_stream(shown)
            document.update_stream(shown, b"q 74 170 400 40 re W n " + drawn + b" Q")
        else:
            page.insert_text((at, 120), text, **known)
        data = document.tobytes(no_new_id=True)
    boxes = (RedactBox(1, (0, 100, 600, 130), "PRV"),)
    told = seen_words(SeenWords(boxes), data, redacted(data, boxes))
    assert [[word for word, _ in layer.words] for layer in told.layers] == [["He", "had", "a", "camera."]]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_box_lies_on_the_page_as_it_is_seen(rotation: int) -> None:
    with pymupdf.open(stream=hidden_in(PLACES[0])) as document:
        document[0].set_rotation(rotation)
        data = document.tobytes()
    box = RedactBox(1, (10, 20, 110, 60), "PRV")
    with pymupdf.open(stream=redacted(data, (box,))) as document:
        size = (500, 400) if rotation in {90, 270} else (400, 500)
        assert (document[0].rect.width, document[0].rect.height) == size
        seen = document[0].get_pixmap(clip=(12, 45, 108, 58), colorspace=pymupdf.csGRAY)
        assert set(seen.samples) == {0}
        beside = document[0].get_pixmap(clip=(112, 22, 140, 42), colorspace=pymupdf.csGRAY)
        assert set(beside.samples) == {255}


def test_the_same_input_gives_the_same_bytes_and_pictures_of_the_resolution() -> None:
    data = hidden_in(PLACES[0])
    copy = redacted(data, SEEN)
    assert copy == redacted(data, SEEN)
    with pymupdf.open(stream=copy) as document:
        ((_, _, width, height, *_),) = document[0].get_images()
        assert (width, height) == (-(-400 * RESOLUTION // 72), -(-500 * RESOLUTION // 72))
        assert {
            key: value for key, value in document.metadata.items() if value and key not in {"format", "producer"}
        } == {}


def test_a_box_on_no_page_is_refused() -> None:
    with pytest.raises(Refusal):
        redacted(hidden_in(PLACES[0]), (RedactBox(2, BOX, "PRV"),))


OWN = (
    "Contents",
    "Page",
    "Font",
    "Pages",
    "Resources",
    "Parent",
    "Image",
    "Type",
    "Filter",
    "Length",
    "trailer",
    "Width",
)


def stamped() -> bytes:
    """A copy with all that an exhibit and a production have: a number, words of OCR, a highlight."""
    words = WordLayer(1, (("Harbor", (60, 60, 100, 72)),))
    mark = StampMark(1, ((60, 60, 100, 72),), "#ffee00", "Ada", "A gift")
    return stamp_pages(Stamp((mark,), "", (words,), ("PMPD-1",)), redacted(hidden_in(PLACES[0]), SEEN))[1][0]


@pytest.mark.parametrize("word", OWN)
def test_a_word_that_is_a_name_of_the_format_is_not_found_in_a_copy_without_it(word: str) -> None:
    assert attack(Attack((word,), SEEN), stamped()).hits == ()


def with_string(document: Any, word: str) -> None:
    document.xref_set_key(document[0].xref, "Tabs", f"(see /{word} (and more) )")


def with_name(document: Any, word: str) -> None:
    document.xref_set_key(document[0].xref, "Tabs", f"/{word}")


def with_destination(document: Any, word: str) -> None:
    document.xref_set_key(document.pdf_catalog(), "Dests", f"<</{word}[{document[0].xref} 0 R/Fit]>>")


def with_destinations_apart(document: Any, word: str) -> None:
    apart = document.get_new_xref()
    document.update_object(apart, f"<</{word}<</D[{document[0].xref} 0 R/Fit]>>>>")
    document.xref_set_key(document.pdf_catalog(), "Dests", f"{apart} 0 R")


def with_stream(document: Any, word: str) -> None:
    xref = document.get_new_xref()
    document.update_object(xref, "<</Length 0>>")
    document.update_stream(xref, f"<</Type/Page/{word} 5 0 R>>".encode())


def with_font(document: Any, word: str) -> None:
    xref = document.get_new_xref()
    document.update_object(xref, f"<</Type/Font/Subtype/Type1/BaseFont/{word}>>")


def with_text(document: Any, word: str) -> None:
    document[0].insert_text((100, 400), word)


def with_note(document: Any, word: str) -> None:
    document[0].add_text_annot((100, 400), word)


LEAKS = (
    with_string, with_name, with_destination, with_destinations_apart, with_stream, with_font, with_text, with_note,
)  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.__name__)
@pytest.mark.parametrize("word", ["Contents", "Page", "Font", "trailer"])
def test_a_word_that_is_a_name_of_the_format_is_found_wherever_somebody_could_have_written_it(
    leak: Callable[[Any, str], None], word: str
) -> None:
    with pymupdf.open(stream=stamped()) as document:
        leak(document, word)
        broken = document.tobytes(no_new_id=True)
    assert attack(Attack((word,)), broken).hits


@pytest.mark.parametrize("tail", [b"\n%% %s\n", b"\nthe %s\n", b"\n(a (b) %s)\n", b"\n<</%s(x)>>\n", b"\n/%s\n"])
@pytest.mark.parametrize("word", ["Contents", "Page", "Font", "trailer"])
def test_a_word_that_stands_between_objects_is_found(tail: bytes, word: str) -> None:
    assert attack(Attack((word,)), stamped() + tail % word.encode()).hits


def test_a_copy_whose_metadata_were_taken_out_is_read_like_any_other() -> None:
    with pymupdf.open(stream=pdf(["A plain page"])) as document:
        document.set_xml_metadata("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
        kind, named = document.xref_get_key(document.pdf_catalog(), "Metadata")
        assert kind == "xref"
        document.update_object(int(named.split()[0]), "null")
        bare = document.tobytes(no_new_id=True)
    assert attack(Attack((SECRET,)), bare).hits == ()
    assert {hit.where for hit in attack(Attack(("A plain page",)), bare).hits} >= {"text"}


def packed_behind(first: bytes, *, encrypted: bool = False) -> bytes:
    """An archive of two: what comes first, and the secret."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("first", first)
        archive.writestr("second.txt", f"The witness {SECRET} saw it. " * 20)
    data = bytearray(out.getvalue())
    if encrypted:
        data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        packed_behind(b"nobody reads this", encrypted=True),
        packed_behind(pdf(["A plain page"])),
        b"MZ a program that unpacks itself" * 10 + packed_behind(b"words"),
        gzip.compress(b"words") + gzip.compress(f"The witness {SECRET} saw it. ".encode() * 20),
    ],
    ids=["behind an encrypted member", "behind a PDF", "behind a program", "in a second member of gzip"],
)
def test_words_are_found_behind_what_cannot_be_read_or_looks_like_something_else(data: bytes) -> None:
    assert SECRET.encode() not in data
    assert [hit for hit in attack(Attack((SECRET,)), data).hits if not hit.where.endswith("unreadable")]


def test_words_in_a_file_that_a_pdf_holds_are_found() -> None:
    with pymupdf.open(stream=pdf(["A plain page"])) as document:
        document.embfile_add("inner.zip", packed_behind(b"words"))
        data = bytes(document.tobytes())
    assert attack(Attack((SECRET,)), data).hits


def test_a_thin_box_that_is_not_filled_is_told() -> None:
    thin = RedactBox(1, (50.0, 180.0, 350.0, 182.0), "PRV")
    data = redacted(pdf([""]), ())
    assert "box" in " ".join(hit.where for hit in attack(Attack((SECRET,), (thin,)), data).hits)
