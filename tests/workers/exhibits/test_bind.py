"""A report and its exhibits become one document, in which each cite leads to its page and nothing leads out."""

from __future__ import annotations

import io
from collections.abc import Callable

import pymupdf
import pypdf
import pytest
from page import ValidationProfile, validate_pdf_bytes

from reviewer.isolation.exhibit_messages import Back, Bind, BoundPart, StampMark
from reviewer.isolation.protocol import Stamp
from reviewer.workers.exhibits.bind import bind
from reviewer.workers.exhibits.stamp import stamp
from reviewer.workers.refusal import Refusal
from tests.evidence import pdf
from tests.export.test_standards import a_report, an_account

PARTS = (
    BoundPart("exhibits/A-000001.pdf", "Ex. 1 · Offer", ("A-000001", "A-000002")),
    BoundPart("exhibits/A-000003.pdf", "Ex. 2", ("A-000003",)),
)
BACK = Back("To the first cite", "To the index", "exhibits")
ASKED = Bind("Lantern", "Report", "Exhibits", PARTS, BACK)
EXHIBITS = [pdf(["First page.", "Second page."]), pdf(["Third page."])]


def report(*targets: str) -> bytes:
    """A report of two pages, the first with a link to each target, and a bookmark of its own."""
    with pymupdf.open(stream=pdf(["Summary", "Findings"])) as document:
        for at, target in enumerate(targets):
            place = pymupdf.Rect(72, 100 + 20 * at, 200, 115 + 20 * at)
            document[0].insert_link({"kind": pymupdf.LINK_URI, "from": place, "uri": target})
        document.set_toc([[1, "Findings", 2]])
        return bytes(document.tobytes())


def test_each_cite_leads_to_its_page_and_pages_are_called_by_their_numbers() -> None:
    cites = ("exhibits/A-000001.pdf#page=2", "exhibits/A-000003.pdf#page=1")
    told = report(*cites)
    printed, made = bind(ASKED, [told, *EXHIBITS])
    assert printed.starts == (3, 5)
    book = pypdf.PdfReader(io.BytesIO(made))
    assert book.page_labels == ["Report 1", "Report 2", "A-000001", "A-000002", "A-000003"]
    ids = {page.indirect_reference.idnum: page for page in book.pages if page.indirect_reference}
    actions = [note.get_object()["/A"] for note in book.pages[0].annotations or ()]
    assert [action["/S"] for action in actions] == ["/GoTo", "/GoTo"]
    led = [ids[action["/D"][0].indirect_reference.idnum].extract_text().strip() for action in actions]
    assert led == ["Second page.", "Third page."]
    with pymupdf.open(stream=made) as again:
        assert again.get_toc() == [
            [1, "Report", 1],
            [2, "Findings", 2],
            [1, "Exhibits", 3],
            [2, "Ex. 1 · Offer", 3],
            [2, "Ex. 2", 5],
        ]
    assert b"/URI" not in made
    assert {name: str(value) for name, value in (book.metadata or {}).items()} == {"/Title": "Lantern"}
    assert bind(ASKED, [told, *EXHIBITS])[1] == made


def test_a_cite_of_a_page_that_its_exhibit_does_not_have_is_refused() -> None:
    with pytest.raises(Refusal):
        bind(ASKED, [report("exhibits/A-000001.pdf#page=2", "exhibits/A-000001.pdf#page=3"), *EXHIBITS])


def test_a_cite_whose_link_is_lost_on_the_way_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.workers.exhibits.bind.remove_active_content", lambda book: book[0].delete_link(
        book[0].get_links()[0]
    ))  # fmt: skip
    with pytest.raises(Refusal):
        bind(ASKED, [report("exhibits/A-000001.pdf#page=2"), *EXHIBITS])


def indexed(data: bytes, page: int, height: float) -> bytes:
    """A report whose index of exhibits is on a page (from 0), so far from its foot."""
    with pymupdf.open(stream=data) as document:
        place = f"[{document.page_xref(page)} 0 R/XYZ 72 {height} null]"
        document.xref_set_key(document.pdf_catalog(), "Names", f"<</Dests<</Names[(exhibits){place}]>>>>")
        return bytes(document.tobytes())


