"""Words in fields and links of Word that no page shows are found; names and places are none."""

from __future__ import annotations

import pytest

from reviewer.workers.office.reading import read_office
from tests.workers.office.documents import docx, xlsx
from tests.workers.office.test_word import field, read

_WORDY = [
    ("PAGE free cameras", "1"),
    ("PAGE eleven", "1"),
    ("PAGE free cameras", None),
    ("REF _Ref12 free cameras for officers", "12"),
    ('DOCPROPERTY "free cameras were given"', "Error!"),
    ("free cameras for officers", "Error!"),
    ("free cameras for officers", None),
    ('XE "the free cameras"', "1"),
    ("ADDIN EN.CITE <Author>Lune</Author> gave it", "(1)"),
    ('HYPERLINK "https://vendor.example/a b" \\o "free cameras"', "the list"),
    ('TOC \\o "1-3" \\t "free cameras for officers"', "1"),
    ('IF 1 = 1 "seen" "kept back"', "seen"),
    ('IF "free cameras" = "" "seen" "seen"', "seen"),
    ('IF 1 = 1 "seen" "seen" "free cameras"', "seen"),
    ('DATE \\@ "free cameras for officers of the yard"', "3 May 2016"),
    ('PAGE \\# "free cameras for officers"', "1"),
    ('=1 \\# "free cameras for officers of the yard"', "1"),
    ('PAGE \\@ "bring the money to me"', "1"),
    ("PAGE \\@ bribe", "1"),
    ('DATE \\@ "他把钱放在院子后面"', "3 May 2016"),
    ('DATE \\@ "他d把d钱d放d在d院d子"', "3 May 2016"),
    ("PAGE \\o free \\o cameras \\o for \\o officers", "1"),
    ("PAGE \\ofree \\ocameras", "1"),
    ('TOC \\o "1-3" \\t "free cameras for every officer tonight,1"', "1"),
    ('HYPERLINK "https://vendor.example/a" \\o bribe', "the list"),
    ('IF bribe = camera "" ""', "seen"),
    ('IF "Meet-Bo-behind-the-yard-at-nine" = "" "seen" "seen"', "seen"),
    ('IF "pay-him" = "" "seen" "seen"', "seen"),
    ('IF "他把钱放在院子后面给了警官" = "" "seen" "seen"', "seen"),
    ("REF 他把钱放在院子后面给了警官", "seen"),
    ("MERGEFIELD 他把钱放在院子后面给了警官", "seen"),
    ("REF MeetBoBehindTheYardAtNine", "seen"),
    ("PAGE \\o 他把钱放在院子后面给了警官", "1"),
    ("ADDIN 他把钱放在院子后面给了警官", "1"),
]
_WORDLESS = [
    ("PAGE", "1"),
    ("PAGE \\* MERGEFORMAT", "1"),
    ("NUMPAGES \\* Arabic \\* MERGEFORMAT", "1"),
    ('DATE \\@ "d MMMM yyyy" \\* MERGEFORMAT', "3 May 2016"),
    ("REF _Ref12 \\h", "12"),
    ("PAGEREF _Toc12 \\h", "12"),
    ("SEQ Figure \\* ARABIC", "1"),
    ('STYLEREF "Heading 1"', "The offer"),
    ('TOC \\o "1-3" \\h \\z \\u \\t "Heading one,1,Heading of an appendix,2"', "The offer"),
    ('HYPERLINK "C:\\\\the free cameras\\\\a b.doc" \\l "Sheet1!A1" \\t "_blank"', "the list"),
    ('HYPERLINK "https://vendor.example" \\o "the list"', "the list"),
    ('INCLUDEPICTURE "C:\\\\My pictures\\\\a camera for free.png" \\* MERGEFORMATINET', "x"),
    ('LINK Excel.Sheet.8 "C:\\\\My lists\\\\free cameras.xls" "All of them!R1C1" \\a \\f 0', "x"),
    ('MERGEFIELD "First name" \\b "Dear "', "Ada"),
    ('AUTHOR "Ada Lune"', "Ada Lune"),
    ("EMBED Word.Document.8", ""),
    ('=SUM(ABOVE) \\# "#,##0"', "14"),
    ("CITATION Lun16 \\l 1033", "(Lune)"),
    ("ADDIN EN.REFLIST", "(1)"),
    ('IF 1 = 1 "seen" "seen"', "seen"),
    ('IF Ada = Bo "seen" ""', "seen"),
    ("IF 1 = 2 seen seen", "seen"),
    ('IF Client_Name = "1,200.50" "seen" ""', "seen"),
    ("DATE \\@ \"d' de 'MMMM' de 'yyyy\"", "3 de mayo de 2016"),
    ('DATE \\@ "TT.MM.JJJJ"', "03.05.2016"),
    ('DATE \\@ "yyyy年M月d日"', "2016年5月3日"),
    ('TIME \\@ "h:mm AM/PM"', "9:15 PM"),
    ("=1 \\# \"0.00 'EUR'\"", "1.00 EUR"),
    ("CITATION Lun16 \\l 1033 \\m Reef14 \\m Bo12 \\m Ada15", "(Lune)"),
    ("EMBED PowerPoint.OpenDocumentPresentation.12", ""),
    ("INCLUDEPICTURE \\\\server\\shared\\pictures\\of-all-cameras-of-the-station.png", "x"),
    ('HYPERLINK "https://vendor.example/lists/of/cameras" \\o "https://vendor.example/lists/of/cameras"', "the list"),
    ("STYLEREF 标题", "1"),
    ("MERGEFIELD 客户姓名", "1"),
]


@pytest.mark.parametrize(
    ("instruction", "shown", "told"), [(*each, True) for each in _WORDY] + [(*each, False) for each in _WORDLESS]
)
def test_words_that_a_field_has_beyond_what_it_is_for_are_told(
    instruction: str, shown: str | None, *, told: bool
) -> None:
    reading = read(docx(f"<w:p>{field(instruction, shown)}</w:p>"))
    assert [each.text for each in reading.hidden] == ([f"[Field: {instruction}]"] if told else [])


def test_a_field_of_very_many_words_takes_no_time() -> None:
    reading = read(docx(f"<w:p>{field('PAGE ' + 'a ' * 400_000 + 'free', 'b ' * 400_000)}</w:p>"))
    assert reading.text.count("free") == 1


@pytest.mark.parametrize(
    ("tip", "told"), [("free cameras", True), ("https://vendor.example/a", False), ("a list", False)]
)
def test_what_shows_beside_the_mouse_over_a_link_is_told_once(tip: str, *, told: bool) -> None:
    body = f'<w:p><w:hyperlink r:id="rId9" w:tooltip="{tip}"><w:r><w:t>a list</w:t></w:r></w:hyperlink></w:p>'
    reading = read(docx(body, None, ("rId9", "hyperlink", "https://vendor.example/a")))
    assert [each.text for each in reading.hidden] == ([f"[Tip: {tip}]"] if told else [])


def test_what_shows_beside_the_mouse_over_a_cell_is_told() -> None:
    links = (
        '<hyperlinks><hyperlink ref="A1" r:id="rId1" display="the list" tooltip="free cameras"/>'
        '<hyperlink ref="A2" location="S!A1" tooltip="eleven more"/></hyperlinks>'
    )
    inner = f"<sheetData/>{links}"
    roles = {"xl/worksheets/sheet1.xml": [("rId1", "hyperlink", "https://vendor.example/x")]}
    text = read_office(xlsx([("S", "visible", inner)], (), {}, roles), ())[0].text
    assert "A1 the list free cameras" in text
    assert "A2 eleven more" in text