def turned(data: bytes, *labels: str) -> bytes:
    """An exhibit whose pages lie on their side, cropped, and have numbers."""
    with pymupdf.open(stream=data) as document:
        for page in document:
            page.set_cropbox(pymupdf.Rect(36, 36, 500, 700))
            page.set_rotation(90)
        return stamp(Stamp(labels=labels, marks=()), document.tobytes())[1]


def ways_back(made: bytes, own: int) -> list[list[tuple[str, str, int, float]]]:
    """Of each page of an exhibit its links: words below them, what they are called, page and height they lead to."""
    told: list[list[tuple[str, str, int, float]]] = []
    with pymupdf.open(stream=made) as shown:
        book = pypdf.PdfReader(io.BytesIO(made))
        ids = {page.indirect_reference.idnum: at for at, page in enumerate(book.pages, 1) if page.indirect_reference}
        for at, page in enumerate(book.pages[own:], own):
            told.append([])
            areas = [link["from"] for link in shown[at].get_links()]
            notes = [each.get_object() for each in page.annotations or ()]
            for area, note in zip(areas, (each for each in notes if each["/Subtype"] == "/Link"), strict=True):
                target = note["/A"]["/D"]
                words = shown[at].get_text(clip=area * shown[at].derotation_matrix).strip()
                told[-1].append((words, note["/Contents"], ids[target[0].indirect_reference.idnum], float(target[3])))
    return told


@pytest.mark.parametrize("make", [lambda data, *labels: stamp(Stamp(labels=labels, marks=()), data)[1], turned])
def test_the_number_below_a_page_leads_back_to_its_first_cite_or_to_the_index(make: Callable[..., bytes]) -> None:
    """Cites stand 100, 120 … points below the top of the first page (792 high): 24 points above each are shown."""
    first, second, other = (f"exhibits/A-00000{file}.pdf#page={page}" for file, page in ((1, 1), (1, 2), (3, 1)))
    exhibits = [make(EXHIBITS[0], "A-000001", "A-000002"), make(EXHIBITS[1], "A-000003")]
    told = report("https://a.example/", second, second, first, other)
    height = pymupdf.open(stream=told)[0].rect.height
    places = [height - 100 - 20 * at + 24 for at in range(5)]
    index = height - 100 - 20 * 2.5
    made = bind(ASKED, [indexed(told, 0, index), *exhibits])[1]
    assert ways_back(made, 2) == [
        [("A-000001", BACK.listed, 1, places[3])],
        [("A-000002", BACK.cited, 1, places[1])],
        [("A-000003", BACK.listed, 1, places[4])],
    ]
    uncited = bind(ASKED, [indexed(report(first), 1, 500), *exhibits])[1]
    assert ways_back(uncited, 2) == [
        [("A-000001", BACK.cited, 1, places[0])],
        [("A-000002", BACK.listed, 2, 524)],
        [("A-000003", BACK.listed, 2, 524)],
    ]
    without = bind(ASKED, [report(second), *exhibits])[1]
    assert ways_back(without, 2) == [[], [("A-000002", BACK.cited, 1, places[0])], []]


@pytest.mark.parametrize("target", ["exhibits/A-000009.pdf#page=1", "https://a.example/"])
def test_a_cite_that_would_lead_out_of_it_or_to_another_exhibit_is_none(target: str) -> None:
    with pymupdf.open(stream=bind(ASKED, [report(target), *EXHIBITS])[1]) as book:
        assert book[0].get_links() == []


def test_an_exhibit_with_other_pages_than_it_has_numbers_is_refused() -> None:
    with pytest.raises(Refusal):
        bind(ASKED, [report(), EXHIBITS[1], EXHIBITS[0]])


def stamped(data: bytes, *labels: str) -> bytes:
    mark = StampMark(1, ((72.0, 72.0, 200.0, 86.0),), "#ffd400", "Ada", "a gift")
    return stamp(Stamp(labels=labels, marks=(mark,)), data)[1]


def against(data: bytes) -> list[str]:
    """What a validator has against a file as PDF/A-2b, the level that asks for no tags."""
    return [each.rule_id for each in validate_pdf_bytes(data, profile=ValidationProfile.PDF_A_2B).failures]


def test_what_we_add_to_pages_keeps_no_casebook_from_being_an_archive() -> None:
    """Numbers, highlights, colours and links back are as PDF/A-2b has them; only that it is one, it does not say."""
    account = an_account("en")
    with pymupdf.open(stream=account) as document:
        labels = [f"A-{number:06d}" for number in range(1, document.page_count + 1)]
    parts = (BoundPart("exhibits/A-000001.pdf", "Ex. 1", tuple(labels)),)
    back = Back("To the first cite", "To the findings", "findings")
    _, made = bind(Bind("Lantern & Bell", "Report", "Exhibits", parts, back), [a_report(), stamped(account, *labels)])
    assert against(made) == ["PDFA2B-ID-SCHEMA-001"]
    own = len(pypdf.PdfReader(io.BytesIO(a_report())).pages)
    assert [called for ((_, called, _, _),) in ways_back(made, own)] == ["To the findings"] * len(labels)
    book = pypdf.PdfReader(io.BytesIO(made))
    title = book.xmp_metadata and book.xmp_metadata.dc_title
    assert title == {"x-default": "Lantern & Bell"}
    assert b"pdfaid" not in made
    with pymupdf.open(stream=made) as again:
        assert labels[0] in again[len(again) - len(labels)].get_text()


def test_fonts_that_a_document_lacks_are_lacking_in_the_casebook_too() -> None:
    parts = (BoundPart("exhibits/A-000001.pdf", "Ex. 1", ("A-000001",)),)
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 84), "A gift", fontname="helv")
        exhibit = stamped(document.tobytes(), "A-000001")
    made = bind(Bind("Lantern", "Report", "Exhibits", parts, BACK), [a_report(), exhibit])[1]
    assert against(made) == ["PDFA2B-FONT-EMBEDDING-001", "PDFA2B-ID-SCHEMA-001"]
    with pymupdf.open(stream=made) as book:
        shown, alone = book[-1].get_pixmap(), pymupdf.open(stream=exhibit)[0].get_pixmap()
        apart = max(abs(one - other) for one, other in zip(shown.samples, alone.samples, strict=True))
        assert apart <= 2, "the page looks as its exhibit does"


def test_a_font_of_an_exhibit_that_is_called_as_that_of_the_labels_stays_as_it_is() -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 84), "x")
        encoding = "<</Type/Encoding/Differences[65/one/two/three]>>"
        font = f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding{encoding}>>"
        number = document.get_new_xref()
        document.update_object(number, font)
        document.xref_set_key(page.xref, "Resources", f"<</Font<</ExhibitLabel {number} 0 R>>>>")
        document.update_stream(page.get_contents()[0], b"BT /ExhibitLabel 14 Tf 72 700 Td (paid ABC) Tj ET")
        exhibit = stamped(bytes(document.tobytes()), "A-000001")
    parts = (BoundPart("exhibits/A-000001.pdf", "Ex. 1", ("A-000001",)),)
    made = bind(Bind("Lantern", "Report", "Exhibits", parts, BACK), [a_report(), exhibit])[1]
    with pymupdf.open(stream=made) as book:
        assert book[-1].get_text().split() == ["paid", "123", "A-000001"]
        assert {font[3]: font[1] for font in book[-1].get_fonts()} == {"Helvetica": "n/a", "NimbusSans-Regular": "cff"}


def test_a_title_with_letters_that_xml_cannot_have_is_told_without_them() -> None:
    asked = Bind("Lan\x0btern\ufffe", "Report", "Exhibits", PARTS, BACK)
    book = pypdf.PdfReader(io.BytesIO(bind(asked, [report(), *EXHIBITS])[1]))
    title = book.xmp_metadata and book.xmp_metadata.dc_title
    assert title == {"x-default": "Lantern"}
